"""Anybody says what they know; it is graded by somebody trained, passed to posts that must answer, and retracted everywhere (rows 8, 17, 20)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.concerns.models import Concern
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.disruption import resting
from holdfast.duties.escalation import run_escalations
from holdfast.duties.models import Duty
from holdfast.duties.queries import open_duties_of, told_to
from holdfast.intelligence import actions, kinds, queries, retracting
from holdfast.intelligence.codes import Close, Condition, State
from holdfast.intelligence.ids import ItemId
from holdfast.intelligence.models import Grade, Item, Text
from holdfast.measures import asking
from holdfast.measures.tests.test_measures import asked, holders, the_list
from holdfast.partnership import vetted
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.persons.models import Person
from holdfast.persons.tests.story import GRADED, a_concern, named, opened, vetted_group
from holdfast.record.holding import reading_all
from holdfast.record.models import RoomHead
from holdfast.record.refusal import Refused

pytestmark = pytest.mark.django_db

SAID = kinds.GivenParts(
    about="A silver car, AB12 ZZZ", what="Picks up two girls at the quay", when="Fridays, ten", how_known="Seen by a youth worker"
)


@pytest.fixture
def p() -> Partnership:
    """Hal of the police and Amira of the front door were trained to grade."""
    found = a_partnership()
    vetted.train(worker=found.hal.worker, trained_on=today(), by=found.ines)
    vetted.train(worker=found.amira.worker, trained_on=today(), by=found.efua)
    return found


def given(p: Partnership, by: Acting | None = None, **changed: Any) -> ItemId:
    told = {"parts": SAID, "close": Close.NOT_CLOSE, "covert": False, "by": by or p.mina}
    return actions.give(**{**told, **changed})


def passed(p: Partnership, item: ItemId, posts: list[Acting], **changed: Any) -> None:
    told: dict[str, Any] = {
        "text": "A silver car picks up young people at the quay on Fridays",
        "posts": [who.post for who in posts],
        "second": p.amira.worker,
        "respond_on": today() + timedelta(days=7),
        "condition": Condition.NONE,
        "consulted": False,
        "by": p.hal,
    }
    actions.sanitise(item=item, **{**told, **changed})


def owed(item: UUID) -> dict[str, Duty]:
    with reading_all():
        return {d.rule: d for d in open_duties_of(item)}


def grade_of(item: UUID) -> Grade:
    with reading_all():
        return Grade.objects.get(id=item)


def test_row_20_a_youth_workers_information_is_graded_as_any_other_and_answered(p: Partnership) -> None:
    """Youth workers' information was "not good enough": it was graded by who employed them."""
    item = given(p)
    assert {rule: d.owner_id for rule, d in owed(item).items()} == {"INTEL_GRADE": p.hal.worker, "INTEL_REPLY": p.hal.worker}
    with pytest.raises(LookupError):
        actions.grade(item=item, grading=GRADED, reason="x", by=p.carys)
    with pytest.raises(NotPermitted, match="trained"):
        actions.grade(item=item, grading=GRADED, reason="x", by=p.mina)
    with pytest.raises(Refused, match="Grade the information"):
        actions.grade(item=item, grading=GRADED.model_copy(update={"assessment": None}), reason="x", by=p.hal)
    actions.grade(item=item, grading=GRADED, reason="Seen, and corroborated", by=p.amira)
    assert "INTEL_GRADE" not in owed(item)
    actions.reply(item=item, words="Thank you. It is with those who can act on it.", by=p.hal)
    assert owed(item) == {}
    with viewing(p.mina.viewer):
        assert queries.item(item) is not None
        assert queries.grade(item) is None, "whoever gave it reads the reply, and not the grade"
    for stranger in (p.carys, p.lena, p.bryn, p.noor):
        with viewing(stranger.viewer):
            assert queries.item(item) is None


def test_what_is_covert_is_refused_and_nothing_of_it_is_kept(p: Partnership) -> None:
    with reading_all():
        before = RoomHead.objects.count()
    with pytest.raises(Refused, match="Nothing was kept"):
        given(p, covert=True)
    form = {
        "covert": "yes",
        "danger": "no",
        "about": "x",
        "what": "SECRETWORD",
        "when": "x",
        "how_known": "x",
        "close": "not_close",
        "once": str(uuid4()),
    }
    page = _client(p.mina).post("/intelligence/give/", form)
    assert page.status_code == 422
    assert "Save and come back" not in page.content.decode()
    with reading_all():
        assert RoomHead.objects.count() == before
    with pytest.raises(Refused, match="unit"):
        given(p, by=p.hal)


def test_danger_goes_at_once_as_a_concern(p: Partnership) -> None:
    given(p, danger=True, where="The quay")
    with reading_all():
        assert Concern.objects.get().danger_now


