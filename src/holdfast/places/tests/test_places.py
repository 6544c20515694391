"""A place is on the record, assessed, owned and changed; who was found there stands with each child alone (failing S16)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.children.surroundings import record_thing
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties.escalation import run_escalations
from holdfast.duties.queries import open_duties_of, told_to
from holdfast.measures import asking
from holdfast.measures.models import Ask
from holdfast.measures.tests.test_measures import holders
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.persons.tests.story import vetted_group
from holdfast.places import actions, kinds, queries
from holdfast.places.codes import Done, PlaceKind, State
from holdfast.places.ids import PlaceId
from holdfast.places.models import Place
from holdfast.record.append import append_all
from holdfast.record.entries import Draft
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused
from holdfast.subjects.codes import ThingAspect, ThingKind
from holdfast.support.tests.test_support import case

__all__ = ["case"]  # a fixture

pytestmark = pytest.mark.django_db

SAID = kinds.ReportedParts(name="The Blue Lantern", where="Quay Street", said="Older men buy meals for pupils after ten")
DOMAINS = kinds.AssessedParts(
    context="A back room with its own door; open until two",
    children="They are met with food and lifts",
    young_people="“You get fed and nobody asks”, said to the youth worker",
    partners="Licensing, the landlord, the youth service",
    safe_adults="The cook, who rang us",
    outcome="No child is there after nine, and they say that they feel safe on the quay",
    next="Licensing visits with the youth worker",
)


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def reported(p: Partnership, by: Acting | None = None, **changed: Any) -> PlaceId:
    return actions.report(place=PlaceKind.FOOD, parts=SAID.model_copy(update=changed), by=by or p.mina)


def assessed(p: Partnership, place: PlaceId, **changed: Any) -> None:
    days = {"next_on": today() + timedelta(days=9), "review_on": today() + timedelta(days=60)}
    actions.assess(**{"place": place, "parts": DOMAINS, "owner": p.carys.worker, "by": p.bryn, **days, **changed})


def owed(place: UUID) -> dict[str, UUID | None]:
    with reading_all():
        return {d.rule: d.owner_id for d in open_duties_of(place)}


def row(place: UUID) -> Place:
    with reading_all():
        return Place.objects.get(id=place)


def test_failing_s16_a_restaurant_where_girls_and_suspects_gather_is_assessed_owned_and_acted_on(p: Partnership) -> None:
    """He dropped her off at a restaurant where girls and suspected perpetrators used to gather, and nobody owned the place."""
    place = reported(p)
    assert owed(place) == {"PLACE_ASSESS": p.bryn.worker}
    with pytest.raises(NotPermitted):
        assessed(p, place, by=p.carys)
    for wrong, field in (
        ({"parts": DOMAINS.model_copy(update={"next": "Monitor"})}, "next"),
        ({"owner": p.mina.worker}, "worker"),
        ({"review_on": today() + timedelta(days=200)}, "review_on"),
    ):
        with pytest.raises(Refused) as why:
            assessed(p, place, **wrong)
        assert why.value.field == field
    assessed(p, place)
    assert set(owed(place)) == {"PLACE_NEXT", "PLACE_REVIEW", "ASK_BODIES"}
    next_: dict[str, Any] = {
        "words": "With licensing, at eleven",
        "next_": "Speak with the landlord",
        "next_on": today() + timedelta(days=5),
    }
    actions.act(place=place, done=Done.VISITED, by=p.carys, **next_)
    move_clock(now() + timedelta(days=30))
    run_escalations()
    with viewing(p.health_delegated.viewer):
        heard = {item.rule for each in told_to(p.health) for item in each.items}
    assert "PLACE_NEXT" in heard


def test_reported_again_it_is_one_place_and_what_came_to_nothing_is_assessed_anew(p: Partnership) -> None:
    place = reported(p)
    with pytest.raises(actions.KnownAlready):
        reported(p, p.carys, name="the lantern, blue")  # its words in another order, and the same place
    actions.not_founded(place=place, words="The licence shows a wedding", by=p.bryn)
    assert owed(place) == {}
    actions.report_again(place=place, words="Again on Friday", by=p.carys)
    assert row(place).state == State.REPORTED
    assert set(owed(place)) == {"PLACE_ASSESS"}
    assessed(p, place)
    for _ in range(40):  # forty reports of one place: one duty, and no count on any page
        actions.report_again(place=place, words="A car at the back", by=p.carys)
    assert set(owed(place)) == {"PLACE_NEXT", "PLACE_REVIEW", "PLACE_NEWS", "ASK_BODIES"}
    with pytest.raises(Refused, match="alone"):
        actions.set_owner(place=place, owner=p.dev.worker, words=None, by=p.bryn)
        actions.end(place=place, words="Closed", by=p.dev)
    actions.end(place=place, words="Nobody is there after nine; they say so", by=p.bryn)
    assert owed(place) == {}


def test_who_was_found_there_stands_in_each_childs_rooms_and_others_see_nothing_and_no_count(p: Partnership, case: UUID) -> None:
    place = reported(p)
    from holdfast.children.ids import CaseId

    record_thing(
        child=CaseId(case),
        kind=ThingKind.PLACE,
        value="Blue Lantern, the",
        aspect=ThingAspect.SEEN,
        words="With a man of thirty",
        by=p.carys,
    )
    with viewing(p.carys.viewer):
        assert queries.found_there(queries.place(place)) == [case]  # type: ignore[arg-type]
    with viewing(p.hal.viewer):
        assert queries.place(place) is not None
        assert queries.found_there(queries.place(place)) == []  # type: ignore[arg-type]
    page = _client(p.hal).get(f"/places/{place}/").content.decode()
    assert "Wren" not in page
    assert "Children found there" not in page
    assert "Wren" in _client(p.carys).get(f"/places/{place}/").content.decode()


def test_the_bodies_that_hold_measures_against_a_place_are_asked_as_for_a_person(p: Partnership) -> None:
    vetted_group(p)
    holders(p)
    place = reported(p)
    assessed(p, place)
    ask = asking.ask(matter=place, body="council", about="The Blue Lantern, Quay Street", shared="Pupils after ten", by=p.carys)
    with reading_all():
        found = Ask.objects.get(id=ask) if ask else Ask.objects.get()
    assert {"CPN", "PSPO"} <= set(found.offered)
    assert "SHPO" not in found.offered
    assert owed(place)["LIST_ANSWER"] == p.dev.worker
    assert "was asked" in _client(p.carys).get(f"/places/{place}/").content.decode()
    assert "The Blue Lantern" in _client(p.carys).get(f"/disruption/{place}/").content.decode()


def test_whoever_owned_it_leaves_and_another_is_owed(p: Partnership) -> None:
    place = reported(p)
    assessed(p, place)
    record_leaver(worker=p.carys.worker, by=p.efua)
    assert row(place).owner_id is None
    assert owed(place)["PLACE_OWNER"] == p.efua.worker
    actions.set_owner(place=place, owner=p.dev.worker, words=None, by=p.efua)
    assert owed(place)["PLACE_NEXT"] == p.dev.worker


def _client(by: Acting) -> Client:
    client = Client()
    sign_in(client, by)
    return client


def test_its_pages_take_a_report_from_anybody_and_show_it_to_those_who_work_the_place(p: Partnership) -> None:
    mina, bryn = _client(p.mina), _client(p.bryn)
    form = {"name": "The Blue Lantern", "place": "food", "where": "", "words": "Meals after ten", "once": str(uuid4())}
    assert mina.post("/places/report/", {**form, "place": ""}).status_code == 422
    assert mina.post("/places/report/", form).status_code == 302
    with reading_all():
        (place,) = Place.objects.values_list("id", flat=True)
    assert mina.get(f"/places/{place}/").status_code == 404
    assert "Assess a place" in bryn.get("/").content.decode()
    page = bryn.get(f"/places/{place}/").content.decode()
    assert page.index("Assess the place") < page.index("It is of no concern")
    assert "The Blue Lantern" in bryn.get("/places/").content.decode()
    again = bryn.post("/places/report/", {**form, "once": str(uuid4())}, follow=True).content.decode()
    assert "on the record already" in again
    for name in ("assess", "not-founded", "again"):
        assert bryn.get(f"/places/{place}/{name}/").status_code == 200
        assert bryn.post(f"/places/{place}/{name}/", {"once": str(uuid4())}).status_code == 422
    assert _client(p.noor).get(f"/places/{place}/").status_code == 404
    assert _client(p.lena).get(f"/places/{place}/").status_code == 404


def test_four_hundred_sightings_at_one_rank_are_kept_and_the_page_opens_the_latest(p: Partnership) -> None:
    """Each is an entry, the duty stands once, and whoever looks for the first finds it."""
    place = reported(p, name="The rank at the quay")
    again = [
        Draft(facts=kinds.ReportedAgain(owner=p.bryn.worker), parts=kinds.WordsParts(words=f"Seen, time {n}"), room=place)
        for n in range(400)
    ]
    append_all(again[1:], by=p.mina.author, react=False)
    for n in range(2):
        actions.report_again(place=place, words=f"Seen again, {n}", by=p.carys)
    with reading_all():
        assert sorted(d.rule for d in open_duties_of(place)) == ["PLACE_ASSESS", "PLACE_NEWS"], "however often it is reported"
    client = Client()
    sign_in(client, p.bryn)
    client.get("/people/")
    with CaptureQueriesContext(connection) as seen:
        page = client.get(f"/places/{place}/").content.decode()
    assert len(seen) < 90
    assert "Seen again, 1" in page
    assert "Seen, time 3<" not in page
    assert "362 earlier entries are not shown" in page
    assert "Seen, time 3<" in client.get(f"/places/{place}/?everything=yes").content.decode()
