"""Journeys: one question to a page, then "check your answers", then one sending.

A `Journey` is the pure part: which step comes when, what has been answered, what may be sent. `JourneyView` puts it on
the web. Answers stay on the server, in a `Store` that another package provides (encrypted); the browser holds an opaque
random id in a cookie, and no address holds data. What is kept is what was typed, so every answer is checked again
before it is sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol
from uuid import UUID, uuid4

from django.http import QueryDict

from holdfast.pages.components import Row
from holdfast.pages.fields import PageField
from holdfast.pages.forms import Question

CHECK: Final = "check"
"""The step name of "check your answers"; no question may take it."""

LONGEST: Final = 200_000
"""How much may be typed in one journey, in characters, the names of the inputs among them: more than its questions take, and what fills no disk."""

Typed = Mapping[str, Sequence[str]]
"""What was typed on one page: input name → values."""


class Store(Protocol):
    """Where journeys under way are kept. The id is secret: keep only a keyed hash of it, and the state encrypted."""

    def load(self, journey: str) -> Mapping[str, Any] | None:
        """The state kept under that id (JSON values only), or None."""
        ...

    def save(self, journey: str, state: Mapping[str, Any]) -> None:
        """Keep the state under that id, in place of what was kept."""
        ...

    def clear(self, journey: str) -> None:
        """Forget what is kept under that id, if anything is."""
        ...


@dataclass(frozen=True, slots=True)
class State:
    """A journey under way: the number it will be sent under, and what was typed on each page."""

    once: UUID
    typed: Mapping[str, Typed] = field(default_factory=dict)

    @classmethod
    def begin(cls) -> State:
        """A journey with nothing answered."""
        return cls(once=uuid4())

    def with_page(self, step: str, typed: Typed) -> State:
        """The same journey, that page answered (again)."""
        return replace(self, typed={**self.typed, step: {name: list(values) for name, values in typed.items()}})

    @property
    def length(self) -> int:
        """How much was typed, in characters, the names of the inputs among them."""
        return sum(len(name) + sum(map(len, values)) for page in self.typed.values() for name, values in page.items())

    def to_json(self) -> dict[str, Any]:
        """For a store."""
        typed = {step: {name: list(values) for name, values in page.items()} for step, page in self.typed.items()}
        return {"once": str(self.once), "typed": typed}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> State:
        """From a store.

        Raises:
            KeyError, ValueError: it is not the state of a journey.
        """
        return cls(once=UUID(kept["once"]), typed=dict(kept["typed"]))


class Answers:
    """The checked answers of the steps that apply: `answers("danger", "now")` is a cleaned value, or None."""

    def __init__(self, cleaned: Mapping[str, Mapping[str, Any]]) -> None:
        self._cleaned = cleaned

    def __call__(self, step: str, name: str) -> Any:
        """The cleaned answer to that field of that step; None where it was not asked or not yet answered."""
        return self._cleaned.get(step, {}).get(name)

    def page(self, step: str) -> Mapping[str, Any]:
        """Every cleaned answer of that step; empty where it was not asked or not yet answered."""
        return self._cleaned.get(step, {})

    def __contains__(self, step: object) -> bool:
        return step in self._cleaned


def always(answers: Answers) -> bool:
    """The step is for everyone."""
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a journey.

    Attributes:
        name: its part of the address: lower case, hyphens.
        form: its `Question`, or anything that makes one from `data=` and `initial=`.
        title: the page's title; "" takes the label of its only field, or the form's heading.
        section: the heading under which its answers stand on "check your answers".
        when: whether it applies, from the answers before it.
        template: for a page that is more than a question.
        button: the words on its button.
        shown: whether its answers stand on "check your answers".
    """

    name: str
    form: Callable[..., Question]
    title: str = ""
    section: str = ""
    when: Callable[[Answers], bool] = always
    template: str = "pages/question.html"
    button: str = "Continue"
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """Answers that stand together on "check your answers"."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a journey stands.

    Attributes:
        path: the steps that apply, as far as the answers so far can tell: every one up to the first unanswered, then
        those
            that would follow.
        answers: the checked answers.
        unanswered: the first step that is not answered, or no longer validly; None when all are.
        forms: the valid forms of the answered steps.
    """

    path: tuple[Step, ...]
    answers: Answers
    unanswered: Step | None
    forms: Mapping[str, Question]

    def reachable(self, name: str) -> bool:
        """Whether a person may stand on that step: it applies, and all before it are answered."""
        for step in self.path:
            if step.name == name:
                return True
            if step == self.unanswered:
                return False
        return name == CHECK and self.unanswered is None

    def before(self, name: str) -> Step | None:
        """The step before that one (or before "check"), or None at the start."""
        names = [step.name for step in self.path]
        index = names.index(name) if name in names else len(names)
        return self.path[index - 1] if index else None

    def after(self, name: str) -> str:
        """The name of the step after that one; "check" after the last."""
        names = [step.name for step in self.path]
        index = names.index(name) + 1
        return names[index] if index < len(names) else CHECK


