"""The tree: the published vectors, the definition, every proof, and every proof spoiled."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger.tests.examples import LEAF_HASHES, ROOTS, distinct_hashes, naive_root, spoiled, unhurried
from holdfast.ledger.tree import (
    EMPTY_ROOT,
    Frontier,
    ProofError,
    Tree,
    TreeError,
    inclusion_proof,
    root_at,
    root_of,
    verify_consistency,
    verify_inclusion,
)

EIGHT = Tree(LEAF_HASHES)
SIZES = st.integers(0, 70)


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size: int) -> None:
    assert root_of(LEAF_HASHES[:size]) == ROOTS[size]
    assert EIGHT.root(size) == ROOTS[size]
    assert naive_root(LEAF_HASHES[:size]) == ROOTS[size]


def test_published_inclusion_proof() -> None:
    proof = EIGHT.inclusion_proof(5)
    assert [each.hex() for each in proof] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        ROOTS[4].hex(),
    ]
    verify_inclusion(LEAF_HASHES[5], 5, 8, proof, ROOTS[8])


@pytest.mark.parametrize(
    ("old_size", "expected"),
    [
        (
            6,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (4, ["6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"]),
    ],
)
def test_published_consistency_proofs(old_size: int, expected: list[str]) -> None:
    proof = EIGHT.consistency_proof(old_size)
    assert [each.hex() for each in proof] == expected
    verify_consistency(old_size, ROOTS[old_size], 8, ROOTS[8], proof)


def test_every_proof_in_every_small_tree_verifies() -> None:
    hashes = distinct_hashes(33)
    tree = Tree(hashes)
    roots = [naive_root(hashes[:size]) for size in range(34)]
    for size in range(34):
        for index in range(size):
            verify_inclusion(hashes[index], index, size, tree.inclusion_proof(index, size), roots[size])
        for old_size in range(size + 1):
            verify_consistency(old_size, roots[old_size], size, roots[size], tree.consistency_proof(old_size, size))


@unhurried
@given(st.lists(SIZES, max_size=4))
def test_frontier_kept_between_batches_gives_the_root_of_the_definition(batches: list[int]) -> None:
    hashes = distinct_hashes(sum(batches))
    frontier, done = Frontier(), 0
    for batch in batches:
        frontier = Frontier.from_bytes(frontier.to_bytes())
        frontier.extend(iter(hashes[done : done + batch]))
        done += batch
        assert frontier.size == done
        assert frontier.root() == naive_root(hashes[:done]) == root_of(hashes[:done]) == Tree(hashes[:done]).root()
        assert len(frontier.to_bytes()) == 8 + 32 * done.bit_count()


@unhurried
@given(SIZES, SIZES)
def test_frontier_tells_of_each_node_once_when_it_is_full(first: int, second: int) -> None:
    hashes = distinct_hashes(first + second)
    frontier = Frontier()
    frontier.extend(hashes[:first])
    told: list[tuple[int, int, bytes]] = []
    frontier.extend(hashes[first:], lambda level, index, node: told.append((level, index, node)))
    full = {
        (level, index): naive_root(hashes[index << level : (index + 1) << level])
        for level in range(8)
        for index in range((first + second) >> level)
        if (index + 1) << level > first
    }
    assert {(level, index): node for level, index, node in told} == full
    assert len(told) == len(full) <= 2 * second + 8


def test_append_is_extend_by_one_and_a_copy_grows_apart() -> None:
    frontier = Frontier()
    for index, each in enumerate(LEAF_HASHES):
        before = frontier.copy()
        frontier.append(each)
        assert (before.size, before.root()) == (index, ROOTS[index])
        assert (frontier.size, frontier.root()) == (index + 1, ROOTS[index + 1])
        assert before != frontier == Frontier(index + 1, frontier.hashes)
    assert frontier.hashes == (ROOTS[8],)
    assert frontier != "a frontier"
    assert repr(frontier) == "<Frontier of 8 leaves, root 5dc9da79a70659a9>"
    with pytest.raises(TypeError):
        hash(frontier)


@pytest.mark.parametrize(
    ("size", "hashes"),
    [(-1, []), (2**63, [bytes(32)]), (0, [bytes(32)]), (3, [bytes(32)]), (1, [bytes(31)]), (3, [bytes(32), bytes(33)])],
)
def test_frontier_refuses_a_state_that_no_tree_has(size: int, hashes: Sequence[bytes]) -> None:
    with pytest.raises(TreeError):
        Frontier(size, hashes)


@unhurried
@given(st.binary(max_size=120) | spoiled(Frontier(3, [b"a" * 32, b"b" * 32]).to_bytes()))
def test_kept_state_is_read_exactly_or_refused(kept: bytes) -> None:
    try:
        frontier = Frontier.from_bytes(kept)
    except TreeError:
        return
    assert frontier.to_bytes() == kept


@pytest.mark.parametrize("length", [0, 7, 9, 41])
def test_kept_state_of_an_impossible_length_is_refused(length: int) -> None:
    with pytest.raises(TreeError, match="bytes long"):
        Frontier.from_bytes(bytes(length))


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(33)])
def test_what_is_not_a_hash_is_no_leaf(wrong: bytes) -> None:
    frontier = Frontier()
    with pytest.raises(TreeError, match="32 bytes"):
        frontier.append(wrong)
    assert frontier == Frontier()
    with pytest.raises(TreeError):
        root_of([wrong])
    with pytest.raises(TreeError):
        Tree([LEAF_HASHES[0], wrong])


def test_a_tree_has_no_more_nodes_and_proofs_than_it_has_leaves() -> None:
    assert EIGHT.size == 8
    assert EIGHT.node(3, 0) == ROOTS[8]
    for level, index in ((4, 0), (0, 8), (3, 1), (-1, 0), (0, -1)):
        with pytest.raises(TreeError, match="no full node"):
            EIGHT.node(level, index)
    for index, size in ((8, 8), (-1, 8), (0, 0), (8, 9), (0, 9)):
        with pytest.raises(TreeError):
            EIGHT.inclusion_proof(index, size)
    for old_size, size in ((9, 8), (-1, 8), (3, 9)):
        with pytest.raises(TreeError):
            EIGHT.consistency_proof(old_size, size)
    for size in (-1, 9):
        with pytest.raises(TreeError):
            EIGHT.root(size)
    with pytest.raises(TreeError):
        root_at(EIGHT.node, -1)
    assert root_at(EIGHT.node, 0) == EMPTY_ROOT
    assert inclusion_proof(EIGHT.node, 0, 1) == []


class TestSizeNought:
    """What RFC 9162 leaves open, decided as the tlog-witness specification asks."""

    def test_everything_grows_from_the_empty_tree_with_an_empty_proof(self) -> None:
        for size in range(9):
            assert EIGHT.consistency_proof(0, size) == []
            verify_consistency(0, EMPTY_ROOT, size, ROOTS[size], [])

    def test_a_proof_from_the_empty_tree_has_no_hashes(self) -> None:
        with pytest.raises(ProofError, match="has no hashes"):
            verify_consistency(0, EMPTY_ROOT, 8, ROOTS[8], [ROOTS[4]])

    def test_the_empty_tree_has_one_root(self) -> None:
        with pytest.raises(ProofError, match="not the empty tree's"):
            verify_consistency(0, ROOTS[1], 8, ROOTS[8], [])
        with pytest.raises(ProofError, match="not the empty tree's"):
            verify_consistency(0, ROOTS[1], 0, ROOTS[1], [])

    def test_nothing_is_in_the_empty_tree(self) -> None:
        with pytest.raises(ProofError, match="no leaf"):
            verify_inclusion(LEAF_HASHES[0], 0, 0, [], EMPTY_ROOT)


def test_trees_of_one_size_have_one_root_and_need_no_proof() -> None:
    verify_consistency(5, ROOTS[5], 5, ROOTS[5], [])
    with pytest.raises(ProofError, match="different roots"):
        verify_consistency(5, ROOTS[5], 5, ROOTS[6], [])
    with pytest.raises(ProofError, match="has no hashes"):
        verify_consistency(5, ROOTS[5], 5, ROOTS[5], [ROOTS[1]])


@pytest.mark.parametrize(("old_size", "size"), [(6, 5), (-1, 5), (-2, -1)])
def test_a_tree_does_not_shrink(old_size: int, size: int) -> None:
    with pytest.raises(ProofError, match="did not grow"):
        verify_consistency(old_size, ROOTS[6], size, ROOTS[5], [])


@pytest.mark.parametrize("index", [-1, 8, 2**64])
def test_an_index_outside_the_tree_is_refused(index: int) -> None:
    with pytest.raises(ProofError, match="no leaf"):
        verify_inclusion(LEAF_HASHES[0], index, 8, EIGHT.inclusion_proof(0), ROOTS[8])


def test_proofs_too_short_or_too_long_say_so() -> None:
    proof = EIGHT.inclusion_proof(5)
    with pytest.raises(ProofError, match="fewer"):
        verify_inclusion(LEAF_HASHES[5], 5, 8, proof[:-1], ROOTS[8])
    with pytest.raises(ProofError, match="more"):
        verify_inclusion(LEAF_HASHES[5], 5, 8, [*proof, proof[0]], ROOTS[8])
    growth = EIGHT.consistency_proof(6)
    with pytest.raises(ProofError, match="fewer"):
        verify_consistency(6, ROOTS[6], 8, ROOTS[8], growth[:-1])
    with pytest.raises(ProofError, match="more"):
        verify_consistency(6, ROOTS[6], 8, ROOTS[8], [*growth, growth[0]])
    with pytest.raises(ProofError, match="no hashes"):
        verify_consistency(6, ROOTS[6], 8, ROOTS[8], [])
    with pytest.raises(ProofError, match="fewer"):
        verify_consistency(4, ROOTS[4], 8, ROOTS[8], [])


@st.composite
def spoiled_hashes(draw: st.DrawFn, hashes: list[bytes]) -> list[bytes]:
    """The list with one hash spoiled, left out, said twice, put in, or exchanged with another; never the same list."""
    ways = [
        "put in",
        *(["spoiled", "left out", "twice"] if hashes else []),
        *(["exchanged"] if len(hashes) > 1 else []),
    ]
    at = draw(st.integers(0, max(0, len(hashes) - 1)))
    match draw(st.sampled_from(ways)):
        case "spoiled":
            return [*hashes[:at], draw(spoiled(hashes[at])), *hashes[at + 1 :]]
        case "left out":
            return hashes[:at] + hashes[at + 1 :]
        case "twice":
            return hashes[: at + 1] + hashes[at:]
        case "exchanged":
            other = (at + 1) % len(hashes)
            changed = list(hashes)
            changed[at], changed[other] = changed[other], changed[at]
            return changed
        case _:
            return [*hashes[:at], draw(st.binary(min_size=32, max_size=32)), *hashes[at:]]


@unhurried
@given(st.data())
def test_any_change_to_an_inclusion_proof_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 70))
    index = data.draw(st.integers(0, size - 1))
    hashes = distinct_hashes(size)
    tree = Tree(hashes)
    leaf, proof, root = hashes[index], tree.inclusion_proof(index), tree.root()
    verify_inclusion(leaf, index, size, proof, root)
    match data.draw(st.sampled_from(["leaf", "index", "proof", "root"])):
        case "leaf":
            leaf = data.draw(spoiled(leaf))
        case "index":
            index = data.draw(st.integers(-1, size + 1).filter(lambda other: other != index))
        case "proof":
            proof = data.draw(spoiled_hashes(proof))
        case _:
            root = data.draw(spoiled(root))
    with pytest.raises(ProofError):
        verify_inclusion(leaf, index, size, proof, root)


@unhurried
@given(st.data())
def test_any_change_to_a_consistency_proof_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 70))
    old_size = data.draw(st.integers(1, size))
    tree = Tree(distinct_hashes(size))
    old_root, root, proof = tree.root(old_size), tree.root(), tree.consistency_proof(old_size)
    verify_consistency(old_size, old_root, size, root, proof)
    match data.draw(st.sampled_from(["old root", "proof", "root"])):
        case "old root":
            old_root = data.draw(spoiled(old_root))
        case "proof":
            proof = data.draw(spoiled_hashes(proof))
        case _:
            root = data.draw(spoiled(root))
    with pytest.raises(ProofError):
        verify_consistency(old_size, old_root, size, root, proof)


@unhurried
@given(st.data())
def test_a_rewritten_history_has_no_consistency_proof(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 70))
    old_size = data.draw(st.integers(1, size - 1))
    altered = data.draw(st.integers(0, old_size - 1))
    hashes = distinct_hashes(size)
    old_root = root_of(hashes[:old_size])
    hashes[altered] = data.draw(st.binary(min_size=32, max_size=32))
    forged = Tree(hashes)
    with pytest.raises(ProofError):
        verify_consistency(old_size, old_root, size, forged.root(), forged.consistency_proof(old_size))


@unhurried
@given(
    st.integers(-2, 2**70),
    st.integers(-2, 2**70),
    st.lists(st.sampled_from([*LEAF_HASHES, *ROOTS]) | st.binary(max_size=40), min_size=2, max_size=80),
)
def test_nonsense_is_refused_and_breaks_nothing(first: int, second: int, hashes: list[bytes]) -> None:
    one, two, *proof = hashes
    for check in (
        lambda: verify_inclusion(one, first, second, proof, two),
        lambda: verify_consistency(first, one, second, two, proof),
    ):
        try:
            check()
        except ProofError as refused:
            assert str(refused)
