"""Matters and their rooms: one lock for the matter, one audience for each room, numbers that prove that none is missing."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import psycopg
import pytest
from conftest import OwnDatabase
from django.db import connection, connections, transaction

from holdfast.database.roles import as_writer
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.ledger.leaf import Leaf, position_label, room_secret
from holdfast.record import reaction
from holdfast.record.append import NoSuchRoom, NotHeld, RoomExists, append, append_all, holding
from holdfast.record.audience import AudienceEnded, AudienceGranted, RoomOpened
from holdfast.record.entries import SYSTEM_AUTHOR, AnyEntry, Author, Draft, Opening
from holdfast.record.holding import held_rooms, reading_all
from holdfast.record.kinds import Parts
from holdfast.record.models import StoredEntry, StoredLeaf
from holdfast.record.queries import entries_of_room, matter_of
from holdfast.record.rooms import FIRST_ADDED, RoomRefused, matter_secret, matter_type, room_of
from holdfast.record.sequencer import sequence
from holdfast.record.storing import TooManyCites
from holdfast.record.verify import verify

ALICE, BOB = uuid4(), uuid4()
SAYS = AudienceGranted(principal=EVERYONE, reason="test")


def opened(*audience: UUID) -> UUID:
    matter = uuid4()
    append(Draft(facts=SAYS, room=matter, opens=Opening("test", audience)), by=SYSTEM_AUTHOR)
    return matter


def add_room(matter: UUID, kind: str, *audience: UUID, of_type: str = "test") -> UUID:
    room = room_of(matter, kind) if kind == "apart" else uuid4()
    facts = AudienceEnded(principal=uuid4(), reason="test")
    append(Draft(facts=facts, room=room, opens=Opening(of_type, audience, kind=kind, matter=matter)), by=SYSTEM_AUTHOR)
    return room


def entries() -> int:
    with transaction.atomic(), as_writer():
        return StoredEntry.objects.count()


@pytest.mark.django_db
def test_rooms_of_one_matter_have_each_its_own_readers() -> None:
    matter = opened()
    append(Draft(facts=AudienceEnded(principal=EVERYONE, reason="test"), room=matter), by=SYSTEM_AUTHOR)
    append(Draft(facts=AudienceGranted(principal=ALICE, reason="test"), room=matter), by=SYSTEM_AUTHOR)
    apart = add_room(matter, "apart", BOB)
    with viewing(Viewer.of(BOB)):
        assert len(entries_of_room(apart)) == 1
        assert entries_of_room(matter) == []
        assert matter_of(apart) == (matter, "test")
        with pytest.raises(LookupError):
            matter_of(matter)
        with pytest.raises(LookupError):
            matter_of(uuid4())
    with viewing(Viewer.of(ALICE)):
        assert entries_of_room(apart) == []
        assert len(entries_of_room(matter)) == 3


@pytest.mark.django_db
def test_fixed_rooms_have_fixed_numbers_and_added_ones_count_on_from_sixteen() -> None:
    matter = opened()
    rooms = [add_room(matter, kind) for kind in ("more", "more", "apart", "more")]
    with reading_all():
        numbers = [entries_of_room(room)[0].opening.number for room in rooms]  # type: ignore[union-attr]
    assert numbers == [FIRST_ADDED, FIRST_ADDED + 1, 2, FIRST_ADDED + 2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opens", "words"),
    [
        (Opening("nothing such"), "no type of matter named 'nothing such'"),
        (Opening("test", kind="cellar"), "a matter of the type 'test' has no room 'cellar'"),
        (Opening("case", kind="core"), "is of the type 'test', not 'case'"),
    ],
)
def test_an_unknown_matter_or_room_is_refused_by_name_and_nothing_is_written(opens: Opening, words: str) -> None:
    matter = opened()
    before = entries()
    room = uuid4()
    wanted = Opening(opens.type, (), kind=opens.kind, matter=matter)
    with pytest.raises(RoomRefused, match=words), transaction.atomic():
        append(Draft(facts=SAYS, room=room, opens=wanted), by=SYSTEM_AUTHOR)
    assert entries() == before


@pytest.mark.django_db
def test_two_rooms_of_one_name_are_refused() -> None:
    matter = opened()
    add_room(matter, "apart")
    with pytest.raises(RoomExists), transaction.atomic():
        append(Draft(facts=SAYS, room=uuid4(), opens=Opening("test", (), kind="apart", matter=matter)), by=SYSTEM_AUTHOR)
    for wrong in ({"rooms": ("core", "core")}, {"rooms": ()}, {"rooms": ("core",), "added": ("core",)}):
        with pytest.raises(RoomRefused):
            matter_type("wrong", **wrong)  # type: ignore[arg-type]
    with pytest.raises(RoomRefused, match="declared twice"):
        matter_type("test")


@pytest.mark.django_db
def test_an_action_that_holds_one_matter_writes_to_no_other() -> None:
    one, two = opened(), opened()
    before = entries()
    with pytest.raises(NotHeld, match=str(two)), transaction.atomic(), holding(one):
        append(Draft(facts=SAYS, room=one), by=SYSTEM_AUTHOR)
        append(Draft(facts=SAYS, room=two), by=SYSTEM_AUTHOR)
    with pytest.raises(NotHeld), transaction.atomic(), holding(one), holding(two):
        pass
    with pytest.raises(NoSuchRoom), transaction.atomic(), holding(uuid4()):
        pass
    assert entries() == before
    with holding(one, two):
        append_all([Draft(facts=SAYS, room=room) for room in (two, one)], by=SYSTEM_AUTHOR)
        append(Draft(facts=SAYS, room=uuid4(), opens=Opening("test")), by=SYSTEM_AUTHOR)  # what is opened meanwhile is held by that


@pytest.fixture
def crossing(monkeypatch: pytest.MonkeyPatch) -> dict[UUID, UUID]:
    """A reactor that answers an entry in one matter with one in another."""
    pairs: dict[UUID, UUID] = {}

    def answer(entry: AnyEntry, _parts: Parts) -> Iterator[Draft]:
        if entry.room in pairs and entry.because is None:
            yield Draft(facts=AudienceEnded(principal=uuid4(), reason="test"), room=pairs[entry.room])

    monkeypatch.setitem(reaction._reactors, SAYS.kind.name, [answer])
    return pairs


@pytest.mark.django_db
def test_a_reactor_that_reaches_for_a_matter_not_held_is_refused_by_name(crossing: dict[UUID, UUID]) -> None:
    one, two = opened(), opened()
    crossing[one] = two
    before = entries()
    with pytest.raises(NotHeld, match=r"to record audience\.ended"), transaction.atomic():
        append(Draft(facts=SAYS, room=one), by=SYSTEM_AUTHOR)
    assert entries() == before
    with holding(one, two):
        append(Draft(facts=SAYS, room=one), by=SYSTEM_AUTHOR)
    assert entries() == before + 2


def test_many_writers_with_reactors_that_cross_matters_both_ways_never_deadlock(committed: OwnDatabase, crossing: dict[UUID, UUID]) -> None:
    """177 of 240 deadlocked in November 2026."""
    matters = [opened() for _ in range(4)]
    crossing.update({matters[0]: matters[1], matters[1]: matters[0], matters[2]: matters[3], matters[3]: matters[2]})

    def write(n: int) -> int:
        done = 0
        try:
            for k in range(20):
                one = matters[(n + k) % 4]
                with holding(one, crossing[one]):
                    append(Draft(facts=SAYS, room=one), by=SYSTEM_AUTHOR)
                done += 1
        finally:
            connections.close_all()
        return done

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(write, range(12))) == 240
    sequence()
    verdict = verify()
    assert verdict.sound, verdict.faults
    assert verdict.entries == 4 + 480


@pytest.mark.django_db
def test_a_leaf_carries_two_labels_whether_its_entry_cites_or_not() -> None:
    one, two = opened(), opened()
    plain = append(Draft(facts=SAYS, room=one), by=SYSTEM_AUTHOR)
    citing = append(Draft(facts=SAYS, room=one, cites=[two]), by=SYSTEM_AUTHOR)
    leaves = [Leaf.decode(bytes(StoredLeaf.objects.get(entry_id=e.id).leaf)) for e in (plain, citing)]
    assert [len(leaf.labels) for leaf in leaves] == [2, 2]
    for cites in ([two, uuid4()], [one]):
        with pytest.raises((TooManyCites, NoSuchRoom)), transaction.atomic():
            append(Draft(facts=SAYS, room=one, cites=cites), by=SYSTEM_AUTHOR)


@pytest.mark.django_db
def test_whoever_has_the_matters_secret_finds_every_room_and_sees_that_none_is_missing() -> None:
    matter = opened()
    added = [add_room(matter, "more") for _ in range(3)]
    labels = {label for leaf in StoredLeaf.objects.all() for label in Leaf.decode(bytes(leaf.leaf)).labels}
    with transaction.atomic(), as_writer():
        rooms = held_rooms([matter, *added])
        with connection.cursor() as cursor:
            cursor.execute("SELECT secret FROM record_matter WHERE id = %s", [matter])
            (sealed,) = cursor.fetchone()
    secret = matter_secret(matter, sealed)
    for number in range(FIRST_ADDED, FIRST_ADDED + 3):
        assert position_label(room_secret(secret, number), 1) in labels
    assert position_label(room_secret(secret, FIRST_ADDED + 3), 1) not in labels, "there is no further room"
    assert rooms[matter].secret == room_secret(secret, 1)


def test_the_application_reads_no_matter_and_no_secret(committed: OwnDatabase) -> None:
    opened(EVERYONE)
    for table in ("record_matter", "record_matter_head"):
        with psycopg.connect(committed.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(f"SELECT * FROM {table}")


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE record_room SET kind = 'apart' WHERE number = 16", "room altered"),
        ("UPDATE record_matter SET type = 'case'", "room altered"),
        ("UPDATE record_room SET number = 40 WHERE number = 17", "room altered"),
        ("UPDATE record_matter_head SET last_room = 40", "read model falsified"),
        ("UPDATE record_matter SET secret = sha256(secret)", "room secret altered"),
        ("DELETE FROM record_room WHERE number = 16", "room missing"),
    ],
)
def test_what_the_owner_does_to_matters_and_rooms_is_named(committed: OwnDatabase, statement: str, expected: str) -> None:
    matter = opened()
    add_room(matter, "more")
    add_room(matter, "more")
    sequence()
    assert verify().sound
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        for table in ("record_matter", "record_room", "record_entry"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute("ALTER TABLE record_entry DROP CONSTRAINT record_entry_room_id_matter_id_fkey")
        owner.execute("ALTER TABLE record_position DROP CONSTRAINT record_position_room_id_fkey")
        owner.execute(statement)
    assert expected in {fault.what for fault in verify().faults}


@pytest.mark.django_db
def test_a_person_cites_no_room_that_they_do_not_see_and_learns_not_that_there_is_one() -> None:
    reader, home, hidden = uuid4(), uuid4(), uuid4()
    author = Author.of_worker(reader, agency=uuid4())
    for room, audience in ((home, (reader,)), (hidden, (uuid4(),))):
        append(Draft(facts=RoomOpened(), room=room, opens=Opening("test", audience)), by=SYSTEM_AUTHOR)
    answers = []
    for cited in (hidden, uuid4()):
        with viewing(Viewer.of(reader)), pytest.raises(NoSuchRoom) as refused:
            append(Draft(facts=AudienceGranted(principal=reader, reason="test"), room=home, cites=[cited]), by=author)
        answers.append(str(refused.value).replace(str(cited), ""))
    assert answers[0] == answers[1]
    with reading_all():
        assert len(entries_of_room(home)) == 1
