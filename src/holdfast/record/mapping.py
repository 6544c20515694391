"""The map of positions as this installation keeps it: brought up to the last leaf that commits to it, and grown by the sequencer alone.

The file is a convenience. What it must hold is in the leaves, and whether it holds that is known by the root that was signed; a file that is lost,
behind or damaged is made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from holdfast.ledger.leaf import labels_of, map_leaf
from holdfast.ledger.position_map import MapDamaged, PositionMap
from holdfast.ledger.store import Store

#: Leaves that are put into the map at once when it is made again.
_AT_ONCE = 50_000


class MapAhead(Exception):
    """The leaf of the map that was signed is not the map of the leaves before it."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A leaf of the map: its index, which is how many leaves it covers, and the map's root."""

    index: int
    root: bytes

    @property
    def leaf(self) -> bytes:
        """The leaf's bytes."""
        return map_leaf(self.root)


def positions_in(leaves: Iterable[bytes], start: int = 0) -> Iterator[tuple[bytes, int]]:
    """Each label of these leaves, with its leaf's index; the first of them has the index `start`."""
    for index, leaf in enumerate(leaves, start):
        for label in labels_of(leaf):
            yield label, index


@contextmanager
def add_map_leaf(kept: Store, last: Mapped | None, size: int, leaves: list[bytes]) -> Iterator[Mapped | None]:
    """Put `leaves`, which come after `size` signed ones, into the map; the leaf of the map that then follows, or None when there is nothing to add. The
    map's file keeps them only when the block ends well.

    Raises MapAhead, StoreError, OSError.
    """
    covered = last.index if last else 0
    if size + len(leaves) == covered + (1 if last else 0):
        yield None
        return
    index = size + len(leaves)
    new = [*positions_in(kept.leaves(size, covered), covered), *positions_in(leaves, size)]
    with ExitStack() as stack:
        try:
            root = stack.enter_context(_grown(stack, _map_at(kept, last), new, index))
        except MapDamaged:  # further down than its root says
            root = stack.enter_context(_grown(stack, _made_again(kept, last), new, index))
        yield Mapped(index, root)


def _grown(stack: ExitStack, positions: PositionMap, new: list[tuple[bytes, int]], covered: int) -> AbstractContextManager[bytes]:
    stack.callback(positions.close)
    return positions.growing(new, covered)


def _map_at(kept: Store, last: Mapped | None) -> PositionMap:
    """The map of the leaves before the last leaf of the map. Raises MapAhead, StoreError, OSError."""
    if last is not None:
        with suppress(MapDamaged):
            return _caught_up(kept, last)
    return _made_again(kept, last)


def _made_again(kept: Store, last: Mapped | None) -> PositionMap:
    for path in _files(kept):
        path.unlink(missing_ok=True)
    try:
        return _caught_up(kept, last or Mapped(0, bytes(32)))
    except MapDamaged as wrong:
        raise MapAhead(
            f"The leaf {last.index if last else 0} of the ledger says that the map of positions is another than the leaves before it make ({wrong}). "
            "Nothing is signed."
        ) from wrong


def _files(kept: Store) -> list[Path]:
    return [kept.map_path.with_name(kept.map_path.name + end) for end in ("", "-wal", "-shm", "-journal")]


def _caught_up(kept: Store, last: Mapped) -> PositionMap:
    """The map in the file, with what it lacks up to that leaf of the map. Raises MapDamaged when it is another map."""
    positions = PositionMap(kept.map_path)
    try:
        while positions.covered < last.index:
            start, end = positions.covered, min(positions.covered + _AT_ONCE, last.index)
            with positions.growing(positions_in(kept.leaves(end, start), start), end):
                pass
        if (positions.covered, positions.root) != (last.index, last.root):
            raise MapDamaged("its root is not the one that was signed")
    except BaseException:
        positions.close()
        raise
    return positions
