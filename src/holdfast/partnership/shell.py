"""The shell of every page: who is acting, the navigation in which packages register themselves, the banner of a demonstration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from types import MappingProxyType, TracebackType
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.pages.dates import moment as words_of_moment
from holdfast.pages.forms import Form
from holdfast.pages.shell import Demonstration, Link, Shell, SignedIn
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.queries import Directory, directory
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.record.append import AlreadyRecorded
from holdfast.record.gate import installation
from holdfast.record.refusal import Refused

View = Callable[..., HttpResponseBase]


class SignedInRequest(HttpRequest):
    """A request by someone who is signed in (for types only)."""

    acting: Acting


@dataclass(frozen=True)
class Item:
    """A link of the navigation: where it leads, its words, its place in the row, and for whom it is (nobody named: everyone)."""

    url: str
    words: str
    place: int
    roles: tuple[Role, ...] = ()
    #: Of which kinds of organisation nobody has it.
    but: tuple[AgencyKind, ...] = ()


_items: list[Item] = []
_clock: list[str] = []
#: Of a page with a form: where somebody finds the draft that they have of it, and when it was kept, in words.
Begun = Callable[[HttpRequest, Mapping[str, Any]], tuple[str, str] | None]
_begun: list[Begun] = []


def register_navigation(url: str, words: str, *, place: int, roles: tuple[Role, ...] = (), but: tuple[AgencyKind, ...] = ()) -> None:
    """A package says which of its pages stands in the navigation. A URL that there is none of is an error on every page, and in the tests."""
    _items.append(Item(url, words, place, roles, but))


def register_clock(url: str) -> None:
    """A package says where the clock of a demonstration is moved."""
    _clock.append(url)


def register_begun(function: Begun) -> None:
    """A package says whether somebody has a draft of a page's form."""
    _begun.append(function)


def navigation(acting: Acting, current: str = "") -> tuple[Link, ...]:
    """The links at the head of the page for this person."""
    items = sorted(
        (i for i in _items if (not i.roles or acting.role in i.roles) and acting.agency_kind not in i.but), key=lambda i: i.place
    )
    return tuple(Link(i.words, href, current=href == current) for i in items if (href := reverse(i.url)))


#: Whether whoever is signed in must show again that it is they, before a page that asks for it: the answer that leads them there.
Showing = Callable[[HttpRequest], HttpResponse | None]
_showing: list[Showing] = []


def register_showing(function: Showing) -> None:
    """A package says who must show again that it is they."""
    _showing.append(function)


def to_show_again(request: HttpRequest) -> HttpResponse | None:
    """Where somebody must show once more that it is they; None where they did so a short while ago."""
    return next((answer for ask in _showing if (answer := ask(request)) is not None), None)


def signed_in(*roles: Role, again: bool | tuple[Role, ...] = False) -> Callable[[View], View]:
    """Only for those signed in; with roles, only for holders of one of them (others get "not found"). NotPermitted becomes a page. With `again` they,
    or those of them in these roles, show once more that it is they, unless they did so a short while ago.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            acting = getattr(request, "acting", None)
            if acting is None:
                return redirect(f"{reverse('accounts:sign-in')}?{urlencode({'next': request.path})}")
            if roles and not acting.has_role(*roles):
                raise Http404
            asked_of = acting.has_role(*again) if isinstance(again, tuple) else again
            if asked_of and (asked := to_show_again(request)) is not None:
                return asked
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


#: Where what was just recorded waits to be said on the next page: words of the program, never what somebody wrote.
_NOTICES = "notices"


def recorded(request: HttpRequest, words: str, to: str, *args: Any) -> HttpResponse:
    """Go on to a page, which says what was recorded and what follows."""
    request.session[_NOTICES] = [*request.session.get(_NOTICES, []), words]
    return redirect(to, *args)


def acting_of(request: HttpRequest) -> Acting:
    """Who is signed in, in a view that `signed_in` guards."""
    return cast(SignedInRequest, request).acting


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page in its shell, with `acting`, `directory` and `now`."""
    return render(request, template, {**page_context(request, context), **context}, status=status)


def page_context(request: HttpRequest, given: Mapping[str, Any] = MappingProxyType({})) -> dict[str, Any]:
    """What every page is made with: `shell`, `acting`, `now`, and for those signed in the `directory`; what the view gives is not asked again."""
    acting: Acting | None = getattr(request, "acting", None)
    moment = given["now"] if "now" in given else now()
    if acting is None:
        shell = Shell(service_name=settings.SERVICE_NAME, demonstration=_demonstration(moment, acting))
        return {"acting": acting, "now": moment, "shell": shell}
    names = given.get("directory") or _names(acting)
    shell = Shell(
        service_name=settings.SERVICE_NAME,
        partnership=names.partnership,
        navigation=navigation(acting, request.path),
        signed_in=SignedIn(
            name=names.name(acting.worker),
            post=names.name(acting.post),
            agency=names.name(acting.agency),
            sign_out=reverse("accounts:sign-out"),
        ),
        demonstration=_demonstration(moment, acting),
    )
    begun = next((found for function in _begun if (found := function(request, given)) is not None), None)
    return {"acting": acting, "now": moment, "directory": names, "shell": shell, "notices": _said(request), "begun": begun}


def _said(request: HttpRequest) -> list[str]:
    """What was recorded by the page before: said once."""
    said: list[str] = request.session.pop(_NOTICES, []) if _NOTICES in request.session else []
    return said


def _names(acting: Acting) -> Directory:
    with viewing(acting.viewer):
        return directory()


def _demonstration(moment: datetime, acting: Acting | None) -> Demonstration | None:
    if installation().nature != "demonstration":
        return None
    href = reverse(_clock[0]) if _clock else ""
    return Demonstration(clock=words_of_moment(moment), href=href)


def form_page(request: HttpRequest, form: Form, heading: str, button: str, back: str = "", lead: str = "") -> HttpResponse:
    """A page with one form: what it is called, the one button, the way back; with status 422 once it was sent and stands again."""
    status = 422 if form.is_bound else 200
    return page(request, "pages/one_form.html", status=status, form=form, heading=heading, lead=lead, button=button, back=back)
