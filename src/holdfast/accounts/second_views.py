"""Pages of the second step: a passkey, or a code from an app; setting one up; and how I sign in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from holdfast.accounts import again as again_
from holdfast.accounts import forms, hashing, passkeys, second_step, session_list, sign_on, signing_in
from holdfast.accounts.models import Account, CodeApp, JoinedAccount, Passkey
from holdfast.accounts.providers import Provider, offered
from holdfast.accounts.views import BUSY, let_in, next_page
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.pages.dates import plural
from holdfast.pages.pictures import qr_code
from holdfast.partnership import queries
from holdfast.partnership.shell import acting_of, page, recorded, signed_in

#: What a browser was asked to sign, until it answers.
_ASKED = "passkey"
_TOO_MANY = "There were too many wrong codes. Wait a quarter of an hour, or use a passkey."


def _ask(request: HttpRequest, asked: tuple[str, dict[str, Any]]) -> str:
    options, state = asked
    request.session[_ASKED] = state
    return options


def _asked(request: HttpRequest) -> Any:
    """What was asked, once: an answer that is sent again answers nothing."""
    return request.session.pop(_ASKED, None)


def second(request: HttpRequest) -> HttpResponse:
    """The second step."""
    account = signing_in.half_of(request)
    if account is None:
        return redirect("accounts:sign-in")
    steps = second_step.steps_of(account)
    if not steps:
        return redirect("accounts:set-up")
    form, problem = forms.SecondCode(request.POST if "code" in request.POST else None), ""
    if "credential" in request.POST:
        try:
            passkeys.use(account, _asked(request), request.POST["credential"], host=request.get_host())
            return let_in(request, account)
        except passkeys.PasskeyRefused as why:
            problem = str(why)
    elif form.is_bound and form.is_valid() and _right(form, account, second_step.takes):
        return let_in(request, account)
    options = _ask(request, passkeys.to_use(account, request.get_host())) if steps.passkeys else ""
    status = 422 if request.method == "POST" else 200
    return page(request, "accounts/second.html", status=status, form=form, steps=steps, options=options, problem=problem)


def _right(form: forms.SecondCode, account: Account, takes: Any) -> bool:
    try:
        signing_in.check_code_tries(account)
    except signing_in.TooManyTries:
        form.add_problem("code", _TOO_MANY)
        return False
    if takes(account, form.cleaned_data["code"]):
        return True
    signing_in.count_wrong_code(account)
    form.add_problem("code", "This is not the code that the app shows now, or it was used already. Wait for the next one")
    return False


def passkey(request: HttpRequest) -> HttpResponse:
    """Signing in with a passkey alone: it is both steps, because it asks for a finger, a face or a number of its own."""
    problem = ""
    if request.method == "POST":
        try:
            account = passkeys.use(None, _asked(request), request.POST.get("credential", ""), host=request.get_host())
            if account.is_active:
                return let_in(request, account)
            problem = "This account is switched off. Ask your account manager"
        except passkeys.PasskeyRefused as why:
            problem = str(why)
    options = _ask(request, passkeys.to_use(None, request.get_host()))
    return page(request, "accounts/passkey.html", status=422 if problem else 200, options=options, problem=problem)


def set_up(request: HttpRequest) -> HttpResponse:
    """Setting up the second step, for whoever has none yet: nobody is signed in before."""
    account = signing_in.half_of(request)
    if account is None or second_step.steps_of(account):
        return redirect("accounts:second" if account is not None else "accounts:sign-in")
    form, problem = forms.SecondCode(request.POST if "code" in request.POST else None), ""
    if "credential" in request.POST:
        problem = _make(request, account, "The first")
        if not problem:
            return let_in(request, account)
    elif form.is_bound and form.is_valid() and _right(form, account, second_step.confirm):
        return let_in(request, account)
    status = 422 if request.method == "POST" else 200
    return page(request, "accounts/set_up.html", status=status, form=form, problem=problem, **_offers(request, account))


def _offers(request: HttpRequest, account: Account) -> dict[str, Any]:
    return {
        "options": _ask(request, passkeys.to_make(account, request.get_host())),
        "picture": qr_code(second_step.address_to_scan(account)),
        "secret": second_step.secret_to_scan(account),
    }


def _make(request: HttpRequest, account: Account, name: str) -> str:
    """Keep a new passkey; what is wrong, in words."""
    try:
        passkeys.make(account, _asked(request), request.POST["credential"], host=request.get_host(), name=name)
    except passkeys.PasskeyRefused as why:
        return str(why)
    return ""


def _account(request: HttpRequest) -> Account:
    return Account.objects.get(worker_id=acting_of(request).worker)


@signed_in()
def mine(request: HttpRequest) -> HttpResponse:
    """How I sign in: my passkeys and my code app."""
    account = _account(request)
    if "off" in request.POST:
        return _remove(request, account, request.POST["off"])
    if "end" in request.POST:
        ended = session_list.end(account, request.POST["end"], request)
        return recorded(request, f"{plural(ended, 'session has', 'sessions have')} ended.", "accounts:mine")
    form, problem = forms.NamePasskey(request.POST if "credential" in request.POST else None), ""
    if form.is_bound and form.is_valid():
        problem = _make(request, account, form.cleaned_data["name"])
        if not problem:
            return recorded(request, "The passkey is yours. Use it the next time that you sign in.", "accounts:mine")
    options = _ask(request, passkeys.to_make(account, request.get_host()))
    here = session_list.sessions_of(account, request)
    rows = list(Passkey.objects.filter(account=account).order_by("created_at", "id"))
    app = second_step.steps_of(account).code_app
    joined = sign_on.joined_to(account)
    shown = {"rows": rows, "app": app, "here": here, "joined": joined, "providers": _to_join(request, joined)}
    return page(request, "accounts/mine.html", status=422 if form.is_bound else 200, form=form, problem=problem, options=options, **shown)


def _to_join(request: HttpRequest, joined: list[JoinedAccount]) -> list[Provider]:
    """The providers of my organisation whose account mine is not joined to."""
    if not offered():
        return []
    acting = acting_of(request)
    with viewing(acting.viewer):
        mine = queries.directory().name(acting.agency)
    ours = _ours(joined)
    return [each for each in offered() if each.organisation == mine and each not in ours]


@signed_in()
def again(request: HttpRequest) -> HttpResponse:
    """Showing again that it is you."""
    account, problem = _account(request), ""
    there = next_page(request)
    form = forms.Again(request.POST if "password" in request.POST else None)
    if "credential" in request.POST:
        try:
            passkeys.use(account, _asked(request), request.POST["credential"], host=request.get_host())
            again_.shown(request)
            return redirect(there)
        except passkeys.PasskeyRefused as why:
            problem = str(why)
    elif form.is_bound and form.is_valid():
        try:
            right = signing_in.is_password_of(account, form.cleaned_data["password"])
        except hashing.Busy:
            form.add_problem("password", BUSY)
        except signing_in.TooManyTries:
            form.add_problem("password", "There were too many wrong passwords. Wait a quarter of an hour")
        else:
            if right:
                again_.shown(request)
                return redirect(there)
            form.add_problem("password", "This is not your password")
    passkey = second_step.steps_of(account).passkeys
    options = _ask(request, passkeys.to_use(account, request.get_host())) if passkey else ""
    status = 422 if request.method == "POST" else 200
    shown = {"options": options, "passkey": passkey, "joined": _ours(sign_on.joined_to(account)), "wanted": request.GET.urlencode()}
    return page(request, "accounts/again.html", status=status, form=form, problem=problem, **shown)


def _ours(joined: list[JoinedAccount]) -> list[Provider]:
    """The providers whose accounts these are."""
    issuers = {each.issuer for each in joined}
    return [each for each in offered() if each.issuer in issuers]


@signed_in()
def code_app(request: HttpRequest) -> HttpResponse:
    """Setting up a code app, for whoever is signed in and has none."""
    account = _account(request)
    if second_step.steps_of(account).code_app:
        return redirect("accounts:mine")
    form = forms.SecondCode(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _right(form, account, second_step.confirm):
        return recorded(request, "The app’s code is asked for the next time that you sign in.", "accounts:mine")
    picture, secret = qr_code(second_step.address_to_scan(account)), second_step.secret_to_scan(account)
    return page(request, "accounts/code_app.html", status=422 if form.is_bound else 200, form=form, picture=picture, secret=secret)


def _remove(request: HttpRequest, account: Account, which: str) -> HttpResponse:
    """Remove a passkey or the app, never the last of them where a second step is asked for; or an organisation's account."""
    if which.startswith("joined "):
        sign_on.part(account, which.removeprefix("joined "), by=acting_of(request))
        return recorded(request, "It opens your account here no longer.", "accounts:mine")
    steps = second_step.steps_of(account)
    if second_step.required() and steps.passkeys + steps.code_app <= 1 and not _is_copied(account, which):
        return recorded(request, "Nothing was changed. It is the only one that you have: add another first.", "accounts:mine")
    if which == "app":
        CodeApp.objects.filter(account=account).delete()
    elif (found := _uuid(which)) is not None:
        Passkey.objects.filter(account=account, id=found).delete()
    return recorded(request, f"It is removed, on {now():%d %B}.", "accounts:mine")


def _is_copied(account: Account, which: str) -> bool:
    found = _uuid(which)
    return found is not None and Passkey.objects.filter(account=account, id=found, copied_at__isnull=False).exists()


def _uuid(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None
