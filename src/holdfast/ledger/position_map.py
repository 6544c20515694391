"""The map of positions: position label → index of the leaf that carries it; insert-only, and committed to by leaves of the log itself.

A label that is in the map is where the map says; one that is not there was never given to any entry. With a room's secret, anyone can so see that
entries 1..N are there and that there is no N+1.

The map is a Merkle tree over the bits of its labels, the highest first (ADR 13). No label: 32 zero bytes. One label: SHA-256(0x02, label, index as
eight bytes, big-endian), however high it stands. More: SHA-256(0x03, left, right). A label that is given twice keeps its first index.

It lies in an SQLite file of rows that nobody need trust: each row is held against the root when it is read, and the whole can be made again from the
leaves. A row is either a *bucket* (the records below its prefix, sorted) or a *split* (sixteen subtrees, each with what it is and its hash).
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from holdfast.ledger.errors import LedgerError
from holdfast.ledger.leaf import LABEL_SIZE

NOTHING, ONE, MORE = 0, 1, 2
#: What a subtree is (NOTHING, ONE label, or MORE), and its hash.
Subtree = tuple[int, bytes]

_ABSENT: Subtree = (NOTHING, bytes(32))
_INDEX_SIZE = 8
_RECORD = LABEL_SIZE + _INDEX_SIZE
_SLOT = 33
_CHILDREN = 16
_BITS_OF_A_ROW = 4
#: Records that a bucket holds before it is split.
_BUCKET = 24
_HEX = "0123456789abcdef"
_TABLES = """
CREATE TABLE IF NOT EXISTS node (prefix TEXT PRIMARY KEY, split INTEGER NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY CHECK (one = 1), covered INTEGER NOT NULL, kind INTEGER NOT NULL, root BLOB NOT NULL);
"""


class MapDamaged(LedgerError):
    """What lies in the map's file is not the map whose root is known. It is made again from the leaves."""


@dataclass(frozen=True, slots=True)
class Way:
    """What shows that a label is in the map, or is not. `siblings` go from the root down; a sibling of zeros is empty.

    `found` is the label and index at the end of the way: the label asked for (then it is present), another one, or none (then it is absent).
    """

    siblings: tuple[bytes, ...]
    found: tuple[bytes, int] | None

    def root_for(self, label: bytes) -> bytes:
        """The root of the map in which this is the way of that label. Raises MapDamaged when it can be the way of no such label."""
        depth = len(self.siblings)
        if depth > LABEL_SIZE * 8 or any(len(each) != len(_ABSENT[1]) for each in self.siblings):
            raise MapDamaged("the way through the map is longer than a label, or not of hashes")
        node = _ABSENT[1]
        if self.found is not None:
            other, index = self.found
            if len(other) != LABEL_SIZE or any(_bit(other, at) != _bit(label, at) for at in range(depth)):
                raise MapDamaged("the way through the map leads to a label that does not lie there")
            node = sha256(b"\x02" + other + index.to_bytes(_INDEX_SIZE, "big")).digest()
        for at in range(depth - 1, -1, -1):
            pair = self.siblings[at] + node if _bit(label, at) else node + self.siblings[at]
            node = sha256(b"\x03" + pair).digest()
        return node

    def index_of(self, label: bytes) -> int | None:
        """The index that the map gives for that label; None: it is not there."""
        return self.found[1] if self.found is not None and self.found[0] == label else None


def _bit(label: bytes, depth: int) -> int:
    return label[depth >> 3] >> (7 - (depth & 7)) & 1


def _join(left: Subtree, right: Subtree) -> Subtree:
    if left[0] == NOTHING and right[0] != MORE:
        return right
    if right[0] == NOTHING and left[0] != MORE:
        return left
    return MORE, sha256(b"\x03" + left[1] + right[1]).digest()


def _middle(records: Sequence[bytes], low: int, high: int, depth: int) -> int:
    """Where the records begin, from `low` to `high`, whose bit at this depth is one."""
    byte, mask = depth >> 3, 0x80 >> (depth & 7)
    while low < high:
        at = (low + high) // 2
        if records[at][byte] & mask:
            high = at
        else:
            low = at + 1
    return low


def _fold(records: Sequence[bytes], low: int, high: int, depth: int) -> Subtree:
    """The subtree over sorted records that agree in their first `depth` bits."""
    if high - low < 2:
        return (ONE, sha256(b"\x02" + records[low]).digest()) if high > low else _ABSENT
    if high - low == 2:
        return _pair(records[low], records[low + 1], depth)
    middle = _middle(records, low, high, depth)
    return _join(_fold(records, low, middle, depth + 1), _fold(records, middle, high, depth + 1))


