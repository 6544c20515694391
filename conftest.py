"""Tests run against real PostgreSQL, with real roles, in databases made from one template.

`db` wraps a test in a transaction that is rolled back. `committed` gives a test a database of its own, in which commits are real and
time can be moved; use it for what must be durable, for several connections, and for the browser.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest
from django.db import connections

from holdfast.database import bootstrap
from holdfast.database.connections import settings_of
from holdfast.database.embedded.client import clusters_in_use
from holdfast.database.embedded.places import places, say_what_it_holds, sweep_up_after_tests
from holdfast.home import home
from holdfast.record.rooms import matter_type

matter_type("test", rooms=("core", "apart"), added=("more",))

ALIASES = ("default", "owner", "sequencer")


def _with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _point_django_at(urls: bootstrap.Urls, name: str) -> None:
    from holdfast.record import gate

    for alias, url in (("default", urls.app), ("owner", urls.owner), ("sequencer", urls.sequencer)):
        connections[alias].close()
        connections[alias].settings_dict.update(settings_of(_with_database(url, name)))
    gate.forget_installation()


@dataclass(frozen=True)
class TestServer:
    """The server, the template, and this worker's database."""

    __test__ = False
    urls: bootstrap.Urls
    template: str


@pytest.fixture(scope="session")
def test_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key folder shared by all tests of this worker."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="session")
def test_server(request: pytest.FixtureRequest, django_db_blocker: Any, test_keys: Path) -> Iterator[TestServer]:
    """A migrated template database on the server that tests use (embedded, or DATABASE_URL's)."""
    from django.conf import settings
    from django.core.management import call_command

    from holdfast.record.log_keys import signing_fingerprint
    from holdfast.record.signing import PURPOSES, make_signing_keys
    from holdfast.vault.master import make_master_key, read_master_key
    from holdfast.vault.shares import fingerprint

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    template = f"holdfast_test_{worker}_{os.getpid()}"
    urls = bootstrap.connect_urls(home())
    for cluster in clusters_in_use():
        say_what_it_holds(cluster, "test")
    bootstrap.create_database(template)
    settings.HOLDFAST_HOME = test_keys.parent / "session-home"
    settings.HOLDFAST_HOME.mkdir(exist_ok=True)
    if not (settings.HOLDFAST_HOME / "keys").exists():
        (settings.HOLDFAST_HOME / "keys").symlink_to(test_keys)
    settings.HOLDFAST_MASTER_KEY_FILE = str(test_keys / "master.key")
    make_master_key()
    make_signing_keys()
    with django_db_blocker.unblock():
        _point_django_at(urls, template)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "INSERT INTO database_installation (nature, origin, master_key, checkpoint_key, acknowledgement_key) "
                "VALUES ('test', 'test.example/holdfast', %s, %s, %s)",
                [fingerprint(read_master_key()), *(signing_fingerprint(purpose) for purpose in PURPOSES)],
            )
        for alias in ALIASES:
            connections[alias].close()
    yield TestServer(urls, template)
    bootstrap.drop_database(template)


@pytest.fixture(scope="session")
def django_db_setup(test_server: TestServer, django_db_blocker: Any) -> Iterator[None]:
    """pytest-django's hook: the database for tests that are rolled back."""
    name = f"{test_server.template}_rolled"
    bootstrap.create_database(name, template=test_server.template)
    with django_db_blocker.unblock():
        _point_django_at(test_server.urls, name)
    yield
    with django_db_blocker.unblock():
        for alias in ALIASES:
            connections[alias].close()
    bootstrap.drop_database(name)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """A password takes a fifth of a second of a core, on purpose. What is hashed here guards nothing."""
    from django.contrib.auth.hashers import ScryptPasswordHasher

    ScryptPasswordHasher.work_factor = 4


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path, test_keys: Path) -> Path:
    """Each test has a home of its own (the ledger's head lies there), with the keys of the session."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "keys").symlink_to(test_keys)
    settings.HOLDFAST_HOME = folder
    settings.HOLDFAST_MASTER_KEY_FILE = str(test_keys / "master.key")
    return folder


@dataclass(frozen=True)
class OwnDatabase:
    """A test's own database, by its URLs."""

    name: str
    app: str
    owner: str


@pytest.fixture
def committed(test_server: TestServer, django_db_setup: None, django_db_blocker: Any) -> Iterator[OwnDatabase]:
    """A database of the test's own: commits are real. Dropped afterwards."""
    name = f"{test_server.template}_{uuid4().hex[:8]}"
    before = connections["default"].settings_dict["NAME"]
    bootstrap.create_database(name, template=test_server.template)
    with django_db_blocker.unblock():
        _point_django_at(test_server.urls, name)
        yield OwnDatabase(name, _with_database(test_server.urls.app, name), _with_database(test_server.urls.owner, name))
        for alias in ALIASES:
            connections[alias].close()
        _point_django_at(test_server.urls, before)
    bootstrap.drop_database(name)


def pytest_sessionstart(session: pytest.Session) -> None:
    """What killed tests left behind goes before new ones begin."""
    if not hasattr(session.config, "workerinput"):
        sweep_up_after_tests()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """As root, a test's own server lies outside its home: none is left behind when the tests end."""
    base = getattr(getattr(session.config, "_tmp_path_factory", None), "_basetemp", None)
    if base is None:
        return
    for place in places():
        if place.home is not None and base in place.home.parents:  # whatever it calls itself: a test made it
            for _ in range(100):  # its keeper gives it a few seconds
                if not place.in_use:
                    break
                time.sleep(0.1)
            shutil.rmtree(place.folder, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests reach this machine and no other; every other test reaches no network at all."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1", "localhost"]))
