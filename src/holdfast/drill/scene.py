"""Where an attack takes place: a copy of a partnership, its files and its witnesses, thrown away afterwards. The installation is never touched."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from holdfast.database import bootstrap
from holdfast.database.connections import settings_of
from holdfast.database.setting_up import declare
from holdfast.drill import witnesses
from holdfast.drill.story import Story, begin, go_on
from holdfast.home import home
from holdfast.record import gate, sequencer
from holdfast.record.log_keys import signing_fingerprint, verifying_key
from holdfast.record.signing import PURPOSES, forget_signing_keys, make_signing_keys
from holdfast.vault.master import forget_keys, make_master_key, read_master_key
from holdfast.vault.shares import fingerprint

ALIASES = ("default", "owner", "sequencer")
Url = str


def _in(url: Url, database: str) -> Url:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@dataclass(frozen=True)
class Scene:
    """One copy, while it is attacked."""

    database: str
    folder: Path
    urls: bootstrap.Urls
    administrator: Url
    story: Story
    earlier_database: str
    earlier_ledger: Path
    #: Signed words that people were given since.
    words: list[str] = field(default_factory=list)

    @property
    def home(self) -> Path:
        """The copy's home: its keys and its ledger's files."""
        return self.folder / "home"

    @property
    def ledger(self) -> Path:
        """The ledger's files."""
        return self.home / "ledger"

    def witness(self, name: str) -> Path:
        """The folder of a witness, at another organisation."""
        return self.folder / "outside" / name

    def restore_database(self) -> None:
        """Put the database back from the backup."""
        for alias in ALIASES:
            connections[alias].close()
        bootstrap.drop_database(self.database)
        bootstrap.create_database(self.database, template=self.earlier_database)
        forget()

    def restore_files(self) -> None:
        """Put the ledger's files back from the backup."""
        shutil.rmtree(self.ledger)
        shutil.copytree(self.earlier_ledger, self.ledger)
        forget()

    def superuser(self, *statements: str) -> None:
        """What a superuser does at a prompt, so that no trigger and no foreign key is in the way, or shows it afterwards."""
        with psycopg.connect(_in(self.administrator, self.database), autocommit=True) as session:
            session.execute("SET session_replication_role = replica")
            for statement in statements:
                session.execute(sql.SQL(statement))

    def owner(self, *statements: str) -> None:
        """What the owner of the database does at a prompt. Raises psycopg.Error."""
        self._as(self.urls.owner, statements)

    def app(self, *statements: str) -> None:
        """What somebody does who took over the application. Raises psycopg.Error."""
        self._as(self.urls.app, statements)

    def writer(self, *statements: str) -> None:
        """The same, as the writer, whose role the application takes in order to append. Raises psycopg.Error."""
        self.app(f"SET ROLE {bootstrap.PREFIX}_writer", *statements)

    def sequencer(self, *statements: str) -> None:
        """What somebody does who took over the ledger's process. Raises psycopg.Error."""
        self._as(self.urls.sequencer, statements)

    def _as(self, url: Url, statements: tuple[str, ...]) -> None:
        with psycopg.connect(_in(url, self.database), autocommit=True) as session:
            for statement in statements:
                session.execute(sql.SQL(statement))

    def one(self, question: str) -> object:
        """What a superuser finds: the first column of the first row."""
        with psycopg.connect(_in(self.administrator, self.database), autocommit=True) as session:
            row = session.execute(sql.SQL(question)).fetchone()
        assert row is not None
        return row[0]


class NoSuperuser(Exception):
    """The drill attacks as a superuser, and the role that was given is none."""


class Stage:
    """The partnership of which scenes are copies, in a database and a folder of its own. Takes it all away at the end."""

    def __init__(self) -> None:
        self._urls = bootstrap.connect_urls(home())
        self._administrator = bootstrap.admin_url()
        self.folder = Path(tempfile.mkdtemp(prefix="holdfast-drill-"))
        self._name = f"holdfast_drill_{os.getpid()}_{uuid4().hex[:6]}"
        self._before = (settings.HOLDFAST_HOME, settings.HOLDFAST_MASTER_KEY_FILE, {a: dict(connections[a].settings_dict) for a in ALIASES})
        self.story = self._set()

    def _set(self) -> Story:
        with psycopg.connect(self._administrator, autocommit=True) as session:
            row = session.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone()
        if row is None or not row[0]:
            shutil.rmtree(self.folder)
            raise NoSuperuser(
                "The drill attacks as a superuser of the server. Let DATABASE_URL name one, of a server that holds nothing else."
            )
        bootstrap.create_database(self._name)
        place = self.folder / "stage"
        self._point_at(self._name, place / "home")
        make_master_key()
        make_signing_keys()
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        keys = {"master": fingerprint(read_master_key()), **{purpose: signing_fingerprint(purpose) for purpose in PURPOSES}}
        declare(nature="demonstration", host="drill.invalid", keys=keys)
        begun = begin()
        for name in witnesses.NAMES:
            witnesses.begin(place / "outside" / name, name, verifying_key())
            witnesses.show(place / "outside" / name, place / "home" / "ledger")
        # A backup, as of now.
        self._close()
        bootstrap.create_database(self.earlier, template=self._name)
        shutil.copytree(place / "home" / "ledger", self.folder / "earlier")
        story = go_on(begun)
        for name in witnesses.NAMES:
            witnesses.show(place / "outside" / name, place / "home" / "ledger")
        self._close()
        return story

    @property
    def earlier(self) -> str:
        """The database of the backup."""
        return f"{self._name}_earlier"

    def _close(self) -> None:
        for alias in ALIASES:
            connections[alias].close()

    def _point_at(self, database: str, at: Path) -> None:
        """Have everything in this process use that database and that home, as if it had never known another."""
        (at / "keys").mkdir(parents=True, exist_ok=True)
        self._close()
        for alias, url in (("default", self._urls.app), ("owner", self._urls.owner), ("sequencer", self._urls.sequencer)):
            connections[alias].settings_dict.update(settings_of(_in(url, database)))
        settings.HOLDFAST_HOME = at
        settings.HOLDFAST_MASTER_KEY_FILE = str(at / "keys" / "master.key")
        forget()

    @contextmanager
    def scene(self) -> Iterator[Scene]:
        """A copy, to be attacked."""
        database, folder = f"{self._name}_{uuid4().hex[:6]}", self.folder / uuid4().hex
        bootstrap.create_database(database, template=self._name)
        try:
            shutil.copytree(self.folder / "stage", folder)
            self._point_at(database, folder / "home")
            yield Scene(database, folder, self._urls, self._administrator, self.story, self.earlier, self.folder / "earlier")
        finally:
            self._close()
            bootstrap.drop_database(database)
            shutil.rmtree(folder, ignore_errors=True)

    def strike(self) -> None:
        """Take everything away, and leave this process as it was."""
        self._close()
        for name in (self.earlier, self._name):
            bootstrap.drop_database(name)
        shutil.rmtree(self.folder, ignore_errors=True)
        settings.HOLDFAST_HOME, settings.HOLDFAST_MASTER_KEY_FILE, databases = self._before
        for alias in ALIASES:
            connections[alias].settings_dict.update(databases[alias])
        forget()


def forget() -> None:
    """Have this process forget every key, tree and installation that it knew: as one that has just been started."""
    gate.forget_installation()
    forget_keys()
    forget_signing_keys()
    sequencer.forget_trees()
