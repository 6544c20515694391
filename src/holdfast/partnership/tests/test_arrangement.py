"""An organisation that joins later signs too: everybody sees who did and who did not, and nobody signs for another."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from conftest import OwnDatabase
from django.test import Client

from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.partnership import arrangement, changing
from holdfast.partnership.arrangement import ArrangementParts, ArrangementSigned
from holdfast.partnership.changing import Proposed
from holdfast.partnership.kinds import PARTNERSHIP_ROOM, Wide
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import AgencyKind
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.append import append
from holdfast.record.entries import Draft
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused
from holdfast.record.sequencer import sequence
from holdfast.record.verify import verify

DOCUMENT = "a3" * 32


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def client_of(acting: Acting) -> Client:
    client = Client()
    sign_in(client, acting)
    return client


def signed(p: Partnership, **changed: Any) -> None:
    told = {
        "title": "Information sharing arrangement",
        "digest": DOCUMENT,
        "signed_by": "Orla Finch, chief executive",
        "signed_on": today(),
    }
    arrangement.sign(**{**told, **changed}, by=p.efua)


@pytest.mark.django_db
def test_everybody_sees_who_signed_and_whose_signature_nobody_recorded(p: Partnership) -> None:
    signed(p)
    shown = client_of(p.carys).get("/people/arrangement/").content.decode()
    assert "Orla Finch, chief executive" in shown
    assert DOCUMENT[:16] in shown
    with viewing(p.carys.viewer):
        missing = arrangement.unsigned(arrangement.signatures())
    assert p.council not in missing
    assert p.police in missing
    assert "Nobody has recorded that these signed: " in shown
    assert "My organisation signed" not in shown
    assert client_of(p.carys).get("/people/arrangement/sign/").status_code == 403


@pytest.mark.django_db
def test_who_answers_for_an_organisation_says_in_the_browser_that_it_signed_what_the_others_did(p: Partnership) -> None:
    signed(p)
    lead = client_of(p.police_lead)
    shown = lead.get("/people/arrangement/sign/").content.decode()
    assert f"Information sharing arrangement ({DOCUMENT[:8]}" in shown
    day = today()
    form = {
        "document": DOCUMENT, "title": "", "digest": "", "signed_by": "Quinn Abbot, chief constable",
        "signed_on-day": day.day, "signed_on-month": day.month, "signed_on-year": day.year, "once": str(uuid4()),
    }  # fmt: skip
    assert lead.post("/people/arrangement/sign/", form).status_code == 302
    with reading_all():
        found = {each.agency: each for each in arrangement.signatures()}
    assert found[p.police].digest == DOCUMENT
    assert found[p.police].title == "Information sharing arrangement"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"digest": "a3"}, "digest"),
        ({"digest": "g" * 64}, "digest"),
        ({"signed_on": date(2999, 1, 1)}, "signed_on"),
        ({}, "document"),
    ],
)
def test_what_is_wrong_names_the_field_and_the_rule(p: Partnership, changed: dict[str, object], field: str) -> None:
    if not changed:
        signed(p)
    with pytest.raises(Refused) as why:
        signed(p, **changed)
    assert why.value.field == field


@pytest.mark.django_db
def test_a_practitioner_signs_for_nobody(p: Partnership) -> None:
    with pytest.raises(NotPermitted, match="An account manager, or whoever answers for your organisation"):
        arrangement.sign(title="T", digest=DOCUMENT, signed_by="Me", signed_on=today(), by=p.carys)


@pytest.mark.django_db
def test_one_that_joins_later_has_not_signed_until_somebody_of_it_says_so(p: Partnership) -> None:
    signed(p)
    joins = Proposed(what=Wide.ORGANISATION_JOINS, organisation="Harbour Housing", manager="Mo Vane", agency_kind=AgencyKind.HOUSING)
    proposal = changing.propose(joins, reason="Tenancies", by=p.efua)
    changing.answer(proposal, agree=True, reason="Yes", by=p.police_lead)
    assert "Harbour Housing" in client_of(p.carys).get("/people/arrangement/").content.decode()


def test_a_signature_that_another_organisation_recorded_is_named_by_verify(committed: OwnDatabase) -> None:
    p = a_partnership()
    signed(p)
    sequence()
    assert [fault.detail for fault in verify().faults] == []
    facts = ArrangementSigned(agency=p.police, digest=DOCUMENT, signed_on=today())
    append(Draft(facts=facts, parts=ArrangementParts(title="T", signed_by="Nobody"), room=PARTNERSHIP_ROOM), by=p.efua.author)
    sequence()
    assert any("another organisation than theirs signed" in fault.detail for fault in verify().faults)
