"""The panel's agenda comes from the record; each member declares first; what is decided is somebody's by a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.access.models import Look
from holdfast.children.ids import CaseId
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties.queries import open_duties_of
from holdfast.panel import actions, queries
from holdfast.panel.codes import About, Left, State
from holdfast.panel.ids import PanelId
from holdfast.panel.models import Panel, PanelAction, PanelItem
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.persons.ids import PersonOfConcernId
from holdfast.persons.tests.story import a_concern, named, opened, vetted_group
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused
from holdfast.support.tests.test_support import case

__all__ = ["case"]  # a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    found = a_partnership()
    vetted_group(found)
    return found


@pytest.fixture
def person(p: Partnership) -> PersonOfConcernId:
    found = named(p, a_concern(p))
    opened(p, found, owner=p.carys)
    return found


def called(p: Partnership, days: int = 0) -> PanelId:
    members = [p.ines.worker, p.kit.worker, p.dev.worker]
    return actions.call(on=today() + timedelta(days=days), chair=p.efua.worker, members=members, by=p.bryn)


def taken(p: Partnership, panel: PanelId, person: UUID) -> UUID:
    once = uuid4()
    actions.take(panel=panel, about=About.PERSON, subject=person, by=p.efua, entry_id=once)
    return once


def declared(p: Partnership, item: UUID, *, connected: Acting | None = None) -> None:
    for who in (p.efua, p.ines, p.kit, p.dev):
        actions.declare(item=item, connected=who is connected, words=None, by=who)


def decided(p: Partnership, item: UUID, **changed: Any) -> UUID:
    once = uuid4()
    told = {"words": "Ines has the quay visited on Friday", "worker": p.ines.worker, "due_on": today() + timedelta(days=9), "by": p.efua}
    actions.decide(item=item, entry_id=once, **{**told, **changed})
    return once


def test_its_agenda_is_proposed_from_the_record_and_taken_by_the_chair(p: Partnership, person: PersonOfConcernId) -> None:
    with pytest.raises(NotPermitted):
        actions.call(on=today(), chair=p.efua.worker, members=[p.ines.worker], by=p.carys)
    with pytest.raises(Refused, match="two organisations"):
        actions.call(on=today(), chair=p.efua.worker, members=[p.dev.worker], by=p.bryn)
    panel = called(p)
    with viewing(p.efua.viewer):
        found = queries.proposed(Panel.objects.get())
    assert [(each.about, each.subject) for each in found] == [(About.PERSON, person)]
    with pytest.raises(NotPermitted, match="chairs"):
        actions.take(panel=panel, about=About.PERSON, subject=person, by=p.ines)
    with pytest.raises(Refused, match="record proposes"):
        actions.take(panel=panel, about=About.PLACE, subject=uuid4(), by=p.efua)
    taken(p, panel, person)
    with viewing(p.carys.viewer):
        assert queries.panel(panel) is None


def test_an_item_opens_once_every_member_declared_and_whoever_is_connected_is_not_there(p: Partnership, person: PersonOfConcernId) -> None:
    panel = called(p)
    item = taken(p, panel, person)
    with pytest.raises(Refused, match="Not every member"):
        decided(p, item)
    declared(p, item, connected=p.dev)
    with pytest.raises(Refused, match="connected"):
        decided(p, item, worker=p.dev.worker)
    page = _client(p.dev).get(f"/panel/{panel}/").content.decode()
    assert "You are connected" in page
    assert "Quayle" not in page
    assert _client(p.dev).get(f"/panel/items/{item}/").status_code == 404
    assert "Quayle" in _client(p.ines).get(f"/panel/{panel}/").content.decode()


def test_a_member_says_once_of_the_whole_agenda_with_whom_they_are_connected(p: Partnership, person: PersonOfConcernId) -> None:
    """Dev is the brother-in-law of one of two: that one stays closed to him, the other opens."""
    other = named(p, a_concern(p), "Perrin Oakes")
    opened(p, other, owner=p.carys)
    panel = called(p)
    his, open_to_him = taken(p, panel, person), taken(p, panel, other)
    dev = _client(p.dev)
    assert "Say with whom you are connected" in dev.get(f"/panel/{panel}/").content.decode()
    form = dev.get(f"/panel/{panel}/connected/").content.decode()
    assert str(his) in form
    assert "With none of them" in form
    assert dev.post(f"/panel/{panel}/connected/", {"once": str(uuid4())}).status_code == 422
    dev.post(f"/panel/{panel}/connected/", {"connected": [str(his)], "words": "My sister’s husband", "once": str(uuid4())})
    assert dev.get(f"/panel/items/{his}/").status_code == 404
    assert dev.get(f"/panel/items/{open_to_him}/").status_code == 200
    assert "Say with whom you are connected" not in dev.get(f"/panel/{panel}/").content.decode()
    none = {"connected": ["none"], "words": "", "once": str(uuid4())}
    for who in (p.efua, p.ines, p.kit):
        _client(who).post(f"/panel/{panel}/connected/", none)
        none["once"] = str(uuid4())
    decided(p, his)
    decided(p, open_to_him)
    with pytest.raises(Refused, match="changed meanwhile"):
        actions.declare_all(panel=panel, items=[his], connected=[], words=None, by=p.ines)
    assert _client(p.carys).get(f"/panel/{panel}/connected/").status_code == 404


def test_row_36_to_monitor_and_to_await_the_police_are_no_actions_and_what_is_decided_is_owed(
    p: Partnership, person: PersonOfConcernId
) -> None:
    """Row 36: improvements allowed to drift."""
    item = taken(p, panel := called(p), person)
    declared(p, item)
    with pytest.raises(Refused, match="Decide first"):
        actions.heard(item=item, words="Discussed", by=p.efua)
    for words in ("Monitor", "To await police", "Keep under review"):
        with pytest.raises(Refused, match="no actions"):
            decided(p, item, words=words)
    action = decided(p, item)
    with reading_all():
        (duty,) = [d for d in open_duties_of(panel) if d.rule == "PANEL_ACTION"]
    assert duty.owner_id == p.ines.worker
    actions.heard(item=item, words="One action", by=p.efua)
    with pytest.raises(Refused, match="Whoever owes it"):
        actions.done(action=action, words="x", by=p.kit)
    actions.done(action=action, words="Visited; log 14", by=p.ines)
    with reading_all():
        assert PanelAction.objects.get().done_at is not None
        assert not [d for d in open_duties_of(panel) if d.rule == "PANEL_ACTION"]


def test_promised_and_not_done_comes_first_next_time_and_what_was_left_after_it(p: Partnership, person: PersonOfConcernId) -> None:
    other = named(p, a_concern(p), "Tam Other")
    opened(p, other, owner=p.carys)
    first = called(p)
    one, two = taken(p, first, person), taken(p, first, other)
    declared(p, one)
    action = decided(p, one)
    actions.heard(item=one, words="One action", by=p.efua)
    actions.leave(item=two, why=Left.NO_TIME, words=None, by=p.efua)
    with reading_all():
        assert PanelItem.objects.get(id=two).state == State.LEFT
    move_clock(now() + timedelta(days=20))
    second = called(p)
    with viewing(p.efua.viewer):
        found = queries.proposed(Panel.objects.get(id=second))
    assert [(each.about, each.subject) for each in found[:2]] == [(About.ACTION, action), (About.PERSON, other)]
    assert found[1].why == "Left last time"


def test_a_child_of_whom_exploitation_was_told_is_proposed_to_whoever_reads_her_case(p: Partnership, case: CaseId) -> None:
    panel = called(p)
    with viewing(p.efua.viewer):
        found = queries.proposed(Panel.objects.get())
    assert [(each.about, each.subject) for each in found] == [(About.CHILD, case)]
    actions.take(panel=panel, about=About.CHILD, subject=case, by=p.efua)
    assert "Wren Example" in _client(p.efua).get(f"/panel/{panel}/").content.decode()
    assert "A child (not open to you)" in (page := _client(p.kit).get(f"/panel/{panel}/").content.decode())
    assert "Wren" not in page


def test_while_an_item_is_heard_to_which_the_chair_is_connected_another_member_records(p: Partnership, person: PersonOfConcernId) -> None:
    item = taken(p, panel := called(p), person)
    declared(p, item, connected=p.efua)
    with pytest.raises(NotPermitted):
        decided(p, item)
    action = decided(p, item, by=p.ines)
    actions.heard(item=item, words="One action", by=p.ines)
    actions.done(action=action, words="Visited; log 14", by=p.ines)
    page = _client(p.efua).get(f"/panel/{panel}/").content.decode()
    for hidden in ("Quayle", "One action", "visited on Friday", "log 14"):
        assert hidden not in page
    assert "log 14" in _client(p.ines).get(f"/panel/{panel}/").content.decode()


def _client(by: Acting) -> Client:
    client = Client()
    sign_in(client, by)
    return client


def test_its_pages_are_for_those_who_are_asked(p: Partnership, person: PersonOfConcernId) -> None:
    bryn, efua = _client(p.bryn), _client(p.efua)
    on = {f"on-{part}": getattr(today(), part) for part in ("day", "month", "year")}
    form = {"chair": str(p.efua.worker), "members": [str(p.ines.worker)], "once": str(uuid4()), **on}
    assert bryn.post("/panel/call/", {**form, "members": []}).status_code == 422
    assert bryn.post("/panel/call/", form).status_code == 302
    with reading_all():
        (panel,) = Panel.objects.values_list("id", flat=True)
    assert "Marlow Quayle" in efua.get(f"/panel/{panel}/").content.decode()
    assert efua.post(f"/panel/{panel}/", {"take": f"person {person}"}).status_code == 302
    assert efua.post(f"/panel/{panel}/", {"take": "nonsense"}).status_code == 404
    with reading_all():
        (item,) = PanelItem.objects.values_list("id", flat=True)
    assert "Before it opens" in efua.get(f"/panel/items/{item}/").content.decode()
    assert efua.post(f"/panel/items/{item}/", {"connected": "no", "once": str(uuid4())}).status_code == 302
    assert "Decide who does what" in efua.get(f"/panel/items/{item}/").content.decode()
    for name in ("decide", "heard", "leave"):
        assert efua.get(f"/panel/items/{item}/{name}/").status_code == 200
        assert efua.post(f"/panel/items/{item}/{name}/", {"once": str(uuid4())}).status_code == 422
    assert "Panel of" in efua.get("/panel/").content.decode()
    for stranger in (p.bryn, p.kit, p.noor):
        assert _client(stranger).get(f"/panel/{panel}/").status_code == 404
    with reading_all():
        refused = set(Look.objects.filter(about_id=panel, refused=True).values_list("worker_id", flat=True))
    assert refused == {p.bryn.worker, p.kit.worker}, "who asked for what they may not see stands; Noor’s post has no such page at all"
