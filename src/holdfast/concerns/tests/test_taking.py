"""Whose a concern is at the front door: taken, given, and nobody's again when whoever had it leaves."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from holdfast.concerns import actions, taking
from holdfast.concerns.codes import AllegedIs, Decision
from holdfast.concerns.models import Concern
from holdfast.concerns.tests.test_front_door import open_rules, school_tells
from holdfast.concerns.tests.test_heard import pages_of
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def has_it(concern: UUID) -> UUID | None:
    with reading_all():
        return Concern.objects.get(id=concern).taken_by_id


def test_of_two_who_would_take_it_the_second_is_told_who_has_it_and_nothing_that_is_owed_moves(p: Partnership) -> None:
    concern = school_tells(p).concern
    before = {rule: d.owner_id for rule, d in open_rules(concern).items()}
    taking.take(concern=concern, by=p.amira)
    with pytest.raises(Refused, match="Amira Holt"):
        taking.take(concern=concern, by=p.femi)
    with pytest.raises(NotPermitted):
        taking.take(concern=concern, by=p.lena)
    assert has_it(concern) == p.amira.worker
    assert {rule: d.owner_id for rule, d in open_rules(concern).items()} == before


def test_whoever_has_it_or_the_manager_gives_it_to_somebody_at_the_front_door(p: Partnership) -> None:
    concern = school_tells(p).concern
    taking.take(concern=concern, by=p.amira)
    with pytest.raises(NotPermitted):
        taking.give(concern=concern, worker=p.femi.worker, by=p.femi)
    for nobody in (p.carys.worker, uuid4(), p.amira.worker):
        with pytest.raises(Refused):
            taking.give(concern=concern, worker=nobody, by=p.amira)
    taking.give(concern=concern, worker=p.femi.worker, by=p.amira)
    assert has_it(concern) == p.femi.worker
    taking.give(concern=concern, worker=p.amira.worker, by=p.bryn)
    assert has_it(concern) == p.amira.worker


def test_what_a_leaver_had_is_nobodys_and_shows_so_in_the_queue(p: Partnership) -> None:
    concern = school_tells(p).concern
    page = pages_of(p.amira)
    assert "nobody has 1 of them" in page.get("/concerns/").content.decode()
    assert page.post(f"/concerns/{concern}/take/", {"once": str(uuid4())}).status_code == 302
    queue = page.get("/concerns/").content.decode()
    assert "you have 1" in queue
    assert "Amira Holt" in queue
    record_leaver(worker=p.amira.worker, by=p.efua)
    assert has_it(concern) is None
    assert "Nobody has it" in pages_of(p.bryn).get("/concerns/").content.decode()
    give = pages_of(p.bryn)
    assert "Femi Orchard" in give.get(f"/concerns/{concern}/give/").content.decode()
    assert give.post(f"/concerns/{concern}/give/", {"worker": str(p.femi.worker), "once": str(uuid4())}).status_code == 302
    assert has_it(concern) == p.femi.worker


def test_what_is_decided_is_taken_by_nobody(p: Partnership) -> None:
    concern = school_tells(p).concern
    actions.read(concern=concern, by=p.amira)
    actions.decide(
        concern=concern, decision=Decision.NO_FURTHER_ACTION, alleged_is=AllegedIs.NOT_KNOWN, considered="x", reason="y",
        second=p.ines.worker, by=p.bryn,
    )  # fmt: skip
    actions.countersign(concern=concern, agrees=True, reason="Read", by=p.ines)
    with pytest.raises(Refused, match="decided"):
        taking.take(concern=concern, by=p.amira)
