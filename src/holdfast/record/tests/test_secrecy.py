"""The database at rest, its log, its write-ahead log: none of them holds a name or a word that somebody entered."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from conftest import OwnDatabase
from django.db import DatabaseError, connection

from holdfast.children import actions as children
from holdfast.children.kinds import case
from holdfast.concerns import telling
from holdfast.concerns.codes import SafeContact
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Reach, Telling
from holdfast.database.embedded.cluster import cluster_of
from holdfast.database.embedded.programs import programs
from holdfast.database.viewing import viewing
from holdfast.home import home
from holdfast.partnership.tests.people import a_partnership
from holdfast.record.sequencer import sequence
from holdfast.subjects.actions import NewPerson, record_person

#: A name and words that stand nowhere else.
MARKS = ("Quilliamsworth", "zephyrously", "01632960199")


@pytest.fixture
def told(committed: OwnDatabase) -> OwnDatabase:
    """Names and words entered in every way there is: a concern, its teller, a person, a note of a case."""
    p = a_partnership()
    words = ToldParts(worry=f"Something {MARKS[1]} worrying", child=f"Wren {MARKS[0]}")
    telling.tell(Telling(words=words), once=uuid4(), reach=Reach(SafeContact.SAFE, name=MARKS[0], how=MARKS[2]))
    new = NewPerson(name=f"Wren {MARKS[0]}", phone=MARKS[2], address=f"1 {MARKS[0]} Road")
    person = record_person(new, source=p.council, agencies=[p.council], by=p.amira)
    opened = children.open_case(person=person, reason=f"A {MARKS[1]} reason", by=p.amira)
    children.record(child=opened, facts=case.NoteRecorded(), parts=case.Words(words=f"Spoke {MARKS[1]}"), by=p.carys)
    sequence()
    with pytest.raises(DatabaseError), viewing(p.carys.viewer), connection.cursor() as cursor:
        # What fails is what servers like to log, with the values in it.
        cursor.execute("SELECT %s::text, 1 / 0", [f"{MARKS[0]} {MARKS[1]} {MARKS[2]}"])
    return committed


def holders(places: list[Path]) -> list[str]:
    sought = [mark.encode() for mark in MARKS] + [mark.lower().encode() for mark in MARKS] + [mark.encode("utf-16-le") for mark in MARKS]
    found = []
    for place in places:
        # Other tests drop their databases meanwhile; `os.walk` passes over a folder that has gone.
        for file in (Path(folder) / name for folder, _, names in os.walk(place) for name in names):
            try:
                data = file.read_bytes()
            except OSError:
                continue
            found += [str(file) for mark in sought if mark in data]
    return found


def test_a_dump_of_every_table_holds_no_name_and_no_word(told: OwnDatabase) -> None:
    with psycopg.connect(told.owner) as owner:
        tables = [t for (t,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        rows = [row for table in tables for (row,) in owner.execute(f'SELECT t::text FROM "{table}" t')]  # type: ignore[arg-type]
    dump = "\n".join(rows)
    assert "concern.told" in dump
    for mark in MARKS:
        assert mark not in dump
        assert mark.lower() not in dump
        assert mark.encode().hex() not in dump


def test_a_real_dump_by_postgresqls_own_program_holds_no_name_and_no_word(told: OwnDatabase, tmp_path: Path) -> None:
    """As an administrator would make one, of schema and data, and as a backup would keep it."""
    program = programs() / "pg_dump" if not os.environ.get("DATABASE_URL") else Path("pg_dump")
    for kind in ("plain", "custom"):
        file = tmp_path / f"{kind}.dump"
        made = [str(program), "--format", kind, "--compress", "0", "--file", str(file), told.owner]
        subprocess.run(made, check=True, timeout=120, capture_output=True)
        data = file.read_bytes()
        assert b"concern.told" in data
        assert holders([tmp_path]) == []


def test_the_servers_files_and_logs_hold_no_name_and_no_word(told: OwnDatabase) -> None:
    if os.environ.get("DATABASE_URL"):
        pytest.xfail("the files of a server that DATABASE_URL names are elsewhere")
    cluster = cluster_of(home())
    with psycopg.connect(cluster.superuser_url, autocommit=True) as superuser:
        superuser.execute("CHECKPOINT")
    assert cluster.data.is_dir()
    assert holders([cluster.data]) == []
    log = cluster.log.read_bytes()
    assert b"division by zero" in log or b"ERROR" in log
    assert not any(mark.encode() in log for mark in MARKS)
