"""What happened to a duty, as events of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from holdfast.duties import kinds, queries
from holdfast.duties.clocks import Allowed
from holdfast.duties.ladder import RUNG_WORDS
from holdfast.duties.models import Duty
from holdfast.duties.pages import title_of
from holdfast.pages.components import Event, Row
from holdfast.pages.dates import happened, moment
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.entries import AnyEntry, AuthorType
from holdfast.record.queries import open_parts


def author_of(entry: AnyEntry, directory: Directory, acting: Acting | None = None) -> str:
    """Who recorded an entry, as the reader may see them: by name within the organisation, by post outside it."""
    if entry.author.type is AuthorType.SYSTEM:
        return "the system"
    if entry.author.worker is None:
        return "someone who told us"
    if acting is not None and acting.agency != entry.author.agency:
        return directory.post_and_agency(entry.author.worker)
    return directory.worker_with_agency(entry.author.worker)


def when_of(entry: AnyEntry) -> str:
    """When it happened, in words."""
    if entry.when is None:
        return moment(entry.recorded_at)
    return happened(entry.when.earliest, entry.when.latest, entry.when.precision.value)


def events_about(duty: Duty, acting: Acting, directory: Directory) -> list[Event]:
    """A duty's own history, the latest last."""
    entries = queries.entries_about(duty.id, duty.room_id)
    parts = open_parts(entries)
    return [_event(entry, parts[entry.id], directory, acting) for entry in entries]


def _event(entry: AnyEntry, parts: Any, directory: Directory, acting: Acting) -> Event:
    return Event(
        title=entry.kind.line,
        happened=when_of(entry),
        recorded_at=entry.recorded_at,
        latest=entry.when.latest if entry.when else None,
        by=author_of(entry, directory, acting),
        words=getattr(parts, "words", None) or "",
        facts=tuple(facts_of(entry, parts, directory, acting)),
        key=str(entry.id),
    )


def facts_of(entry: AnyEntry, parts: Any, directory: Directory, acting: Acting) -> list[Row]:
    """What an entry about a duty says, as rows."""
    facts, rows = entry.facts, []
    match facts:
        case kinds.DutyOpened():
            rows.append(Row("Due", moment(facts.due_at)))
        case kinds.DutyEscalated():
            rows.append(Row("Told", _told(facts, directory, acting)))
            if facts.late_seconds > 60:
                rows.append(Row("The system was itself late by", f"{facts.late_seconds // 60} minutes"))
        case kinds.DutyExtended():
            rows.append(Row("Now due", moment(facts.due_at)))
        case kinds.DutyDone() | kinds.DutyShownElsewhere():
            rows.append(Row("Done", moment(facts.done_at)))
        case kinds.DutyConfirmed():
            rows.append(Row("Confirmed", "because nobody answered in time" if facts.by_silence else "by the council"))
        case kinds.DutyReassigned():
            rows.append(Row("Now owned by", _worker(facts.owner, directory, acting)))
        case _:
            pass
    for name, words in (("reference", "Found at"), ("authority", "Authority"), ("accepted_by", "Accepted by")):
        if value := getattr(parts, name, None):
            rows.append(Row(words, value))
    return rows


def _worker(worker: UUID | None, directory: Directory, acting: Acting) -> str:
    if worker is None:
        return "nobody: no post is filled"
    own = directory.agency_of_worker.get(worker) == acting.agency
    return directory.worker_with_agency(worker) if own else directory.post_and_agency(worker)


def _told(facts: kinds.DutyEscalated, directory: Directory, acting: Acting) -> str:
    who = RUNG_WORDS[facts.rung]
    if facts.told_worker is not None:
        return f"{who}: {_worker(facts.told_worker, directory, acting)}"
    if facts.told_agencies:
        return f"{who}: {', '.join(directory.name(a) for a in facts.told_agencies)}"
    return f"{who}: there was nobody to tell"


def rule_changes(entries: Sequence[AnyEntry], directory: Directory) -> list[Event]:
    """Changes of local values, for everyone to see: from what, to what, by whom, why, and whether that was looser."""
    parts: dict[UUID, Any] = dict(open_parts(entries))
    events = []
    for entry in entries:
        f = entry.facts
        before, after = Allowed(f.before_amount, f.before_unit), Allowed(f.amount, f.unit)
        events.append(
            Event(
                title=f"{title_of(f.rule)}: {before} became {after}" + (" (looser)" if f.loosened else ""),
                happened=moment(entry.recorded_at),
                recorded_at=entry.recorded_at,
                by=author_of(entry, directory),
                words=parts[entry.id].reason,
                key=str(entry.id),
            )
        )
    return events
