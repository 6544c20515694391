"""Somebody named in a concern is assessed: that is a duty and no record, it cannot be dodged, and nobody is tipped off."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from holdfast.accounts.signing_in import SHOWN
from holdfast.concerns import actions as concerns
from holdfast.concerns.codes import Alleged, Nature
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties.escalation import run_escalations
from holdfast.duties.models import BoardRow, Duty
from holdfast.duties.queries import told_to
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.persons import keeping, naming, queries
from holdfast.persons.codes import Age, Done, NotOpened, State
from holdfast.persons.models import Person
from holdfast.persons.naming import Naming
from holdfast.persons.tests.story import DECISION, GRADED, a_concern, named, opened, owed, row, vetted_group
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused
from holdfast.subjects.actions import NewPerson, record_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    found = a_partnership()
    vetted_group(found)
    return found


def pages_of(by: Acting) -> Client:
    client = Client()
    sign_in(client, by)
    return client


def test_a_concern_that_alleges_exploitation_owes_whom_it_names_and_naming_opens_an_assessment_and_no_record(p: Partnership) -> None:
    concern = a_concern(p)
    assert "NAME_THEM" in owed(concern)
    person = named(p, concern)
    assert "NAME_THEM" not in owed(concern)
    assert row(person).state == State.NAMED
    duty = owed(person)["PERSON_ASSESS"]
    assert (duty.owner_id, duty.serious) == (p.bryn.worker, True)
    with pytest.raises(Refused, match="stands otherwise"):
        keeping.review(person=person, words="Nothing new", review_on=today() + timedelta(days=9), by=p.bryn)
    opened(p, person)
    found = row(person)
    assert (found.state, found.owner_id, found.next_on) == (State.OPEN, p.hal.worker, today() + timedelta(days=7))
    assert set(owed(person)) == {"PERSON_NEXT", "PERSON_REVIEW", "PERSON_COUNTED", "ASK_BODIES"}


def test_that_it_names_nobody_is_an_answer_and_somebody_named_is_not_unnamed(p: Partnership) -> None:
    concern = a_concern(p)
    naming.name_nobody(concern=concern, reason="Only a car, of no colour", by=p.amira)
    assert "NAME_THEM" not in owed(concern)
    named(p, concern)
    with pytest.raises(Refused, match="Somebody was named"):
        naming.name_nobody(concern=concern, reason="No", by=p.amira)


def test_exploitation_that_the_front_door_finds_later_owes_it_too_and_once(p: Partnership) -> None:
    told = a_concern(p)
    naming.name_nobody(concern=told, reason="Looked", by=p.amira)
    concerns.read(concern=told, by=p.amira)
    for _ in range(2):
        concerns.record_nature(concern=told, nature=Nature.REFERRAL, alleged=[Alleged.SEXUAL_EXPLOITATION], by=p.amira)
    assert "NAME_THEM" not in owed(told)


def test_one_person_named_twice_in_a_concern_is_refused_and_said_so(p: Partnership) -> None:
    concern = a_concern(p)
    named(p, concern)
    with pytest.raises(Refused, match="names them already") as why:
        naming.name_person(concern=concern, naming=Naming(said="Again", age=Age.ADULT, name="quayle  MARLOW"), by=p.amira)
    assert why.value.field == "name"
    with pytest.raises(Refused, match="Enter a name"):
        naming.name_person(concern=concern, naming=Naming(said="Again", age=Age.ADULT), by=p.amira)


def test_not_opened_the_easy_dodge_takes_another_organisation_and_a_further_naming_reopens_it(p: Partnership) -> None:
    """Failing S9: suspects were named, and nothing followed."""
    person = named(p, a_concern(p))
    reason = {"why": NotOpened.NOT_IDENTIFIABLE, "reason": "No surname and no car that anybody knows"}
    with pytest.raises(Refused, match="another organisation"):
        naming.not_open(person=person, second=p.efua.worker, by=p.bryn, **reason)
    with pytest.raises(NotPermitted):
        naming.not_open(person=person, second=p.ines.worker, by=p.carys, **reason)
    naming.not_open(person=person, second=p.ines.worker, by=p.bryn, **reason)
    assert {"PERSON_ASSESS", "PERSON_SECOND"} <= set(owed(person))
    with pytest.raises(NotPermitted):
        naming.answer_not_opened(person=person, agrees=True, reason="Yes", by=p.efua)
    naming.answer_not_opened(person=person, agrees=False, reason="The car was seen twice", by=p.ines)
    assert row(person).state == State.NAMED
    assert set(owed(person)) == {"PERSON_ASSESS"}
    naming.not_open(person=person, second=p.ines.worker, by=p.bryn, **reason)
    naming.answer_not_opened(person=person, agrees=True, reason="Checked the plates", by=p.ines)
    assert row(person).state == State.NOT_OPENED
    assert set(owed(person)) == {"KEPT_NOT_OPENED"}
    again = named(p, a_concern(p), "Marlo Quayle")
    with pytest.raises(Refused, match="Look at each"):
        naming.not_open(person=again, second=p.ines.worker, by=p.bryn, **reason)
    with viewing(p.bryn.viewer):
        assert [each.id for each in queries.alike(again)] == [person]
    naming.join(person=again, into=person, reason="The same car, the same gate", by=p.bryn)
    assert (row(again).state, row(person).state, row(person).namings) == (State.ELSEWHERE, State.NAMED, 2)
    assert set(owed(person)) == {"PERSON_ASSESS"}
    assert owed(again) == {}


def test_who_was_asked_leaves_and_what_waited_for_them_is_to_be_proposed_anew(p: Partnership) -> None:
    person = named(p, a_concern(p))
    naming.not_open(person=person, why=NotOpened.MISTAKEN_IDENTITY, reason="His cousin was meant", second=p.kit.worker, by=p.bryn)
    record_leaver(worker=p.kit.worker, by=p.health_delegated)
    assert (row(person).state, row(person).second_id) == (State.NAMED, None)
    assert set(owed(person)) == {"PERSON_ASSESS"}


def test_nobody_becomes_one_without_a_grade_a_reason_an_owner_an_action_and_a_day(p: Partnership) -> None:
    person = named(p, a_concern(p))
    given = {"person": person, "parts": DECISION, "grading": GRADED, "owner": p.hal.worker, "by": p.bryn}
    days = {"next_on": today() + timedelta(days=7), "review_on": today() + timedelta(days=28)}
    for changed, field in (
        ({"grading": GRADED.model_copy(update={"handling": None})}, "source"),
        ({"grading": GRADED.model_copy(update={"assessment": "E"})}, "assessment"),
        ({"parts": DECISION.model_copy(update={"next": "Monitor, and await police"})}, "next"),
        ({"parts": DECISION.model_copy(update={"next": "keep under review"})}, "next"),
        ({"next_on": today() + timedelta(days=29)}, "next_on"),
        ({"review_on": today()}, "review_on"),
        ({"owner": p.lena.worker}, "worker"),
    ):
        with pytest.raises(Refused) as why:
            naming.open_person(**{**given, **days, **changed})
        assert why.value.field == field
    with pytest.raises(NotPermitted):
        naming.open_person(**{**given, **days, "by": p.carys})
    assert row(person).state == State.NAMED


def test_whoever_is_or_may_be_a_child_is_a_child_first(p: Partnership) -> None:
    concern = a_concern(p)
    naming.name_person(concern=concern, naming=Naming(said="Brings the others", age=Age.UNDER_18, name="Sky Example"), by=p.amira)
    naming.name_person(concern=concern, naming=Naming(said="Drives", age=Age.NOT_KNOWN, name="Tam Older"), by=p.amira)
    with reading_all():
        assert not Person.objects.exists()
        children = {d.trigger_id: d for d in owed(concern).values() if d.rule == "CHILD_FIRST"}
        from holdfast.persons.models import ChildNamed

        under, unknown = (ChildNamed.objects.get(concern_id=concern, age=age).id for age in (Age.UNDER_18, Age.NOT_KNOWN))
    assert children
    with pytest.raises(Refused, match="under 18"):
        naming.answer_for_child(concern=concern, named=under, child=None, works_for=None, reason="No", by=p.amira)
    child = record_person(NewPerson(name="Sky Example"), source=p.council, agencies=[p.council], by=p.amira)
    naming.answer_for_child(concern=concern, named=under, child=child, works_for=None, reason="Her school knows her", by=p.amira)
    naming.answer_for_child(concern=concern, named=unknown, child=None, works_for=None, reason="Born 1990, licence seen", by=p.amira)
    with reading_all():
        assert Person.objects.get().state == State.NAMED
    assert "CHILD_FIRST" not in owed(concern)


def test_who_reads_it_is_who_decides_and_no_caseworker_or_school(p: Partnership) -> None:
    person = named(p, a_concern(p))
    opened(p, person, owner=p.hal)
    for reader, reads in (
        (p.bryn, True), (p.efua, True), (p.ines, True), (p.kit, True), (p.hal, True),
        (p.amira, False), (p.carys, False), (p.dev, False), (p.lena, False), (p.jo, False), (p.noor, False), (p.uma, False),
    ):  # fmt: skip
        with viewing(reader.viewer):
            assert Person.objects.filter(id=person).exists() is reads, reader
    keeping.set_owner(person=person, owner=p.carys.worker, reason="It is hers now", by=p.bryn)
    with viewing(p.hal.viewer):
        assert not Person.objects.filter(id=person).exists()
    with viewing(p.carys.viewer):
        assert Person.objects.filter(id=person).exists()
    due = owed(person)
    assert {due["PERSON_NEXT"].owner_id, due["PERSON_REVIEW"].owner_id} == {p.carys.worker}
    keeping.set_owner(person=person, owner=p.dev.worker, reason=None, by=p.bryn)
    opened(p, other := named(p, a_concern(p), "Tam Other"), owner=p.carys)
    keeping.set_owner(person=other, owner=p.dev.worker, reason=None, by=p.bryn)
    assert {d.owner_id for d in owed(other).values()} == {p.dev.worker}, "within the organisation all of it is the new owner's"


# One of the partnership's own people.

#: Of whom the second works for the police.
NAMES = ("Marlow Quayle", "Hal Quarry")


def _without_ids(page: str) -> str:
    """A page without what differs between any two: ids, tokens, minutes."""
    bare = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|csrfmiddlewaretoken\" value=\"[^\"]*", "", page)
    return re.sub(r"\d+ (hours?|minutes?|seconds?)|datetime=\"[^\"]*\"|\d\d?[:.]\d\d(am|pm)?", "", bare)


def test_somebody_of_a_partner_is_answered_in_the_same_words_and_read_by_named_people_elsewhere(p: Partnership) -> None:
    concern, other = a_concern(p), a_concern(p)
    amira = pages_of(p.amira)
    form = {"words": "Waits", "age": "adult", "description": "", "phone": "", "plate": ""}
    answers = [
        amira.post(f"/concerns/{told}/whom/somebody/", {**form, "name": who, "works_for": works, "once": str(uuid4())}, follow=True)
        for told, who, works in zip((concern, other), NAMES, ("none", str(p.police)), strict=True)
    ]
    ordinary, of_the_police = (_without_ids(each.content.decode()).replace(who, "X") for each, who in zip(answers, NAMES, strict=True))
    assert "They are recorded, and to be assessed." in ordinary
    assert sorted(ordinary.split()) == sorted(of_the_police.split())
    with reading_all():
        sealed = Person.objects.exclude(assessor_id=p.bryn.worker).get()
    for reader, reads in ((p.efua, True), (p.kit, True), (p.ines, False), (p.hal, False), (p.bryn, False), (p.police_lead, False)):
        with viewing(reader.viewer):
            assert Person.objects.filter(id=sealed.id).exists() is reads, reader
    assert pages_of(p.hal).get(f"/persons/{sealed.id}/").status_code == 404
    duty = owed(sealed.id)["PERSON_ASSESS"]
    assert duty.owner_id in (p.efua.worker, p.kit.worker)
    with reading_all():
        assert not BoardRow.objects.filter(id=duty.id).exists()


def test_a_screen_that_was_left_open_shows_nothing_that_is_sealed(p: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed, ordinary = named(p, a_concern(p), "Hal Quarry"), named(p, a_concern(p), "Someone Else")
    monkeypatch.setenv("HOLDFAST_SECOND_STEP", "1")
    efua, bryn = pages_of(p.efua), pages_of(p.bryn)
    assert efua.get(f"/persons/{sealed}/").status_code == 200
    for client in (efua, bryn):
        session = client.session
        session[SHOWN] = int(time.time()) - 11 * 60
        session.save()
    assert efua.get(f"/persons/{sealed}/").headers["Location"] == f"/sign-in/again/?next=%2Fpersons%2F{sealed}%2F"
    assert bryn.get(f"/persons/{ordinary}/").status_code == 200


def test_late_in_what_is_sealed_only_those_who_read_it_hear_and_an_ordinary_one_climbs_outside(p: Partnership) -> None:
    concern = a_concern(p)
    ordinary = named(p, concern)
    sealed = named(p, concern, "Someone Else", works_for=p.council)
    duty, other = owed(sealed)["PERSON_ASSESS"].id, owed(ordinary)["PERSON_ASSESS"].id
    move_clock(now() + timedelta(days=40))
    run_escalations()
    with reading_all():
        told = {item.duty for agency in (p.police, p.health, p.council, p.scrutiny) for each in told_to(agency) for item in each.items}
    assert other in told
    assert duty not in told
    assert owed(sealed)["PERSON_ASSESS"].rung >= 4


def test_what_is_sealed_is_decided_by_those_who_read_it_and_goes_on_there(p: Partnership) -> None:
    sealed = named(p, a_concern(p), "Hal Quarry")
    with pytest.raises(Refused, match="those who read this"):
        naming.open_person(
            person=sealed,
            parts=DECISION,
            grading=GRADED,
            owner=p.carys.worker,
            next_on=today() + timedelta(days=3),
            review_on=today() + timedelta(days=9),
            by=p.efua,
        )
    opened(p, sealed, owner=p.efua, by=p.efua)
    assert {"PERSON_NEXT", "PERSON_REVIEW"} <= set(owed(sealed))
    other = named(p, a_concern(p))
    with pytest.raises(LookupError):
        naming.join(person=other, into=sealed, reason="The same", by=p.bryn)
    with pytest.raises(Refused, match="stays apart"):
        naming.join(person=other, into=sealed, reason="The same", by=p.efua)
    keeping.propose_clearing(person=sealed, second=p.kit.worker, reason="He was abroad", by=p.efua)
    keeping.answer_clearing(person=sealed, agrees=True, reason="Stamps seen", by=p.kit)
    assert row(sealed).state == State.NOT_INVOLVED


def test_a_namesake_of_one_of_our_own_people_is_assessed_as_anybody_once_that_is_known(p: Partnership) -> None:
    """He has Hal's name and is not Hal: those who read the sealed assessment say so, and nothing leads from it to the ordinary one."""
    sealed = named(p, a_concern(p), "Hal Quarry")
    with reading_all():
        before = set(Person.objects.values_list("id", flat=True))
    ordinary = named(p, a_concern(p))
    with pytest.raises(Refused, match="not sealed"):
        naming.is_namesake(person=ordinary, reason="x", by=p.bryn)
    with pytest.raises(LookupError):
        naming.is_namesake(person=sealed, reason="x", by=p.bryn)
    page = pages_of(p.efua).get(f"/persons/{sealed}/").content.decode()
    assert "only have the name of one of our own people" in page
    naming.is_namesake(person=sealed, reason="Sixty years old, and of another town", by=p.efua)
    assert (row(sealed).state, row(sealed).into_id) == (State.ELSEWHERE, None)
    assert "PERSON_ASSESS" not in owed(sealed)
    with viewing(p.bryn.viewer):
        (found,) = Person.objects.exclude(id__in=[*before, ordinary])
        assert not Person.objects.filter(id=sealed).exists()
    assert owed(found.id)["PERSON_ASSESS"].owner_id == p.bryn.worker
    with reading_all():
        assert "Hal Quarry" in queries.called([found]).values()


def test_row_16_three_reports_of_one_man_are_acted_on_and_left_alone_they_climb_outside(p: Partnership) -> None:
    """Three reports, of which the first was suppressed and the others ignored. Here each stands, one duty says so, and silence reaches others."""
    man = named(p, a_concern(p))
    opened(p, man, owner=p.carys)
    for spelt in ("Marlo Quayle", "Marlow Quail"):
        again = named(p, a_concern(p), spelt)
        naming.join(person=again, into=man, reason="The same gate, the same car", by=p.bryn)
    assert row(man).namings == 3
    with reading_all():
        (news,) = Duty.objects.filter(matter_id=man, rule="PERSON_NEWS", state="open")
        assert queries.called([row(man)])[man] == "Marlow Quayle", "spelt otherwise, he is called as before"
    assert news.owner_id == p.carys.worker
    move_clock(now() + timedelta(days=30))
    run_escalations()
    with viewing(p.health_delegated.viewer):
        assert news.id in {item.duty for each in told_to(p.health) for item in each.items}
    keeping.act(person=man, done=Done.VISITED, words="At the gate", next_="Ask the school", next_on=today() + timedelta(days=3), by=p.carys)
    assert "PERSON_NEWS" not in owed(man)
