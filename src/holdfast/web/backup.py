"""A copy of an installation, and putting it back: the database first, then the ledger's files, which are only ever added to; the keys apart.

A copy says what it is in `manifest.json`: when, of which ledger, with which keys, and the SHA-256 of each file. Putting it back believes nothing else.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.db import connections

from holdfast.database import bootstrap
from holdfast.database.copying import dump, put_back
from holdfast.database.setting_up import KEY_COLUMNS, declared, migrate
from holdfast.database.time import now
from holdfast.home import home
from holdfast.ledger.checkpoint import Checkpoint
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.note import parse_note
from holdfast.ledger.store import Store
from holdfast.record.log_keys import store
from holdfast.record.restored import mark
from holdfast.vault.master import read_master_key
from holdfast.vault.shares import fingerprint

DATABASE, LEDGER, MANIFEST, WITNESSES, KEYS = "database.dump", "ledger", "manifest.json", "witnesses", "keys"
#: The map is made again from the leaves, and the lock is this machine's.
_NOT_COPIED = ("positions", "lock")
Progress = Callable[[str], None]


class BackupRefused(Exception):
    """Nothing was copied, or nothing was put back; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a copy is."""

    made_at: str
    release: str
    nature: str
    origin: str
    keys: dict[str, str]
    entries: int
    head: int
    files: dict[str, str]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST)


def _release() -> str:
    try:
        return version("holdfast")
    except PackageNotFoundError:
        return "of a checkout"


def back_up(folder: Path, progress: Progress, *, with_keys: bool = False) -> Manifest:
    """Copy this installation into an empty folder. Raises BackupRefused, CopyFailed, NoPostgres, OSError."""
    found = declared()
    if found is None:
        raise BackupRefused("This database was not set up: there is nothing to copy.")
    if folder.exists() and any(folder.iterdir()):
        raise BackupRefused(f"{folder} is not empty. Choose an empty folder: two copies are never mixed.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    progress("the database")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM record_entry")
        (entries,) = cursor.fetchone()
    dump(bootstrap.connect_urls(home()).owner, folder / DATABASE, progress)
    progress("the ledger")
    here = store().folder
    if here.exists():  # after the database, so that it holds at least what the database does
        shutil.copytree(here, folder / LEDGER, ignore=shutil.ignore_patterns(*_NOT_COPIED))
    if (witnesses := Path(settings.HOLDFAST_HOME) / WITNESSES).exists():
        shutil.copy2(witnesses, folder / WITNESSES)
    if with_keys:
        progress("the keys")
        shutil.copytree(Path(settings.HOLDFAST_HOME) / KEYS, folder / KEYS, symlinks=False)
        shutil.copy2(settings.HOLDFAST_MASTER_KEY_FILE, folder / KEYS / "master.key")
    progress("what it is")
    manifest = Manifest(
        made_at=now().isoformat(timespec="seconds"),
        release=_release(),
        nature=found.nature,
        origin=found.origin,
        keys=found.keys,
        entries=int(entries),
        head=_head_of(folder / LEDGER, found.origin),
        files={str(path.relative_to(folder)): _sha256(path) for path in _files(folder)},
    )
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")
    return manifest


def _head_of(ledger: Path, origin: str) -> int:
    """How many leaves the head in these files says, before there is a database to know its keys by; 0 where there is none. Raises BackupRefused.

    It decides only which files stay: that the head is signed, and the database not behind it, is looked at before anything begins (`sequencer.behind`).
    """
    note = Store(ledger).head_note() if ledger.exists() else None
    if note is None:
        return 0
    try:
        head = Checkpoint.parse(parse_note(note).text)
    except LedgerError as wrong:
        raise BackupRefused(f"The head of the ledger in {ledger} is garbled.") from wrong
    if head.origin != origin:
        raise BackupRefused(f"The ledger in {ledger} is another installation's ({head.origin}), and not {origin}'s. Nothing was put back.")
    return head.size


def read_manifest(folder: Path) -> Manifest:
    """What a copy is, with each of its files looked at. Raises BackupRefused."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as wrong:
        raise BackupRefused(
            f"{folder} is no copy that `holdfast backup` made, or only a part of one: its {MANIFEST} is missing or garbled."
        ) from wrong
    for name, digest in manifest.files.items():
        path = folder / name
        if not path.is_file() or _sha256(path) != digest:
            raise BackupRefused(f"{name} of this copy is missing, or is not what was copied. Take another copy.")
    return manifest


def _is_empty() -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'"
        )
        (tables,) = cursor.fetchone()
    return not tables


def put_back_from(folder: Path, progress: Progress) -> Manifest:
    """Put a copy back into an empty database, and its ledger where no later one is. Raises BackupRefused, CopyFailed, NoMasterKey, NoPostgres, OSError."""
    manifest = read_manifest(folder)
    if not _is_empty():
        raise BackupRefused(
            "This database is not empty. A copy is put back into an empty database alone: make one, and name it in DATABASE_URL."
        )
    if (here := fingerprint(read_master_key())) != manifest.keys["master"]:
        raise BackupRefused(
            f"The master key here ({here}) is not the one of this copy ({manifest.keys['master']}). Put the right keys back first."
        )
    _head_of(store().folder, manifest.origin)
    # From here until it is known that nothing later was signed, nothing is signed.
    mark().write_text(f"{manifest.made_at} {manifest.head}\n", encoding="utf-8")
    _put_ledger_back(folder, manifest, progress)
    put_back(bootstrap.connect_urls(home()).owner, folder / DATABASE, progress)
    for connection in connections.all():
        connection.close()
    progress("bringing it up to this release")
    migrate()
    found = declared()
    if found is None or (found.origin, found.keys) != (manifest.origin, {name: manifest.keys[name] for name in KEY_COLUMNS}):
        raise BackupRefused("What was put back does not say what its copy says: the database in it is another. Do not use it.")
    return manifest


def _put_ledger_back(folder: Path, manifest: Manifest, progress: Progress) -> None:
    """The ledger of the copy, unless the one that is here goes further: that one stays."""
    here = store().folder
    if here.exists() and any(path.is_file() and path.name != "lock" for path in here.iterdir()):
        if _head_of(here, manifest.origin) >= manifest.head:
            progress("the ledger here goes further than the copy’s, and stays")
            return
        aside = here.with_name(f"{here.name}.before-{manifest.made_at.replace(':', '')}")
        here.rename(aside)
        progress(f"the ledger here is older than the copy’s: it lies in {aside.name} now")
    if (folder / LEDGER).exists():
        progress("the ledger")
        shutil.rmtree(here, ignore_errors=True)  # a lock, and nothing else
        shutil.copytree(folder / LEDGER, here)
    if (folder / WITNESSES).exists() and not (Path(settings.HOLDFAST_HOME) / WITNESSES).exists():
        shutil.copy2(folder / WITNESSES, Path(settings.HOLDFAST_HOME) / WITNESSES)
