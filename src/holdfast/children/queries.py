"""Questions about children's cases, through the audience of each one's room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from holdfast.children.models import Authorisation, Case, Involvement, Meeting, Referral, Sighting
from holdfast.children.policies import DEFAULT_CAP
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.record.correcting import Misfiled
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import NoParts, Parts
from holdfast.record.queries import Line, Opened, entries_of_matter, entry_with_id, lines_of_room, open_entries, opened_parts
from holdfast.subjects.codes import Aspect
from holdfast.subjects.models import Related, Statement


def child(case: UUID) -> Case | None:
    """A case, or None when there is none that the viewer may see."""
    return Case.objects.filter(id=case).first()


def _open() -> QuerySet[Case]:
    return Case.objects.filter(closed_at=None)


def allocated_to(worker: UUID) -> list[Case]:
    """The open cases of one worker."""
    return list(_open().filter(allocated_to_id=worker).order_by("allocated_at", "id"))


def of_workers(workers: Iterable[UUID]) -> list[Case]:
    return list(_open().filter(allocated_to_id__in=list(workers)).order_by("allocated_to_id", "allocated_at", "id"))


def unallocated(*, limit: int = 100) -> list[Case]:
    """Open cases that nobody is allocated to, the longest waiting first."""
    return list(_open().filter(allocated_to_id=None).order_by("opened_at", "id")[:limit])


def count_unallocated() -> int:
    return _open().filter(allocated_to_id=None).count()


def involving(agency: UUID, *, limit: int = 100) -> list[Case]:
    """Open cases in which an organisation is involved, the latest first."""
    rooms = Involvement.objects.filter(agency_id=agency).values("room_id")
    return list(_open().filter(id__in=rooms).order_by("-opened_at", "id")[:limit])


def team_of(acting: Acting) -> list[UUID]:
    """The workers who answer to this person."""
    return partnership.managed_by(acting.worker, acting.agency)


@dataclass(frozen=True, slots=True)
class Load:
    """One worker's caseload, and the most that is agreed for them."""

    worker: UUID
    children: int
    cap: int


def caseloads(agency: UUID) -> list[Load]:
    """Open cases by worker, the heaviest first."""
    counts = dict(
        _open().exclude(allocated_to_id=None).values("allocated_to_id").annotate(n=Count("id")).values_list("allocated_to_id", "n")
    )
    caps = {w.id: w.caseload_cap if w.caseload_cap is not None else DEFAULT_CAP for w in partnership.workers_of(agency)}
    loads = [Load(worker, n, caps.get(worker, DEFAULT_CAP)) for worker, n in counts.items() if worker is not None]
    return sorted(loads, key=lambda load: (-load.children, str(load.worker)))


@dataclass(frozen=True, slots=True)
class Authoriser:
    """How often somebody agreed to what others recorded, and of that, to what ends or lessens something."""

    worker: UUID
    agreed: int
    lessened: int
    refused: int


def authorisers(since: datetime) -> list[Authoriser]:
    """By who agreed or not, since an instant: those who let most end or lessen first."""
    found = Authorisation.objects.filter(answered_at__gte=since, answered_by_id__isnull=False).values("answered_by_id")
    counted = found.annotate(
        agreed=Count("id", filter=Q(agrees=True)),
        lessened=Count("id", filter=Q(agrees=True, lessens=True)),
        refused=Count("id", filter=Q(agrees=False)),
    )
    return [
        Authoriser(row["answered_by_id"], row["agreed"], row["lessened"], row["refused"])
        for row in counted.order_by("-lessened", "answered_by_id")
        if row["answered_by_id"] is not None
    ]


def closed_with_cannot(since: datetime) -> list[Case]:
    """Cases closed since an instant of which some duty "could not be done", the most first."""
    return list(Case.objects.filter(closed_at__gte=since, closed_with_cannot__gt=0).order_by("-closed_with_cannot", "-closed_at")[:50])


def agencies_involved(case: UUID) -> list[Involvement]:
    return list(Involvement.objects.filter(room_id=case).order_by("since", "id"))


def concerns_of(case: UUID) -> list[UUID]:
    """The concerns that led to a case, or were joined to it."""
    return list(Referral.objects.filter(room_id=case).values_list("concern_id", flat=True))


