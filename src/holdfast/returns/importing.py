"""Taking a census in: facts become entries dated when they happened; what was open at the day becomes duties to be confirmed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID, uuid5

from django.db import connection
from django.db.models import Q

from holdfast.children.kinds.case import CaseOpened
from holdfast.database.time import now
from holdfast.database.viewing import role_principal
from holdfast.duties import kinds as duty_kinds
from holdfast.duties import owners
from holdfast.duties.clocks import end_of
from holdfast.duties.history import Spell, Tally, history_of, tally
from holdfast.duties.models import Duty, State
from holdfast.duties.opening import duty_id, local_values, open_as_at, to_confirm_by
from holdfast.duties.showing import Happening
from holdfast.partnership import queries as partnership
from holdfast.partnership.models import Agency
from holdfast.partnership.roles import Role, told_in
from holdfast.record.append import append_all
from holdfast.record.entries import SYSTEM_AUTHOR, AnyEntry, Author, Draft, Opening
from holdfast.record.gate import installation
from holdfast.record.holding import reading_all
from holdfast.record.models import RoomHead
from holdfast.record.queries import entries_of_matters, entry_with_id
from holdfast.returns.cin.check import Checked, Rejected, check_all
from holdfast.returns.cin.model import Child
from holdfast.returns.cin.query import queries
from holdfast.returns.cin.read import FIRST_YEAR, LAST_YEAR, UnusableFile
from holdfast.returns.cin.whole import CensusFile
from holdfast.returns.drafting import Place, case_drafts_of, key_of, person_drafts_of, sort_of
from holdfast.returns.in_batches import in_batches
from holdfast.returns.kinds import READING, ClockCount, ImportParts, ReturnImported, ReturnWithdrawn, census_of, returns_room_of
from holdfast.returns.models import Import
from holdfast.returns.queries import happening_of, here_since, years_taken

#: Why what an earlier file said is corrected or withdrawn.
LATER_FILE = "A later file of the council says otherwise"
#: Children in one transaction: all or none of them are taken.
BATCH = 200
#: How many of what was rejected, and of what is asked about, are kept with the file.
MOST_LISTED = 10_000
#: Held while a file is taken.
_LOCK = 7_207_319_001

Progress = Callable[[int, int], None]


@dataclass
class Result:
    """What became of a file."""

    file: str
    sha256: str
    children: int
    cin_details: int
    entries: int = 0
    already_held: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    #: Taken all the same, and asked about.
    queried: list[Rejected] = field(default_factory=list)
    duties: dict[str, Tally] = field(default_factory=dict)
    #: Elements that are not of the census, each with how often it was found.
    unknown: Counter[str] = field(default_factory=Counter)
    #: The entry that says that this file was taken.
    import_id: UUID | None = None

    def as_dict(self) -> dict[str, Any]:
        """As one line of JSON holds it."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "children": self.children,
            "cin_details": self.cin_details,
            "entries": self.entries,
            "already_held": self.already_held,
            "rejected": [r.as_dict() for r in self.rejected],
            "queried": [q.as_dict() for q in self.queried],
            "duties": {rule: found.as_dict() for rule, found in sorted(self.duties.items())},
        }

    def sort(self, checked: Checked) -> None:
        """Put with the rest what of one child was rejected, and what is asked about."""
        self.rejected += checked.rejected
        if checked.child is not None:
            self.queried += queries(checked.child)

    def count(self, spells: Iterable[Spell], as_of: datetime) -> None:
        for rule, found in tally(spells, as_of=as_of).items():
            self.duties.setdefault(rule, Tally()).add(found)


def council_for(lea: str) -> Agency:
    """The council whose file this is. Raises UnusableFile.

    A demonstration's council takes any authority's file; a real one takes its own alone.
    """
    with reading_all():
        own = partnership.council(lea) or (partnership.council() if installation().nature != "real" else None)
        other = partnership.council()
    if own is not None:
        return own
    if other is None:
        raise UnusableFile("There is no council in this partnership yet. Found the partnership first.")
    raise UnusableFile(
        f"The file is of authority {lea}; this partnership’s council is {other.lea or 'without a number'}. Nothing was taken."
    )


