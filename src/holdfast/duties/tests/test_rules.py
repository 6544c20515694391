"""Rules are data, checked when the program starts: one that names what there is not is refused by name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.checks import run_checks

from holdfast.children.kinds.case import CaseOpened
from holdfast.duties.checks import faults_of
from holdfast.duties.history import history_of
from holdfast.duties.opening import openings
from holdfast.duties.rulebook import FOLDER, Rule, RuleError, read_rules, rule, rules
from holdfast.duties.showing import Happening
from holdfast.partnership.queries import calendar
from holdfast.partnership.tests.people import a_partnership
from holdfast.partnership.working_days import WorkingCalendar
from holdfast.record.entries import SYSTEM_AUTHOR, Entry
from holdfast.record.holding import reading_all
from holdfast.when import LONDON, london_day

COUNCIL = UUID(int=7)

HOUSE = Path(__file__).resolve().parents[2]


def test_the_rules_of_this_release_name_what_there_is() -> None:
    assert [fault for each in rules() for fault in faults_of(each)] == []
    assert [e for e in run_checks() if e.id is not None and e.id.startswith("holdfast.E01")] == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"starts": ("case.opened", "case.opend")}, "starts names the kind 'case.opend'"),
        ({"ends": ("visit.recoded",)}, "ends names the kind 'visit.recoded'"),
        ({"superseded_by": ("case.shut",)}, "superseded_by names the kind 'case.shut'"),
        ({"from_fact": "recieved_on"}, "from_fact names the fact 'recieved_on'"),
        ({"owing": "fact:agncy"}, "owing names the fact 'agncy'"),
        ({"owner": "fact:nobody"}, "owner names the fact 'nobody'"),
        ({"answers": "what"}, "answers names the fact 'what'"),
        ({"room": "cellar"}, "room names 'cellar'"),
        ({"shows_in": "attic"}, "shows_in names 'attic'"),
        ({"others_may_end": ("case.closed",)}, "others_may_end names 'case.closed'"),
    ],
)
def test_a_rule_that_names_what_there_is_not_is_refused_by_name(wrong: dict[str, Any], said: str) -> None:
    assert any(said in fault for fault in faults_of(replace(rule("ALLOCATE"), **wrong)))


def test_an_unknown_condition_or_owner_is_refused_as_the_file_is_read(tmp_path: Path) -> None:
    text = (FOLDER / "cases.toml").read_text()
    for old, new, said in (
        ('when = "has_no_worker_yet"', 'when = "has_no_wroker"', "no condition has_no_wroker"),
        ('owner = "agency_lead"', 'owner = "the_boss"', "owner is one of"),
    ):
        file = tmp_path / "rules.toml"
        file.write_text(text.replace(old, new, 1))
        with pytest.raises(RuleError, match=said):
            read_rules([file])


def test_no_rules_code_appears_in_the_program() -> None:
    """What Python must know of a rule is a field of the rule. Demonstrations and tests may name one."""
    codes = re.compile("|".join(rf'"{each.code}"' for each in rules()))
    ours = (p for p in HOUSE.rglob("*.py") if "tests" not in p.parts and "demonstration" not in p.parts and "migrations" not in p.parts)
    assert {str(p.relative_to(HOUSE)) for p in ours if codes.search(p.read_text(encoding="utf-8"))} == set()


TWO_EDITIONS = """
[[rule]]
code = "TELL"
title = "Tell"
starts = ["case.opened"]
ends = ["visit.recorded"]
amount = {amount}
unit = "working_days"
owing = "council"
owner = "allocated"
late_to = "finish"
census = true
basis = "guidance"
source = "An edition"
edition = "{edition}"
effective_from = {since}
{until}
"""


@pytest.fixture
def two_editions(tmp_path: Path) -> tuple[Rule, ...]:
    """Ten working days until the end of May, five from June."""
    first = TWO_EDITIONS.format(amount=10, edition="A", since="2020-01-01", until="effective_to = 2026-05-31")
    second = TWO_EDITIONS.format(amount=5, edition="B", since="2026-06-01", until="")
    file = tmp_path / "rules.toml"
    file.write_text(first + second)
    return read_rules([file])


def test_a_second_edition_counts_from_its_day_and_the_first_no_longer(two_editions: tuple[Rule, ...]) -> None:
    first, second = two_editions
    for day, in_force in (
        (date(2019, 12, 31), ()),
        (date(2026, 5, 31), (first,)),
        (date(2026, 6, 1), (second,)),
        (date(2030, 1, 1), (second,)),
    ):
        assert tuple(each for each in two_editions if each.in_force(day)) == in_force, day


def test_in_history_each_clock_runs_by_the_edition_of_its_own_day(two_editions: tuple[Rule, ...]) -> None:
    def opened(on: date) -> Happening:
        facts = CaseOpened(person=uuid4(), origin="import")
        return Happening(uuid4(), "case.opened", facts, datetime.combine(on, time(9), tzinfo=LONDON), COUNCIL)

    days = (date(2026, 5, 29), date(2026, 6, 1))
    spells = history_of(
        [opened(day) for day in days],
        calendar=WorkingCalendar({}),
        until=datetime(2026, 12, 1, tzinfo=LONDON),
        council=COUNCIL,
        among=two_editions,
    )
    assert [(s.rule.edition, london_day(s.due_at)) for s in spells] == [("A", date(2026, 6, 12)), ("B", date(2026, 6, 8))]


@pytest.mark.django_db
def test_live_a_duty_keeps_the_edition_under_which_it_opened(two_editions: tuple[Rule, ...]) -> None:
    a_partnership()
    entry = a_case_opened(date(2026, 5, 29))
    with reading_all():
        drafts = list(openings(entry, two_editions, frozenset(), calendar()))
    assert [d.facts.edition for d in drafts] == ["A"]  # type: ignore[attr-defined]


def a_case_opened(on: date) -> Any:
    moment = datetime.combine(on, time(9), tzinfo=LONDON)
    facts = CaseOpened(person=uuid4(), origin="referral")
    case_id = uuid4()
    return Entry(
        id=uuid4(),
        kind=CaseOpened.kind,
        facts=facts,
        room=case_id,
        matter=case_id,
        n=1,
        position=1,
        recorded_at=moment,
        author=SYSTEM_AUTHOR,
    )


def test_the_same_edition_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(TWO_EDITIONS.format(amount=5, edition="A", since="2020-01-01", until="") * 2)
    with pytest.raises(RuleError, match="twice for the edition A"):
        read_rules([file])
