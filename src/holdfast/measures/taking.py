"""Applying for a measure, and what follows: refused or in force, varied, breached, appealed, ended; and what it changed for each child."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from holdfast.database.time import today
from holdfast.disruption.catalogue import measure as row_of
from holdfast.measures import kinds, policies
from holdfast.measures.clearing import check_holds, held_measure, record
from holdfast.measures.codes import BEFORE, LIVE, Ending, Moved, State, Uncleared
from holdfast.measures.ids import MeasureId
from holdfast.measures.models import Measure, Owed
from holdfast.measures.subjects import still_stands
from holdfast.partnership import queries as partnership
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.people import Acting
from holdfast.record.append import recorded_before
from holdfast.record.refusal import Refused
from holdfast.record.sealed import readers_if_sealed

#: So long before its end it is said what follows.
WARNED = timedelta(days=28)


def apply(
    *, measure: MeasureId, on: date, words: str, plan: str | None, rechecked: bool, uncleared: Uncleared | None, by: Acting,
    with_reader: UUID | None = None, entry_id: UUID | None = None,
) -> None:  # fmt: skip
    """It is applied for, or taken; what it rests on was checked again on that day (*Birmingham v SK* [2016] EWHC 310 (Fam)).

    Raises Refused, NotPermitted, LookupError.
    """
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        check_holds(by, found)
        policies.check_past(on)
        policies.check_may_apply(found, row_of(found.code), uncleared, plan)
        if not still_stands(found.matter_id):
            raise Refused("rechecked", "What it rests on does not stand any longer. Withdraw it")
        if uncleared is Uncleared.SEALED:
            _check_sealed(found, with_reader, by)
        if not rechecked:
            raise Refused("rechecked", "Check again what it rests on before it is applied for, with whoever said it")
        second = with_reader if uncleared is Uncleared.SEALED else None
        facts = kinds.Applied(measure=measure, on=on, uncleared=uncleared, with_reader=second)
        record(found, facts, by, entry_id, kinds.AppliedParts(words=words, plan=plan))


def _check_sealed(found: Measure, with_reader: UUID | None, by: Acting) -> None:
    """Of what is sealed two of those who read it decide, of two organisations, where the police's one contact does not read it. Raises Refused."""
    readers = readers_if_sealed(found.matter_id)
    if not readers:
        raise Refused("uncleared", "This is not sealed. Ask the police’s one contact")
    second = partnership.acting_for(with_reader) if with_reader in readers and with_reader is not None else None
    if second is None or second.agency == by.agency:
        raise Refused("with_reader", "Choose with whom of another organisation, of those who read it, it was decided")


