"""`verify`: is the record unchanged since it was recorded, is nothing in it missing, and do the read models say what it says?

Every entry's bytes are made again from what is stored and compared with its leaf; every part is opened; every room is numbered 1..N with the labels
that its secret gives; the tree is built again and compared with every signed head, and with the head kept outside the database; the read
models are replayed into scratch tables and compared row by row. Each fault names its entry or room and who could have done it. The ledger's
part is in `verify_ledger`, that of rooms, order and times in `verify_places`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from holdfast.database.asking import rows
from holdfast.database.catalogue import differences
from holdfast.database.roles import as_writer
from holdfast.ledger.commitment import commit_part
from holdfast.ledger.errors import LedgerError
from holdfast.record.erasing import EntryErased
from holdfast.record.faults import Fault, Verdict
from holdfast.record.gate import NotReady, installation
from holdfast.record.kinds import KindError
from holdfast.record.log_keys import Pinned, judging_by
from holdfast.record.projection import key_columns, read_models
from holdfast.record.queries import ENTRY_COLUMNS, entry_of, header_of
from holdfast.record.rebuild import replay
from holdfast.record.sealing import Remaining, leaf_bytes
from holdfast.record.sequencer import LedgerRefused, sequence
from holdfast.record.signing import NoSigningKey
from holdfast.record.verify_ledger import check_ledger, check_waiting, signed_before
from holdfast.record.verify_places import check_rooms, check_times
from holdfast.vault.envelope import CannotOpen, EntryKeys, part_place, unseal, unwrap_keys
from holdfast.vault.master import NoMasterKey, derived_key, read_master_key
from holdfast.vault.shares import fingerprint

Progress = Callable[[str, int, int], None]
BATCH = 5_000


#: What packages check of their own entries.
_more: list[tuple[str, Callable[[Verdict], None]]] = []


def also_check(what: str) -> Callable[[Callable[[Verdict], None]], Callable[[Verdict], None]]:
    """Declare what `verify` checks as well: of the entries that a package knows, in words that say what it is."""

    def declare(check: Callable[[Verdict], None]) -> Callable[[Verdict], None]:
        _more.append((what, check))
        return check

    return declare


def sign_and_verify(progress: Progress | None = None) -> tuple[Verdict, str]:
    """What waits too long; then what waits is signed, so that all of it is checked; then everything. The verdict, and why nothing could be signed."""
    before, refused = Verdict(), ""
    _step(before, "what waits for the ledger", lambda: check_waiting(before))
    try:
        sequence()
    except (LedgerRefused, LedgerError, NoSigningKey, NotReady, OSError) as why:
        refused = str(why)
    except DatabaseError as wrong:
        refused = f"The database does not let the ledger's process do its work ({_words(wrong)})."
    if refused:
        before.add(Fault("nothing is signed", refused))
    verdict = verify(progress)
    verdict.faults[:0] = before.faults
    return verdict, refused


def verify_from_outside(pinned: Pinned, progress: Progress | None = None) -> Verdict:
    """Check a copy of the database, on a connection that can write nothing, by a key that whoever asks has brought and a copy of the ledger's files; the
    home's signing keys and ledger are not looked at. The read models, for which tables of their own would be made, are not compared.
    """
    with judging_by(pinned):
        return verify(progress, reading_only=True)


def verify(progress: Progress | None = None, *, reading_only: bool = False) -> Verdict:
    """Check everything, in one transaction that sees one moment and changes nothing; `reading_only`: in one that cannot, and without the read models."""
    verdict, signed = Verdict(), signed_before(alone=not reading_only)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ {'READ ONLY' if reading_only else ''}")
        with as_writer():
            readable: list[bool] = []
            _step(verdict, "its own form", lambda: _check_declared(verdict))
            _step(verdict, "the entries", lambda: readable.append(_check_key(verdict) and _check_entries(verdict, progress)))
            _step(verdict, "times and order", lambda: check_times(verdict))
            _step(verdict, "the rooms", lambda: check_rooms(verdict))
            _step(verdict, "the ledger", lambda: check_ledger(verdict, signed))
            for what, check in _more:
                _step(verdict, what, partial(check, verdict))
            if reading_only:
                verdict.read_models = False
            elif readable == [True]:
                _step(verdict, "the read models", lambda: _check_read_models(verdict, progress))
            else:
                verdict.add(Fault("read models not checked", "some entries cannot be read, so the read models cannot be made again"))
        transaction.set_rollback(True)  # the scratch tables go
    return verdict


def _step(verdict: Verdict, what: str, check: Callable[[], None]) -> None:
    """One part of it. Whatever it stops at is a fault as well: a verifier is not silenced by what it judges."""
    try:
        with transaction.atomic():
            check()
    except Exception as wrong:
        verdict.add(Fault("cannot be checked", f"{what} cannot be read to the end ({_words(wrong)})"))


def _words(wrong: Exception) -> str:
    """Of an error of the database its first line alone, which quotes no row; of any other, its kind."""
    diagnosed = getattr(wrong.__cause__, "diag", None)
    return f"{type(wrong).__name__}: {diagnosed.message_primary}" if diagnosed is not None else type(wrong).__name__


def _check_declared(verdict: Verdict) -> None:
    """Whether the database that answers is the one that was set up: else nothing that it says of the rest need be so."""
    for difference in differences():
        verdict.add(Fault("database is not as declared", difference))


def _check_key(verdict: Verdict) -> bool:
    """Whether there is a master key at all: without it no entry can be held against its commitment."""
    try:
        derived_key("wrap")
    except NoMasterKey as wrong:
        verdict.add(Fault("master key missing or damaged", str(wrong)))
        return False
    if fingerprint(read_master_key()) != installation().master_key:
        verdict.add(Fault("master key is another", "the master key here is not the one that this record was begun with"))
        return False
    return True


def _entry_batches() -> Iterator[list[tuple[Any, ...]]]:
    after = 0
    while batch := rows(
        f"SELECT {ENTRY_COLUMNS}, l.leaf, k.wrapped, k.room_id FROM record_entry e "  # noqa: S608
        "LEFT JOIN record_leaf l ON l.entry_id = e.id LEFT JOIN vault_entry_key k ON k.entry_id = e.id "
        "WHERE e.position > %s ORDER BY e.position LIMIT %s",
        [after, BATCH],
    ):
        yield batch
        after = batch[-1][1]


def _check_entries(verdict: Verdict, progress: Progress | None) -> bool:
    ((total,),) = rows("SELECT count(*) FROM record_entry")
    readable, left = True, _left_of_erased(verdict)
    for batch in _entry_batches():
        ids = [row[0] for row in batch]
        parts: dict[UUID, list[tuple[str, UUID, bytes, bytes]]] = defaultdict(list)
        for entry_id, name, of, sealed, commitment in rows(
            "SELECT entry_id, name, room_id, sealed, commitment FROM record_part WHERE entry_id = ANY(%s) ORDER BY name", [ids]
        ):
            parts[entry_id].append((name, of, bytes(sealed), bytes(commitment)))
        places: dict[UUID, list[tuple[UUID, int, bool, bytes]]] = defaultdict(list)
        for entry_id, room, n, home, label in rows(
            "SELECT entry_id, room_id, n, home, label FROM record_position WHERE entry_id = ANY(%s)", [ids]
        ):
            places[entry_id].append((room, n, home, bytes(label)))
        for row in batch:
            readable &= _check_entry(verdict, row, parts[row[0]], places[row[0]], left.get((row[0], row[4])))
        verdict.entries += len(batch)
        if progress is not None:
            progress("entries", verdict.entries, total)
    return readable


def _left_of_erased(verdict: Verdict) -> dict[tuple[UUID, UUID], Remaining]:
    """What is left of entries whose words were erased by order, by entry and room: as an entry of that room says."""
    left: dict[tuple[UUID, UUID], Remaining] = {}
    for row in rows(f"SELECT {ENTRY_COLUMNS} FROM record_entry e WHERE e.kind = %s", [EntryErased.kind.name]):  # noqa: S608
        try:
            entry = entry_of(row)
            left |= {(of, entry.room): remaining for of, remaining in entry.facts.remaining()}
        except (KindError, ValueError):
            verdict.add(Fault("entry cannot be read", "what it says was erased is not of its form", entry=row[0], room=row[4]))
    return left


def _check_entry(
    verdict: Verdict,
    row: tuple[Any, ...],
    parts: list[tuple[str, UUID, bytes, bytes]],
    places: list[tuple[UUID, int, bool, bytes]],
    left: Remaining | None,
) -> bool:
    entry_id, room, facts = row[0], row[4], bytes(row[19])
    leaf, wrapped = row[20], row[21]

    def fault(what: str, detail: str) -> None:
        verdict.add(Fault(what, detail, entry=entry_id, room=room))

    try:
        entry = entry_of(row[:20])
    except (KindError, ValueError) as wrong:
        fault("entry cannot be read", str(wrong) if isinstance(wrong, KindError) else "its facts are not what was stored")
        return False
    if leaf is None:
        fault("leaf missing", "the ledger's commitment to this entry is not there")
        return True
    if wrapped is not None:
        left = _check_key_and_parts(fault, row, parts)
    elif left is None:
        fault("key missing", "the content cannot be opened and no erasure was recorded")
    else:
        verdict.erased += 1
    if left is None:
        return True
    for name, of, _, _ in parts:
        if of != room:
            fault("part moved", f"the part {name!r} was put into another room, where others may read it")
    home = [(s, n) for s, n, is_home, _ in places if is_home]
    if home != [(room, entry.n)]:
        fault("position altered", "the entry's place in its home room is not where it says")
        return True
    cites = [(s, n) for s, n, is_home, _ in places if not is_home]
    labels = [label for _, _, _, label in sorted(places, key=lambda place: not place[2])]  # that of the home room first
    made = leaf_bytes(header_of(entry, row, cites), facts, [(n, c) for n, _, _, c in parts], left, labels)
    if made != bytes(leaf):
        fault("entry altered", "what is stored is not what the ledger committed to when it was recorded")
    return True


def _check_key_and_parts(
    fault: Callable[[str, str], None], row: tuple[Any, ...], parts: list[tuple[str, UUID, bytes, bytes]]
) -> Remaining | None:
    """Whether an entry's key is its own, and opens its parts to what was committed to. What its leaf is made from; None where the key does not open."""
    entry_id, room, wrapped, key_room = row[0], row[4], row[21], row[22]
    try:
        keys = unwrap_keys(derived_key("wrap"), room, entry_id, bytes(wrapped))
    except CannotOpen as wrong:
        fault("key altered", str(wrong))
        return None
    if key_room != room:
        fault("key moved", "the entry's key was put into another room, where others may read it")
    for name, _, sealed, commitment in parts:
        _check_part(fault, keys, part_place(room, entry_id, name), name, sealed, commitment)
    return Remaining.of(keys)


