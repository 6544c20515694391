"""A person of concern always has an owner, a next action and a review; a status belongs to one allegation; who was not involved is cleared everywhere."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from holdfast.access.queries import looks_at
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties.board import sections
from holdfast.duties.escalation import run_escalations
from holdfast.duties.queries import told_to
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.persons import keeping, queries
from holdfast.persons.codes import AllegedOf, Decided, Done, Ended, EthnicityUnknown, Group, State, Status
from holdfast.persons.ids import PersonOfConcernId
from holdfast.persons.models import NameKey, Told
from holdfast.persons.tests.story import GRADED, a_concern, named, opened, owed, row, vetted_group
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    found = a_partnership()
    vetted_group(found)
    return found


@pytest.fixture
def person(p: Partnership) -> PersonOfConcernId:
    found = named(p, a_concern(p))
    opened(p, found)
    return found


def pages_of(by: Acting) -> Client:
    client = Client()
    sign_in(client, by)
    return client


def act(person: PersonOfConcernId, by: Acting, **changed: object) -> None:
    told = {"done": Done.VISITED, "words": "Called at the flat", "next_": "Speak with the landlord", "next_on": today() + timedelta(days=5)}
    keeping.act(person=person, by=by, **{**told, **changed})  # type: ignore[arg-type]


def alleged(p: Partnership, person: PersonOfConcernId) -> object:
    what = [AllegedOf.CHILD_SEXUAL_EXPLOITATION]
    return keeping.allege(person=person, what=what, group=Group.YES, grading=GRADED, words="With two others, at the gate", by=p.hal)


def test_failing_s9_and_row_25_somebody_known_is_not_left_alone(p: Partnership, person: PersonOfConcernId) -> None:
    """Perpetrators were identified, and too often nothing was done: here what is next is always owed by a day, and it climbs to others."""
    with pytest.raises(Refused, match="no actions"):
        act(person, p.hal, next_="Await police")
    with pytest.raises(LookupError):
        act(person, p.carys)
    act(person, p.hal)
    due = owed(person)["PERSON_NEXT"]
    assert (due.due_at.date(), due.owner_id) == (today() + timedelta(days=5), p.hal.worker)
    move_clock(now() + timedelta(days=30))
    run_escalations()
    with viewing(p.health_delegated.viewer):
        heard = {item.rule for each in told_to(p.health) for item in each.items}
    with reading_all():
        scrutineer = {item.rule for each in told_to(p.scrutiny) for item in each.items}
    assert "PERSON_NEXT" in heard
    assert "PERSON_NEXT" in scrutineer
    with viewing(p.ines.viewer):
        (alone,) = [s for s in sections(p.ines) if s.heading == "Persons of concern left alone"]
    assert [row[1] for row in alone.rows] == [1]
    assert "Quayle" not in str(alone)


def test_whoever_owned_it_leaves_and_another_owner_is_owed_within_a_day(p: Partnership, person: PersonOfConcernId) -> None:
    record_leaver(worker=p.hal.worker, by=p.ines)
    assert row(person).owner_id is None
    duties = owed(person)
    assert duties["PERSON_OWNER"].owner_id == p.ines.worker
    assert duties["PERSON_NEXT"].owner_id == p.ines.worker
    keeping.set_owner(person=person, owner=p.carys.worker, reason=None, by=p.ines)
    assert "PERSON_OWNER" not in owed(person)
    assert owed(person)["PERSON_NEXT"].owner_id == p.carys.worker


def test_a_status_belongs_to_one_allegation_and_before_a_charge_only_police_and_the_vetted_group_read_it(
    p: Partnership, person: PersonOfConcernId
) -> None:
    one, other = alleged(p, person), alleged(p, person)

    def status(which: object, status: Status, decided: Decided, by: Acting, **changed: object) -> None:
        told = {"on": today(), "event": "Interviewed under caution", "reference": "SP/1"}
        keeping.record_status(person=person, allegation=which, status=status, decided=decided, by=by, **{**told, **changed})  # type: ignore[arg-type]

    for wrong, field in (
        ({"reference": " "}, "event"),
        ({"on": today() + timedelta(days=1)}, "on"),
        ({"decided": Decided.COURT}, "decided"),
        ({"which": uuid4()}, "allegation"),
        ({"status": Status.CONVICTED, "decided": Decided.COURT}, "status"),
    ):
        with pytest.raises(Refused) as why:
            status(**{"which": one, "status": Status.UNDER_INVESTIGATION, "decided": Decided.POLICE, "by": p.hal, **wrong})  # type: ignore[arg-type]
        assert why.value.field == field
    with pytest.raises(NotPermitted, match="police record"):
        status(one, Status.UNDER_INVESTIGATION, Decided.POLICE, p.bryn)
    status(one, Status.UNDER_INVESTIGATION, Decided.POLICE, p.hal)
    for reader, sees in ((p.ines, True), (p.efua, True), (p.kit, True), (p.bryn, False)):
        words = pages_of(reader).get(f"/persons/{person}/").content.decode()
        assert ("Under investigation" in words) is sees, reader
        assert "Named. Not proven." in words  # the other allegation
    status(one, Status.CHARGED, Decided.PROSECUTOR, p.hal)
    words = pages_of(p.bryn).get(f"/persons/{person}/").content.decode()
    assert "Charged. Not convicted" in words
    assert words.count("Named. Not proven.") == 1
    with pytest.raises(Refused, match="what became of the charge"):
        status(one, Status.NOT_PROCEEDED, Decided.POLICE, p.hal)
    status(one, Status.ACQUITTED, Decided.COURT, p.hal)
    assert other is not None


def test_row_34_what_is_alleged_is_an_attribute_of_one_allegation_and_the_definitions_stand_apart(
    p: Partnership, person: PersonOfConcernId
) -> None:
    """One number counted flags, another group-based abuse, a third something else: definitions were inconsistent (National Audit 2025)."""
    given = {"person": person, "grading": GRADED, "by": p.hal}
    with pytest.raises(Refused, match="Choose what is alleged"):
        keeping.allege(what=[], group=Group.NO, words="x", **given)
    keeping.allege(what=[AllegedOf.CHILD_SEXUAL_EXPLOITATION], group=Group.YES, words="Two men, at the quay", **given)
    keeping.allege(what=[AllegedOf.CHILD_SEXUAL_ABUSE], group=Group.NO, words="Alone, at a flat", **given)
    with viewing(p.bryn.viewer):
        found = [(s.allegation.what, s.allegation.together) for s in queries.allegations(row(person))]
    assert sorted(found) == [(["csa"], "no"), (["cse"], "yes")]
    assert not any(field.name in ("what", "together", "status") for field in type(row(person))._meta.get_fields()), (
        "nothing of it is the person's"
    )


def test_a_mistaken_man_is_cleared_by_two_organisations_and_everybody_told_is_told_again(p: Partnership, person: PersonOfConcernId) -> None:
    """Birmingham v SK [2016] EWHC 310 (Fam): the police knew in January that he was not involved; in March the order was sought."""
    keeping.tell(person=person, agency=p.school, recipient=None, words="That he waits at the gate", by=p.bryn)
    keeping.tell(person=person, agency=None, recipient="The rank’s operator", words="His plate", by=p.bryn)
    with pytest.raises(Refused, match="another organisation"):
        keeping.propose_clearing(person=person, second=p.efua.worker, reason="It was his cousin", by=p.bryn)
    keeping.propose_clearing(person=person, second=p.ines.worker, reason="It was his cousin", by=p.bryn)
    with pytest.raises(NotPermitted):
        keeping.answer_clearing(person=person, agrees=True, reason="Yes", by=p.bryn)
    keeping.answer_clearing(person=person, agrees=True, reason="The cousin says so himself", by=p.ines)
    assert row(person).state == State.NOT_INVOLVED
    with reading_all():
        assert not NameKey.objects.filter(room_id=person).exists()
        owes = list(Told.objects.filter(person_id=person).values_list("owed_entry_id", flat=True))
    with viewing(p.bryn.viewer):
        assert queries.find(name="Marlow Quayle") == []
    assert set(owed(person)) == {"CORRECT_WHAT_WAS_TOLD", "KEPT_CLEARED"}
    assert owed(person)["CORRECT_WHAT_WAS_TOLD"].owner_id == p.bryn.worker
    for each in owes:
        keeping.correct(person=person, owed=each, on=today(), words="By telephone, and in writing", by=p.bryn)
    assert set(owed(person)) == {"KEPT_CLEARED"}
    with pytest.raises(Refused, match="already"):
        keeping.correct(person=person, owed=owes[0], on=today(), words="Again", by=p.bryn)
    with pytest.raises(Refused):
        act(person, p.bryn)


def test_it_ends_by_somebody_other_than_whoever_owns_it_and_is_kept_by_a_schedule(p: Partnership, person: PersonOfConcernId) -> None:
    with pytest.raises(Refused, match="alone"):
        keeping.set_owner(person=person, owner=p.dev.worker, reason=None, by=p.bryn)
        keeping.end(person=person, why=Ended.NO_CONTACT_WITH_CHILDREN, reason="Nothing since", by=p.dev)
    keeping.end(person=person, why=Ended.DIED, reason="Register seen", by=p.ines)
    assert set(owed(person)) == {"KEPT_ENDED"}
    with pytest.raises(Refused, match="ten years"):
        keeping.keep_longer(person=person, keep_until=today() + timedelta(days=5_000), reason="x", by=p.ines)
    keeping.keep_longer(person=person, keep_until=today() + timedelta(days=400), reason="A trial of others is open", by=p.efua)
    assert set(owed(person)) == {"KEPT_AGAIN"}


def test_a_nationality_is_three_letters_as_on_a_passport(p: Partnership, person: PersonOfConcernId) -> None:
    for wrong in ("British", "gbr", "G1R", "\u202eé"):
        with pytest.raises(Refused) as why:
            keeping.record_monitoring(
                person=person, self_defined=None, observed=None, ethnicity_unknown=EthnicityUnknown.NOT_ASKED_WOULD_WARN, nationality=wrong,
                nationality_unknown=None, by=p.carys,
            )  # fmt: skip
        assert why.value.field == "nationality"


def test_row_31_ethnicity_is_recorded_or_said_why_not_and_stands_on_the_page_of_completeness_alone(
    p: Partnership, person: PersonOfConcernId
) -> None:
    def record(**changed: object) -> None:
        told = {"self_defined": None, "observed": None, "ethnicity_unknown": None, "nationality": "GBR", "nationality_unknown": None}
        keeping.record_monitoring(person=person, by=p.hal, **{**told, **changed})  # type: ignore[arg-type]

    for wrong, field in (
        ({}, "ethnicity_unknown"),
        ({"observed": "XXXX"}, "self_defined"),
        ({"observed": "WBRI", "nationality": None}, "nationality_unknown"),
    ):
        with pytest.raises(Refused) as why:
            record(**wrong)
        assert why.value.field == field
    record(ethnicity_unknown=EthnicityUnknown.NOT_ASKED_WOULD_WARN)
    assert "PERSON_COUNTED" not in owed(person)
    words = pages_of(p.noor).get("/persons/counted/").content.decode()
    assert "Saltmarsh Police" in words
    for reader in (p.bryn, p.hal, p.ines):
        assert "GBR" not in pages_of(reader).get(f"/persons/{person}/").content.decode()
    assert pages_of(p.carys).get("/persons/counted/").status_code == 404


def test_a_search_takes_a_purpose_is_recorded_first_and_lists_nobody(p: Partnership, person: PersonOfConcernId) -> None:
    bryn = pages_of(p.bryn)
    assert bryn.post("/persons/find/", {"name": "Marlow Quayle"}).status_code == 422
    assert bryn.post("/persons/find/", {"purpose": "protect_a_child"}).status_code == 422
    words = bryn.post("/persons/find/", {"name": "Marlo Quail", "purpose": "protect_a_child"}).content.decode()
    assert "Marlow Quayle" in words
    with reading_all():
        assert [(look.what, look.reason) for look in looks_at(PARTNERSHIP_ROOM)] == [("person_search", "protect_a_child")]
    assert "Nobody whom you may read" in bryn.post("/persons/find/", {"name": "Marlow", "purpose": "named_now"}).content.decode()
    carys = pages_of(p.carys).post("/persons/find/", {"name": "Marlow Quayle", "purpose": "protect_a_child"}).content.decode()
    assert "Nobody whom you may read" in carys


def test_his_page_leads_to_the_one_thing_to_do_next_and_its_forms_record_it(p: Partnership) -> None:
    person = named(p, a_concern(p))
    bryn = pages_of(p.bryn)
    words = bryn.get(f"/persons/{person}/").content.decode()
    assert words.index("They become a person of concern") < words.index("They do not become")
    assert "Assess whether somebody who was named" in bryn.get("/").content.decode()
    day = today() + timedelta(days=6)
    on = {f"{field}-{part}": getattr(day, part) for field in ("next_on", "review_on") for part in ("day", "month", "year")}
    answers = {
        "source": "2", "assessment": "B", "handling": "P", "information": "Seen twice", "reason": "Waits for pupils",
        "worker": str(p.hal.worker), "next": "Ask whose car it is", "once": str(uuid4()), **on,
    }  # fmt: skip
    assert bryn.post(f"/persons/{person}/open/", {**answers, "next": "Monitor"}).status_code == 422
    assert bryn.post(f"/persons/{person}/open/", answers).status_code == 302
    assert bryn.post(f"/persons/{person}/open/", answers).status_code == 302  # sent twice, decided once
    assert row(person).state == State.OPEN
    hal = pages_of(p.hal)
    assert "Marlow Quayle" in hal.get("/persons/").content.decode()
    for name in ("act", "review", "allege", "monitoring"):
        assert hal.get(f"/persons/{person}/{name}/").status_code == 200
        assert hal.post(f"/persons/{person}/{name}/", {"once": str(uuid4())}).status_code == 422
    for name in ("tell", "owner", "clear", "end"):
        assert bryn.get(f"/persons/{person}/{name}/").status_code == 200
        assert bryn.post(f"/persons/{person}/{name}/", {"once": str(uuid4())}).status_code == 422
    for stranger in (p.carys, p.lena, p.amira):
        assert pages_of(stranger).get(f"/persons/{person}/").status_code == 404
    assert pages_of(p.noor).get(f"/persons/{person}/").status_code == 404
