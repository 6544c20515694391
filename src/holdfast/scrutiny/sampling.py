"""The independent scrutineer samples what is easily left undone: who was not opened, what was rejected, and how long the police had others wait.

The record draws, by chance; nobody chooses which. She reads the decision, its reason and who took it, and nothing else of the matter: not who was named.
What is sealed is never drawn: whoever reads it is named, and of two organisations at least.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from holdfast.database.time import now
from holdfast.database.viewing import role_principal, viewing
from holdfast.measures import kinds as measures
from holdfast.measures.codes import Clearance, State
from holdfast.measures.models import Measure
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import Role
from holdfast.persons import kinds as persons
from holdfast.persons.codes import State as PersonState
from holdfast.persons.models import Person
from holdfast.places.models import Place
from holdfast.record.append import append, append_all, holding, recorded_before
from holdfast.record.entries import AnyEntry, Draft, Opening
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Parts
from holdfast.record.queries import entries_of_room, open_parts
from holdfast.record.refusal import Refused
from holdfast.record.sealed import named_readers
from holdfast.scrutiny import kinds
from holdfast.scrutiny.codes import SampleOf
from holdfast.scrutiny.models import Sampled

#: A sample is drawn of what was decided within so many days, and holds at most so many.
LOOKED_BACK, MOST_DRAWN = timedelta(days=182), 20


@dataclass(frozen=True)
class Decision:
    """A decision that may be drawn, and in which matter and room it was taken."""

    matter: UUID
    room: UUID
    type: str
    #: The person's matter, or the measure.
    about: UUID
    #: How often they were named, or had others wait.
    times: int


def check_samples(by: Acting) -> None:
    """Raises NotPermitted."""
    if not by.has_role(Role.SCRUTINEER):
        raise NotPermitted("The independent scrutineer draws the sample, and says what she finds.")


def draw(*, what: SampleOf, how_many: int, by: Acting, entry_id: UUID | None = None) -> int:
    """Draw so many decisions of a kind by chance, of those of the last half year that were not drawn before; how many there were to draw.

    Raises Refused, NotPermitted.
    """
    check_samples(by)
    if not 1 <= how_many <= MOST_DRAWN:
        raise Refused("how_many", f"Draw between 1 and {MOST_DRAWN}")
    if recorded_before(entry_id, by=by.author, matter=kinds.SAMPLES_ROOM):
        return 0
    since = now() - LOOKED_BACK
    with reading_all():
        there = _to_draw_from(what, since)
    if not there:
        raise Refused("what", "There is none that was not drawn before. Nothing was recorded")
    picked = secrets.SystemRandom().sample(there, min(how_many, len(there)))
    once = entry_id or uuid4()
    facts = kinds.SampleDrawn(what=what, since=since, of=len(there), drawn=len(picked))
    opens = Opening("samples", (role_principal(Role.SCRUTINEER), role_principal(Role.NAMED_LEAD)), if_absent=True)
    with holding(*{d.matter for d in picked}):
        with reading_all():
            drafts = [_sampled(what, each, once) for each in picked]
        append_all([Draft(facts=facts, room=kinds.SAMPLES_ROOM, opens=opens, id=once), *drafts], by=by.author)
    return len(picked)


def _to_draw_from(what: SampleOf, since: datetime) -> list[Decision]:
    """Every decision of that kind that was not drawn before: in what is sealed there is none. Asked as the record's own."""
    found = _not_opened(since) if what is SampleOf.NOT_OPENED else _of_measures(what, since)
    sealed = named_readers({d.matter for d in found})
    return sorted((d for d in found if d.matter not in sealed), key=lambda d: (d.matter, d.about))


def _not_opened(since: datetime) -> list[Decision]:
    rows = list(Person.objects.filter(state=PersonState.NOT_OPENED, named_at__gte=since).values_list("id", "namings"))
    # Whoever was named again since, and again not opened, may be drawn again.
    drawn = set(Sampled.objects.filter(what=SampleOf.NOT_OPENED, matter_id__in=[m for m, _ in rows]).values_list("matter_id", "times"))
    return [Decision(matter, matter, "person_of_concern", matter, times) for matter, times in rows if (matter, times) not in drawn]


def _of_measures(what: SampleOf, since: datetime) -> list[Decision]:
    chosen = Measure.objects.filter(answered_at__gte=since)
    chosen = chosen.filter(state=State.REJECTED) if what is SampleOf.REJECTED else chosen.filter(waited__gt=0)
    found = list(chosen.values_list("id", "matter_id", "room_id", "waited"))
    drawn = set(Sampled.objects.filter(what=what, matter_id__in={m for _, m, _, _ in found}).values_list("room_id", flat=True))
    # What protects a child is read in her case alone: none of it is drawn.
    types = dict.fromkeys(Person.objects.filter(id__in={m for _, m, _, _ in found}).values_list("id", flat=True), "person_of_concern")
    types |= dict.fromkeys(Place.objects.filter(id__in={m for _, m, _, _ in found}).values_list("id", flat=True), "place_of_concern")
    return [
        Decision(matter, room, types[matter], id_, max(waited, 1))
        for id_, matter, room, waited in found
        if matter in types and kinds.sample_room_of(id_) not in drawn
    ]


