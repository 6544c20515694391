"""`append`: the only way to change the safeguarding record.

In one transaction, as the writer role: lock the matters in id order; take number, position and time from the database; seal, commit and store; bring
the read models up to date; let the reactors answer, and append what they decide. Either all of it is there or none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from holdfast.record.audience import opening_changes
from holdfast.record.correcting import check_corrections
from holdfast.record.entries import AnyEntry, Author, AuthorType, Draft
from holdfast.record.folding import folded_changes
from holdfast.record.gate import check_may_record
from holdfast.record.holding import NoSuchRoom, NotHeld, hold, holding, lock_matters, matters_of, reading_all, those_that_exist, writing
from holdfast.record.projection import apply_changes, changes_of
from holdfast.record.queries import entries_with_ids, entry_with_id
from holdfast.record.reaction import DEEPEST, EndlessReaction, reactions_to
from holdfast.record.sealed import check_answers, check_readers
from holdfast.record.storing import AlreadyRecorded, RoomExists, open_rooms, store

__all__ = ["AlreadyRecorded", "NoSuchRoom", "NotHeld", "RoomExists", "append", "append_all", "holding", "recorded_before"]


def append(draft: Draft, *, by: Author) -> AnyEntry:
    """Append one entry. Raises as `append_all`."""
    return append_all([draft], by=by)[0]


def append_all(drafts: Sequence[Draft], *, by: Author, react: bool = True, durable: bool = False) -> list[AnyEntry]:
    """Append entries in their order, all or none. With `react=False` no reactor answers (history that is imported). With `durable=True` they are
    committed when this returns; RuntimeError where that cannot be, inside another transaction.

    What the same author recorded before under the same id, in the same room, is returned as it is there, and nothing is recorded twice. Raises
    AlreadyRecorded (somebody else did), Refused, NoSuchRoom, NotHeld, RoomExists, RoomRefused, `gate.NotReady`.
    """
    if not drafts:
        return []
    check_may_record()
    try:
        with writing(durable=durable) as held:
            if held:
                hold(set(_existing_matters(drafts)), held, what=drafts[0].facts.kind.name)
            else:
                held |= lock_matters(*_written(drafts))
            return _append(list(drafts), by, held, react=react)
    except (AlreadyRecorded, RoomExists):
        if there := _there_already(drafts, by):
            return there
        raise


def _there_already(drafts: Sequence[Draft], by: Author) -> list[AnyEntry]:
    """The entries of these ids, if this author recorded them in these rooms: the same form was sent twice."""
    with reading_all():
        found = entries_with_ids(d.id for d in drafts)
    return [found[d.id] for d in drafts if d.id in found and found[d.id].author == (d.by or by) and found[d.id].room == d.room]


def recorded_before(entry_id: UUID | None, *, by: Author, matter: UUID) -> AnyEntry | None:
    """The entry of this id, if this author recorded it in this matter: the same form was sent before, and what it did may have changed what would now
    be allowed. It is found whether or not they may read its room. Raises AlreadyRecorded when it is somebody else's, or of another matter.
    """
    if entry_id is None:
        return None
    with reading_all():
        entry = entry_with_id(entry_id)
    if entry is not None and (entry.author, entry.matter) != (by, matter):
        raise AlreadyRecorded(entry_id)
    return entry


def _append(drafts: list[Draft], by: Author, held: set[UUID], *, react: bool) -> list[AnyEntry]:
    first: list[AnyEntry] = []
    for depth in range(DEEPEST):
        if depth == 0:
            _check_cites(drafts, by)
        check_corrections(drafts, by)
        held |= open_rooms(drafts)
        check_readers(drafts)
        entries, sealed = store(drafts, by)
        apply_changes([*opening_changes(entries), *changes_of(entries), *folded_changes(entries)])
        if depth == 0:
            first = entries
        if not react:
            return first
        drafts = list(reactions_to(entries, [d.parts for d in drafts]))
        if not drafts:
            return first
        check_answers(drafts, entries, sealed)
        _check_held(drafts, held)
    raise EndlessReaction(f"reactions went on for more than {DEEPEST} rounds, last with {drafts[0].facts.kind.name}")


def _check_cites(drafts: Sequence[Draft], by: Author) -> None:
    """A person cites only rooms that they see (on whose behalf this transaction reads). One that they do not see is answered like one that there is
    none of. Raises NoSuchRoom.
    """
    opened = {d.room for d in drafts if d.opens is not None}
    cited = {room for d in drafts if d.corrects is None for room in d.cites} - opened
    if not cited or by.type is not AuthorType.WORKER or getattr(connection, "holdfast_reads_as", None) is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT room_id FROM record_audience WHERE room_id = ANY(%s) AND principal = ANY(holdfast_viewer()) "
            "AND (until IS NULL OR until > holdfast_now())",
            [list(cited)],
        )
        seen = {room for (room,) in cursor.fetchall()}
    if missing := cited - seen:
        raise NoSuchRoom(f"there is no room {min(missing, key=str)}")


def _written(drafts: Sequence[Draft]) -> tuple[set[UUID], set[UUID]]:
    """The rooms that exist and are written to or cited, and the matters to which rooms are added."""
    opened = {d.room for d in drafts if d.opens is not None}
    rooms = {room for d in drafts for room in (d.room, *d.cites)} - opened
    return rooms, {d.opens.matter for d in drafts if d.opens is not None and d.opens.matter is not None}


def _existing_matters(drafts: Sequence[Draft]) -> dict[UUID, Draft]:
    """The matters that these drafts write to and do not open, each with a draft that does. Raises NoSuchRoom."""
    opened = {d.room for d in drafts if d.opens is not None}
    written = {room: d for d in drafts for room in (d.room, *d.cites) if room not in opened}
    found = {matter: written[room] for room, matter in matters_of(written).items()}
    added_to = {d.opens.matter: d for d in drafts if d.opens is not None and d.opens.matter is not None}
    return {**found, **{matter: added_to[matter] for matter in those_that_exist(added_to)}}


def _check_held(drafts: Sequence[Draft], held: set[UUID]) -> None:
    """A reactor writes only to what is held, or to what it opens. Raises NotHeld, which names the kind."""
    for matter, draft in _existing_matters(drafts).items():
        if matter not in held:
            raise NotHeld(f"a reactor reached for the matter {matter}, which is not held, to record {draft.facts.kind.name}")
