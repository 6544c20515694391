"""Setting up a database: migrated, protected, and told for ever what it is."""

from __future__ import annotations

import secrets

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


def set_up(*, nature: str = "demonstration", host: str = "holdfast.invalid") -> bool:
    """Migrate and protect the database, and say what it is if it has never been said. True when something was done.

    Raises CannotSetUp when the database is already something else: a demonstration never becomes real.
    """
    done = False
    if not is_migrated():
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        done = True
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT nature FROM database_installation")
        row = cursor.fetchone()
        if row is None:
            # The origin names the log for ever, in every checkpoint; a demonstration's says so.
            origin = f"{host}/{'holdfast' if nature == 'real' else nature}/{secrets.token_hex(4)}"
            cursor.execute("INSERT INTO database_installation (nature, origin) VALUES (%s, %s)", [nature, origin])
            return True
    if row[0] != nature and nature == "real":
        raise CannotSetUp(f"This database was created as a {row[0]} and can never become a real one. Use another database.")
    return done
