"""What a census brought: confirmed by one, found not to be so by two, and nothing paused by saying so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.database.time import move_clock, now
from holdfast.database.viewing import viewing
from holdfast.duties import confirming
from holdfast.duties.escalation import run_escalations
from holdfast.duties.kinds import DutyDeclined, DutyDecliningProposed
from holdfast.duties.models import BoardRow, Duty, State
from holdfast.duties.queries import board, declinings
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
from holdfast.record.models import StoredEntry as EntryRow
from holdfast.record.refusal import Refused
from holdfast.returns.tests.test_census_file import census
from holdfast.returns.tests.test_import import child, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def duties(p: Partnership, tmp_path: Path) -> list[UUID]:
    """Three children whose assessments were open at the census date."""
    taken(tmp_path, census(child(1) + child(2) + child(3)))
    with reading_all():
        return list(Duty.objects.order_by("id").values_list("id", flat=True))


def states() -> list[tuple[str, bool]]:
    with reading_all():
        return list(Duty.objects.order_by("id").values_list("state", "provisional"))


def client_of(acting: Acting) -> Client:
    client = Client()
    sign_in(client, acting)
    return client


def said_not_so(p: Partnership, duties: list[UUID], by: Acting) -> UUID:
    proposal = uuid4()
    assert confirming.propose_declining(duties=duties, reason="twice", words="Both are the same child", by=by, proposal=proposal) == len(
        duties
    )
    return proposal


def test_the_analyst_confirms_one_many_or_all_and_sees_no_child(p: Partnership, duties: list[UUID]) -> None:
    client = client_of(p.uma)
    shown = client.get("/returns/to-confirm/")
    assert b"Child A1" in shown.content
    assert client.get(f"/duties/{duties[0]}/").status_code == 404
    answer = client.post("/returns/to-confirm/", {"duty": [str(duties[0])]}, follow=True)
    assert "Confirmed: 1 duty" in answer.content.decode()
    assert states() == [("open", False), ("open", True), ("open", True)]
    answer = client.post("/returns/to-confirm/", {"all": "yes"}, follow=True)
    assert "Confirmed: 2 duties" in answer.content.decode()
    assert states() == [("open", False)] * 3


def test_nothing_chosen_confirms_nothing(p: Partnership, duties: list[UUID]) -> None:
    for sent in ({}, {"duty": ["x", str(uuid4())]}, {"duty": [str(duties[0])[:-1]]}):
        answer = client_of(p.uma).post("/returns/to-confirm/", sent, follow=True)
        assert "Nothing was recorded" in answer.content.decode()
    assert states() == [("open", True)] * 3


def test_one_person_alone_lets_nothing_from_a_census_go(p: Partnership, duties: list[UUID]) -> None:
    for alone in (p.uma, p.dev):
        proposal = said_not_so(p, duties, alone)
        with pytest.raises(NotPermitted):
            confirming.agree_to_decline(proposal=proposal, duties=duties, by=alone)
    assert states() == [("open", True)] * 3
    for stranger in (p.carys, p.hal, p.noor):
        with pytest.raises(NotPermitted):
            confirming.propose_declining(duties=duties, reason="twice", words="No", by=stranger, proposal=uuid4())
        assert client_of(stranger).get("/returns/to-confirm/").status_code == 404


def test_a_manager_of_another_organisation_confirms_and_declines_nothing_of_the_councils(p: Partnership, duties: list[UUID]) -> None:
    assert confirming.confirm(duties=duties, by=p.ines) == 0
    proposal = said_not_so(p, duties, p.uma)
    assert confirming.agree_to_decline(proposal=proposal, duties=duties, by=p.ines) == 0
    assert states() == [("open", True)] * 3


def test_two_people_find_that_it_is_not_so_and_the_board_counts_it(p: Partnership, duties: list[UUID]) -> None:
    client = client_of(p.uma)
    page = client.post("/returns/to-confirm/not-so/", {"duty": [str(d) for d in duties[:2]]})
    assert "Say that 2 duties from the census are not so" in page.content.decode()
    sent = {"duty": [str(d) for d in duties[:2]], "reason": "twice", "words": "Both are the same child", "once": str(uuid4())}
    assert client.post("/returns/to-confirm/not-so/", {**sent, "words": ""}).status_code == 422
    answer = client.post("/returns/to-confirm/not-so/", sent, follow=True)
    assert "Said not to be so: 2 duties" in answer.content.decode()
    with viewing(p.dev.viewer):
        (waiting,) = declinings(p.council)
    manager = client_of(p.dev)
    assert "2 duties from the census said not to be so" in manager.get("/").content.decode()
    page = manager.get(f"/returns/not-so/{waiting.proposal}/")
    assert "Both are the same child" in page.content.decode()
    answer = manager.post(
        f"/returns/not-so/{waiting.proposal}/", {"duty": [str(duties[0])], "agree": "yes", "once": str(uuid4())}, follow=True
    )
    assert "Agreed: nothing is owed by 1 duty" in answer.content.decode()
    answer = manager.post(f"/returns/not-so/{waiting.proposal}/", {"all": "yes", "agree": "no", "once": str(uuid4())}, follow=True)
    assert "Not agreed" in answer.content.decode()
    assert sorted(states()) == [("declined", True), ("open", True), ("open", True)]
    with viewing(p.noor.viewer):
        (row,) = BoardRow.objects.all()
        owed = {o.agency: o.declined for o in board(now())}
    assert (row.state, owed[p.council]) == (State.DECLINED, 1)
    with reading_all():
        kinds = list(EntryRow.objects.filter(kind__startswith="duty.decl").order_by("position").values_list("kind", flat=True))
    assert kinds == ["duty.declining_proposed"] * 2 + ["duty.declined", "duty.declining_refused"]


def test_saying_that_it_is_not_so_pauses_nothing(p: Partnership, duties: list[UUID]) -> None:
    proposal = said_not_so(p, duties, p.uma)
    move_clock(now() + timedelta(days=20))
    run_escalations()
    assert states() == [("open", False)] * 3, "silence confirmed them all the same"
    assert confirming.agree_to_decline(proposal=proposal, duties=duties, by=p.dev) == 0
    assert states() == [("open", False)] * 3


def test_what_somebody_refused_meanwhile_is_agreed_to_by_nobody(
    p: Partnership, duties: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = said_not_so(p, duties, p.uma)
    was = confirming._proposed_in
    assert confirming.refuse_to_decline(proposal=proposal, duties=duties, by=p.efua) == 3
    # Dev's answer had been read before Efua's was recorded.
    monkeypatch.setattr(confirming, "_proposed_in", lambda *_: duties)
    with pytest.raises(Refused, match="answered meanwhile"):
        confirming.agree_to_decline(proposal=proposal, duties=duties, by=p.dev)
    monkeypatch.setattr(confirming, "_proposed_in", was)
    assert states() == [("open", True)] * 3


def test_the_same_form_sent_twice_says_it_once(p: Partnership, duties: list[UUID]) -> None:
    proposal = uuid4()
    for _ in range(2):
        confirming.propose_declining(duties=duties, reason="twice", words="The same", by=p.uma, proposal=proposal)
    with reading_all():
        assert EntryRow.objects.filter(kind=DutyDecliningProposed.kind.name).count() == 3


def test_a_later_census_that_says_so_again_asks_again(p: Partnership, tmp_path: Path) -> None:
    open_child = child(1)
    taken(tmp_path, census(open_child))
    with reading_all():
        (duty,) = Duty.objects.values_list("id", flat=True)
    proposal = said_not_so(p, [duty], p.uma)
    confirming.agree_to_decline(proposal=proposal, duties=[duty], by=p.dev)
    taken(tmp_path, census(open_child + child(2, assessed="2025-11-20", closed="2025-12-01")))
    assert states() == [("declined", True)], "another file of the same year says nothing new of it"
    next_year = census(open_child).replace("2026-03-31", "2027-03-31").replace("<Year>2026<", "<Year>2027<")
    move_clock(now() + timedelta(days=365))
    taken(tmp_path, next_year)
    assert states() == [("open", True)]
    with viewing(p.noor.viewer):
        assert not BoardRow.objects.exists(), "it is the council's alone until it is confirmed"
    with reading_all():
        assert EntryRow.objects.filter(kind=DutyDeclined.kind.name).count() == 1


@pytest.mark.parametrize("rule", ["%00", "NOPE", "%F0%9F%98%80", "a" * 3000])
def test_an_address_that_names_no_rule_shows_all_of_them_and_confirms_none(p: Partnership, duties: list[UUID], rule: str) -> None:
    client = client_of(p.uma)
    shown = client.get(f"/returns/to-confirm/?rule={rule}&page={rule}")
    assert b"Child A1" in shown.content
    assert client.post("/returns/to-confirm/not-so/", {"rule": unquote(rule), "all": "yes"}, follow=True).status_code == 200
    assert client.post("/returns/to-confirm/", {"rule": unquote(rule), "all": "yes"}, follow=True).status_code == 200
    assert states() == [("open", True)] * 3
