"""Pages of a demonstration only: sign in as one of the invented people, and move the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from holdfast.accounts.models import Account
from holdfast.accounts.signing_in import begin_session
from holdfast.database.time import move_clock, now
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.demonstration import forms, people
from holdfast.duties.escalation import run_escalations
from holdfast.duties.weekly import run_weekly
from holdfast.partnership.queries import directory
from holdfast.partnership.shell import page
from holdfast.record.gate import installation

View = Callable[..., HttpResponse]
STEPS: dict[str, timedelta] = {
    "15m": timedelta(minutes=15),
    "1h": timedelta(hours=1),
    "1d": timedelta(days=1),
    "3d": timedelta(days=3),
    "7d": timedelta(days=7),
    "28d": timedelta(days=28),
}


def in_demonstration(view: View) -> View:
    """There is no such page anywhere else."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if installation().nature != "demonstration":
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


@in_demonstration
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Whom to be."""
    with viewing(Viewer.of(EVERYONE)):
        found = people.everyone()
        names = directory()
    rows = [
        (found[key].worker, names.name(found[key].worker), names.post_and_agency(found[key].worker), words)
        for key, words in people.SHOWN
        if key in found
    ]
    return page(request, "demonstration/people.html", rows=rows, password=people.PASSWORD)


@in_demonstration
@require_POST
def become(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Sign in as one of them, with no password: there is nothing real here."""
    if worker not in {acting.worker for acting in people.everyone().values()}:
        raise Http404
    account = Account.objects.filter(worker_id=worker).first()
    if account is None:
        raise Http404
    begin_session(request, account)
    return redirect("home")


@in_demonstration
def clock(request: HttpRequest) -> HttpResponse:
    """Move the clock forward; what has become due is done at once, as the background process would."""
    form = forms.MoveClock(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        move_clock(now() + STEPS[form.cleaned_data["by"]])
        run_escalations()
        run_weekly()
        return redirect("demonstration:clock")
    return page(request, "demonstration/clock.html", status=422 if form.is_bound else 200, form=form)
