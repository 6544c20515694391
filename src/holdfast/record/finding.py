"""Words of a lost entry found again, in a bundle that somebody was given: recorded beside the gap, and the very words that the leaf commits to.

The lost entry is not made again: what it should bring about is for people to record. But what it said is back, in the room where it stood, for those who
read it; where its room is lost as well, in a matter of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from holdfast.database.asking import rows
from holdfast.ledger.commitment import commit_entry, commit_under
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.strict import read_base64
from holdfast.record.entries import Draft, Entry, Opening
from holdfast.record.faults import Fault, Verdict
from holdfast.record.kinds import ANY, Facts, KindError, Parts, kind, kind_named
from holdfast.record.models import Found
from holdfast.record.projection import Change, Put, projector
from holdfast.record.queries import ENTRY_COLUMNS, ERASED, ContentLost, entry_of, opened_parts
from holdfast.record.rooms import matter_type
from holdfast.record.sealing import FACTS, HEADER
from holdfast.record.verify import also_check

matter_type("found")


class FoundParts(Parts):
    """What the lost entry said, in words; and in JSON as the bundle gave it, with the keys that show it."""

    words: str
    proof: str


@kind("entry.found", version=1, room=ANY, parts=FoundParts, line="Words of a lost entry were found again")
class EntryFound(Facts):
    """`index`: the leaf of the ledger that commits to these words, and whose entry was lost."""

    index: int


@projector(EntryFound)
def found(entries: Sequence[Entry[EntryFound]]) -> Iterator[Change]:
    for e in entries:
        yield Put(Found, {"index": e.facts.index, "room_id": e.room, "entry_id": e.id}, replace=True)


class NotTheWords(Exception):
    """What is given is not what the leaf commits to; the message says how."""


def check_words(says: object, leaf: bytes) -> None:
    """Whether what an entry is said to have said is what its leaf commits to. Raises NotTheWords."""
    try:
        keys, parts, left_out = (_texts(says, name) for name in ("keys", "parts", "left_out"))
        own = {HEADER: _text(says, "header"), FACTS: _text(says, "facts")}
        if set(parts) & (own.keys() | left_out.keys()):
            raise NotTheWords("a part is named twice")
        commitments = [
            (name, commit_under(read_base64(keys[name]) or b"", name, text.encode())) for name, text in (own | dict(parts)).items()
        ]
        commitments += [(name, read_base64(commitment) or b"") for name, commitment in left_out.items()]
        if commit_entry(commitments) != leaf[2:34]:
            raise NotTheWords("it is not what the ledger committed to")
    except (LedgerError, KeyError, UnicodeEncodeError) as wrong:
        raise NotTheWords("it is not of the form of an entry in a bundle") from wrong


def _text(of: object, name: str) -> str:
    value = of.get(name) if isinstance(of, dict) else None
    if not isinstance(value, str):
        raise NotTheWords(f"its {name} is missing")
    return value


def _texts(of: object, name: str) -> Mapping[str, str]:
    value = of.get(name) if isinstance(of, dict) else None
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise NotTheWords(f"its {name} are missing")
    return value


@also_check("words found again")
def check_found(verdict: Verdict) -> None:
    """Whether what is said to be the words of a lost entry is what its leaf commits to."""
    for row in rows(f"SELECT {ENTRY_COLUMNS} FROM record_entry e WHERE e.kind = %s", [EntryFound.kind.name]):  # noqa: S608
        try:
            entry = entry_of(row)
            leaf = rows("SELECT leaf FROM record_lost WHERE index = %s", [entry.facts.index])
            if not leaf:
                raise NotTheWords("no entry was lost there")
            proof = opened_parts([entry.id], ["proof"])[entry.id]["proof"]
            if proof != ERASED:
                check_words(json.loads(proof), bytes(leaf[0][0]))
        except (NotTheWords, ContentLost, KindError, KeyError, ValueError, RecursionError) as wrong:
            verdict.add(
                Fault("found again is another", f"what it says was found is not what was lost ({wrong})", entry=row[0], room=row[4])
            )


@dataclass(frozen=True)
class _Lost:
    leaf: bytes
    room: UUID | None


def found_in(bundle: str, *, otherwise: Sequence[UUID]) -> list[Draft]:
    """What a bundle says of lost entries whose words were not found yet, as drafts: in the rooms where they stood; where a room is lost as well, each in a
    matter of its own, which `otherwise` read. Asked as the record's own. Raises NotTheWords where it is no bundle.
    """
    lost = {
        index: _Lost(bytes(leaf), room)
        for index, leaf, room in rows(
            "SELECT l.index, l.leaf, (SELECT p.room_id FROM record_lost_place p WHERE p.index = l.index AND p.label = substring(l.leaf FROM %s FOR 32)) "
            "FROM record_lost l WHERE NOT EXISTS (SELECT 1 FROM record_found f WHERE f.index = l.index)",
            [_FIRST_LABEL],
        )
    }
    drafts: dict[int, Draft] = {}
    for index, says in _entries_in(bundle):
        if index in lost and index not in drafts and says is not None:
            try:
                check_words(says, lost[index].leaf)
            except NotTheWords:
                continue  # it proves nothing
            drafts[index] = _draft(index, lost[index].room, says, otherwise)
    return list(drafts.values())


#: Where the label of the home room begins in a leaf without an attestation, counted from 1.
_FIRST_LABEL = 2 + 32 + 2 + 1 + 1


def _entries_in(bundle: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    try:
        given = json.loads(bundle)
    except (ValueError, RecursionError) as wrong:
        raise NotTheWords("it is no bundle") from wrong
    rooms = given.get("rooms") if isinstance(given, dict) else None
    if not isinstance(rooms, list):
        raise NotTheWords("it is no bundle")
    for room in rooms:
        entries = room.get("entries") if isinstance(room, dict) else None
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and type(entry.get("index")) is int:
                says = entry.get("says")
                yield entry["index"], says if isinstance(says, dict) else None


def _draft(index: int, room: UUID | None, says: dict[str, Any], otherwise: Sequence[UUID]) -> Draft:
    facts, parts = EntryFound(index=index), FoundParts(words=_in_words(says), proof=json.dumps(says, ensure_ascii=False))
    if room is not None:
        return Draft(facts=facts, parts=parts, room=room)
    alone = uuid5(_FOUND, str(index))
    return Draft(facts=facts, parts=parts, room=alone, id=alone, opens=Opening("found", otherwise))


_FOUND = UUID("5f6c2f61-7a0e-5a57-9b35-bd1c9b1f2d11")


def _in_words(says: dict[str, Any]) -> str:
    """What an entry said, to be read: what it was, when it was recorded, and each of its parts."""
    header = json.loads(says["header"])
    try:
        line = kind_named(str(header.get("kind"))).line
    except KindError:
        line = str(header.get("kind"))
    lines = [f"{line}. Recorded {str(header.get('recorded_at'))[:16].replace('T', ' ')} UTC."]
    for name, text in says["parts"].items():
        value = json.loads(text)
        lines.append(f"{name.replace('_', ' ').capitalize()}: {value}")
    return "\n".join(lines)
