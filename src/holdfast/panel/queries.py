"""What the panel may hear, proposed from the record for whoever chairs it; and its meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min, Q

from holdfast.children.models import Case, Referral
from holdfast.concerns.codes import Alleged
from holdfast.concerns.models import Concern
from holdfast.database.time import now, today
from holdfast.duties.models import Duty
from holdfast.duties.models import State as DutyState
from holdfast.panel import policies
from holdfast.panel.codes import About, State
from holdfast.panel.models import Panel, PanelAction, PanelItem
from holdfast.partnership import queries as partnership
from holdfast.persons.codes import KEPT
from holdfast.persons.models import Person
from holdfast.places.codes import State as PlaceState
from holdfast.places.models import Place
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Parts
from holdfast.record.queries import entries_of_room, open_parts

#: How many of each kind the record proposes at most; what is overdue first.
MOST = 20


@dataclass(frozen=True, slots=True)
class Proposed:
    """Something that the record proposes, and why."""

    about: About
    subject: UUID
    why: str


def proposed(panel: Panel) -> list[Proposed]:
    """What was promised and not done first; then what was left last time; then persons, places and children for whom something is late, or due soonest.
    Of what the viewer reads, and not taken here already. Nobody is ranked: the order is that of days.
    """
    day, moment = today(), now()
    taken = set(PanelItem.objects.filter(panel_id=panel.id).values_list("about", "subject_id"))
    promised = PanelAction.objects.filter(done_at=None, due_on__lt=day).exclude(panel_id=panel.id).order_by("due_on", "id")
    found = [Proposed(About.ACTION, a.id, "Promised, and not done by its day") for a in promised[:MOST]]
    left = PanelItem.objects.filter(state=State.LEFT).exclude(panel_id=panel.id).order_by("id")
    heard = set(PanelItem.objects.filter(state=State.HEARD).values_list("about", "subject_id"))
    found += [Proposed(About(i.about), i.subject_id, "Left last time") for i in left[:MOST] if (i.about, i.subject_id) not in heard]
    people = Person.objects.filter(state__in=KEPT).order_by("next_on", "id")[:MOST]
    found += [Proposed(About.PERSON, p.id, _why(p.owner_id is None, p.next_on is not None and p.next_on < day)) for p in people]
    places = Place.objects.filter(state=PlaceState.ASSESSED).order_by("next_on", "id")[:MOST]
    found += [Proposed(About.PLACE, p.id, _why(p.owner_id is None, p.next_on is not None and p.next_on < day)) for p in places]
    found += [
        Proposed(About.CHILD, case, "A duty for them is late" if due < moment else "Their next duty is due") for case, due in _children()
    ]
    once = {(p.about, p.subject): p for p in reversed(found)}
    return [p for p in found if once[p.about, p.subject] is p and (str(p.about), p.subject) not in taken]


def _children() -> list[tuple[UUID, datetime]]:
    """Children of whom a concern told exploitation, whose case is open, with when their first open duty is due; the soonest first."""
    told = Q(alleged__contains=[Alleged.SEXUAL_EXPLOITATION.value]) | Q(alleged__contains=[Alleged.CRIMINAL_EXPLOITATION.value])
    referred = Referral.objects.filter(concern_id__in=Concern.objects.filter(told).values("id")).values("room_id")
    cases = Case.objects.filter(closed_at=None, room_id__in=referred).values("id")
    duties = Duty.objects.filter(state=DutyState.OPEN, matter_id__in=cases).values("matter_id").annotate(due=Min("due_at"))
    return [(row["matter_id"], row["due"]) for row in duties.order_by("due", "matter_id")[:MOST]]


def _why(nobody: bool, late: bool) -> str:
    return "Nobody owns it" if nobody else "What is next is late" if late else "Its next action is due"


def panel(panel_id: UUID) -> Panel | None:
    """A meeting, or None where there is none that the viewer may see."""
    return Panel.objects.filter(id=panel_id).first()


def panels() -> list[Panel]:
    """The meetings of which the viewer is a member, the latest first."""
    return list(Panel.objects.order_by("-held_on", "id")[:MOST])


def item(item_id: UUID) -> PanelItem | None:
    return PanelItem.objects.filter(id=item_id).first()


def items(panel_id: UUID) -> list[PanelItem]:
    return list(PanelItem.objects.filter(panel_id=panel_id).order_by("state", "id"))


def actions_of(panel_id: UUID) -> list[PanelAction]:
    return list(PanelAction.objects.filter(panel_id=panel_id).order_by("due_on", "id"))


def action(action_id: UUID) -> PanelAction | None:
    return PanelAction.objects.filter(id=action_id).first()


def story(panel_id: UUID) -> list[tuple[AnyEntry, Parts]]:
    """What was recorded of a meeting, opened, in order."""
    entries = [e for e in entries_of_room(panel_id) if e.kind.name.startswith("panel.")]
    opened = open_parts(entries)
    return [(e, opened[e.id]) for e in entries]


def to_declare(found: Panel, worker: UUID) -> list[PanelItem]:
    """The items that are taken, of which a member has not said whether they are connected, in order."""
    if str(worker) not in found.members:
        return []
    return [i for i in items(found.id) if i.state == State.TAKEN and str(worker) not in (*i.connected, *i.unconnected)]


def possible_members() -> list[UUID]:
    """Who may chair or be a member: whoever works with children, manages, or answers for an organisation."""
    return [p.holder_id for role in policies.MEMBERS for p in partnership.holders_of(role) if p.holder_id]
