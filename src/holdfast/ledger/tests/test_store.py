"""The ledger's files: what was signed is found again byte by byte, and nothing damaged is taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.ledger.checkpoint import Checkpoint, sign_checkpoint
from holdfast.ledger.note import verifier_key
from holdfast.ledger.store import BUNDLE, Store, StoreBusy, StoreError
from holdfast.ledger.succession import KeyLine
from holdfast.ledger.tiles import ENTRIES, tiles_between
from holdfast.ledger.tree import consistency_proof, inclusion_proof, leaf_hash, root_of, verify_consistency, verify_inclusion

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "test.example/log"
VKEY = verifier_key(ORIGIN, KEY.public_key())


def leaf(n: int) -> bytes:
    return b"leaf %d " % n + b"x" * (n % 40)


def grow(store: Store, leaves: list[bytes], more: int) -> None:
    """Add `more` leaves, sign and tidy, as the sequencer does."""
    before = store.head(KeyLine.of(VKEY))
    start = len(leaves)
    leaves += [leaf(start + n) for n in range(more)]
    store.grow(store.tree(start), leaves[start:])
    head = Checkpoint(ORIGIN, len(leaves), root_of(leaf_hash(each) for each in leaves))
    store.move_head(sign_checkpoint(head, KEY), before=before, keys=KeyLine.of(VKEY))
    store.tidy(start, len(leaves))


@given(batches=st.lists(st.integers(1, 700), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_whatever_the_batches_all_leaves_and_all_heads_are_found_again(
    tmp_path_factory: pytest.TempPathFactory, batches: list[int]
) -> None:
    store, leaves = Store(tmp_path_factory.mktemp("ledger")), []
    for more in batches:
        grow(store, leaves, more)
    size = len(leaves)
    assert list(store.leaves(size)) == leaves
    head = store.head(KeyLine.of(VKEY))
    assert head is not None
    assert (head.size, head.root) == (size, store.tree(size).root())
    assert len(list(store.older_heads())) == len(batches)
    partials = [p for p in store.folder.rglob("*") if p.is_file() and p.parent.name.endswith(".p")]
    partial_tiles = [tile for tile in tiles_between(0, size) if tile[2] < BUNDLE]
    assert len(partials) == (1 if size % BUNDLE else 0) + len(partial_tiles), (
        "only the last bundle, and the last tile of a level, is partial"
    )
    node = store.nodes(size)
    for index in {0, size // 2, size - 1}:
        verify_inclusion(leaf_hash(leaves[index]), index, size, inclusion_proof(node, index, size), head.root)
    for old in {0, 1, size // 3, size}:
        verify_consistency(old, store.tree(old).root(), size, head.root, consistency_proof(node, old, size))


def test_bundles_lie_where_the_tiles_specification_puts_them(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store._place(ENTRIES, 1_234_067, BUNDLE).relative_to(tmp_path) == Path("tile/entries/x001/x234/067")
    assert store._place(ENTRIES, 0, 17).relative_to(tmp_path) == Path("tile/entries/000.p/17")
    assert store._place(ENTRIES, 1000, 3).relative_to(tmp_path) == Path("tile/entries/x001/000.p/3")


def test_leaves_beyond_the_head_were_never_signed_and_are_written_again(tmp_path: Path) -> None:
    store, leaves = Store(tmp_path), []
    grow(store, leaves, 250)
    store.write_leaves(250, [b"never signed"] * 20)  # a crash before the head was moved
    assert list(store.leaves(250)) == leaves
    grow(store, leaves, 3)
    assert list(store.leaves(253)) == leaves


def test_a_head_that_another_moved_is_not_moved_again(tmp_path: Path) -> None:
    store, leaves = Store(tmp_path), []
    grow(store, leaves, 3)
    with pytest.raises(StoreError, match="signed last"):
        store.move_head("x", before=None, keys=KeyLine.of(VKEY))


@pytest.mark.parametrize("damage", [b"", b"\x00", b"\x00\x05abc", b"\xff\xff" + b"a" * 10])
def test_damaged_leaves_are_an_error_that_names_the_file(tmp_path: Path, damage: bytes) -> None:
    store, leaves = Store(tmp_path), []
    grow(store, leaves, 5)
    store._place(ENTRIES, 0, 5).write_bytes(damage)
    with pytest.raises(StoreError, match="000"):
        list(store.leaves(5))


@given(data=st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_no_bytes_in_the_files_raise_anything_but_a_named_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    store, leaves = Store(tmp_path_factory.mktemp("ledger")), []
    grow(store, leaves, 2)
    for path in (store._place(ENTRIES, 0, 2), store.head_path, store.heads_path):
        kept = path.read_bytes()
        path.write_bytes(data)
        try:
            list(store.leaves(2))
            store.head(KeyLine.of(VKEY))
            list(store.older_heads())
        except StoreError as wrong:
            assert str(store.folder) in str(wrong)
        path.write_bytes(kept)


def test_a_head_line_that_a_power_cut_tore_is_dropped_and_the_next_stands_alone(tmp_path: Path) -> None:
    store, leaves = Store(tmp_path), []
    grow(store, leaves, 2)
    with store.heads_path.open("a") as file:
        file.write('"half a he')
    assert len(list(store.older_heads())) == 1
    grow(store, leaves, 2)
    assert len(list(store.older_heads())) == 2


def test_missing_files_and_a_busy_ledger_are_said(tmp_path: Path) -> None:
    store, leaves = Store(tmp_path), []
    assert store.head(KeyLine.of(VKEY)) is None
    assert list(store.older_heads()) == []
    grow(store, leaves, 300)
    store._place(ENTRIES, 0, BUNDLE).unlink()
    with pytest.raises(StoreError, match="missing"):
        store.tree(300)
    with store.alone(), pytest.raises(StoreBusy), Store(tmp_path).alone(patience=0.1):
        pass


def test_the_heads_after_a_size_are_found_from_the_end_of_a_long_file_or_the_whole_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, leaves = Store(tmp_path), []
    for _ in range(30):
        grow(store, leaves, 1)
    for tail in (50, 700, 10_000):
        monkeypatch.setattr("holdfast.ledger.store._TAIL", tail)
        for size in (0, 1, 15, 29, 30):
            assert [head.size for head, _ in store.heads_after(size, KeyLine.of(VKEY))] == list(range(size + 1, 31)), (tail, size)


def test_a_tile_that_is_lost_is_made_again_and_one_that_was_altered_is_named(tmp_path: Path) -> None:
    store, leaves = Store(tmp_path), []
    grow(store, leaves, 600)
    whole, partial = store._place(0, 1, BUNDLE), store._place(0, 2, 88)
    there = whole.read_bytes()
    whole.unlink()
    partial.unlink()
    assert store.tree(600).root() == root_of(leaf_hash(each) for each in leaves)
    assert whole.read_bytes() == there
    assert len(partial.read_bytes()) == 88 * 32
    whole.write_bytes(there[:-1] + bytes((there[-1] ^ 1,)))
    with pytest.raises(StoreError, match="not of the tree that the leaves make"):
        store.tree(600)
    whole.unlink()
    with pytest.raises(StoreError, match="missing"):
        store.nodes(600)(0, 300)
