"""Tearing it up as if an older backup had done it: what recovery is for, misused."""

from __future__ import annotations

from holdfast.drill.attacks.deeds import by_superuser, by_writer, filled
from holdfast.drill.attacks.erasing import LAST, erased
from holdfast.drill.claims import By, Refused, attack, caught
from holdfast.drill.scene import Scene
from holdfast.partnership.recovering import recover
from holdfast.record.append import append
from holdfast.record.entries import Draft
from holdfast.record.finding import EntryFound, FoundParts
from holdfast.record.recovering import declare_lost, find_loss

_INDEX = "(SELECT index FROM record_ledger_index WHERE entry_id = '{told}')"


@attack(By.OWNER, "erases the last entry of a case, and declares it lost with a backup", caught(verify="content lost"))
def _erased_and_declared(scene: Scene) -> None:
    scene.superuser(*filled(scene, erased(LAST, leaves=True, indexes=True)))
    declare_lost(find_loss())


@attack(By.OWNER, "erases the concern that the school told, and declares it lost with a backup", caught(verify="content lost"))
def _concern_erased_and_declared(scene: Scene) -> None:
    told = "matter_id = '{concern}'"
    scene.superuser(*filled(scene, erased(told, leaves=True, indexes=True, rooms=told)))
    declare_lost(find_loss())


@attack(By.ROOT, "puts the database back from a backup, and declares the loss to everybody", caught(verify="content lost"))
def _put_back_and_declared(scene: Scene) -> None:
    scene.restore_database()
    recover(words="The disk broke", by=scene.story.people["efua"])


by_superuser(
    "declares an entry lost that is there",
    caught(verify="content lost"),
    f"INSERT INTO record_lost (index, leaf) SELECT {_INDEX}, leaf FROM record_leaf WHERE entry_id = '{{told}}'",
)
by_writer(
    "declares an entry lost",
    Refused("permission denied"),
    f"INSERT INTO record_lost (index, leaf) SELECT {_INDEX}, leaf FROM record_leaf WHERE entry_id = '{{told}}'",
)


@attack(By.ALL, "erases an entry, declares it lost, and says that other words of it were found", caught(verify="found again is another"))
def _other_words(scene: Scene) -> None:
    scene.superuser(*filled(scene, erased(LAST, leaves=True, indexes=True)))
    loss = find_loss()
    declare_lost(loss)
    facts, parts = EntryFound(index=min(loss.leaves)), FoundParts(words="Nothing of note", proof="{}")
    append(Draft(facts=facts, parts=parts, room=scene.story.case), by=scene.story.people["efua"].author)


for _what, _claim, _statement in (
    (
        "puts an old secret in the place of a matter’s new one",
        caught(verify="room secret altered"),
        "UPDATE record_secret s SET secret = m.secret FROM record_matter m WHERE m.id = s.matter_id",
    ),
    ("erases that a matter’s secret changed", caught(verify="room secret altered"), "DELETE FROM record_secret"),
    ("says that places are of an older secret", caught(verify="label altered"), "UPDATE record_position SET generation = 0"),
):
    by_superuser(_what, _claim, _statement)