def _pair(first: bytes, second: bytes, depth: int) -> Subtree:
    """The same over two records, of which there are most: where they part, and what is empty beside them from there up."""
    label = int.from_bytes(first[:LABEL_SIZE], "big")
    parts = LABEL_SIZE * 8 - (label ^ int.from_bytes(second[:LABEL_SIZE], "big")).bit_length()
    node = sha256(b"\x03" + sha256(b"\x02" + first).digest() + sha256(b"\x02" + second).digest()).digest()
    for at in range(parts - 1, depth - 1, -1):
        node = sha256(b"\x03" + _ABSENT[1] + node if _bit(first, at) else b"\x03" + node + _ABSENT[1]).digest()
    return MORE, node


def _fold_slots(slots: Sequence[Subtree]) -> Subtree:
    while len(slots) > 1:
        slots = [_join(slots[at], slots[at + 1]) for at in range(0, len(slots), 2)]
    return slots[0]


def _records_in(data: bytes) -> list[bytes]:
    return [data[at : at + _RECORD] for at in range(0, len(data), _RECORD)]


def _slots_in(data: bytes) -> list[Subtree]:
    return [(data[at], data[at + 1 : at + _SLOT]) for at in range(0, _SLOT * _CHILDREN, _SLOT)]


def _only_first(records: list[bytes]) -> list[bytes]:
    """Of sorted records, those whose label stands for the first time: the lowest index of each."""
    return [*records[:1], *(after for before, after in pairwise(records) if before[:LABEL_SIZE] != after[:LABEL_SIZE])]


#: What is wrong with the machine, and not with the file: a full disk, no room to read or write, somebody else at it.
_OF_THE_MACHINE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_BUSY", "SQLITE_NOMEM", "SQLITE_PERM")


def _in_words(what: str, wrong: sqlite3.Error) -> MapDamaged | OSError:
    """What an error of SQLite means: that the machine does not let the file be read or written, or that it is no map."""
    name = getattr(wrong, "sqlite_errorname", type(wrong).__name__)
    if name.startswith(_OF_THE_MACHINE):
        return OSError(f"the map of positions cannot be {what} ({name})")
    return MapDamaged(f"the map of positions cannot be {what} ({name})")


