"""Tiles: where they lie, which a tree has, and that any node is read from them as it is in the tree."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.ledger.tiles import FULL, TileReader, tile_path, tiles_between, width_at
from holdfast.ledger.tree import HASH_SIZE, Tree, TreeError, leaf_hash


def test_paths_are_those_of_the_specification() -> None:
    assert tile_path("entries", 1_234_067) == PurePosixPath("tile/entries/x001/x234/067")
    assert tile_path(0, 0) == PurePosixPath("tile/0/000")
    assert tile_path(2, 273, 112) == PurePosixPath("tile/2/273.p/112")
    for level, index, width in ((0, -1, 1), (0, 0, 0), (0, 0, 257)):
        with pytest.raises(TreeError):
            tile_path(level, index, width)


def test_a_tree_of_seventy_thousand_leaves_has_the_tiles_of_the_specification() -> None:
    """C2SP tlog-tiles, "Partial tiles": 273 full ones and one of width 112 at level 0; one full and one of 17 at level 1; one of 1 at level 2."""
    tiles = list(tiles_between(0, 70_000))
    assert sum(level == 0 and width == FULL for level, _, width in tiles) == 273
    assert [tile for tile in tiles if tile[2] < FULL] == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert (1, 0, FULL) in tiles


@given(old=st.integers(0, 200_000), more=st.integers(0, 70_000))
@settings(deadline=None)
def test_what_a_tree_gains_is_what_the_larger_has_and_the_smaller_has_not(old: int, more: int) -> None:
    gained = set(tiles_between(old, old + more))
    assert gained == set(tiles_between(0, old + more)) - set(tiles_between(0, old))
    assert all(width_at(level, index, old + more) == width for level, index, width in gained)


@given(size=st.integers(1, 1_500), data=st.data())
@settings(max_examples=30, deadline=None)
def test_every_node_is_read_from_the_tiles_as_it_is_in_the_tree(size: int, data: st.DataObject) -> None:
    tree = Tree(leaf_hash(b"%d" % n) for n in range(size))

    def fetch(level: int, index: int, width: int) -> bytes:
        return b"".join(tree.node(8 * level, index * FULL + n) for n in range(width))

    read = TileReader(fetch, size)
    height = data.draw(st.integers(0, size.bit_length() - 1))
    index = data.draw(st.integers(0, (size >> height) - 1))
    assert read(height, index) == tree.node(height, index)
    for height, index in ((0, size), (20, 0), (-1, 0), (0, -1)):
        with pytest.raises(TreeError):
            read(height, index)


@given(data=st.binary(max_size=600))
def test_a_tile_of_the_wrong_length_is_named(data: bytes) -> None:
    if len(data) != 17 * HASH_SIZE:
        with pytest.raises(TreeError, match="not 544"):
            TileReader(lambda *_: data, 17)(0, 0)
