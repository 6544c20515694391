"""An organisation that leaves drops nothing: what it owed is owed by another, which said yes to it (failing S4, row 23)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.children import actions as children
from holdfast.children import flags
from holdfast.children.kinds.case import Asked, InformationRequested
from holdfast.children.models import Flag
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties import offering, owners
from holdfast.duties.escalation import run_escalations
from holdfast.duties.models import BoardRow, Duty, State, Told
from holdfast.duties.queries import open_duties_of
from holdfast.duties.tests.test_offers import NAME, case, made, p
from holdfast.partnership import actions as making
from holdfast.partnership import changing, queries
from holdfast.partnership.changing import Proposed
from holdfast.partnership.kinds import Wide, told_room_of
from holdfast.partnership.models import Agency, ChangeProposal
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import AgencyKind
from holdfast.partnership.tests.people import Partnership, sign_in
from holdfast.record.append import append
from holdfast.record.entries import Draft
from holdfast.record.holding import reading_all
from holdfast.record.queries import entry_with_id
from holdfast.record.refusal import Refused

__all__ = ["case", "p"]  # fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(p: Partnership, case: UUID) -> UUID:
    """Mina of the charity took a duty over; then, the last who works there, she hands over what she owes, and nobody is there to take it."""
    offer = made(p, case)
    offering.accept(offer=offer, by=p.mina)
    making.hand_over(worker=p.mina.worker, by=p.mina)
    duty = the(case)
    assert (duty.owing_agency_id, duty.owner_id) == (p.charity, None)
    return duty.id


def the(case: UUID) -> Duty:
    with reading_all():
        return next(d for d in open_duties_of(case) if d.rule == "ACTION")


def proposed(p: Partnership, *, heir: UUID, by: Acting) -> UUID:
    return changing.propose(Proposed(what=Wide.ORGANISATION_LEAVES, agency=p.charity, heir=heir), reason="Its money ends", by=by)


def client_of(acting: Acting) -> Client:
    client = Client()
    sign_in(client, acting)
    return client


def test_what_a_charity_owed_is_the_councils_from_the_moment_in_which_it_leaves(p: Partnership, case: UUID, owed: UUID) -> None:
    due = the(case).due_at
    proposal = proposed(p, heir=p.council, by=p.mina)
    # When the council's account manager looks, she reads what would pass to whom before she says yes, and nothing has happened yet
    efua = client_of(p.efua)
    shown = efua.get(f"/people/changes/{proposal}/").content.decode()
    assert "Saltmarsh Council would take over what it owes" in shown
    assert "1 duty, to Efua North" in shown
    assert NAME not in shown, "whoever keeps accounts learns how many, and not about whom"
    assert the(case).owing_agency_id == p.charity
    answer = {"agree": "yes", "reason": "We knew that it would close", "once": str(uuid4())}
    assert efua.post(f"/people/changes/{proposal}/", answer).status_code == 302
    # Then it is the council's and hers, due when it was due, for all to see
    duty = the(case)
    assert (duty.id, duty.owing_agency_id, duty.owner_id, duty.due_at) == (owed, p.council, p.efua.worker, due)
    assert duty.state == State.OPEN
    with viewing(p.ines.viewer):
        assert BoardRow.objects.get(id=owed).owing_agency_id == p.council
    history = efua.get(f"/duties/{owed}/").content.decode()
    assert "the one that owed it left the partnership" in history
    assert "Open Door Charity" in history


def test_nobody_is_given_what_another_owed_without_saying_yes(p: Partnership, case: UUID, owed: UUID) -> None:
    proposal = proposed(p, heir=p.council, by=p.mina)
    for stranger in (p.ines, p.kit):
        with pytest.raises(NotPermitted, match="would take over"):
            changing.answer(proposal, agree=True, reason="Fine by us", by=stranger)
        shown = client_of(stranger).get(f"/people/changes/{proposal}/").content.decode()
        assert "must agree to this" in shown
    # Or says no, as anybody may
    changing.answer(proposal, agree=False, reason="They should stay", by=p.ines)
    assert the(case).owing_agency_id == p.charity
    # Where the heir itself proposes it, anybody of another organisation agrees
    changing.answer(proposed(p, heir=p.council, by=p.efua), agree=True, reason="Yes", by=p.ines)
    assert the(case).owing_agency_id == p.council


@pytest.mark.parametrize(
    ("leaves", "heir", "words"),
    [
        ("charity", "charity", "Choose another organisation"),
        ("charity", "scrutiny", "scrutineer owes nothing"),
        ("council", "school", "never without its council"),
        ("police", "council", "never without its council, police and health"),
        ("health", "charity", "Choose one of the same kind"),
    ],
)
def test_who_may_take_over_from_whom(p: Partnership, leaves: str, heir: str, words: str) -> None:
    change = Proposed(what=Wide.ORGANISATION_LEAVES, agency=getattr(p, leaves), heir=getattr(p, heir))
    with pytest.raises(Refused, match=words):
        changing.propose(change, reason="Asked", by=p.efua)
    for nobody in (None, uuid4()):
        with pytest.raises(Refused, match="Choose another organisation"):
            changing.propose(Proposed(what=Wide.ORGANISATION_LEAVES, agency=p.charity, heir=nobody), reason="Asked", by=p.efua)
    with reading_all():
        assert not ChangeProposal.objects.exists()


def test_another_health_body_joins_before_the_first_leaves_and_owes_all_that_it_would(p: Partnership, case: UUID) -> None:
    # Given a trust that takes the place of the first
    joins = Proposed(what=Wide.ORGANISATION_JOINS, organisation="Tidewater NHS Trust", manager="Hope Ridge", agency_kind=AgencyKind.HEALTH)
    changing.answer(changing.propose(joins, reason="Merged", by=p.kit), agree=True, reason="Yes", by=p.efua)
    with reading_all():
        trust = Agency.objects.exclude(id=p.health).get(kind=AgencyKind.HEALTH).id
        hope = queries.acting_for(queries.account_managers(trust)[0])
    assert hope is not None
    by_day = today() + timedelta(days=9)
    children.ask_information(child=children.CaseId(case), agency=p.health, what="Her height", due_on=by_day, by=p.carys)
    with reading_all():
        asked_before = entry_with_id(next(d for d in open_duties_of(case) if d.rule == "INFORMATION").trigger_id)
    assert asked_before is not None
    for worker in (p.jo, p.kit, p.health_delegated, p.health_lead):
        making.record_leaver(worker=worker.worker)
    leaves = Proposed(what=Wide.ORGANISATION_LEAVES, agency=p.health, heir=trust)
    changing.answer(changing.propose(leaves, reason="Merged", by=hope), agree=True, reason="Yes", by=p.efua)
    # When something is asked of the one that left, at the very moment in which it does
    asked = InformationRequested(agency=p.health, due_on=by_day)
    append(Draft(facts=asked, parts=Asked(what="Her weight"), room=asked_before.room), by=p.carys.author)
    # Then the one that took its place owes it, as it owes what was asked before, and the one that left is told of nothing any more
    with reading_all():
        both = [d for d in open_duties_of(case) if d.rule == "INFORMATION"]
        assert p.health not in owners.involved_in(case)
    assert [(duty.owing_agency_id, duty.owner_id) for duty in both] == [(trust, None)] * 2


def test_what_it_was_told_and_never_acknowledged_stays_written_and_is_asked_of_nobody(p: Partnership, case: UUID) -> None:
    # Given that the charity was told of a late duty, and nobody there acknowledged it
    children.involve(child=children.CaseId(case), agencies=[p.charity], reason="asked", by=p.carys)
    move_clock(now() + timedelta(days=30))
    run_escalations()
    with viewing(p.mina.viewer):
        assert Told.objects.filter(agency_id=p.charity, acknowledged_at=None).exists()
    making.hand_over(worker=p.mina.worker, by=p.mina)
    changing.answer(proposed(p, heir=p.council, by=p.mina), agree=True, reason="Yes", by=p.efua)
    with reading_all():
        to_acknowledge = Duty.objects.filter(rule="ACK_TOLD", room_id=told_room_of(p.charity))
        assert {d.state for d in to_acknowledge} == {State.SUPERSEDED}
        assert Told.objects.filter(agency_id=p.charity, acknowledged_at=None).exists()
        before = Told.objects.filter(agency_id=p.charity).count()
    # And it is told nothing more; nothing that is late waits for it
    move_clock(now() + timedelta(days=30))
    run_escalations()
    with reading_all():
        assert Told.objects.filter(agency_id=p.charity).count() == before
        assert not Duty.objects.filter(owing_agency_id=p.charity, state=State.OPEN).exists()


def test_a_flag_of_one_that_left_is_looked_at_again_by_its_heir(p: Partnership, case: UUID, owed: UUID) -> None:
    # Given a flag that the charity raised while it was there
    children.involve(child=children.CaseId(case), agencies=[p.charity], reason="asked", by=p.carys)
    flags.raise_flag(child=children.CaseId(case), words="Ask for Mina", danger=False, review_on=today() + timedelta(days=20), by=p.mina)
    with reading_all():
        flag = Flag.objects.get(case_id=case).id
    with pytest.raises(NotPermitted):
        flags.end_flag(child=children.CaseId(case), flag=flag, reason="She has gone", by=p.carys)
    making.hand_over(worker=p.mina.worker, by=p.mina)
    changing.answer(proposed(p, heir=p.council, by=p.mina), agree=True, reason="Yes", by=p.efua)
    # Then the council, which took over, may end it
    page = client_of(p.carys).get(f"/children/{case}/flags/{flag}/")
    assert page.status_code == 200
    flags.end_flag(child=children.CaseId(case), flag=flag, reason="She has gone", by=p.carys)
    with reading_all():
        assert not Flag.objects.filter(case_id=case).exists()
