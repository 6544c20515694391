"""The page on which the front door says which child a concern is about: found, recorded, or not yet identified."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look_at_names
from holdfast.concerns import actions, forms, policies, presenters
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.views import concern_or_404
from holdfast.database.viewing import viewing
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.shell import Refusing, acting_of, page, recorded, signed_in
from holdfast.subjects.actions import NewPerson, PerhapsThere, record_new
from holdfast.subjects.ids import PersonId
from holdfast.subjects.likeness import Likely, likely
from holdfast.subjects.queries import births, find_people, names, person


@signed_in(*policies.FRONT_DOOR)
def child(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Find the child whom a concern is about, or record them; whoever may be the same child is shown before anything is recorded."""
    acting = acting_of(request)
    concern = concern_or_404(acting, concern_id)
    if "choose" in request.POST:
        with viewing(acting.viewer):
            chosen = [p for p in _uuids(request.POST.getlist("choose")) if person(p) is not None]
        return _chosen(request, concern.id, chosen, acting)
    search = forms.FindChild(request.POST if "search" in request.POST else None, prefix="find")
    new = forms.NewChild(request.POST if "record" in request.POST else None, prefix="new")
    unknown = forms.Unidentified(request.POST if "unidentified" in request.POST else None, prefix="unknown")
    perhaps: list[Likely] = []
    if new.is_bound and new.is_valid():
        known_as = NewPerson(name=new.cleaned_data["name"], born=new.cleaned_data["born"])
        with Refusing(new):
            try:
                return _chosen(request, concern.id, [_record(known_as, request, acting, new.entry_id)], acting)
            except PerhapsThere as there:
                perhaps = list(there.found)
    if unknown.is_bound and unknown.is_valid():
        described = NewPerson(description=unknown.cleaned_data["description"])
        return _chosen(request, concern.id, [_record(described, request, acting, unknown.entry_id)], acting)
    found = _found(search, acting) if search.is_bound and search.is_valid() else None
    rows = _rows(found if found is not None else perhaps, acting)
    return page(
        request,
        "concerns/child.html",
        status=422 if (search.is_bound or new.is_bound or unknown.is_bound) and found is None else 200,
        concern=concern,
        search=search,
        new=new,
        unknown=unknown,
        rows=rows if found is not None or perhaps else None,
        perhaps=[str(p.person) for p in perhaps],
        errors=[*search.error_summary(), *new.error_summary(), *unknown.error_summary()],
        back=reverse("concerns:concern", args=[concern.id]),
    )


def _record(new: NewPerson, request: HttpRequest, acting: Acting, once: UUID) -> PersonId:
    with viewing(acting.viewer):
        council = partnership.council()
    keeps = council.id if council else acting.agency
    return record_new(new, source=keeps, agencies=[keeps], none_of=_uuids(request.POST.getlist("none_of")), by=acting, person=once)


def _found(search: forms.FindChild, acting: Acting) -> list[Likely]:
    """Who fits exactly; where nobody does, whoever may be meant."""
    asked = search.cleaned_data
    with viewing(acting.viewer):
        exact = [Likely(person, ()) for person in find_people(**asked)]
        identifiers = [asked["identifier"]] if asked["identifier"] else []
        return exact or likely(name=asked["name"] or None, born=asked["born"], identifiers=identifiers)


def _rows(found: list[Likely], acting: Acting) -> list[tuple[UUID, str, str]]:
    people = [f.person for f in found]
    look_at_names(people, acting)
    with viewing(acting.viewer):
        return presenters.found_rows(found, names(people), births(people))


def _chosen(request: HttpRequest, concern: UUID, people: Sequence[UUID], acting: Acting) -> HttpResponse:
    """These children are recorded for whoever decides."""
    for one in people:
        actions.record_child(concern=ConcernId(concern), child=one, by=acting)
    words = "Recorded for whoever decides."
    if acting.has_role(*policies.DECIDERS):
        return recorded(request, words, "concerns:do", concern, "decide")
    return recorded(request, words, "concerns:concern", concern)


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
