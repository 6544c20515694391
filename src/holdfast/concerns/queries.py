"""Questions about concerns, through the audience of each one's room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from holdfast.concerns import kinds
from holdfast.concerns.codes import State
from holdfast.concerns.models import Concern, Number, Teller, Telling
from holdfast.concerns.policies import SECOND_INSIDE, SECOND_OUTSIDE
from holdfast.database.viewing import Viewer, holder_principal, viewing
from holdfast.partnership import queries as partnership
from holdfast.partnership.models import Post
from holdfast.partnership.people import Acting
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Parts
from holdfast.record.queries import entries_of_matter, entries_of_room, entries_of_rooms, open_parts, opened_parts
from holdfast.record.rooms import room_of


def concern(concern_id: UUID) -> Concern | None:
    """A concern, or None when there is none that the viewer may see."""
    return Concern.objects.filter(id=concern_id).first()


def danger_waits(concern: Concern) -> bool:
    """Whether somebody said that there was danger, and nothing was done about it yet."""
    return concern.danger_now and concern.danger_answered_at is None


def telling(concern_id: UUID) -> Telling | None:
    """What was told, or None when there is nothing that the viewer may see."""
    return Telling.objects.filter(id=concern_id).first()


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told, and what they have been told since."""

    telling: Telling
    acknowledged: bool
    outcome_told: bool


def children_named(concerns: Iterable[UUID]) -> dict[UUID, str]:
    """The child of each of these concerns, in the words of whoever told it. The caller has recorded the look."""
    entries = [e for room in entries_of_rooms(room_of(c, kinds.TOLD) for c in concerns).values() for e in room]
    told = {e.id: e.matter for e in entries if isinstance(e.facts, kinds.ConcernTold)}
    return {told[entry]: str(parts["child"]) for entry, parts in opened_parts(told, ["child"]).items()}


def told_by(acting: Acting, *, limit: int = 100) -> list[Told]:
    """What this person told, the latest first, with what was said to them since."""
    return _with_what_was_said(list(Telling.objects.filter(teller_worker_id=acting.worker).order_by("-told_at")[:limit]))


def told(concern_id: UUID, acting: Acting) -> Told | None:
    """One thing that this person told; None when they told no such thing."""
    return next(iter(_with_what_was_said(list(Telling.objects.filter(id=concern_id, teller_worker_id=acting.worker)))), None)


def _with_what_was_said(rows: list[Telling]) -> list[Told]:
    said = entries_of_rooms(room_of(row.id, kinds.TALK) for row in rows)
    facts = {row.id: [type(e.facts) for e in said.get(room_of(row.id, kinds.TALK), ())] for row in rows}
    return [Told(row, kinds.AcknowledgedToTeller in facts[row.id], kinds.OutcomeTold in facts[row.id]) for row in rows]


def heard(concerns: Iterable[UUID]) -> list[Telling]:
    """Of these concerns, those whose words the viewer reads, the latest first."""
    return list(Telling.objects.filter(id__in=list(concerns)).order_by("-told_at"))


def second_asked_of(acting: Acting) -> list[Concern]:
    """Where this person was asked to be the second."""
    return list(Concern.objects.filter(second_id=acting.worker, state=State.AWAITING_SECOND).order_by("decided_at"))


@dataclass(frozen=True, slots=True)
class Opened:
    """One entry of a concern with its parts in the clear."""

    entry: AnyEntry
    parts: Parts


#: Bookkeeping, which is no part of the story.
_NOT_TOLD = ("duty.", "offer.", "concern.number", "room.", "teller.", "secret.")


def story(concern_id: UUID) -> list[Opened]:
    """Everything recorded of a concern in the rooms that are open to the viewer, in order, opened. The caller has recorded the look."""
    entries = [e for e in entries_of_matter(concern_id) if not e.kind.name.startswith(_NOT_TOLD)]
    parts = open_parts(entries)
    return [Opened(e, parts[e.id]) for e in entries]


def teller_of(concern_id: UUID) -> tuple[Teller, kinds.TellerParts] | None:
    """Who told, and how to reach them, for those who may see it. The caller has recorded the look."""
    row = Teller.objects.filter(concern_id=concern_id).first()
    if row is None:
        return None
    (entry,) = [e for e in entries_of_room(row.room_id) if e.id == row.entry_id]
    parts = open_parts([entry])[entry.id]
    assert isinstance(parts, kinds.TellerParts)
    return row, parts


@dataclass(frozen=True, slots=True)
class Handling:
    """All that a number tells whoever holds it: how the message was handled. Never a decision, a reason, an agency or a name."""

    told_at: datetime
    read_at: datetime | None
    late_in_being_read: bool
    last_added_at: datetime | None


def handling_of(hashed: str, moment: datetime) -> Handling | None:
    """How what was told under a number (by its keyed hash) was handled, as its holder reads it; None for one that nobody was given, or was switched
    off.
    """
    with viewing(Viewer.of(holder_principal(hashed))):
        row = Number.objects.filter(hash=hashed, ended_at=None).first()
        found = Telling.objects.filter(id=row.concern_id).first() if row is not None else None
    if found is None:
        return None
    late = found.read_by is not None and (found.read_at or moment) > found.read_by
    return Handling(found.told_at, found.read_at, late, found.last_added_at)


def ever_alleged(concern_id: UUID) -> tuple[str, ...]:
    """Everything that was alleged at any time: recording it as something less serious later does not lessen what a decision needs."""
    found = [alleged for e in entries_of_matter(concern_id) for alleged in getattr(e.facts, "alleged", ())]
    return tuple(dict.fromkeys(str(alleged) for alleged in found))


def children_found(concern_id: UUID) -> list[UUID]:
    """The children whom somebody at the front door found or recorded for a concern."""
    found = [e.facts.child for e in entries_of_room(room_of(concern_id, kinds.WORK)) if isinstance(e.facts, kinds.ChildFound)]
    return list(dict.fromkeys(found))


def possible_seconds(decider: Acting, *, another_agency: bool) -> list[Post]:
    """The posts whose holders may be asked to be the second person."""
    found = []
    for role in SECOND_OUTSIDE if another_agency else SECOND_INSIDE:
        for post in partnership.holders_of(role):
            if post.holder_id == decider.worker or (post.agency_id == decider.agency) == another_agency:
                continue
            found.append(post)
    return found
