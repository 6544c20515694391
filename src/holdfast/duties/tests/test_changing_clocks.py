"""How long a duty is allowed is changed by two people of two organisations, within bounds, and never without the council where it owes it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.database.viewing import viewing
from holdfast.duties import changing
from holdfast.duties.clocks import Unit
from holdfast.duties.models import RuleProposal, RuleValue
from holdfast.duties.policies import council_owes
from holdfast.duties.rulebook import rule, rules
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def propose(by: Acting, code: str = "CHALLENGE", amount: int = 3, unit: Unit = Unit.WORKING_DAYS) -> UUID:
    return changing.propose(code=code, amount=amount, unit=unit, reason="We are slow", by=by)


def in_force(p: Partnership, code: str) -> RuleValue | None:
    with viewing(p.efua.viewer):
        return RuleValue.objects.filter(rule=code).first()


def test_attack_8_danger_now_cannot_be_set_to_400_days_by_anybody(p: Partnership) -> None:
    for by in (p.lena, p.efua, p.council_lead):
        for amount, unit in ((400, Unit.DAYS), (400, Unit.MONTHS), (16, Unit.MINUTES), (1, Unit.HOURS)):
            with pytest.raises(Refused, match="between 5 minutes and 15 minutes"):
                propose(by, "DANGER_NOW", amount, unit)


def test_attack_8_one_organisation_alone_changes_no_clock(p: Partnership) -> None:
    proposal = propose(p.lena)
    assert in_force(p, "CHALLENGE") is None, "a proposal changes nothing"
    for second, words in ((p.lena, "another organisation"), (p.mina, "must be the council"), (p.carys, "Only a safeguarding partner")):
        with pytest.raises(NotPermitted, match=words):
            changing.agree(proposal=proposal, reason="Fine", by=second)
    changing.agree(proposal=proposal, reason="We agree", by=p.efua)
    value = in_force(p, "CHALLENGE")
    assert value is not None
    assert (value.amount, value.loosened) == (3, True)
    with pytest.raises(Refused, match="answered already"):
        changing.agree(proposal=proposal, reason="Again", by=p.council_lead)


def test_a_clock_that_the_police_alone_owe_needs_no_council_but_two_organisations(p: Partnership) -> None:
    assert not council_owes(rule("PREVENTION_INT"))
    proposal = propose(p.ines, "PREVENTION_INT", 20, Unit.HOURS)
    with pytest.raises(NotPermitted, match="another organisation"):
        changing.agree(proposal=proposal, reason="x", by=p.police_lead)
    changing.agree(proposal=proposal, reason="Sooner is better", by=p.kit)
    value = in_force(p, "PREVENTION_INT")
    assert value is not None
    assert not value.loosened


def test_loosening_in_steps_stays_within_the_bounds_and_still_reads_as_loosened(p: Partnership) -> None:
    changing.agree(proposal=propose(p.lena, amount=4), reason="x", by=p.efua)
    with pytest.raises(Refused, match="between 1 working day and 4 working days"):
        propose(p.lena, amount=5)
    changing.agree(proposal=propose(p.lena, amount=3), reason="x", by=p.efua)
    value = in_force(p, "CHALLENGE")
    assert value is not None
    assert value.loosened, "4 to 3 is shorter, and still longer than what the release gives"


def test_what_is_proposed_can_be_declined_or_taken_back_and_is_not_proposed_twice(p: Partnership) -> None:
    proposal = propose(p.lena)
    with pytest.raises(Refused, match="already"):
        propose(p.lena, amount=4)
    changing.decline(proposal=proposal, reason="No", by=p.efua)
    with viewing(p.efua.viewer):
        assert not RuleProposal.objects.exists()
    changing.decline(proposal=propose(p.lena), reason="A mistake", by=p.lena)


def test_every_local_rule_has_bounds_that_hold_its_own_value() -> None:
    for each in rules():
        if each.local and each.allowed is not None:
            least, most = each.bounds
            assert least.about_minutes <= each.allowed.about_minutes <= most.about_minutes, each.code
            assert most.about_minutes <= 2 * each.allowed.about_minutes or each.allowed.amount == 0, each.code


def test_law_and_guidance_are_changed_by_nobody(p: Partnership) -> None:
    with pytest.raises(Refused, match="law or national guidance"):
        propose(p.efua, "RHI_72", 90, Unit.HOURS)


def test_the_pages_say_what_waits_and_take_the_answer(p: Partnership) -> None:
    lena, efua = Client(), Client()
    sign_in(lena, p.lena)
    sign_in(efua, p.efua)
    page = lena.get("/duties/rules/CHALLENGE/").content.decode()
    assert "Between 1 working day and 4 working days" in page
    sent = {"amount": "3", "unit": "working_days", "reason": "We are slow", "once": str(uuid4())}
    assert lena.post("/duties/rules/CHALLENGE/", sent).status_code == 302
    assert lena.post("/duties/rules/CHALLENGE/", {**sent, "amount": "40", "once": str(uuid4())}).status_code == 422
    with viewing(p.efua.viewer):
        proposal = RuleProposal.objects.get().id
    address = f"/duties/rules/proposed/{proposal}/"
    assert address in efua.get("/duties/rules/").content.decode()
    assert "change of a clock waits" in efua.get("/").content.decode()
    assert "We are slow" in efua.get(address).content.decode()
    own = lena.post(address, {"agree": "yes", "reason": "x", "once": str(uuid4())})
    assert own.status_code == 403
    assert "someone of another organisation" in own.content.decode()
    assert efua.post(address, {"agree": "yes", "reason": "We agree", "once": str(uuid4())}).status_code == 302
    assert in_force(p, "CHALLENGE") is not None
    carys = Client()
    sign_in(carys, p.carys)
    assert carys.get(address).status_code == 404
    assert "(looser)" in carys.get("/duties/rules/").content.decode()
    assert lena.get("/duties/rules/%00/").status_code == 404
