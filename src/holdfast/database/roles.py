"""The database roles by name, and taking the writer's for the length of a block.

*owner* migrates and is never used by the running application; *app* reads; *writer* is taken inside `record.append` alone; *sequencer* signs
in by itself, in the ledger's own process, reads leaves and inserts indexes and heads; *eraser* deletes keys on a lawful order. Names share a
prefix: `<prefix>_owner`, `<prefix>_app` and so on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True)
class Roles:
    """The names of the five roles of one installation."""

    owner: str
    app: str
    writer: str
    sequencer: str
    eraser: str


def roles() -> Roles:
    """The roles of this installation, from the name that the application signs in with."""
    return roles_of(str(connection.settings_dict["USER"]))


def roles_of(app_user: str) -> Roles:
    """The five names that go with an application role named `<prefix>_app`.

    Raises ValueError when the name does not end in `_app`, for then the other roles cannot be known.
    """
    prefix, underscore, last = app_user.rpartition("_app")
    if not underscore or last:
        raise ValueError(f"the application's database role must be named <prefix>_app, not {app_user!r}")
    return Roles(*(f"{prefix}_{role}" for role in ("owner", "app", "writer", "sequencer", "eraser")))


@contextmanager
def as_writer() -> Iterator[None]:
    """Take the writer role until the block ends. Only `record` may call this; an import contract and a test say so."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the writer role is taken only inside a transaction")
    if getattr(connection, "holdfast_writes", False):  # a reactor or `holding` is already inside
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{roles().writer}"')
    connection.holdfast_writes = True  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.holdfast_writes = False  # type: ignore[attr-defined]
    # Not in the `finally`: after an error the transaction (or savepoint) is rolled back, and the role with it.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
