"""A whole ledger, from its folder or its address: every leaf is read, every tile made again, and the head that was signed held against them."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from holdfast_verify.maps import Positions, labels_in, root_in
from holdfast_verify.notes import Head
from holdfast_verify.policies import Trust
from holdfast_verify.successions import Followed, read_succession
from holdfast_verify.trees import Growing
from holdfast_verify.words import Changed, Unusable

FULL = 256
#: Statements of keys that are read with a ledger.
MOST_KEYS = 1_000
_LONGEST = FULL * 65_538
Fetch = Callable[[str], bytes]


def source(where: str) -> Fetch:
    """Reads the files of a ledger: from an address (http or https), or from a folder. Raises Unusable when one is missing."""
    if where.startswith(("http://", "https://")):
        return lambda name: _from_address(f"{where.rstrip('/')}/{name}")
    folder = Path(where)
    if not folder.is_dir():
        raise Unusable(f"there is no folder {where}")
    return lambda name: _from_folder(folder / name)


def _from_folder(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Unusable(f"the file {path.name} of the ledger cannot be read: {path}") from None


def _from_address(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310  (http and https alone: see `source`)
            return bytes(answer.read(_LONGEST))
    except (urllib.error.URLError, OSError):
        raise Unusable(f"{address} cannot be read") from None


def statements_in(fetch: Fetch) -> list[Followed]:
    """The statements of keys that followed one another, as they lie with a ledger; each is believed only where it leads on from a key that is trusted.

    Raises Changed, Unusable for one that is damaged.
    """
    found: list[Followed] = []
    for n in range(1, MOST_KEYS + 1):
        try:
            note = fetch(f"keys/{n}")
        except Unusable:
            break  # that was all of them; where it was not, the head is signed by a key that is not known
        try:
            found.append(read_succession(note.decode()))
        except UnicodeDecodeError:
            raise Unusable(f"statement {n} of the ledger's keys is not text") from None
    return found


def path_of(level: int | str, index: int, width: int) -> str:
    """Where a tile, or a bundle of leaves ("entries"), lies."""
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03d}")
    return f"tile/{level}/{'/'.join(groups)}{'' if width == FULL else f'.p/{width}'}"


def check_ledger(
    fetch: Fetch,
    trust: Trust,
    progress: Callable[[int, int], None] = lambda done, of: None,
    *,
    kept: Sequence[Head] = (),
    promised: Mapping[bytes, datetime] = MappingProxyType({}),
    homes: set[bytes] | None = None,
) -> Head:
    """The head of a ledger whose every leaf and tile is what was signed; which has only grown since the heads that somebody kept, and holds every
    commitment that somebody was promised. Into `homes`, where it is given, comes the label by which each entry stands in its own room.

    Raises Changed, Unusable.
    """
    try:
        note = fetch("checkpoint").decode()
    except UnicodeDecodeError:
        raise Unusable("the head is not text") from None
    head = trust.open(note)
    if too_large := [each for each in kept if each.size > head.size]:
        raise Changed(f"a head of {too_large[0].size} leaves was kept, and this ledger has {head.size}: it was put back, or there are two")
    with closing(Positions(head.size)) as positions:
        reading = _Reading({each.size: each.root for each in kept}, promised, positions, homes)
        for at in range(0, head.size, FULL):
            width = min(FULL, head.size - at)
            reading.take(at, list(_leaves(fetch(path_of("entries", at // FULL, width)), at, width)))
            progress(reading.tree.size, head.size)
        reading.end(head)
    _check_tiles(reading.tree, fetch)
    return head


class _Reading:
    """A ledger while its leaves are read, in order."""

    def __init__(
        self, kept: Mapping[int, bytes], promised: Mapping[bytes, datetime], positions: Positions, homes: set[bytes] | None = None
    ) -> None:
        self.kept, self.promised, self.positions, self.homes = kept, promised, positions, homes
        self.tree = Growing()
        self._maps: list[tuple[int, bytes]] = []
        self._there: set[bytes] = set()

    def take(self, first: int, leaves: list[bytes]) -> None:
        """Go on with these, of which the first has that index. Raises Changed."""
        self.positions.take(first, leaves)
        for index, leaf in enumerate(leaves, first):
            self.tree.add(leaf)
            if index + 1 in self.kept and self.kept[index + 1] != self.tree.root():
                raise Changed(f"the first {index + 1} leaves of this ledger are not those whose head was kept: one of them is another")
            if self.homes is not None:
                self.homes.update(labels_in(leaf)[:1])
            if leaf[2:34] in self.promised:
                self._there.add(leaf[2:34])
            if (root := root_in(leaf)) is not None:
                self._maps.append((index, root))

    def end(self, head: Head) -> None:
        """Hold what was read against the head, and the map against the leaves. Raises Changed."""
        for (index, root), again in zip(self._maps, self.positions.roots(), strict=True):
            if root != again:
                raise Changed(f"leaf {index} of the ledger commits to another map of positions than the leaves before it make")
        if self.homes is not None and len(self.homes) != head.size - len(self._maps):
            raise Changed("two entries of this ledger stand at one place of one room")
        if self.tree.root() != head.root:
            raise Changed(f"the {head.size} leaves of the ledger are not those whose head was signed")
        for commitment, when in self.promised.items():
            if commitment not in self._there:
                raise Changed(f"what was acknowledged as recorded on {when.isoformat()} is not in the ledger")


def _check_tiles(tree: Growing, fetch: Fetch) -> None:
    for level, nodes in tree.tiles.items():
        for at in range(0, len(nodes), FULL):
            some = nodes[at : at + FULL]
            if fetch(path_of(level, at // FULL, len(some))) != b"".join(some):
                raise Changed(f"the tile {at // FULL} of level {level} is not of the tree that was signed")


def _leaves(data: bytes, first: int, width: int) -> Iterator[bytes]:
    at = 0
    for n in range(width):
        length = int.from_bytes(data[at : at + 2], "big")
        leaf = data[at + 2 : at + 2 + length]
        if not length or len(leaf) != length:
            raise Changed(f"entry {first + n} of the ledger is cut off")
        yield leaf
        at += 2 + length
    if at != len(data):
        raise Changed(f"after entry {first + width - 1} of the ledger there is more than there should be")
