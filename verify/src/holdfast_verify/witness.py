"""A witness (C2SP tlog-witness): it cosigns a ledger's head only where it grew from the last one that it cosigned, and never two that differ.

What another organisation runs. Its key and what it saw lie in a folder of its own; nothing else of Holdfast is needed.
"""

from __future__ import annotations

import base64
import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from holdfast_verify.notes import COSIGNATURE, LARGEST, PLAIN, Head, Key, from_base64, number, open_checkpoint, read_key, take_apart
from holdfast_verify.successions import led_to, read_succession
from holdfast_verify.trees import check_growth
from holdfast_verify.words import Changed, Unusable

EMPTY = hashlib.sha256().digest()
#: Lines of a proof that a request may have.
MOST_LINES = 63


_TABLE = """CREATE TABLE log (
    origin TEXT PRIMARY KEY, vkey TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL
)"""


class Refused(Exception):
    """A request is answered with this status and body, and nothing is cosigned."""

    def __init__(self, status: int, body: str, kind: str = "text/plain; charset=utf-8") -> None:
        super().__init__(body)
        self.status, self.body, self.kind = status, body, kind


@dataclass(frozen=True)
class Seen:
    """What a witness saw last of a log."""

    origin: str
    size: int
    root: bytes
    note: str
    at: int


class Witness:
    """A witness, in its folder. `clock` gives Unix seconds."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.folder, self.clock = folder, clock

    @classmethod
    def begin(cls, folder: Path, name: str) -> Witness:
        """Make a witness's key and its store, once. Raises Unusable where there is one."""
        probe = Key(name, COSIGNATURE, bytes(32))
        if not name or "+" in name or any(c.isspace() for c in name):
            raise Unusable("a witness’s name has no space and no plus sign")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (folder / "key").exists() or (folder / "seen.sqlite").exists():
            raise Unusable(f"there is a witness in {folder} already; a lost store is never begun anew under the same key")
        handle = os.open(folder / "key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{probe.name}\n{Ed25519PrivateKey.generate().private_bytes_raw().hex()}\n")
            file.flush()
            os.fsync(file.fileno())
        with closing(sqlite3.connect(folder / "seen.sqlite")) as store:
            store.execute(_TABLE)
            store.commit()
        return cls(folder)

    def _key(self) -> tuple[str, Ed25519PrivateKey]:
        try:
            name, secret = (self.folder / "key").read_text(encoding="utf-8").split("\n")[:2]
            return name, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
        except (OSError, ValueError):
            raise Unusable(f"there is no witness’s key in {self.folder}") from None

    @property
    def vkey(self) -> str:
        """The key by which others check what it cosigns. Raises Unusable."""
        name, secret = self._key()
        key = Key(name, COSIGNATURE, secret.public_key().public_bytes_raw())
        return f"{name}+{key.id.hex()}+{base64.b64encode(bytes([COSIGNATURE]) + key.public).decode()}"

    @contextmanager
    def _store(self) -> Iterator[sqlite3.Connection]:
        path = self.folder / "seen.sqlite"
        if not path.is_file():
            raise Unusable(f"what this witness saw is not in {self.folder}. It is not begun anew: it would cosign a second history")
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as store:
            store.execute("PRAGMA synchronous = FULL")
            yield store

    def trust(self, vkey: str, statements: Sequence[str] = ()) -> None:
        """From now on, cosign this log; where another of its keys was trusted until now, by the statements that lead from that to this one.

        Raises Changed, Unusable.
        """
        key = read_key(vkey)
        if key.kind != PLAIN:
            raise Unusable("this is not a log’s key")
        with self._store() as store:
            known = store.execute("SELECT vkey FROM log WHERE origin = ?", [key.name]).fetchone()
            if known is not None and known[0] != vkey:
                led = led_to(read_key(known[0]), [read_succession(note) for note in statements])
                if not led or led[-1].after != key:
                    raise Unusable(
                        f"another key of {key.name} is trusted already, and no statement was given that leads from it to this one"
                    )
                store.execute("UPDATE log SET vkey = ? WHERE origin = ?", [vkey, key.name])
            store.execute("INSERT OR IGNORE INTO log VALUES (?, ?, 0, ?, '', 0)", [key.name, vkey, EMPTY])

    def seen(self) -> list[Seen]:
        """What it saw last of each log."""
        with self._store() as store:
            rows = store.execute("SELECT origin, size, root, note, at FROM log ORDER BY origin").fetchall()
        return [Seen(*row) for row in rows]

    def add_checkpoint(self, body: bytes) -> str:
        """The lines of cosignatures that answer a request. Raises Refused."""
        old, proof, note, origin = _request(body)
        with self._store() as store:
            row = store.execute("SELECT vkey FROM log WHERE origin = ?", [origin]).fetchone()
            if row is None:
                raise Refused(404, "this log is not known here\n")
            head = _signed(note, read_key(row[0]))
            if old > head.size:
                raise Refused(400, "the old size is larger than the new\n")
            # One writer at a time, from reading what was seen last until what is seen now is on the disk.
            store.execute("BEGIN IMMEDIATE")
            try:
                size, root = store.execute("SELECT size, root FROM log WHERE origin = ?", [origin]).fetchone()
                if old != size:
                    raise Refused(409, f"{size}\n", "text/x.tlog.size")
                try:
                    check_growth(size, root, head.size, head.root, proof)
                except Changed as why:
                    raise Refused(422, f"{why}\n") from None
                at = int(self.clock())
                line = self._cosignature(note, at)
                seen = [head.size, head.root, _alone(note) + line, at]
                store.execute("UPDATE log SET size = ?, root = ?, note = ?, at = ? WHERE origin = ?", [*seen, origin])
                store.execute("COMMIT")
            except BaseException:
                store.execute("ROLLBACK")
                raise
        return line

    def _cosignature(self, note: str, at: int) -> str:
        name, secret = self._key()
        key = Key(name, COSIGNATURE, secret.public_key().public_bytes_raw())
        text = take_apart(note)[0]
        signature = secret.sign(b"cosignature/v1\ntime %d\n" % at + text.encode())
        return f"\N{EM DASH} {name} {base64.b64encode(key.id + at.to_bytes(8, 'big') + signature).decode()}\n"

    def latest(self, origin_hash: str) -> str | None:
        """The head that it cosigned last of the log whose origin has this SHA-256, for whoever watches."""
        for each in self.seen():
            if hashlib.sha256(each.origin.encode()).hexdigest() == origin_hash and each.note:
                return each.note
        return None


