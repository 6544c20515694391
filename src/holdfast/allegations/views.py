"""Pages of allegations: telling the LADO, and what the LADO does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look
from holdfast.access.finding import found_or_404
from holdfast.allegations import actions, forms, policies, presenters, queries
from holdfast.allegations.codes import Barring, Handling, Outcome
from holdfast.allegations.ids import AllegationId
from holdfast.allegations.models import Allegation
from holdfast.database.viewing import viewing
from holdfast.pages.forms import Choice, Form
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in


def employers(acting: Acting) -> list[Choice]:
    """For whom the person may work: the partnership's organisations, or another, which is named."""
    with viewing(acting.viewer):
        directory = partnership.directory()
        found = [a for a in partnership.agencies() if a.kind != AgencyKind.SCRUTINY]
    return [
        *(Choice(str(a.id), directory.name(a.id)) for a in found),
        Choice(forms.ANOTHER, "Another organisation, or nobody"),
    ]


@signed_in()
def tell(request: HttpRequest) -> HttpResponse:
    """Tell the LADO of an allegation."""
    acting = acting_of(request)
    policies.check_may_tell(acting)
    form = forms.Tell(request.POST if request.method == "POST" else None)
    form.set_choices("employer", employers(acting))
    if form.is_bound and form.is_valid():
        with Refusing(form):
            words, employer = forms.told_in(form.cleaned_data)
            actions.tell(words=words, employer=employer, noticed_on=form.cleaned_data["noticed_on"], by=acting, entry_id=form.entry_id)
            return recorded(request, "The LADO has it, and owes an answer within a working day. It stands on no child’s page.", "home")
    return form_page(
        request,
        form,
        heading="Tell the LADO of an allegation",
        lead="About somebody who works with children, paid or not. The LADO reads it, with whoever answers for the council and for your organisation; "
        "where the person works for one of these, nobody of it does, not even you.",
        button="Tell the LADO",
    )


@signed_in()
def all_of_them(request: HttpRequest) -> HttpResponse:
    """The allegations that this person reads."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = presenters.listed(queries.allegations(), partnership.directory())
    return page(request, "allegations/all.html", found=found)


def _found_or_404(acting: Acting, allegation_id: UUID) -> Allegation:
    return found_or_404(queries.allegation, allegation_id, what="allegation", by=acting)


@signed_in()
def allegation(request: HttpRequest, allegation_id: UUID) -> HttpResponse:
    """An allegation. The look is recorded first."""
    acting = acting_of(request)
    found = _found_or_404(acting, allegation_id)
    look(room=found.id, what="allegation", reason="lado" if acting.has_role(Role.LADO) else "answers_for_it", by=acting)
    with viewing(acting.viewer):
        events = presenters.events(queries.story(found.id), partnership.directory(), acting)
    deeds = [(_DEEDS[name].title, reverse("allegations:do", args=[found.id, name])) for name in _possible(found, acting)]
    return page(request, "allegations/allegation.html", found=found, state=presenters.state_of(found), events=events, deeds=deeds)


@dataclass(frozen=True)
class _Deed:
    form: type[Form]
    title: str
    button: str
    record: Callable[[AllegationId, Mapping[str, Any], Acting, UUID], None]
    said: str


_DEEDS: dict[str, _Deed] = {
    "acknowledge": _Deed(
        forms.Acknowledge,
        "Acknowledge it, and say how it is handled",
        "Record it",
        lambda id_, a, by, once: actions.acknowledge(
            allegation=id_, handling=Handling(a["handling"]), words=a["words"], by=by, entry_id=once
        ),
        "Acknowledged. The outcome is owed.",
    ),
    "conclude": _Deed(
        forms.Conclude,
        "Conclude it",
        "Record it",
        lambda id_, a, by, once: actions.conclude(
            allegation=id_, outcome=Outcome(a["outcome"]), barring=Barring(a["barring"]), words=a["words"], by=by, entry_id=once
        ),
        "Concluded.",
    ),
    "note": _Deed(
        forms.Note,
        "Add a note",
        "Add it",
        lambda id_, a, by, once: actions.note(allegation=id_, words=a["words"], by=by, entry_id=once),
        "Added.",
    ),
}


def _possible(found: Allegation, acting: Acting) -> Iterator[str]:
    """What this person can do with it now, the one thing to do next first."""
    if acting.has_role(Role.LADO) and found.acknowledged_at is None:
        yield "acknowledge"
    elif acting.has_role(Role.LADO) and found.concluded_at is None:
        yield "conclude"
    yield "note"


@signed_in()
def do(request: HttpRequest, allegation_id: UUID, name: str) -> HttpResponse:
    """One thing that is done with an allegation."""
    acting = acting_of(request)
    found = _found_or_404(acting, allegation_id)
    if (deed := _DEEDS.get(name)) is None:
        raise Http404
    form = deed.form(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            deed.record(AllegationId(found.id), form.cleaned_data, acting, form.entry_id)
            return recorded(request, deed.said, "allegations:allegation", found.id)
    return form_page(
        request,
        form,
        heading=deed.title,
        lead="",
        button=deed.button,
        back=reverse("allegations:allegation", args=[found.id]),
    )
