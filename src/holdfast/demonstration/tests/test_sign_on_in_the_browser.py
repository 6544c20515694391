"""Signing in with an organisation's own account, as its pages look: found, joined, away, and asked again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from holdfast.accounts import sign_on
from holdfast.accounts.models import Account, JoinedAccount
from holdfast.accounts.tests.test_sign_on import ISSUER, ForgingProvider, requests, write
from holdfast.database.time import now
from holdfast.demonstration.tests.steps import address, be, look_at, people
from holdfast.pages.tests import browser
from holdfast.partnership.people import Acting

pytestmark = pytest.mark.browser
__all__ = ["address", "people"]


def test_a_councils_own_account_is_offered_joined_and_away(
    people: dict[str, Acting], address: str, tmp_path: Path, monkeypatch: Any
) -> None:
    provider = ForgingProvider()
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", lambda *args, **rest: provider.send(*args, **rest))
    monkeypatch.setenv("HOLDFAST_SIGN_ON", str(tmp_path / "sign-on.toml"))
    sign_on._registered.cache_clear()
    write(tmp_path, "Saltmarsh Council")
    with browser.open_page() as page:
        page.goto(f"{address}/sign-in/")
        look_at(page, "sign-on-offered")
        provider.down = True
        page.get_by_role("link", name="Sign in with your Council account").click()
        assert "does not answer just now" in page.inner_text("main")
        look_at(page, "sign-on-away")
        be(page, address, "Efua North")
        page.goto(f"{address}/sign-in/mine/")
        assert page.get_by_role("link", name="Join your Council account, and sign in with it").is_visible()
        look_at(page, "sign-on-to-join")
        efua = Account.objects.get(worker_id=people["efua"].worker)
        JoinedAccount.objects.create(account=efua, issuer="https://login.old.example", subject="s", name="Old account", created_at=now())

        JoinedAccount.objects.create(account=efua, issuer=ISSUER, subject="e", name="Council account", created_at=now())
        page.reload()
        look_at(page, "sign-on-joined")
        page.goto(f"{address}/sign-in/again/?next=/people/")
        assert page.get_by_role("link", name="Or sign in to your Council account again").is_visible()
        look_at(page, "sign-on-again")
