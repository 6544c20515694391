"""The ledger's files: every signed leaf, the head, and every older head, in one folder outside the database.

Leaves lie in entry bundles, and the tree's nodes in tiles, as the tlog-tiles specification lays them out (`tile/entries/x001/234`,
`tile/0/x001/234`, 256 in each, a partial last one as `…/234.p/17`), so that they can be served as they are. `checkpoint`
holds the signed head; `heads` holds all heads, one in a line. What is written is on the disk before the function returns. Leaves beyond the head were
never signed and count for nothing; they are written again.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from holdfast.ledger.checkpoint import Checkpoint
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.leaf import MAX_LEAF_SIZE
from holdfast.ledger.succession import KeyLine
from holdfast.ledger.tiles import ENTRIES, FULL, STRIDE, TileReader, tile_path, tiles_between
from holdfast.ledger.tree import HASH_SIZE, Frontier, NodeVisitor, leaf_hash

BUNDLE = FULL
#: How much of the file of heads is read to find the newest, in bytes.
_TAIL = 65_536


class StoreError(LedgerError):
    """The ledger's files are damaged, or do not say what they must; the message names the file."""


class StoreBusy(LedgerError):
    """Another process is writing the ledger's files."""


class Store:
    """The files of one ledger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def head_path(self) -> Path:
        """The file that holds the signed head."""
        return self.folder / "checkpoint"

    @property
    def heads_path(self) -> Path:
        """The file that holds every head, one JSON string in a line."""
        return self.folder / "heads"

    @contextmanager
    def alone(self, patience: float = 30.0) -> Iterator[None]:
        """Hold the files for writing. Raises StoreBusy when another holds them for longer than `patience` seconds."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        end = time.monotonic() + patience
        with (self.folder / "lock").open("a") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > end:
                        raise StoreBusy(f"another process has been writing the ledger's files in {self.folder} for too long") from None
                    time.sleep(0.05)
            yield

    def head_note(self) -> str | None:
        """The signed head as it lies there; None before the first. Raises StoreError."""
        try:
            return self.head_path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (UnicodeDecodeError, OSError) as wrong:
            raise StoreError(f"the head in {self.head_path} cannot be read") from wrong

    def head(self, keys: KeyLine) -> Checkpoint | None:
        """The head, its signature checked; None before the first. Raises StoreError."""
        note = self.head_note()
        if note is None:
            return None
        try:
            return keys.open(note)
        except LedgerError as wrong:
            raise StoreError(f"the head in {self.head_path} is damaged, or not signed by this log's key: {wrong}") from wrong

    def older_heads(self) -> Iterator[str]:
        """Every head that was signed, as a note, the oldest first. A last line that a power cut tore is left out.

        Raises StoreError.
        """
        try:
            lines = self.heads_path.read_text(encoding="utf-8").split("\n")
        except FileNotFoundError:
            return
        except (UnicodeDecodeError, OSError) as wrong:
            raise StoreError(f"the older heads in {self.heads_path} cannot be read") from wrong
        for number, line in enumerate(lines[:-1], start=1):
            try:
                note = json.loads(line)
            except ValueError as wrong:
                raise StoreError(f"line {number} of {self.heads_path} is damaged") from wrong
            if not isinstance(note, str):
                raise StoreError(f"line {number} of {self.heads_path} is no head")
            yield note

    def heads_after(self, size: int, keys: KeyLine) -> list[tuple[Checkpoint, str]]:
        """The heads that were signed over more than `size` leaves, each with its note, the oldest first. Raises StoreError.

        Reads the end of the file alone where that is enough, for it is asked for after each new head.
        """
        for limit in (_TAIL, None):
            found: list[tuple[Checkpoint, str]] = []
            for note in self._last_heads(limit):
                try:
                    head = keys.open(note)
                except LedgerError as wrong:
                    raise StoreError(f"{self.heads_path} holds a head that this log did not sign: {wrong}") from wrong
                if head.size <= size:
                    return found[::-1]
                found.append((head, note))
        return found[::-1]

    def _last_heads(self, limit: int | None) -> Iterator[str]:
        """Heads, the newest first; of those within the last `limit` bytes, or all."""
        if limit is None or not self.heads_path.exists() or self.heads_path.stat().st_size <= limit:
            yield from reversed(list(self.older_heads()))
            return
        with self.heads_path.open("rb") as file:
            file.seek(-limit, os.SEEK_END)
            lines = file.read().split(b"\n")[1:-1]
        for line in reversed(lines):
            try:
                yield str(json.loads(line))
            except ValueError as wrong:
                raise StoreError(f"{self.heads_path} is damaged near its end") from wrong

    @property
    def keys_folder(self) -> Path:
        """Where the statements lie that say which key followed which, numbered from 1."""
        return self.folder / "keys"

    def key_statements(self) -> list[str]:
        """The statements of keys, as notes, the oldest first. Raises StoreError."""
        try:
            numbers = sorted(int(path.name) for path in self.keys_folder.glob("*") if path.name.isdigit())
            notes = [(self.keys_folder / str(number)).read_text(encoding="utf-8") for number in numbers]
        except (UnicodeDecodeError, OSError) as wrong:
            raise StoreError(f"the statements of keys in {self.keys_folder} cannot be read") from wrong
        if numbers != list(range(1, len(numbers) + 1)):
            raise StoreError(f"of the statements of keys in {self.keys_folder} one is missing")
        return notes

    def add_key_statement(self, note: str) -> None:
        """Put a statement of a key after those that are there, durably. Raises StoreError, OSError."""
        _write_durably(self.keys_folder / str(len(self.key_statements()) + 1), note.encode())
        _sync_up_to(self.keys_folder, self.folder)

    @property
    def map_path(self) -> Path:
        """The file of the map of positions, which nobody need trust."""
        return self.folder / "positions"

    def leaves(self, size: int, start: int = 0) -> Iterator[bytes]:
        """The first `size` leaves, but for those before `start`. Raises StoreError."""
        for bundle in range(start // BUNDLE, (size + BUNDLE - 1) // BUNDLE):
            yield from self._bundle(bundle, min(BUNDLE, size - bundle * BUNDLE))[max(0, start - bundle * BUNDLE) :]

    def tree(self, size: int, seen: Callable[[int, bytes], None] = lambda index, leaf: None) -> Frontier:
        """The tree over the first `size` leaves, built again from them; its tiles are those that lie here, or are written where they are missing.
        `seen` is told each leaf.

        Raises StoreError, also for a tile that is not of this tree; OSError.
        """
        nodes: dict[int, list[bytes]] = {}
        frontier = Frontier()

        def hashes() -> Iterator[bytes]:
            for index, leaf in enumerate(self.leaves(size)):
                seen(index, leaf)
                yield leaf_hash(leaf)

        frontier.extend(hashes(), _keeping(nodes))
        missing = {}
        for level, index, width in tiles_between(0, size):
            made = b"".join(nodes[level][index * FULL : index * FULL + width])
            there = self._tile_if_there(level, index, width)
            if there is None:
                missing[level, index, width] = made
            elif there != made:
                raise StoreError(f"the tile in {self._place(level, index, width)} is not of the tree that the leaves make")
        self._write_tiles(missing)
        return frontier

    def nodes(self, size: int) -> TileReader:
        """Reads the nodes of the tree of `size` leaves from its tiles. What it is asked for that is not there raises StoreError."""
        return TileReader(self.tile, size)

    def write_leaves(self, start: int, leaves: Sequence[bytes]) -> None:
        """Put leaves after the first `start`, durably. Raises StoreError, OSError."""
        bundle, within = divmod(start, BUNDLE)
        pending = [*(self._bundle(bundle, within) if within else ()), *leaves]
        files = {}
        for at in range(0, len(pending), BUNDLE):
            some = pending[at : at + BUNDLE]
            files[self._place(ENTRIES, bundle + at // BUNDLE, len(some))] = _encode(some)
        self._write(files)

    def grow(self, tree: Frontier, leaves: Sequence[bytes]) -> Frontier:
        """Put leaves after those of a tree whose files are here, with their tiles, durably; the tree with them. Raises StoreError, OSError."""
        self.write_leaves(tree.size, leaves)
        nodes: dict[int, list[bytes]] = {}
        grown = tree.copy()
        grown.extend((leaf_hash(leaf) for leaf in leaves), _keeping(nodes))
        made = {}
        for level, index, width in tiles_between(tree.size, grown.size):
            first = tree.size >> (STRIDE * level)  # the first node of this level that is new
            before = first - index * FULL
            old = self.tile(level, index, before) if before > 0 else b""
            start = max(0, -before)
            made[level, index, width] = old + b"".join(nodes[level][start : start + width - max(0, before)])
        self._write_tiles(made)
        return grown

    def _write_tiles(self, tiles: Mapping[tuple[int, int, int], bytes]) -> None:
        self._write({self._place(level, index, width): data for (level, index, width), data in tiles.items()})

    def _write(self, files: Mapping[Path, bytes]) -> None:
        for path, data in files.items():
            _write_durably(path, data)
        for folder in {path.parent for path in files}:
            _sync_up_to(folder, self.folder)

    def move_head(self, note: str, *, before: Checkpoint | None, keys: KeyLine) -> None:
        """Put a new signed head in the place of `before`. Raises StoreError when another head lies there by now."""
        if self.head(keys) != before:
            raise StoreError(f"the head in {self.head_path} is not the one that was signed last")
        _drop_torn_line(self.heads_path)
        with self.heads_path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(note) + "\n")
            file.flush()
            os.fsync(file.fileno())
        _write_durably(self.head_path, note.encode())
        _sync(self.folder)

    def tidy(self, before: int, size: int) -> None:
        """Take away partial bundles and tiles that a head has outgrown which went from `before` leaves to `size`."""
        levels: list[tuple[int | str, int]] = [
            (ENTRIES, 0),
            *((level, STRIDE * level) for level, index, _ in tiles_between(0, size) if index == 0),
        ]
        for level, height in levels:
            for index in {(before >> height) // FULL, (size >> height) // FULL}:
                folder = self._place(level, index, 1).parent
                keep = min(FULL, (size >> height) - index * FULL)
                for partial in folder.glob("*") if folder.is_dir() else ():
                    if partial.name.isdigit() and int(partial.name) < keep:
                        partial.unlink(missing_ok=True)

    def _place(self, level: int | str, index: int, width: int) -> Path:
        return self.folder / tile_path(level, index, width)

    def _tile_if_there(self, level: int, index: int, width: int) -> bytes | None:
        """The first `width` hashes of a tile, from the smallest file that holds them."""
        for path in self._holding(level, index, width):
            try:
                return path.read_bytes()[: width * HASH_SIZE]
            except FileNotFoundError:
                continue
            except OSError as wrong:
                raise StoreError(f"the tile in {path} cannot be read") from wrong
        return None

    def tile(self, level: int, index: int, width: int) -> bytes:
        """The first `width` hashes of a tile. Raises StoreError."""
        data = self._tile_if_there(level, index, width)
        if data is None:
            raise StoreError(f"the tile {self._place(level, index, width)} is missing")
        return data

    def _holding(self, level: int | str, index: int, width: int) -> list[Path]:
        """The files that may hold the first `width` of a tile or bundle, the smallest first."""
        exact, full = self._place(level, index, width), self._place(level, index, FULL)
        folder = self._place(level, index, 1).parent
        partials = sorted((int(p.name), p) for p in folder.glob("*") if p.name.isdigit())
        return [exact, *(p for w, p in partials if w > width), full]

    def bundle(self, index: int, width: int) -> bytes:
        """The first `width` leaves of a bundle, as the file of that width holds them. Raises StoreError."""
        return _encode(self._bundle(index, width))

    def _bundle(self, bundle: int, width: int) -> list[bytes]:
        """The first `width` leaves of a bundle, from the smallest file that holds them."""
        for path in self._holding(ENTRIES, bundle, width):
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                continue
            except OSError as wrong:
                raise StoreError(f"the leaves in {path} cannot be read") from wrong
            return _decode(data, path)[:width]
        raise StoreError(f"the leaves from {bundle * BUNDLE} on are missing: there is no file {self._place(ENTRIES, bundle, width)}")


def _keeping(nodes: dict[int, list[bytes]]) -> NodeVisitor:
    """Keeps the nodes that tiles hold, by level of tiles, in order."""

    def keep(height: int, _: int, node: bytes) -> None:
        if height % STRIDE == 0:
            nodes.setdefault(height // STRIDE, []).append(node)

    return keep


def _encode(leaves: Iterable[bytes]) -> bytes:
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def _decode(data: bytes, path: Path) -> list[bytes]:
    leaves, at = [], 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 2], "big")
        leaf = data[at + 2 : at + 2 + length]
        if not 0 < len(leaf) == length <= MAX_LEAF_SIZE:
            raise StoreError(f"the leaves in {path} are cut off or damaged")
        leaves.append(leaf)
        at += 2 + length
    expected = BUNDLE if not path.parent.name.endswith(".p") else int(path.name)
    if len(leaves) != expected:
        raise StoreError(f"{path} holds {len(leaves)} leaves, not {expected}")
    return leaves


def _write_durably(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _drop_torn_line(path: Path) -> None:
    """A line that a power cut left without its end is no line; the next must not be glued to it."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return
    if data and not data.endswith(b"\n"):
        with path.open("r+b") as file:
            file.truncate(data.rfind(b"\n") + 1)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_up_to(folder: Path, top: Path) -> None:
    while True:
        _sync(folder)
        if folder == top or top not in folder.parents:
            return
        folder = folder.parent
