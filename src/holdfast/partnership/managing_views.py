"""Pages of an organisation's account manager: who works here, in which post; and what takes another organisation to agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.database.viewing import viewing
from holdfast.pages.forms import Choice, Form
from holdfast.partnership import actions, changing, keeping, leaving, queries
from holdfast.partnership import managing_forms as forms
from holdfast.partnership import managing_presenters as show
from holdfast.partnership.changing import Proposed
from holdfast.partnership.kinds import Wide
from holdfast.partnership.models import Worker
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import DESCRIPTIONS, WIDE, Role
from holdfast.partnership.shell import Refusing, View, acting_of, form_page, page, recorded, signed_in
from holdfast.record.refusal import Refused
from holdfast.when import LONDON

MINE = "partnership:managing"


def managers_only(view: Callable[..., HttpResponse]) -> View:
    """Only for account managers; others get "not found". Who is let in, and who leaves, is nothing for a screen that was left open."""

    @signed_in(again=True)
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not acting_of(request).manages_accounts:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


def _address(name: str) -> str:
    """The address of a page about something, with a place for its id."""
    return reverse(name, args=[UUID(int=0)]).replace(str(UUID(int=0)), "{}")


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@managers_only
def managing(request: HttpRequest) -> HttpResponse:
    """Who works in my organisation, its posts, and what waits for another organisation."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        directory = queries.directory()
        people = show.people_rows(acting.agency, directory, _address("partnership:person"))
        posts = show.post_rows(acting.agency, directory, _address("partnership:post"))
        waiting = show.waiting_rows(acting.agency, directory)
    return page(
        request,
        "partnership/managing.html",
        people=people,
        posts=posts,
        waiting=waiting,
        people_columns=show.PEOPLE,
        post_columns=show.POSTS,
    )


def _worker(worker: UUID, acting: Acting) -> Worker:
    """One of my organisation's people who are here. Raises Http404."""
    found = queries.worker(worker)
    if found is None or found.agency_id != acting.agency or found.left_at is not None:
        raise Http404
    return found


