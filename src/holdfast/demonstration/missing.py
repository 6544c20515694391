"""A child of the demonstration goes missing, and comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from holdfast.children.kinds import case, safety
from holdfast.database.time import now
from holdfast.demonstration import words
from holdfast.record.kinds import Facts, Parts

if TYPE_CHECKING:
    from holdfast.demonstration.life import Life


class Record(Protocol):
    """How a life records something in its case."""

    def __call__(self, life: Life, facts: Facts, parts: Parts | None = None, *, by: str | None = None) -> None: ...


def begin(life: Life, record: Record) -> None:
    """The child goes missing, comes back, and is asked why."""
    record(life, safety.MissingStarted(), case.Words(words=words.MISSING))
    moment = now()
    if life.does():
        record(life, safety.MissingReported(), safety.Reference(reference="INVENTED-1"))
    life.player.at(moment + timedelta(hours=life.random.randint(3, 30)), lambda: _found(life, record))


def _found(life: Life, record: Record) -> None:
    record(life, safety.MissingFound(), case.Words(words=words.FOUND))
    moment = now()
    if life.does():
        life.later(0, lambda: _prevented(life, record), after=moment)
    life.later(1, lambda: _returned(life, record), after=moment)


def _prevented(life: Life, record: Record) -> None:
    assert life.case is not None
    answers = life.player.asked(life.case, "PREVENTION_INT", by="nell")
    record(life, safety.PreventionInterviewRecorded(answers=answers), by="nell")


def _returned(life: Life, record: Record) -> None:
    assert life.case is not None
    parts = safety.Return(words=words.RETURNED, carer=words.CARER)
    answers = life.player.asked(life.case, "RHI_72", by=life.worker)
    record(life, safety.ReturnInterviewRecorded(accepted=life.random.random() < 0.6, answers=answers), parts)
