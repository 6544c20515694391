"""All of them together: the database, the files, the signing key and the master key. Nothing inside can tell; whoever is outside can."""

from __future__ import annotations

import json
import shutil
from uuid import uuid4

from django.db import connection

from holdfast.concerns import telling
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.asking import rows
from holdfast.drill import witnesses
from holdfast.drill.attacks.erasing import erased
from holdfast.drill.attacks.keys import leaves_of, sign_anew, with_true_maps
from holdfast.drill.claims import By, Declared, attack, caught
from holdfast.drill.scene import Scene, forget
from holdfast.ledger.commitment import commit_part
from holdfast.record.holding import reading_all
from holdfast.record.queries import ENTRY_COLUMNS, entry_of, header_of
from holdfast.record.rebuild import rebuild
from holdfast.record.sealing import Remaining, leaf_bytes
from holdfast.record.sequencer import sequence
from holdfast.vault.envelope import part_place, seal, unwrap_keys
from holdfast.vault.master import derived_key

_OUTSIDE = {"police": "(422)", "health": "(422)", "teller": "one of them is another", "inspector": "one of them is another"}


def _rewritten(scene: Scene) -> None:
    """What the school told becomes something harmless: sealed, committed to, signed and published as if it had always been said."""
    told = scene.story.told
    with reading_all():
        (row,) = rows(
            f"SELECT {ENTRY_COLUMNS}, k.wrapped FROM record_entry e JOIN vault_entry_key k ON k.entry_id = e.id WHERE e.id = %s", [told]
        )
        cites = rows("SELECT room_id, n FROM record_position WHERE entry_id = %s AND NOT home", [told])
        parts = rows("SELECT name, commitment FROM record_part WHERE entry_id = %s ORDER BY name", [told])
        labels = rows("SELECT label FROM record_position WHERE entry_id = %s ORDER BY home DESC", [told])
        ((old,),) = rows("SELECT leaf FROM record_leaf WHERE entry_id = %s", [told])
    room, header, facts = row[4], header_of(entry_of(row[:20]), row, [(cited, n) for cited, n in cites]), bytes(row[19])
    keys = unwrap_keys(derived_key("wrap"), room, told, bytes(row[20]))
    data = json.dumps("She was given a lift by her uncle").encode()
    sealed, commitment = seal(keys.content, data, part_place(room, told, "worry")), commit_part(keys.commitment, "worry", data)
    commitments = [(name, commitment if name == "worry" else bytes(other)) for name, other in parts]
    new = leaf_bytes(header, facts, commitments, Remaining.of(keys), [bytes(label) for (label,) in labels])
    connection.close()
    scene.superuser(
        f"UPDATE record_part SET sealed = '\\x{sealed.hex()}', commitment = '\\x{commitment.hex()}' WHERE entry_id = '{told}' AND name = 'worry'",
        f"UPDATE record_leaf SET leaf = '\\x{new.hex()}' WHERE entry_id = '{told}'",
    )
    sign_anew(scene, with_true_maps([new if leaf == bytes(old) else leaf for leaf in leaves_of(scene)]))


def _gone(scene: Scene, which: str) -> None:
    """A matter is gone with all its entries, and the ledger is made again without them: indexes close up over what is gone."""
    gone = _indexes(scene, which)
    kept = [leaf for index, leaf in enumerate(leaves_of(scene)) if index not in gone]
    scene.superuser(*erased(which, leaves=True, indexes=True, rooms=which))
    scene.superuser(
        "CREATE TEMPORARY TABLE moved AS SELECT entry_id, index - (SELECT count(*) FROM "
        f"unnest(ARRAY[{', '.join(map(str, gone))}]::bigint[]) g WHERE g < index) AS index FROM record_ledger_index",
        "DELETE FROM record_ledger_index",
        "INSERT INTO record_ledger_index (index, entry_id) SELECT index, entry_id FROM moved",
    )
    sign_anew(scene, with_true_maps(kept))
    rebuild()


def _indexes(scene: Scene, which: str) -> list[int]:
    found = scene.one(
        f"SELECT coalesce(json_agg(i.index), '[]')::text FROM record_ledger_index i JOIN record_entry e ON e.id = i.entry_id WHERE {which}"
    )
    return [int(index) for index in json.loads(str(found))]


@attack(By.ALL, "rewrite what the school told, and everything that commits to it", caught(**_OUTSIDE))
def _rewrite(scene: Scene) -> None:
    _rewritten(scene)


@attack(
    By.ALL, "erase that somebody looked, and make the ledger again without it", caught(police="saw a ledger of", health="saw a ledger of")
)
def _look_gone(scene: Scene) -> None:
    matter = scene.one("SELECT matter_id FROM record_entry WHERE kind = 'bundle.given'")
    _gone(scene, f"matter_id = '{matter}'")


@attack(
    By.ALL,
    "go back to a backup, and record other things from there",
    caught(police="(422)", health="(422)", inspector="one of them is another"),
)
def _another_history(scene: Scene) -> None:
    scene.restore_database()
    scene.restore_files()
    for _ in range(30):
        telling.tell_as_professional(Telling(words=ToldParts(worry="Nothing much")), by=scene.story.people["lena"], once=uuid4())
    sequence()


@attack(
    By.ALL,
    "rewrite it, with the police's witness made to forget",
    caught(health="(422)", teller="one of them is another", inspector="one of them is another"),
)
def _with_one_witness(scene: Scene) -> None:
    _forget_witness(scene, "police")
    _rewritten(scene)


@attack(
    By.ALL, "rewrite it, with both witnesses made to forget", caught(teller="one of them is another", inspector="one of them is another")
)
def _with_both_witnesses(scene: Scene) -> None:
    for name in witnesses.NAMES:
        _forget_witness(scene, name)
    _rewritten(scene)


def _forget_witness(scene: Scene, name: str) -> None:
    shutil.rmtree(scene.witness(name))
    witnesses.begin(scene.witness(name), name, scene.story.vkey)


def _told_and_gone(scene: Scene, *, keeps_the_word: bool) -> None:
    """Somebody tells, and it is wiped before the ledger holds it."""
    once = uuid4()
    received = telling.tell_as_professional(Telling(words=ToldParts(worry="Told and gone")), by=scene.story.people["lena"], once=once)
    if keeps_the_word:
        scene.words.append(received.acknowledgement)
    connection.close()
    rooms = f"matter_id = '{received.concern}'"
    scene.superuser(*erased(rooms, leaves=True, rooms=rooms))
    forget()
    rebuild()


@attack(
    By.ALL,
    "wipe what was told before the ledger holds it, when its teller kept the word that was given at once",
    caught(teller="what was acknowledged"),
)
def _acknowledged_and_gone(scene: Scene) -> None:
    _told_and_gone(scene, keeps_the_word=True)


@attack(
    By.ALL,
    "wipe what was told before the ledger holds it, when nobody kept anything",
    Declared(
        "it takes the database within the five seconds before it is signed; a teller who kept the word, a number that answers nothing, or a "
        "colleague who saw it is what is left"
    ),
)
def _told_and_gone_unseen(scene: Scene) -> None:
    _told_and_gone(scene, keeps_the_word=False)
