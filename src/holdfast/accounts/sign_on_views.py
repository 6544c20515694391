"""Signing in with an organisation's own account: away to its provider, and back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.accounts import again as again_
from holdfast.accounts import sign_on
from holdfast.accounts.models import Account
from holdfast.accounts.providers import Provider, offered_as
from holdfast.accounts.sign_on import Said, SignOnRefused
from holdfast.accounts.views import first_step_done, let_in, next_page
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.partnership import queries
from holdfast.partnership.people import Acting
from holdfast.partnership.shell import page, recorded, signed_in

#: Where somebody wanted to go, while they are away.
_WANTED = "sign_on_next"


def _provider(slug: str) -> Provider:
    found = offered_as(slug)
    if found is None:
        raise Http404
    return found


def _away(request: HttpRequest, provider: Provider, purpose: str) -> HttpResponse:
    back = request.build_absolute_uri(reverse("accounts:sign-on-back", args=[provider.slug]))
    request.session[_WANTED] = next_page(request)
    try:
        return redirect(sign_on.ask(request, provider, back=back, purpose=purpose))
    except sign_on.NoAnswer as why:
        return _refused(request, str(why), 503)


def _refused(request: HttpRequest, why: str, status: int = 422) -> HttpResponse:
    return page(request, "accounts/not_let_in.html", status=status, why=why)


def away(request: HttpRequest, slug: str) -> HttpResponse:
    """To the provider, to sign in."""
    return _away(request, _provider(slug), "in")


@signed_in(again=True)
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """To the provider, to join its account to mine."""
    return _away(request, _provider(slug), "join")


@signed_in()
def away_again(request: HttpRequest, slug: str) -> HttpResponse:
    """To the provider, to show again that it is me."""
    return _away(request, _provider(slug), "again")


def back(request: HttpRequest, slug: str) -> HttpResponse:
    """Back from the provider. What it says opens an account that was joined to it, by whose it is, and nothing else."""
    provider = _provider(slug)
    wanted = str(request.session.pop(_WANTED, "")) or reverse("home")
    acting: Acting | None = getattr(request, "acting", None)
    try:
        said, purpose = sign_on.answered(request, provider)
        if purpose != "in" and acting is None:
            raise SignOnRefused("Your session here ended meanwhile. Sign in first")
        if purpose == "join" and acting is not None:
            return _joined(request, provider, said, acting)
        if purpose == "again" and acting is not None:
            return _shown_again(request, provider, said, acting, wanted)
        account = sign_on.account_of(provider, said)
        _check(provider, said, account)
    except SignOnRefused as why:
        return _refused(request, str(why))
    if sign_on.second_step_taken(provider, said):
        return let_in(request, account, wanted)
    return first_step_done(request, account, wanted)


def _check(provider: Provider, said: Said, account: Account) -> None:
    with viewing(Viewer.of(EVERYONE)):
        acting = queries.acting_for(account.worker_id)
        if acting is None:
            raise SignOnRefused("You are no longer recorded as working here. Ask your account manager")
        sign_on.check_narrows(provider, said, acting, queries.directory().name(acting.agency))


def _joined(request: HttpRequest, provider: Provider, said: Said, acting: Acting) -> HttpResponse:
    account = Account.objects.get(worker_id=acting.worker)
    _check(provider, said, account)
    sign_on.join(account, provider, said, by=acting)
    return recorded(request, f"From now on you can sign in with your {provider.name}.", "accounts:mine")


def _shown_again(request: HttpRequest, provider: Provider, said: Said, acting: Acting, wanted: str) -> HttpResponse:
    account = sign_on.account_of(provider, said)
    if account.worker_id != acting.worker:
        raise SignOnRefused(f"This {provider.name} is somebody else’s")
    if not sign_on.just_now(said):
        raise SignOnRefused(f"{provider.name} did not ask you again. Use your password")
    again_.shown(request)
    return redirect(wanted)
