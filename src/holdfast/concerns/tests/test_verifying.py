"""Whoever records decisions around the front door's rules, with the application in hand, leaves what `verify` finds from the entries alone."""

from __future__ import annotations

from uuid import UUID

import pytest
from conftest import OwnDatabase

from holdfast.concerns import actions, kinds
from holdfast.concerns.codes import Alleged, AllegedIs, Channel, Decision
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.tests.test_heard import told
from holdfast.database.time import today
from holdfast.partnership.people import Acting
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.append import append
from holdfast.record.entries import Draft
from holdfast.record.rooms import room_of
from holdfast.record.sequencer import sequence
from holdfast.record.verify import verify


@pytest.fixture
def p(committed: OwnDatabase) -> Partnership:
    return a_partnership()


def found() -> list[str]:
    sequence()
    verdict = verify()
    assert {fault.what for fault in verdict.faults} <= {"author could not"}, verdict.faults
    return [fault.detail for fault in verdict.faults]


def record(
    concern: UUID, facts: kinds.ConcernDecided | kinds.ConcernCountersigned, parts: kinds.DecidedParts | kinds.ReasonParts, by: Acting
) -> UUID:
    """As the application's own code would be made to, past every action."""
    return append(Draft(facts=facts, parts=parts, room=room_of(concern, kinds.WORK)), by=by.author).id


def decided(concern: UUID, by: Acting, *, second: UUID | None, needs: bool = True, decision: Decision = Decision.NO_FURTHER_ACTION) -> UUID:
    facts = kinds.ConcernDecided(decision=decision, channel=Channel.PROFESSIONAL, needs_second=needs, second=second, received_on=today())
    return record(concern, facts, kinds.DecidedParts(considered="All", reason="So"), by)


def agreed(concern: UUID, what: UUID, by: Acting) -> None:
    facts = kinds.ConcernCountersigned(agrees=True, decision=Decision.NO_FURTHER_ACTION, decided=what, channel=Channel.PROFESSIONAL)
    record(concern, facts, kinds.ReasonParts(reason="So"), by)


def ended(p: Partnership, concern: ConcernId, second: Acting) -> None:
    actions.read(concern=concern, by=p.amira)
    actions.decide(
        concern=concern,
        decision=Decision.NO_FURTHER_ACTION,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All",
        reason="So",
        second=second.worker,
        by=p.bryn,
    )
    actions.countersign(concern=concern, agrees=True, reason="Yes", by=second)


def test_decisions_by_the_actions_are_by_who_might(p: Partnership) -> None:
    ended(p, told(p.lena).concern, p.dev)
    assert found() == []


def test_who_told_it_decides_it(p: Partnership) -> None:
    concern = told(p.bryn).concern
    decided(concern, p.bryn, second=p.dev.worker)
    assert found() == ["whoever decided had told it"]


def test_it_is_ended_with_nobody_asked(p: Partnership) -> None:
    decided(told(p.lena).concern, p.bryn, second=None, needs=False)
    (wrong,) = found()
    assert "without one" in wrong


def test_who_decided_agrees_with_themself_or_somebody_does_who_was_not_asked(p: Partnership) -> None:
    for second, by in ((p.bryn, p.bryn), (p.dev, p.efua)):
        concern = told(p.lena).concern
        agreed(concern, decided(concern, p.bryn, second=second.worker), by)
    assert found() == [
        "whoever was asked to be the second person decided it, or told it",
        "whoever answered about a decision was not asked",
    ]


def test_with_exploitation_alleged_a_colleague_agrees(p: Partnership) -> None:
    concern = told(p.lena, Alleged.SEXUAL_EXPLOITATION).concern
    agreed(concern, decided(concern, p.bryn, second=p.dev.worker), p.dev)
    (wrong,) = found()
    assert "must be of another" in wrong


def test_a_social_worker_decides_who_may_not(p: Partnership) -> None:
    decided(told(p.lena).concern, p.carys, second=p.dev.worker)
    (wrong,) = found()
    assert "Only a front door manager" in wrong
