"""Whatever goes wrong behind it, telling goes on: what is wrong is said once, in words, and is tried again."""

from __future__ import annotations

import errno
import logging
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from conftest import OwnDatabase
from django.db import OperationalError, connection, transaction
from django.test import Client

from holdfast.concerns import telling
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.roles import as_writer
from holdfast.database.viewing import viewing
from holdfast.duties.models import Duty
from holdfast.ledger.store import Store
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.queries import entries_of_room, lines_of_room, open_parts
from holdfast.record.rebuild import rebuild
from holdfast.record.rooms import room_of
from holdfast.record.verify import verify
from holdfast.web.logs import ErrorsInOneLine, OnceAMinute
from holdfast.web.loop import Loop
from holdfast.web.worker import duties_loop, ledger_loop


@pytest.fixture
def p(committed: OwnDatabase) -> Partnership:
    return a_partnership()


def problems() -> dict[str, str]:
    return Client().get("/healthy").json()["problems"]  # type: ignore[no-any-return]


def someone_can_tell(p: Partnership) -> bool:
    """The school's worker tells, signed in, and sees that it was received; and the public form is there."""
    client = Client()
    sign_in(client, p.lena)
    assert client.get("/").status_code == 200
    assert Client().get("/tell/", follow=True).status_code == 200
    return telling.tell_as_professional(Telling(words=ToldParts(worry="Worried")), by=p.lena, once=uuid4()).concern is not None


