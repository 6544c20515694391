"""People as one source knows them: found by keyed hashes, stated about and never written over."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.access.actions import look, look_at_names
from holdfast.access.queries import looks_at
from holdfast.database.viewing import viewing
from holdfast.partnership.roles import casework
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.append import append
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import Draft
from holdfast.record.refusal import Refused
from holdfast.subjects.actions import NewPerson, record_person, relate, state
from holdfast.subjects.codes import Aspect, BirthPrecision, Relation, Scheme, Sex
from holdfast.subjects.queries import (
    find_people,
    may_open_whereabouts,
    names,
    person,
    relations_of,
    statements,
    whereabouts,
    whereabouts_held,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def found(p: Partnership, **asked: object) -> list[object]:
    with viewing(p.carys.viewer):
        return list(find_people(**asked))  # type: ignore[arg-type]


def test_a_person_is_found_by_name_in_any_order_and_without_accents(p: Partnership) -> None:
    who = record_person(NewPerson(name="Zoë O’Brien-Łuk"), source=p.council, agencies=[p.council], by=p.carys)
    for sought in ("zoe obrien luk", "Luk Zoe", "O'BRIEN", "  Łuk  "):
        assert found(p, name=sought) == [who], sought
    assert found(p, name="Zoe Smith") == []


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [
        (BirthPrecision.DAY, date(2011, 3, 5), date(2011, 3, 5)),
        (BirthPrecision.MONTH, date(2011, 3, 1), date(2011, 3, 31)),
        (BirthPrecision.YEAR, date(2011, 1, 1), date(2011, 12, 31)),
        (BirthPrecision.ESTIMATED, date(2010, 1, 1), date(2012, 12, 31)),
    ],
)
def test_a_person_is_found_by_birth_however_exactly_it_is_known(p: Partnership, precision: BirthPrecision, first: date, last: date) -> None:
    new = NewPerson(name="Wren Example", born=first, born_latest=last, born_precision=precision)
    who = record_person(new, source=p.council, agencies=[p.council], by=p.carys)
    assert found(p, born=date(2011, 3, 5)) == [who]
    assert found(p, name="wren", born=date(2015, 3, 5)) == []


def test_a_person_is_found_by_number_and_by_telephone(p: Partnership) -> None:
    new = NewPerson(name="Wren Example", identifiers=[(Scheme.NHS, "943 476 5919")], phone="+44 (0)7700 900123")
    who = record_person(new, source=p.council, agencies=[p.council], by=p.carys)
    assert found(p, identifier="9434765919") == [who]
    assert found(p, phone="07700 900 123") == [who]


def test_a_stranger_from_another_agency_finds_nobody(p: Partnership) -> None:
    record_person(NewPerson(name="Wren Example"), source=p.council, agencies=[p.council], by=p.carys)
    with viewing(p.hal.viewer):
        assert find_people(name="Wren Example") == []


def test_an_address_finds_nobody_and_stays_shut_until_it_is_asked_for(p: Partnership) -> None:
    who = record_person(NewPerson(name="Wren Example", address="1 Invented Lane"), source=p.council, agencies=[p.council], by=p.carys)
    assert found(p, name="Invented") == []
    with viewing(p.carys.viewer):
        assert whereabouts_held(who)
        assert [s for s in statements(who) if s.facts.aspect is Aspect.ADDRESS] == []
        (opened,) = whereabouts(who)
        assert opened.said is not None
        assert opened.said.words == "1 Invented Lane"


def test_who_is_shown_a_person_is_not_shown_where_they_are(p: Partnership) -> None:
    """It lies in a room apart: the school that knows who the child is reads that an address is held, and not which."""
    who = record_person(NewPerson(name="Wren Example", address="1 Invented Lane"), source=p.council, agencies=[p.council], by=p.carys)
    append(Draft(facts=AudienceGranted(principal=casework(p.school), reason="test"), room=who), by=p.carys.author)
    with viewing(p.lena.viewer):
        assert names([who]) == {who: "Wren Example"}
        assert whereabouts_held(who)
        assert whereabouts(who) == []
        assert not may_open_whereabouts(who)
    state(who, NewPerson(school="Lantern School"), by=p.lena)
    with viewing(p.lena.viewer):
        assert whereabouts(who) == [], "who states where she goes to school is shown no address for it"
    with viewing(p.carys.viewer):
        assert [s.said.words for s in whereabouts(who) if s.said is not None] == ["Lantern School", "1 Invented Lane"]


def test_row_32_a_corrected_ethnicity_stands_beside_what_was_recorded_before(p: Partnership) -> None:
    who = record_person(NewPerson(name="Wren Example", ethnicity="WBRI"), source=p.council, agencies=[p.council], by=p.carys)
    state(who, NewPerson(ethnicity="MWBC"), by=p.carys)
    with viewing(p.carys.viewer):
        row = person(who)
        said = [s.facts.ethnicity for s in statements(who) if s.facts.aspect is Aspect.ETHNICITY]
    assert row is not None
    assert row.ethnicity == "MWBC"
    assert said == ["MWBC", "WBRI"]


def test_what_cannot_be_is_refused_by_field(p: Partnership) -> None:
    with pytest.raises(Refused) as refused:
        record_person(NewPerson(ethnicity="XXXX"), source=p.council, agencies=[p.council], by=p.carys)
    assert refused.value.field == "ethnicity"
    with pytest.raises(Refused):
        record_person(NewPerson(born=date(2012, 1, 1), died=date(2011, 1, 1)), source=p.council, agencies=[], by=p.carys)


def test_a_sibling_is_a_sibling_both_ways(p: Partnership) -> None:
    one, two = (
        record_person(NewPerson(name=n, sex=Sex.FEMALE), source=p.council, agencies=[p.council], by=p.carys) for n in ("Wren", "Lark")
    )
    relate(one, two, Relation.PARENT, by=p.carys)
    with viewing(p.carys.viewer):
        assert [r.relation for r in relations_of(one)] == [Relation.PARENT]
        assert [r.relation for r in relations_of(two)] == [Relation.CHILD]
        assert names([one, two]) == {one: "Wren", two: "Lark"}


def test_a_look_is_an_entry_that_the_named_lead_can_ask_for(p: Partnership) -> None:
    who = record_person(NewPerson(name="Wren Example"), source=p.council, agencies=[p.council], by=p.carys)
    look(room=who, what="person", reason="allocated", by=p.carys)
    look_at_names([who], p.carys)  # has looked today already
    look_at_names([who], p.dev)
    with viewing(p.efua.viewer):
        assert {(seen.worker_id, seen.what) for seen in looks_at(who)} == {(p.carys.worker, "person"), (p.dev.worker, "name")}
    with viewing(p.carys.viewer):
        assert looks_at(who) == []
