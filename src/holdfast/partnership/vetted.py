"""The vetted group: named people of several organisations who hear of what the police cannot tell every partner yet.

Before anybody is charged only the police and these people read where an allegation stands; and where the police are late with an answer, or hold
something back, it is these people, outside the officer's own line, who hear of it. One of them at least is not of the police.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.partnership import kinds, queries
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.partnership.models import Grader, Vetted
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import LEADS, SEES_NO_CHILD, AgencyKind, Role
from holdfast.record.append import append, holding, recorded_before
from holdfast.record.entries import Draft
from holdfast.record.refusal import Refused


def check_may_vet(by: Acting) -> None:
    """Whoever answers for an organisation says who of it is vetted. Raises NotPermitted."""
    if not by.has_role(*LEADS):
        raise NotPermitted("Whoever answers for an organisation says who of it is in the vetted group.")


def join(*, worker: UUID, by: Acting, entry_id: UUID | None = None) -> None:
    """A worker of one's own organisation joins the vetted group. Raises Refused, NotPermitted."""
    check_may_vet(by)
    if recorded_before(entry_id, by=by.author, matter=PARTNERSHIP_ROOM):
        return
    with viewing(by.viewer), holding(PARTNERSHIP_ROOM):
        found = queries.acting_for(worker)
        if found is None or found.agency != by.agency or found.has_role(*SEES_NO_CHILD, Role.SCRUTINEER):
            raise Refused("worker", "Choose somebody of your organisation who works with children or answers for it")
        if Vetted.objects.filter(worker_id=worker).exists():
            raise Refused("worker", "They are in the vetted group already")
        append(Draft(facts=kinds.VettedJoined(worker=worker), room=PARTNERSHIP_ROOM, id=entry_id or uuid4()), by=by.author)


def leave(*, worker: UUID, by: Acting, entry_id: UUID | None = None) -> None:
    """A worker of one's own organisation is no longer of it. Raises Refused, NotPermitted."""
    check_may_vet(by)
    if recorded_before(entry_id, by=by.author, matter=PARTNERSHIP_ROOM):
        return
    with viewing(by.viewer), holding(PARTNERSHIP_ROOM):
        if not Vetted.objects.filter(worker_id=worker, agency_id=by.agency).exists():
            raise Refused("worker", "Nobody of your organisation whom you chose is in the vetted group")
        append(Draft(facts=kinds.VettedLeft(worker=worker), room=PARTNERSHIP_ROOM, id=entry_id or uuid4()), by=by.author)


def train(*, worker: UUID, trained_on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """A worker of one's own organisation was trained to grade intelligence, and grades it. Raises Refused, NotPermitted."""
    check_may_vet(by)
    if recorded_before(entry_id, by=by.author, matter=PARTNERSHIP_ROOM):
        return
    if trained_on > today():
        raise Refused("trained_on", "The training ended today or earlier")
    with viewing(by.viewer), holding(PARTNERSHIP_ROOM):
        found = queries.acting_for(worker)
        if found is None or found.agency != by.agency or found.has_role(*SEES_NO_CHILD, Role.SCRUTINEER):
            raise Refused("worker", "Choose somebody of your organisation who works with children or answers for it")
        facts = kinds.GraderTrained(worker=worker, trained_on=trained_on)
        append(Draft(facts=facts, room=PARTNERSHIP_ROOM, id=entry_id or uuid4()), by=by.author)


def no_longer_grades(*, worker: UUID, by: Acting) -> None:
    """A worker of one's own organisation no longer grades. Raises Refused, NotPermitted."""
    check_may_vet(by)
    with viewing(by.viewer), holding(PARTNERSHIP_ROOM):
        if not Grader.objects.filter(worker_id=worker, agency_id=by.agency).exists():
            raise Refused("worker", "Nobody of your organisation whom you chose grades intelligence")
        append(Draft(facts=kinds.GraderLeft(worker=worker), room=PARTNERSHIP_ROOM), by=by.author)


def graders() -> list[Grader]:
    """Who grades intelligence, the longest first."""
    return list(Grader.objects.order_by("since", "worker_id"))


def members() -> list[Vetted]:
    """Who is in the vetted group, the longest first."""
    return list(Vetted.objects.order_by("since", "worker_id"))


def why_not_whole(found: list[Vetted]) -> str:
    """Why the group cannot do what it is for, in words; "" where it can: of two organisations at least, and one of it not of the police."""
    agencies = {each.agency_id for each in found}
    police = {a.id for a in queries.agencies_of_kind(AgencyKind.POLICE)}
    if not agencies - police:
        return "Nobody in it is from outside the police: what the police hold back reaches no other organisation."
    if len(agencies) < 2:
        return "All in it are of one organisation: choose somebody of another as well."
    return ""
