"""Making the server forget what was deleted.

A deleted row stays in its table's file until that is written anew, in the log of what was written, and, where the server happened to
sample it for its planner, in the server's statistics.
"""

from __future__ import annotations

import re
import time

import psycopg
from django.db import connections
from psycopg import sql

from holdfast.database.bootstrap import admin_url

#: What no server can do by itself.
_LEFT = (
    "What may still hold them: backups, archived logs and standby servers from before now, until they are deleted by their own rules (docs/erasure.md). "
    "Without the master key none of it opens."
)
#: How long to wait for transactions that may still look at what was deleted, in seconds.
PATIENCE = 60
#: Where a server keeps the values that it sampled. The owner of a database may write it anew.
_STATISTICS = "pg_statistic"
_STILL_THERE = re.compile(r"(\d+) dead row versions cannot be removed")


def write_anew(table: str, *, unsampled: str) -> str:
    """Write a table's file anew, drop what the server sampled of one column, and let it drop its older logs.

    In words, what may still hold what was deleted.
    """
    with _as_owner() as session:
        _drop_samples(session, table, unsampled)
        kept = [_kept_after_writing_anew(session, each) for each in (table, _STATISTICS)]
    left = [why for why in dict.fromkeys(kept) if why]
    try:
        with psycopg.connect(admin_url(), autocommit=True, connect_timeout=10) as session:
            session.execute("CHECKPOINT")
            session.execute("SELECT pg_switch_wal()")
            session.execute("CHECKPOINT")
    except psycopg.Error:
        left.append(
            "The server’s own logs are kept until its next checkpoints: whoever administers it runs CHECKPOINT, pg_switch_wal(), CHECKPOINT."
        )
    return " ".join([*left, _LEFT])


def _as_owner() -> psycopg.Connection:
    parameters = connections["owner"].get_connection_params()
    known = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if name in parameters}
    return psycopg.connect(**known, autocommit=True)


def _drop_samples(session: psycopg.Connection, table: str, column: str) -> None:
    """Drop the server's samples of a column, and have it take none. Only a change of type drops them; to its own type it changes nothing else."""
    names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
    session.execute(sql.SQL("ALTER TABLE {table} ALTER COLUMN {column} TYPE bytea, ALTER COLUMN {column} SET STATISTICS 0").format(**names))


def _kept_after_writing_anew(session: psycopg.Connection, table: str) -> str:
    """Why something of what was deleted may still be in the table's file, in words; nothing where it is gone.

    The server keeps it while any transaction may see it, or where the owner may not write the file anew, and only says so.
    """
    until = time.monotonic() + PATIENCE
    said: list[str] = []

    def hear(notice: psycopg.errors.Diagnostic) -> None:  # what it says is gone when the statement has ended
        said.append(f"{notice.severity_nonlocalized} {notice.message_primary} {notice.message_detail}")

    session.add_notice_handler(hear)
    try:
        while True:
            said.clear()
            session.execute(sql.SQL("VACUUM (FULL, VERBOSE) {}").format(sql.Identifier(table)))
            if any(each.startswith("WARNING") for each in said):
                return f"{table} was not written anew: whoever administers the server runs VACUUM (FULL) {table} in this database."
            if not any(int(count) for each in said for count in _STILL_THERE.findall(each)):
                return ""
            if time.monotonic() > until:
                return "Somebody’s transaction still looks at the table as it was: run this again when it has ended."
            time.sleep(0.2)
    finally:
        session.remove_notice_handler(hear)