def _alone(note: str) -> str:
    """A note without whatever another than the log itself added after it."""
    text, gap, lines = note.rpartition("\n\n")
    origin = text.split("\n")[0]
    return text + gap + "".join(f"{line}\n" for line in lines.split("\n") if line.startswith(f"\N{EM DASH} {origin} "))


def _request(body: bytes) -> tuple[int, list[bytes], str, str]:
    """The old size, the proof, the signed head, and the log that it speaks of. Raises Refused."""
    try:
        if len(body) > LARGEST:
            raise Unusable("the request is longer than any is")
        head, gap, note = body.decode().partition("\n\n")
        lines = head.split("\n")
        if not gap or not lines[0].startswith("old ") or len(lines) > MOST_LINES + 1:
            raise Unusable("a request is its old size, a proof, an empty line and a signed head")
        proof = [from_base64(line) for line in lines[1:]]
        if any(len(each) != 32 for each in proof):
            raise Unusable("a line of the proof is not a hash")
        text, _ = take_apart(note)
        return number(lines[0][4:]), proof, note, text.split("\n")[0]
    except (Unusable, UnicodeDecodeError) as why:
        raise Refused(400, f"{why}\n") from None


def _signed(note: str, log: Key) -> Head:
    try:
        return open_checkpoint(note, log, [])
    except Changed as why:
        raise Refused(403, f"{why}\n") from None
    except Unusable as why:
        raise Refused(400, f"{why}\n") from None
