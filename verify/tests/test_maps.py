"""The verifier's map of positions against the server's, which shares no code with it; and a ledger whose map is not what its leaves make."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.ledger.checkpoint import Checkpoint, sign_checkpoint
from holdfast.ledger.leaf import Leaf, labels_of, map_leaf, map_root_of
from holdfast.ledger.note import verifier_key
from holdfast.ledger.position_map import PositionMap
from holdfast.ledger.store import Store
from holdfast.ledger.succession import KeyLine
from holdfast.ledger.tests.examples import spoiled
from holdfast.ledger.tree import Frontier
from holdfast_verify import maps
from holdfast_verify.ledgers import check_ledger, source
from holdfast_verify.policies import one_log
from holdfast_verify.words import Changed, Unusable

LOG = Ed25519PrivateKey.from_private_bytes(bytes(32))
VKEY = verifier_key("log.example/safeguard", LOG.public_key())


def leaf_of(*labels: bytes) -> bytes:
    return Leaf(commitment=bytes(32), labels=labels).encode()


crafted = st.binary(min_size=1, max_size=2).map(lambda end: bytes(32 - len(end)) + end)
any_label = st.one_of(st.binary(min_size=32, max_size=32), crafted, crafted.map(lambda label: b"\xff" + label[1:]))
entries = st.lists(any_label, min_size=1, max_size=3, unique=True).map(lambda labels: leaf_of(*labels))
#: Leaves of entries, places where the map is committed to (None), and what is no leaf of either.
any_leaves = st.lists(st.one_of(entries, entries, entries, st.none(), st.binary(min_size=1, max_size=110)), max_size=60)


def with_maps(leaves: list[bytes | None]) -> list[bytes]:
    """The leaves, with the server's map in the place of each None, and at the end."""
    positions, made, waiting = PositionMap(None), list[bytes](), list[tuple[bytes, int]]()
    for leaf in [*leaves, None]:
        if leaf is None:
            with positions.growing(waiting, len(made)) as root:
                made.append(map_leaf(root))
            waiting = []
        elif map_root_of(leaf) is None:
            waiting.extend((label, len(made)) for label in labels_of(leaf))
            made.append(leaf)
    return made


@given(leaves=any_leaves)
@settings(deadline=None)
def test_both_make_the_same_map_of_the_same_leaves(leaves: list[bytes | None]) -> None:
    made = with_maps(leaves)
    positions = maps.Positions(len(made))
    for at in range(0, len(made), 7):
        positions.take(at, made[at : at + 7])
    assert positions.roots() == [root for leaf in made if (root := map_root_of(leaf)) is not None]


@given(leaf=st.one_of(entries, st.binary(max_size=120), entries.flatmap(spoiled)))
@settings(deadline=None)
def test_both_find_the_same_labels_in_a_leaf_and_the_same_that_are_none(leaf: bytes) -> None:
    assert tuple(maps.labels_in(leaf)) == labels_of(leaf)
    assert maps.root_in(leaf) == map_root_of(leaf)


@given(labels=st.lists(any_label, min_size=1, max_size=60, unique=True), asked=any_label, data=st.data())
@settings(deadline=None)
def test_both_go_the_same_ways_and_no_spoiled_one(labels: list[bytes], asked: bytes, data: st.DataObject) -> None:
    positions = PositionMap(None)
    with positions.growing([(label, index) for index, label in enumerate(labels)], len(labels)) as root:
        pass
    for label in (labels[0], asked):
        way = positions.way_of(label)
        assert (
            maps.index_at(root, label, way.siblings, way.found) == way.index_of(label) == (labels.index(label) if label in labels else None)
        )
        siblings = list(way.siblings)
        if siblings:
            at = data.draw(st.integers(0, len(siblings) - 1))
            siblings[at] = bytes([siblings[at][0] ^ 1, *siblings[at][1:]])
            with pytest.raises(Changed):
                maps.index_at(root, label, siblings, way.found)
        for found in (None, (label, 1 << 62), (label, -1), (bytes(31), 0), (asked, 0)):
            if found != way.found:
                with pytest.raises(Changed):
                    maps.index_at(root, label, way.siblings, found)


def a_ledger(folder: Path, leaves: list[bytes]) -> None:
    store = Store(folder)
    tree = store.grow(Frontier(), leaves)
    store.move_head(sign_checkpoint(Checkpoint("log.example/safeguard", tree.size, tree.root()), LOG), before=None, keys=KeyLine.of(VKEY))


def some_leaves() -> list[bytes | None]:
    leaves: list[bytes | None] = [leaf_of(sha256(b"%d" % n).digest(), sha256(b"-%d" % n).digest()) for n in range(700)]
    return [*leaves[:300], None, *leaves[300:301], None, *leaves[301:]]


@pytest.mark.parametrize("large", [50_000, 10])
def test_a_whole_ledger_with_its_map_by_one_process_or_by_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr(maps, "LARGE", large)
    a_ledger(tmp_path, with_maps(some_leaves()))
    assert check_ledger(source(str(tmp_path)), one_log(VKEY)).size == 703


@pytest.mark.parametrize("which", [300, 302, 702])
@pytest.mark.parametrize("large", [50_000, 10])
def test_a_map_that_leaves_an_entry_out_is_not_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: int, large: int) -> None:
    """Whoever holds the log's key signs a map in which one entry is not, so that its room could be shown without it."""
    monkeypatch.setattr(maps, "LARGE", large)
    leaves = with_maps(some_leaves())
    assert map_root_of(leaves[which]) is not None
    other = with_maps([leaf for n, leaf in enumerate(leaves[:which]) if n != 5 and map_root_of(leaf) is None])[-1]
    a_ledger(tmp_path, [*leaves[:which], other, *leaves[which + 1 :]])
    with pytest.raises(Changed, match=f"leaf {which} of the ledger commits to another map"):
        check_ledger(source(str(tmp_path)), one_log(VKEY))


def test_a_process_that_dies_while_it_makes_the_map_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps, "LARGE", 10)
    positions = maps.Positions(50)
    for process, _ in positions._processes:
        process.kill()
        process.join()
    with pytest.raises(Unusable, match="ended before it was done"):
        positions.take(0, [leaf_of(bytes(32))])
        positions.roots()
    positions.close()
