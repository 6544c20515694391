"""Somebody asks what is held of them: looked into, answered by a day, and in words that confirm nothing to anybody."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.duties.queries import open_duties_of
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.persons import kinds, rights
from holdfast.persons.codes import ANSWER_TO_ALL, Asks
from holdfast.persons.models import RightsRequest
from holdfast.persons.tests.story import a_concern, named, opened, vetted_group
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    found = a_partnership()
    vetted_group(found)
    return found


def asked(p: Partnership, who: str = "Marlow Quayle") -> UUID:
    parts = kinds.AskedParts(who=who, reach="By letter", words="What do you hold of me?")
    return rights.receive(parts=parts, asks=Asks.ACCESS, received_on=today(), by=p.lena)


def owed(request: UUID) -> set[str]:
    with reading_all():
        return {d.rule for d in open_duties_of(request)}


def _client(by: Acting) -> Client:
    client = Client()
    sign_in(client, by)
    return client


def test_it_is_owed_within_a_month_looked_into_first_and_leads_to_no_record(p: Partnership) -> None:
    request = asked(p)
    assert owed(request) == {"REQUEST_CHECK", "REQUEST_ANSWER"}
    with pytest.raises(Refused, match="Look first"):
        rights.answer(request=request, on=today(), by=p.efua)
    with pytest.raises(NotPermitted):
        rights.check(request=request, words="x", by=p.carys)
    with pytest.raises(Refused, match="today or earlier"):
        rights.answer(request=request, on=today() + timedelta(days=1), by=p.efua)
    rights.check(request=request, words="Every room that I read", by=p.efua)
    rights.answer(request=request, on=today(), by=p.efua)
    assert owed(request) == set()
    for stranger in (p.lena, p.bryn, p.ines, p.carys):
        with viewing(stranger.viewer):
            assert not RightsRequest.objects.filter(id=request).exists()


def test_whoever_asks_is_answered_in_the_same_words_whether_or_not_anything_is_held(p: Partnership) -> None:
    opened(p, named(p, a_concern(p)))
    known, unknown = asked(p), asked(p, "Nobody Atall")
    efua = _client(p.efua)
    pages = []
    for request in (known, unknown):
        assert efua.post(f"/persons/asked/{request}/", {"words": "Looked", "once": str(uuid4())}).status_code == 302
        pages.append(efua.get(f"/persons/asked/{request}/").content.decode())
    for page in pages:
        assert ANSWER_TO_ALL[:60] in page
        assert "person of concern" not in page.lower()
    on = {f"on-{part}": getattr(today(), part) for part in ("day", "month", "year")}
    assert efua.post(f"/persons/asked/{known}/", {"once": str(uuid4()), **on}).status_code == 302
    assert "Answered" in efua.get("/persons/asked/").content.decode()


def test_whoever_is_asked_at_a_desk_records_it_and_is_shown_nothing(p: Partnership) -> None:
    lena = _client(p.lena)
    on = {f"received_on-{part}": getattr(today(), part) for part in ("day", "month", "year")}
    form = {"asks": "complaint", "who": "A man", "reach": "0", "words": "Why me?", "once": str(uuid4()), **on}
    assert lena.post("/persons/asked/receive/", {**form, "asks": ""}).status_code == 422
    said = lena.post("/persons/asked/receive/", form, follow=True).content.decode()
    assert "Confirm nothing" in said
    with reading_all():
        (request,) = RightsRequest.objects.values_list("id", flat=True)
    for stranger in (p.lena, p.carys, p.noor):
        assert _client(stranger).get(f"/persons/asked/{request}/").status_code == 404
    assert "Look whether anything is to be put right" in _client(p.efua).get("/").content.decode()