class PositionMap:
    """The map in one file. Whoever writes it is alone (the sequencer); others read it meanwhile."""

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        """Open the map's file, or a map in memory. Raises MapDamaged, OSError."""
        self._written: list[tuple[str, int, bytes]] = []
        try:
            if read_only and path is not None:
                self._database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
            else:
                self._database = sqlite3.connect(path or ":memory:", isolation_level=None)
                self._database.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; {_TABLES}")
            row = self._state()
        except sqlite3.Error as wrong:
            if hasattr(self, "_database"):
                self._database.close()
            raise _in_words("opened", wrong) from wrong
        #: How many leaves it covers, and the whole tree.
        self.covered, self.top = row

    def _state(self) -> tuple[int, Subtree]:
        row = self._database.execute("SELECT covered, kind, root FROM state").fetchone()
        return (0, _ABSENT) if row is None else (row[0], (row[1], row[2]))

    @property
    def root(self) -> bytes:
        """The root, to which the map's leaf in the log commits."""
        return self.top[1]

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @contextmanager
    def growing(self, positions: Iterable[tuple[bytes, int]], covered: int) -> Iterator[bytes]:
        """Put labels in, each with its leaf's index, so that `covered` leaves are covered; gives the new root, and keeps all of it only when the block
        ends well. Raises MapDamaged, OSError.
        """
        before = (self.covered, self.top)
        new = _only_first(sorted(label + index.to_bytes(_INDEX_SIZE, "big") for label, index in positions))
        try:
            self._database.execute("BEGIN IMMEDIATE")
            self.top = self._put("", new, self.top) if new else self.top
            self.covered = covered
            self._database.executemany("INSERT OR REPLACE INTO node VALUES (?, ?, ?)", self._written)
            self._database.execute("INSERT OR REPLACE INTO state VALUES (1, ?, ?, ?)", [covered, *self.top])
            yield self.root
            self._database.execute("COMMIT")
        except BaseException as wrong:
            self.covered, self.top = before
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            if isinstance(wrong, sqlite3.Error):
                raise _in_words("written", wrong) from wrong
            raise
        finally:
            self._written.clear()

    def _put(self, prefix: str, new: Sequence[bytes], there: Subtree) -> Subtree:
        """Put records below a prefix, where the subtree `there` is; the subtree with them."""
        split, data = self._row(prefix, there)
        if split:
            slots = _slots_in(data)
        else:
            both = _only_first(sorted([*_records_in(data), *new])) if data else new  # `new` is sorted, and each label of it stands once
            if len(both) <= _BUCKET:
                self._written.append((prefix, 0, b"".join(both)))
                return _fold(both, 0, len(both), _BITS_OF_A_ROW * len(prefix))
            slots, new = [_ABSENT] * _CHILDREN, both
        for slot, some in self._by_slot(new, len(prefix)):
            slots[slot] = self._put(prefix + _HEX[slot], some, slots[slot])
        self._written.append((prefix, 1, b"".join(bytes((kind,)) + node for kind, node in slots)))
        return _fold_slots(slots)

    def _by_slot(self, records: Sequence[bytes], depth: int) -> Iterator[tuple[int, Sequence[bytes]]]:
        byte, shift = depth >> 1, 0 if depth & 1 else 4
        start = 0
        while start < len(records):
            slot = records[start][byte] >> shift & 15
            last = (records[start][byte] >> shift) + 1 << shift  # the first byte that is in a later slot
            end = bisect_left(records, records[start][:byte] + bytes((last,)), start) if last < 256 else len(records)
            yield slot, records[start:end]
            start = end

    def _row(self, prefix: str, expected: Subtree) -> tuple[int, bytes]:
        """The row below a prefix, held against what its parent says that it is. Raises MapDamaged."""
        if expected[0] == NOTHING:
            return 0, b""
        row = self._database.execute("SELECT split, data FROM node WHERE prefix = ?", [prefix]).fetchone()
        if row is not None:
            split, data = row
            whole = len(data) == _SLOT * _CHILDREN if split else len(data) % _RECORD == 0
            if whole:
                records = [] if split else _records_in(data)
                made = _fold_slots(_slots_in(data)) if split else _fold(records, 0, len(records), _BITS_OF_A_ROW * len(prefix))
                if made == expected:
                    return split, data
        raise MapDamaged("the file of the map of positions does not hold the map that was signed")

    @contextmanager
    def reading(self) -> Iterator[tuple[int, bytes]]:
        """One state of the map, whatever is written meanwhile: how many leaves it covers, and its root; `way_of` asks within it. Raises MapDamaged."""
        try:
            self._database.execute("BEGIN")
            self.covered, self.top = self._state()
            yield self.covered, self.root
        except sqlite3.Error as wrong:
            raise _in_words("read", wrong) from wrong
        finally:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")

    def way_of(self, label: bytes) -> Way:
        """The way to a label, or to where it would stand. Raises MapDamaged."""
        siblings: list[bytes] = []
        prefix, there = "", self.top
        while there[0] == MORE:
            split, data = self._row(prefix, there)
            if not split:
                return self._way_in_bucket(label, _records_in(data), len(prefix) * _BITS_OF_A_ROW, siblings)
            slots = _slots_in(data)
            while len(slots) > 1 and there[0] == MORE:
                half = len(slots) // 2
                right = _bit(label, len(siblings))
                mine, other = (slots[half:], slots[:half]) if right else (slots[:half], slots[half:])
                siblings.append(_fold_slots(other)[1])
                slots, there = mine, _fold_slots(mine)
            prefix += self._slot_of(label, prefix, slots)
        return Way(tuple(siblings), self._only_one(prefix, there))

    def _slot_of(self, label: bytes, prefix: str, slots: Sequence[Subtree]) -> str:
        """Which child the way goes on in: the label's own, or the one that alone is there."""
        depth = len(prefix)
        slot = label[depth >> 1] >> (0 if depth & 1 else 4) & 15
        first = slot & ~(len(slots) - 1)
        return _HEX[next((first + at for at, each in enumerate(slots) if each[0] != NOTHING), slot)]

    def _only_one(self, prefix: str, there: Subtree) -> tuple[bytes, int] | None:
        if there[0] == NOTHING:
            return None
        (record,) = _records_in(self._row(prefix, there)[1])
        return record[:LABEL_SIZE], int.from_bytes(record[LABEL_SIZE:], "big")

    def _way_in_bucket(self, label: bytes, records: list[bytes], depth: int, siblings: list[bytes]) -> Way:
        low, high = 0, len(records)
        while high - low > 1:
            middle = _middle(records, low, high, depth)
            mine, other = ((middle, high), (low, middle)) if _bit(label, depth) else ((low, middle), (middle, high))
            siblings.append(_fold(records, *other, depth + 1)[1])
            (low, high), depth = mine, depth + 1
        if low == high:
            return Way(tuple(siblings), None)
        return Way(tuple(siblings), (records[low][:LABEL_SIZE], int.from_bytes(records[low][LABEL_SIZE:], "big")))
