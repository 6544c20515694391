"""Signing in with an organisation's own account: joined by whose it is, only ever narrowing, and no lie believed."""

from __future__ import annotations

import contextlib
import html
import time
from pathlib import Path
from typing import Any

import pytest
import requests
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc.jwk import RSAKey

from holdfast.accounts import actions as accounts
from holdfast.accounts import second_step, sign_on
from holdfast.accounts.models import Account, JoinedAccount
from holdfast.accounts.providers import EXAMPLE, ProvidersWrong, _provider, providers
from holdfast.accounts.signing_in import SHOWN
from holdfast.accounts.tests.forging_provider import ISSUER, SECRET, ForgingProvider
from holdfast.accounts.tests.opening import open_account
from holdfast.database.viewing import viewing
from holdfast.partnership import queries
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.partnership.people import Acting
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_of_room
from holdfast.web.health import looked_at

PASSWORD = "three invented lanterns"
WITH = "/sign-in/with/council-account/"
RULES = """
[[provider]]
name = "Council account"
organisation = "{organisation}"
issuer = "{issuer}"
client_id = "holdfast"
client_secret_file = "{secret}"
{more}
"""


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def council(p: Partnership, tmp_path: Path, monkeypatch: Any) -> ForgingProvider:
    for name, acting in (("carys", p.carys), ("bryn", p.bryn)):
        open_account(worker=acting.worker, email=f"{name}@example.org", password=PASSWORD)
    provider = ForgingProvider()
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", lambda *args, **rest: provider.send(*args, **rest))
    monkeypatch.setenv("HOLDFAST_SIGN_ON", str(tmp_path / "sign-on.toml"))
    sign_on._registered.cache_clear()
    write(tmp_path, organisation_of(p.carys))
    return provider


def organisation_of(acting: Acting) -> str:
    with viewing(acting.viewer):
        return queries.directory().name(acting.agency)


def write(tmp_path: Path, organisation: str, more: str = "", issuer: str = ISSUER) -> None:
    (tmp_path / "secret").write_text(SECRET)
    words = RULES.format(organisation=organisation, issuer=issuer, secret=tmp_path / "secret", more=more)
    (tmp_path / f"new-{time.time_ns()}").write_text(words)
    sorted(tmp_path.glob("new-*"))[-1].replace(tmp_path / "sign-on.toml")


def browser(name: str = "") -> Client:
    client = Client(HTTP_HOST="localhost")
    if name:
        assert client.post("/sign-in/", {"email": f"{name}@example.org", "password": PASSWORD}).status_code == 302
    return client


def come_back(client: Client, provider: ForgingProvider, begin: str = WITH, **claims: Any) -> Any:
    """Away to the provider from the page that `begin` names, and back with what it says."""
    sent = client.get(begin)
    assert sent.status_code == 302, sent.content
    return client.get(f"{WITH}back/?{provider.signed_in_at(sent.headers['Location'], **claims)}")


def joined(provider: ForgingProvider, name: str = "carys", **claims: Any) -> Client:
    client = browser(name)
    assert come_back(client, provider, f"{WITH}join/", **claims).headers["Location"] == "/sign-in/mine/"
    return client


def is_in(client: Client) -> bool:
    return client.get("/duties/").status_code == 200


def words_of(response: Any) -> str:
    return html.unescape(response.content.decode())


@pytest.mark.django_db
def test_carys_joins_her_councils_account_and_signs_in_with_it_from_then_on(council: ForgingProvider) -> None:
    assert "Sign in with your Council account" in words_of(browser().get("/sign-in/"))
    shown = words_of(joined(council).get("/sign-in/mine/"))
    assert "From now on you can sign in with your Council account" in shown
    client = browser()
    assert come_back(client, council, f"{WITH}?next=/people/").headers["Location"] == "/people/"
    assert is_in(client)
    with reading_all():
        assert "account.joined" in [entry.kind.name for entry in entries_of_room(PARTNERSHIP_ROOM)]


