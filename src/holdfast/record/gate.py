"""Whether this installation may take entries at all.

A demonstration or a test always may. A real installation refuses its first entry until its master key has been split between agencies and a
test restore has passed, because a key that only one body holds is a record that one body can lose or tear up.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from holdfast.vault.master import read_master_key
from holdfast.vault.shares import fingerprint


class NotReady(Exception):
    """This installation may not take entries yet; the message says what to do."""


@dataclass(frozen=True)
class Installation:
    """What this database is, for ever."""

    nature: str
    origin: str
    master_key: str

    @property
    def clock_moves(self) -> bool:
        return self.nature in ("demonstration", "test")


_known: dict[str, Installation] = {}
_may_record: set[str] = set()


def _database() -> str:
    return f"{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"


def installation() -> Installation:
    """What this database was created as. Raises NotReady before set-up."""
    database = _database()
    if database not in _known:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nature, origin, master_key FROM database_installation")
            row = cursor.fetchone()
        if row is None:
            raise NotReady("This database has not been set up. Run `script/holdfast set-up`.")
        _known[database] = Installation(*row)
    return _known[database]


def forget_installation() -> None:
    """Forget what is known of databases (tests, which change them)."""
    _known.clear()
    _may_record.clear()


def check_may_record() -> None:
    """Raises NotReady when this installation may not take an entry yet, NoMasterKey when its key is lost."""
    database = _database()
    if database in _may_record:
        return
    key = fingerprint(read_master_key())
    if key != installation().master_key:
        raise NotReady(
            "The master key here is not the one that this record was begun with. Nothing is recorded under another key: put the right one back "
            "(`script/holdfast keys restore`)."
        )
    if installation().nature == "real":
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM vault_key_split WHERE restore_tested_at IS NOT NULL AND fingerprint = %s)", [key])
            (proven,) = cursor.fetchone()
        if not proven:
            raise NotReady(
                "This installation takes no entry until its master key has been split between agencies and a test restore has "
                "passed. Run `script/holdfast keys split`, then `script/holdfast keys test-restore`."
            )
    _may_record.add(database)
