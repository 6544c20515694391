"""The pages on which the front door records whom a concern names. Whoever it is, the answer is the same."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look, look_at_names
from holdfast.concerns import policies as front_door
from holdfast.concerns import queries as concerns
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.models import Concern
from holdfast.concerns.views import concern_or_404
from holdfast.database.viewing import viewing
from holdfast.pages.forms import Choice, Form
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.shell import Refusing, acting_of, form_page, recorded, signed_in
from holdfast.persons import forms, naming
from holdfast.persons.codes import Age
from holdfast.persons.models import ChildNamed
from holdfast.persons.naming import Naming
from holdfast.subjects.queries import names


def _here(acting: Acting) -> list[Choice]:
    """The organisations for which somebody may work or to which they may belong, or none of them."""
    with viewing(acting.viewer):
        directory = partnership.directory()
        found = [Choice(str(a.id), directory.name(a.id)) for a in partnership.agencies()]
    return [Choice(forms.NOBODY_HERE, "None of them, or it is not known"), *found]


def _works_for(answered: str) -> UUID | None:
    return UUID(answered) if answered and answered != forms.NOBODY_HERE else None


def _page(request: HttpRequest, form: Form, concern: Concern, heading: str, button: str, lead: str) -> HttpResponse:
    return form_page(
        request,
        form,
        heading=heading,
        lead=lead,
        button=button,
        back=reverse("concerns:concern", args=[concern.id]),
    )


@signed_in(*front_door.FRONT_DOOR)
def name(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Record somebody whom a concern names."""
    acting = acting_of(request)
    concern = concern_or_404(acting, concern_id)
    form = forms.Name(request.POST if request.method == "POST" else None)
    form.set_choices("works_for", _here(acting))
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        naming_ = Naming(
            said=a["words"],
            age=Age(a["age"]),
            name=a["name"] or None,
            description=a["description"] or None,
            phone=a["phone"] or None,
            plate=a["plate"] or None,
            works_for=_works_for(a["works_for"]),
        )
        with Refusing(form):
            naming.name_person(concern=ConcernId(concern.id), naming=naming_, by=acting, entry_id=form.entry_id)
            said = (
                "They are recorded, and to be assessed."
                if naming_.age is Age.ADULT
                else "They are recorded. A child first: say who they are."
            )
            return recorded(request, said, "concerns:concern", concern.id)
    lead = "An adult is to be assessed by whoever decides about it; that is a duty, and no record. Name each person once."
    return _page(request, form, concern, "Record somebody whom it names", "Record them", lead)


@signed_in(*front_door.FRONT_DOOR)
def nobody(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Record that a concern names nobody."""
    acting = acting_of(request)
    concern = concern_or_404(acting, concern_id)
    form = forms.Nobody(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            naming.name_nobody(concern=ConcernId(concern.id), reason=form.cleaned_data["reason"], by=acting, entry_id=form.entry_id)
            return recorded(request, "Recorded.", "concerns:concern", concern.id)
    return _page(
        request, form, concern, "It names nobody", "Record it", "Neither by name or nickname, nor by how somebody looks or what they drive."
    )


@signed_in(*front_door.FRONT_DOOR)
def child(request: HttpRequest, concern_id: UUID, named: UUID) -> HttpResponse:
    """Say who somebody is who was named and may be a child."""
    acting = acting_of(request)
    concern = concern_or_404(acting, concern_id)
    with viewing(acting.viewer):
        if not ChildNamed.objects.filter(id=named, concern_id=concern.id).exists():
            raise Http404
        found = concerns.children_found(concern.id)
    look(room=concern.id, what="concern", reason="front_door", by=acting)
    look_at_names(found, acting)
    with viewing(acting.viewer):
        called = names(found)
    form = forms.AnswerForChild(request.POST if request.method == "POST" else None)
    form.set_choices("child", [Choice(str(c), called.get(c, "Not yet identified")) for c in found])
    form.set_choices("works_for", _here(acting))
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        chosen = UUID(a["child"]) if a["outcome"] == "child" else None
        with Refusing(form):
            naming.answer_for_child(
                concern=ConcernId(concern.id),
                named=named,
                child=chosen,
                works_for=_works_for(a.get("works_for") or ""),
                reason=a["reason"],
                by=acting,
                entry_id=form.entry_id,
            )
            return recorded(request, "Recorded.", "concerns:concern", concern.id)
    lead = "If they are not among the children found for this concern, find or record them first: “Say which child”."
    return _page(request, form, concern, "Say who the child is who was named", "Record it", lead)