def test_rows_8_and_17_what_is_passed_is_answered_by_a_day_by_each_post_and_climbs_otherwise(p: Partnership) -> None:
    """Mapping of perpetrators was "not well received"; seminars named fifty, and nothing concerted followed."""
    item = given(p)
    with pytest.raises(Refused, match="Grade it first"):
        passed(p, item, [p.dev])
    actions.grade(item=item, grading=GRADED, reason="x", by=p.hal)
    with pytest.raises(Refused, match="another person"):
        passed(p, item, [p.dev], second=p.hal.worker)
    passed(p, item, [p.dev, p.lena])
    with pytest.raises(NotPermitted, match="Somebody else"):
        actions.read(item=item, agrees=True, reason="x", by=p.hal)
    actions.read(item=item, agrees=True, reason="Nothing shows where it comes from", by=p.amira)
    assert grade_of(item).state == State.PASSED
    with viewing(p.dev.viewer):
        assert queries.item(item) is None
        (text,) = Text.objects.filter(item_id=item)
    with viewing(p.lena.viewer):
        assert Text.objects.filter(item_id=item).count() == 1, "a post reads its own, and no other's"
    page = _client(p.dev).get(f"/intelligence/passed/{text.id}/").content.decode()
    assert "silver car" in page
    assert "youth worker" not in page
    with pytest.raises(LookupError):
        actions.respond(text=text.id, acts=True, words="x", by=p.carys)
    actions.respond(text=text.id, acts=True, words="Dev visits on Friday", by=p.dev)
    move_clock(now() + timedelta(days=30))
    run_escalations()
    with viewing(p.health_delegated.viewer):
        assert "INTEL_RESPOND" in {i.rule for each in told_to(p.health) for i in each.items}, "the school did not answer"
    with reading_all():
        assert "INTEL_RESPOND" in {i.rule for each in told_to(p.scrutiny) for i in each.items}


def test_handling_binds_and_what_is_suspected_to_be_false_is_kept_and_passed_to_nobody(p: Partnership) -> None:
    bound, false = given(p), given(p)
    actions.grade(item=bound, grading=GRADED.model_copy(update={"handling": "C"}), reason="x", by=p.hal)
    actions.grade(item=false, grading=GRADED.model_copy(update={"assessment": "E", "source_reliability": 3}), reason="x", by=p.hal)
    with pytest.raises(Refused, match="passed to nobody"):
        passed(p, false, [p.ines])
    for wrong, field in (
        ({}, "condition"),
        ({"condition": Condition.CONSULT}, "consulted"),
        ({"condition": Condition.POLICE_ONLY}, "posts"),
        ({"condition": Condition.CONSULT, "consulted": True, "respond_on": today() + timedelta(days=29)}, "respond_on"),
    ):
        with pytest.raises(Refused) as why:
            passed(p, bound, [p.lena], **wrong)
        assert why.value.field == field
    passed(p, bound, [p.ines], condition=Condition.POLICE_ONLY)
    assert grade_of(bound).state == State.TO_BE_READ


def test_a_retraction_reaches_every_post_that_decided_on_it(p: Partnership) -> None:
    item = given(p)
    actions.grade(item=item, grading=GRADED, reason="x", by=p.hal)
    passed(p, item, [p.dev])
    actions.read(item=item, agrees=True, reason="x", by=p.amira)
    with reading_all():
        text = Text.objects.get(item_id=item)
    actions.respond(text=text.id, acts=True, words="A visit", by=p.dev)
    retracting.retract(item=item, reason="The youth worker saw another car", by=p.hal)
    assert owed(item)["INTEL_RECALL"].owner_id == p.dev.worker
    assert "Retracted" in _client(p.dev).get(f"/intelligence/passed/{text.id}/").content.decode()
    actions.review(text=text.id, words="The visit is called off", by=p.dev)
    assert "INTEL_RECALL" not in owed(item)


