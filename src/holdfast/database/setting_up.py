"""Setting up a database: migrated, protected, and told for ever what it is."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

NATURES = ("demonstration", "real")


class CannotSetUp(Exception):
    """The database cannot become what was asked; the message says why."""


def is_migrated() -> bool:
    """Whether every migration of this release has been applied."""
    executor = MigrationExecutor(connections["owner"])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@dataclass(frozen=True)
class Declared:
    """What a database is, for ever: its nature, the origin of its log, and the fingerprints of the keys that it was set up with."""

    nature: str
    origin: str
    keys: dict[str, str]


#: Each key by its purpose, and the column that keeps its fingerprint.
KEY_COLUMNS = {"master": "master_key", "checkpoint": "checkpoint_key", "acknowledgement": "acknowledgement_key"}


def migrate() -> bool:
    """Migrate and protect the database. True when something was done."""
    if is_migrated():
        return False
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    return True


def declared() -> Declared | None:
    """What the database was set up as; None when it never was."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT nature, origin, {', '.join(KEY_COLUMNS.values())} FROM database_installation")  # noqa: S608
        row = cursor.fetchone()
    return Declared(row[0], row[1], dict(zip(KEY_COLUMNS, row[2:], strict=True))) if row else None


def declare(*, nature: str, host: str, keys: dict[str, str]) -> None:
    """Say for ever what the database is. Raises CannotSetUp when it holds entries, which nobody has declared."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM record_entry)")
        (entries,) = cursor.fetchone()
        if entries:
            raise CannotSetUp("This database holds entries and does not say what it is: its declaration was removed. Nothing was changed.")
        # The origin names the log for ever, in every checkpoint; a demonstration's says so.
        origin = f"{host}/{'holdfast' if nature == 'real' else nature}/{secrets.token_hex(4)}"
        cursor.execute(
            f"INSERT INTO database_installation (nature, origin, {', '.join(KEY_COLUMNS.values())}) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608
            [nature, origin, *(keys[purpose] for purpose in KEY_COLUMNS)],
        )


def check_nature(found: Declared, nature: str) -> None:
    """Raises CannotSetUp when the database is something else already: a demonstration never becomes real."""
    if found.nature != nature and nature == "real":
        raise CannotSetUp(f"This database was created as a {found.nature} and can never become a real one. Use another database.")
