"""Tiles (C2SP tlog-tiles): the tree's nodes in files that never change once they are full, from which anyone makes and checks any proof.

A tile of level L and index N holds the hashes, side by side, of up to 256 nodes at height 8L; those between are made from them. The last tile of a
level may be partial: its width is in its name. `entries` names a bundle of leaves in the place of a level.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from holdfast.ledger.tree import HASH_SIZE, TreeError, node_hash

#: Hashes, or leaves, of a full tile.
FULL = 256
#: Heights of the tree from one level of tiles to the next.
STRIDE = 8
#: The level of bundles of leaves.
ENTRIES = "entries"
#: Levels that a tree can have: 256^8 leaves are more than there is a number for.
LEVELS = 8

#: Gives the bytes of a tile: of a level, an index and a width.
Fetch = Callable[[int, int, int], bytes]


def tile_path(level: int | str, index: int, width: int = FULL) -> PurePosixPath:
    """Where a tile lies: `tile/<level>/<index>`, in groups of three digits, with `.p/<width>` where it is partial. Raises TreeError."""
    if index < 0 or not 1 <= width <= FULL:
        raise TreeError(f"there is no tile {index} of width {width}")
    digits = str(index)
    digits = digits.rjust((len(digits) + 2) // 3 * 3, "0")
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    folder = PurePosixPath("tile", str(level), *(f"x{group}" for group in groups[:-1]))
    return folder / groups[-1] if width == FULL else folder / f"{groups[-1]}.p" / str(width)


def width_at(level: int, index: int, size: int) -> int:
    """How many hashes the tile of this level and index has in a tree of `size` leaves; 0: there is no such tile."""
    return max(0, min(FULL, (size >> (STRIDE * level)) - index * FULL))


def tiles_between(old: int, new: int) -> Iterator[tuple[int, int, int]]:
    """Level, index and width of each tile that a tree of `new` leaves has and one of `old` had not, or not so wide."""
    for level in range(LEVELS):
        before, after = old >> (STRIDE * level), new >> (STRIDE * level)
        if after == 0:
            return
        for index in range(before // FULL, -(-after // FULL)):
            if (width := width_at(level, index, new)) > width_at(level, index, old):
                yield level, index, width


class TileReader:
    """Reads the nodes of a tree of `size` leaves from its tiles: what `tree.inclusion_proof` and the like ask. Raises TreeError for a node that the
    tree has not got, or a tile of the wrong length, and whatever `fetch` raises.
    """

    def __init__(self, fetch: Fetch, size: int) -> None:
        self.size = size
        self._tile = lru_cache(maxsize=64)(self._checked(fetch))

    def _checked(self, fetch: Fetch) -> Callable[[int, int], bytes]:
        def tile(level: int, index: int) -> bytes:
            width = width_at(level, index, self.size)
            if not width:
                raise TreeError(f"a tree of {self.size} leaves has no tile {index} at level {level}")
            data = fetch(level, index, width)
            if len(data) != width * HASH_SIZE:
                raise TreeError(f"the tile {index} of level {level} is {len(data)} bytes, not {width * HASH_SIZE}")
            return data

        return tile

    def __call__(self, height: int, index: int) -> bytes:
        """The hash of a full node, by its height above the leaves and its index."""
        level, above = divmod(height, STRIDE)
        if height < 0 or index < 0 or (index + 1) << height > self.size:
            raise TreeError(f"a tree of {self.size} leaves has no full node {index} at level {height}")
        number, within = divmod(index << above, FULL)
        data = self._tile(level, number)
        hashes = [data[at : at + HASH_SIZE] for at in range(within * HASH_SIZE, (within + (1 << above)) * HASH_SIZE, HASH_SIZE)]
        while len(hashes) > 1:
            hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
        return hashes[0]
