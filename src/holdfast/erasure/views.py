"""Pages of orders to erase: what there is, bringing one, and deciding on one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import denied, look
from holdfast.access.finding import found_or_404
from holdfast.database.viewing import viewing
from holdfast.erasure import actions, forms, policies, presenters, queries
from holdfast.erasure.codes import Right, State
from holdfast.erasure.models import Order
from holdfast.pages.forms import Form
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import LEADS, Role
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in


@signed_in(*policies.READERS)
def all_of_them(request: HttpRequest) -> HttpResponse:
    """Every order to erase, and where it stands."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = presenters.listed(queries.orders(), partnership.directory())
    return page(request, "erasure/all.html", found=found)


@signed_in(*LEADS, again=True)
def ask(request: HttpRequest, matter: UUID) -> HttpResponse:
    """Bring an order to erase words of a matter. That somebody chooses among its entries is a look."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        kind = queries.matter_type_of(matter)
    if kind not in policies.MATTERS:
        denied(matter=matter, what="erasure", by=acting)
        raise Http404
    look(room=matter, what="entries", reason="erasure", by=acting)
    form = forms.Ask(request.POST if request.method == "POST" else None, initial={"entries": request.GET.getlist("entry")})
    with viewing(acting.viewer):
        form.set_choices("entries", presenters.choices(queries.can_be_named(matter, acting), partnership.directory(), acting))
    if form.is_bound and form.is_valid():
        with Refusing(form):
            a = form.cleaned_data
            order = actions.ask(
                matter=matter,
                entries=[UUID(each) for each in a["entries"]],
                right=Right(a["right"]),
                ordered_on=a["ordered_on"],
                authority=a["authority"],
                why=a["why"],
                by=acting,
                entry_id=form.entry_id,
            )
            return recorded(request, "Brought. Nothing is erased yet: everything is under a legal hold.", "erasure:order", order)
    return form_page(
        request,
        form,
        heading="Bring an order to erase",
        lead="Only a lawful order destroys what was recorded. The independent scrutineer lifts the legal hold for it, and somebody of another "
        "organisation agrees. That there was an entry, when, by whom and of what kind stays for ever, and so does this order.",
        button="Bring the order",
    )


def _found_or_404(acting: Acting, order_id: UUID) -> Order:
    return found_or_404(queries.order, order_id, what="erasure", by=acting)


@signed_in(again=True)
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """An order, and what can be done with it. The look is recorded first."""
    acting = acting_of(request)
    found = _found_or_404(acting, order_id)
    look(room=found.id, what="erasure", reason="answers_for_it", by=acting)
    with viewing(acting.viewer):
        asked = queries.asked_of(found.id)
        events = presenters.events(queries.story(found.id), partnership.directory(), acting)
    deeds = [(_DEEDS[name].title, reverse("erasure:do", args=[found.id, name])) for name in _possible(found, acting)]
    return page(
        request,
        "erasure/order.html",
        found=found,
        state=presenters.STATE_TAGS[State(found.state)],
        named=presenters.named(asked.facts),
        events=events,
        deeds=deeds,
        to_carry_out=found.state == State.AGREED,
    )


@dataclass(frozen=True)
class _Deed:
    form: type[Form]
    title: str
    lead: str
    record: Callable[..., None]
    said: str


_DEEDS = {
    "lift": _Deed(
        forms.Words,
        "Lift the legal hold for this order",
        "For these entries alone. Say why no inquiry, claim or inspection needs them.",
        actions.lift_hold,
        "Lifted for this order. Somebody of another organisation decides.",
    ),
    "agree": _Deed(
        forms.Agree,
        "Agree to it",
        "From now on nobody opens these words, and it says so where they stood. Their keys can then be destroyed.",
        actions.agree,
        "Shut. Whoever keeps the machines destroys the keys.",
    ),
    "refuse": _Deed(
        forms.Words, "Refuse it", "Nothing is erased by this order.", actions.refuse, "Refused. Nothing is erased by this order."
    ),
}


def _possible(found: Order, acting: Acting) -> Iterator[str]:
    """What this person can do with it now, the one thing to do next first."""
    if found.state == State.ASKED and acting.has_role(Role.SCRUTINEER):
        yield "lift"
    if found.state == State.LIFTED and acting.has_role(*LEADS) and acting.agency != found.asked_by_agency_id:
        yield "agree"
    if found.state in (State.ASKED, State.LIFTED):
        yield "refuse"


@signed_in(again=True)
def do(request: HttpRequest, order_id: UUID, name: str) -> HttpResponse:
    """One thing that is decided about an order."""
    acting = acting_of(request)
    found = _found_or_404(acting, order_id)
    if (deed := _DEEDS.get(name)) is None:
        raise Http404
    form = deed.form(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            deed.record(order=found.id, words=form.cleaned_data["words"], by=acting, entry_id=form.entry_id)
            return recorded(request, deed.said, "erasure:order", found.id)
    return form_page(
        request,
        form,
        heading=deed.title,
        lead=deed.lead,
        button=deed.title,
        back=reverse("erasure:order", args=[found.id]),
    )
