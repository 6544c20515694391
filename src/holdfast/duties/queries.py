"""Every question about duties, through the audience of each room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from holdfast.duties import kinds
from holdfast.duties.ids import DutyId
from holdfast.duties.ladder import FIRST_OUTSIDE
from holdfast.duties.models import BoardRow, Duty, Offer, RuleProposal, RuleValue, State, Told
from holdfast.duties.policies import may_agree_to_decline
from holdfast.duties.rulebook import rule as rule_of
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import told_room_of
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import LEADS
from holdfast.record.entries import AnyEntry
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_of_room, entries_with_ids, open_parts


def duty(duty_id: UUID) -> Duty | None:
    """One duty, or None when there is none that the viewer may see."""
    return Duty.objects.filter(id=duty_id).first()


def open_duties_of(matter: UUID) -> list[Duty]:
    """The open duties of a matter, as far as the viewer may see them, the earliest due first: what is late comes first."""
    return list(Duty.objects.filter(matter_id=matter, state=State.OPEN).order_by("due_at", "id"))


def open_duties_of_matters(matters: Iterable[UUID]) -> dict[UUID, list[Duty]]:
    """The same for many rooms, in one query."""
    found: dict[UUID, list[Duty]] = defaultdict(list)
    for each in Duty.objects.filter(matter_id__in=list(matters), state=State.OPEN).order_by("due_at", "id"):
        found[each.matter_id].append(each)
    return found


def duties_of(matter: UUID) -> list[Duty]:
    """All duties of a matter, ended ones too, in the order they opened."""
    return list(Duty.objects.filter(matter_id=matter).order_by("opened_at", "due_at", "id"))


def mine(acting: Acting) -> QuerySet[Duty]:
    """What this person owes now, or answers for while covering; from a census too."""
    return Duty.objects.filter(owner_id__in=partnership.covered_by(acting.worker), state=State.OPEN)


def my_duties(acting: Acting, *, start: int = 0, size: int = 100) -> list[Duty]:
    """What this person owes now, or answers for while covering; the earliest due first. Not what a census brought."""
    return list(mine(acting).filter(provisional=False).order_by("due_at", "id")[start : start + size])


def my_count(acting: Acting) -> int:
    return mine(acting).filter(provisional=False).count()


def offered_to_me(acting: Acting) -> list[Offer]:
    """What this person is asked to take over, and has not answered."""
    return list(Offer.objects.filter(to_id=acting.worker, ended_at=None).order_by("due_at", "id"))


def offer(offer_id: UUID) -> Offer | None:
    """An offer that still waits for its answer, or None when there is none that the viewer may see."""
    return Offer.objects.filter(id=offer_id, ended_at=None).first()


def words_of_offer(offer: Offer) -> str:
    """What was written to whoever is asked."""
    made = [e for e in entries_of_room(offer.room_id) if isinstance(e.facts, kinds.OfferMade)]
    return "".join(getattr(parts, "words", "") for parts in open_parts(made).values())


def escalated_to_me(acting: Acting, *, start: int = 0, size: int = 50) -> list[Duty]:
    """Late duties of others of which the system has told this person as manager or lead: the most serious first, then the longest late."""
    return list(told_of_as_manager(acting).order_by("-serious", "due_at", "id")[start : start + size])


def matter_of_duty(duty_id: UUID) -> UUID | None:
    """What a duty is about, whoever asks: so that being denied it can be recorded."""
    with reading_all():
        return Duty.objects.filter(id=duty_id).values_list("matter_id", flat=True).first()


def duty_ended_by(matter: UUID, kind: str) -> DutyId | None:
    """The duty of a matter, open or ended, that an entry of this kind ends or ended: the latest. None where there is none."""
    found = Duty.objects.filter(matter_id=matter).order_by("-opened_at")
    return next((DutyId(d.id) for d in found if kind in rule_of(d.rule, d.edition).ends), None)


def told_of_as_manager(acting: Acting) -> QuerySet[Duty]:
    """Late duties of others of which the system has told this person as manager or lead."""
    workers = partnership.managed_by(acting.worker, acting.agency)
    mine = Q(owner_id__in=workers, rung__gte=2)
    if partnership.agency_lead_of(acting.agency) == acting.worker:
        mine |= Q(owing_agency_id=acting.agency, rung__gte=3)
    return Duty.objects.filter(mine, state=State.OPEN, provisional=False).exclude(owner_id=acting.worker)


@dataclass(frozen=True, slots=True)
class ProvisionalRule:
    """How many duties of one rule wait to be confirmed."""

    rule: str
    count: int
    overdue: int


def waiting_to_be_confirmed(agency: UUID, rule: str | None = None) -> QuerySet[Duty]:
    """What a census brought and nobody has confirmed, the longest overdue first."""
    found = Duty.objects.filter(owing_agency_id=agency, state=State.OPEN, provisional=True)
    return (found if rule is None else found.filter(rule=rule)).order_by("due_at", "id")


def provisional(agency: UUID, moment: datetime) -> list[ProvisionalRule]:
    """What a census brought and nobody has confirmed, by rule: one digest."""
    rows = (
        waiting_to_be_confirmed(agency)
        .order_by("rule")
        .values("rule")
        .annotate(count=Count("id"), overdue=Count("id", filter=Q(due_at__lt=moment)))
    )
    return [ProvisionalRule(row["rule"], row["count"], row["overdue"]) for row in rows]


@dataclass(frozen=True, slots=True)
class Declining:
    """Duties of a census that somebody says are not so, together: by whom, why, and how many of them wait for a second person."""

    proposal: UUID
    by: UUID
    reason: str
    count: int


def declinings(agency: UUID) -> list[Declining]:
    """What waits for a second person to agree that it is not so."""
    rows = (
        waiting_to_be_confirmed(agency)
        .filter(declining_id__isnull=False)
        .order_by("declining_id")
        .values("declining_id", "declining_by", "declining_reason")
        .annotate(count=Count("id"))
    )
    found: list[dict[str, Any]] = [dict(row) for row in rows]
    return [Declining(row["declining_id"], row["declining_by"], row["declining_reason"], row["count"]) for row in found]


def declinings_for(acting: Acting) -> int:
    """How many duties of a census somebody else said are not so, and wait for somebody like this person."""
    if not may_agree_to_decline(acting):
        return 0
    found = waiting_to_be_confirmed(acting.agency).filter(declining_id__isnull=False)
    return found.exclude(declining_by=acting.worker).count()


@dataclass(frozen=True, slots=True)
class Delivery:
    """What an organisation was told at once, with its items."""

    told: Told
    items: tuple[kinds.ToldItem, ...]


def told_to(agency: UUID, *, unacknowledged: bool = False, limit: int = 50) -> list[Delivery]:
    """What an organisation was told, the latest first."""
    rows = Told.objects.filter(room_id=told_room_of(agency))
    if unacknowledged:
        rows = rows.filter(acknowledged_at=None)
    found = list(rows.order_by("-delivered_at", "id")[:limit])
    entries = entries_with_ids([row.id for row in found])
    return [Delivery(row, entries[row.id].facts.items if row.id in entries else ()) for row in found]


def waiting_for_acknowledgement(agency: UUID) -> int:
    return Told.objects.filter(room_id=told_room_of(agency), acknowledged_at=None).count()


@dataclass
class OwedBy:
    """One organisation on the board."""

    agency: UUID
    open: int = 0
    late_to_start: int = 0
    late_to_finish: int = 0
    told_outside: int = 0
    said_in_hand: int = 0
    cannot: int = 0
    #: Of a census: two people found that it is not so.
    declined: int = 0
    done_in_time: int = 0
    #: Done in time as it was said, and recorded only after the due time.
    recorded_late: int = 0
    done_late: int = 0
    #: Ended after its due time without having been done.
    ended_late: int = 0
    by_rule: dict[str, int] = field(default_factory=dict)

    @property
    def late(self) -> int:
        return self.late_to_start + self.late_to_finish


def board(moment: datetime, *, days: int = 90) -> list[OwedBy]:
    """What each organisation owes: late to start, late to finish, told outside; and what ended in the last `days`. All may see it."""
    late = Q(state=State.OPEN, due_at__lt=moment)
    rows = (
        BoardRow.objects.filter(Q(state=State.OPEN) | Q(ended_at__gte=moment - timedelta(days=days)))
        .values("owing_agency_id")
        .annotate(
            open=Count("id", filter=Q(state=State.OPEN)),
            late_to_start=Count("id", filter=late & Q(late_to="start")),
            late_to_finish=Count("id", filter=late & Q(late_to="finish")),
            told_outside=Count("id", filter=Q(state=State.OPEN, rung__gte=FIRST_OUTSIDE)),
            said_in_hand=Count("id", filter=late & Q(assured=True)),
            cannot=Count("id", filter=Q(state=State.CANNOT)),
            declined=Count("id", filter=Q(state=State.DECLINED)),
            done_in_time=Count("id", filter=Q(state=State.DONE, done_at__lte=F("due_at"), ended_at__lte=F("due_at"))),
            recorded_late=Count("id", filter=Q(state=State.DONE, done_at__lte=F("due_at"), ended_at__gt=F("due_at"))),
            ended_late=Count("id", filter=Q(state__in=(State.SUPERSEDED, State.CANNOT), ended_at__gt=F("due_at"))),
            done_late=Count("id", filter=Q(state=State.DONE, done_at__gt=F("due_at"))),
        )
    )
    names = (
        "open",
        "late_to_start",
        "late_to_finish",
        "told_outside",
        "said_in_hand",
        "cannot",
        "declined",
        "done_in_time",
        "recorded_late",
        "done_late",
        "ended_late",
    )
    counted: list[dict[str, Any]] = [dict(row) for row in rows]
    found = [OwedBy(row["owing_agency_id"], **{name: row[name] for name in names}) for row in counted]
    return sorted(found, key=lambda o: (-o.late, str(o.agency)))


def escalated(moment: datetime, *, limit: int = 20) -> list[BoardRow]:
    """The late duties of which others have been told: the longest overdue first."""
    rows = BoardRow.objects.filter(state=State.OPEN, rung__gte=FIRST_OUTSIDE, due_at__lt=moment)
    return list(rows.order_by("-serious", "due_at", "id")[:limit])


def rule_values() -> dict[str, RuleValue]:
    """The local values in force, by rule."""
    return {value.rule: value for value in RuleValue.objects.all()}


def rule_changes() -> list[AnyEntry]:
    """Every change of a local value, the latest first."""
    return [e for e in reversed(entries_of_room(kinds.RULES_ROOM)) if isinstance(e.facts, kinds.RuleValueChanged)]


def rule_proposals() -> list[RuleProposal]:
    """Changes that wait for a second organisation, the oldest first."""
    return list(RuleProposal.objects.order_by("proposed_at", "id"))


def rule_proposal(proposal: UUID) -> RuleProposal | None:
    return RuleProposal.objects.filter(id=proposal).first()


def reason_of(entry: UUID) -> str:
    """What was written with one entry of the rules' room."""
    return "".join(getattr(parts, "reason", "") for parts in open_parts(list(entries_with_ids([entry]).values())).values())


def proposals_for(acting: Acting) -> int:
    """How many proposals of other organisations wait for somebody like this person."""
    return RuleProposal.objects.exclude(agency_id=acting.agency).count() if acting.has_role(*LEADS) else 0


def entries_about(duty_id: UUID, room: UUID) -> Sequence[AnyEntry]:
    """The entries of a duty's own history, in order."""
    return [e for e in entries_of_room(room) if getattr(e.facts, "duty", None) == duty_id]


def oldest_step_due(moment: datetime) -> datetime | None:
    """Since when the step that has waited longest has been due; None where none is."""
    return (
        Duty.objects.filter(state=State.OPEN, next_step_at__lte=moment)
        .order_by("next_step_at")
        .values_list("next_step_at", flat=True)
        .first()
    )
