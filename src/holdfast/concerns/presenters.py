"""Concerns as pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from holdfast.concerns import kinds
from holdfast.concerns.codes import (
    ALLEGED_IS_WORDS,
    ALLEGED_WORDS,
    DANGER_ANSWERS,
    DECISION_WORDS,
    NATURE_WORDS,
    RATING_WORDS,
    Alleged,
    Decision,
    Nature,
)
from holdfast.concerns.models import Concern, Teller
from holdfast.concerns.queries import Opened, Told
from holdfast.duties.presenters import author_of, clock_of, when_of
from holdfast.pages.components import Duty as DutyRow
from holdfast.pages.components import Event, Row, Tag
from holdfast.pages.dates import day, moment, plural
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.kinds import Parts
from holdfast.subjects.likeness import Likely
from holdfast.subjects.models import EarlierConcern
from holdfast.subjects.queries import Born

PART_WORDS: dict[str, str] = {
    "worry": "What worries them",
    "child": "The child, as they said",
    "child_age": "Age, as they said",
    "where_child_is": "Where the child is now",
    "danger_where": "Where they are now",
    "place": "Where it happened",
    "others": "Who else is involved",
    "child_said": "What the child said",
    "tried": "What has been tried",
    "more": "Anything else",
    "consent_reason": "Why the family does not know",
}

_ALLEGED_IS: dict[str | None, str] = {str(code): words for code, words in ALLEGED_IS_WORDS.items()}

TELLER_IS: dict[str, str] = {
    "child": "a young person, about themself",
    "adult_self": "an adult, about themself",
    "family": "a parent, carer or relative",
    "friend": "a friend or neighbour",
    "other": "a member of the public",
    "not_said": "someone who would rather not say",
}


def who_told(concern: Concern, directory: Directory) -> str:
    """Who told, without a name: organisation and post, or a member of the public."""
    return directory.post_and_agency(concern.teller_worker_id) if concern.teller_worker_id else "a member of the public"


def alleged_words(codes: Sequence[str]) -> str:
    return ", ".join(ALLEGED_WORDS[Alleged(code)] for code in codes)


def danger_rows(concerns: Sequence[Concern], now: datetime) -> list[DutyRow]:
    """Where somebody is in danger and nothing was done yet."""
    return [
        DutyRow(
            what="Somebody says that there is danger now",
            href=reverse("concerns:concern", args=[c.id]),
            about=f"Told {moment(c.told_at)}, {int((now - c.told_at).total_seconds() // 60)} minutes ago",
            marks=(Tag("Danger now", "late"),),
        )
        for c in concerns
    ]


def told_rows(told: Sequence[Told], children: Mapping[UUID, str], now: datetime) -> list[DutyRow]:
    """What somebody told: about which child, as they said; what became of it; and by when it is to be answered."""
    rows = []
    for each in told:
        marks = [Tag("Acknowledged", "done") if each.acknowledged else Tag("Not yet acknowledged", "soon")]
        if each.outcome_told:
            marks.append(Tag("Outcome told", "done"))
        rows.append(
            DutyRow(
                what=f"{NATURE_WORDS[Nature(each.telling.nature)][0]} told {moment(each.telling.told_at)}",
                href=reverse("concerns:told", args=[each.telling.id]),
                about="; ".join(words for words in (children.get(each.telling.id, ""), alleged_words(each.telling.alleged)) if words),
                due=moment(each.telling.decided_by) if each.telling.decided_by is not None and not each.outcome_told else "",
                clock=answer_clock(each, now),
                marks=tuple(marks),
            )
        )
    return rows


def answer_clock(told: Told, now: datetime) -> Tag:
    """How long whoever told it waits for an answer: nothing once the outcome was told."""
    due = told.telling.decided_by
    return Tag("", "quiet") if due is None or told.outcome_told else clock_of(due, "start", now)


def asked_rows(concerns: Sequence[Concern]) -> list[DutyRow]:
    """Where somebody was asked to be the second person."""
    return [
        DutyRow(
            what="Agree, or not, with a decision",
            href=reverse("concerns:concern", args=[c.id]),
            about=f"Concern told {moment(c.told_at)}",
            marks=(Tag(DECISION_WORDS[Decision(c.decision or "")], "plain"),),
        )
        for c in concerns
    ]


def _facts(opened: Opened) -> list[Row]:
    facts = opened.entry.facts
    match facts:
        case kinds.ConcernRated():
            return [Row("Rating", RATING_WORDS[facts.rating])]
        case kinds.ChildFound():
            return [Row("Child", "shown when it is decided, to whoever decides")]
        case kinds.ConcernDecided():
            stands = [Row("Stands", "only once the second person agrees")] if facts.needs_second else []
            return [Row("Decision", DECISION_WORDS[facts.decision]), *_said(opened.parts, {"considered": "What was considered"}), *stands]
        case kinds.ConcernCountersigned():
            took = [Row("Answered after", _took(facts.asked_minutes, facts.open_minutes))] if facts.asked_minutes is not None else []
            return [Row("Agrees", "Yes" if facts.agrees else "No: the decision falls"), *took]
        case kinds.DangerAnswered():
            return [Row("What was done", DANGER_ANSWERS[facts.how]), *_said(opened.parts, {"reference": "Police log number"})]
        case kinds.ContactRecorded() | kinds.ReferralRecorded() | kinds.IntelligenceRecorded() | kinds.AllegedRecorded():
            said = alleged_words(facts.alleged) or _ALLEGED_IS.get(facts.alleged_is, "")
            return [Row("Alleged", said)] if said else []
        case _:
            return list(_said(opened.parts, {"where": "Where", **PART_WORDS, "worry": ""}))


def _said(parts: Parts, called: Mapping[str, str]) -> Iterator[Row]:
    """These parts, where they are there and have words to be called by."""
    for name, words in called.items():
        if words and (value := getattr(parts, name, None)):
            yield Row(words, value)


def _took(asked: int, opened: int | None) -> str:
    """How long the second person took: an answer given without opening it shows as that."""
    first = "without having opened it" if opened is None else f"having opened it {plural(opened, 'minute')} before"
    return f"{plural(asked, 'minute')}, {first}"


def _event(opened: Opened, directory: Directory, acting: Acting) -> Event:
    e, parts = opened.entry, opened.parts
    words = next((w for name in ("worry", "words", "reason") if (w := getattr(parts, name, None))), "")
    return Event(
        title=e.kind.line,
        happened=when_of(e),
        recorded_at=e.recorded_at,
        latest=e.when.latest if e.when else None,
        by=author_of(e, directory, acting),
        words=words,
        facts=tuple(_facts(opened)),
        key=str(e.id),
    )


def events(story: Sequence[Opened], directory: Directory, acting: Acting) -> list[Event]:
    """Everything recorded, the latest last; audience entries are not part of the story."""
    return [_event(o, directory, acting) for o in story if not o.entry.kind.name.startswith("audience.")]


def events_for_teller(story: Sequence[Opened], read_on: datetime | None, directory: Directory, acting: Acting) -> list[Event]:
    """What a professional told, that it was read, the acknowledgement and the outcome: what the rooms open to them hold, and one line."""
    told = events(story, directory, acting)
    if read_on is None:
        return told
    line = Event(
        title=kinds.ConcernRead.kind.line, happened=moment(read_on), recorded_at=read_on, by="the front door", words="", key="read"
    )
    return sorted([*told, line], key=lambda event: event.recorded_at)


def summary(story: Sequence[Opened], concern: Concern, directory: Directory) -> list[Row]:
    """What it is, at a glance: the teller's own words first."""
    told = next((o for o in story if isinstance(o.entry.facts, kinds.ConcernTold)), None)
    rows = [Row("Where the danger is", where) for o in story if (where := getattr(o.parts, "where", None))]
    if told is None:
        rows.insert(0, Row("What was told", "Only that there is danger now. Nothing more has been sent yet"))
        who = who_told(concern, directory)
    else:
        who = TELLER_IS.get(told.entry.facts.teller_is or "", "") or who_told(concern, directory)
        rows += [Row(words, value) for name, words in PART_WORDS.items() if (value := getattr(told.parts, name, None))]
    rows += [
        Row("Told by", who),
        Row("When it happened", when_of(told.entry) if told is not None and told.entry.when else "not said"),
        Row("Recorded as", NATURE_WORDS[Nature(concern.nature)][0]),
        Row("Alleged", alleged_words(concern.alleged) or _ALLEGED_IS.get(concern.alleged_is, "not recorded yet")),
    ]
    return rows