def query(typed: Typed) -> QueryDict:
    """What was typed, as a form takes it."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, [value for value in values if isinstance(value, str)])
    return data


class Journey:
    """A named sequence of steps, some of which apply only after certain answers.

    Raises:
        ValueError: two steps share a name, or one is called "check", or there is none.
    """

    def __init__(self, name: str, steps: Sequence[Step]) -> None:
        names = [step.name for step in steps]
        if not names or len(set(names)) != len(names) or CHECK in names:
            raise ValueError(f"journey {name} needs steps with names of their own, none called {CHECK!r}")
        self.name = name
        self.steps = tuple(steps)

    @staticmethod
    def new_id() -> str:
        """A secret id for a journey under way: 192 random bits."""
        return secrets.token_urlsafe(24)

    def step(self, name: str) -> Step | None:
        """The step of that name, whether or not it applies."""
        return next((step for step in self.steps if step.name == name), None)

    def progress(self, state: State) -> Progress:
        """Check what was typed, page by page, in order."""
        cleaned: dict[str, Mapping[str, Any]] = {}
        answers = Answers(cleaned)
        path: list[Step] = []
        forms: dict[str, Question] = {}
        unanswered: Step | None = None
        for step in self.steps:
            if not step.when(answers):
                continue
            path.append(step)
            if unanswered is not None:
                continue
            form = step.form(data=query(state.typed[step.name])) if step.name in state.typed else None
            if form is not None and form.is_valid():
                cleaned[step.name] = form.cleaned_data
                forms[step.name] = form
            else:
                unanswered = step
        return Progress(path=tuple(path), answers=answers, unanswered=unanswered, forms=forms)

    def pick(self, form: Question, data: Mapping[str, Any]) -> dict[str, list[str]]:
        """What was typed for this form alone: not the CSRF token, nor anything it did not ask."""
        getlist = getattr(data, "getlist", lambda name: [data[name]])
        stems = tuple(form.add_prefix(name) for name in form.fields)
        return {
            name: [value for value in getlist(name) if isinstance(value, str)]
            for name in data
            if any(name == stem or name.startswith(f"{stem}-") for stem in stems)
        }

    def sections(self, progress: Progress, change: Callable[[str], str]) -> tuple[Section, ...]:
        """What "check your answers" shows.

        Args:
            progress: where the journey stands.
            change: step name → address at which to change it.
        """
        grouped: dict[str, list[Row]] = {}
        for step in progress.path:
            form = progress.forms.get(step.name)
            if form is not None and step.shown:
                rows = (Row(key=label, value=words, href=change(step.name)) for _, label, words in form.said())
                grouped.setdefault(step.section, []).extend(rows)
        return tuple(Section(title, tuple(rows)) for title, rows in grouped.items() if rows)


def label_of(form: Question) -> str:
    """The page's title where a step gives none: the label of the form's only field, or its heading."""
    groups = form.groups()
    if len(groups) == 1 and isinstance(groups[0].field, PageField):
        return str(groups[0].field.label)
    return form.heading