@dataclass
class _Taking:
    """One import under way."""

    census: CensusFile
    council: Agency
    as_of: date
    result: Result

    def __post_init__(self) -> None:
        with reading_all():
            self.owner = partnership.holder_of(Role.NAMED_LEAD, agency=self.council.id) or owners.someone_in(self.council.id)
            self.owner_post = owners.post_of(self.owner)
            self.calendar = partnership.calendar()
            self.allowed = local_values()
            taken = years_taken()
        self.year = self.census.header.year
        self.census_id = census_of(self.council.id, self.year)
        #: An older file than one that was taken adds to what was; what is open now is not its to say.
        self.newest = self.year >= max(taken, default=self.year)
        self.here_since = here_since({*taken, self.year}, self.year)
        self.year_of: dict[UUID | None, int] = {census_of(self.council.id, year): year for year in range(FIRST_YEAR, LAST_YEAR + 1)}
        self.until = end_of(self.as_of)
        self.recorded_at = now()

    def take(self, batch: Sequence[Checked]) -> None:
        """Take some children, all or none of them."""
        drafts: list[Draft] = []
        children = [c.child for c in batch if c.child is not None]
        for checked in batch:
            self.result.sort(checked)
        places = {id(child): Place.of(self.council.id, child.la_child_id or "") for child in children}
        with reading_all():
            matters = [m for p in places.values() for m in (p.person, p.case)]
            known = set(RoomHead.objects.filter(room_id__in=matters).values_list("matter_id", flat=True))
            held = entries_of_matters(known)
            open_now = defaultdict(list)
            for duty in Duty.objects.filter(matter_id__in=known).filter(Q(state=State.OPEN) | Q(state=State.DECLINED, provisional=True)):
                open_now[duty.room_id].append(duty)
            for child in children:
                drafts += self._child(child, places[id(child)], held, open_now)
        if drafts:
            append_all(drafts, by=SYSTEM_AUTHOR, react=False)

    def _child(self, child: Child, place: Place, held: dict[UUID, list[AnyEntry]], open_now: dict[UUID, list[Duty]]) -> list[Draft]:
        person = person_drafts_of(child, place, self.council.id)
        drafts = self._changed(person, held.get(place.person, []))
        if not child.details:
            return drafts
        said = case_drafts_of(child, place, self.council.id, as_of=self.as_of)
        before = held.get(place.case, [])
        changed = self._changed(said, before)
        drafts += changed
        spells = history_of(
            self._happenings(before, changed),
            calendar=self.calendar,
            until=self.until,
            council=self.council.id,
            allowed=self.allowed,
            here_since=self.here_since,
        )
        self.result.count(spells, self.until)
        owed = spells if child.died is None else [_ended_by_death(s, child.died) for s in spells]
        if self.newest:
            drafts += self._opened(owed, place, before)
        drafts += self._settled(owed, open_now.get(place.case, []))
        return drafts

    def _happenings(self, held: Sequence[AnyEntry], changed: Sequence[Draft]) -> list[Happening]:
        """What stands of a case once this file is taken: of this file, of other years', and of what was lived here since. Each is called by the first
        of those that it corrects, so that a clock which that started stays the same clock, and the duty the same duty.
        """
        corrects = {e.id: e.corrects for e in held} | {d.id: d.corrects for d in changed}

        def first_of(entry: UUID) -> UUID:
            while (before := corrects.get(entry)) is not None:
                entry = before
            return entry

        replaced = {e.corrects for e in held} | {d.corrects for d in changed}
        there = [e for e in held if e.id not in replaced and not e.kind.name.startswith(_OF_NO_CLOCK)]
        fresh = [d for d in changed if not d.facts.kind.name.startswith(_OF_NO_CLOCK)]
        return [
            *(replace(happening_of(e, self.council.id), id=first_of(e.id)) for e in there),
            *(Happening(first_of(d.id), d.facts.kind.name, d.facts, _happened_at(d), self.council.id) for d in fresh),
        ]

    def _changed(self, said: Sequence[Draft], held: Sequence[AnyEntry]) -> list[Draft]:
        """What is not held yet, of this year's census. What another year's file said stays; what this one says otherwise corrects it, unless that other
        is the later. Within the same year, a fact that is no longer said is corrected by a new one of its sort, or withdrawn.
        """
        ids = {e.id for e in held}
        corrected = {e.corrects for e in held}
        imported = [e for e in held if e.because in self.year_of and e.id not in corrected and not isinstance(e.facts, ReturnWithdrawn)]
        there = {key: e for key, e in _keyed(imported, key=lambda e: self.year_of[e.because])}
        fresh: list[Draft] = []
        kept: set[UUID] = set()
        drafts: list[Draft] = []
        for key, draft in _keyed(said):
            known = there.get(key)
            if known is None:
                fresh.append(draft)
                continue
            kept.add(known.id)
            if known.id in _ids_of(draft, ids) or not self._knows_better(draft, known):
                self.result.already_held += 1
            else:
                drafts.append(replace(draft, opens=None if _is_opening(draft) else draft.opens, corrects=known.id, why=LATER_FILE))
        gone: dict[str, list[AnyEntry]] = defaultdict(list)
        for entry in imported:
            if entry.because == self.census_id and entry.id not in kept:
                gone[sort_of(entry.facts)].append(entry)
        for draft in fresh:
            of_its_sort = gone.get(sort_of(draft.facts))
            drafts.append(replace(draft, corrects=of_its_sort.pop(0).id, why=LATER_FILE) if of_its_sort else draft)
        drafts = [replace(d, id=_ids_of(d, ids)[-1], because=self.census_id) for d in _in_order(drafts, said)]
        for left in gone.values():
            for entry in left:
                withdrawn = ReturnWithdrawn(sha256=self.result.sha256)
                drafts.append(Draft(facts=withdrawn, room=entry.room, corrects=entry.id, why=LATER_FILE, because=self.census_id))
        self.result.entries += len(drafts)
        return drafts

    def _knows_better(self, draft: Draft, known: AnyEntry) -> bool:
        """Whether what this file says otherwise stands in the place of what is held: not of a later census; and a case began with its first referral,
        whichever file shows it.
        """
        if _is_opening(draft):
            return _happened_at(draft) < known.happened_at
        return self.year_of[known.because] <= self.year

    def _opened(self, spells: Sequence[Spell], place: Place, held: Sequence[AnyEntry]) -> list[Draft]:
        """Duties for what is open at the day. A duty that this census opened before is not opened again, whatever became of it meanwhile."""
        already = {e.id for e in held if e.kind.name == "duty.opened"}
        drafts = open_as_at(
            [s for s in spells if not s.rule.counted_only],
            room=place.case,
            as_of=self.until,
            agency=self.council.id,
            owner=self.owner,
            owner_post=self.owner_post,
            recorded_at=self.recorded_at,
            calendar=self.calendar,
        )
        return [draft for draft in drafts if draft.id not in already]

    def _settled(self, spells: Sequence[Spell], open_now: Sequence[Duty]) -> list[Draft]:
        """What this file says of the duties that are open: shown done, whoever confirmed them and whichever year's file shows it; no longer needed, or
        never begun, where no later census was taken that says otherwise.
        """
        by_duty = {duty_id(s.rule, s.trigger): s for s in spells}
        drafts = []
        for duty in open_now:
            spell = by_duty.get(duty.id)
            if duty.state == State.DECLINED:
                drafts += self._asked_again(duty) if self.newest and spell is not None and spell.ended_at is None else []
            elif spell is not None and spell.ended_by is not None and spell.ended_at is not None and not spell.superseded:
                drafts.append(
                    Draft(facts=duty_kinds.DutyDone(duty=duty.id, shown_by=spell.ended_by, done_at=spell.ended_at), room=duty.room_id)
                )
            elif self.newest and (duty.provisional if spell is None else spell.ended_at is not None):
                by = spell.ended_by if spell is not None and spell.ended_by is not None else duty.trigger_id
                drafts.append(Draft(facts=duty_kinds.DutySuperseded(duty=duty.id, by_entry=by), room=duty.room_id))
        return drafts

    def _asked_again(self, duty: Duty) -> list[Draft]:
        """What two people found not to be so, and a census of a later day says is so: it waits again to be confirmed."""
        if duty.as_at is not None and duty.as_at >= self.as_of:
            return []
        again = duty_kinds.DutyAskedAgain(
            duty=duty.id, by_entry=duty.trigger_id, as_at=self.as_of, next_step_at=to_confirm_by(self.recorded_at, self.calendar)
        )
        return [Draft(facts=again, room=duty.room_id, because=self.census_id)]


