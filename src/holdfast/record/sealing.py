"""The bytes of an entry: its header and parts in canonical form, sealed, committed to, and made into a leaf of the ledger.

Used once when an entry is written, and again by `verify`, which makes the same bytes from what is stored and compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from holdfast.ledger.canonical import canonical, canonical_of_ours
from holdfast.ledger.commitment import commit_entry, commit_part, commit_under, part_key
from holdfast.ledger.leaf import Leaf, filler_label
from holdfast.record.entries import AnyEntry, Author, Opening
from holdfast.record.kinds import Facts, Parts
from holdfast.vault.envelope import EntryKeys, part_place, seal
from holdfast.when import When

#: Names under which header and facts are committed to; no part may have them.
HEADER, FACTS, AS_SAID, WHY = ":header", ":facts", "when_as_said", "why_corrected"


@dataclass(frozen=True, slots=True)
class Header:
    """What an entry says of itself apart from facts and parts; all of it is committed to."""

    id: UUID
    kind: str
    version: int
    room: UUID
    matter: UUID
    n: int
    recorded_at: datetime
    author: Author
    cites: Sequence[tuple[UUID, int]]
    when: When | None
    corrects: UUID | None
    because: UUID | None
    opening: Opening | None

    @classmethod
    def of(cls, entry: AnyEntry, cites: Sequence[tuple[UUID, int]]) -> Header:
        """The header of an entry, with its number in each room that it cites."""
        return cls(
            id=entry.id,
            kind=entry.kind.name,
            version=entry.kind.version,
            room=entry.room,
            matter=entry.matter,
            n=entry.n,
            recorded_at=entry.recorded_at,
            author=entry.author,
            cites=cites,
            when=entry.when,
            corrects=entry.corrects,
            because=entry.because,
            opening=entry.opening,
        )

    def canonical(self) -> bytes:
        """The header's canonical bytes."""
        author = self.author
        return canonical_of_ours(
            {
                "id": str(self.id),
                "kind": self.kind,
                "version": self.version,
                "room": str(self.room),
                "matter": str(self.matter),
                "n": self.n,
                "recorded_at": instant(self.recorded_at),
                "author": {
                    "type": author.type.value,
                    **{name: str(value) for name in ("agency", "post", "worker", "teller") if (value := getattr(author, name)) is not None},
                },
                "cites": sorted([str(room), n] for room, n in self.cites),
                "when": None
                if self.when is None
                else [
                    instant(self.when.earliest) if self.when.earliest else None,
                    instant(self.when.latest) if self.when.latest else None,
                    self.when.precision.value,
                ],
                "corrects": str(self.corrects) if self.corrects else None,
                "because": str(self.because) if self.because else None,
                "opening": opening_json(self.opening),
            }
        )


def instant(moment: datetime) -> str:
    """An instant in UTC with microseconds, always of one form."""
    return f"{moment.astimezone(UTC).isoformat(timespec='microseconds')[:-6]}Z"


def opening_json(opening: Opening | None) -> dict[str, Any] | None:
    """An opening as JSON: the matter and its type, which room of it this is, and the first audience, sorted."""
    if opening is None:
        return None
    which: dict[str, Any] = {"type": opening.type, "matter": str(opening.matter), "kind": opening.kind, "number": opening.number}
    if opening.sealed:
        which["sealed"] = opening.chain
    return {**which, "audience": sorted({str(p) for p in opening.audience})}


def facts_bytes(facts: Facts) -> bytes:
    """Facts in canonical JSON: made once, then stored and never made again."""
    return canonical(facts.model_dump(mode="json", exclude_none=True))


def part_bytes(parts: Parts, when: When | None, why: str | None = None) -> dict[str, bytes]:
    """Each part that is there, in canonical JSON, by name; with the words in which its time was told, and why it corrects."""
    found = {name: canonical(value) for name, value in parts.model_dump(mode="json", exclude_none=True).items()}
    if when is not None and when.as_said is not None:
        found[AS_SAID] = canonical(when.as_said)
    if why is not None:
        found[WHY] = canonical(why)
    return found


@dataclass(frozen=True, slots=True)
class SealedPart:
    """One part as stored."""

    name: str
    sealed: bytes
    commitment: bytes


def seal_parts(room: UUID, entry: UUID, keys: EntryKeys, parts: dict[str, bytes]) -> list[SealedPart]:
    """Seal each part under the entry's content key and commit to its plaintext."""
    return [
        SealedPart(name, seal(keys.content, data, part_place(room, entry, name)), commit_part(keys.commitment, name, data))
        for name, data in sorted(parts.items())
    ]


@dataclass(frozen=True, slots=True)
class Remaining:
    """What a leaf is made from: the keys (32 bytes) under which header and facts are committed to, and the label that fills the leaf of an entry that
    cites no room. It opens no part: this much is left of an entry whose words were erased.
    """

    header: bytes
    facts: bytes
    filler: bytes

    @classmethod
    def of(cls, keys: EntryKeys) -> Remaining:
        """As it follows from an entry's keys."""
        return cls(part_key(keys.commitment, HEADER), part_key(keys.commitment, FACTS), filler_label(keys.commitment))


def leaf_bytes(header: bytes, facts: bytes, parts: Sequence[tuple[str, bytes]], remaining: Remaining, labels: Sequence[bytes]) -> bytes:
    """The leaf that commits to header, facts and each part's commitment, and carries the position labels: of the home room, and of the one that is
    cited or, where none is, the filler.
    """
    commitments = [
        (HEADER, commit_under(remaining.header, HEADER, header)),
        (FACTS, commit_under(remaining.facts, FACTS, facts)),
        *parts,
    ]
    return Leaf(commitment=commit_entry(commitments), labels=(*labels, remaining.filler)[:2]).encode()
