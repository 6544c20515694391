"""The front door's queue as its page shows it: the parts, and each concern with what it needs first and what can be done from its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import uuid4

from django.urls import reverse

from holdfast.concerns.codes import DECISION_WORDS, NATURE_WORDS, RATING_WORDS, STATE_WORDS, Decision, Nature, Rating, State
from holdfast.concerns.deeds import possible
from holdfast.concerns.models import Concern
from holdfast.concerns.presenters import alleged_words, who_told
from holdfast.concerns.queries import danger_waits
from holdfast.concerns.waiting import Part, Waiting, Whose
from holdfast.duties.presenters import clock_of, title_of
from holdfast.pages.components import Act, Tag
from holdfast.pages.components import Duty as DutyRow
from holdfast.pages.dates import ago, moment, plural
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory

TITLES: dict[Whose, str] = {
    Whose.DANGER: "Danger",
    Whose.NOBODY: "Nobody has it",
    Whose.YOURS: "Yours",
    Whose.OTHERS: "Others have it",
    Whose.ANSWER: "Waiting for someone’s answer",
}
_SAID: dict[Whose, str] = {
    Whose.NOBODY: "Also what somebody has who is away.",
    Whose.ANSWER: "It comes back by itself, when the second person has answered.",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the queue on one page: the rows of it that stand on this page, and how many there are in all."""

    title: str
    total: int
    said: str
    rows: list[DutyRow]


def queue_line(parts: Sequence[Part]) -> str:
    """How the queue stands, in one sentence: "7 concerns wait: 1 danger, 2 late, 4 in time. Nobody has 5 of them." """
    total, by = sum(p.total for p in parts), {p.whose: p for p in parts}
    danger = by[Whose.DANGER].total if Whose.DANGER in by else 0
    late = sum(p.late for p in parts if p.whose is not Whose.DANGER)
    nobodys = by[Whose.NOBODY].total if Whose.NOBODY in by else 0
    said = [f"{danger} danger", f"{late} late", f"{total - danger - late} in time"]
    whose = f"Nobody has {nobodys} of them." if nobodys else "Somebody has each of them."
    return f"{plural(total, 'concern waits', 'concerns wait')}: {', '.join(said)}. {whose}"


def queue_sections(waiting: Sequence[Waiting], parts: Sequence[Part], directory: Directory, acting: Acting, now: datetime) -> list[Section]:
    """The parts of the queue of which something stands on this page."""
    totals = {p.whose: p.total for p in parts}
    return [
        Section(TITLES[whose], totals.get(whose, 0), _SAID.get(whose, ""), [_row(w, directory, acting, now) for w in these])
        for whose, these in groupby(waiting, key=lambda w: w.whose)
    ]


def _row(w: Waiting, directory: Directory, acting: Acting, now: datetime) -> DutyRow:
    c = w.concern
    return DutyRow(
        what=f"{NATURE_WORDS[Nature(c.nature)][0]} told {moment(c.told_at)}",
        href=reverse("concerns:concern", args=[c.id]),
        about=alleged_words(c.alleged),
        owner=who_told(c, directory),
        due=moment(w.due_at) if w.due_at else "",
        clock=clock_of(w.due_at, w.late_to, now) if w.due_at else Tag("", "quiet"),
        marks=tuple(_marks(w, directory, acting, now)),
        detail=f"Needs first: {title_of(w.rule)}" if w.rule else "",
        acts=tuple(_acts(w, acting)),
    )


def _marks(w: Waiting, directory: Directory, acting: Acting, now: datetime) -> list[Tag]:
    c, marks = w.concern, []
    if danger_waits(c):
        marks.append(Tag("Danger now", "late"))
    if c.unread_addition and c.last_added_at is not None:
        marks.append(Tag(f"Something was added {ago(c.last_added_at, now)}", "soon"))
    if c.rating:
        marks.append(Tag(RATING_WORDS[Rating(c.rating)], "late" if c.rating == Rating.RED else "soon"))
    marks.append(Tag(STATE_WORDS[State(c.state)], "plain"))
    if c.taken_by_id is None:
        marks.append(Tag("Nobody has it", "soon"))
    else:
        has = "You have it" if c.taken_by_id == acting.worker else f"{directory.known_to(c.taken_by_id, acting.agency)} has it"
        marks.append(Tag(f"{has}, and is away" if w.away else has, "soon" if w.away else "plain"))
    if c.danger_now and not danger_waits(c):
        marks.append(Tag("Danger was answered", "done"))
    return marks


def _acts(w: Waiting, acting: Acting) -> list[Act]:
    """Taking it and giving it, where this person may."""
    may = possible(w.concern, acting, holder_away=w.away)
    acts = []
    if "take" in may:
        acts.append(Act("Take it", reverse("concerns:do", args=[w.concern.id, "take"]), uuid4()))
    if "give" in may:
        acts.append(Act("Give it to somebody", reverse("concerns:do", args=[w.concern.id, "give"])))
    return acts


def to_answer_rows(concerns: Sequence[Concern], directory: Directory) -> list[list[Any]]:
    """Professionals who wait to be told the outcome."""
    return [[who_told(c, directory), DECISION_WORDS[Decision(c.decision or "")], c] for c in concerns]
