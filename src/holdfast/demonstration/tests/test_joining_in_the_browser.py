"""From an invitation to the first duty done, in a real browser with a real passkey's protocol; each page of administration accessible at both widths."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from holdfast.accounts.models import Passkey
from holdfast.children import actions as children
from holdfast.database.time import move_clock, now
from holdfast.demonstration.tests.steps import a_case, address, be, go_on, look_at, people
from holdfast.duties.models import Duty, State
from holdfast.pages.tests import browser
from holdfast.partnership import queries
from holdfast.partnership.models import Worker
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import Role
from holdfast.record.holding import reading_all
from holdfast.when import LONDON

pytestmark = pytest.mark.browser
__all__ = ["address", "people"]


def a_passkeys_device(page: Page) -> None:
    """A device that makes and uses passkeys, and says that its owner put a finger on it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, "automaticPresenceSimulation": True}})


def another(page: Page) -> Page:
    """Somebody else's browser."""
    assert page.context.browser is not None
    return page.context.browser.new_context(viewport={"width": browser.DESKTOP, "height": 900}).new_page()


def test_from_an_invitation_to_the_first_duty_done(people: dict[str, Acting], address: str, monkeypatch: Any) -> None:
    monkeypatch.setenv("HOLDFAST_SECOND_STEP", "1")
    case = a_case(people)
    with browser.open_page() as page:
        # Given Efua, who manages the council's accounts, and Robin, who starts on Monday
        be(page, address, "Efua North")
        page.get_by_role("link", name="Who is who").click()
        look_at(page, "admin-who-is-who")
        page.get_by_role("link", name="What each role may do").click()
        look_at(page, "admin-roles")
        page.go_back()
        page.get_by_role("link", name="The arrangement between us").click()
        look_at(page, "admin-arrangement")
        page.get_by_role("link", name="My organisation signed").click()
        look_at(page, "admin-sign")
        page.get_by_role("link", name="Who is who").click()
        page.get_by_role("button", name="My organisation’s people").click()
        look_at(page, "admin-people")
        page.get_by_role("link", name="A new post").click()
        page.get_by_label("What is the post called?").fill("Social worker, Harbour team 4")
        page.get_by_label("What is it for?").select_option("practitioner")
        page.get_by_label("Which post does it answer to?").select_option(str(people["dev"].post))
        page.get_by_label("Which team is it of?").select_option("nobody")
        look_at(page, "admin-new-post")
        go_on(page, "Make the post")
        page.get_by_role("button", name="Somebody starts").click()
        page.get_by_label("What are they called?").fill("Robin Weir")
        page.get_by_label("In which post?").select_option(label="Social worker, Harbour team 4")
        look_at(page, "admin-starts")
        go_on(page, "Record that they start")
        look_at(page, "admin-person")
        # When she invites Robin, and Dev, who knows Robin, vouches
        page.get_by_role("button", name="Invite them to sign in").click()
        page.get_by_label("Their e-mail address at work").fill("robin@example.org")
        look_at(page, "admin-invite")
        go_on(page, "Make the link")
        look_at(page, "admin-invited")
        link = page.locator(".hf-secret").inner_text().replace("127.0.0.1", "localhost")
        be(page, address, "Dev Marlow")
        page.get_by_role("link", name=re.compile("1 person needs")).click()
        look_at(page, "admin-vouch")
        page.get_by_role("button", name=re.compile("I know Robin Weir")).click()
        look_at(page, "admin-vouched")
        code = page.locator(".hf-secret").inner_text()
        # Then Robin opens the account, with a password and a passkey
        robin = another(page)
        a_passkeys_device(robin)
        robin.goto(link)
        look_at(robin, "joining")
        robin.get_by_label("The code that you were given").fill(code)
        robin.get_by_label("A new password").fill("three invented lanterns")
        go_on(robin)
        look_at(robin, "joining-second-step")
        go_on(robin, "Make a passkey")
        robin.wait_for_url(re.compile(r"localhost:\d+/$"))
        look_at(robin, "joining-home")
        assert Passkey.objects.count() == 1
        # And signs in again with the passkey alone
        robin.get_by_role("button", name="Sign out").click()
        robin.get_by_role("link", name="Sign in with a passkey").click()
        look_at(robin, "sign-in-passkey")
        go_on(robin, "Use your passkey")
        robin.wait_for_url(re.compile(r"localhost:\d+/$"))
        robin.get_by_role("link", name="Who is who").click()
        robin.get_by_role("link", name="How I sign in").click()
        look_at(robin, "sign-in-mine")
        robin.get_by_role("link", name="Set up an app that gives codes").click()
        look_at(robin, "sign-in-app")
        # When a child is allocated to Robin, there is something to do, and doing it ends what was owed
        with reading_all():
            me = Worker.objects.get(
                id__in=[w.id for w in queries.workers_of(people["dev"].agency) if queries.directory().name(w.id) == "Robin Weir"]
            )
            acting = queries.acting_for(me.id)
        assert acting is not None and acting.role is Role.PRACTITIONER
        children.allocate(child=children.CaseId(case), worker=me.id, by=people["dev"])
        move_clock(now() + timedelta(hours=1))
        robin.goto(robin.url.partition("/sign-in")[0])
        look_at(robin, "joining-first-duty")
        robin.get_by_role("link", name=re.compile("section 47")).first.click()
        robin.get_by_role("button", name="Section 47 enquiries were started").click()
        look_at(robin, "joining-does-it")
        moment = now().astimezone(LONDON)
        for part in ("Day", "Month", "Year"):
            robin.get_by_label(part, exact=True).first.fill(str(getattr(moment, part.lower())))
        robin.get_by_label("At what time?").fill(f"{moment:%H:%M}")
        go_on(robin, "Record it")
        look_at(robin, "joining-done")
        with reading_all():
            assert not Duty.objects.filter(owner_id=me.id, rule="S47_START", state=State.OPEN).exists()
