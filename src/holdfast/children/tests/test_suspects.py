"""What becomes of a suspect: Carys, who works with the child, knows it within a day; the child is told, unless she asked not to be."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.children import actions
from holdfast.children.kinds import case, safety
from holdfast.children.tests.test_case import opened, record, rules
from holdfast.database.viewing import viewing
from holdfast.duties.models import Duty, State
from holdfast.investigations.codes import Step
from holdfast.investigations.tests.test_investigations import opened as investigated
from holdfast.investigations.tests.test_investigations import step
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.record.queries import entry_with_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> UUID:
    found = opened(p)
    actions.allocate(child=found, worker=p.carys.worker, by=p.dev)
    actions.involve(child=found, agencies=[p.police], reason="strategy_discussion", by=p.dev)
    return found


def test_whoever_works_with_her_knows_of_an_arrest_within_a_day(p: Partnership, child: UUID) -> None:
    """Failing S12, and the clocks of the victim: her worker heard of his release from her."""
    for facts in (safety.SuspectArrested(), safety.SuspectBailed(), safety.SuspectReleased(), safety.SuspectCharged()):
        record(p, child, facts, by=p.hal)
    with reading_all():
        owed = list(Duty.objects.filter(matter_id=child, rule="SUSPECT_NEWS", state=State.OPEN).order_by("opened_at"))
    assert {d.owner_id for d in owed} == {p.carys.worker}
    assert len(owed) == 4
    assert owed[0].due_at - owed[0].starts_at <= timedelta(days=2)
    words = case.Words(words="She stays with her aunt until Monday; school knows")
    record(p, child, safety.SuspectNewsTaken(answers=owed[0].trigger_id), words, by=p.carys)
    with reading_all():
        assert Duty.objects.filter(matter_id=child, rule="SUSPECT_NEWS", state=State.OPEN).count() == 3


def test_where_nobody_works_with_her_the_polices_liaison_owes_it(p: Partnership) -> None:
    found = opened(p)
    actions.involve(child=found, agencies=[p.police], reason="strategy_discussion", by=p.dev)
    record(p, found, safety.SuspectReleased(), by=p.hal)
    assert (rules(found)["SUSPECT_NEWS"].owner_id, rules(found)["SUSPECT_NEWS"].owing_agency_id) == (p.hal.worker, p.police)


def test_she_may_ask_not_to_be_told_and_her_worker_knows_all_the_same(p: Partnership, child: UUID) -> None:
    record(p, child, safety.SuspectArrested(), by=p.hal)
    assert "VICTIM_TOLD" in rules(child)
    record(p, child, safety.NotToBeTold(), case.Words(words="She said so to Carys"), by=p.carys)
    assert "VICTIM_TOLD" not in rules(child)
    record(p, child, safety.SuspectCharged(), by=p.hal)
    assert "VICTIM_TOLD" not in rules(child)
    assert "SUSPECT_NEWS" in rules(child)
    record(p, child, safety.WantsToBeTold(), case.Words(words="She wants to know now"), by=p.carys)
    record(p, child, safety.SuspectReleased(), by=p.hal)
    assert rules(child)["VICTIM_TOLD"].owing_agency_id == p.police


def test_an_arrest_in_the_register_reaches_her_worker_and_nothing_else_of_the_investigation_does(p: Partnership, child: UUID) -> None:
    investigation = investigated(p, child)
    step(p, investigation, Step.VICTIM_HEARD)
    assert "SUSPECT_NEWS" not in rules(child)
    step(p, investigation, Step.ARRESTED, words="At his house, at six")
    assert rules(child)["SUSPECT_NEWS"].owner_id == p.carys.worker
    actions.involve(child=child, agencies=[p.school], reason="asked", by=p.dev)
    news = rules(child)["SUSPECT_NEWS"].trigger_id
    for reader, reads in ((p.carys, True), (p.dev, True), (p.lena, False)):
        with viewing(reader.viewer):
            assert (entry_with_id(news) is not None) is reads, reader
    words = case.Words(words="She stays with her aunt")
    record(p, child, safety.SuspectNewsTaken(answers=news), words, by=p.carys)
    assert "SUSPECT_NEWS" not in rules(child)
