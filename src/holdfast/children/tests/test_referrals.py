"""How a concern leads to a case: the first, a further one, one about several children, one after the case was closed."""

from __future__ import annotations

from uuid import uuid4

import pytest

from holdfast.children import actions, closing
from holdfast.children.models import Case
from holdfast.children.tests.authorised import all_stand
from holdfast.children.tests.test_case import opened, rules
from holdfast.concerns import actions as concerns
from holdfast.concerns import telling
from holdfast.concerns.codes import AllegedIs, Decision
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.duties import actions as duty_actions
from holdfast.partnership import queries as partnership
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.queries import entries_of_matter
from holdfast.subjects.actions import NewPerson, record_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def test_a_referral_after_a_closure_opens_the_same_case_again(p: Partnership) -> None:
    child = opened(p)
    for duty in rules(child).values():
        duty_actions.cannot_be_done(duty=duty.id, reason="moved", words="Moved away, accepted there", by=p.dev)
    closing.close_case(child=child, reason="RC5", words="Moved", by=p.dev)
    all_stand(child, p.efua)
    actions.refer_again(child=child, received_on=today(), source="2A", words="Back again", by=p.amira)
    with viewing(p.dev.viewer):
        assert Case.objects.get(id=child).closed_at is None
    assert "ASSESS_45" in rules(child)
    with viewing(p.dev.viewer):
        assert partnership.council() is not None


def test_a_second_concern_about_a_child_who_has_a_case_is_as_urgent_as_a_first(p: Partnership) -> None:
    child = opened(p)
    with viewing(p.dev.viewer):
        person = Case.objects.get(id=child).person_id
    told = telling.tell_as_professional(Telling(words=ToldParts(worry="Not safe tonight")), by=p.jo, once=uuid4())
    concerns.read(concern=told.concern, by=p.amira)
    concerns.decide(
        concern=told.concern,
        decision=Decision.IMMEDIATE_PROTECTION,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All",
        reason="Not safe",
        children=[person],
        by=p.bryn,
    )
    assert {"IMMEDIATE_PROT", "STRAT"} <= set(rules(child))


def test_one_concern_about_two_children_opens_a_case_for_one_and_joins_the_others(p: Partnership) -> None:
    """Each has a case of their own, with its own clocks; whoever works with either reads what was told."""
    first = opened(p)
    with viewing(p.dev.viewer):
        known = Case.objects.get(id=first).person_id
    sister = record_person(NewPerson(name="Lark Example"), source=p.council, agencies=[p.council], by=p.amira)
    told = telling.tell_as_professional(Telling(words=ToldParts(worry="Both of them")), by=p.jo, once=uuid4())
    concerns.read(concern=told.concern, by=p.amira)
    concerns.decide(
        concern=told.concern,
        decision=Decision.SECTION47,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All",
        reason="Both",
        children=[known, sister],
        by=p.bryn,
    )
    with viewing(p.dev.viewer):
        second = Case.objects.get(person_id=sister).id
    assert second != first
    assert "STRAT" in rules(first)
    assert {"STRAT", "ALLOCATE"} <= set(rules(second))
    with viewing(p.jo.viewer):
        assert Case.objects.filter(id__in=[first, second]).count() == 2
    actions.allocate(child=second, worker=p.carys.worker, by=p.dev)
    with viewing(p.carys.viewer):
        assert "concern.told" in {e.kind.name for e in entries_of_matter(told.concern)}
    with viewing(p.lena.viewer):
        assert not Case.objects.filter(id=second).exists(), "the school told of the first, and has no part in the second"
