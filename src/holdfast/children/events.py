"""What can be recorded in a case, as a mechanism: what is asked, who may record it, what must be so. The table is in `event_table`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from holdfast.children.asking import Ask
from holdfast.children.models import Case
from holdfast.children.policies import check_happened, check_may_work
from holdfast.concerns.public_views import when_of
from holdfast.database.time import now, today
from holdfast.duties.rulebook import ended_by
from holdfast.pages import forms
from holdfast.pages.dates import moment
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.record.kinds import Facts, Parts
from holdfast.record.refusal import Refused
from holdfast.when import LONDON, When

SEEING = "Seeing and hearing the child"
ASSESSING = "Assessment"
SECTION47 = "Strategy and section 47"
CONFERENCE = "Conference and plans"
MISSING = "Missing and exploitation"
POLICE = "Police and safety"
#: The field of a correction's form that says why it is made.
WHY = "why_corrected"
#: What a form sends where an entry answers no duty.
NONE_OF_THESE = "none"
#: As many words as somebody reads at once (of a summary).
MOST_WORDS = 120
OTHER = "Asking, answering and everything else"
THEMES = (SEEING, ASSESSING, SECTION47, CONFERENCE, MISSING, POLICE, OTHER)


@dataclass(frozen=True)
class Event:
    """One thing that can be recorded."""

    slug: str
    title: str
    theme: str
    facts: type[Facts]
    asks: Sequence[Ask] = ()
    #: "day": one day, needed; "time": a day and the time, because a clock by the hour starts from it; "when": as exactly as it is known; "": now.
    happened: str = "day"
    who: Callable[[Acting], None] = check_may_work
    #: Raises Refused when the case's state does not allow it.
    needs: Callable[[Case], None] | None = None
    which: str = "Which one?"
    #: Whether it answers an open duty, of a rule that its kind ends by naming what it answers: the person chooses which.
    answers: bool = False
    #: Whether it can be recorded without an open duty that it answers.
    answers_only: bool = True
    #: Whether it may answer again what was answered before: a second interview after the same time missing.
    answers_again: bool = False
    #: Whether whoever records it must read what was marked as filed on the wrong record.
    reads_misfiled: bool = False
    #: It takes effect once a manager who did not do the work agrees.
    authorised: bool = False
    #: Then it is dated by the day on which they did, as the census dates it.
    dated_when_authorised: bool = False
    #: Of what is recorded with a meeting, and here only corrected: the page on which the meeting is begun.
    page: str = ""
    #: What must have begun before it, and when that was, as the case's state says.
    after: tuple[str, Callable[[Case], datetime | None]] | None = None
    fixed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def asks_alone(self) -> bool:
        """Whether it asks if the child was seen alone."""
        return any(ask.name == "why_not_alone" for ask in self.asks)

    @property
    def answered(self) -> frozenset[str]:
        """The rules whose duties this answers."""
        return frozenset(r.code for r in ended_by(self.facts.kind.name) if r.answers) if self.answers else frozenset()

    def form(self, *, correcting: bool = False) -> type[forms.Form]:
        """The form of this event, made from its questions; of a correction, which says why."""
        fields: dict[str, Any] = {}
        if self.answers:
            fields["answers"] = forms.Select(label=self.which, called="which one", choices=())
        if self.happened in ("day", "time"):
            fields["on"] = forms.Day(label="When did it happen?", called="the day it happened", latest=today)
        if self.happened == "time":
            fields["at"] = forms.TimeOfDay(label="At what time?", called="the time", hint="Such as 14:30 or 2.30pm. A clock runs from it.")
        if self.happened == "when":
            fields["when"] = forms.When(label="When did it happen?", called="when it happened", latest=today)
        for ask in self.asks:
            fields[ask.name] = ask.field()
        if correcting:
            fields[WHY] = forms.LongText(label="Why is it corrected?", called="why it is corrected", rows=3)
        return type(f"Record{self.slug.title().replace('-', '')}", (forms.Form,), fields)

    def when(self, answered: Mapping[str, Any]) -> When | None:
        """When it happened, from the form's answers. Raises Refused."""
        if (day := answered.get("on")) is None:
            return when_of(answered.get("when"))
        if (time := answered.get("at")) is None:
            return When.on(day)
        moment = datetime.combine(day, time, tzinfo=LONDON)
        if moment.astimezone(UTC).astimezone(LONDON) != moment:
            raise Refused("at", "There was no such time on that day: the clocks went forward over it")
        return When.at(moment)

    def entry(self, answered: Mapping[str, Any], by: Acting, *, corrected: Facts | None = None) -> tuple[Facts, Parts]:
        """Facts and parts from the form's answers; of a correction, what the form does not ask stays as it was. Raises Refused."""
        kept = {n: getattr(corrected, n) for n in type(corrected).model_fields if n not in answered} if corrected is not None else {}
        values = {name: value for name, value in {**answered, **self.fixed}.items() if value not in (None, "", ())}
        names = {"agency": by.agency, **kept, **values}
        if isinstance(values.get("answers"), str):
            names["answers"] = None if values["answers"] == NONE_OF_THESE else UUID(values["answers"])
        facts = self.facts.model_validate({name: names[name] for name in self.facts.model_fields if name in names})
        parts = self.facts.kind.parts
        return facts, parts.model_validate({name: names[name] for name in parts.model_fields if name in names})


def may_record(event: Event, child: Case, by: Acting) -> bool:
    """Whether this person could record this now."""
    try:
        check_may_record(event, child, by)
    except (NotPermitted, Refused):
        return False
    return True


def check_may_record(event: Event, child: Case, by: Acting) -> None:
    """Raises NotPermitted, Refused."""
    event.who(by)
    if event.page:
        raise Refused("case", "This is recorded with the meeting that it came from: arrange it, then record what it came to")
    if event.needs is not None:
        event.needs(child)


def check_order(event: Event, child: Case, when: When | None) -> None:
    """Nothing happens in the future, or before what it follows. Raises Refused."""
    if when is None or when.latest is None or when.earliest is None:
        return
    if when.earliest > now():
        raise Refused("at" if event.happened == "time" else "on", "When it happened must be now or in the past")
    if event.after is not None and (began := event.after[1](child)) is not None and when.latest < began:
        raise Refused("on", f"It cannot have happened before {event.after[0]} ({moment(began)})")


def check_answers(event: Event, answered: Mapping[str, Any], born: date | None) -> None:
    """What the fields alone cannot see. Raises Refused."""
    check_happened(answered.get("on"), born, field="on")
    factors = answered.get("factors") or ()
    if "21" in factors and len(factors) > 1:
        raise Refused("factors", "“No factors identified” stands alone")
    if answered.get("seen_alone") and answered.get("seen") is False:
        raise Refused("seen_alone", "A child who was not seen cannot have been seen alone")
    not_alone = event.asks_alone and answered.get("seen", True) and answered.get("seen_alone") is False
    if not_alone and not answered.get("why_not_alone"):
        raise Refused("why_not_alone", "Say why the child was not seen alone. To see them alone stays owed")
    if event.slug == "summary" and (many := len(str(answered.get("words") or "").split())) > MOST_WORDS:
        raise Refused("words", f"Shorten it to {MOST_WORDS} words: this has {many}. The rest has its place in what happened")
    if event.slug == "crime-recording" and answered.get("recorded") and not answered.get("reference"):
        raise Refused("reference", "Enter the crime reference")
    if event.slug == "crime-recording" and answered.get("recorded") is False and not answered.get("reason"):
        raise Refused("reason", "Say why no crime was recorded")
