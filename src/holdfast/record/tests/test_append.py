"""The one write path: what it stores, what it refuses, and what the roles may not do."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from holdfast.database.roles import as_writer
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.record.append import AlreadyRecorded, NoSuchRoom, RoomExists, append, append_all
from holdfast.record.audience import AudienceEnded, AudienceGranted
from holdfast.record.entries import SYSTEM_AUTHOR, Author, Draft, Opening
from holdfast.record.models import RoomHead, StoredEntry
from holdfast.record.queries import entries_of_room, lines_of_room

pytestmark = pytest.mark.django_db

ALICE, BOB = uuid4(), uuid4()


def open_room(*audience: UUID, room: UUID | None = None) -> UUID:
    room = room or uuid4()
    append(
        Draft(facts=AudienceGranted(principal=ALICE, reason="test"), room=room, opens=Opening("test", audience)),
        by=SYSTEM_AUTHOR,
    )
    return room


def test_what_is_appended_can_be_read_by_its_audience_and_by_no_one_else() -> None:
    room = open_room()
    with viewing(Viewer.of(ALICE)):
        assert [e.n for e in entries_of_room(room)] == [1]
    with viewing(Viewer.of(BOB)):
        assert entries_of_room(room) == []


def test_reading_without_a_viewer_is_an_error_and_not_an_empty_page() -> None:
    with pytest.raises(DatabaseError, match="no viewer"), transaction.atomic():
        list(StoredEntry.objects.all())


def test_numbers_run_without_gaps_and_only_the_first_entry_opens() -> None:
    room = open_room()
    again = [Draft(facts=AudienceGranted(principal=BOB, reason="test"), room=room) for _ in range(3)]
    assert [e.n for e in append_all(again, by=SYSTEM_AUTHOR)] == [2, 3, 4]
    with pytest.raises(RoomExists), transaction.atomic():
        open_room(room=room)
    with pytest.raises(NoSuchRoom), transaction.atomic():
        append(Draft(facts=AudienceGranted(principal=BOB, reason="test"), room=uuid4()), by=SYSTEM_AUTHOR)


def test_the_same_id_by_the_same_author_gives_the_entry_that_is_there_and_by_another_is_refused() -> None:
    room = open_room()
    draft = Draft(facts=AudienceGranted(principal=BOB, reason="test"), room=room)
    first = append(draft, by=SYSTEM_AUTHOR)
    assert append(replace(draft, facts=AudienceGranted(principal=ALICE, reason="test")), by=SYSTEM_AUTHOR).facts == first.facts
    with pytest.raises(AlreadyRecorded), transaction.atomic():
        append(draft, by=Author.of_teller(uuid4()))
    with pytest.raises(AlreadyRecorded), transaction.atomic():
        append(replace(draft, room=open_room()), by=SYSTEM_AUTHOR)
    with viewing(Viewer.of(ALICE)):
        assert len(entries_of_room(room)) == 2


def test_readers_of_a_cited_room_see_one_line_and_nothing_of_the_content() -> None:
    home, cited = open_room(), uuid4()
    append(
        Draft(facts=AudienceGranted(principal=BOB, reason="test"), room=cited, opens=Opening("test", (BOB,))),
        by=SYSTEM_AUTHOR,
    )
    append(Draft(facts=AudienceEnded(principal=uuid4(), reason="test"), room=home, cites=[cited]), by=SYSTEM_AUTHOR)
    with viewing(Viewer.of(BOB)):
        assert [line.text for line in lines_of_room(cited)][-1] == "Someone's sight of this record was ended"
        assert entries_of_room(home) == []
        assert len(entries_of_room(cited)) == 1


def test_sight_that_is_ended_is_ended_at_once() -> None:
    room = open_room()
    append(Draft(facts=AudienceEnded(principal=ALICE, reason="test"), room=room), by=SYSTEM_AUTHOR)
    with viewing(Viewer.of(ALICE)):
        assert entries_of_room(room) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_entry SET kind = 'x'",
        "DELETE FROM record_entry",
        "TRUNCATE record_entry CASCADE",
        "ALTER TABLE record_entry DISABLE TRIGGER append_only",
        "INSERT INTO record_entry (id) VALUES (gen_random_uuid())",
        "DELETE FROM vault_entry_key",
        "UPDATE vault_entry_key SET wrapped = ''",
        "DELETE FROM record_audience",
        "INSERT INTO record_audience (room_id, principal) VALUES (gen_random_uuid(), gen_random_uuid())",
        "UPDATE database_installation SET nature = 'test'",
        "UPDATE database_clock SET shift = interval '1 year'",
        "SET ROLE holdfast_owner",
        "SET ROLE holdfast_eraser",
    ],
)
def test_the_application_cannot_change_the_record(statement: str) -> None:
    open_room()
    with pytest.raises(DatabaseError) as refused, viewing(Viewer.of(ALICE)), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_entry SET kind = 'x'",
        "DELETE FROM record_entry",
        "TRUNCATE record_entry CASCADE",
        "DELETE FROM vault_entry_key",
        "UPDATE record_part SET sealed = ''",
        "ALTER TABLE record_entry DISABLE TRIGGER append_only",
        "INSERT INTO record_entry (id, kind, version, room_id, n, author_type, facts, recorded_at) "
        "SELECT gen_random_uuid(), 'x', 1, room_id, 99, 'system', '', now() FROM record_entry LIMIT 1",
        "INSERT INTO record_entry (id, kind, version, room_id, n, author_type, facts, position) OVERRIDING SYSTEM VALUE "
        "SELECT gen_random_uuid(), 'x', 1, room_id, 99, 'system', '', 1 FROM record_entry LIMIT 1",
    ],
)
def test_not_even_the_writer_role_can_alter_or_back_date(statement: str) -> None:
    open_room()
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), as_writer(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_an_append_that_fails_leaves_nothing() -> None:
    room = open_room()
    drafts = [
        Draft(facts=AudienceGranted(principal=BOB, reason="test"), room=room),
        Draft(facts=AudienceGranted(principal=BOB, reason="test"), room=uuid4()),
    ]
    with pytest.raises(NoSuchRoom):
        append_all(drafts, by=Author.of_worker(ALICE, agency=uuid4()))
    with viewing(Viewer.of(ALICE, EVERYONE)):
        assert len(entries_of_room(room)) == 1
        assert RoomHead.objects.get(room_id=room).length == 1
