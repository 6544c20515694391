"""A small site for the tests: the gallery of every component, and a journey."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from holdfast.pages import components as c
from holdfast.pages import forms, shell
from holdfast.pages.journeys import JourneyView, NotSent
from holdfast.pages.wizard import Answers, Journey, Step, Store

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 16, 5, tzinfo=UTC)

SHELL = shell.Shell(
    partnership="Northmoor Safeguarding Partnership",
    navigation=(
        shell.Link("My duties", "/", current=True, count=3, count_words="duties late"),
        shell.Link("Front door", "/front-door"),
        shell.Link("Children", "/children"),
        shell.Link("Partnership board", "/board"),
    ),
    signed_in=shell.SignedIn("Amina Khalid", "Social worker", "Northmoor Council", "/sign-out"),
    demonstration=shell.Demonstration(clock="24 Nov 2026, 4.05pm", href="/clock"),
    footer=(shell.Link("Accessibility", "/accessibility"), shell.Link("Privacy", "/privacy")),
)


class ContentSecurityPolicy:
    """The strictest policy our pages must live under: no inline script or style."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Content-Security-Policy"] = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
        )
        return response


class EveryField(forms.Form):
    """One field of each kind."""

    name = forms.Text(label="Child’s name", called="the child’s name", hint="As you know it", max_length=100)
    seen = forms.YesNo(label="Was the child seen?", called="the child was seen", yes_reveals=("alone", "seen_on"))
    alone = forms.YesNo(label="Was the child seen alone?", called="the child was seen alone")
    seen_on = forms.Day(
        label="When was the child seen?",
        called="the day the child was seen",
        hint="For example, 24 11 2026",
        latest=TODAY,
        latest_words="today or in the past",
    )
    harm = forms.Radios(
        label="What are you worried about?",
        called="what you are worried about",
        choices=(
            forms.Choice("exploitation", "Exploitation", hint="Someone uses the child for their own gain"),
            forms.Choice("missing", "Going missing"),
            forms.Choice("other", "Something else", divider="or", reveals=("other",)),
        ),
    )
    other = forms.Text(label="What is it?", called="what it is")
    told = forms.Checkboxes(
        label="Who already knows?",
        called="who already knows",
        hint="Select all that apply",
        choices=(
            forms.Choice("police", "Police"),
            forms.Choice("school", "School"),
            forms.Choice("nobody", "Nobody", exclusive=True, divider="or"),
        ),
    )
    happened = forms.When(label="When did this happen?", called="when this happened", latest=TODAY, latest_words="today or in the past")
    account = forms.LongText(
        label="What have you seen or heard?",
        called="what you have seen or heard",
        hint="In your own words",
        max_length=2000,
    )
    team = forms.Select(
        label="Which team?",
        called="a team",
        choices=forms.choices_of([("a", "Assessment team, North"), ("b", "Exploitation and missing team")]),
    )
    days = forms.WholeNumber(label="Working days", called="working days", least=1, most=60, required=False)
    email = forms.Email()
    password = forms.Password()
    true = forms.Confirm(label="What I have written is what I saw or heard", called="that this is what you saw or heard")


class One(forms.Question):
    """One question, as it usually stands."""

    danger = forms.YesNo(
        label="Is the child in danger right now?",
        called="the child is in danger right now",
        hint="If yes, call 999 first",
    )


