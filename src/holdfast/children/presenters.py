"""A case as pages show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType, SimpleNamespace
from typing import Any
from uuid import UUID

from django.urls import reverse

from holdfast.children.codes import (
    ACCESS_OUTCOMES,
    CATEGORIES,
    CLOSURES,
    FACTORS,
    MEETING_DECISIONS,
    MEETING_WORDS,
    PRIMARY_NEEDS,
    PROTECTION_AGREED,
    PROTECTION_OUTCOMES,
    REFERRAL_SOURCES,
    SECTION47_OUTCOMES,
    SUSPECT_NEWS_WORDS,
    MeetingType,
)
from holdfast.children.event_table import BY_KIND
from holdfast.children.kinds.authorising import AuthorisationAnswered, AuthorisationAsked
from holdfast.children.kinds.case import BETWEEN, OWN, WORDS, ChildSeen, VisitRecorded
from holdfast.children.kinds.meeting import DISCUSSION, RECORD, ConferenceRecorded
from holdfast.children.models import Meeting
from holdfast.children.queries import Told
from holdfast.concerns.codes import DECISION_WORDS
from holdfast.duties.presenters import author_of, facts_of
from holdfast.pages.components import Event, Row, Tag
from holdfast.pages.dates import day, happened, moment
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.correcting import Misfiled
from holdfast.record.entries import AnyEntry, AuthorType, Draft
from holdfast.record.kinds import Facts, kind_named
from holdfast.subjects.codes import DISABILITIES, ETHNICITIES, SCHEME_WORDS, Aspect
from holdfast.subjects.queries import Stated
from holdfast.when import When

FACT_WORDS: dict[str, str] = {
    "seen": "The child was seen",
    "seen_alone": "Seen alone",
    "views_recorded": "Said what they want",
    "factors": "Factors",
    "decision": "Decision",
    "category": "Category",
    "before": "Category before",
    "outcome": "Outcome",
    "plan": "A plan is made",
    "continues": "The plan continues",
    "accepted": "Accepted",
    "recorded": "A crime was recorded",
    "positive": "Positive",
    "shared": "Shared",
    "changed": "Changed",
    "spontaneous": "Said without being asked",
    "due_on": "By",
    "release_on": "Planned for",
    "expires_on": "Until",
    "how": "How",
    "source": "From",
    "primary_need": "Primary need",
    "nfa": "No further action",
    "received_on": "Received",
    "reason": "Reason",
    "reported": "Reported to the Information Commissioner",
    "told": "The people were told",
    "over_cap": "Over the agreed most",
    "type": "Kind",
    "planned_on": "Planned for",
    "reports_by": "Report by",
    "quorate": "Quorate",
    "sound": "Found sound",
    "agrees": "Authorised",
    "what": "What",
    "cannot": "Duties that could not be done",
    "owner": "Owner",
    "worker": "Worker",
    "agency": "Organisation",
    "agencies": "Organisations",
    "attended": "Took part",
    "took_part": "It took part",
    "step": "Step",
    "episodes": "Times missing",
    "days": "Within days",
    "review_on": "To be looked at by",
    "conference_target": "Conference by",
    "facilitated": "Meeting facilitated",
    "offered": "Meeting offered",
    "meetings": "Review meetings",
    "danger": "About danger",
}
PART_WORDS: dict[str, str] = {
    "child_words": "The child’s words",
    "why_not_alone": "Why not alone",
    "question": "What was asked",
    "present": "Who was there",
    "reference": "Reference",
    "carer": "What the carer said",
    "what_shows_it": "What shows it",
    "what": "What",
    "shared_information": "What was shared",
    "investigation_timing": "The investigation’s conduct and timing",
    "who_tells_family": "Who tells the child and family what, and when",
    "medical": "Medical",
    "other_children": "Other children at risk",
    "family": "What the family say",
    "inquorate": "Why it went on",
    "authority": "Authority",
    "accepted_by": "Accepted by",
    "worries": "What worries us",
    "going_well": "What is going well",
}
_CODES: tuple[Mapping[str, str], ...] = (
    CATEGORIES,
    MEETING_DECISIONS,
    MEETING_WORDS,
    PROTECTION_AGREED,
    SECTION47_OUTCOMES,
    PROTECTION_OUTCOMES,
    CLOSURES,
    PRIMARY_NEEDS,
    ACCESS_OUTCOMES,
    {str(decision): words for decision, words in DECISION_WORDS.items()},
    {str(news): words for news, words in SUSPECT_NEWS_WORDS.items()},
)
#: The part that is the narrative itself, shown as written below the facts.
_NARRATIVE = ("account", "analysis", "words", "reason", "record")


def _code(name: str, value: str) -> str:
    if name == "source":
        return REFERRAL_SOURCES.get(value, value)
    for table in _CODES:
        if value in table:
            return table[value]
    return value.replace("_", " ")


def _value(name: str, value: Any, directory: Directory, acting: Acting) -> str:
    if name == "what":
        return kind_named(value).line
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, UUID):
        # People of another organisation show by their post.
        others = directory.agency_of_worker.get(value, acting.agency) != acting.agency
        return directory.post_and_agency(value) if others else directory.name(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return "; ".join(FACTORS.get(str(v), "") or _value(name, v, directory, acting) for v in value)
    if isinstance(value, Enum | str):
        return _code(name, str(value))
    return str(value)


def _rows(told: Told, directory: Directory, acting: Acting, duties: Mapping[UUID, str]) -> list[Row]:
    facts, rows = told.entry.facts, []
    if told.entry.kind.name.startswith("duty."):
        return [Row("Duty", duties.get(facts.duty, "")), *facts_of(told.entry, told.parts, directory, acting)]
    for name in type(facts).model_fields:
        value = getattr(facts, name)
        if name in FACT_WORDS and value not in (None, (), "") and not (name in ("nfa", "over_cap", "cannot") and not value):
            rows.append(Row(FACT_WORDS[name], _value(name, value, directory, acting)))
    for name, words in PART_WORDS.items():
        if value := getattr(told.parts, name, None):
            rows.append(Row(words, str(value)))
    if told.why:
        rows.append(Row("Why", told.why))
    return rows


def when_words(when: When | None, recorded_at: datetime, as_said: str = "") -> str:
    return moment(recorded_at) if when is None else happened(when.earliest, when.latest, when.precision.value, as_said)


def _read_by(told: Told, directory: Directory) -> list[Row]:
    """Who reads an entry that is not shared with everyone involved."""
    match told.entry.kind.room:
        case room if room == WORDS:
            return [Row("Read by", "whoever the child is allocated to, their manager, the named lead and the police lead")]
        case room if room == OWN:
            return [Row("Read by", f"{directory.name(told.entry.author.agency)} only")]
        case room if room == BETWEEN:
            return [Row("Read by", "the organisation that recorded it and the one it tells")]
        case room if room == DISCUSSION:
            return [Row("Read by", "those who are asked to it")]
        case room if room == RECORD:
            once = "those who took part" if isinstance(told.entry.facts, ConferenceRecorded) else "those who were asked once it is issued"
            return [Row("Read by", f"the council, and {once}")]
        case _:
            return []


def state_of_meeting(row: Meeting, on: date) -> Tag:
    """Where a meeting stands, as of a day: one that was to be held before, and of which nothing is recorded, is said to be (failings, row 4)."""
    if row.type == MeetingType.STRATEGY:
        if row.record_issued_at is not None:
            return Tag("Concluded, record issued", "done")
        return Tag("Under way", "soon") if row.concluded_at is None else Tag("Concluded, record not yet issued", "late")
    if row.concluded_at is not None:
        return Tag(f"Held {day(row.concluded_at)}", "done")
    if row.called_off_at is not None:
        return Tag(f"Called off {day(row.called_off_at)}", "quiet")
    if row.planned_on is None:
        return Tag("Arranged", "soon")
    late = row.planned_on < on
    return Tag(f"Arranged for {day(row.planned_on)}{', and nothing is recorded of it' if late else ''}", "late" if late else "soon")


def decision_of_meeting(row: Meeting) -> str:
    """What a meeting decided, in words; empty until it has."""
    return MEETING_DECISIONS.get(row.decision or "", "")


def listed_meeting(row: Meeting, on: date) -> tuple[str, Tag, str, str]:
    """A meeting as a case lists it, as of a day: what it is, where it stands, what it decided, its page."""
    page = reverse("children:meeting", args=[row.room_id, row.id])
    called = f"{MEETING_WORDS[row.type]}, {'opened' if row.type == MeetingType.STRATEGY else 'arranged'} {day(row.opened_at)}"
    return called, state_of_meeting(row, on), decision_of_meeting(row), page


def readers(facts: type[Facts]) -> str:
    """Who will read what is about to be recorded, said before it is written."""
    match facts.kind.room:
        case room if room == WORDS:
            return (
                "Only the person the child is allocated to, their manager, the council’s named lead and the police lead read this. Everyone involved "
                "sees that it was recorded, and when. Unless you are one of them you will not see it again."
            )
        case room if room == OWN:
            return "Your organisation reads this. Everyone involved sees that it was recorded, and when."
        case room if room == BETWEEN:
            return "Your organisation and the one that must know read this. Everyone involved sees that it was recorded, and when."
        case _:
            return "Everyone involved with the child reads this."


def is_bookkeeping(author: AuthorType, kind: str) -> bool:
    """Whether the system recorded it about duties, or drew it by chance: part of the record, and of nobody's life."""
    return author is AuthorType.SYSTEM and kind.startswith(("duty.", "supervision.drawn"))


