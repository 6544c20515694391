"""Before an overt step one contact of the police answers: proceed, wait, or speak to us.

Always in the same words, whether there is anything or not; never with a reason. To wait takes a rank and a day, and is renewed once; then the vetted group
decides, and whoever of it records that is not of the police. Silence is no answer, and climbs. Protecting a child never waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

from holdfast.database.viewing import viewing
from holdfast.disruption import queries as catalogue
from holdfast.measures import kinds, policies
from holdfast.measures.codes import BEFORE, Clearance, Rank, State
from holdfast.measures.ids import MeasureId
from holdfast.measures.models import Ask, Measure
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.models import Post
from holdfast.partnership.people import Acting
from holdfast.record.append import append, holding, recorded_before
from holdfast.record.entries import Draft
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.record.refusal import Refused
from holdfast.record.sealed import readers_if_sealed


@contextmanager
def held_measure(measure: MeasureId, by: Acting) -> Iterator[Measure]:
    """A measure that this person reads, held. Raises LookupError."""
    with viewing(by.viewer):
        matter = Measure.objects.filter(id=measure).values_list("matter_id", flat=True).first()
        if matter is None:
            raise LookupError("there is no such measure that this person may see")
    with viewing(by.viewer), holding(matter):
        yield Measure.objects.get(id=measure)


def record(found: Measure, facts: Facts, by: Acting, entry_id: UUID | None, parts: Parts | None = None) -> None:
    """Append an entry to the room of a held measure."""
    append(Draft(facts=facts, parts=parts or NoParts(), room=found.room_id, id=entry_id or uuid4()), by=by.author)


def check_holds(by: Acting, found: Measure) -> None:
    """Whoever holds the post that chose it, or who acts on its breach. Raises NotPermitted."""
    if by.worker != found.owner_id:
        policies.check_holds(by, Ask.objects.get(id=found.ask_id))


def ask(*, measure: MeasureId, by: Acting, entry_id: UUID | None = None) -> None:
    """Ask the police’s one contact. Raises Refused, NotPermitted, LookupError."""
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        check_holds(by, found)
        policies.check_state(found, State.CHOSEN)
        post = _contact()
        assert post.holder_id is not None
        if (readers := readers_if_sealed(found.matter_id)) and post.holder_id not in readers:
            raise Refused(
                "measure",
                "This is sealed, and the police’s one contact does not read it. Two of those who do decide it",
            )
        keep_here(post.holder_id)
        record(found, kinds.ClearanceAsked(measure=measure, worker=post.holder_id, agency=post.agency_id), by, entry_id)


def _contact() -> Post:
    holder = catalogue.holders().get(catalogue.DECONFLICTION)
    post = Post.objects.filter(id=holder.post_id).first() if holder is not None else None
    if post is None or post.holder_id is None:
        raise Refused("measure", "The police have no one contact yet. Whoever answers for the police sets the post that is")
    return post


def answer(
    *, measure: MeasureId, answer: Clearance, rank: Rank | None, until: date | None, by: Acting, entry_id: UUID | None = None
) -> None:
    """The police’s one contact answers. Raises Refused, NotPermitted, LookupError."""
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        policies.check_contact(by)
        if State(found.state) not in BEFORE or found.clearance_id is None:
            raise Refused("answer", "Nothing is asked of you here now. Nothing was recorded")
        waits = answer is Clearance.WAIT
        if waits:
            policies.check_wait(found, rank, until)
        renewed = waits and found.waited == 1
        vetted = _vetted() if renewed else None
        facts = kinds.ClearanceAnswered(
            answers=found.clearance_id,
            measure=measure,
            answer=answer,
            rank=rank if waits else None,
            until=until if waits else None,
            renewed=renewed,
            worker=by.worker,
            agency=by.agency,
            vetted=vetted,
        )
        record(found, facts, by, entry_id)


def _vetted() -> UUID | None:
    with reading_all():
        found = policies.a_vetted_person()
    if found is None:
        raise Refused("answer", "It cannot be renewed: nobody of the vetted group is from outside the police, who would decide next")
    keep_here(found)
    return found


def decide(*, measure: MeasureId, proceed: bool, until: date | None, with_worker: UUID, by: Acting, entry_id: UUID | None = None) -> None:
    """Two of the vetted group decide whether it waits any longer, once the police had others wait twice or did not answer.

    Raises Refused, NotPermitted, LookupError.
    """
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        policies.check_vetted(by, with_worker)
        if State(found.state) not in BEFORE or found.clearance_id is None or found.clearance == Clearance.PROCEED:
            raise Refused("proceed", "Nothing waits here now. Nothing was recorded")
        if not proceed:
            policies.check_until(until)
        facts = kinds.ClearanceDecided(
            answers=found.clearance_id,
            measure=measure,
            proceed=proceed,
            until=None if proceed else until,
            with_worker=with_worker,
            worker=by.worker,
        )
        record(found, facts, by, entry_id)
