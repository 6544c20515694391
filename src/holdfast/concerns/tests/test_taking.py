"""Whose a concern is at the front door: taken, given, and nobody's again when whoever had it leaves."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from holdfast.concerns import actions, taking, telling, waiting
from holdfast.concerns.codes import AllegedIs, Decision, Nature, Rating
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.models import Concern
from holdfast.concerns.tests.test_front_door import open_rules, school_tells
from holdfast.concerns.tests.test_heard import pages_of
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.partnership.actions import arrange_cover, record_leaver
from holdfast.partnership.people import Acting
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
    assert "Nobody has 1 of them" in page.get("/concerns/").content.decode()
    assert page.post(f"/concerns/{concern}/take/", {"once": str(uuid4())}).status_code == 302
    queue = page.get("/concerns/").content.decode()
    assert "Yours (1)" in queue
    assert "You have it" in queue
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


def parts_of(by: Acting) -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = {}
    with viewing(by.viewer):
        for each in waiting.queue(by):
            found.setdefault(each.whose.name, set()).add(each.concern.id)
    return found


def test_the_queue_stands_by_whose_it_is_and_what_somebody_has_who_is_away_is_nobodys(p: Partnership) -> None:
    hers, free, his = (school_tells(p).concern for _ in range(3))
    taking.take(concern=hers, by=p.amira)
    taking.take(concern=his, by=p.femi)
    assert parts_of(p.amira) == {"NOBODY": {free}, "YOURS": {hers}, "OTHERS": {his}}
    with pytest.raises(Refused, match="took this on"):
        taking.take(concern=his, by=p.amira)
    arrange_cover(
        worker=p.femi.worker, covered_by=p.efua.worker, starts_at=now(), ends_at=now() + timedelta(days=7), reason="Away", by=p.efua
    )
    assert parts_of(p.amira) == {"NOBODY": {free, his}, "YOURS": {hers}}
    taking.take(concern=his, by=p.amira)
    assert parts_of(p.amira) == {"NOBODY": {free}, "YOURS": {hers, his}}


def test_danger_stands_above_all_others_whoever_has_it_and_what_waits_for_the_second_person_is_nobodys_to_chase(p: Partnership) -> None:
    waits = school_tells(p).concern
    actions.read(concern=waits, by=p.amira)
    actions.decide(
        concern=waits,
        decision=Decision.ADVICE,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All",
        reason="Advice",
        children=[],
        second=p.ines.worker,
        by=p.bryn,
    )
    danger = telling.tell_as_professional(
        telling.Telling(words=ToldParts(worry="Somebody is outside her door"), nature=Nature.REFERRAL, danger_now=True),
        by=p.mina,
        once=uuid4(),
    ).concern
    taking.take(concern=danger, by=p.femi)
    assert parts_of(p.amira) == {"DANGER": {danger}, "ANSWER": {waits}}


def test_it_is_taken_from_its_row_and_the_page_says_how_the_queue_stands(p: Partnership) -> None:
    concern = school_tells(p).concern
    client = pages_of(p.amira)
    said = client.get("/concerns/").content.decode()
    assert "1 concern waits: 0 danger, 0 late, 1 in time. Nobody has 1 of them." in said
    assert "Nobody has it (1)" in said
    assert "Needs first:" in said
    once = re.search(rf'/concerns/{concern}/take/">.*?name="once" value="([^"]+)"', said, re.DOTALL)
    assert once is not None
    taken = client.post(f"/concerns/{concern}/take/", {"once": once[1]}, follow=True)
    assert "You have it" in taken.content.decode()
    said = client.get("/concerns/").content.decode()
    assert "Yours (1)" in said
    assert "/take/" not in said
    given = client.get(f"/concerns/{concern}/give/").content.decode()
    assert "no concern now" in given


def test_whoever_gives_it_sees_what_each_colleague_has(p: Partnership) -> None:
    for n in range(2):
        concern = school_tells(p).concern
        taking.take(concern=concern, by=p.femi)
        if n:
            actions.read(concern=concern, by=p.femi)
            actions.rate(concern=concern, rating=Rating.RED, reason="Now", by=p.femi)
    mine = school_tells(p).concern
    taking.take(concern=mine, by=p.amira)
    assert "2 concerns, 1 of them red or with danger" in pages_of(p.amira).get(f"/concerns/{mine}/give/").content.decode()
