"""Who asks, answers, clears and applies; and what the state of a measure allows."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from holdfast.database.time import today
from holdfast.disruption import queries as catalogue
from holdfast.disruption.catalogue import Measure as Row
from holdfast.disruption.codes import Warns
from holdfast.disruption.policies import why_not_offered
from holdfast.measures.codes import Clearance, Rank, State, Uncleared
from holdfast.measures.models import Ask, Measure
from holdfast.partnership import queries as partnership
from holdfast.partnership.models import Post, Vetted
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import AgencyKind
from holdfast.record.refusal import Refused

#: The longest that the police may have others wait at once; it is renewed once.
MOST_DAYS_WAITED = 28


def answers_for_post(by: Acting, post: UUID) -> bool:
    """Whether somebody holds a post, or covers whoever does."""
    holder = Post.objects.filter(id=post).values_list("holder_id", flat=True).first()
    return holder is not None and by.worker == partnership.covering(holder)


def check_holds(by: Acting, ask: Ask) -> None:
    """Raises NotPermitted."""
    if not answers_for_post(by, ask.post_id):
        raise NotPermitted("Whoever holds the post that was asked answers this.")


def check_unconnected(ask: Ask) -> None:
    """Connections are declared before what is shared is read. Raises Refused."""
    if ask.connected is None:
        raise Refused("chosen", "Say first whether you are connected with them")
    if ask.connected:
        raise Refused("chosen", "You said that you are connected. Another is asked")


def check_offered(row: Row, ask: Ask, answered: Collection[str]) -> None:
    """A measure of this body, that was offered, and that is in force. Raises Refused."""
    if ask.body not in row.holders:
        raise Refused("chosen", "This body does not hold that measure")
    if row.code not in ask.offered:
        raise Refused("chosen", "That measure was not offered here")
    if row.code in answered:
        raise Refused("chosen", "This row was answered already. Nothing was recorded")


def check_choosable(row: Row) -> None:
    """What is chosen is in force, and signed where it must be, on the day on which it is chosen. Raises Refused."""
    if why := why_not_offered(row, catalogue.signatures().get(row.code)):
        raise Refused("chosen", f"It cannot be chosen. {why}")


def check_state(found: Measure, *allowed: State) -> None:
    """Raises Refused."""
    if found.state not in allowed:
        raise Refused("words", "This stands otherwise by now. Nothing was recorded; look at it again")


def check_wait(found: Measure, rank: Rank | None, until: date | None) -> None:
    """To make others wait takes a rank and a day, and is renewed once. Raises Refused."""
    if found.waited >= 2:
        raise Refused("answer", "It waited twice: the vetted group decides now. Answer proceed, or speak to them")
    if rank is None:
        raise Refused("rank", "Say which rank decided it: an inspector at least")
    check_until(until)


def check_until(until: date | None) -> None:
    """Raises Refused."""
    if until is None or not today() < until <= today() + timedelta(days=MOST_DAYS_WAITED):
        raise Refused("until", f"Say until which day: after today, and within {MOST_DAYS_WAITED} days")


def check_contact(by: Acting) -> None:
    """Only whoever is the police's one contact. Raises NotPermitted."""
    holder = catalogue.holders().get(catalogue.DECONFLICTION)
    if holder is None or not answers_for_post(by, holder.post_id):
        raise NotPermitted("Only the police’s one contact answers this.")


def check_vetted(by: Acting, with_worker: UUID) -> None:
    """Two of the vetted group, of two organisations; whoever records it is not of the police. Raises NotPermitted, Refused."""
    there = dict(Vetted.objects.values_list("worker_id", "agency_id"))
    if by.worker not in there or by.agency_kind is AgencyKind.POLICE:
        raise NotPermitted("Somebody of the vetted group who is not of the police decides this.")
    if there.get(with_worker, by.agency) == by.agency:
        raise Refused("with_worker", "Choose with whom of the vetted group, of another organisation, it was decided")


def check_may_apply(found: Measure, row: Row, uncleared: Uncleared | None, plan: str | None) -> None:
    """Before an overt step the police’s one contact has answered "proceed"; protecting a child never waits. Raises Refused."""
    check_state(found, State.CHOSEN, State.CLEARING, State.CLEARED, State.WAITS)
    overt = row.warns is not Warns.NOT_TOLD
    if uncleared is Uncleared.NOT_OVERT and overt:
        raise Refused("uncleared", "Whom it is against hears of it. Ask the police’s one contact first")
    if found.clearance != Clearance.PROCEED and uncleared is None:
        raise Refused("uncleared", "The police’s one contact has not answered “proceed”. Ask, or say why it does not wait")
    if overt and not plan:
        raise Refused("plan", "It warns them. Say what keeps each child safe on the day")


def check_expiry(on: date, expires_on: date | None) -> None:
    """Raises Refused."""
    if on > today():
        raise Refused("on", "It is in force today or since earlier")
    if expires_on is not None and expires_on <= on:
        raise Refused("expires_on", "It cannot end before it begins")


def by_birthday(row: Row) -> bool:
    """Whether a measure protects one child who is named, and only up to an age."""
    return row.named_child and row.child_under is not None


def ends_with_birthday(row: Row, on: date, born_on: date | None, *, in_care: bool) -> date | None:
    """The birthday on which a measure ends that protects one child up to an age (in care by an order: as the catalogue says). Raises Refused."""
    if not by_birthday(row):
        return None
    if born_on is None:
        raise Refused("born_on", "It ends with a birthday of the child: say on which day she was born")
    age = row.child_under_in_care if in_care and row.child_under_in_care is not None else row.child_under
    assert age is not None
    ends = _birthday(born_on, age)
    if born_on > today() or ends <= on:
        raise Refused("born_on", f"On that day she is {age} or over already: it cannot be in force for her")
    return ends


def _birthday(born_on: date, age: int) -> date:
    """A birthday; of whoever was born on 29 February, 1 March in other years."""
    year = born_on.year + age
    return date(year, 3, 1) if (born_on.month, born_on.day) == (2, 29) and not isleap(year) else born_on.replace(year=year)


def check_past(on: date) -> None:
    """Raises Refused."""
    if on > today():
        raise Refused("on", "The day must be today or in the past")


def a_vetted_person(*, but: UUID | None = None) -> UUID | None:
    """Somebody of the vetted group who is not of the police; of whom the longest there."""
    police = {a.id for a in partnership.agencies_of_kind(AgencyKind.POLICE)}
    found = [v for v in Vetted.objects.order_by("since", "worker_id") if v.agency_id not in police]
    return next((v.worker_id for v in found if v.worker_id != but), None)
