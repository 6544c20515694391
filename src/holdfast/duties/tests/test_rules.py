"""Rules are data, checked when the program starts: one that names what there is not is refused by name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

from holdfast.duties.checks import faults_of
from holdfast.duties.rulebook import FOLDER, RuleError, read_rules, rule, rules

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
