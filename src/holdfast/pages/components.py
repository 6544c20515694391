"""What the macros of `pages/components.html` take: small frozen shapes, so that a wrong argument is a type error.

Colour never carries a meaning alone: whatever has a tone also says it in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Final, Literal
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString

from holdfast.pages.shell import Link

Tone = Literal["plain", "ok", "soon", "late", "done", "quiet"]
"""plain: a fact; ok: time in hand; soon: due today or nearly; late; done; quiet: background."""

TONES: Final[frozenset[str]] = frozenset({"plain", "ok", "soon", "late", "done", "quiet"})


def tone_class(tone: str) -> str:
    """The CSS class of a tone.

    Raises:
        ValueError: there is no such tone.
    """
    if tone not in TONES:
        raise ValueError(f"no tone {tone!r}: one of {', '.join(sorted(TONES))}")
    return f"hf-tag hf-tag--{tone}"


@dataclass(frozen=True, slots=True)
class Tag:
    """A short label in words, with a tone."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a summary list: what it is, what it says, and where to change it."""

    key: str
    value: str
    """Text as it was written, its line breaks kept; `Markup` for HTML already made safe."""
    href: str = ""
    action: str = "Change"
    """The link's words; the key follows them, hidden, so that each link makes sense alone."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    heading: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done from a row without opening it: a button that sends, under a number of its own, or a link."""

    text: str
    href: str
    once: UUID | None = None
    """The number it is sent under; None for a link."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of a list of what must be done: what, whose, and its clock in words."""

    what: str
    href: str
    about: str = ""
    """Whom or what it concerns."""
    owner: str = ""
    due: str = ""
    """When it is due, in words: "24 Nov 2026, 4.05pm"."""
    clock: Tag = Tag("", "quiet")
    """The clock in words ("2 working days late to finish") and its tone."""
    marks: tuple[Tag, ...] = ()
    detail: str = ""
    """One more line: "said to be in hand, not yet shown"."""
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One item of a timeline: what happened, when, when it was recorded, by whom, and what corrects it."""

    title: str
    happened: str
    """When it happened, in words (see `dates.happened`)."""
    recorded_at: datetime
    latest: date | datetime | None = None
    """The last day or instant at which it can have happened, for the gap shown between happening and recording; None:
    not known.
    """
    by: str = ""
    """Who recorded it: name, post, organisation, as the reader may see them."""
    words: str = ""
    """Narrative as it was written; line breaks are kept."""
    facts: tuple[Row, ...] = ()
    marks: tuple[Tag, ...] = ()
    href: str = ""
    key: str = ""
    """An id for links to this item; becomes the HTML id."""
    corrections: Sequence[Event] = field(default=())
    """Later entries that correct this one, shown beside it; this one stays as it was."""
    by_system: bool = False
    """The system recorded it: in a long story it is folded with those beside it."""
    folded: Sequence[Event] = field(default=())
    """What lies folded here: then the title counts it, and nothing else of this one shows."""


def fold_system(events: Sequence[Event]) -> list[Event]:
    """A story in which what the system recorded, one after another, is one line that counts it, and opens."""
    found: list[Event] = []
    for by_system, run in groupby(events, key=lambda event: event.by_system):
        these = list(run)
        found += [_folded(these)] if by_system else these
    return found


def _folded(events: Sequence[Event]) -> Event:
    counted = Counter(event.title for event in events)
    words = "; ".join(f"{title[0].lower()}{title[1:]}" + (f" ({n})" if n > 1 else "") for title, n in counted.most_common())
    return Event(title=f"Holdfast recorded {len(events)}: {words}", happened="", recorded_at=events[0].recorded_at, folded=tuple(events))


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a page is about: name, a few facts, what is so of them now."""

    name: str
    facts: tuple[str, ...]
    tags: tuple[Tag, ...] = ()


def anchor(text: str, href: str) -> SafeString:
    """A link in a cell of a table."""
    return format_html('<a class="govuk-link" href="{}">{}</a>', href, text)


@dataclass(frozen=True, slots=True)
class Pages:
    """Where somebody is in a long list."""

    number: int
    total: int
    links: tuple[Link, ...]
    """Links to pages by number, the present one marked current; leave some out and the gap shows as an ellipsis."""
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a long list a page shows, as its address asks; what makes no sense shows the first or the last."""

    start: int
    pages: Pages | None


def sliced(asked: str, total: int, size: int, address: str) -> Slice:
    """The part of a list of `total` things that is asked for, `size` at a time; its pages live at `address` + number."""
    count = -(-total // size) or 1
    number = max(1, min(int(asked) if asked.isdecimal() and len(asked) < 10 else 1, count))
    return Slice((number - 1) * size, pages(number, count, address) if count > 1 else None)


def pages(number: int, total: int, address: str) -> Pages:
    """Pagination for page `number` of `total`, whose pages live at `address` + number (`"?page="`).

    Shows the first, the last, and the two either side of the present page.

    Raises:
        ValueError: the number is not between 1 and the total.
    """
    if not 1 <= number <= total:
        raise ValueError(f"page {number} is not one of {total}")
    shown = sorted({1, total, *range(max(1, number - 2), min(total, number + 2) + 1)})
    return Pages(
        number=number,
        total=total,
        links=tuple(Link(text=str(n), href=f"{address}{n}", current=n == number) for n in shown),
        previous=f"{address}{number - 1}" if number > 1 else "",
        next=f"{address}{number + 1}" if number < total else "",
    )