def test_a_retraction_reaches_whoever_was_opened_on_it_and_the_measure_that_was_chosen_on_it(p: Partnership) -> None:
    """Bryn opens somebody, and Dev chooses a measure, on what was passed to each of them. The grader reads neither."""
    vetted_group(p)
    holders(p)
    item = given(p)
    actions.grade(item=item, grading=GRADED, reason="x", by=p.hal)
    passed(p, item, [p.bryn, p.dev])
    actions.read(item=item, agrees=True, reason="x", by=p.amira)
    with reading_all():
        texts = {t.post_id: t.id for t in Text.objects.filter(item_id=item)}
    of_bryn, of_dev = texts[_post(p.bryn)], texts[_post(p.dev)]
    person = named(p, a_concern(p))
    with pytest.raises(Refused, match="passed to you"):
        opened(p, person, owner=p.carys, rests_on=[of_dev])
    form = _client(p.bryn).get(f"/persons/{person}/open/").content.decode()
    assert str(of_bryn) in form
    assert str(of_dev) not in form
    opened(p, person, owner=p.carys, rests_on=[of_bryn])
    ask, once = asked(p, person), uuid4()
    asking.declare(ask=ask, connected=False, words=None, by=p.dev)
    code = the_list(ask)[0]
    asking.answer_row(
        ask=ask, code=code, chosen=True, why=None, reason="It fits", decided_by=p.dev.worker, rests_on=[of_dev], by=p.dev, entry_id=once
    )
    retracting.retract(item=item, reason="Another car", by=p.hal)
    with reading_all():
        fell = sorted((d for d in open_duties_of(person) if d.rule == "REST_FELL"), key=lambda d: str(d.owner_id))
    assert {d.owner_id for d in fell} == {p.carys.worker, p.dev.worker}, "whoever owns the person, and whoever chose the measure"
    with viewing(p.hal.viewer):
        assert Person.objects.filter(id=person).exists() is False
    assert str(of_bryn) not in _client(p.bryn).get(f"/persons/{person}/").content.decode()
    mine = next(d for d in fell if d.owner_id == p.carys.worker)
    carys = _client(p.carys)
    page = carys.get(f"/disruption/decisions/{mine.trigger_id}/")
    assert "was retracted since" in page.content.decode()
    assert _client(p.lena).get(f"/disruption/decisions/{mine.trigger_id}/").status_code == 404
    carys.post(f"/disruption/decisions/{mine.trigger_id}/", {"stands": "yes", "words": "Two teachers saw it", "once": str(uuid4())})
    with pytest.raises(Refused, match="looked at already"):
        resting.look_again(fell_id=mine.trigger_id, stands=True, words="x", by=p.carys)
    with reading_all():
        left = [d for d in open_duties_of(person) if d.rule == "REST_FELL"]
    assert [d.owner_id for d in left] == [p.dev.worker]
    assert "Two teachers saw it" in carys.get(f"/persons/{person}/").content.decode()


def test_what_is_sealed_cites_no_information_outside_it(p: Partnership) -> None:
    vetted_group(p)
    item = given(p)
    actions.grade(item=item, grading=GRADED, reason="x", by=p.hal)
    passed(p, item, [p.efua])
    actions.read(item=item, agrees=True, reason="x", by=p.amira)
    with reading_all():
        text = Text.objects.get(item_id=item).id
    sealed = named(p, a_concern(p), "Someone Else", works_for=p.police)
    with pytest.raises(Refused, match="cites nothing outside"):
        opened(p, sealed, owner=p.efua, by=p.efua, rests_on=[text])


def test_a_grader_is_told_that_it_is_to_be_graded_and_the_giver_that_they_are_answered(p: Partnership) -> None:
    item = given(p)
    assert "you are answered once" in _client(p.mina).get(f"/intelligence/{item}/").content.decode()
    page = _client(p.hal).get(f"/intelligence/{item}/").content.decode()
    assert "To be graded" in page
    assert "you are answered once" not in page


def _post(who: Acting) -> UUID:
    assert who.post is not None
    return who.post


def test_again_from_somebody_close_waits_for_advice_before_anybody_replies(p: Partnership) -> None:
    item = given(p, close=Close.CLOSE_AGAIN)
    assert owed(item)["INTEL_ADVICE"].owner_id == p.ines.worker
    with pytest.raises(Refused, match="Advice is taken"):
        actions.reply(item=item, words="Tell us more", by=p.hal)
    with pytest.raises(NotPermitted):
        actions.advise(item=item, reason="x", by=p.hal)
    actions.advise(item=item, reason="Asked the authorising officer; nothing may be asked of them", by=p.ines)
    actions.reply(item=item, words="Thank you.", by=p.hal)
    assert "INTEL_ADVICE" not in owed(item)


def _client(by: Acting) -> Client:
    client = Client()
    sign_in(client, by)
    return client


def test_its_pages_take_what_anybody_knows_and_lead_a_grader_to_what_waits(p: Partnership) -> None:
    mina, hal = _client(p.mina), _client(p.hal)
    form = {
        "covert": "no", "danger": "no", "about": "A silver car", "what": "Picks up girls", "when": "Fridays", "how_known": "Seen",
        "close": "not_close", "once": str(uuid4()),
    }  # fmt: skip
    assert mina.post("/intelligence/give/", {**form, "when": ""}).status_code == 422
    for _ in range(2):  # sent twice, given once
        assert mina.post("/intelligence/give/", form).status_code == 302
    with reading_all():
        (item,) = Item.objects.values_list("id", flat=True)
    assert "A silver car" in mina.get("/intelligence/").content.decode()
    assert "Grade information" in hal.get("/").content.decode()
    page = hal.get(f"/intelligence/{item}/").content.decode()
    assert page.index("Grade it") < page.index("Answer whoever gave it")
    for name in ("grade", "reply"):
        assert hal.get(f"/intelligence/{item}/{name}/").status_code == 200
        assert hal.post(f"/intelligence/{item}/{name}/", {"once": str(uuid4())}).status_code == 422
        assert mina.get(f"/intelligence/{item}/{name}/").status_code == 404
    for stranger in (p.carys, p.lena, p.noor):
        assert _client(stranger).get(f"/intelligence/{item}/").status_code == 404
    assert _client(p.efua).get("/people/graders/").status_code == 200