@managers_only
def person(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Somebody who works here: their post, and what can change."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        directory, found = queries.directory(), _worker(worker, acting)
        manages = worker in queries.account_managers(acting.agency)
        away = queries.covers_of(worker)[:1]
    role = directory.role_of_post.get(found.post_id) if found.post_id is not None else None
    return page(
        request,
        "partnership/person.html",
        found=found,
        name=directory.name(worker),
        post=directory.name(found.post_id) if found.post_id is not None else "none yet",
        role=DESCRIPTIONS[Role(role)] if role is not None else None,
        manages=manages,
        away=[(directory.name(c.covered_by_id), c) for c in away],
        sections=[words for section in _sections if (words := section(request, acting, found)) is not None],
        back=reverse(MINE),
    )


#: What other packages show on the page of somebody who works here: words, and where what can be done about it is.
Section = Callable[[HttpRequest, Acting, Worker], "tuple[str, list[str], list[tuple[str, str]]] | None"]
_sections: list[Section] = []


def register_person_section(section: Section) -> Section:
    """A package says what it knows of somebody who works here: a heading, sentences, and links."""
    _sections.append(section)
    return section


def _posts(acting: Acting, *, but: UUID | None = None) -> list[Choice]:
    return show.post_choices((p for p in queries.posts_of(acting.agency) if p.holder_id != but or but is None), queries.directory())


@managers_only
def starts(request: HttpRequest) -> HttpResponse:
    """Somebody starts."""
    acting = acting_of(request)
    form = forms.Starts(_sent(request))
    with viewing(acting.viewer):
        form.set_choices("post", show.or_none(_posts(acting), "No post yet"))
    if form.is_bound and form.is_valid():
        post = show.chosen(form.cleaned_data["post"])
        with Refusing(form), transaction.atomic():  # what cannot take up the post has not begun either
            worker = actions.join_worker(agency=acting.agency, name=form.cleaned_data["name"], by=acting, entry_id=form.entry_id)
            words = (
                _takes_up(worker, post, form, acting, hand_over=False) if post is not None else "They are recorded; they hold no post yet."
            )
            return recorded(request, words, "partnership:person", worker)
    return form_page(request, form, "Somebody starts", "Record that they start", back=reverse(MINE))


def _takes_up(worker: UUID, post: UUID, form: Form, acting: Acting, *, hand_over: bool) -> str:
    """Appoint, or propose to where it takes another organisation; what to say of it. Raises Refused, NotPermitted."""
    with viewing(acting.viewer):
        found = next((p for p in queries.posts_of(acting.agency) if p.id == post), None)
    if found is None or Role(found.role) not in WIDE:
        actions.appoint(worker=worker, post=post, by=acting, hand_over=hand_over)
        return "They hold the post from now."
    if not form.cleaned_data["reason"]:
        raise Refused("reason", "This post takes another organisation’s agreement: enter why, for them to read")
    changing.propose(Proposed(what=Wide.APPOINTMENT, worker=worker, post=post), reason=form.cleaned_data["reason"], by=acting)
    return "Proposed. They hold the post when somebody of another organisation agrees."


@managers_only
def moves(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Somebody takes up another post; what would pass on is shown before."""
    acting = acting_of(request)
    form = forms.Moves(_sent(request))
    with viewing(acting.viewer):
        directory = queries.directory()
        _worker(worker, acting)
        form.set_choices("post", _posts(acting, but=worker))
    if form.is_bound and form.is_valid():
        with Refusing(form):
            words = _takes_up(worker, UUID(form.cleaned_data["post"]), form, acting, hand_over=form.cleaned_data["hand_over"])
            return recorded(request, words, "partnership:person", worker)
    passing = show.passing_words(leaving.foresee(lambda: actions.hand_over(worker=worker, by=acting)), directory)
    heading = f"{directory.name(worker)} takes up another post"
    return _giving_up(request, form, worker, heading, "Record the move", passing, "If they hand over, these pass on:")


@managers_only
def leaves(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Somebody leaves; what passes to whom is shown before."""
    acting = acting_of(request)
    form = forms.Leaves(_sent(request))
    with viewing(acting.viewer):
        directory = queries.directory()
        _worker(worker, acting)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            actions.record_leaver(worker=worker, by=acting, entry_id=form.entry_id)
            return recorded(request, "They have left. What they owed has passed on, and their sign-in has ended.", MINE)
    try:
        passing = show.passing_words(leaving.foresee(lambda: actions.record_leaver(worker=worker, by=acting)), directory)
    except Refused as why:
        passing = [f"They cannot leave yet. {why.sentence}."]
    return _giving_up(request, form, worker, f"{directory.name(worker)} leaves", "Record that they leave", passing, "These pass on:")


@managers_only
def hands_over(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Somebody stays, and hands over what they owe and hold."""
    acting = acting_of(request)
    form = forms.HandsOver(_sent(request))
    with viewing(acting.viewer):
        directory = queries.directory()
        _worker(worker, acting)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            actions.hand_over(worker=worker, by=acting, entry_id=form.entry_id)
            return recorded(request, "What they owed and held has passed on.", "partnership:person", worker)
    passing = show.passing_words(leaving.foresee(lambda: actions.hand_over(worker=worker, by=acting)), directory)
    return _giving_up(request, form, worker, f"{directory.name(worker)} hands over", "Record it", passing, "These pass on:")


def _giving_up(request: HttpRequest, form: Form, worker: UUID, heading: str, button: str, passing: list[str], lead: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    back = reverse("partnership:person", args=[worker])
    return page(
        request, "partnership/passes.html", status=status, form=form, heading=heading, button=button, passing=passing, lead=lead, back=back
    )


@managers_only
def away(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Somebody is away, perhaps for long: who answers meanwhile."""
    acting = acting_of(request)
    form = forms.Away(_sent(request))
    with viewing(acting.viewer):
        directory = queries.directory()
        _worker(worker, acting)
        others = [w for w in queries.workers_of(acting.agency) if w.id != worker and w.post_id is not None]
    form.set_choices("covered_by", sorted((Choice(str(w.id), directory.name(w.id)) for w in others), key=lambda c: c.label))
    if form.is_bound and form.is_valid():
        with Refusing(form):
            actions.arrange_cover(
                worker=worker,
                covered_by=UUID(form.cleaned_data["covered_by"]),
                starts_at=datetime.combine(form.cleaned_data["first"], time.min, tzinfo=LONDON),
                ends_at=datetime.combine(form.cleaned_data["last"] + timedelta(days=1), time.min, tzinfo=LONDON),
                by=acting,
                entry_id=form.entry_id,
            )
            return recorded(request, "The cover is arranged.", "partnership:person", worker)
    lead = "Their duties stay theirs and the clocks run on; whoever covers reads and answers in their place."
    back = reverse("partnership:person", args=[worker])
    return form_page(request, form, f"{directory.name(worker)} is away", "Arrange cover", back=back, lead=lead)


@managers_only
def renamed(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Somebody has another name."""
    acting = acting_of(request)
    form = forms.Renamed(_sent(request))
    with viewing(acting.viewer):
        directory = queries.directory()
        _worker(worker, acting)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            keeping.rename(worker=worker, name=form.cleaned_data["name"], by=acting, entry_id=form.entry_id)
            return recorded(request, "Their name is changed.", "partnership:person", worker)
    back = reverse("partnership:person", args=[worker])
    return form_page(request, form, f"{directory.name(worker)} has another name", "Change the name", back=back)


def _post_choices(form: Form, acting: Acting, *, but: UUID | None = None) -> None:
    """Whom a post may answer to, and of which team it may be."""
    directory = queries.directory()
    posts = [p for p in queries.posts_of(acting.agency) if p.id != but]
    form.set_choices("manager_post", show.or_none(show.post_choices(posts, directory), "None: it is the organisation’s first"))
    teams = [Choice(str(t.id), directory.name(t.id)) for t in queries.teams_of(acting.agency)]
    form.set_choices("team", show.or_none(sorted(teams, key=lambda c: c.label), "No team"))


@managers_only
def new_post(request: HttpRequest) -> HttpResponse:
    """A new post, which nobody holds yet."""
    acting = acting_of(request)
    form = forms.NewPost(_sent(request))
    with viewing(acting.viewer):
        _post_choices(form, acting)
    form.set_choices("role", show.role_choices(acting.agency_kind))
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            actions.create_post(
                agency=acting.agency,
                title=a["title"],
                role=Role(a["role"]),
                team=show.chosen(a["team"]),
                manager_post=show.chosen(a["manager_post"]),
                by=acting,
                entry_id=form.entry_id,
            )
            return recorded(request, "The post is there. Nobody holds it yet.", MINE)
    return form_page(request, form, "A new post", "Make the post", back=reverse(MINE))


@managers_only
def post(request: HttpRequest, post: UUID) -> HttpResponse:
    """One post: what it is called, its team, whom it answers to; or it ends."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        directory = queries.directory()
        found = next((p for p in queries.posts_of(acting.agency) if p.id == post), None)
    if found is None:
        raise Http404
    if "end" in request.POST:
        try:
            keeping.end_post(post=post, by=acting)
        except Refused as why:
            return recorded(request, f"Nothing was recorded. {why.sentence}.", "partnership:post", post)
        return recorded(request, "The post has ended.", MINE)
    given = {
        "title": directory.name(post),
        "manager_post": str(found.manager_post_id or forms.NOBODY),
        "team": str(found.team_id or forms.NOBODY),
    }
    form = forms.ChangedPost(_sent(request), initial=given)
    with viewing(acting.viewer):
        _post_choices(form, acting, but=post)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            team, manager_post = show.chosen(a["team"]), show.chosen(a["manager_post"])
            keeping.change_post(post=post, title=a["title"], team=team, manager_post=manager_post, by=acting, entry_id=form.entry_id)
            return recorded(request, "The post is changed.", MINE)
    role = DESCRIPTIONS[Role(found.role)]
    holder = directory.name(found.holder_id) if found.holder_id is not None else ""
    status = 422 if form.is_bound else 200
    return page(
        request, "partnership/post.html", status=status, form=form, name=directory.name(post), role=role, holder=holder, back=reverse(MINE)
    )


@managers_only
def new_team(request: HttpRequest) -> HttpResponse:
    """A new team."""
    acting = acting_of(request)
    form = forms.NewTeam(_sent(request))
    if form.is_bound and form.is_valid():
        with Refusing(form):
            a = form.cleaned_data
            actions.form_team(agency=acting.agency, name=a["name"], out_of_hours=a["out_of_hours"], by=acting, entry_id=form.entry_id)
            return recorded(request, "The team is there.", MINE)
    return form_page(request, form, "A new team", "Make the team", back=reverse(MINE))
