"""What somebody chooses to see of a story: whose acts, of which theme and between which days. Kept in the address, and only there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from holdfast.children.event_table import BY_KIND
from holdfast.children.events import OTHER, THEMES
from holdfast.children.queries import Told
from holdfast.database.time import today
from holdfast.pages import forms
from holdfast.pages.forms import Choice
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.queries import Line
from holdfast.when import london_day


class View(StrEnum):
    """Which of a story is shown: what people did and what happened; that and what the system recorded; or the system's alone."""

    SIGNIFICANT = "significant"
    EVERYTHING = "everything"
    SYSTEM = "system"


VIEW_WORDS: dict[View, str] = {
    View.SIGNIFICANT: "What people recorded",
    View.EVERYTHING: "Everything",
    View.SYSTEM: "By the system",
}


class FilterForm(forms.Question):
    """The form of the filter; everything on it may be left open."""

    theme = forms.Select(label="Kind", called="the kind", required=False, choices=tuple(Choice(str(n), t) for n, t in enumerate(THEMES)))
    agency = forms.Select(label="Organisation", called="the organisation", required=False, choices=())
    worker = forms.Select(label="Person", called="the person", required=False, choices=())
    since = forms.Day(label="From", called="the first day", required=False, latest=today)
    until = forms.Day(label="To", called="the last day", required=False)
    alone = forms.Checkboxes(
        label="Seen",
        called="whether the child was seen alone",
        required=False,
        choices=(Choice("yes", "Only when the child was seen alone"),),
    )


@dataclass(frozen=True, slots=True)
class Filter:
    """What was chosen; what was left open is None or empty."""

    theme: str | None = None
    agency: UUID | None = None
    worker: UUID | None = None
    since: date | None = None
    until: date | None = None
    alone: bool = False

    def __bool__(self) -> bool:
        return self != Filter()

    def admits(self, thing: Told | Line, seen_alone: Collection[UUID]) -> bool:
        """Whether a thing is among what was chosen. `seen_alone`: the entries by which the child was seen alone."""
        if isinstance(thing, Told):
            entry = thing.entry
            kind, agency, worker, happened = entry.kind.name, entry.author.agency, entry.author.worker, entry.happened_at
            ids = {entry.id, *(c.entry.id for c in thing.corrections)}
        else:
            kind, agency, worker, ids, happened = thing.kind, thing.author_agency, None, {thing.entry_id}, thing.happened_at
        on = london_day(happened)
        return (
            (self.theme is None or theme_of(kind) == self.theme)
            and (self.agency is None or agency == self.agency)
            and (self.worker is None or worker == self.worker)
            and (self.since is None or on >= self.since)
            and (self.until is None or on <= self.until)
            and (not self.alone or not ids.isdisjoint(seen_alone))
        )


def theme_of(kind: str) -> str:
    """Under which theme of the table of what can be recorded a kind of entry stands."""
    event = BY_KIND.get(kind)
    return event.theme if event is not None else OTHER


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for: the form as it stands, the filter, the view and the order."""

    form: FilterForm
    filter: Filter
    view: View
    first_to_last: bool
    query: QueryDict

    def address(self, **changed: str) -> str:
        """The address with something changed, from its first page."""
        query = self.query.copy()
        query.pop("page", None)
        for name, value in changed.items():
            query[name] = value
        return f"?{query.urlencode()}"

    def without(self, *names: str) -> str:
        """The address with something no longer chosen."""
        kept = [(name, value) for name, values in self.query.lists() if name not in ("page", *names) for value in values]
        return f"?{urlencode(kept)}"

    @property
    def pages(self) -> str:
        """Where the pages of what was chosen live."""
        kept = [(name, value) for name, values in self.query.lists() if name != "page" for value in values]
        return f"?{urlencode([*kept, ('page', '')])}"

    def removable(self) -> Iterator[Link]:
        """Each thing that was chosen, as a link to the same without it."""
        for name, label, words in self.form.said() if self.filter else ():
            if words:
                yield Link(f"{label}: {words}", self.without(name, *(f"{name}-{part}" for part in ("day", "month", "year"))))


def chosen(query: QueryDict, told: Sequence[Told], lines: Sequence[Line], directory: Directory, acting: Acting) -> Chosen:
    """What an address asks for. What makes no sense is said at its field, and nothing is filtered by it."""
    form = FilterForm(query)
    agencies = dict.fromkeys(a for a in (*(t.entry.author.agency for t in told), *(line.author_agency for line in lines)) if a is not None)
    workers = dict.fromkeys(t.entry.author.worker for t in told if t.entry.author.worker is not None)
    form.set_choices("agency", sorted((Choice(str(a), directory.name(a)) for a in agencies), key=lambda c: c.label))
    form.set_choices("worker", sorted((Choice(str(w), directory.known_to(w, acting.agency)) for w in workers), key=lambda c: c.label))
    form.is_valid()
    view = next((v for v in View if v == query.get("view")), View.SIGNIFICANT)
    return Chosen(form, _filter(form.cleaned_data), view, query.get("order") == "first", query)


def _filter(answered: Mapping[str, Any]) -> Filter:
    theme, agency, worker = (answered.get(name) or None for name in ("theme", "agency", "worker"))
    return Filter(
        theme=THEMES[int(theme)] if theme else None,
        agency=UUID(agency) if agency else None,
        worker=UUID(worker) if worker else None,
        since=answered.get("since"),
        until=answered.get("until"),
        alone=bool(answered.get("alone")),
    )