@pytest.mark.django_db
def test_an_address_that_is_the_same_opens_nothing(council: ForgingProvider) -> None:
    """Whoever keeps the council's accounts can call one of them carys@example.org: it is joined to nobody's here."""
    client = browser()
    answer = come_back(client, council, sub="new", email="carys@example.org", email_verified=True)
    assert answer.status_code == 422
    assert "is not joined to your account here yet" in words_of(answer)
    assert not is_in(client)


@pytest.mark.django_db
def test_what_was_parted_opens_nothing_and_neither_does_what_was_joined_before_a_way_back_in(council: ForgingProvider) -> None:
    client = joined(council)
    client.post("/sign-in/mine/", {"off": f"joined {JoinedAccount.objects.get().id}"})
    assert come_back(browser(), council).status_code == 422
    joined(council)
    second_step.forget(Account.objects.get(email="carys@example.org"))
    assert come_back(browser(), council).status_code == 422


@pytest.mark.django_db
def test_nobody_parts_anothers_and_nobody_joins_what_is_anothers(council: ForgingProvider) -> None:
    joined(council)
    bryn = browser("bryn")
    for which in (JoinedAccount.objects.get().id, "²", "", "-1", "9" * 40):
        assert bryn.post("/sign-in/mine/", {"off": f"joined {which}"}).status_code == 302, which
    assert JoinedAccount.objects.count() == 1
    answer = come_back(bryn, council, f"{WITH}join/")
    assert answer.status_code == 422
    assert "joined to another account" in words_of(answer)
    assert JoinedAccount.objects.get().account.email == "carys@example.org"


@pytest.mark.django_db
def test_whose_account_was_switched_off_or_who_works_elsewhere_is_not_let_in(
    council: ForgingProvider, p: Partnership, tmp_path: Path
) -> None:
    joined(council)
    write(tmp_path, organisation_of(p.lena))
    assert "is for people of" in words_of(come_back(browser(), council))
    write(tmp_path, organisation_of(p.carys))
    accounts.switch_off(worker=p.carys.worker)
    assert "switched off" in words_of(come_back(browser(), council))


@pytest.mark.django_db
def test_groups_there_narrow_who_gets_in_and_never_widen_what_somebody_is_here(
    council: ForgingProvider, p: Partnership, tmp_path: Path
) -> None:
    """Given groups for practitioners alone, when Carys is in another group, she is not let in; and a manager's group makes her no manager."""
    more = 'roles_claim = "groups"\n[provider.roles]\npractitioner = ["sw"]\nmanager = ["tm"]'
    joined(council, groups=["sw"])
    write(tmp_path, organisation_of(p.carys), more)
    for groups in (["tm"], [], None, "s", [["sw"]], {"sw": 1}):
        client = browser()
        assert come_back(client, council, groups=groups).status_code == 422, groups
        assert not is_in(client)
    client = browser()
    come_back(client, council, groups=["sw", "tm"])
    assert is_in(client)
    with viewing(p.carys.viewer):
        assert queries.acting_for(p.carys.worker) == p.carys


@pytest.mark.django_db
def test_a_second_step_there_counts_only_where_the_file_says_so(
    council: ForgingProvider, p: Partnership, tmp_path: Path, monkeypatch: Any
) -> None:
    joined(council)
    monkeypatch.setenv("HOLDFAST_SECOND_STEP", "1")
    client = browser()
    assert come_back(client, council, amr=["pwd", "mfa"]).headers["Location"] == "/sign-in/second/"
    assert not is_in(client)
    write(tmp_path, organisation_of(p.carys), 'second_step = ["mfa"]')
    client = browser()
    assert come_back(client, council, amr=["pwd"]).headers["Location"] == "/sign-in/second/"
    come_back(client, council, amr=["pwd", "mfa"])
    assert is_in(client)


LIES = {
    "another audience": {"aud": "payroll"},
    "another audience beside": {"aud": ["payroll", "accounts"], "azp": "payroll"},
    "another issuer": {"iss": "https://login.police.example"},
    "no nonce": {"nonce": None},
    "the nonce of another question": {"nonce": "earlier"},
    "long over": {"exp": 1_700_000_000},
    "without an end": {"exp": None},
    "nobody": {"sub": None},
    "a subject that is no text": {"sub": ["b.carys"]},
    "an empty subject": {"sub": ""},
    "not before next year": {"nbf": 4_000_000_000},
}


