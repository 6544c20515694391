"""Beginning a support plan, offering each kind of support, and what becomes of it.

Every child or survivor is offered all of it (failing S2: victims lacked support). A body that owes something owes it by a day; a wait for money is the
commissioner’s; a decline takes an offer in person, and a later one; no reply is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID, uuid4

from holdfast.children.holding import held as held_case
from holdfast.children.ids import CaseId
from holdfast.children.rooms import responsible
from holdfast.database.time import today
from holdfast.database.viewing import holder_principal, role_principal, viewing
from holdfast.partnership import queries as partnership
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import Role
from holdfast.record.append import append_all, holding, recorded_before
from holdfast.record.audience import AudienceEnded, AudienceGranted
from holdfast.record.entries import Draft, Opening
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.record.models import RoomHead
from holdfast.record.refusal import Refused
from holdfast.record.rooms import room_of
from holdfast.support import kinds, policies
from holdfast.support.codes import Ended, How, State, Support, Waits
from holdfast.support.ids import PlanId
from holdfast.support.models import Item, Plan, PlanNumber


def _leads(agency: UUID) -> tuple[UUID, ...]:
    return role_principal(Role.AGENCY_LEAD, agency), role_principal(Role.NAMED_LEAD, agency)


def begin_for_child(*, case: CaseId, called: str, born: date | None, coordinator: UUID, by: Acting, entry_id: UUID | None = None) -> PlanId:
    """Begin a child’s plan: read by whoever works with her and manages them, who coordinates it, and her advocate.

    Raises Refused, NotPermitted, LookupError.
    """
    policies.check_may_support(by)
    plan = PlanId(entry_id or uuid4())
    if recorded_before(entry_id, by=by.author, matter=plan):
        return plan
    with held_case(case, by) as found:
        who = policies.check_supports(coordinator, "coordinator")
        if Plan.objects.filter(case_id=found.id).exists():
            raise Refused("called", "She has a support plan already")
        keep_here(coordinator)
        handover = _handover(born)
        facts = kinds.PlanOpened(case=found.id, worker=coordinator, agency=who.agency, handover_on=handover)
        opens = Opening("support", (*responsible(found.id), coordinator, *_leads(who.agency)))
        first = Draft(facts=facts, parts=kinds.CalledParts(called=called), room=plan, id=plan, opens=opens)
        append_all([first, Draft(facts=kinds.SupportBegun(), room=room_of(found.id, "core"))], by=by.author)
    return plan


def _handover(born: date | None) -> date | None:
    """The first of the month in which she is seventeen and a half: the day itself would say when she was born."""
    if born is None:
        return None
    year, month = born.year + 17, born.month + 6
    return max(date(year + (month > 12), month - 12 * (month > 12), 1), today() + timedelta(days=28))


def begin_for_adult(*, called: str, coordinator: UUID, by: Acting, entry_id: UUID | None = None) -> PlanId:
    """Begin the plan of an adult survivor, in a matter of her own, with no case. Raises Refused, NotPermitted."""
    policies.check_may_open_for_adult(by)
    plan = PlanId(entry_id or uuid4())
    if recorded_before(entry_id, by=by.author, matter=plan):
        return plan
    with viewing(by.viewer):
        who = policies.check_supports(coordinator, "coordinator")
        if who.agency != by.agency:
            raise Refused("coordinator", "Choose somebody of your organisation")
        keep_here(coordinator)
        opens = Opening("support", tuple(dict.fromkeys((coordinator, by.worker, *_leads(by.agency)))))
        facts = kinds.PlanOpened(worker=coordinator, agency=who.agency)
        append_all([Draft(facts=facts, parts=kinds.CalledParts(called=called), room=plan, id=plan, opens=opens)], by=by.author)
    return plan


@contextmanager
def held(plan: PlanId, by: Acting) -> Iterator[Plan]:
    """A plan that this person reads, held. Raises LookupError."""
    with viewing(by.viewer):
        if not Plan.objects.filter(id=plan).exists():
            raise LookupError("there is no such plan that this person may see")
    with viewing(by.viewer), holding(plan):
        yield Plan.objects.get(id=plan)


@contextmanager
def held_item(plan: PlanId, what: Support, by: Acting) -> Iterator[Item | None]:
    """One kind of support of a plan, held, for whoever reads the plan or owes that. Raises LookupError."""
    with viewing(by.viewer):
        if not Plan.objects.filter(id=plan).exists() and not Item.objects.filter(plan_id=plan, what=what).exists():
            raise LookupError("there is no such plan that this person may see")
    with viewing(by.viewer), holding(plan):
        yield Item.objects.filter(plan_id=plan, what=what).first()


def name_advocate(*, plan: PlanId, advocate: UUID, by: Acting, entry_id: UUID | None = None) -> None:
    """Her advocate, who reads the plan from now; whoever was before reads it no longer. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_support(by)
    with held(plan, by) as found:
        if recorded_before(entry_id, by=by.author, matter=plan):
            return
        policies.check_supports(advocate, "advocate")
        if advocate == found.advocate_id:
            raise Refused("advocate", "They are her advocate already")
        keep_here(advocate)
        drafts = [Draft(facts=kinds.AdvocateNamed(worker=advocate), room=plan, id=entry_id or uuid4())]
        append_all([*drafts, *_another_reads(found, advocate, found.advocate_id)], by=by.author)