def meetings(case: UUID) -> list[Meeting]:
    """The strategy discussions and conferences of a case, the latest first."""
    return list(Meeting.objects.filter(room_id=case).order_by("-opened_at"))


def meeting(case: UUID, meeting_id: UUID) -> Meeting | None:
    return Meeting.objects.filter(id=meeting_id, room_id=case).first()


def told_of_meeting(case: UUID, meeting_id: UUID) -> list[Told]:
    """The entries of a case by which a meeting was convened, went on and was concluded."""
    names = ("strategy", "conference")
    return timeline(case, about=lambda e: e.id == meeting_id or any(getattr(e.facts, n, None) == meeting_id for n in names))


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a case, opened, with the words in which its time was told and what corrects it."""

    entry: AnyEntry
    parts: Parts
    as_said: str
    corrections: tuple[Told, ...] = ()
    #: No later entry corrects it.
    stands: bool = True
    #: Of a correction: why it was made.
    why: str = ""


#: Bookkeeping that has its own place on the page, or is no part of a child's story.
_NOT_TOLD = (
    "audience.", "duty.opened", "duty.done", "duty.superseded", "duty.reassigned", "agency.involved", "conference.invited", "room.", "offer.",
    "secret.",
)  # fmt: skip


def timeline(case: UUID, *, about: Callable[[AnyEntry], bool] | None = None) -> list[Told]:
    """Everything in a case that is part of the story, of the rooms open to the viewer, the latest to have happened first; corrections with what they
    correct. With `about`, what was first recorded so alone, and what corrects it: nothing else is opened. The caller has recorded the look.
    """
    return opened(unopened(case, about=about))


def unopened(case: UUID, *, about: Callable[[AnyEntry], bool] | None = None) -> list[Told]:
    """The same, with nothing decrypted yet."""
    entries = [e for e in entries_of_matter(case) if not e.kind.name.startswith(_NOT_TOLD)]
    known = {e.id: e for e in entries}
    hidden = {_first_of(e, known).id for e in entries if isinstance(e.facts, Misfiled)}
    entries = [e for e in entries if isinstance(e.facts, Misfiled) or _first_of(e, known).id not in hidden]
    shown = [e for e in entries if about is None or about(_first_of(e, known))]
    known = {e.id: e for e in shown}
    corrected = {e.corrects for e in shown}
    correcting: dict[UUID, list[Told]] = defaultdict(list)
    plain: list[AnyEntry] = []
    for e in sorted(shown, key=lambda e: e.position):
        first = _first_of(e, known)
        if first is e:
            plain.append(e)
        else:
            correcting[first.id].append(Told(e, NoParts(), "", stands=e.id not in corrected))
    plain.sort(key=lambda e: (e.happened_at, e.position), reverse=True)
    return [Told(e, NoParts(), "", tuple(correcting[e.id]), stands=e.id not in corrected) for e in plain]


def opened(told: Sequence[Told]) -> list[Told]:
    """These and what corrects them, decrypted, in one question. The caller has recorded the look."""
    parts = open_entries([t.entry for one in told for t in (one, *one.corrections)])

    def of(t: Told) -> Told:
        return _told(t.entry, parts[t.entry.id], tuple(of(c) for c in t.corrections), stands=t.stands)

    return [of(t) for t in told]


def misfiled(case: UUID, agency: UUID) -> list[Told]:
    """What this organisation marked as filed on the wrong record, for whoever decides on the breach. The caller has recorded the look."""
    entries = entries_of_matter(case)
    known = {e.id: e for e in entries}
    marked = {_first_of(e, known).id for e in entries if isinstance(e.facts, Misfiled) and e.author.agency == agency}
    hidden = [e for e in entries if not isinstance(e.facts, Misfiled) and _first_of(e, known).id in marked]
    parts = open_entries(hidden, misfiled=True)
    return [_told(e, parts[e.id], stands=False) for e in hidden]


def _told(entry: AnyEntry, sealed: Opened, corrections: tuple[Told, ...] = (), *, stands: bool) -> Told:
    return Told(entry, sealed.parts, sealed.as_said, corrections, stands, sealed.why)


def lines(case: UUID, told: Sequence[Told]) -> list[Line]:
    """What happened in rooms of the case that are not open to the viewer, each as the line that everyone involved sees; what is corrected is left out
    for its correction.
    """
    read = {t.entry.id for each in told for t in (each, *each.corrections)}
    cited = [line for line in lines_of_room(case) if not line.home and line.entry_id not in read]
    corrected = {line.corrects for line in cited}
    return [line for line in cited if line.entry_id not in corrected and not line.kind.startswith(_NOT_TOLD)]


def _first_of(entry: AnyEntry, known: Mapping[UUID, AnyEntry]) -> AnyEntry:
    """What this corrects, and what that corrects, to the first that was recorded; itself for what corrects nothing shown."""
    while entry.corrects is not None and entry.corrects in known:
        entry = known[entry.corrects]
    return entry


def entry_told(case: UUID, entry_id: UUID) -> Told | None:
    """One entry of a case, opened, and none but those that it corrects or that correct it."""
    entry = entry_with_id(entry_id)
    if entry is None or entry.matter != case:
        return None
    chain = {entry.id}
    while entry is not None and entry.corrects is not None:
        chain.add(entry.corrects)
        entry = entry_with_id(entry.corrects)
    told = timeline(case, about=lambda e: e.id in chain)
    return next((t for one in told for t in (one, *one.corrections) if t.entry.id == entry_id), None)


def people_working(told: Sequence[Told], case: Case) -> list[UUID]:
    """The workers with the child: whoever is allocated, then those who recorded something, the latest first."""
    authors = [t.entry.author.worker for t in told if t.entry.author.worker is not None]
    first = [case.allocated_to_id] if case.allocated_to_id is not None else []
    return list(dict.fromkeys([*first, *authors]))[:20]


def relatives(person: UUID) -> list[Related]:
    """To whom the child is stated to be related: siblings and household."""
    return list(Related.objects.filter(room_id=person).order_by("relation", "id"))


def cases_of(people: Iterable[UUID]) -> dict[UUID, UUID]:
    """The cases of these people, by person."""
    return dict(Case.objects.filter(person_id__in=list(people)).order_by("opened_at").values_list("person_id", "id"))


def numbers_of(people: Iterable[UUID]) -> dict[UUID, str]:
    """A number of each of these people, for those whose name is not known: a census has none."""
    rows = Statement.objects.filter(room_id__in=list(people), aspect=Aspect.IDENTIFIER).order_by("stated_at", "id")
    first: dict[UUID, UUID] = {}
    for row in rows:
        first.setdefault(row.room_id, row.id)
    opened = opened_parts(first.values(), ["words"])
    return {person: f"Child {opened[entry]['words']}" for person, entry in first.items() if entry in opened}


def numbers_of_cases(cases: Iterable[UUID]) -> dict[UUID, str]:
    """The same by case, whether or not a name is known."""
    people = dict(Case.objects.filter(id__in=list(cases)).values_list("id", "person_id"))
    numbers = numbers_of(people.values())
    return {case: numbers[person] for case, person in people.items() if person in numbers}


@dataclass(frozen=True, slots=True)
class Seen:
    """When a child was last seen, and last seen alone, as far as the record shows."""

    at: datetime | None
    alone_at: datetime | None


def last_seen(case: UUID) -> Seen:
    """The latest that stands, whenever it was written up."""
    found = Sighting.objects.filter(case_id=case).aggregate(at=Max("seen_at"), alone_at=Max("seen_at", filter=Q(alone=True)))
    return Seen(**found)


def seen_alone(case: UUID) -> frozenset[UUID]:
    """The entries by which the child was seen alone."""
    return frozenset(Sighting.objects.filter(case_id=case, alone=True).values_list("id", flat=True))


def not_seen_since(moment: datetime, *, limit: int | None = 50) -> list[tuple[Case, datetime | None]]:
    """Open cases whose child was last seen before an instant, or never, with when that was: the longest first (row 29)."""
    latest = Sighting.objects.filter(case_id=OuterRef("id")).order_by("-seen_at").values("seen_at")[:1]
    found = _open().annotate(seen_at=Subquery(latest)).filter(Q(seen_at=None) | Q(seen_at__lt=moment))
    return [(row, row.seen_at) for row in found.order_by(F("seen_at").asc(nulls_first=True), "opened_at", "id")[:limit]]
