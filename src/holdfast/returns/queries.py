"""Which returns were taken in, and what was rejected."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from holdfast.children.models import Case
from holdfast.duties.clocks import Allowed, Calendar
from holdfast.duties.history import Spell, Tally, history_of, tally
from holdfast.duties.opening import local_values
from holdfast.duties.showing import Happening
from holdfast.partnership import queries as partnership
from holdfast.record.entries import AnyEntry, AuthorType
from holdfast.record.queries import entries_of_matters, entry_with_id, open_parts
from holdfast.returns.kinds import ClockCount, ImportParts
from holdfast.returns.models import Import
from holdfast.when import london_day

#: Cases whose entries are in memory at once.
_AT_ONCE = 500


def imports(*, limit: int = 50) -> list[Import]:
    """The files that were taken in, the latest first, of those the viewer may see."""
    return list(Import.objects.order_by("-imported_at", "id")[:limit])


@dataclass(frozen=True, slots=True)
class Taken:
    """One file that was taken: its row, its name, how its clocks came out, and what of it was rejected, is asked about, or is not of a census."""

    row: Import
    file: str
    counted: tuple[ClockCount, ...]
    rejected: list[dict[str, str]]
    queried: list[dict[str, str]]
    unknown: dict[str, int]


def import_with_id(import_id: UUID) -> Taken | None:
    """One file. The caller has recorded the look."""
    row = Import.objects.filter(id=import_id).first()
    entry = entry_with_id(import_id) if row is not None else None
    if row is None or entry is None:
        return None
    parts = open_parts([entry])[entry.id]
    assert isinstance(parts, ImportParts)
    return Taken(row, parts.file, entry.facts.counted, parts.rejected or [], parts.queried or [], parts.unknown or {})


def years_taken() -> set[int]:
    """The years whose census was taken, of those the viewer may see."""
    return set(Import.objects.filter(collection="CIN").values_list("year", flat=True))


def here_since(years: Collection[int], latest: int) -> date:
    """The day since which every year's census is here, up to one of them: a census year runs from April to March."""
    first = latest
    while first - 1 in years:
        first -= 1
    return date(first - 1, 4, 1)


def happening_of(entry: AnyEntry, council: UUID | None) -> Happening:
    """An entry as clocks look at it. What the system recorded of a case came from the council's own file."""
    found = Happening.of(entry)
    return replace(found, agency=council) if entry.author.type is AuthorType.SYSTEM else found


def spells_of(
    cases: Collection[UUID],
    *,
    until: datetime,
    calendar: Calendar,
    council: UUID | None,
    allowed: Mapping[str, Allowed],
    since: date | None,
) -> dict[UUID, list[Spell]]:
    """By case, every running of every clock that a census can show, up to an instant. Counted from the entries alone, corrections in the place of what
    they correct; a file's facts and what was lived since count alike.
    """
    found = {}
    for case, entries in entries_of_matters(cases).items():
        replaced = {e.corrects for e in entries if e.corrects is not None}
        standing = [e for e in entries if e.id not in replaced and not e.kind.name.startswith(("return.", "duty.", "secret."))]
        happened = [happening_of(e, council) for e in standing]
        found[case] = history_of(happened, calendar=calendar, until=until, council=council, allowed=allowed, here_since=since)
    return found


def since_when(as_of: date) -> date | None:
    """The day since which every year's census is here, as at a day; None where none is."""
    years = {year for year in years_taken() if date(year, 3, 31) <= as_of}
    return here_since(years, max(years)) if years else None


def last_census_day(as_of: datetime) -> date | None:
    """The last day up to which a census shows what happened, where an instant is after it."""
    days = [date(year, 3, 31) for year in years_taken()]
    last = max((day for day in days if day <= london_day(as_of)), default=None)
    return last if last is not None and last < london_day(as_of) else None


def clock_history(*, as_of: datetime, calendar: Calendar) -> dict[str, Tally]:
    """For every clock that a census can show, over every case the viewer may see: how many began, were met, met late, never met."""
    total: dict[str, Tally] = {}
    owing, allowed = partnership.council(), local_values()
    council, since = owing.id if owing is not None else None, since_when(london_day(as_of))
    cases = list(Case.objects.order_by("id").values_list("id", flat=True))
    for start in range(0, len(cases), _AT_ONCE):
        some = cases[start : start + _AT_ONCE]
        for spells in spells_of(some, until=as_of, calendar=calendar, council=council, allowed=allowed, since=since).values():
            for rule, found in tally(spells, as_of=as_of).items():
                total.setdefault(rule, Tally()).add(found)
    return total
