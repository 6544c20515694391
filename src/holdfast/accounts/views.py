"""Pages of signing in and out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from holdfast.accounts import forms, hashing, kept_words, second_step, signing_in
from holdfast.accounts.middleware import source_of
from holdfast.accounts.models import Account
from holdfast.accounts.providers import offered
from holdfast.pages.form_id import KEPT
from holdfast.partnership.shell import acting_of, page, signed_in

#: The cookie by which a browser is known in which somebody has signed in.
BROWSER = "known"
#: What is said where too many sign in at once, and after how many seconds they are asked to try again.
BUSY, RETRY_SECONDS = "Many people are signing in at this moment. Wait a few seconds and sign in again: your password was not looked at.", 5
#: Where somebody wanted to go, while they take the second step.
NEXT = "next"


def next_page(request: HttpRequest) -> str:
    """Where to go after signing in: a page of ours, or the home."""
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse("home")


def sign_in(request: HttpRequest) -> HttpResponse:
    """Email address and password. What is wrong is never said more exactly than that something is."""
    form = forms.SignIn(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"]
        browser = request.COOKIES.get(BROWSER, "")
        try:
            password = form.cleaned_data["password"]
            account = signing_in.authenticate(request, email=email, password=password, source=source_of(request), browser=browser)
        except signing_in.TooManyTries:
            form.add_problem(
                "email", "There were too many wrong passwords from here. Wait a quarter of an hour, or ask your administrator."
            )
        except hashing.Busy:
            form.add_problem("email", BUSY)
            response = page(request, "accounts/sign_in.html", status=503, form=form, kept=False, providers=offered())
            response["Retry-After"] = str(RETRY_SECONDS)
            return response
        else:
            if account is not None:
                return first_step_done(request, account, next_page(request))
            form.add_problem("email", "The email address or password is wrong.")
    status, kept = 422 if form.is_bound else 200, kept_words.waits(request)
    wanted = request.GET.urlencode()
    return page(request, "accounts/sign_in.html", status=status, form=form, kept=kept, providers=offered(), wanted=wanted)


def first_step_done(request: HttpRequest, account: Account, wanted: str) -> HttpResponse:
    """The password was right, or their organisation says that it is they: on to the second step, or in where none is asked for."""
    if not second_step.required() and not second_step.steps_of(account):
        return let_in(request, account, wanted)
    signing_in.begin_half(request, account)
    request.session[NEXT] = wanted
    return redirect("accounts:second")


def let_in(request: HttpRequest, account: Account, wanted: str = "") -> HttpResponse:
    """Begin the session, and go on to what was wanted, or to what was typed when the last one ended."""
    wanted = wanted or request.session.get(NEXT, "") or reverse("home")
    signing_in.begin_session(request, account)
    kept = kept_words.kept_for(request, account.worker_id)
    response = _remember(redirect("accounts:typed" if kept is not None else wanted), account.email)
    kept_words.remember_who(response, account.worker_id)
    return response


@signed_in()
def typed(request: HttpRequest) -> HttpResponse:
    """What somebody had typed when their session had ended: back to its page with it, where nothing is recorded until they send it again."""
    found = kept_words.kept_for(request, acting_of(request).worker)
    if found is None:
        return redirect("home")
    if request.method == "POST":
        response = redirect("home")
        kept_words.forget(request, response)
        return response
    return page(request, "accounts/typed.html", kept=found, once=KEPT)


def _remember(response: HttpResponse, email: str) -> HttpResponse:
    """This browser is known: strangers' wrong passwords elsewhere, or on this network, do not slow whoever signs in here."""
    age = int(signing_in.KNOWN_FOR.total_seconds())
    path = reverse("accounts:sign-in")
    response.set_cookie(
        BROWSER, signing_in.known_browser(email), max_age=age, path=path, secure=settings.BEHIND_TLS, httponly=True, samesite="Strict"
    )
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session ends here, not only in the browser."""
    request.session.flush()
    return redirect("accounts:sign-in")
