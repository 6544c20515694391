"""The Merkle tree of RFC 6962, from its leaves and from its proofs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from holdfast_verify.words import Changed


def leaf(data: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def pair(left: bytes, right: bytes) -> bytes:
    """The hash of a node."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Growing:
    """A tree to which leaves are added; it keeps one node for each size that is a power of two, and those of whole tiles when asked to."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []
        #: Nodes at every eighth height, in order: what tiles hold.
        self.tiles: dict[int, list[bytes]] = {}

    def add(self, data: bytes) -> None:
        height, node = 0, leaf(data)
        self._keep(0, node)
        while self._peaks and self._peaks[-1][0] == height:
            node = pair(self._peaks.pop()[1], node)
            height += 1
            self._keep(height, node)
        self._peaks.append((height, node))
        self.size += 1

    def _keep(self, height: int, node: bytes) -> None:
        if height % 8 == 0:
            self.tiles.setdefault(height // 8, []).append(node)

    def root(self) -> bytes:
        """The root as the tree stands."""
        if not self._peaks:
            return hashlib.sha256().digest()
        root = self._peaks[-1][1]
        for _, peak in reversed(self._peaks[:-1]):
            root = pair(peak, root)
        return root


def root_from(data: bytes, index: int, size: int, way: Sequence[bytes]) -> bytes:
    """The root that a leaf and its way lead to, in a tree of that size. Raises Changed for a way that is of no such tree."""
    if not 0 <= index < size:
        raise Changed(f"a ledger of {size} entries has no place {index}")
    steps = _sides(index, size)
    if len(steps) != len(way):
        raise Changed("the way from the entry to the head is not as long as it must be")
    node = leaf(data)
    for from_left, sibling in zip(reversed(steps), way, strict=True):
        node = pair(sibling, node) if from_left else pair(node, sibling)
    return node


def _sides(index: int, size: int) -> list[bool]:
    """From the root down: whether the sibling is on the left."""
    sides = []
    while size > 1:
        half = 1
        while half * 2 < size:
            half *= 2
        if index < half:
            sides.append(False)
            size = half
        else:
            sides.append(True)
            index, size = index - half, size - half
    return sides


def check_growth(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """That a tree of `size` leaves is that of `old_size` leaves and more (RFC 9162, 2.1.4.2). Anything grows from no leaves, with no proof.

    Raises Changed.
    """
    empty = hashlib.sha256().digest()
    if not 0 <= old_size <= size or (size == 0 and root != empty) or (old_size == 0 and old_root != empty):
        raise Changed("a tree does not shrink, and one of no leaves has the root of nothing")
    if old_size in (0, size):
        if proof or (old_size == size and old_root != root):
            raise Changed("two trees of one size differ, or a proof is given where none can be")
        return
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not path or any(len(each) != 32 for each in path):
        raise Changed("the proof of growth is not one")
    first, second = old_size - 1, size - 1
    while first & 1:
        first, second = first >> 1, second >> 1
    old = new = path[0]
    for each in path[1:]:
        if second == 0:
            raise Changed("the proof of growth is too long")
        if first & 1 or first == second:
            old, new = pair(each, old), pair(each, new)
            while first and not first & 1:
                first, second = first >> 1, second >> 1
        else:
            new = pair(new, each)
        first, second = first >> 1, second >> 1
    if second or (old, new) != (old_root, root):
        raise Changed(f"the ledger of {size} entries does not keep what the one of {old_size} held")
