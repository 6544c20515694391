"""What is checked of the machine and the server before a partnership begins, and after: in words that say what to do."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections

from holdfast.database.roles import roles_of

#: How far the database's clock and this machine's may be apart, in seconds: a clock of 15 minutes is among those that are kept here.
CLOCKS_APART = 5.0
#: Below so much free room on the home's disk, in bytes, that is said.
ROOM = 2_000_000_000
NEEDED = 150_000


@dataclass(frozen=True)
class Checked:
    """One thing that was looked at: whether it is as it must be, and in words what is wrong and what to do."""

    what: str
    wrong: str = ""


def _asked(alias: str, question: str) -> list[list[str]]:
    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        return [[str(value) for value in row] for row in cursor.fetchall()]


def _version() -> str:
    ((number, words),) = _asked("owner", "SELECT current_setting('server_version_num'), current_setting('server_version')")
    return "" if int(number) >= NEEDED else f"it is PostgreSQL {words}; Holdfast needs 15 or later"


def _encoding() -> str:
    ((encoding,),) = _asked("owner", "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()")
    return "" if encoding == "UTF8" else f"the database is in {encoding}: make it with ENCODING 'UTF8'"


def _roles() -> str:
    """The application's role and the sequencer's read what row-level security lets them, and own nothing."""
    names = roles_of(str(connections["default"].settings_dict["USER"]))
    wanted = "', '".join((names.app, names.writer, names.sequencer, names.eraser))
    found = _asked("owner", f"SELECT rolname, rolsuper OR rolbypassrls, rolinherit FROM pg_roles WHERE rolname IN ('{wanted}')")  # noqa: S608
    by_name = {name: (beyond == "True", inherits == "True") for name, beyond, inherits in found}
    for role in (names.app, names.writer, names.sequencer, names.eraser):
        if role not in by_name:
            return f"the role {role} is not there (docs/postgresql.md says how to make it)"
        if by_name[role][0]:
            return f"the role {role} is a superuser or bypasses row-level security: ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS"
    for role in (names.app, names.sequencer):
        if by_name[role][1]:
            return f"the role {role} inherits what it may only take at times: ALTER ROLE {role} NOINHERIT"
    owned = _asked(
        "owner",
        f"SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname IN ('{wanted}')",  # noqa: S608
    )
    if owned[0][0] != "0":
        return f"{owned[0][0]} tables belong to the application's roles, and not to {names.owner}: REASSIGN OWNED BY … TO {names.owner}"
    return ""


def clock_of(alias: str) -> str:
    """The database tells domain time: it and this machine must agree."""
    before = time.time()  # noqa: TID251  (the machine's clock is what is looked at)
    ((told,),) = _asked(alias, "SELECT extract(epoch FROM clock_timestamp())")
    apart = float(told) - (before + time.time()) / 2  # noqa: TID251
    if abs(apart) > CLOCKS_APART:
        ahead = "ahead of" if apart > 0 else "behind"
        return f"the database's clock is {abs(apart):,.0f} seconds {ahead} this machine's: set both by the same time service (NTP)"
    return ""


def _log() -> str:
    """The server's own log must hold no content."""
    wanted = {"log_statement": "none", "log_min_error_statement": "panic", "log_error_verbosity": "terse", "log_parameter_max_length": "0"}
    asked = "', '".join(wanted)
    found = {name: value for name, value in _asked("owner", f"SELECT name, setting FROM pg_settings WHERE name IN ('{asked}')")}  # noqa: S608
    wrong = [f"{name} = {value}" for name, value in wanted.items() if found.get(name) != value]
    return f"the server's log could quote content: set {', '.join(wrong)} (docs/postgresql.md)" if wrong else ""


def room_left() -> str:
    """Whether the home's disk has room."""
    home = Path(settings.HOLDFAST_HOME)
    free = shutil.disk_usage(home).free
    return "" if free >= ROOM else f"{free / 1e9:.1f} GB are free where {home} lies; the ledger needs room to grow: 2 GB at least"


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("PostgreSQL is 15 or later", _version),
    ("The database is in UTF-8", _encoding),
    ("The roles can do what they must and no more", _roles),
    ("The clocks agree", lambda: clock_of("owner")),
    ("The server’s log holds no content", _log),
    ("There is room on the disk", room_left),
)


def check_server() -> Iterator[Checked]:
    """Each check of the server and the machine, in order."""
    for what, check in CHECKS:
        yield Checked(what, check())
