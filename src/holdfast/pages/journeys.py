"""A journey on the web: subclass `JourneyView`, give it a journey, a store and what happens when it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.cache import add_never_cache_headers
from django.views import View

from holdfast.pages.forms import Form, Question
from holdfast.pages.wizard import CHECK, LONGEST, Answers, Journey, Progress, State, Step, Store, label_of, query

CHANGE = "change"


class JourneyView(View):
    """Shows each step, keeps what was typed, shows it all again, and sends it once.

    A subclass sets `journey` and `address` (the URL name given to `urls`), and implements `store`, `sent` and
    `sent_before`. No response may be cached, and no address holds more than a step's name.
    """

    journey: ClassVar[Journey]
    address: ClassVar[str]
    check_form: ClassVar[type[Form]] = Form
    check_template: ClassVar[str] = "pages/check_answers.html"
    check_title: ClassVar[str] = "Check your answers"
    check_lead: ClassVar[str] = ""
    send_button: ClassVar[str] = "Send"
    start_back: ClassVar[str] = ""
    """Where "Back" leads from the first step; "" shows none."""

    # What a subclass gives

    def store(self) -> Store:
        """Where this journey is kept while it is under way."""
        raise NotImplementedError

    def sent(self, request: HttpRequest, answers: Answers, once: UUID, form: Form) -> HttpResponse:
        """Record it, durably, under the id `once`, and answer with the confirmation. Kept answers are cleared
        afterwards.

        Must be safe to call twice with the same `once`: it then records nothing more. A domain error that names what is
        wrong may be put on `form` (`form.add_problem`) before raising `NotSent`.
        """
        raise NotImplementedError

    def kept(self, request: HttpRequest, step: Step, answers: Answers, once: UUID) -> None:
        """A step was answered and kept. What must not wait for the end of the journey is recorded here; it may be called again."""

    def sent_before(self, request: HttpRequest, once: UUID) -> HttpResponse:
        """The page was sent again after it had been received. Show that it was received, if it was; else begin
        again.
        """
        raise NotImplementedError

    def context(self, step: Step | None, progress: Progress) -> Mapping[str, Any]:
        """More for the template of a step (None: "check your answers")."""
        return {}

    # The web

    @classmethod
    def urls(cls, prefix: str = "") -> list[URLPattern]:
        """Two patterns: the start, and each step. `prefix` ends in "/" or is empty."""
        name = cls.address.rpartition(":")[2]
        view = cls.as_view()
        return [path(prefix, view, name=name), path(f"{prefix}<slug:step>", view, name=name)]

    @classmethod
    def href(cls, step: str) -> str:
        """The address of a step."""
        return reverse(cls.address, kwargs={"step": step})

    @property
    def cookie(self) -> str:
        """The name of the cookie that holds the journey's id."""
        return f"journey-{self.journey.name}"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As Django's, with no caching."""
        response = super().dispatch(request, *args, **kwargs)
        assert isinstance(response, HttpResponse)  # this view is synchronous
        add_never_cache_headers(response)
        return response

    def get(self, request: HttpRequest, step: str = "") -> HttpResponse:
        """The page of a step, or the one that must come before it."""
        state = self._state(request) or State.begin()
        progress = self.journey.progress(state)
        if not step:
            return self._go(progress.path[0].name)
        if not progress.reachable(step):
            return self._go(progress.unanswered.name if progress.unanswered else CHECK)
        if step == CHECK:
            return self._check(request, progress, self.check_form(initial={"once": state.once}))
        chosen = self._chosen(progress, step)
        return self._page(request, progress, chosen, self._shown(chosen, state))

    def post(self, request: HttpRequest, step: str = "") -> HttpResponse:
        """Keep what was typed and go on; at "check", send."""
        state = self._state(request)
        if step == CHECK:
            return self._send(request, state)
        # An id that the store does not know is never taken from a browser: someone else may have put it there.
        journey_id = (self._journey_id(request) if state else None) or Journey.new_id()
        state = state or State.begin()
        progress = self.journey.progress(state)
        if not step or not progress.reachable(step):
            return self.get(request, step)
        chosen = self._chosen(progress, step)
        form = chosen.form(data=request.POST)
        if not form.is_valid():
            return self._page(request, progress, chosen, form)
        state = state.with_page(step, self.journey.pick(form, request.POST))
        if state.length > LONGEST:
            form.add_problem(None, f"All that you write must be {LONGEST:,} characters or fewer, spaces included. It has {state.length:,}")
            return self._page(request, progress, chosen, form)
        self.store().save(journey_id, state.to_json())
        progress = self.journey.progress(state)
        self.kept(request, chosen, progress.answers, state.once)
        next_unanswered = progress.unanswered.name if progress.unanswered else CHECK
        target = next_unanswered if CHANGE in request.GET else progress.after(step)
        response = self._go(target)
        response.set_cookie(self.cookie, journey_id, httponly=True, samesite="Strict", secure=request.is_secure())
        return response

    def _send(self, request: HttpRequest, state: State | None) -> HttpResponse:
        form = self.check_form(data=request.POST)
        valid = form.is_valid()
        if state is None:
            once = form.cleaned_data.get("once")
            return self.sent_before(request, once) if isinstance(once, UUID) else self._go(self.journey.steps[0].name)
        progress = self.journey.progress(state)
        if progress.unanswered is not None:
            return self._go(progress.unanswered.name)
        if form.cleaned_data.get("once") != state.once:
            # An old page of an earlier journey in another tab: show what would really be sent.
            return self._check(request, progress, self.check_form(initial={"once": state.once}))
        if not valid:
            return self._check(request, progress, form)
        try:
            response = self.sent(request, progress.answers, state.once, form)
        except NotSent:
            return self._check(request, progress, form)
        self.forget(request, response)
        return response

    def forget(self, request: HttpRequest, response: HttpResponse) -> None:
        """Clear what was typed, and the cookie: after sending, and for whoever must leave the page in a hurry."""
        journey_id = self._journey_id(request)
        if journey_id:
            self.store().clear(journey_id)
        response.delete_cookie(self.cookie, samesite="Strict")

    # Pages

    def _page(self, request: HttpRequest, progress: Progress, step: Step, form: Question) -> HttpResponse:
        before = progress.before(step.name)
        changing = CHANGE in request.GET
        back = self.href(CHECK) if changing else self.href(before.name) if before else self.start_back
        context = {
            "form": form,
            "title": step.title or label_of(form),
            "back": back,
            "button": step.button,
            **self.context(step, progress),
        }
        return render(request, step.template, context, status=HTTPStatus.OK)

    def _check(self, request: HttpRequest, progress: Progress, form: Form) -> HttpResponse:
        before = progress.before(CHECK)
        context = {
            "form": form,
            "title": self.check_title,
            "lead": self.check_lead,
            "button": self.send_button,
            "back": self.href(before.name) if before else "",
            "sections": self.journey.sections(progress, lambda name: f"{self.href(name)}?{CHANGE}"),
            **self.context(None, progress),
        }
        return render(request, self.check_template, context)

    def _shown(self, step: Step, state: State) -> Question:
        """The step's form with what was typed there before, without complaints about it."""
        typed = state.typed.get(step.name)
        if typed is None:
            return step.form()
        earlier = step.form(data=query(typed))
        initial = {name: earlier.group(name).value() for name in earlier.fields}
        return step.form(initial=initial)

    def _chosen(self, progress: Progress, name: str) -> Step:
        return next(step for step in progress.path if step.name == name)

    def _go(self, step: str) -> HttpResponse:
        return HttpResponseRedirect(self.href(step), status=HTTPStatus.SEE_OTHER)

    def _journey_id(self, request: HttpRequest) -> str | None:
        return request.COOKIES.get(self.cookie) or None

    def _state(self, request: HttpRequest) -> State | None:
        journey_id = self._journey_id(request)
        kept = self.store().load(journey_id) if journey_id else None
        return State.from_json(kept) if kept is not None else None


class NotSent(Exception):
    """Nothing was recorded: the domain refused, and what is wrong stands on the form."""