def _check_part(fault: Callable[[str, str], None], keys: EntryKeys, place: bytes, name: str, sealed: bytes, commitment: bytes) -> None:
    try:
        data = unseal(keys.content, sealed, place)
    except CannotOpen:
        fault("part cannot be opened", f"the part {name!r} does not open: it was altered or moved, or its key was swapped")
        return
    if commit_part(keys.commitment, name, data) != commitment:
        fault("part altered", f"the part {name!r} is not the text that was committed to")


def _check_read_models(verdict: Verdict, progress: Progress | None) -> None:
    models = read_models()
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            # A temporary table hides the real one of the same name: the replay's unqualified names now mean the scratch.
            cursor.execute(f'CREATE TEMPORARY TABLE "{table}" (LIKE public."{table}" INCLUDING ALL) ON COMMIT DROP')
    replay(None if progress is None else lambda what, done, total: progress(f"read models, {what}", done, total))
    for model in models:
        table = model._meta.db_table
        key = ", ".join(f'"{k}"' for k in key_columns(model))
        for side, first, second in (("is not what the record says", "public", "pg_temp"), ("is missing", "pg_temp", "public")):
            for values in rows(
                f'SELECT {key} FROM (SELECT * FROM {first}."{table}" EXCEPT SELECT * FROM {second}."{table}") d LIMIT 100'  # noqa: S608
            ):
                named = dict(zip(key_columns(model), values, strict=True))
                room = named.get("room_id")
                shown = ", ".join(f"{k} {v}" for k, v in named.items())
                verdict.add(Fault("read model falsified", f"the row with {shown} {side}", table=table, room=room))
