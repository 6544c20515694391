"""The map of positions: made again from the leaves, and asked by the ways that a bundle gives.

Position label → index of the leaf that carries it. No label: 32 zero bytes; one: SHA-256(0x02, label, index as eight bytes); more:
SHA-256(0x03, left, right), by the bits of the labels, the highest first. A label that comes twice keeps its first index. A leaf of the map is 34 bytes:
1, 2, and the root over all leaves before it.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Sequence
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection

from holdfast_verify.words import Changed, Unusable

EMPTY = bytes(32)
LABEL = 32
#: Leaves from which on each half has a process of its own.
LARGE = 50_000
_ENDED = "a process that makes the map again ended before it was done; perhaps the machine has too little memory"
#: Whether there is more than one label, and the hash.
Top = tuple[int, bytes]
_FORM_OF_MAP = b"\x01\x02"
_ENTRY_HEAD = 36
#: No attestation, and two labels.
_USUAL = 101
#: Labels for each bucket, in a map that is made for a ledger whose size is known.
_IN_A_BUCKET = 4
_MOST_BITS = 22


def root_in(leaf: bytes) -> bytes | None:
    """The root to which a leaf of the map commits; None for any other leaf."""
    return leaf[2:] if len(leaf) == 34 and leaf.startswith(_FORM_OF_MAP) else None


def labels_in(leaf: bytes) -> list[bytes]:
    """The labels of an entry's leaf: version 1, type 1, commitment (32), an attestation after its length (2), labels after their number (1). Anything that
    is not exactly that has none.
    """
    if len(leaf) == _USUAL and leaf.startswith(b"\x01\x01") and leaf[_ENTRY_HEAD - 2 : _ENTRY_HEAD + 1] == b"\0\0\2":
        first, second = leaf[-2 * LABEL : -LABEL], leaf[-LABEL:]
        return [first, second] if first != second else []
    if len(leaf) < _ENTRY_HEAD + 1 or not leaf.startswith(b"\x01\x01") or len(leaf) > 0xFFFF:
        return []
    at = _ENTRY_HEAD + int.from_bytes(leaf[_ENTRY_HEAD - 2 : _ENTRY_HEAD], "big")
    if at >= len(leaf) or not leaf[at] or len(leaf) != at + 1 + leaf[at] * LABEL:
        return []
    labels = [leaf[start : start + LABEL] for start in range(at + 1, len(leaf), LABEL)]
    return labels if len(set(labels)) == len(labels) else []


class Half:
    """One half of a map that grows with the leaves of a ledger whose size is known: that of the labels whose first bit is 0, or 1."""

    def __init__(self, leaves: int, half: int) -> None:
        self.half = half
        self._bits = min(_MOST_BITS, max(1, (2 * leaves // _IN_A_BUCKET).bit_length()))
        self._first = 1 << self._bits
        self._buckets: dict[int, list[bytes]] = {}
        # The tree over the buckets, as a heap: 1 is the root, and those below node n are 2n and 2n + 1. `_many`: more than one label is below.
        self._nodes = [EMPTY] * (2 * self._first)
        self._many = bytearray(2 * self._first)
        self._changed: set[int] = set()

    def take(self, first: int, leaves: Sequence[bytes]) -> list[Top]:
        """Put in the labels of leaves, of which the first has that index; what stood at the top of this half at each leaf of the map among them."""
        tops = []
        for index, leaf in enumerate(leaves, first):
            if root_in(leaf) is None:
                self.add(index, leaf)
            else:
                tops.append(self.top())
        return tops

    def add(self, index: int, leaf: bytes) -> None:
        """Put in the labels of the leaf that has this index."""
        shift, end = 32 - self._bits, index.to_bytes(8, "big")
        for label in labels_in(leaf):
            if label[0] >> 7 != self.half:
                continue
            node = self._first + (int.from_bytes(label[:4], "big") >> shift)
            if node in self._buckets:
                self._buckets[node].append(label + end)
            else:
                self._buckets[node] = [label + end]
            self._changed.add(node)

    def top(self) -> Top:
        """Whether this half holds more than one label, and its hash."""
        for node in self._changed:
            records = self._buckets[node]
            if len(records) > 1:
                records.sort()
                records = self._buckets[node] = [each for n, each in enumerate(records) if n == 0 or records[n - 1][:LABEL] != each[:LABEL]]
            self._many[node] = len(records) > 1
            self._nodes[node] = _under(records, self._bits)
        changed, self._changed = self._changed, set()
        while changed := {node >> 1 for node in changed if node > 3}:
            for node in changed:
                below = 2 * node
                self._many[node], self._nodes[node] = _join(
                    (self._many[below], self._nodes[below]), (self._many[below + 1], self._nodes[below + 1])
                )
        return self._many[2 + self.half], self._nodes[2 + self.half]


def _join(left: Top, right: Top) -> Top:
    if left[0] or right[0] or (left[1] != EMPTY and right[1] != EMPTY):
        return 1, hashlib.sha256(b"\x03" + left[1] + right[1]).digest()
    return 0, left[1] if right[1] == EMPTY else right[1]


def _under(records: Sequence[bytes], depth: int) -> bytes:
    if len(records) < 2:
        return hashlib.sha256(b"\x02" + records[0]).digest() if records else EMPTY
    byte, bit = depth // 8, 128 >> depth % 8
    cut = next((n for n, each in enumerate(records) if each[byte] & bit), len(records))
    return hashlib.sha256(b"\x03" + _under(records[:cut], depth + 1) + _under(records[cut:], depth + 1)).digest()


class Positions:
    """The whole map, made again from leaves as they are read; of a large ledger, by a process for each half."""

    def __init__(self, leaves: int) -> None:
        self._tops: list[list[Top]] = [[], []]
        self._halves: list[Half] = []
        self._processes: list[tuple[Process, Connection]] = []
        if leaves < LARGE:
            self._halves = [Half(leaves, half) for half in (0, 1)]
            return
        for half in (0, 1):
            here, there = Pipe()
            process = Process(target=_work, args=(there, leaves, half), daemon=True)
            process.start()
            there.close()
            self._processes.append((process, here))

    def take(self, first: int, leaves: Sequence[bytes]) -> None:
        """Put in the labels of leaves, of which the first has that index."""
        for half, tops in zip(self._halves, self._tops, strict=False):
            tops.extend(half.take(first, leaves))
        for _, connection in self._processes:
            try:
                connection.send((first, leaves))
            except OSError:
                raise Unusable(_ENDED) from None

    def roots(self) -> list[bytes]:
        """The root of the map as it stood at each leaf of the map, in their order; nothing can be put in after this."""
        for (_, connection), tops in zip(self._processes, self._tops, strict=False):
            try:
                connection.send(None)
                tops.extend(connection.recv())
            except (EOFError, OSError):
                raise Unusable(_ENDED) from None
        self.close()
        return [_join(left, right)[1] for left, right in zip(*self._tops, strict=True)]

    def close(self) -> None:
        """End the processes, if there are any."""
        for process, connection in self._processes:
            connection.close()
            process.join(10)
        self._processes = []


def _work(connection: Connection, leaves: int, half: int) -> None:
    """What a process does that makes one half: leaves come, and at the end the tops go back."""
    gc.disable()  # it makes many things, and lets none of them go
    this, tops = Half(leaves, half), list[Top]()
    try:
        while (given := connection.recv()) is not None:
            tops.extend(this.take(*given))
        connection.send(tops)
    except EOFError:  # whoever asked has gone
        return


def index_at(root: bytes, label: bytes, siblings: Sequence[bytes], found: tuple[bytes, int] | None) -> int | None:
    """The index that the map of this root gives for a label, by the way to it: the siblings from the root down, and what stands at the end; None: the
    label is not there. Raises Changed.
    """
    depth = len(siblings)
    bits = int.from_bytes(label, "big")
    if depth > 8 * LABEL or any(len(each) != LABEL for each in siblings):
        raise Changed("a way through the map of positions is not one")
    node = EMPTY
    if found is not None:
        if len(found[0]) != LABEL or not 0 <= found[1] < 1 << 63 or (int.from_bytes(found[0], "big") ^ bits) >> (256 - depth):
            raise Changed("a way through the map of positions ends where it cannot")
        node = hashlib.sha256(b"\x02" + found[0] + found[1].to_bytes(8, "big")).digest()
    for at in range(depth - 1, -1, -1):
        node = hashlib.sha256(b"\x03" + (siblings[at] + node if bits >> (255 - at) & 1 else node + siblings[at])).digest()
    if node != root:
        raise Changed("a way through the map of positions does not lead to the map that was signed")
    return found[1] if found is not None and found[0] == label else None
