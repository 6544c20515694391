"""Pages of letting somebody in: inviting, vouching, entering with both halves; and switching an account off."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.accounts import actions, admitting, forms, second_step, signing_in
from holdfast.accounts.models import Account, Admission
from holdfast.accounts.views import let_in
from holdfast.database.viewing import viewing
from holdfast.pages.dates import moment
from holdfast.partnership import queries
from holdfast.partnership.managing_views import managers_only, register_person_section
from holdfast.partnership.models import Worker
from holdfast.partnership.people import Acting
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in
from holdfast.record.refusal import Refused


@register_person_section
def signing_in_section(request: HttpRequest, acting: Acting, worker: Worker) -> tuple[str, list[str], list[tuple[str, str]]]:
    """How somebody signs in, for their account manager."""
    account = Account.objects.filter(worker_id=worker.id).first()
    waits = Admission.objects.filter(worker_id=worker.id, ended_at=None).order_by("-made_at").first()
    words = [_account_words(account)]
    if waits is not None:
        vouched = "vouched for" if waits.vouched_by else "waits for somebody who knows them to vouch"
        words.append(f"Invited {moment(waits.made_at)}, until {moment(waits.until)}; {vouched}.")
    invite = reverse("accounts:invite", args=[worker.id])
    links = [] if worker.id == acting.worker else [("Invite them to sign in" if account is None else "Let them back in", invite)]
    if account is not None and worker.id != acting.worker:
        links.append(
            ("Switch the account off" if account.is_active else "Switch the account on", reverse("accounts:switch", args=[worker.id]))
        )
    return "Signing in", words, links


def _account_words(account: Account | None) -> str:
    if account is None:
        return "They have no account."
    if not account.is_active:
        return f"Their account ({account.email}) is switched off."
    last = f"last on {moment(account.last_login)}" if account.last_login is not None else "not yet"
    second = "with a second step" if second_step.steps_of(account) else "with a password alone"
    return f"They sign in as {account.email}, {second}; {last}."


@managers_only
def invite(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Invite somebody, or let them back in; the link is shown once."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found, directory = queries.worker(worker), queries.directory()
    if found is None or found.left_at is not None:
        raise Http404
    account = Account.objects.filter(worker_id=worker).first()
    form = forms.Invite(
        request.POST if request.method == "POST" else None, initial={"email": account.email} if account is not None else None
    )
    name = directory.name(worker)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            handed = admitting.admit(worker=worker, email=form.cleaned_data["email"], by=acting)
            link = request.build_absolute_uri(reverse("accounts:enter", args=[handed.words]))
            return page(request, "accounts/invited.html", name=name, link=link, worker=worker)
    heading = f"Invite {name} to sign in" if account is None else f"Let {name} back in"
    lead = (
        "You get a link to send to them. Somebody else who knows them gets a code to give to them. They need both: nobody can sign in as "
        "somebody else by themself."
        + (" What they signed in with before opens nothing any more once they are back." if account is not None else "")
    )
    return form_page(request, form, heading, "Make the link", back=reverse("partnership:people"), lead=lead)


@signed_in(again=True)
def admissions(request: HttpRequest) -> HttpResponse:
    """Whom I may vouch for; the code is shown once."""
    acting = acting_of(request)
    waiting = admitting.waiting(acting)
    with viewing(acting.viewer):
        directory = queries.directory()
    if "known" in request.POST:
        found = next((each for each in waiting if str(each.id) == request.POST["known"]), None)
        if found is None:
            return recorded(request, "This was used, has ended, or somebody else vouched. Nothing was recorded.", "accounts:admissions")
        try:
            handed = admitting.vouch(admission=found.id, by=acting)
        except Refused as why:
            return recorded(request, f"{why.sentence}.", "accounts:admissions")
        return page(request, "accounts/vouched.html", name=directory.name(found.worker_id), code=handed.words)
    rows = [
        (
            each.id,
            directory.worker_with_agency(each.worker_id),
            directory.name(directory.post_of_worker.get(each.worker_id)) if each.worker_id in directory.post_of_worker else "no post yet",
            "lost what they signed in with" if each.again else "is to have an account",
            directory.post_and_agency(each.made_by) if each.made_by is not None else "whoever set Holdfast up",
        )
        for each in waiting
    ]
    return page(request, "accounts/admissions.html", rows=rows)


def enter(request: HttpRequest, token: str) -> HttpResponse:
    """With the link in hand: the code, and a password of one's own."""
    found = admitting.admission_of(token)
    form = forms.Enter(request.POST if request.method == "POST" else None)
    if found is None:
        return page(request, "accounts/link_ended.html", status=404)
    if form.is_bound and form.is_valid():
        try:
            account = admitting.enter(token=token, code=form.cleaned_data["code"], password=form.cleaned_data["password"])
        except Refused as why:
            form.add_problem(why.field, why.sentence)
        else:
            return _in_with_second_step(request, account)
    return page(request, "accounts/enter.html", status=422 if form.is_bound else 200, form=form, found=found)


def _in_with_second_step(request: HttpRequest, account: Account) -> HttpResponse:
    if not second_step.required():
        return let_in(request, account)
    signing_in.begin_half(request, account)
    return redirect("accounts:set-up")


@managers_only
def switch(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Switch somebody's account off, or on again."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found, directory = queries.worker(worker), queries.directory()
    account = Account.objects.filter(worker_id=worker).first()
    if found is None or account is None or found.agency_id != acting.agency or worker == acting.worker:
        raise Http404
    if request.method == "POST":
        if account.is_active:
            actions.switch_off(worker=worker, by=acting)
            return recorded(request, "The account is off, and every session of it has ended.", "partnership:person", worker)
        actions.switch_on(worker=worker, by=acting)
        return recorded(request, "They can sign in again.", "partnership:person", worker)
    return page(
        request,
        "accounts/switch.html",
        name=directory.name(worker),
        on=account.is_active,
        back=reverse("partnership:person", args=[worker]),
    )