def _title(e: AnyEntry) -> str:
    """What it is, as exactly as its facts say: of a time the child was seen, whether alone."""
    if isinstance(e.facts, ChildSeen | VisitRecorded):
        seen = getattr(e.facts, "seen", True)
        return f"{e.kind.line}: {'seen alone' if e.facts.seen_alone else 'seen, not alone' if seen else 'not seen'}"
    return e.kind.line


def event(told: Told, directory: Directory, acting: Acting, case: UUID, duties: Mapping[UUID, str] = MappingProxyType({})) -> Event:
    """One entry as an event of the timeline, with its corrections beside it."""
    e = told.entry
    narrative = next((text for name in _NARRATIVE if (text := getattr(told.parts, name, None))), "")
    title = _title(e)
    return Event(
        title=title if e.corrects is None or isinstance(e.facts, Misfiled) else f"Corrected: {title[0].lower()}{title[1:]}",
        happened=when_words(e.when, e.recorded_at, told.as_said),
        recorded_at=e.recorded_at,
        latest=e.when.latest if e.when else None,
        by=author_of(e, directory, acting),
        words=narrative,
        facts=(*_rows(told, directory, acting, duties), *_read_by(told, directory)),
        href=reverse("children:entry", args=[case, e.id]) if e.matter == case else "",
        key=str(e.id),
        by_system=is_bookkeeping(e.author.type, e.kind.name) and not told.corrections,
        corrections=tuple(event(c, directory, acting, case, duties) for c in told.corrections),
    )


