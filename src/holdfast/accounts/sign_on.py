"""Signing in with an organisation's own account (OpenID Connect Core 1.0, the code flow with PKCE). Authlib sends the question and checks that the
answer belongs to it: state, nonce, code and verifier, signature, audience, time. What it leaves to whoever uses it is here.

A provider opens the account of nobody who did not join the two themself, while signed in: an e-mail address that is the same proves nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from joserfc.errors import JoseError

from holdfast.accounts.kinds import Joined, Parted
from holdfast.accounts.models import Account, JoinedAccount
from holdfast.accounts.providers import Provider, ProvidersWrong, secure
from holdfast.database.time import now
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.partnership.people import Acting
from holdfast.record.append import append
from holdfast.record.entries import Draft

#: Signatures that only the provider can make. None that rest on what both sides know, and none that is no signature.
_SIGNATURES = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
#: Seconds: how long a provider is waited for, how far its clock may be from ours, and how new "just now" is.
_WAIT, _APART, _JUST_NOW = 8, 120, 120
#: What a browser was sent away for, until it comes back.
_AWAY = "sign_on"
#: Addresses in what a provider says of itself that must be as safe as its own.
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class SignOnRefused(Exception):
    """Nobody is let in by this answer; the message says what to do."""


class NoAnswer(SignOnRefused):
    """The provider cannot be reached, or is not what the file says: which of them is in `problem`, for whoever runs Holdfast alone."""

    def __init__(self, provider: Provider, problem: str) -> None:
        super().__init__(f"{provider.name} does not answer just now. Sign in with your password, or try again in a few minutes")
        self.problem = problem


@dataclass(frozen=True)
class Said:
    """What a provider said, checked: of whom, how they showed that it is they, when, and in which groups they are."""

    subject: str
    shown_by: frozenset[str]
    shown_at: float | None
    groups: frozenset[str]


@lru_cache(maxsize=32)
def _registered(provider: Provider, secret: str) -> Any:
    """Authlib's client. What the provider says of itself is fetched once, and its keys again when an unknown one signs."""
    scope = " ".join(["openid", *sorted(provider.scopes)])
    return OAuth().register(
        provider.slug,
        client_id=provider.client_id,
        client_secret=secret,
        server_metadata_url=provider.issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={"scope": scope, "code_challenge_method": "S256", "default_timeout": _WAIT},
    )


def _client(provider: Provider) -> Any:
    """Raises NoAnswer."""
    try:
        client = _registered(provider, provider.secret())
        told = client.load_server_metadata()
        if told.get("issuer") != provider.issuer:
            raise ProvidersWrong(f"it calls itself {told.get('issuer')!r}, and the file {provider.issuer!r}")
        for each in _ADDRESSES:
            secure(str(told.get(each)), each)
    except (OSError, requests.RequestException, ValueError, TypeError, AttributeError, ProvidersWrong) as why:
        _registered.cache_clear()
        raise NoAnswer(provider, str(why)) from why
    told["id_token_signing_alg_values_supported"] = sorted(_SIGNATURES)
    return client


def problem_of(provider: Provider) -> str:
    """What keeps a provider from being signed in with, in words; "" where nothing does."""
    try:
        _registered.cache_clear()
        _client(provider)
    except NoAnswer as why:
        return f"{provider.name}: {why.problem}"
    return ""


def ask(request: HttpRequest, provider: Provider, *, back: str, purpose: str) -> str:
    """Where to send the browser. `purpose` says what the answer is for, and comes back with it. Raises NoAnswer."""
    client = _client(provider)
    # With an age, the provider must say when (OpenID Connect Core, 3.1.2.1); with none at all, some ask for ever.
    more = {"prompt": "login", "max_age": str(_JUST_NOW)} if purpose == "again" else {}
    asked = client.create_authorization_url(back, **more)
    client.save_authorize_data(request, redirect_uri=back, **asked)
    request.session[_AWAY] = {"state": asked["state"], "purpose": purpose}
    return str(asked["url"])