#: Entries that no clock looks at.
_OF_NO_CLOCK = ("duty.", "audience.", "return.", "secret.")

_Said = TypeVar("_Said", Draft, AnyEntry)


def _keyed(said: Iterable[_Said], *, key: Callable[[_Said], int] = lambda _: 0) -> Iterator[tuple[tuple[str, int], _Said]]:
    """What is said, each under what it is about; equal ones are told apart by their count. Of several years' the later comes last."""
    counted: Counter[tuple[str, int]] = Counter()
    for each in sorted(said, key=key):
        about = key_of(each.facts, each.when)
        nth = counted[about, key(each)]
        counted[about, key(each)] += 1
        yield (about, nth), each


def _ids_of(draft: Draft, taken: Collection[UUID]) -> list[UUID]:
    """The ids under which this very fact was recorded before, and the one under which it is recorded next: a fact that is said again after it was said
    otherwise is said anew.
    """
    found = [draft.id]
    while found[-1] in taken:
        found.append(uuid5(found[0], f"again/{len(found)}"))
    return found


def _is_opening(draft: Draft) -> bool:
    return isinstance(draft.facts, CaseOpened)


def _in_order(drafts: Iterable[Draft], said: Sequence[Draft]) -> list[Draft]:
    """In the order in which the file says them: what opens a room first."""
    place = {d.id: n for n, d in enumerate(said)}
    return sorted(drafts, key=lambda d: place[d.id])