@pytest.mark.django_db
@pytest.mark.parametrize("lie", LIES)
def test_a_forged_answer_lets_nobody_in(council: ForgingProvider, lie: str) -> None:
    joined(council)
    client = browser()
    assert come_back(client, council, **LIES[lie]).status_code == 422
    assert not is_in(client)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["none", "public key as secret", "client secret", "a key of its own"])
def test_a_signature_that_the_provider_did_not_make_is_none(council: ForgingProvider, how: str) -> None:
    joined(council)
    if how == "none":
        council.algorithm = "none"
    elif how == "public key as secret":
        council.with_a_secret(council.key.as_pem(private=False))
    elif how == "client secret":
        council.with_a_secret(SECRET.encode())
    else:
        council.signs_with = RSAKey.generate_key(2048)
    client = browser()
    assert come_back(client, council).status_code == 422
    assert not is_in(client)


@pytest.mark.django_db
def test_an_answer_counts_once_and_in_the_browser_that_asked(council: ForgingProvider) -> None:
    joined(council)
    client, elsewhere = browser(), browser()
    query = council.signed_in_at(client.get(WITH).headers["Location"])
    assert elsewhere.get(f"{WITH}back/?{query}").status_code == 422
    assert not is_in(elsewhere)
    assert client.get(f"{WITH}back/?{query}").status_code == 302
    assert client.get(f"{WITH}back/?{query}").status_code == 422
    stolen = council.signed_in_at(client.get(WITH).headers["Location"])
    own = council.signed_in_at(elsewhere.get(WITH).headers["Location"], sub="somebody else")
    mixed = f"{stolen.partition('&')[0]}&{own.partition('&')[2]}"
    assert elsewhere.get(f"{WITH}back/?{mixed}").status_code == 422  # the code of one question, the state of another
    assert not is_in(elsewhere)


@pytest.mark.django_db
def test_a_question_to_sign_in_joins_nothing(council: ForgingProvider) -> None:
    """Carys is signed in. Somebody has her browser follow a link to sign in as them: nothing of theirs is joined to her."""
    client = browser("carys")
    come_back(client, council, sub="mallory")
    assert JoinedAccount.objects.count() == 0


@pytest.mark.django_db
def test_showing_again_takes_a_sign_in_of_just_now_by_the_same_person(council: ForgingProvider) -> None:
    joined(council)
    client = browser()
    come_back(client, council)
    session = client.session
    session[SHOWN] = 0
    session.save()
    sent = client.get(f"{WITH}again/?next=/people/")
    assert "prompt=login" in sent.headers["Location"]
    assert "max_age=120" in sent.headers["Location"]
    for claims in ({}, {"auth_time": time.time() - 3600}, {"auth_time": time.time(), "sub": "somebody else"}, {"auth_time": "now"}):
        assert come_back(client, council, f"{WITH}again/?next=/people/", **claims).status_code == 422, claims
    assert client.session[SHOWN] == 0
    done = come_back(client, council, f"{WITH}again/?next=/people/", auth_time=int(time.time()))
    assert done.headers["Location"] == "/people/"
    assert client.session[SHOWN] > 0


@pytest.mark.django_db
def test_a_provider_that_is_away_or_is_another_says_so_and_the_password_still_does(council: ForgingProvider, p: Partnership) -> None:
    council.down = True
    sign_on._registered.cache_clear()
    answer = browser().get(WITH)
    assert answer.status_code == 503
    assert "does not answer just now. Sign in with your password" in words_of(answer)
    assert is_in(browser("carys"))
    # And whoever comes back when it has gone away meanwhile reads the same, and nothing of the machine's own words
    council.down = False
    client = browser()
    query = council.signed_in_at(client.get(WITH).headers["Location"])
    council.down = True
    sign_on._registered.cache_clear()
    shown = words_of(client.get(f"{WITH}back/?{query}"))
    assert "does not answer just now" in shown
    assert "nothing answers" not in shown
    council.down = False
    for wrong in ({"issuer": "https://login.police.example"}, {"token_endpoint": "http://login.council.example/token"}, {"jwks_uri": None}):
        council.of_itself = wrong
        sign_on._registered.cache_clear()
        assert browser().get(WITH).status_code == 503, wrong
        assert "Council account: " in dict(looked_at())["Organisations’ own accounts can be signed in with"]


