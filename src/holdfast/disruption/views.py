"""Pages of the catalogue of measures: what there is, each row, and who answers for the bodies that hold them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import denied, look
from holdfast.database.viewing import viewing
from holdfast.disruption import actions, applying, catalogue, forms, landing, presenters, queries, resting
from holdfast.disruption.catalogue import CatalogueError
from holdfast.disruption.codes import BODY_WORDS
from holdfast.disruption.navigation import FOUND_BY
from holdfast.disruption.policies import why_not_offered
from holdfast.pages.forms import Choice
from holdfast.partnership import queries as partnership
from holdfast.partnership.roles import LEADS, SEES_NO_CHILD, Role
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in


def _catalogue_whole(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A file that a partnership wrote, and that makes no sense, is told by file, row, field and rule to whoever opens a page."""

    @wraps(view)
    def shown(request: HttpRequest, **asked: str) -> HttpResponse:
        try:
            return view(request, **asked)
        except CatalogueError as why:
            return page(request, "disruption/broken.html", status=500, why=str(why))

    return shown


READERS = (*LEADS, Role.MANAGER, Role.SCRUTINEER)


@signed_in(*FOUND_BY)
def landing_page(request: HttpRequest) -> HttpResponse:
    """What there is about persons, places, measures, licensing and investigations, for this person."""
    return page(request, "disruption/landing.html", parts=landing.parts_for(acting_of(request)))


@signed_in(*READERS)
@_catalogue_whole
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure, by what it is taken against."""
    with viewing(acting_of(request).viewer):
        groups = presenters.by_aim(catalogue.measures(), queries.signatures())
        unanswered = [BODY_WORDS[body] for body in queries.unanswered()]
    return page(request, "disruption/measures.html", groups=groups, unanswered=unanswered)


def _found_or_404(code: str) -> catalogue.Measure:
    try:
        return catalogue.measure(code)
    except KeyError as missing:
        raise Http404 from missing


@signed_in(*READERS)
@_catalogue_whole
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """One measure: all that is known of it, and who signed it."""
    acting, found = acting_of(request), _found_or_404(code)
    with viewing(acting.viewer):
        signed = queries.signed(code)
        why_not = why_not_offered(found, queries.signatures().get(code))
    return page(
        request,
        "disruption/measure.html",
        found=found,
        tags=presenters.tags_of(found),
        rows=presenters.facts_of(found),
        signatures=presenters.signatures_of(found, signed),
        why_not=why_not,
        sign=reverse("disruption:sign", args=[code]) if acting.has_role(*LEADS) else "",
    )


@signed_in(*LEADS)
@_catalogue_whole
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """Record that a lawyer signed a row."""
    acting, found = acting_of(request), _found_or_404(code)
    form = forms.Sign(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            actions.record_signature(
                code=code, lawyer=a["lawyer"], signed_on=a["signed_on"], words=a["words"] or None, by=acting, entry_id=form.entry_id
            )
            return recorded(request, "Recorded. It counts for the row as it reads now.", "disruption:measure", code)
    return form_page(
        request,
        form,
        heading=f"A lawyer signed: {found.title}",
        lead="What is signed is the row as it reads now. If anything in it changes, it must be signed anew before a real installation offers it.",
        button="Record the signature",
    )


@signed_in(*READERS)
@_catalogue_whole
def weigh(request: HttpRequest) -> HttpResponse:
    """What could be done, by what is known of somebody or something. Nothing is recorded, and nobody is named."""
    form = forms.Weigh(request.POST if request.method == "POST" else None)
    found = None
    if form.is_bound and form.is_valid():
        with viewing(acting_of(request).viewer):
            weighed = applying.weigh(catalogue.measures(), forms.against_in(form.cleaned_data))
            found = presenters.weighed(weighed, queries.signatures())
    return page(request, "disruption/weigh.html", status=422 if form.is_bound and found is None else 200, form=form, found=found)


@signed_in(*READERS)
@_catalogue_whole
def bodies(request: HttpRequest) -> HttpResponse:
    """Who answers for each body that holds measures."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        rows = presenters.body_rows(
            [*catalogue.bodies(), queries.DECONFLICTION],
            queries.holders(),
            queries.outside_names(),
            partnership.directory(),
            may_set=acting.has_role(*LEADS),
        )
        unanswered = len(queries.unanswered())
    return page(request, "disruption/bodies.html", rows=rows, unanswered=unanswered)


@signed_in(*LEADS)
@_catalogue_whole
def body(request: HttpRequest, body: str) -> HttpResponse:
    """Say which post of one's own organisation answers for a body."""
    acting = acting_of(request)
    if body not in (*catalogue.bodies(), queries.DECONFLICTION):
        raise Http404
    form = forms.Body(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        directory = partnership.directory()
        form.set_choices("post", [Choice(str(post.id), directory.name(post.id)) for post in partnership.posts_of(acting.agency)])
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            actions.set_holder(body=body, post=UUID(a["post"]), outside=a["outside"] or None, by=acting, entry_id=form.entry_id)
            return recorded(request, f"{BODY_WORDS[body]}: whoever holds that post answers from now.", "disruption:bodies")
    return form_page(
        request,
        form,
        heading=f"Who answers for: {BODY_WORDS[body]}",
        lead="Only posts of your own organisation are offered: nobody gives another organisation something to answer for.",
        button="Record who answers",
    )


@signed_in(*(role for role in Role if role not in (*SEES_NO_CHILD, Role.SCRUTINEER)))
def look_again(request: HttpRequest, fell_id: UUID) -> HttpResponse:
    """Look again at a decision that rests on what was retracted. The look is recorded first."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.resting(fell_id)
    if found is None:
        denied(matter=fell_id, what="decision", by=acting)
        raise Http404
    look(room=found.room_id, what="decision", reason="owner", by=acting)
    form = forms.LookAgain(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            resting.look_again(fell_id=fell_id, stands=a["stands"], words=a["words"], by=acting, entry_id=form.entry_id)
            return recorded(request, "Recorded. It stands with the decision.", "home")
    with viewing(acting.viewer):
        decided = queries.decision(found)
    return form_page(
        request,
        form,
        heading="Look at a decision again",
        lead=presenters.decided(decided) if decided is not None else "",
        button="Record it",
        back=reverse("home"),
    )