def set_coordinator(*, plan: PlanId, coordinator: UUID, by: Acting, entry_id: UUID | None = None) -> None:
    """Another coordinates it. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_support(by)
    with held(plan, by) as found:
        if recorded_before(entry_id, by=by.author, matter=plan):
            return
        who = policies.check_supports(coordinator, "coordinator")
        if coordinator == found.coordinator_id:
            raise Refused("coordinator", "They coordinate it already")
        keep_here(coordinator)
        draft = Draft(facts=kinds.CoordinatorSet(worker=coordinator, agency=who.agency), room=plan, id=entry_id or uuid4())
        append_all([draft, *_another_reads(found, coordinator, None)], by=by.author)


def _another_reads(found: Plan, reader: UUID, instead_of: UUID | None) -> Iterator[Draft]:
    """Each of the plan’s rooms is read by somebody from now, and by somebody else no longer."""
    for room in RoomHead.objects.filter(matter_id=found.id).order_by("room_id").values_list("room_id", flat=True):
        yield Draft(facts=AudienceGranted(principal=reader, reason="support"), room=room)
        if instead_of is not None and instead_of != found.coordinator_id:
            yield Draft(facts=AudienceEnded(principal=instead_of, reason="support"), room=room)


def offer(
    *, plan: PlanId, what: Support, how: How, on: date, agency: UUID, words: str | None, by: Acting, entry_id: UUID | None = None
) -> None:
    """One kind of support was offered, and which organisation owes it if she accepts. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_support(by)
    with held(plan, by) as found:
        if recorded_before(entry_id, by=by.author, matter=plan):
            return
        policies.check_past(on)
        policies.check_owes(agency)
        there = Item.objects.filter(plan_id=plan, what=what).first()
        if there is not None and State(there.state) not in (State.OFFERED, State.NO_REPLY, State.DECLINED, State.ENDED):
            raise Refused("what", "She has accepted it. Say what became of it")
        owes = partnership.agency_lead_of(agency)
        facts = kinds.Offered(what=what, how=how, on=on, agency=agency, worker=owes, answers=there.again_entry_id if there else None)
        room = kinds.item_room_of(plan, what)
        opens = Opening("support", tuple(_readers(found, agency)), kind=kinds.ITEM, matter=plan, if_absent=True)
        draft = Draft(facts=facts, parts=kinds.NoteParts(words=words), room=room, opens=opens, id=entry_id or uuid4())
        more = _also_reads(there, agency, room)
        append_all([draft, *more, *_last(found, what)], by=by.author)


def _readers(found: Plan, agency: UUID) -> list[UUID]:
    """Who reads one kind of support from the start: whoever reads the plan, and who answers for the organisation that owes it."""
    case = responsible(found.case_id) if found.case_id is not None else ()
    people = [who for who in (found.coordinator_id, found.advocate_id) if who is not None]
    numbers = [
        holder_principal(hashed) for hashed in PlanNumber.objects.filter(plan_id=found.id, ended_at=None).values_list("hash", flat=True)
    ]
    return list(dict.fromkeys([*case, *people, *numbers, *_leads(found.agency_id), *_leads(agency)]))


def _also_reads(there: Item | None, agency: UUID, room: UUID) -> list[Draft]:
    """Another organisation owes it than before."""
    if there is None or there.agency_id == agency:
        return []
    return [Draft(facts=AudienceGranted(principal=who, reason="support"), room=room) for who in _leads(agency)]


def _last(found: Plan, what: Support) -> list[Draft]:
    """That every kind was offered, with the last of them."""
    there = set(Item.objects.filter(plan_id=found.id).values_list("what", flat=True)) | {what}
    return [Draft(facts=kinds.AllOffered(), room=found.id)] if there == set(Support) else []


def _record(plan: UUID, what: Support, facts: Facts, by: Acting, entry_id: UUID | None, parts: Parts | None = None) -> None:
    room = kinds.item_room_of(plan, what)
    append_all([Draft(facts=facts, parts=parts or NoParts(), room=room, id=entry_id or uuid4())], by=by.author)


