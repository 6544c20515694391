"""A whole ledger, from its folder or its address: every leaf is read, every tile made again, and the head that was signed held against them."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from holdfast_verify.maps import Positions, root_in
from holdfast_verify.notes import Head
from holdfast_verify.policies import Trust
from holdfast_verify.trees import Growing
from holdfast_verify.words import Changed, Unusable

FULL = 256
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


def path_of(level: int | str, index: int, width: int) -> str:
    """Where a tile, or a bundle of leaves ("entries"), lies."""
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03d}")
    return f"tile/{level}/{'/'.join(groups)}{'' if width == FULL else f'.p/{width}'}"


def check_ledger(fetch: Fetch, trust: Trust, progress: Callable[[int, int], None] = lambda done, of: None) -> Head:
    """The head of a ledger whose every leaf and tile is what was signed. Raises Changed, Unusable."""
    try:
        note = fetch("checkpoint").decode()
    except UnicodeDecodeError:
        raise Unusable("the head is not text") from None
    head = trust.open(note)
    tree, roots = Growing(), list[tuple[int, bytes]]()
    with closing(Positions(head.size)) as positions:
        for at in range(0, head.size, FULL):
            width = min(FULL, head.size - at)
            leaves = list(_leaves(fetch(path_of("entries", at // FULL, width)), at, width))
            positions.take(at, leaves)
            for index, data in enumerate(leaves, at):
                tree.add(data)
                if (root := root_in(data)) is not None:
                    roots.append((index, root))
            progress(tree.size, head.size)
        made = positions.roots()
    for (index, root), again in zip(roots, made, strict=True):
        if root != again:
            raise Changed(f"leaf {index} of the ledger commits to another map of positions than the leaves before it make")
    if tree.root() != head.root:
        raise Changed(f"the {head.size} leaves of the ledger are not those whose head was signed")
    for level, nodes in tree.tiles.items():
        for at in range(0, len(nodes), FULL):
            some = nodes[at : at + FULL]
            if fetch(path_of(level, at // FULL, len(some))) != b"".join(some):
                raise Changed(f"the tile {at // FULL} of level {level} is not of the tree that was signed")
    return head


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
