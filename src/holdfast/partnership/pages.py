"""What every page for a signed-in person is made with: who is acting, the navigation, the banner of a demonstration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from types import TracebackType
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from holdfast.database.time import now
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.pages.dates import moment as words_of_moment
from holdfast.pages.forms import Form
from holdfast.pages.shell import Demonstration, Link, Shell, SignedIn
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.queries import directory
from holdfast.partnership.roles import Role
from holdfast.record.append import AlreadyRecorded
from holdfast.record.gate import installation
from holdfast.record.refusal import Refused

View = Callable[..., HttpResponseBase]


class SignedInRequest(HttpRequest):
    """A request by someone who is signed in (for types only)."""

    acting: Acting


#: Navigation by role: the name of the URL and the words. A page that is not there yet is left out.
_EVERYONE_SEES = (("home", "Home"), ("duties:mine", "My duties"), ("children:mine", "Children"))
_ROLE_SEES: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.FRONT_DOOR: (("concerns:queue", "Front door"),),
    Role.FRONT_DOOR_MANAGER: (("concerns:queue", "Front door"),),
    Role.OUT_OF_HOURS: (("concerns:queue", "Front door"),),
    Role.ANALYST: (("returns:imports", "Returns"),),
    Role.NAMED_LEAD: (("returns:imports", "Returns"),),
}
_LAST = (("concerns:mine", "What I told"), ("duties:told", "What we were told"), ("duties:board", "Board"))


def navigation(acting: Acting, current: str = "") -> tuple[Link, ...]:
    """The links at the head of the page for this person."""
    items = (*_EVERYONE_SEES, *(_ROLE_SEES.get(acting.role, ()) if acting.role else ()), *_LAST)
    links = []
    for name, words in items:
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        links.append(Link(words, href, current=href == current))
    return tuple(links)


def signed_in(*roles: Role) -> Callable[[View], View]:
    """Only for those signed in; with roles, only for holders of one of them (others get "not found"). NotPermitted becomes a page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            acting = getattr(request, "acting", None)
            if acting is None:
                return redirect(f"{reverse('partnership:sign-in')}?{urlencode({'next': request.path})}")
            if roles and not acting.has_role(*roles):
                raise Http404
            try:
                return view(request, *args, **kwargs)
            except NotPermitted as why:
                return page(request, "pages/error_403.html", status=403, reason=str(why))

        return wrapped

    return decorate


class Refusing:
    """`with Refusing(form):` records something; what an action refuses stands on the form, at the field that it names, and the page goes on."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, trace: TracebackType | None) -> bool:
        if isinstance(why, Refused):
            self.form.add_problem(why.field, why.sentence)
        elif isinstance(why, AlreadyRecorded):
            self.form.add_problem(None, "This form was sent by somebody else before. Open the page again, and send it from there")
        else:
            return False
        return True


def acting_of(request: HttpRequest) -> Acting:
    """Who is signed in, in a view that `signed_in` guards."""
    return cast(SignedInRequest, request).acting


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page in its shell, with `acting`, `directory` and `now`."""
    return render(request, template, {**page_context(request), **context}, status=status)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What every page is made with: `shell`, `acting`, `now`, and for those signed in the `directory`."""
    acting: Acting | None = getattr(request, "acting", None)
    moment = now()
    if acting is None:
        shell = Shell(service_name=settings.SERVICE_NAME, demonstration=_demonstration(moment, acting))
        return {"acting": acting, "now": moment, "shell": shell}
    with viewing(acting.viewer):
        names = directory()
    shell = Shell(
        service_name=settings.SERVICE_NAME,
        partnership=names.partnership,
        navigation=navigation(acting, request.path),
        signed_in=SignedIn(
            name=names.name(acting.worker),
            post=names.name(acting.post),
            agency=names.name(acting.agency),
            sign_out=reverse("partnership:sign-out"),
        ),
        demonstration=_demonstration(moment, acting),
    )
    return {"acting": acting, "now": moment, "directory": names, "shell": shell}


def _demonstration(moment: datetime, acting: Acting | None) -> Demonstration | None:
    if installation().nature != "demonstration":
        return None
    try:
        href = reverse("demonstration:clock")
    except NoReverseMatch:
        href = ""
    return Demonstration(clock=words_of_moment(moment), href=href)


def as_public() -> Viewer:
    """The viewer of someone who is not signed in: nothing but what is everyone's."""
    return Viewer.of(EVERYONE)