def _gallery() -> dict[str, Any]:
    late = c.Tag("2 working days late to finish", "late")
    correction = c.Event(
        title="Visit: the date",
        happened="9 Nov 2026",
        recorded_at=datetime(2026, 11, 12, 9, 0, tzinfo=UTC),
        latest=date(2026, 11, 9),
        by="Amina Khalid, social worker, Northmoor Council",
        words="The visit was on Monday, not Tuesday.",
    )
    return {
        "shell": SHELL,
        "tones": sorted(c.TONES),
        "duties": (
            c.Duty(
                "Decide what to do with this referral",
                "/d/1",
                about="A girl of 14, Northmoor",
                owner="Ben Adeyemi, team manager",
                due="20 Nov 2026, 5pm",
                clock=late,
                marks=(c.Tag("Told to Northmoor Police"),),
                detail="Said to be in hand, not yet shown",
            ),
            c.Duty(
                "Hold the strategy discussion",
                "/d/2",
                owner="Amina Khalid",
                due="24 Nov 2026",
                clock=c.Tag("due today", "soon"),
            ),
            c.Duty("Visit", "/d/3", owner="Amina Khalid", due="27 Nov 2026", clock=c.Tag("3 working days left", "ok")),
            c.Duty("Tell the school", "/d/4", clock=c.Tag("done 23 Nov 2026", "done")),
        ),
        "events": (
            c.Event(
                title="Concern told by a school",
                happened="some time in October 2026 (“the week after half term”)",
                recorded_at=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
                latest=date(2026, 10, 31),
                by="Jo Marsh, designated safeguarding lead, Hill School",
                words="She said:\n\n    “He waits   outside the gate.”\n\nSupercalifragilistic" + "x" * 120,
                marks=(c.Tag("Referral"), c.Tag("late to start", "late")),
                facts=(c.Row("Told by", "a school"), c.Row("Decision", "assessment", href="/x")),
            ),
            c.Event(
                title="Visit",
                happened="10 Nov 2026",
                recorded_at=datetime(2026, 11, 10, 16, 5, tzinfo=UTC),
                latest=date(2026, 11, 10),
                by="Amina Khalid, social worker, Northmoor Council",
                words="Seen at home, and alone.",
                href="/e/2",
                key="e2",
                corrections=(correction,),
            ),
            c.Event(title="مرحبا: said in Arabic", happened="not known when", recorded_at=NOW, words="مرحبا بالعالم"),
        ),
        "rows": (
            c.Row("Name", "Zoë Example", href="/change/name"),
            c.Row("What happened", "First line\n  second line, indented", href="/change/what"),
            c.Row("Telephone", ""),
        ),
        "columns": (
            c.Column("Organisation"),
            c.Column("Late to start", numeric=True),
            c.Column("Late to finish", numeric=True),
        ),
        "cells": (("Northmoor Council", 3, 12), ("Northmoor Police", 0, 1), ("Hill School", 1, 0)),
        "pages": c.pages(6, 40, "?page="),
        "sections": (
            shell.Link("Now", "#", current=True),
            shell.Link("Timeline", "#t"),
            shell.Link("Duties", "#d", count=2, count_words="late"),
        ),
        "back": "/",
        "notices": ("The visit is recorded.",),
        "now": NOW,
    }


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component."""
    return render(request, "pages/tests/gallery.html", _gallery())


def fields(request: HttpRequest) -> HttpResponse:
    """Every field, with errors once it is posted."""
    form = EveryField(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return HttpResponse("ok")
    return render(request, "pages/question.html", {"form": form, "title": "Every field", "shell": SHELL, "back": "/"})


def question(request: HttpRequest) -> HttpResponse:
    """One question."""
    form = One(request.POST if request.method == "POST" else None)
    form.is_valid()
    return render(request, "pages/question.html", {"form": form, "leave": "/left"})


def confirmation(request: HttpRequest) -> HttpResponse:
    """It is received."""
    context = {
        "title": "Received",
        "reference": "7KQ2-M4XT-9RWD-C3HN",
        "next_steps": ["Someone reads this within one working day."],
    }
    return render(request, "pages/confirmation.html", context)


class Danger(forms.Question):
    """Comes first."""

    now = forms.YesNo(label="Is the child in danger right now?", called="the child is in danger right now")


class Call999(forms.Question):
    """An interruption: nothing to answer."""

    heading = "Call 999"


class What(forms.Question):
    """What was seen, and when."""

    account = forms.LongText(label="What have you seen or heard?", called="what you have seen or heard", max_length=500)
    happened = forms.When(label="When did this happen?", called="when this happened", latest=TODAY)


class Told(forms.Question):
    """Who knows."""

    by = forms.Checkboxes(
        label="Who already knows?",
        called="who already knows",
        choices=(forms.Choice("police", "Police"), forms.Choice("school", "School")),
        required=False,
    )


class Send(forms.Form):
    """What is declared on the last page."""

    true = forms.Confirm(label="This is what I saw or heard", called="that this is what you saw or heard")


class Memory:
    """A store for these tests, where a real one would be encrypted."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def load(self, journey: str) -> Any:
        """The state, through JSON, as a real store would give it."""
        return json.loads(self.kept[journey]) if journey in self.kept else None

    def save(self, journey: str, state: Any) -> None:
        """Keep it."""
        self.kept[journey] = json.dumps(state)

    def clear(self, journey: str) -> None:
        """Forget it."""
        self.kept.pop(journey, None)


MEMORY = Memory()
RECORDED: dict[UUID, dict[str, Any]] = {}


class Tell(JourneyView):
    """A journey with a branch, an interruption and a declaration."""

    journey = Journey(
        "tell",
        (
            Step("danger", Danger, section="Now"),
            Step("call-999", Call999, when=lambda answers: answers("danger", "now") is True, shown=False),
            Step("what", What, title="What happened", section="What happened"),
            Step("told", Told, section="What happened"),
        ),
    )
    address = "tell"
    check_form = Send

    def store(self) -> Store:
        """In memory."""
        return MEMORY

    def sent(self, request: HttpRequest, answers: Answers, once: UUID, form: forms.Form) -> HttpResponse:
        """Recorded once under its number; one word is refused, as a domain might."""
        if "refuse me" in answers("what", "account"):
            form.add_problem(None, "This cannot be recorded here. Say it to the front door")
            raise NotSent
        RECORDED.setdefault(once, dict(answers.page("what")))
        return HttpResponse(f"received {once}")

    def sent_before(self, request: HttpRequest, once: UUID) -> HttpResponse:
        """It was received, or was never here."""
        return HttpResponse(f"received before {once}" if once in RECORDED else "never received", status=200)


def error(request: HttpRequest, status: int) -> HttpResponse:
    """One of the error pages."""
    return render(request, f"pages/error_{status}.html", status=status)


urlpatterns: list[URLPattern] = [
    path("", gallery),
    path("fields", fields),
    path("question", question),
    path("confirmation", confirmation),
    path("error/<int:status>", error),
    *Tell.urls("tell/"),
]