def refuse(*, measure: MeasureId, on: date, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Whoever decides refused it. Raises Refused, NotPermitted, LookupError."""
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        check_holds(by, found)
        policies.check_state(found, State.APPLIED)
        policies.check_past(on)
        record(found, kinds.Refusal(measure=measure, on=on), by, entry_id, kinds.WordsParts(words=words))


def _warn_on(expires_on: date | None) -> date | None:
    return max(today() + timedelta(days=1), expires_on - WARNED) if expires_on is not None else None


def in_force(
    *,
    measure: MeasureId,
    on: date,
    expires_on: date | None,
    breach_owner: UUID,
    words: str | None,
    by: Acting,
    born_on: date | None = None,
    in_care: bool = False,
    entry_id: UUID | None = None,
) -> None:
    """It is in force, until a day, and somebody acts on a breach. Where it protects one child up to an age, it ends with that birthday at the latest:
    `born_on` is asked for that; the day on which it ends is kept. Raises Refused, NotPermitted, LookupError."""
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        check_holds(by, found)
        policies.check_state(found, State.APPLIED)
        policies.check_expiry(on, expires_on)
        _check_breach_owner(breach_owner, by)
        latest = policies.ends_with_birthday(row_of(found.code), on, born_on, in_care=in_care)
        ends = min(filter(None, (expires_on, latest)), default=None)
        days = {"on": on, "expires_on": ends, "latest_on": latest, "warn_on": _warn_on(ends)}
        facts = kinds.InForce(measure=measure, worker=breach_owner, **days)
        record(found, facts, by, entry_id, kinds.NoteParts(words=words))


def _check_breach_owner(worker: UUID, by: Acting) -> None:
    found = partnership.acting_for(worker)
    if found is None or found.agency != by.agency:
        raise Refused("breach_owner", "Choose who of your organisation acts on a breach")
    keep_here(worker)


def vary(*, measure: MeasureId, expires_on: date | None, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """It was varied or renewed, and lasts until another day. Raises Refused, NotPermitted, LookupError."""
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        check_holds(by, found)
        policies.check_state(found, State.IN_FORCE)
        policies.check_expiry(today(), expires_on)
        if found.latest_on is not None and (expires_on is None or expires_on > found.latest_on):
            raise Refused("expires_on", f"It ends with a birthday of the child, at the latest on {found.latest_on:%d %B %Y}")
        assert found.force_id is not None
        facts = kinds.Varied(
            answers=found.force_id,
            measure=measure,
            on=today(),
            expires_on=expires_on,
            warn_on=_warn_on(expires_on),
            worker=found.owner_id,
        )
        record(found, facts, by, entry_id, kinds.WordsParts(words=words))


def end(*, measure: MeasureId, how: Ending, on: date, words: str | None, by: Acting, entry_id: UUID | None = None) -> None:
    """It ran out, or was discharged. What it changed is owed. Raises Refused, NotPermitted, LookupError."""
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        check_holds(by, found)
        policies.check_state(found, State.IN_FORCE)
        policies.check_past(on)
        if found.force_on is not None and on < found.force_on:
            raise Refused("on", "It cannot end before it began")
        assert found.force_id is not None
        facts = kinds.Ended(answers=found.force_id, measure=measure, how=how, on=on, worker=found.owner_id)
        record(found, facts, by, entry_id, kinds.NoteParts(words=words))


def withdraw(*, measure: MeasureId, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """It is not gone on with. Raises Refused, NotPermitted, LookupError."""
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        check_holds(by, found)
        policies.check_state(found, *LIVE)
        record(found, kinds.Withdrawn(measure=measure), by, entry_id, kinds.ReasonParts(reason=reason))


def breach(*, measure: MeasureId, on: date, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """A breach. Whoever acts on it owes that within a working day. Raises Refused, NotPermitted, LookupError."""
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        policies.check_state(found, State.IN_FORCE)
        policies.check_past(on)
        record(found, kinds.Breached(measure=measure, on=on, worker=found.owner_id), by, entry_id, kinds.WordsParts(words=words))


def appeal(*, measure: MeasureId, on: date, words: str | None, by: Acting, entry_id: UUID | None = None) -> None:
    """It was appealed against. Raises Refused, NotPermitted, LookupError."""
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        check_holds(by, found)
        policies.check_state(found, State.IN_FORCE)
        policies.check_past(on)
        record(found, kinds.Appealed(measure=measure, on=on, worker=found.owner_id), by, entry_id, kinds.NoteParts(words=words))


def _waiting(found: Measure, owed: UUID, *what: str) -> Owed:
    row = Owed.objects.filter(id=owed, measure_id=found.id, what__in=what).first()
    if row is None or row.answered_at is not None:
        raise Refused("words", "This was answered already. Nothing was recorded")
    return row


def act_on_breach(*, measure: MeasureId, owed: UUID, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """What was done about a breach. Raises Refused, NotPermitted, LookupError."""
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        check_holds(by, found)
        row = _waiting(found, owed, "breach")
        record(found, kinds.BreachActed(answers=row.id, measure=measure), by, entry_id, kinds.WordsParts(words=words))


def answer_appeal(*, measure: MeasureId, owed: UUID, upheld: bool, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """What became of an appeal. Raises Refused, NotPermitted, LookupError."""
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        check_holds(by, found)
        row = _waiting(found, owed, "appeal")
        record(found, kinds.AppealAnswered(answers=row.id, measure=measure, upheld=upheld), by, entry_id, kinds.WordsParts(words=words))


def say_effect(
    *, measure: MeasureId, owed: UUID, children: str, moved: Moved, where: str | None, by: Acting, entry_id: UUID | None = None
) -> None:
    """What changed for each child, and where the harm moved: at 28 days, and at the end. Raises Refused, NotPermitted, LookupError."""
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        check_holds(by, found)
        row = _waiting(found, owed, "effect", "effect_at_end")
        if moved in (Moved.PLACE, Moved.PERSON) and not where:
            raise Refused("where", "Say where it moved, or to whom, and whom you told")
        facts = kinds.Effect(answers=row.id, measure=measure, moved=moved)
        record(found, facts, by, entry_id, kinds.EffectParts(children=children, where=where))


def rests_otherwise(*, measure: MeasureId, owed: UUID, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """On what else it rests, now that something fell away. Raises Refused, NotPermitted, LookupError."""
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        check_holds(by, found)
        row = _waiting(found, owed, "review")
        if State(found.state) in BEFORE:
            raise Refused("words", "It was not applied for yet: withdraw it")
        record(found, kinds.RestsOtherwise(answers=row.id, measure=measure), by, entry_id, kinds.WordsParts(words=words))


def sample(*, measure: MeasureId, owed: UUID, agrees: bool, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Somebody of another organisation looked at a rejection. Raises Refused, NotPermitted, LookupError."""
    with held_measure(measure, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        row = _waiting(found, owed, "sample")
        if row.worker_id != by.worker:
            raise Refused("agrees", "Somebody else was asked to look at it")
        record(found, kinds.SampleAnswered(answers=row.id, agrees=agrees), by, entry_id, kinds.ReasonParts(reason=reason))
