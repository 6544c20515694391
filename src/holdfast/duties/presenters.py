"""Duties as pages show them: rows (what, about whom, whose, the clock in words), and what happened to one, as events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from holdfast.duties import conditions, kinds, queries
from holdfast.duties.clocks import Allowed, Calendar, Unit
from holdfast.duties.ladder import RUNG_WORDS, RUNGS, Pace, step_due
from holdfast.duties.models import BoardRow, Duty, Offer, RuleProposal, RuleValue, State
from holdfast.duties.naming import Named
from holdfast.duties.queries import OwedBy, ProvisionalRule
from holdfast.duties.rulebook import rule, rules
from holdfast.pages import components
from holdfast.pages.components import Column, Event, Row, Tag
from holdfast.pages.dates import day, happened, left, moment, plural
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.partnership.roles import LEADS
from holdfast.record.entries import AnyEntry, AuthorType
from holdfast.record.kinds import kind_named
from holdfast.record.queries import entry_with_id, open_parts

SOON_SECONDS = 24 * 3600


def title_of(code: str) -> str:
    """What must be done, in words. A rule that a later release dropped shows its code."""
    try:
        return rule(code).title
    except KeyError:
        return code


def clock_of(due_at: datetime, late_to: str, now: datetime) -> Tag:
    """The clock in words, never as a colour alone: "5 hours left", "2 days late to finish"."""
    words = left(due_at, now)
    if now > due_at:
        return Tag(f"{words} to {late_to}", "late")
    return Tag(words, "soon" if (due_at - now).total_seconds() < SOON_SECONDS else "quiet")


def owner_of(duty: Duty, directory: Directory, acting: Acting) -> str:
    """Who owns it: by name within the organisation, by post and organisation outside it."""
    if duty.owner_id is None:
        return f"nobody: no post is filled, {directory.name(duty.owing_agency_id)}"
    if acting.agency == duty.owing_agency_id:
        return "you" if duty.owner_id == acting.worker else directory.worker_with_agency(duty.owner_id)
    return directory.post_and_agency(duty.owner_id)


def rows(
    duties: Sequence[Duty], *, names: Mapping[UUID, Named], directory: Directory, acting: Acting, now: datetime
) -> list[components.Duty]:
    """The rows for `c.duties`, in the order given."""
    return [_row(duty, names.get(duty.matter_id), directory, acting, now) for duty in duties]


def _row(duty: Duty, about: Named | None, directory: Directory, acting: Acting, now: datetime) -> components.Duty:
    marks = []
    if duty.provisional:
        marks.append(Tag(f"As at {day(duty.as_at)}, to be confirmed" if duty.as_at else "To be confirmed", "soon"))
    if duty.declining_id is not None and duty.provisional:
        marks.append(Tag("Said not to be so, a second person has not answered", "quiet"))
    if duty.assured_at is not None:
        marks.append(Tag("Said to be in hand, not yet shown", "quiet"))
    if duty.offered_to is not None:
        marks.append(Tag("Offered to someone, not yet accepted", "quiet"))
    told = [RUNG_WORDS[rung] for rung in RUNGS[1 : duty.rung]]
    return components.Duty(
        what=title_of(duty.rule),
        href=reverse("duties:duty", args=[duty.id]),
        about=about.label if about else "",
        owner=owner_of(duty, directory, acting),
        due=moment(duty.due_at),
        clock=clock_of(duty.due_at, duty.late_to, now),
        marks=tuple(marks),
        detail=f"The system has told {' and '.join(told[-1:])}" if told else "",
    )


def offer_rows(offers: Sequence[Offer], directory: Directory, now: datetime) -> list[components.Duty]:
    """Offers as rows: what is asked and by whom, and never about whom."""
    return [
        components.Duty(
            what=title_of(each.rule),
            href=reverse("duties:offer", args=[each.id]),
            about="",
            owner=asked_by(each, directory),
            due=moment(each.due_at),
            clock=clock_of(each.due_at, each.late_to, now),
            marks=(),
        )
        for each in offers
    ]


def asked_by(offer: Offer, directory: Directory) -> str:
    """Whose duty it is that is offered: post and organisation."""
    return ", ".join(directory.name(id_) for id_ in (offer.owning_post, offer.owing_agency_id) if id_ is not None)


def ended_words(duty: Duty) -> str:
    """How a duty ended, with what its clock said: late is late, however it ended and whenever it was written down."""
    label = State(duty.state).label
    if duty.ended_at is None or duty.state == State.DECLINED:
        return label
    if duty.state == State.DONE and duty.done_at is not None:
        if duty.done_at > duty.due_at:
            return "Done late"
        days = (duty.ended_at - duty.done_at).days
        return f"Done in time, recorded {plural(days, 'day')} later" if duty.ended_at > duty.due_at else label
    return f"Ended late, not done: {label[0].lower()}{label[1:]}" if duty.ended_at > duty.due_at else label


BOARD_COLUMNS = (
    Column("Organisation"),
    Column("Open", numeric=True),
    Column("Late to start", numeric=True),
    Column("Late to finish", numeric=True),
    Column("Others told", numeric=True),
    Column("Said to be in hand, not yet shown", numeric=True),
    Column("Done in time, 90 days", numeric=True),
    Column("Done in time, recorded late, 90 days", numeric=True),
    Column("Done late, 90 days", numeric=True),
    Column("Ended late, not done, 90 days", numeric=True),
    Column("Cannot be done, 90 days", numeric=True),
    Column("From the census, found not to be so, 90 days", numeric=True),
)


def board_rows(owed: Sequence[OwedBy], directory: Directory) -> list[list[object]]:
    """One row for each organisation, in the order of BOARD_COLUMNS."""
    return [
        [
            directory.name(o.agency),
            o.open,
            o.late_to_start,
            o.late_to_finish,
            o.told_outside,
            o.said_in_hand,
            o.done_in_time,
            o.recorded_late,
            o.done_late,
            o.ended_late,
            o.cannot,
            o.declined,
        ]
        for o in owed
    ]


ESCALATED_COLUMNS = (Column("What is owed"), Column("By"), Column("Clock"), Column("Told"))


def escalated_rows(late: Sequence[BoardRow], directory: Directory, now: datetime) -> list[list[object]]:
    """Late duties of which others were told: organisation and post, never a name or a child."""
    return [
        [
            title_of(row.rule),
            ", ".join(directory.name(id_) for id_ in (row.owning_post, row.owing_agency_id) if id_ is not None),
            clock_of(row.due_at, row.late_to, now).text,
            RUNG_WORDS[RUNGS[row.rung - 1]],
        ]
        for row in late
    ]


PROVISIONAL_COLUMNS = (Column("Duty"), Column("To confirm", numeric=True), Column("Of these, overdue", numeric=True))


def provisional_rows(found: Sequence[ProvisionalRule]) -> list[list[object]]:
    """What a census brought, by rule."""
    return [[title_of(p.rule), p.count, p.overdue] for p in found]


@dataclass(frozen=True, slots=True)
class RuleShown:
    """One rule as a page shows it."""

    code: str
    title: str
    allowed: str
    national: str
    source: str
    basis: str
    changed: str
    href: str


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """A change of a local value that waits for another organisation."""

    title: str
    words: str
    by: str
    href: str


def _in_force(code: str, values: Mapping[str, RuleValue]) -> str:
    value = values.get(code)
    return str(Allowed(value.amount, Unit(value.unit)) if value else rule(code).allowed)


def proposal_rows(found: Sequence[RuleProposal], values: Mapping[str, RuleValue], directory: Directory) -> list[ProposalShown]:
    """Proposals in words: what would be allowed, and what is now."""
    return [
        ProposalShown(
            title_of(each.rule),
            f"{Allowed(each.amount, Unit(each.unit))} would be allowed, instead of {_in_force(each.rule, values)}.",
            directory.post_and_agency(each.proposed_by),
            reverse("duties:rule-proposal", args=[each.id]),
        )
        for each in found
    ]


_BASIS = {"law": "Law", "guidance": "National guidance", "local": "Local value"}


def rule_rows(values: Mapping[str, RuleValue], acting: Acting) -> list[RuleShown]:
    """Every rule, with the value in force here."""
    shown = []
    for each in (r for r in rules() if not r.counted_only):
        value = values.get(each.code)
        own = str(Allowed(value.amount, Unit(value.unit))) if value else ""
        given = str(each.allowed) if each.allowed else "by the day agreed"
        changed = f"{'loosened' if value.loosened else 'changed'} on {day(value.changed_at)}" if value else ""
        may = each.local and each.allowed is not None and acting.has_role(*LEADS)
        shown.append(
            RuleShown(
                each.code,
                each.title,
                own or given,
                given if own else "",
                each.source,
                _BASIS[each.basis],
                changed,
                reverse("duties:change-rule", args=[each.code]) if may else "",
            )
        )
    return shown


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


def ends_when(duty: Duty) -> list[Row]:
    """What would end a duty, and nothing else does; and whether more time can be given."""
    found = rule(duty.rule, duty.edition)
    lines = list(dict.fromkeys(kind_named(name).line for name in found.ends))
    said = "; or ".join(f"{line[0].lower()}{line[1:]}" for line in lines)
    so = conditions.WORDS.get(found.done_when or "", "")
    rows = [Row("What ends it", ", ".join(words for words in (said, so) if words))]
    return rows if found.extendable else [*rows, Row("More time", "Nobody can give more time: the limit is the law’s")]


#: The parts in which what is asked stands, of entries that start a clock.
_ASKED = ("what", "words", "reason")


def asked_in(duty: Duty, acting: Acting, directory: Directory) -> list[Row]:
    """What was agreed or asked, by whom, in the words of the entry that started the clock; as far as the viewer reads it. A look was recorded."""
    entry = entry_with_id(duty.trigger_id)
    if entry is None or entry.kind.name.startswith(("duty.", "told.")):
        return []
    parts = open_parts([entry]).get(entry.id)
    said = next((str(text) for name in _ASKED if (text := getattr(parts, name, None))), "")
    rows = [Row("It began with", f"{entry.kind.line}, {day(entry.happened_at)}"), Row("Recorded by", author_of(entry, directory, acting))]
    return [Row("What was said", said), *rows] if said else rows


def ladder_ahead(duty: Duty, calendar: Calendar) -> list[str]:
    """Who is told when, if it stays undone."""
    ahead = []
    for rung in range(duty.rung, len(RUNGS)):
        at = step_due(rung, Pace(duty.pace), duty.ladder_from, calendar)
        if at is not None:
            ahead.append(f"{moment(at)}: {RUNG_WORDS[RUNGS[rung]]}")
    return ahead or [f"each week: {RUNG_WORDS[RUNGS[-1]]}"]


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
        case kinds.DutyPassedOn():
            rows.append(Row("Owed until then by", directory.name(facts.left)))
            rows.append(Row("Now owed by", f"{directory.name(facts.owing_agency)}: {_worker(facts.owner, directory, acting)}"))
        case _:
            pass
    for name, words in (("reference", "Found at"), ("authority", "Authority"), ("accepted_by", "Accepted by")):
        if value := getattr(parts, name, None):
            rows.append(Row(words, value))
    return rows


def _worker(worker: UUID | None, directory: Directory, acting: Acting) -> str:
    if worker is None:
        return "nobody: no post is filled"
    return directory.known_to(worker, acting.agency)


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