def _ended_by_death(spell: Spell, died: date) -> Spell:
    """Nothing more is owed to a child who died."""
    return spell if spell.ended_at is not None else replace(spell, ended_at=end_of(died), superseded=True)


def _happened_at(draft: Draft) -> datetime:
    assert draft.when is not None
    assert draft.when.latest is not None
    return draft.when.latest


def _batches(checked: Iterator[Checked]) -> Iterator[list[Checked]]:
    while batch := list(islice(checked, BATCH)):
        yield batch


def take_in(
    name: str, census: CensusFile, *, as_of: date | None = None, by: Author = SYSTEM_AUTHOR, progress: Progress | None = None
) -> Result:
    """Take a census in as at a day (its reference date). A batch of children at a time; what was taken before adds nothing. `by`: who had it taken.

    What happened is the council's, as its file has it, and the system's entry; that the file was taken is an entry of whoever had it taken. One file is
    taken at a time, whoever sends them. Raises UnusableFile.
    """
    council = council_for(census.header.lea)
    day = as_of or census.header.reference_date
    details = sum(len(c.details) for c in census.children)
    result = Result(name, census.sha256, len(census.children), details, unknown=census.unknown)
    with _one_at_a_time():
        if _was_taken(census, council, day, result):
            return result
        taking = _Taking(census, council, day, result)
        done = 0
        for batch in in_batches(_batches(check_all(census.children, as_of=day))):
            taking.take(batch)
            done += len(batch)
            if progress is not None:
                progress(done, len(census.children))
        result.import_id = _record_import(census, council, day, by, result)
    return result


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _was_taken(census: CensusFile, council: Agency, as_of: date, result: Result) -> bool:
    """Whether this very file is the last that was taken, of any year: then it holds nothing new, and what came of it stands as it was recorded."""
    with reading_all():
        last = Import.objects.filter(room_id=returns_room_of(council.id)).order_by("-imported_at").first()
        if last is None or (last.sha256, last.as_of, last.reading) != (census.sha256, as_of, READING):
            return False
        entry = entry_with_id(last.id)
    assert entry is not None
    for checked in check_all(census.children, as_of=as_of):
        result.sort(checked)
    result.import_id = last.id
    result.already_held = entry.facts.entries + entry.facts.already_held
    result.duties = {each.rule: Tally(**each.model_dump(exclude={"rule"})) for each in entry.facts.counted}
    return True


def _record_import(census: CensusFile, council: Agency, as_of: date, by: Author, result: Result) -> UUID:
    room = returns_room_of(council.id)
    with reading_all():
        opened = RoomHead.objects.filter(room_id=room).exists()
    facts = ReturnImported(
        collection="CIN",
        year=census.header.year,
        reference_date=census.header.reference_date,
        as_of=as_of,
        sha256=census.sha256,
        children=result.children,
        cin_details=result.cin_details,
        entries=result.entries,
        already_held=result.already_held,
        rejected=len(result.rejected),
        queried=len(result.queried),
        reading=READING,
        counted=tuple(ClockCount(rule=rule, **found.as_dict()) for rule, found in sorted(result.duties.items())),
    )
    parts = ImportParts(
        file=result.file,
        rejected=[r.as_dict() for r in result.rejected[:MOST_LISTED]],
        queried=[q.as_dict() for q in result.queried[:MOST_LISTED]],
        unknown=dict(result.unknown),
    )
    audience = (told_in(council.id), role_principal(Role.ANALYST, council.id))
    opens = None if opened else Opening("returns", audience)
    return append_all([Draft(facts=facts, parts=parts, room=room, opens=opens)], by=by)[0].id
