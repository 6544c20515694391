"""Questions about support, through the audience of each plan’s rooms; and numbers for all to read, without anybody in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from holdfast.partnership import queries as partnership
from holdfast.partnership.roles import SEES_NO_CHILD, AgencyKind, Role
from holdfast.record.entries import AnyEntry
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Parts
from holdfast.record.models import RoomHead
from holdfast.record.queries import entries_of_room, open_parts, opened_parts
from holdfast.support.codes import GAPS, Support
from holdfast.support.kinds import item_room_of
from holdfast.support.models import Item, Plan


def plan(plan_id: UUID) -> Plan | None:
    """A plan, or None where there is none that the viewer may see."""
    return Plan.objects.filter(id=plan_id).first()


def plan_of_case(case: UUID) -> Plan | None:
    """The plan of a child’s case, where the viewer reads it."""
    return Plan.objects.filter(case_id=case).first()


def items(plan_id: UUID) -> dict[str, Item]:
    """The kinds of support that were offered, by what they are, of those the viewer reads."""
    return {item.what: item for item in Item.objects.filter(plan_id=plan_id)}


def item(plan_id: UUID, what: Support) -> Item | None:
    return Item.objects.filter(plan_id=plan_id, what=what).first()


def mine(worker: UUID) -> list[Plan]:
    """The plans that a worker coordinates, or in which they are the advocate."""
    found = Plan.objects.filter(coordinator_id=worker) | Plan.objects.filter(advocate_id=worker)
    return list(found.order_by("opened_at", "id"))


def called(plans: Iterable[UUID]) -> dict[UUID, str]:
    """What she is called in each. The caller has recorded the look."""
    return {plan: str(parts["called"]) for plan, parts in opened_parts(list(plans), ["called"]).items() if "called" in parts}


def story(plan_id: UUID) -> list[tuple[AnyEntry, Parts]]:
    """What was recorded, of each room that the viewer reads, in order."""
    rooms = [plan_id, *(item_room_of(plan_id, what) for what in Support)]
    there = set(RoomHead.objects.filter(room_id__in=rooms).values_list("room_id", flat=True))
    entries = [e for room in rooms if room in there for e in entries_of_room(room) if e.kind.name.startswith("support.")]
    entries.sort(key=lambda e: e.position)
    opened = open_parts(entries)
    return [(e, opened[e.id]) for e in entries]


def supporters() -> list[UUID]:
    """Who may coordinate a plan, or be an advocate: everybody in post but the police, scrutiny, and those who see no child."""
    police = {a.id for kind in (AgencyKind.POLICE, AgencyKind.SCRUTINY) for a in partnership.agencies_of_kind(kind)}
    roles = [role for role in (Role.PRACTITIONER, Role.MANAGER, Role.AGENCY_LEAD, Role.NAMED_LEAD) if role not in SEES_NO_CHILD]
    return [p.holder_id for role in roles for p in partnership.holders_of(role) if p.holder_id and p.agency_id not in police]


@dataclass(frozen=True, slots=True)
class Gap:
    """Of one kind of support: how many have nothing of it, how many of these wait, since when the longest."""

    what: str
    without: int
    waiting: int
    longest: date | None


def gaps() -> list[Gap]:
    """Numbers of every plan, for everybody: nobody is in them."""
    with reading_all():
        plans = Plan.objects.count()
        rows = list(Item.objects.values_list("what", "state", "since"))
    by: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for what, state, since in rows:
        by[what].append((state, since))
    found = []
    for what in Support:
        in_gap = [since for state, since in by[what] if state in GAPS]
        waiting = [since for state, since in by[what] if state == "waiting"]
        found.append(Gap(what, plans - len(by[what]) + len(in_gap), len(waiting), min(in_gap, default=None)))
    return found if plans else []
