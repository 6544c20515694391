"""Which child: nobody is recorded twice without a word, nobody must be known by name to be protected, and what ended is found again."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.children import actions as children
from holdfast.children.models import Case
from holdfast.concerns import actions
from holdfast.concerns.codes import AllegedIs, Decision
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.queries import children_found
from holdfast.concerns.tests.test_front_door import open_rules
from holdfast.concerns.tests.test_heard import pages_of, told
from holdfast.database.viewing import viewing
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.subjects.actions import NewPerson, PerhapsThere, record_new, record_person
from holdfast.subjects.ids import PersonId
from holdfast.subjects.likeness import likely
from holdfast.subjects.models import Person
from holdfast.subjects.queries import earlier_concerns

pytestmark = pytest.mark.django_db

BORN = date(2012, 4, 3)


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def on_record(p: Partnership, name: str = "Skye Fable", born: date | None = BORN) -> PersonId:
    return record_person(NewPerson(name=name, born=born), source=p.council, agencies=[p.council], by=p.amira)


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Skye Fable", BORN),
        ("Sky Fable", None),
        ("Skie Fabel", None),
        ("Fable Skye", None),
        ("Skye", None),
        ("Skye Other", BORN),
        ("Sky Other", date(2012, 3, 4)),
    ],
)
def test_recording_a_child_asks_first_whether_she_is_there(p: Partnership, name: str, born: date | None) -> None:
    known = on_record(p)
    with viewing(p.amira.viewer):
        assert known in {f.person for f in likely(name=name, born=born)}
    with pytest.raises(PerhapsThere):
        record_new(NewPerson(name=name, born=born), source=p.council, agencies=[p.council], none_of=(), by=p.amira, person=uuid4())
    with reading_all():
        assert Person.objects.count() == 1


@pytest.mark.parametrize(("name", "born"), [("Rook Otherwise", BORN), ("Skye Other", date(2009, 1, 1)), ("Wren Example", None)])
def test_a_stranger_with_something_in_common_is_recorded_without_asking(p: Partnership, name: str, born: date | None) -> None:
    on_record(p)
    new = NewPerson(name=name, born=born)
    record_new(new, source=p.council, agencies=[p.council], none_of=(), by=p.amira, person=uuid4())
    with reading_all():
        assert Person.objects.count() == 2


def test_whoever_was_looked_at_is_told_apart_and_a_new_likeness_is_shown_again(p: Partnership) -> None:
    one = on_record(p)
    new = NewPerson(name="Sky Fable")
    record = {"source": p.council, "agencies": [p.council], "by": p.amira}
    other = on_record(p, "Skye Fabel", None)
    with pytest.raises(PerhapsThere) as there:
        record_new(new, none_of=[one], person=uuid4(), **record)
    assert {f.person for f in there.value.found} == {one, other}
    once = uuid4()
    for _ in range(2):
        assert record_new(new, none_of=[one, other], person=once, **record) == once


def test_nobody_sees_a_likeness_to_a_child_whom_they_may_not_see(p: Partnership) -> None:
    on_record(p)
    with viewing(p.hal.viewer):
        assert likely(name="Skye Fable", born=BORN) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=40), born=st.none() | st.dates())
def test_no_name_whatever_breaks_the_search_for_likeness(p: Partnership, name: str, born: date | None) -> None:
    with viewing(p.amira.viewer):
        likely(name=name, born=born, identifiers=[name])


def test_on_the_page_she_is_shown_before_anything_is_recorded_and_chosen_for_whoever_decides(p: Partnership) -> None:
    known = on_record(p)
    concern = told().concern
    actions.read(concern=concern, by=p.amira)
    amira = pages_of(p.amira)
    assert "Say which child" in amira.get(f"/concerns/{concern}/").content.decode()
    form = {
        "new-name": "Sky Fable",
        "new-born-day": "4",
        "new-born-month": "3",
        "new-born-year": "2012",
        "record": "1",
        "new-once": str(uuid4()),
    }
    page = amira.post(f"/concerns/{concern}/child/", form)
    assert page.status_code == 422
    text = page.content.decode()
    assert "Somebody on the record may be this child" in text
    assert "day and month of birth the other way round" in text
    with reading_all():
        assert Person.objects.count() == 1
    assert amira.post(f"/concerns/{concern}/child/", {"choose": str(known)}).status_code == 302
    assert "Skye Fable" in pages_of(p.bryn).get(f"/concerns/{concern}/decide/").content.decode(), "found by one, decided by another"
    none_of = re.findall(r'name="none_of" value="([^"]+)"', text)
    assert amira.post(f"/concerns/{concern}/child/", {**form, "none_of": none_of}).status_code == 302
    with reading_all():
        assert Person.objects.count() == 2
        assert len(children_found(concern)) == 2


def test_the_search_finds_who_is_spelt_otherwise(p: Partnership) -> None:
    on_record(p)
    concern = told().concern
    page = pages_of(p.amira).post(f"/concerns/{concern}/child/", {"find-name": "Skie Fable", "search": "1"}).content.decode()
    assert "Skye Fable" in page
    assert "a name like it" in page


# Without a name


def unidentified(p: Partnership, concern: ConcernId) -> UUID:
    form = {"unknown-description": "About twelve, in a red coat", "unidentified": "1", "unknown-once": str(uuid4())}
    assert pages_of(p.amira).post(f"/concerns/{concern}/child/", form).status_code == 302
    with viewing(p.amira.viewer):
        (child,) = children_found(concern)
    return child


@pytest.mark.parametrize("decision", [Decision.IMMEDIATE_PROTECTION, Decision.SECTION47, Decision.ASSESSMENT, Decision.EARLY_HELP])
def test_a_child_without_a_name_is_protected_and_to_find_out_who_it_is_is_owed(p: Partnership, decision: Decision) -> None:
    concern = told().concern
    actions.read(concern=concern, by=p.amira)
    child = unidentified(p, concern)
    form = {
        "considered": "All", "alleged": "not_known", "decision": str(decision), "children": str(child), "second": "", "reason": "So", "once": str(uuid4()),
    }  # fmt: skip
    assert pages_of(p.bryn).post(f"/concerns/{concern}/decide/", form).status_code == 302
    with reading_all():
        case = Case.objects.get(person_id=child).id
    children.allocate(child=case, worker=p.carys.worker, by=p.dev)
    assert open_rules(case)["IDENTIFY"].owner_id == p.carys.worker
    carys = pages_of(p.carys)
    page = carys.get(f"/children/{case}/").content.decode()
    assert "About twelve, in a red coat" in page
    assert carys.post(f"/children/{case}/who/", {"name": "Wren Example", "once": str(uuid4())}).status_code == 302
    assert "IDENTIFY" not in open_rules(case)
    assert "Wren Example" in carys.get(f"/children/{case}/").content.decode()


def test_a_child_known_by_name_owes_no_finding_out(p: Partnership) -> None:
    concern = told().concern
    actions.read(concern=concern, by=p.amira)
    child = on_record(p)
    decide(p, concern, child, Decision.ASSESSMENT)
    with reading_all():
        assert "IDENTIFY" not in open_rules(Case.objects.get(person_id=child).id)


def decide(p: Partnership, concern: ConcernId, child: UUID, decision: Decision, second: UUID | None = None) -> None:
    actions.decide(
        concern=concern,
        decision=decision,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All",
        reason="So",
        children=[child],
        second=second,
        by=p.bryn,
    )


def test_a_decision_that_ended_is_found_from_the_child_and_counts_when_the_next_concern_comes(p: Partnership) -> None:
    child = on_record(p)
    for _ in range(2):
        concern = told().concern
        actions.read(concern=concern, by=p.amira)
        decide(p, concern, child, Decision.NO_FURTHER_ACTION, second=p.dev.worker)
        with viewing(p.bryn.viewer):
            found = earlier_concerns([child])[child]
        actions.countersign(concern=concern, agrees=True, reason="Yes", by=p.dev)
    assert len(found) == 1, "a decision that does not stand is none"
    third = told().concern
    actions.read(concern=third, by=p.amira)
    actions.record_child(concern=third, child=child, by=p.amira)
    page = pages_of(p.bryn).get(f"/concerns/{third}/decide/").content.decode()
    assert "2 earlier concerns" in page
    assert "no further action" in page


def test_which_child_is_closed_to_who_is_not_at_the_front_door(p: Partnership) -> None:
    concern = told().concern
    assert Client().get(f"/concerns/{concern}/child/").status_code == 302
    assert pages_of(p.carys).get(f"/concerns/{concern}/child/").status_code in (403, 404)
