"""What a case's page says first: the summary that somebody wrote, the flags that stand, and which sub-pages there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from holdfast.children.flags import Said, may_answer
from holdfast.children.kinds.overview import Summary
from holdfast.children.models import Case, Meeting
from holdfast.database.time import today
from holdfast.duties.models import Duty, State
from holdfast.duties.presenters import author_of
from holdfast.pages.components import Row, Tag
from holdfast.pages.dates import day
from holdfast.pages.shell import Link
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Parts
from holdfast.subjects.models import Related

#: After so long, a summary is said to be old.
OLD = timedelta(days=30)
#: Duties, and things that happened, on the overview.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class ReadFirst:
    """The summary that is read first."""

    words: str
    rows: list[Row]
    said: str
    old: bool


def read_first(entry: AnyEntry, parts: Parts, directory: Directory, acting: Acting, now: datetime) -> ReadFirst | None:
    """The summary as the page shows it; None where it was marked as filed on the wrong record."""
    if not isinstance(parts, Summary):
        return None
    called = (("What worries us", parts.worries), ("What is going well", parts.going_well), ("What the child says", parts.child_words))
    rows = [Row(words, text) for words, text in called if text]
    return ReadFirst(parts.words, rows, f"{day(entry.recorded_at)}, {author_of(entry, directory, acting)}", now - entry.recorded_at > OLD)


@dataclass(frozen=True, slots=True)
class FlagShown:
    """A flag as the page lists it."""

    words: str
    mark: Tag
    said: str
    href: str


def flags_shown(said: Sequence[Said], case: Case, directory: Directory, acting: Acting) -> list[FlagShown]:
    """The flags that stand, each with who says it, since when, and by when it is looked at again."""
    stands_for = partnership.stands_for(acting.agency) if said else set()
    return [
        FlagShown(
            one.words,
            flag_tag(one),
            f"since {day(one.flag.since)}, {directory.name(one.flag.agency_id)}; to be looked at by {day(one.flag.review_on)}",
            reverse("children:flag", args=[case.id, one.flag.id]) if may_answer(one.flag, stands_for) and case.closed_at is None else "",
        )
        for one in said
    ]


def flag_tag(said: Said) -> Tag:
    """A flag in a few words; red only for danger."""
    overdue = f" (to be looked at since {day(said.flag.review_on)})" if said.flag.review_on < today() else ""
    return Tag(f"{said.words}{overdue}", "late" if said.flag.danger else "soon")


def flag_tags(said: Sequence[Said], most: int = 3) -> list[Tag]:
    """The first flags, and how many more there are."""
    more = [Tag(f"+{len(said) - most} flags", "plain")] if len(said) > most else []
    return [*(flag_tag(one) for one in said[:most]), *more]


def sections(case: Case, current: str, *, duties: Sequence[Duty], meetings: Sequence[Meeting], family: Sequence[Related]) -> list[Link]:
    """The pages about a child, with how much there is on each."""
    open_now = sum(d.state == State.OPEN for d in duties)
    listed = (
        ("child", "Overview", None, ""),
        ("happened", "What has happened", None, ""),
        ("plan", "Plan and duties", open_now, "open"),
        ("meetings", "Meetings", len(meetings), "meetings"),
        ("family", "Family and things", len(family), "people"),
        ("people", "Who works with them", None, ""),
    )
    return [
        Link(text, reverse(f"children:{name}", args=[case.id]), current=name == current, count=count, count_words=words)
        for name, text, count, words in listed
    ]