def answered(request: HttpRequest, provider: Provider) -> tuple[Said, str]:
    """What the provider said, and what it was asked for. An answer counts once, in the browser that asked. Raises SignOnRefused."""
    away = request.session.pop(_AWAY, None)
    if not isinstance(away, dict) or away.get("state") != request.GET.get("state"):
        raise SignOnRefused("This answer belongs to no question of this browser, or was used already")
    client = _client(provider)
    must = {"iss": {"essential": True, "value": provider.issuer}, "aud": {"essential": True, "value": provider.client_id}}
    try:
        token = client.authorize_access_token(request, claims_options=must, leeway=_APART)
        claims = token["userinfo"]
        subject = claims["sub"]
    except (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError, TypeError, AttributeError) as why:
        raise SignOnRefused(f"{provider.name} did not say that it is you") from why
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise SignOnRefused(f"{provider.name} did not say that it is you")
    shown_at = claims.get("auth_time")
    return Said(
        subject=subject,
        shown_by=_strings(claims.get("amr")),
        shown_at=float(shown_at) if isinstance(shown_at, int | float) else None,
        groups=_strings(claims.get(provider.roles_claim)) if provider.roles_claim else frozenset(),
    ), str(away.get("purpose"))


def _strings(found: Any) -> frozenset[str]:
    rows = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return frozenset(each for each in rows if isinstance(each, str))


def check_narrows(provider: Provider, said: Said, acting: Acting, organisation: str) -> None:
    """The provider is their organisation's, and says nothing against their role here. It never gives one. Raises SignOnRefused."""
    if organisation != provider.organisation:
        raise SignOnRefused(f"{provider.name} is for people of {provider.organisation}, and you are recorded as working elsewhere")
    if not provider.roles:
        return
    wanted = provider.roles.get(acting.role, frozenset()) if acting.role is not None else frozenset()
    if not wanted & said.groups:
        raise SignOnRefused(
            f"{provider.name} does not say that you hold your post here. Ask whoever keeps its groups, or your account manager"
        )


def just_now(said: Said) -> bool:
    """Whether they showed the provider a moment ago that it is they, and not in some session of this morning."""
    return said.shown_at is not None and abs(time.time() - said.shown_at) <= _JUST_NOW  # noqa: TID251  (about a person at a machine)


def second_step_taken(provider: Provider, said: Said) -> bool:
    """Whether the provider asked for a second step that counts here."""
    return bool(provider.second_step & said.shown_by)


def account_of(provider: Provider, said: Said) -> Account:
    """Whose account it was joined to, by them. Raises SignOnRefused."""
    joined = JoinedAccount.objects.select_related("account").filter(issuer=provider.issuer, subject=said.subject).first()
    if joined is None:
        raise SignOnRefused(
            f"Your {provider.name} is not joined to your account here yet. Sign in with your password, then join them under How I sign in"
        )
    if not joined.account.is_active:
        raise SignOnRefused("This account is switched off. Ask your account manager")
    JoinedAccount.objects.filter(id=joined.id).update(used_at=now())
    return joined.account


def join(account: Account, provider: Provider, said: Said, *, by: Acting) -> None:
    """From now on whoever signs in to the provider as this subject signs in here as this account. Raises SignOnRefused."""
    try:
        with transaction.atomic():
            JoinedAccount.objects.filter(account=account, issuer=provider.issuer).delete()
            JoinedAccount.objects.create(
                account=account, issuer=provider.issuer, subject=said.subject, name=provider.name, created_at=now()
            )
            append(Draft(facts=Joined(worker=account.worker_id), room=PARTNERSHIP_ROOM), by=by.author)
    except IntegrityError as why:
        raise SignOnRefused(f"This {provider.name} is joined to another account here. Sign in to it as yourself") from why


def joined_to(account: Account) -> list[JoinedAccount]:
    """Which of an organisation's own accounts open this one."""
    return list(JoinedAccount.objects.filter(account=account).order_by("created_at", "id"))


def part(account: Account, which: str, *, by: Acting) -> None:
    """It opens nothing here any more."""
    with transaction.atomic():
        if which.isdecimal() and JoinedAccount.objects.filter(account=account, id=int(which[:18])).delete()[0]:
            append(Draft(facts=Parted(worker=account.worker_id), room=PARTNERSHIP_ROOM), by=by.author)
