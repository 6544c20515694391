"""Persons of concern as pages show them. Nothing here ranks or scores anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from holdfast.duties.presenters import author_of
from holdfast.pages.components import Column, Event, Row, Tag, Tone, anchor
from holdfast.pages.dates import day, moment, plural
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.persons.codes import (
    ALLEGED_OF_WORDS,
    DECIDED_WORDS,
    DONE_WORDS,
    ENDED_WORDS,
    GROUP_WORDS,
    NAMED_NOT_PROVEN,
    NOT_OPENED_WORDS,
    STATE_WORDS,
    STATUS_WORDS,
    AllegedOf,
    Decided,
    Group,
    NotOpened,
    State,
    Status,
)
from holdfast.persons.models import Completeness, Person, Told
from holdfast.persons.queries import Stands
from holdfast.persons.sharing import Shared
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Facts, Parts

_TONES: dict[State, Tone] = {State.NAMED: "soon", State.SECOND_ASKED: "soon", State.CLEARING: "soon", State.OPEN: "plain"}
_PARTS = {
    "name": "Called",
    "description": "Described as",
    "phone": "Telephone",
    "plate": "Car",
    "information": "Information",
    "next": "Next",
    "event": "Event",
    "reference": "Reference",
    "recipient": "Told",
}
_WORDS = ("said", "reason", "words")


def state_of(found: Person) -> Tag:
    """Where it stands, in words."""
    return Tag(STATE_WORDS[State(found.state)], _TONES.get(State(found.state), "done"))


def facts_of(found: Person, directory: Directory, acting: Acting) -> list[Row]:
    """What a decision-maker needs at a glance."""
    rows = [Row("Named", f"{moment(found.named_at)}, {plural(found.namings, 'time', 'times')} in all")]
    if found.opened_at is None and found.assessor_id is not None and found.state == State.NAMED:
        rows.append(Row("Assessed by", directory.known_to(found.assessor_id, acting.agency)))
    if found.not_opened_why is not None:
        rows.append(Row("Not opened", NOT_OPENED_WORDS[NotOpened(found.not_opened_why)]))
    if found.second_id is not None:
        rows.append(Row("Waits for", directory.known_to(found.second_id, acting.agency)))
    if found.opened_at is not None:
        rows.append(Row("Opened", day(found.opened_at)))
        owner = directory.known_to(found.owner_id, acting.agency) if found.owner_id else "Nobody now: give it an owner"
        rows.append(Row("Owner", owner))
    if found.next_on is not None and found.review_on is not None:
        rows += [Row("Next action by", day(found.next_on)), Row("Looked at again", day(found.review_on))]
    return rows


def allegation_rows(found: Sequence[Stands]) -> list[tuple[str, str, Tag]]:
    """Each allegation: what it is, by how many, and where it stands as far as this viewer may read."""
    return [(_what(s), GROUP_WORDS[Group(s.allegation.together)], _standing(s)) for s in found]


def what_is_alleged(s: Stands) -> str:
    return _what(s)


def _what(s: Stands) -> str:
    return ", ".join(ALLEGED_OF_WORDS[AllegedOf(code)] for code in s.allegation.what)


def _standing(s: Stands) -> Tag:
    if s.allegation.status is not None and s.allegation.status_on is not None:
        return Tag(f"{STATUS_WORDS[Status(s.allegation.status)]}, {day(s.allegation.status_on)}", "plain")
    if s.held is not None:
        return Tag(f"{STATUS_WORDS[Status(s.held.status)]}, {day(s.held.status_on)} (not public)", "quiet")
    return Tag(NAMED_NOT_PROVEN, "quiet")


def told_rows(found: Sequence[Told], recipients: Mapping[UUID, str], directory: Directory) -> list[list[object]]:
    """Who was told, when, and whether a correction is owed or made."""
    return [[recipients.get(t.id) or directory.name(t.agency_id), day(t.told_at), _correction(t)] for t in found]


def _correction(t: Told) -> str:
    if t.corrected_on is not None:
        return f"corrected {day(t.corrected_on)}"
    return "a correction is owed" if t.owed_entry_id is not None else ""


def found_rows(found: Sequence[Person], names: Mapping[UUID, str]) -> list[tuple[str, Tag, str]]:
    """Who a search found: what they are called, where it stands, their page."""
    return [(names.get(p.id, "Not described"), state_of(p), reverse("persons:person", args=[p.id])) for p in found]


SHARED_COLUMNS = (Column("Number or mark"), Column("What has it"), Column("Which"))


def shared_rows(found: Sequence[Shared]) -> list[list[object]]:
    """What else has a number or mark: what it is, and where. Nobody is named here."""
    return [[each.mark, each.what, anchor(each.label, each.href)] for each in found]


def events(story: Sequence[tuple[AnyEntry, Parts]], directory: Directory, acting: Acting) -> list[Event]:
    """What was recorded, in order."""
    return [
        Event(
            title=e.kind.line,
            happened=moment(e.happened_at),
            recorded_at=e.recorded_at,
            by=author_of(e, directory, acting),
            words=next((words for name in _WORDS if (words := getattr(parts, name, None))), ""),
            facts=tuple(_rows(e.facts, parts, directory, acting)),
            key=str(e.id),
        )
        for e, parts in story
    ]


def _rows(facts: Facts, parts: Parts, directory: Directory, acting: Acting) -> Iterator[Row]:
    for name, words in _PARTS.items():
        if value := getattr(parts, name, None):
            yield Row(words, value)
    yield from _coded(facts)
    if (agrees := getattr(facts, "agrees", None)) is not None:
        yield Row("Agrees", "Yes" if agrees else "No")
    for name, words in (("worker", "Owner"), ("second", "Asked")):
        if isinstance(who := getattr(facts, name, None), UUID):
            yield Row(words, directory.known_to(who, acting.agency))
    if isinstance(agency := getattr(facts, "agency", None), UUID):
        yield Row("Organisation", directory.name(agency))
    for name, words in (("next_on", "Next by"), ("review_on", "Looked at again"), ("on", "On"), ("keep_until", "Kept until")):
        if (on := getattr(facts, name, None)) is not None:
            yield Row(words, day(on))


def _coded(facts: Facts) -> Iterator[Row]:
    all_words: tuple[tuple[str, str, Mapping[str, str]], ...] = (
        ("done", "Done", {str(k): v for k, v in DONE_WORDS.items()}),
        ("status", "Stands", {str(k): v for k, v in STATUS_WORDS.items()}),
        ("decided", "Decided by", {str(k): v for k, v in DECIDED_WORDS.items()}),
        ("why", "Why", {**{str(k): v for k, v in NOT_OPENED_WORDS.items()}, **{str(k): v for k, v in ENDED_WORDS.items()}}),
        ("group", "By how many", {str(k): v for k, v in GROUP_WORDS.items()}),
    )
    for name, words, said in all_words:
        if (code := getattr(facts, name, None)) is not None:
            yield Row(words, said[str(code)])
    if (what := getattr(facts, "what", None)) is not None:
        yield Row("Alleged", ", ".join(ALLEGED_OF_WORDS[code] for code in what))
    grading = getattr(facts, "grading", None)
    if grading is not None:
        yield Row("Graded", f"{grading.source_reliability} {grading.assessment} {grading.handling}")


def completeness_rows(found: Sequence[Completeness], directory: Directory) -> list[list[object]]:
    """For each organisation: of how many it is recorded, self-defined or observed, and of how many it is said why not. No names, and nothing of who."""
    by_agency: dict[UUID, list[Completeness]] = {}
    for each in found:
        by_agency.setdefault(each.agency_id, []).append(each)
    rows: list[list[object]] = []
    for agency, of_it in by_agency.items():
        count = Counter("self_defined" if c.self_defined else "observed" if c.observed else "unknown" for c in of_it)
        nationality = sum(c.nationality for c in of_it)
        rows.append([directory.name(agency), len(of_it), count["self_defined"], count["observed"], count["unknown"], nationality])
    return sorted(rows, key=lambda row: str(row[0]))


def decided_words(code: str) -> str:
    return DECIDED_WORDS[Decided(code)]
