"""What opens, and what then ends, as drafts of entries: decided once, when the entry that starts it is appended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from holdfast.duties import conditions, owners
from holdfast.duties.clocks import Allowed, Calendar, Unit, due
from holdfast.duties.history import Spell, due_of, start_of
from holdfast.duties.kinds import DutyOpened
from holdfast.duties.models import RuleValue
from holdfast.duties.rulebook import HERE, Rule
from holdfast.partnership import queries as partnership
from holdfast.partnership.leaving import keep_here
from holdfast.record.entries import AnyEntry, Draft
from holdfast.record.kinds import ANY
from holdfast.record.rooms import room_of
from holdfast.record.sealed import named_readers
from holdfast.when import london_day

#: Working days for which a duty from a census stays the council's alone before silence confirms it.
WORKING_DAYS_TO_CONFIRM = 10


def local_values() -> dict[str, Allowed]:
    """The local values that the partnership has set, by rule."""
    return {value.rule: Allowed(value.amount, Unit(value.unit)) for value in RuleValue.objects.all()}


def allowed_by(rule: Rule) -> Allowed | None:
    """How long a rule allows here: the local value, where the rule is local and the partnership has set one."""
    if rule.local and rule.allowed is not None:
        value = RuleValue.objects.filter(rule=rule.code).first()
        if value is not None:
            return Allowed(value.amount, Unit(value.unit))
    return rule.allowed


def duty_id(rule: Rule, trigger: UUID) -> UUID:
    """The id of the duty that this entry opens under this rule: the same entry never opens it twice."""
    return uuid5(trigger, f"duty/{rule.code}")


def open_duty(rule: Rule, entry: AnyEntry, calendar: Calendar) -> Draft | None:
    """The draft that opens a duty. None when the partnership has no organisation that could owe it."""
    agency = owners.owing_agency(rule, entry)
    if agency is None:
        return None
    owner = _who_stays(rule, entry, agency)
    # A day said to be today ends later than now: the clock starts no later than when it was recorded.
    starts_at = start_of(rule, min(entry.happened_at, entry.recorded_at), entry.facts)
    due_at = due_of(rule, allowed_by(rule), starts_at, entry.facts, calendar)
    identity = duty_id(rule, entry.id)
    facts = DutyOpened(
        duty=identity,
        rule=rule.code,
        edition=rule.edition,
        owner=owner,
        owner_post=owners.post_of(owner),
        owing_agency=agency,
        starts_at=starts_at,
        due_at=due_at,
        next_step_at=due_at,
        pace=rule.pace,
        late_to=rule.late_to,
        serious=rule.serious or (rule.serious_when is not None and conditions.holds(rule.serious_when, entry)),
        trigger=entry.id,
        unseen=rule.discreet and bool(named_readers({entry.matter})),
    )
    # What answers bookkeeping about a duty lies where that duty does.
    room = entry.room if entry.kind.room == ANY or rule.room == HERE else room_of(entry.matter, rule.room)
    cites = [room_of(entry.matter, rule.shows_in)] if rule.shows_in is not None else []
    return Draft(facts=facts, room=room, cites=cites, id=uuid5(identity, "opened"))


def _who_stays(rule: Rule, entry: AnyEntry, agency: UUID) -> UUID | None:
    """Whoever owns it, and does not leave until it is recorded."""
    owner = owners.owner(rule, entry, agency)
    if owner is None:
        return None
    keep_here(owner)
    there = partnership.worker(owner)
    return owner if there is not None and there.left_at is None else owners.owner(rule, entry, agency)


def openings(entry: AnyEntry, rules: Iterable[Rule], open_codes: frozenset[str], calendar: Calendar) -> Iterator[Draft]:
    """The duties that an entry opens, under those of these rules that are in force and whose condition holds."""
    day = london_day(entry.happened_at)
    for rule in rules:
        if rule.once and rule.code in open_codes:
            continue
        if rule.in_force(day) and conditions.holds(rule.when, entry):
            draft = open_duty(rule, entry, calendar)
            if draft is not None:
                yield draft


def to_confirm_by(recorded_at: datetime, calendar: Calendar) -> datetime:
    """When silence confirms what a census brought."""
    return due(recorded_at, Allowed(WORKING_DAYS_TO_CONFIRM, Unit.WORKING_DAYS), calendar)


def open_as_at(
    spells: Sequence[Spell],
    *,
    room: UUID,
    as_of: datetime,
    agency: UUID,
    owner: UUID | None,
    owner_post: UUID | None,
    recorded_at: datetime,
    calendar: Calendar,
) -> list[Draft]:
    """The duties that were open at a day in the past, from an import: "as at the census date, to be confirmed".

    They are seen by the readers of the room alone, and told outside only once confirmed, or ignored for `WORKING_DAYS_TO_CONFIRM`.
    """
    confirm_by = to_confirm_by(recorded_at, calendar)
    drafts = []
    for spell in spells:
        if spell.ended_at is not None or spell.starts_at > as_of:
            continue
        identity = duty_id(spell.rule, spell.trigger)
        facts = DutyOpened(
            duty=identity,
            rule=spell.rule.code,
            edition=spell.rule.edition,
            owner=owner,
            owner_post=owner_post,
            owing_agency=agency,
            starts_at=spell.starts_at,
            due_at=spell.due_at,
            next_step_at=confirm_by,
            pace=spell.rule.pace,
            late_to=spell.rule.late_to,
            serious=spell.rule.serious,
            provisional=True,
            as_at=london_day(as_of),
            trigger=spell.trigger,
        )
        drafts.append(Draft(facts=facts, room=room, because=spell.trigger, id=uuid5(identity, "opened")))
    return drafts