def _sampled(what: SampleOf, found: Decision, draw_id: UUID) -> Draft:
    """The decision, copied for the scrutineer: what it was, whose, and the reason. Read as the record's own."""
    facts, parts = _of_person(found, draw_id) if what is SampleOf.NOT_OPENED else _of_measure(what, found, draw_id)
    # The deciding organisation reads what she says of it, and so does whoever decides about the matter.
    readers = (
        role_principal(Role.SCRUTINEER),
        role_principal(Role.AGENCY_LEAD, facts.agency),
        role_principal(Role.NAMED_LEAD, facts.agency),
    )
    room = kinds.sample_room_of(facts.decision if what is SampleOf.NOT_OPENED else found.about)
    return Draft(facts=facts, parts=parts, room=room, opens=Opening(found.type, readers, kind=kinds.SAMPLE, matter=found.matter))


def _of_person(found: Decision, draw_id: UUID) -> tuple[kinds.DecisionSampled, kinds.SampledParts]:
    entries = [e for e in entries_of_room(found.room) if isinstance(e.facts, persons.NotToBeOpened | persons.NotOpenedAnswered)]
    answer = next(e for e in reversed(entries) if isinstance(e.facts, persons.NotOpenedAnswered) and e.facts.agrees)
    asked = next(e for e in entries if e.id == answer.facts.answers)
    opened = open_parts([asked, answer])
    facts = kinds.DecisionSampled(
        what=SampleOf.NOT_OPENED, decision=answer.id, draw=draw_id, agency=_agency(asked), second_agency=answer.author.agency,
        code=asked.facts.why, times=found.times, decided_at=answer.happened_at,
    )  # fmt: skip
    return facts, kinds.SampledParts(reason=_reason(opened.get(asked.id)), agreed=_reason(opened.get(answer.id)))


def _of_measure(what: SampleOf, found: Decision, draw_id: UUID) -> tuple[kinds.DecisionSampled, kinds.SampledParts]:
    entries = entries_of_room(found.room)
    answered = next(e for e in entries if e.id == found.about)
    if what is SampleOf.REJECTED:
        decided, code = answered, answered.facts.why
    else:
        waits = [e for e in entries if isinstance(e.facts, measures.ClearanceAnswered) and e.facts.measure == found.about]
        decided = [e for e in waits if e.facts.answer is Clearance.WAIT][-1]
        code = decided.facts.rank
    facts = kinds.DecisionSampled(
        what=what, decision=decided.id, draw=draw_id, agency=_agency(decided), code=code, measure=answered.facts.code, times=found.times,
        decided_at=decided.happened_at,
    )  # fmt: skip
    return facts, kinds.SampledParts(reason=_reason(open_parts([decided]).get(decided.id)))


def _agency(entry: AnyEntry) -> UUID:
    assert entry.author.agency is not None
    return entry.author.agency


def _reason(parts: Parts | None) -> str | None:
    return getattr(parts, "reason", None)


# What she finds.


def judge(*, sampled: UUID, sound: bool, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Say whether a decision bears its reason; where not, its organisation owes an answer. Raises Refused, NotPermitted, LookupError."""
    check_samples(by)
    with _held(sampled, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        if found.judged_id is not None:
            raise Refused("sound", "You have said so already. Nothing was recorded")
        facts = kinds.DecisionJudged(answers=found.id, sound=sound, agency=found.agency_id)
        append(Draft(facts=facts, parts=kinds.JudgedParts(words=words), room=found.room_id, id=entry_id or uuid4()), by=by.author)


def answer(*, sampled: UUID, changes: bool, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Whoever answers for the organisation answers the scrutineer. Raises Refused, NotPermitted, LookupError."""
    with _held(sampled, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        check_answers(by, found)
        if found.judged_id is None or found.sound or found.answered_at is not None:
            raise Refused("changes", "Nothing waits here for an answer. Nothing was recorded")
        facts = kinds.JudgedAnswered(answers=found.judged_id, changes=changes)
        append(Draft(facts=facts, parts=kinds.JudgedParts(words=words), room=found.room_id, id=entry_id or uuid4()), by=by.author)


def check_answers(by: Acting, found: Sampled) -> None:
    """Raises NotPermitted."""
    if by.agency != found.agency_id or not by.has_role(Role.AGENCY_LEAD, Role.NAMED_LEAD):
        raise NotPermitted("Whoever answers for the organisation that decided answers this.")


@contextmanager
def _held(sampled: UUID, by: Acting) -> Iterator[Sampled]:
    with viewing(by.viewer):
        matter = Sampled.objects.filter(id=sampled).values_list("matter_id", flat=True).first()
        if matter is None:
            raise LookupError("there is no such decision that this person may see")
    with viewing(by.viewer), holding(matter):
        yield Sampled.objects.get(id=sampled)