def test_attack_4_a_full_disk_under_the_ledger_is_said_once_and_tried_again(
    p: Partnership, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(self: Store, start: int, leaves: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(self.folder))

    with monkeypatch.context() as disk:
        disk.setattr(Store, "grow", full)
        loop = ledger_loop()
        for _ in range(20):
            loop.round()
        assert someone_can_tell(p)
        assert problems()["ledger"] == "No space left on device: HOLDFAST_HOME/ledger", "and not where that is on the machine"
        assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == [
            f"ledger: {problems()['ledger']}. Telling is not affected; it is tried again every 5 seconds."
        ]
    assert loop.round() == ""
    assert "ledger" not in problems()
    duties_loop().round()
    assert verify().sound


def forge_entry_of_unknown_kind(room: object) -> None:
    """What a taken-over application process can insert: a whole row that nobody composed, in a room that every page reads."""
    with transaction.atomic(), as_writer(), connection.cursor() as cursor:
        cursor.execute("SELECT length + 1, matter_id FROM record_room_head WHERE room_id = %s", [room])
        n, matter = cursor.fetchone()
        entry = uuid4()
        cursor.execute(
            "INSERT INTO record_entry (id, kind, version, room_id, matter_id, n, author_type, facts) "
            "VALUES (%s, 'forged.kind', 1, %s, %s, %s, 'system', '{}')",
            [entry, room, matter, n],
        )
        cursor.execute(
            "INSERT INTO record_position (room_id, n, entry_id, home, generation, label) VALUES (%s, %s, %s, true, 0, '\\x00')",
            [room, n, entry],
        )
        cursor.execute("INSERT INTO record_leaf (entry_id, leaf) VALUES (%s, '\\x00')", [entry])
        cursor.execute("UPDATE record_room_head SET length = %s WHERE room_id = %s", [n, room])


def test_attack_4_an_entry_of_an_unknown_kind_stops_nothing_and_is_named(p: Partnership, caplog: pytest.LogCaptureFixture) -> None:
    told = telling.tell_as_professional(Telling(words=ToldParts(worry="Worried")), by=p.lena, once=uuid4()).concern
    forge_entry_of_unknown_kind(PARTNERSHIP_ROOM)
    forge_entry_of_unknown_kind(room_of(told, "told"))
    ledger, duties = ledger_loop(), duties_loop()
    for _ in range(10):
        ledger.round(), duties.round()
    assert someone_can_tell(p)
    assert "2 entries are of a kind that this release does not know" in problems()["duties"]
    assert len([r for r in caplog.records if r.levelno >= logging.ERROR]) == 1
    client = Client()
    sign_in(client, p.amira)
    assert client.get(f"/concerns/{told}/").status_code == 200
    with viewing(p.amira.viewer):
        entries = entries_of_room(room_of(told, "told"))
        assert entries[-1].kind.line == "Something was recorded that this release of Holdfast cannot read"
        assert lines_of_room(room_of(told, "told"))[-1].text == entries[-1].kind.line
        open_parts(entries)
    assert "entry cannot be read" in {fault.what for fault in verify().faults}
    with pytest.raises(Exception, match=r"forged\.kind"):
        rebuild()  # it does not go on over what it cannot read


def test_attack_4_a_forged_row_of_a_read_model_holds_up_no_other_duty(p: Partnership, caplog: pytest.LogCaptureFixture) -> None:
    telling.tell_as_professional(Telling(words=ToldParts(worry="Worried")), by=p.lena, once=uuid4())
    with transaction.atomic(), as_writer():
        forged = Duty.objects.first()
        assert forged is not None
        Duty.objects.filter(id=forged.id).update(pace="no such pace", next_step_at="2020-01-01T00:00:00Z")
    loop = duties_loop()
    for _ in range(10):
        loop.round()
    assert "1 duties cannot be escalated" in problems()["duties"]
    assert someone_can_tell(p)
    assert len([r for r in caplog.records if r.levelno >= logging.ERROR]) == 2, "the loop says it once, and the duty is named once"


def test_a_database_that_is_away_is_said_without_what_it_says(caplog: pytest.LogCaptureFixture) -> None:
    def job() -> str:
        raise OperationalError("could not connect; DETAIL: Skye Fable")

    loop = Loop("ledger", job)
    for _ in range(5):
        loop.round()
    said = [r.getMessage() for r in caplog.records]
    assert len(said) == 1
    assert "was away (OperationalError)" in said[0]
    assert "Skye" not in said[0]


def test_an_outage_fills_no_log_and_no_error_is_quoted() -> None:
    """Once 668,000 lines of traceback in one outage, with the database's own words in them."""
    handler_lines: list[str] = []
    logger = logging.getLogger("holdfast.test-of-logs")
    logger.propagate = False

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            handler_lines.append(self.format(record))

    handler = Keeping()
    handler.setFormatter(ErrorsInOneLine("{levelname} {message}", style="{"))
    handler.addFilter(OnceAMinute())
    logger.addHandler(handler)
    for _ in range(10_000):
        try:
            raise OperationalError("the row of Skye Fable")
        except OperationalError:
            logger.exception("a page failed")
    assert len(handler_lines) == 1
    assert "OperationalError at" in handler_lines[0]
    assert "Skye" not in handler_lines[0]
    assert "\n" not in handler_lines[0]


def test_attack_4_a_status_that_cannot_be_written_or_read_is_no_error(own_home: Path) -> None:
    (own_home / "status").write_text("not a folder")
    loop = Loop("ledger", lambda: "")
    assert loop.round() == ""


@pytest.mark.django_db
def test_health_is_unhealthy_only_when_the_database_does_not_answer(own_home: Path) -> None:
    (own_home / "status").mkdir()
    (own_home / "status" / "ledger.json").write_text("garbled")
    (own_home / "status" / "duties.json").write_text('{"at": 0, "problem": ""}')
    answer = Client().get("/healthy")
    assert answer.status_code == 200
    assert answer.json()["problems"]["ledger"] == "has not said anything yet"
    assert "has said nothing for" in answer.json()["problems"]["duties"]


def test_what_waits_too_long_is_said_on_the_health_page(committed: OwnDatabase, p: Partnership) -> None:
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        owner.execute("UPDATE database_clock SET shift = interval '70 seconds', moved_at = NULL")
    assert "entries wait for the ledger" in problems()["waiting"]
    ledger_loop().round()
    assert "waiting" not in problems()