def correctable(told: Told, acting: Acting) -> bool:
    """Whether this person's organisation may correct an entry: one of the table's, of its own, that stands."""
    return told.stands and told.entry.kind.name in BY_KIND and told.entry.author.agency == acting.agency


def proposed(draft: Draft, asked: AnyEntry, directory: Directory, acting: Acting) -> Event:
    """One entry that waits to be authorised, as it will stand."""
    facts = draft.facts
    as_told: Any = SimpleNamespace(entry=SimpleNamespace(facts=facts, kind=facts.kind), parts=draft.parts, why=draft.why)
    return Event(
        title=facts.kind.line if draft.corrects is None else f"Corrected: {facts.kind.line[0].lower()}{facts.kind.line[1:]}",
        happened=when_words(draft.when, asked.recorded_at),
        recorded_at=asked.recorded_at,
        latest=draft.when.latest if draft.when else None,
        by=author_of(asked, directory, acting),
        words=next((text for name in _NARRATIVE if (text := getattr(draft.parts, name, None))), ""),
        facts=tuple(_rows(as_told, directory, acting, {})),
        key=str(draft.id),
    )


def waiting_to_be_authorised(told: Sequence[Told]) -> list[tuple[UUID, str, datetime]]:
    """What was recorded and does not stand yet: the entry that asked, what it is, since when."""
    answered = {t.entry.facts.answers for t in told if isinstance(t.entry.facts, AuthorisationAnswered)}
    asked = [t.entry for t in told if isinstance(t.entry.facts, AuthorisationAsked) and t.entry.id not in answered]
    return [(e.id, kind_named(e.facts.what).line, e.recorded_at) for e in asked]


