"""The register of investigations: a step is an overt act, lateness reaches others, partners challenge, and no line signs itself off (failing S12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.children import actions as children
from holdfast.children.ids import CaseId
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties.escalation import run_escalations
from holdfast.duties.models import Duty
from holdfast.duties.queries import open_duties_of, told_to
from holdfast.investigations import actions, kinds, queries
from holdfast.investigations.codes import NfaReason, Rank, State, Step, Told
from holdfast.investigations.ids import InvestigationId
from holdfast.investigations.looking_again import find_shared
from holdfast.investigations.models import Challenge, Investigation
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.persons.tests.story import a_concern, named, vetted_group
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused
from holdfast.support.tests.test_support import case

__all__ = ["case"]  # a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    found = a_partnership()
    vetted_group(found)
    return found


@pytest.fixture
def involved(p: Partnership, case: CaseId) -> CaseId:
    """The police and the school are involved with her."""
    children.involve(child=case, agencies=[p.police, p.school], reason="asked", by=p.dev)
    return case


def opened(p: Partnership, case: UUID | None = None, **changed: Any) -> InvestigationId:
    given = {
        "parts": kinds.OpenedParts(
            reference="SP/26/0417", about="What was done to a girl at the quay", next="Hear her in a recorded interview"
        ),
        "officer": p.hal.worker,
        "opened_on": today(),
        "next_on": today() + timedelta(days=10),
        "review_on": today() + timedelta(days=28),
        "case": case,
        "suspect": "Marlow Quayle",
        "by": p.ines,
    }
    return actions.open_investigation(**{**given, **changed})


def step(p: Partnership, investigation: InvestigationId, step: Step = Step.VICTIM_HEARD, **changed: Any) -> None:
    given = {"on": today(), "words": "At the suite", "next_": "Examine the telephone", "next_on": today() + timedelta(days=9), "by": p.hal}
    actions.take_step(investigation=investigation, step=step, **{**given, **changed})


def owed(matter: UUID) -> dict[str, Duty]:
    with reading_all():
        return {d.rule: d for d in open_duties_of(matter)}


def row(investigation: UUID) -> Investigation:
    with reading_all():
        return Investigation.objects.get(id=investigation)


def ended(p: Partnership, investigation: InvestigationId, by: Acting | None = None) -> None:
    actions.propose_nfa(investigation=investigation, why=NfaReason.EVIDENCE_NOT_ENOUGH, words="Cameras, telephone, two witnesses", by=p.hal)
    actions.answer_nfa(investigation=investigation, agrees=True, words="Read, all of it", by=by or p.ines)


def test_failing_s12_what_an_investigation_amounts_to_is_its_last_step_and_lateness_reaches_others(p: Partnership) -> None:
    """Inspectors were left wondering what these ongoing investigations amounted to."""
    investigation = opened(p, officer=p.hal.worker)
    assert set(owed(investigation)) == {"INVESTIGATION_NEXT", "INVESTIGATION_REVIEW"}
    for wrong, field in (
        ({"next_": "Await the laboratory"}, "next"),
        ({"on": today() + timedelta(days=1)}, "on"),
        ({"on": today() - timedelta(days=1)}, "on"),
        ({"next_on": today() + timedelta(days=40)}, "next_on"),
    ):
        with pytest.raises(Refused) as why:
            step(p, investigation, **wrong)
        assert why.value.field == field
    move_clock(now() + timedelta(days=20))
    actions.review(investigation=investigation, words="On track", review_on=today() + timedelta(days=20), by=p.ines)
    assert owed(investigation)["INVESTIGATION_NEXT"].due_at < now(), "a review is no step: what is late stays late"
    run_escalations()
    with reading_all():
        health, scrutineer = ({item.rule for each in told_to(agency) for item in each.items} for agency in (p.health, p.scrutiny))
    assert "INVESTIGATION_NEXT" in health
    assert "INVESTIGATION_NEXT" in scrutineer
    with viewing(p.kit.viewer):
        assert [i.id for i in queries.register()] == [investigation], "the vetted group, outside the line, reads it"
    step(p, investigation)
    assert row(investigation).last_step == Step.VICTIM_HEARD
    assert owed(investigation)["INVESTIGATION_NEXT"].due_at > now()


def test_partners_read_that_there_is_police_action_and_nothing_else(p: Partnership, case: CaseId) -> None:
    investigation = opened(p)
    for reader, reads in (
        (p.ines, True),
        (p.hal, True),
        (p.efua, True),
        (p.kit, True),
        (p.carys, False),
        (p.lena, False),
        (p.bryn, False),
        (p.noor, False),
    ):
        with viewing(reader.viewer):
            assert (queries.investigation(investigation) is not None) is reads, reader
    with pytest.raises(NotPermitted):
        opened(p, by=p.efua)
    with pytest.raises(LookupError):
        opened(p, case)  # the police are not involved with her yet


def test_a_partner_challenges_and_the_police_answer_what_it_means_for_the_child(p: Partnership, involved: CaseId) -> None:
    """Row 38: the dispute states the risk to the child."""
    with pytest.raises(Refused, match="no police action"):
        actions.challenge(case=involved, words="Nothing", child_risk="He waits for her", by=p.lena)
    investigation = opened(p, involved)
    page = _client(p.lena).get(f"/children/{involved}/").content.decode()
    assert "Police action, next review on" in page
    assert "SP/26/0417" not in page
    with pytest.raises(NotPermitted):
        actions.challenge(case=involved, words="x", child_risk="x", by=p.hal)
    with pytest.raises(LookupError):
        actions.challenge(case=involved, words="x", child_risk="x", by=p.mina)
    actions.challenge(case=involved, words="Four weeks, and she was not heard", child_risk="He waits for her every Friday", by=p.lena)
    duty = owed(investigation)["INVESTIGATION_CHALLENGE"]
    assert duty.owner_id == p.hal.worker
    with reading_all():
        challenge = Challenge.objects.get()
    assert "He waits for her every Friday" in _client(p.hal).get(f"/investigations/challenges/{challenge.id}/").content.decode()
    actions.answer_challenge(
        challenge=challenge.id, changed=True, words="She is heard on Monday", child_risk="An officer is at the gate", by=p.hal
    )
    assert "INVESTIGATION_CHALLENGE" not in owed(investigation)
    page = _client(p.lena).get(f"/investigations/challenges/{challenge.id}/").content.decode()
    assert "An officer is at the gate" in page
    assert _client(p.mina).get(f"/investigations/challenges/{challenge.id}/").status_code == 404
    with pytest.raises(Refused, match="already"):
        actions.answer_challenge(challenge=challenge.id, changed=False, words="x", child_risk="x", by=p.ines)


def test_row_13_no_further_action_is_signed_by_a_supervisor_who_did_not_investigate_and_she_is_told_in_person(p: Partnership) -> None:
    """Row 13: no complaint from the child, and so no further action. Here it takes what was looked for without her."""
    investigation = opened(p)
    step(p, investigation, by=p.ines)
    actions.propose_nfa(investigation=investigation, why=NfaReason.EVIDENCE_NOT_ENOUGH, words="Cameras and telephone", by=p.hal)
    assert owed(investigation)["INVESTIGATION_NFA"].owner_id == p.police_delegated.worker, "the lead took a step herself"
    for wrong in (p.ines, p.hal, p.efua):
        with pytest.raises(NotPermitted):
            actions.answer_nfa(investigation=investigation, agrees=True, words="Yes", by=wrong)
    actions.answer_nfa(investigation=investigation, agrees=False, words="Her friend was not heard", by=p.police_delegated)
    assert State(row(investigation).state) is State.OPEN
    assert "INVESTIGATION_NEXT" in owed(investigation)


def test_an_ended_one_owes_that_she_is_told_with_her_right_to_a_review(p: Partnership) -> None:
    investigation = opened(p)
    ended(p, investigation)
    assert row(investigation).state == State.NFA
    assert set(owed(investigation)) == {"INVESTIGATION_TELL_HER"}
    with pytest.raises(Refused, match="Right to Review"):
        actions.tell_her(investigation=investigation, how=Told.IN_PERSON, review_right=False, words="At her aunt's", by=p.hal)
    actions.tell_her(investigation=investigation, how=Told.IN_PERSON, review_right=True, words="At her aunt's, with her advocate", by=p.hal)
    assert owed(investigation) == {}


def test_row_37_an_ended_one_comes_back_when_something_new_has_the_same_exact_key(p: Partnership) -> None:
    investigation, other = opened(p), opened(p, suspect="Somebody Else")
    for each in (investigation, other):
        ended(p, each)
        actions.tell_her(investigation=each, how=Told.ASKED_NOT_TO_BE, review_right=False, words="She asked", by=p.hal)
    assert find_shared() == 0
    move_clock(now() + timedelta(days=400))
    named(p, a_concern(p), "Quayle, Marlow")
    assert find_shared() == 1
    assert find_shared() == 0, "once"
    duty = owed(investigation)["INVESTIGATION_AGAIN"]
    assert duty.owner_id == p.ines.worker
    with pytest.raises(Refused, match="next step"):
        actions.look_again(investigation=investigation, reopens=True, words="Yes", next_on=None, review_on=None, by=p.ines)
    days = {"next_on": today() + timedelta(days=5), "review_on": today() + timedelta(days=20)}
    actions.look_again(investigation=investigation, reopens=True, words="The car is new", by=p.ines, **days)
    assert row(investigation).state == State.OPEN
    assert set(owed(investigation)) == {"INVESTIGATION_NEXT", "INVESTIGATION_REVIEW"}
    assert owed(other) == {}


def test_protecting_it_takes_rank_and_a_day_and_ends(p: Partnership) -> None:
    investigation = opened(p)
    with pytest.raises(Refused, match="within 28 days"):
        actions.protect(investigation=investigation, rank=Rank.INSPECTOR, until=today() + timedelta(days=29), by=p.ines)
    with pytest.raises(NotPermitted):
        actions.protect(investigation=investigation, rank=Rank.INSPECTOR, until=today() + timedelta(days=9), by=p.hal)
    actions.protect(investigation=investigation, rank=Rank.INSPECTOR, until=today() + timedelta(days=9), by=p.ines)
    assert owed(investigation)["INVESTIGATION_PROTECTED"].due_at.date() == today() + timedelta(days=9)


def test_whoever_investigates_leaves_and_another_is_owed_within_a_day(p: Partnership) -> None:
    investigation = opened(p)
    record_leaver(worker=p.hal.worker, by=p.ines)
    assert owed(investigation)["INVESTIGATION_OFFICER"].owner_id == p.ines.worker
    actions.set_officer(investigation=investigation, officer=p.ines.worker, by=p.ines)
    assert "INVESTIGATION_OFFICER" not in owed(investigation)


def _client(by: Acting) -> Client:
    client = Client()
    sign_in(client, by)
    return client


def test_its_pages_show_the_overdue_first_and_are_closed_to_partners(p: Partnership) -> None:
    ines = _client(p.ines)
    day = today() + timedelta(days=9)
    on = {f"{name}-{part}": getattr(day, part) for name in ("next_on", "review_on") for part in ("day", "month", "year")}
    on |= {f"opened_on-{part}": getattr(today(), part) for part in ("day", "month", "year")}
    form = {"reference": "SP/26/0417", "about": "The quay", "officer": str(p.hal.worker), "next": "Hear her", "once": str(uuid4()), **on}
    assert ines.post("/investigations/open/", {**form, "next": "Monitor"}).status_code == 422
    assert ines.post("/investigations/open/", form).status_code == 302
    with reading_all():
        (found,) = Investigation.objects.values_list("id", flat=True)
    assert "SP/26/0417" in ines.get("/investigations/").content.decode()
    assert "Take the next step" in _client(p.hal).get("/").content.decode()
    page = _client(p.hal).get(f"/investigations/{found}/").content.decode()
    assert page.index("Record a step") < page.index("Propose no further action")
    for name in ("step", "review", "officer", "protect", "propose-nfa", "answer-nfa", "tell-her", "look-again"):
        assert ines.get(f"/investigations/{found}/{name}/").status_code == 200
        assert ines.post(f"/investigations/{found}/{name}/", {"once": str(uuid4())}).status_code == 422
    for stranger in (p.carys, p.bryn, p.lena, p.jo, p.noor):
        assert _client(stranger).get(f"/investigations/{found}/").status_code == 404
    assert _client(p.kit).get(f"/investigations/{found}/").status_code == 200
