"""The database server, its roles and its databases, before Django.

Three ways in: `DATABASE_OWNER_URL`, `DATABASE_URL` and `DATABASE_SEQUENCER_URL` name the sign-ins as an administrator made them;
`DATABASE_URL` alone names a role that may create roles, and the rest is made from it; with neither, the embedded server serves.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from holdfast.home import home, write_once

PREFIX = os.environ.get("HOLDFAST_ROLE_PREFIX", "holdfast")
DATABASE = "holdfast"
_LOCK = 0x486F6C64  # "Hold": one set-up of roles and databases at a time on a server


class ServerRefused(Exception):
    """The database server is too old, or the role that was given may not do what is needed; the message says which."""


@dataclass(frozen=True)
class Urls:
    """How the owner, the application and the ledger's sequencer sign in."""

    owner: str
    app: str
    sequencer: str


def _given(name: str) -> str | None:
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get(name) or None


def connect_urls(at: Path) -> Urls:
    """The installation's URLs; roles and database are made if they are not there. Raises NoPostgres, DidNotStart, ServerRefused."""
    owner, app, sequencer = (_given(name) for name in ("DATABASE_OWNER_URL", "DATABASE_URL", "DATABASE_SEQUENCER_URL"))
    if owner and app:
        if not sequencer:
            raise ServerRefused("DATABASE_OWNER_URL is set and DATABASE_SEQUENCER_URL is not: the ledger signs in with a role of its own.")
        return Urls(owner, app, sequencer)
    if app:
        return _prepare(app, at, _database_of(app))
    from holdfast.database.embedded.client import use

    return _prepare(use(at).superuser_url, at, DATABASE)


def app_alone() -> str:
    """The application's own sign-in, where this process is told that it is the web process and is given nothing else; else "". Raises ServerRefused."""
    if os.environ.get("HOLDFAST_PART", "") != "web":
        return ""
    app = _given("DATABASE_URL")
    if not app:
        raise ServerRefused("HOLDFAST_PART is web and DATABASE_URL is not set: the web process alone needs the application's sign-in.")
    return app


def _database_of(url: str) -> str:
    name = unquote(urlsplit(url).path.lstrip("/"))
    return DATABASE if name in ("", "postgres") else name


def _prepare(admin: str, at: Path, database: str) -> Urls:
    signing_in = ("owner", "app", "sequencer")
    passwords = {role: _password(at, role) for role in signing_in}
    urls = Urls(*(_sign_in(admin, f"{PREFIX}_{role}", passwords[role], database) for role in signing_in))
    if not (all(_answers(url) for url in (urls.app, urls.sequencer)) and _can_become_eraser(urls.owner)):
        with _administering(admin) as session:
            _make_roles(session, passwords)
            _make_database(session, database, template=None, missing_only=True)
    return urls


def _password(at: Path, role: str) -> str:
    file = at / "keys" / f"{role}.password"
    write_once(file, secrets.token_urlsafe(30))
    return file.read_text(encoding="utf-8").strip()


def _sign_in(admin: str, user: str, password: str, database: str) -> str:
    parts = urlsplit(admin)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(user)}:{quote(password)}@{place}", path=f"/{quote(database)}"))


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _can_become_eraser(owner: str) -> bool:
    """Whether the owner answers, and was let become the eraser: releases before erasure did not."""
    try:
        with psycopg.connect(owner, connect_timeout=10) as session:
            found = session.execute(
                "SELECT pg_has_role(r.oid, 'MEMBER') FROM pg_roles r WHERE rolname = %s", [f"{PREFIX}_eraser"]
            ).fetchone()
    except psycopg.OperationalError:
        return False
    return bool(found and found[0])


@contextmanager
def _administering(admin: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(admin, autocommit=True, connect_timeout=10) as session:
        if session.info.server_version < 150_000:
            raise ServerRefused(f"Holdfast needs PostgreSQL 15 or later; this server is {session.info.server_version // 10_000}.")
        session.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield session
        except psycopg.errors.InsufficientPrivilege as refused:
            raise ServerRefused(
                "The role in DATABASE_URL may not create roles and databases. Give one that may, or make the roles by hand and set "
                "DATABASE_OWNER_URL as well (docs/postgresql.md)."
            ) from refused


def _make_roles(session: psycopg.Connection, passwords: dict[str, str]) -> None:
    attributes = {
        "owner": "LOGIN",
        # NOINHERIT: the application has the writer's rights only where it takes them, inside `record.append`.
        "app": "LOGIN NOINHERIT NOBYPASSRLS NOCREATEDB NOCREATEROLE",
        "writer": "NOLOGIN NOBYPASSRLS",
        # A sign-in of its own, never the application's: who can insert heads of the ledger cannot be whoever answers the web.
        "sequencer": "LOGIN NOINHERIT NOBYPASSRLS NOCREATEDB NOCREATEROLE",
        "eraser": "NOLOGIN NOBYPASSRLS",
    }
    for role, attribute in attributes.items():
        name = f"{PREFIX}_{role}"
        there = session.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
        verb = "ALTER" if there else "CREATE"
        statement = sql.SQL(f"{verb} ROLE {{}} {attribute}").format(sql.Identifier(name))
        session.execute(statement)
        if role in passwords:
            session.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(passwords[role])))
    setting = " WITH INHERIT FALSE, SET TRUE" if session.info.server_version >= 160_000 else ""
    session.execute(sql.SQL("GRANT {} TO {}" + setting).format(sql.Identifier(f"{PREFIX}_writer"), sql.Identifier(f"{PREFIX}_app")))
    # The owner destroys keys in no other way than by becoming the eraser: what may then go is for a trigger.
    session.execute(sql.SQL("GRANT {} TO {}" + setting).format(sql.Identifier(f"{PREFIX}_eraser"), sql.Identifier(f"{PREFIX}_owner")))
    # Whoever administers hands the database to the owner, for which it must be able to become it.
    session.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(f"{PREFIX}_owner")))


def _make_database(session: psycopg.Connection, name: str, *, template: str | None, missing_only: bool) -> None:
    there = session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    owner = sql.Identifier(f"{PREFIX}_owner")
    if there and missing_only:
        session.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(name), owner))
        return
    session.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(sql.Identifier(name), owner, sql.Identifier(template or "template0"))
    )


def admin_url() -> str:
    """The URL of whoever may create databases: for tests, scratch copies and drills."""
    owner, app = _given("DATABASE_OWNER_URL"), _given("DATABASE_URL")
    if owner and app:
        return owner  # must be able to create databases, for tests
    if app:
        return app
    from holdfast.database.embedded.client import use

    return use(home()).superuser_url


def create_database(name: str, *, template: str | None = None) -> None:
    """A database of the owner's, empty or as a copy. For tests and scratch copies; `connect_urls` has made the roles."""
    with _administering(admin_url()) as session:
        _make_database(session, name, template=template, missing_only=False)


def drop_database(name: str) -> None:
    """Drop a scratch database, with whoever is connected to it."""
    with _administering(admin_url()) as session:
        session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
