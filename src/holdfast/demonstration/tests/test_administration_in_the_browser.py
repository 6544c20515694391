"""Every page of administration as whoever sees to it finds it, accessible at both widths; the pictures in `docs/administration.md` are these."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from holdfast.children import actions as children
from holdfast.children.ids import CaseId
from holdfast.database.time import today
from holdfast.demonstration.people import put_on_call
from holdfast.demonstration.tests.steps import a_case, address, be, look_at, people
from holdfast.pages.tests import browser
from holdfast.partnership import actions, changing
from holdfast.partnership.changing import Proposed
from holdfast.partnership.kinds import Wide
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import DESCRIPTIONS, Role

pytestmark = pytest.mark.browser
__all__ = ["address", "people"]


def of_the_council(people: dict[str, Acting]) -> list[tuple[str, str]]:
    """Each page of the council's account manager: its picture, and its address."""
    carys, about = people["carys"], f"/people/managing/{people['carys'].worker}"
    return [
        ("people", "/people/managing/"),
        ("person", f"{about}/"),
        ("moves", f"{about}/moves/"),
        ("away", f"{about}/away/"),
        ("hands-over", f"{about}/hands-over/"),
        ("leaves", f"{about}/leaves/"),
        ("another-name", f"{about}/name/"),
        ("invites", f"{about}/invite/"),
        ("account", f"{about}/account/"),
        ("starts", "/people/managing/starts/"),
        ("new-post", "/people/managing/posts/new/"),
        ("post", f"/people/managing/posts/{carys.post}/"),
        ("new-team", "/people/managing/teams/new/"),
        ("managers", "/people/managing/managers/"),
        ("organisation-joins", "/people/managing/joins/"),
        ("organisation-leaves", "/people/managing/leaves/"),
        ("changes", "/people/changes/"),
        ("invitations", "/people/admissions/"),
        ("arrangement", "/people/arrangement/"),
        ("roles", "/people/roles/"),
        ("vetted-group", "/people/vetted/"),
        ("graders", "/people/graders/"),
        ("working-days", "/people/working-days/"),
        ("clocks", "/duties/rules/"),
        ("clock", "/duties/rules/ACK_TOLD/"),
        ("cover", "/people/cover/"),
        ("how-i-sign-in", "/sign-in/mine/"),
    ]


def test_each_page_of_administration(people: dict[str, Acting], address: str) -> None:
    case = a_case(people)
    put_on_call(people, 7)
    asked = today() + timedelta(days=9)
    children.ask_information(child=CaseId(case), agency=people["mina"].agency, what="When she comes", due_on=asked, by=people["carys"])
    post = actions.create_post(agency=people["ines"].agency, title="Keeps accounts", role=Role.ADMINISTRATOR, by=people["ines"])
    takes_it = Proposed(what=Wide.APPOINTMENT, worker=people["nell"].worker, post=post)
    wide = changing.propose(takes_it, reason="She keeps the accounts", by=people["ines"])
    with browser.open_page() as page:
        be(page, address, "Efua North")
        for name, path in of_the_council(people):
            page.goto(f"{address}{path}")
            look_at(page, f"administration-{name}")
        many_at_once(page, address)
        page.goto(f"{address}/people/changes/{wide}/")
        look_at(page, "administration-change")
        # What an organisation that leaves would pass on, and to whom
        leaves = Proposed(what=Wide.ORGANISATION_LEAVES, agency=people["mina"].agency, heir=people["efua"].agency)
        for worker in (people["zac"], people["mina"]):
            actions.hand_over(worker=worker.worker, by=people["mina"])
        actions.record_leaver(worker=people["zac"].worker, by=people["mina"])
        proposal = changing.propose(leaves, reason="Its money ends in March", by=people["mina"])
        page.goto(f"{address}/people/changes/{proposal}/")
        assert "1 duty, to Efua North" in page.content()
        look_at(page, "administration-change-leaves")
        changing.answer(wide, agree=True, reason="Known to us", by=people["efua"])
        be(page, address, "Nell Frost")
        page.goto(f"{address}/accounts/")
        look_at(page, "administration-accounts")
        be(page, address, "Bryn Castle")
        for name, path in (("public-words", "/people/public/"), ("rota", "/people/rota/")):
            page.goto(f"{address}{path}")
            look_at(page, f"administration-{name}")


_STARTERS = ("Vera Moss", "Ole Reef")


def many_at_once(page: Page, address: str) -> None:
    """A spreadsheet's rows: what would be made is shown before anything is."""
    page.goto(f"{address}/people/managing/many/")
    look_at(page, "administration-many")
    role = DESCRIPTIONS[Role.PRACTITIONER].name
    starts = [
        ("name", "post", "role", "answers to"),
        *((name, f"Social worker, {name[0]}", role, "Team manager, Harbour team") for name in _STARTERS),
    ]
    page.locator("textarea").fill("\n".join("\t".join(row) for row in starts))
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text(_STARTERS[0])
    look_at(page, "administration-many-preview")
