"""What was drawn for the scrutineer's sample, as pages show it: the decision and its reason, and never about whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse

from holdfast.disruption.catalogue import measure as row_of
from holdfast.duties.presenters import author_of
from holdfast.measures.codes import RANK_WORDS, REJECTED_WORDS, Rank, Rejected
from holdfast.pages.components import Event, Row, Tag, anchor
from holdfast.pages.dates import day, moment
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.persons.codes import NOT_OPENED_WORDS, NotOpened
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Parts
from holdfast.scrutiny import kinds
from holdfast.scrutiny.codes import SAMPLE_WORDS, SampleOf
from holdfast.scrutiny.models import Sampled


def title_of(found: Sampled) -> str:
    """What was decided, in words."""
    what = SAMPLE_WORDS[SampleOf(found.what)]
    return f"{what}: {row_of(found.measure).title}" if found.measure is not None else what


def state_of(found: Sampled) -> Tag:
    """What is next of it."""
    if found.judged_id is None:
        return Tag("To be read", "soon")
    if found.sound:
        return Tag("Bears its reason", "done")
    if found.answered_at is None:
        return Tag("The organisation owes an answer", "late")
    return Tag("Answered: something changes" if found.changes else "Answered: nothing changes", "done")


def reason_of(found: Sampled) -> str:
    """The reason that was chosen, or the rank that decided."""
    match SampleOf(found.what):
        case SampleOf.NOT_OPENED:
            return NOT_OPENED_WORDS[NotOpened(found.code)] if found.code else ""
        case SampleOf.REJECTED:
            return REJECTED_WORDS[Rejected(found.code)] if found.code else ""
        case SampleOf.WAITED:
            return f"Decided by: {RANK_WORDS[Rank(found.code)].lower()}" if found.code else ""


def sample_rows(found: Sequence[Sampled], directory: Directory) -> list[list[object]]:
    """Each as the list shows it."""
    return [
        [anchor(title_of(s), reverse("scrutiny:sampled", args=[s.id])), directory.name(s.agency_id), day(s.decided_at), state_of(s).text]
        for s in found
    ]


def draw_rows(found: Sequence[tuple[AnyEntry, kinds.SampleDrawn]]) -> list[list[object]]:
    """Each draw: of what, how many of how many."""
    return [[day(e.recorded_at), SAMPLE_WORDS[facts.what], facts.drawn, facts.of] for e, facts in found]


def facts_of(found: Sampled, directory: Directory) -> list[Row]:
    """The decision at a glance."""
    often = {SampleOf.NOT_OPENED: "Named so many times", SampleOf.WAITED: "Waited so many times"}.get(SampleOf(found.what))
    rows = [
        Row("Decided", day(found.decided_at)),
        Row("By", directory.name(found.agency_id)),
        Row("The reason that was chosen", reason_of(found)),
        Row("Agreed by", directory.name(found.second_agency_id) if found.second_agency_id else ""),
        Row(often, str(found.times)) if often else Row("", ""),
    ]
    return [row for row in rows if row.value]


def events(story: Sequence[tuple[AnyEntry, Parts]], directory: Directory, acting: Acting) -> list[Event]:
    """What was written, found and answered, in order."""
    return [
        Event(
            title=e.kind.line,
            happened=moment(e.happened_at),
            recorded_at=e.recorded_at,
            by=author_of(e, directory, acting),
            words=getattr(parts, "words", None) or "",
            facts=tuple(_rows(e, parts)),
            key=str(e.id),
        )
        for e, parts in story
    ]


def _rows(entry: AnyEntry, parts: Parts) -> Iterator[Row]:
    if isinstance(parts, kinds.SampledParts):
        if parts.reason:
            yield Row("The reason, as it was written", parts.reason)
        if parts.agreed:
            yield Row("Why another organisation agreed", parts.agreed)
    for name, words in (("sound", "Bears its reason"), ("changes", "Anything changes")):
        if (value := getattr(entry.facts, name, None)) is not None:
            yield Row(words, "Yes" if value else "No")
