"""Making the server forget what was deleted: a deleted row stays in its table's file until that is written anew, and in the log of what was written."""

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
_STILL_THERE = re.compile(r"(\d+) dead row versions cannot be removed")


def write_anew(table: str) -> str:
    """Write a table's file anew, and let the server drop its older logs. In words, what may still hold what was deleted."""
    left = [] if _written_anew(table) else ["Somebody’s transaction still looks at the table as it was: run this again when it has ended."]
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


def _written_anew(table: str) -> bool:
    """Whether nothing of what was deleted is left in the table's file: the server keeps it while any transaction may see it, and says so."""
    until = time.monotonic() + PATIENCE
    said: list[str] = []
    parameters = connections["owner"].get_connection_params()
    known = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if name in parameters}
    with psycopg.connect(**known, autocommit=True) as session:
        session.add_notice_handler(lambda notice: said.append(f"{notice.message_primary}\n{notice.message_detail}"))
        while True:
            said.clear()
            session.execute(sql.SQL("VACUUM (FULL, VERBOSE) {}").format(sql.Identifier(table)))
            if not any(int(count) for line in said for count in _STILL_THERE.findall(line)):
                return True
            if time.monotonic() > until:
                return False
            time.sleep(0.2)