@pytest.mark.django_db
def test_what_the_provider_says_no_to_is_said(council: ForgingProvider) -> None:
    client = browser()
    state = council.signed_in_at(client.get(WITH).headers["Location"]).partition("state=")[2]
    answer = client.get(f"{WITH}back/?error=access_denied&error_description=<b>no</b>&state={state}")
    assert answer.status_code == 422
    assert "<b>no" not in answer.content.decode()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(query=st.dictionaries(st.sampled_from(["code", "state", "error", "error_description", "iss"]), st.text(max_size=50)))
@pytest.mark.django_db
def test_whatever_comes_back_is_answered(council: ForgingProvider, query: dict[str, str]) -> None:
    client = browser()
    client.get(WITH)
    assert client.get(f"{WITH}back/", query).status_code == 422
    assert not is_in(client)


WRONG = {
    "issuer": ('issuer = "https://login.example.org"', 'issuer = "http://login.example.org"', r"issuer: .*https://"),
    "no address": ('issuer = "https://login.example.org"', 'issuer = "https://["', r"issuer: .*https://"),
    "a role that is none": ("practitioner =", "wizard =", "no role 'wizard'; there are practitioner"),
    "a field that is none": ("client_id =", "client =", "no field 'client'"),
    "a name without letters": ('name = "Example Council account"', 'name = "…"', "name: at least one letter"),
    "roles without a claim": ("roles_claim = ", "# ", "both, or neither"),
    "no list": ('["mfa"]', '"mfa"', "second_step: a list"),
    "no TOML": ("[[provider]]", "[[provider", "sign-on.toml"),
    "something else": ("[[provider]]", "[provider]", "holds"),
}


@pytest.mark.parametrize("which", WRONG)
def test_a_file_that_is_wrong_names_the_field_and_the_rule(tmp_path: Path, monkeypatch: Any, which: str) -> None:
    before, after, words = WRONG[which]
    assert before in EXAMPLE
    (tmp_path / "sign-on.toml").write_text(EXAMPLE.replace(before, after, 1))
    monkeypatch.setenv("HOLDFAST_SIGN_ON", str(tmp_path / "sign-on.toml"))
    with pytest.raises(ProvidersWrong, match=words):
        providers()
    monkeypatch.setenv("HOLDFAST_SIGN_ON", str(tmp_path / "nowhere.toml"))
    with pytest.raises(ProvidersWrong, match="cannot be read"):
        providers()


_FIELDS = st.sampled_from(
    ["name", "organisation", "issuer", "client_id", "client_secret_file", "second_step", "scopes", "roles_claim", "roles"]
)
_HOSTILE = st.text(max_size=20) | st.sampled_from(["https://[", "https://x", "http://::1", "\0"]) | st.integers() | st.none()


@given(row=st.dictionaries(_FIELDS, _HOSTILE | st.lists(_HOSTILE, max_size=3) | st.dictionaries(st.text(max_size=9), _HOSTILE, max_size=2)))
def test_whatever_the_file_says_it_is_read_or_refused_in_words(row: dict[str, Any]) -> None:
    whole = {"name": "N", "organisation": "O", "issuer": "https://i.example", "client_id": "c", "client_secret_file": "f"}
    for each in (row, whole | row):
        with contextlib.suppress(ProvidersWrong):
            assert _provider(each, "provider 1").issuer.startswith("http")


def test_the_example_is_right(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "sign-on.toml").write_text(EXAMPLE)
    monkeypatch.setenv("HOLDFAST_SIGN_ON", str(tmp_path / "sign-on.toml"))
    (provider,) = providers()
    assert EXAMPLE in (Path(__file__).parents[4] / "docs" / "deploying.md").read_text()
    assert provider.slug == "example-council-account"