_SAFE = {"SAFE": "Any way given is safe", "DONT_CALL": "Do not call", "NO_MESSAGE": "Leave no message", "NOT_AT_ALL": "Do not get in touch"}


def teller_rows(teller: tuple[Teller, kinds.TellerParts] | None) -> list[Row]:
    """How the teller may be reached, safety first."""
    if teller is None:
        return []
    row, parts = teller
    found = [Row("How to be safe", _SAFE[row.safe])]
    for words, value in (("Call them", parts.name), ("Reach them at", parts.reach), ("When it is safe", parts.when_safe)):
        if value:
            found.append(Row(words, value))
    return found


def found_rows(found: Sequence[Likely], called: Mapping[UUID, str], born: Mapping[UUID, Born]) -> list[tuple[UUID, str, str]]:
    """People found, with name and birth, and in what they are like whoever is sought."""

    def words(one: Likely) -> str:
        birth = f"born {day(born[one.person].earliest)}" if one.person in born else "birth not known"
        return f"{birth} ({', '.join(one.why)})" if one.why else birth

    return [(one.person, called.get(one.person, "Name not known"), words(one)) for one in found]


def earlier_words(earlier: Sequence[EarlierConcern]) -> str:
    """What was decided about earlier concerns, said beside the child: what ended at the front door counts when the next one comes."""
    if not earlier:
        return ""
    each = "; ".join(f"{day(e.received_on)}: {DECISION_WORDS[Decision(e.decision)].lower()}" for e in earlier[:5])
    return f"{plural(len(earlier), 'earlier concern')}: {each}"
