"""The drill itself: that a claim which is not so fails, that everything it attacks is a copy, and that nothing of it is left."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from conftest import OwnDatabase
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from holdfast.database.asking import rows
from holdfast.drill.claims import Attack, By, Claim, Declared, Harmless, Observer, Refused, all_attacks, caught
from holdfast.drill.running import judged, run
from holdfast.drill.scene import Scene, Stage
from holdfast.record.holding import reading_all


def nothing(scene: Scene) -> None:
    """An attack that is none."""


def attack(claim: Claim) -> Attack:
    return Attack(By.OWNER, "does it", claim, nothing)


SAID = {Observer.VERIFY: ["entry altered: it is another"], Observer.POLICE: ["does not cosign (422)"]}


@pytest.mark.parametrize(
    ("claim", "refused", "said", "holds"),
    [
        (caught(verify="entry altered"), "", SAID, True),
        (caught(verify="entry altered", police="(422)"), "", SAID, True),
        (caught(verify="entry missing"), "", SAID, False),
        (caught(health="(422)"), "", SAID, False),
        (caught(verify="entry altered"), "permission denied", SAID, False),
        (Refused("permission denied"), "permission denied for table", {}, True),
        (Refused("permission denied"), "permission denied for table", SAID, False),
        (Refused("permission denied"), "syntax error", {}, False),
        (Refused("permission denied"), "", {}, False),
        (Harmless("it mends itself"), "", {}, True),
        (Harmless("it mends itself"), "", SAID, False),
        (Declared("nobody can"), "", {}, True),
        (Declared("nobody can"), "", SAID, False),
    ],
)
def test_a_claim_holds_where_it_is_so_and_nowhere_else(claim: Claim, refused: str, said: dict[Observer, list[str]], holds: bool) -> None:
    assert (judged(attack(claim), refused, said).failed == "") is holds


def test_there_are_a_hundred_attacks_by_everybody_each_with_a_claim_and_few_that_cannot_be_made() -> None:
    attacks = all_attacks()
    made = [each for each in attacks if each.deed is not None]
    assert len(made) >= 150
    assert {each.by for each in attacks} == set(By)
    assert all(isinstance(each.claim, Declared) and each.claim.why for each in attacks if each.deed is None)
    assert {observer for each in made if isinstance(each.claim, tuple) for one in each.claim for observer in [one.by]} == set(Observer)


@pytest.fixture
def stage(committed: OwnDatabase) -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.strike()


def test_attacks_are_made_on_copies_and_a_false_claim_about_one_fails(committed: OwnDatabase, stage: Stage) -> None:
    def erase(scene: Scene) -> None:
        scene.superuser(f"DELETE FROM record_part WHERE entry_id = '{scene.story.told}'")

    attacks = [attack(Harmless("as it was")), Attack(By.OWNER, "erases a part", caught(verify="entry altered"), erase)]
    attacks += [Attack(By.OWNER, "erases a part", Declared("nobody sees it"), erase), attack(caught(verify="entry altered"))]
    told = list[str]()
    results = run(stage, attacks, lambda result, done, of: told.append(result.failed))
    assert [result.failed == "" for result in results] == [True, True, False, False]
    assert told == [result.failed for result in results]


def test_of_a_drill_nothing_is_left_and_this_process_is_as_it_was(committed: OwnDatabase) -> None:
    before = settings.HOLDFAST_HOME, connections["default"].settings_dict["NAME"]
    stage = Stage()
    with stage.scene() as scene:
        assert scene.home.is_dir()
    stage.strike()
    assert (settings.HOLDFAST_HOME, connections["default"].settings_dict["NAME"]) == before
    assert not stage.folder.exists()
    with reading_all():
        assert [name for (name,) in rows("SELECT datname FROM pg_database") if name.startswith(stage._name)] == []
        assert rows("SELECT count(*) FROM record_entry") == [(0,)]


def test_the_command_says_what_came_of_each_and_exits_by_it(committed: OwnDatabase, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("drill", "--only", "alters a tile", "--json")
    (result,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (result["failed"], "caught by the ledger's process" in result["outcome"]) == ("", True)
    call_command("drill", "--only", "alters a tile", "--list")
    assert "root: alters a tile" in capsys.readouterr().out