def accept(*, plan: PlanId, what: Support, on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """She accepts it: the organisation that was named owes it. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_support(by)
    with held_item(plan, what, by) as found:
        if recorded_before(entry_id, by=by.author, matter=plan):
            return
        policies.check_past(on)
        item = policies.check_after(found, State.ACCEPTED)
        _record(plan, what, kinds.Accepted(what=what, on=on, agency=item.agency_id, worker=item.worker_id), by, entry_id)


def decline(*, plan: PlanId, what: Support, on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """She does not want it now. It is offered again later. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_support(by)
    with held_item(plan, what, by) as found:
        if recorded_before(entry_id, by=by.author, matter=plan):
            return
        policies.check_past(on)
        item = policies.check_after(found, State.DECLINED)
        policies.check_declines(item)
        owner = Plan.objects.filter(id=plan).first()
        facts = kinds.Declined(
            what=what,
            on=on,
            worker=owner.coordinator_id if owner else None,
            agency=owner.agency_id if owner else by.agency,
            final=item.declined > 0,
        )
        _record(plan, what, facts, by, entry_id)


def no_reply(*, plan: PlanId, what: Support, by: Acting, entry_id: UUID | None = None) -> None:
    """There was no reply, which is no answer: it is offered again, in person. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_support(by)
    with held(plan, by) as owner:
        if recorded_before(entry_id, by=by.author, matter=plan):
            return
        policies.check_after(Item.objects.filter(plan_id=plan, what=what).first(), State.NO_REPLY)
        _record(plan, what, kinds.NoReply(what=what, worker=owner.coordinator_id, agency=owner.agency_id), by, entry_id)


def wait(
    *, plan: PlanId, what: Support, since: date, waits: Waits, commissioner: UUID | None, words: str | None, by: Acting,
    entry_id: UUID | None = None,
) -> None:  # fmt: skip
    """She waits, since a day, and for what. Money is the commissioner’s to find. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_support(by)
    with held_item(plan, what, by) as found:
        if recorded_before(entry_id, by=by.author, matter=plan):
            return
        policies.check_past(since)
        policies.check_after(found, State.WAITING)
        if waits is Waits.MONEY:
            policies.check_commissions(commissioner)
        facts = kinds.Waiting(what=what, since=since, waits=waits, commissioner=commissioner if waits is Waits.MONEY else None)
        more: Sequence[Draft] = []
        room = kinds.item_room_of(plan, what)
        if waits is Waits.MONEY and commissioner is not None:
            more = [Draft(facts=AudienceGranted(principal=who, reason="support"), room=room) for who in _leads(commissioner)]
        draft = Draft(facts=facts, parts=kinds.NoteParts(words=words), room=room, id=entry_id or uuid4())
        append_all([*more, draft], by=by.author)


def find_money(*, plan: PlanId, what: Support, words: str | None, by: Acting, entry_id: UUID | None = None) -> None:
    """The commissioner found the money: whoever owes the support owes it now. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_support(by)
    with held_item(plan, what, by) as found:
        if recorded_before(entry_id, by=by.author, matter=plan):
            return
        if found is None or found.waits != Waits.MONEY or found.waits_entry_id is None:
            raise Refused("words", "She does not wait for money. Nothing was recorded")
        if by.agency != found.commissioner_id:
            raise Refused("words", "Whoever commissions it says so")
        _record(plan, what, kinds.MoneyFound(what=what, answers=found.waits_entry_id), by, entry_id, kinds.NoteParts(words=words))


def begun(*, plan: PlanId, what: Support, on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """It has begun. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_support(by)
    with held_item(plan, what, by) as found:
        if recorded_before(entry_id, by=by.author, matter=plan):
            return
        policies.check_past(on)
        item = policies.check_after(found, State.BEGUN)
        assert item.accepted_entry_id is not None
        _record(plan, what, kinds.Begun(answers=item.accepted_entry_id, what=what, on=on), by, entry_id)


def end(*, plan: PlanId, what: Support, on: date, why: Ended, words: str | None, by: Acting, entry_id: UUID | None = None) -> None:
    """It ended; where the service ended it, another is owed. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_support(by)
    with held_item(plan, what, by) as found:
        if recorded_before(entry_id, by=by.author, matter=plan):
            return
        policies.check_past(on)
        policies.check_after(found, State.ENDED)
        owner = Plan.objects.filter(id=plan).first()
        facts = kinds.SupportEnded(
            what=what,
            on=on,
            why=why,
            worker=owner.coordinator_id if owner else None,
            agency=owner.agency_id if owner else by.agency,
        )
        _record(plan, what, facts, by, entry_id, kinds.NoteParts(words=words))


def hand_over(*, plan: PlanId, on: date, to: str, by: Acting, entry_id: UUID | None = None) -> None:
    """It goes on with adults’ services, who have taken it. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_support(by)
    with held(plan, by) as found:
        if recorded_before(entry_id, by=by.author, matter=plan):
            return
        policies.check_past(on)
        if found.handed_over_on is not None:
            raise Refused("on", "It was handed over already")
        draft = Draft(facts=kinds.HandedOver(on=on), parts=kinds.ToWhomParts(to=to), room=plan, id=entry_id or uuid4())
        append_all([draft], by=by.author)