def who(statements: Sequence[Stated], directory: Directory, *, whereabouts: bool) -> list[Row]:
    """Who this is: the latest of each thing stated, with its source; of where they are to be found, only that something is held."""
    rows: list[Row] = []
    seen: set[tuple[Aspect, str]] = set()
    for s in statements:
        key = (s.facts.aspect, str(s.facts.scheme or ""))
        if key in seen or s.facts.aspect in (Aspect.RELATION, Aspect.NAME):
            continue
        seen.add(key)
        value = _stated(s)
        if value:
            rows.append(Row(_aspect(s), f"{value} ({directory.name(s.facts.source)})"))
    rows.sort(key=lambda r: r.key != "Born")
    return [*rows, Row("Address, placement, school", "held, and not shown here")] if whereabouts else rows


def _aspect(s: Stated) -> str:
    if s.facts.scheme is not None:
        return SCHEME_WORDS[s.facts.scheme].capitalize() if s.facts.scheme.value not in ("nhs",) else SCHEME_WORDS[s.facts.scheme]
    words = {
        Aspect.EXPECTED_BIRTH: "Expected to be born",
        Aspect.BIRTH: "Born",
        Aspect.SEX: "Sex",
        Aspect.ETHNICITY: "Ethnicity",
        Aspect.DISABILITY: "Disability",
        Aspect.DEATH: "Died",
    }
    return words.get(s.facts.aspect, s.facts.aspect.value.capitalize())


_SEX = {"F": "Female", "M": "Male", "U": "Not known"}


def _stated(s: Stated) -> str:
    f = s.facts
    match f.aspect:
        case Aspect.SEX:
            return _SEX[f.sex] if f.sex else ""
        case Aspect.ETHNICITY:
            return ETHNICITIES.get(f.ethnicity or "", "") or f"not known: {(f.ethnicity_missing or 'not_asked').replace('_', ' ').lower()}"
        case Aspect.DISABILITY:
            return ", ".join(DISABILITIES.get(d, d) for d in f.disabilities)
        case Aspect.IDENTIFIER_MISSING:
            return f"not known (code {f.missing} of the census)"
        case Aspect.BIRTH | Aspect.DEATH | Aspect.EXPECTED_BIRTH:
            if s.said is None or s.said.earliest is None or s.said.latest is None:
                return ""
            if s.said.earliest == s.said.latest:
                return day(s.said.earliest, "long")
            return happened(s.said.earliest, s.said.latest, "between")
        case _:
            return s.said.words or "" if s.said is not None else ""


def tags(child: Any) -> list[Tag]:
    """What is so of the child now, in words."""
    found = []
    if child.missing_since is not None:
        found.append(Tag(f"Missing since {day(child.missing_since)}", "late"))
    if child.closed_at is not None:
        found.append(Tag(f"Closed {day(child.closed_at)}", "quiet"))
    if child.cp_since is not None:
        found.append(
            Tag(f"Child protection plan since {day(child.cp_since)}: {CATEGORIES.get(child.cp_category, child.cp_category)}", "soon")
        )
    elif child.cin_since is not None:
        found.append(Tag(f"Child in need plan since {day(child.cin_since)}", "plain"))
    if child.allocated_to_id is None and child.closed_at is None:
        found.append(Tag("Not allocated to anyone", "late"))
    return found
