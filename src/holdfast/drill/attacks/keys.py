"""Whoever holds the signing key, or took over the ledger's process: heads that are signed, and are of nothing that was recorded."""

from __future__ import annotations

import json
from collections.abc import Sequence

from holdfast.drill.attacks.deeds import by_sequencer
from holdfast.drill.claims import By, Refused, attack, caught
from holdfast.drill.scene import Scene, forget
from holdfast.ledger.checkpoint import Checkpoint, sign_checkpoint
from holdfast.ledger.leaf import map_leaf, map_root_of
from holdfast.ledger.position_map import PositionMap
from holdfast.ledger.store import Store
from holdfast.ledger.tree import Frontier
from holdfast.record.exchanging import exchange_key
from holdfast.record.gate import installation
from holdfast.record.log_keys import head_keys
from holdfast.record.mapping import positions_in
from holdfast.record.signing import signing_key

_DENIED = Refused("permission denied")

for _what, _claim, _statement in (
    ("reads facts", _DENIED, "SELECT facts FROM record_entry"),
    ("reads sealed words", _DENIED, "SELECT sealed FROM record_part"),
    ("reads keys of entries", _DENIED, "SELECT wrapped FROM vault_entry_key"),
    ("inserts a leaf", _DENIED, "INSERT INTO record_leaf (entry_id, leaf) VALUES (gen_random_uuid(), '')"),
    ("alters an index", _DENIED, "UPDATE record_ledger_index SET index = index + 1"),
    ("erases a head", _DENIED, "DELETE FROM record_checkpoint"),
    (
        "forges a head in the database",
        caught(verify="head not signed"),
        "INSERT INTO record_checkpoint (size, root, note) VALUES (999999, '\\x00', 'x')",
    ),
    (
        "gives an index to nothing",
        Refused("foreign key"),
        "INSERT INTO record_ledger_index (index, entry_id) VALUES (999999, gen_random_uuid())",
    ),
):
    by_sequencer(_what, _claim, _statement)


def leaves_of(scene: Scene) -> list[bytes]:
    """Every leaf that was signed."""
    kept = Store(scene.ledger)
    head = kept.head(head_keys())
    assert head is not None
    return list(kept.leaves(head.size))


def sign_only(scene: Scene, size: int, root: bytes) -> str:
    """Sign a head, and put it in the place of the last."""
    note = sign_checkpoint(Checkpoint(installation().origin, size, root), signing_key("checkpoint"))
    (scene.ledger / "checkpoint").write_text(note, encoding="utf-8")
    return note


def sign_anew(scene: Scene, leaves: Sequence[bytes]) -> None:
    """Make the ledger's files again as if these leaves had been signed, with true maps of them, one head, and that head in the database."""
    for path in (scene.ledger / "tile").rglob("*"):
        if path.is_file():
            path.unlink()
    for path in (*scene.ledger.glob("positions*"), scene.ledger / "heads", scene.ledger / "checkpoint"):
        path.unlink(missing_ok=True)
    forget()
    kept = Store(scene.ledger)
    tree = kept.grow(Frontier(), leaves)
    head = Checkpoint(installation().origin, tree.size, tree.root())
    note = sign_checkpoint(head, signing_key("checkpoint"))
    kept.move_head(note, before=None, keys=head_keys())
    scene.superuser(
        "DELETE FROM record_checkpoint",
        f"INSERT INTO record_checkpoint (size, root, note) VALUES ({head.size}, '\\x{head.root.hex()}', $n${note}$n$)",
    )


def with_true_maps(leaves: Sequence[bytes]) -> list[bytes]:
    """The leaves with each leaf of the map made to fit those before it."""
    made: list[bytes] = []
    for leaf in leaves:
        if map_root_of(leaf) is None:
            made.append(leaf)
            continue
        positions = PositionMap(None)
        with positions.growing(positions_in(made), len(made)) as root:
            made.append(map_leaf(root))
        positions.close()
    return made


@attack(
    By.KEY,
    "signs a second head of the same size",
    caught(verify="ledger rewritten", signer="Nothing is signed", police="(422)", anyone="not those whose head was signed"),
)
def _second_head(scene: Scene) -> None:
    sign_only(scene, len(leaves_of(scene)), bytes(32))


@attack(
    By.KEY,
    "signs a head of more leaves than there are",
    caught(verify="ledger's files damaged", signer="Nothing is signed", anyone="cannot be read"),
)
def _larger_head(scene: Scene) -> None:
    sign_only(scene, len(leaves_of(scene)) + 5_000, bytes(32))


@attack(
    By.KEY,
    "signs a shorter ledger",
    caught(signer="is not there any more", police="saw a ledger of", health="saw a ledger of", inspector="it was put back"),
)
def _shorter(scene: Scene) -> None:
    sign_anew(scene, leaves_of(scene)[:40])


@attack(
    By.KEY,
    "alters a leaf and signs the ledger anew",
    caught(verify="leaf altered", police="(422)", teller="one of them is another", inspector="one of them is another"),
)
def _leaf_altered(scene: Scene) -> None:
    leaves = leaves_of(scene)
    leaves[5] = bytes([*leaves[5][:10], leaves[5][10] ^ 1, *leaves[5][11:]])
    sign_anew(scene, leaves)


@attack(
    By.KEY,
    "alters a leaf in the database as well, and signs the ledger anew",
    caught(verify="entry altered", police="(422)", teller="one of them is another"),
)
def _leaf_altered_in_both(scene: Scene) -> None:
    leaves = leaves_of(scene)
    leaves[5] = bytes([*leaves[5][:10], leaves[5][10] ^ 1, *leaves[5][11:]])
    scene.superuser(
        f"UPDATE record_leaf SET leaf = '\\x{leaves[5].hex()}' WHERE entry_id = (SELECT entry_id FROM record_ledger_index WHERE index = 5)"
    )
    sign_anew(scene, leaves)


@attack(By.KEY, "commits to a map in which an entry is not", caught(verify="map altered", anyone="commits to another map of positions"))
def _false_map(scene: Scene) -> None:
    leaves = leaves_of(scene)
    positions = PositionMap(None)
    with positions.growing(positions_in(leaves[1:], 1), len(leaves)) as root:
        false = map_leaf(root)
    positions.close()
    kept = Store(scene.ledger)
    head = kept.head(head_keys())
    tree = kept.grow(kept.tree(len(leaves)), [false])
    note = sign_checkpoint(Checkpoint(installation().origin, tree.size, tree.root()), signing_key("checkpoint"))
    kept.move_head(note, before=head, keys=head_keys())


@attack(By.KEY, "exchanges the key for their own, and tells nobody", caught(verify="key exchanged in silence"))
def _key_exchanged(scene: Scene) -> None:
    exchange_key("checkpoint")
    forget()


@attack(By.KEY, "writes a head into the archive that was never published", caught(verify="head removed"))
def _head_in_the_archive(scene: Scene) -> None:
    note = sign_checkpoint(Checkpoint(installation().origin, 3, bytes(32)), signing_key("checkpoint"))
    with (scene.ledger / "heads").open("a", encoding="utf-8") as file:
        file.write(json.dumps(note) + "\n")
