"""On what a decision rests: information that was passed to whoever decides. What is retracted reaches every decision that cites it.

The packages in which decisions are taken do not know what information there is; the one that passes it on offers it here, to those to whom it was passed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from uuid import UUID, uuid4

from holdfast.database.viewing import viewing
from holdfast.disruption.kinds import LookedAgain, LookedAgainParts, RestFell, RestsOn
from holdfast.disruption.models import Resting
from holdfast.pages.forms import Checkboxes, Choice, Form
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import LEADS, Role
from holdfast.record.append import append, holding, recorded_before
from holdfast.record.entries import Draft
from holdfast.record.refusal import Refused
from holdfast.record.sealed import readers_if_sealed

#: The information that was passed to somebody and was not retracted: its id, and what it is called on a form. Asked as the viewer.
Passed = Callable[[Acting], Iterable[tuple[UUID, str]]]
_passed: list[Passed] = []


def register_passed(function: Passed) -> Passed:
    """A package says what information was passed to somebody."""
    _passed.append(function)
    return function


def passed_to(acting: Acting) -> dict[UUID, str]:
    """What was passed to this person, of all packages. Asked as the viewer."""
    return {id_: words for function in _passed for id_, words in function(acting)}


def rests_on_field() -> Checkboxes:
    """The question of a form by which somebody decides. It is not asked of whom nothing was passed to."""
    return Checkboxes(
        label="Does it rest on information that was passed to you?",
        called="the information",
        hint="If that is retracted, this decision is looked at again.",
        required=False,
        choices=(),
    )


def offer(form: Form, acting: Acting) -> None:
    """Offer what was passed to this person, or leave the question out. Asked as the viewer."""
    if "rests_on" not in form.fields:
        return
    choices = [Choice(str(id_), words) for id_, words in passed_to(acting).items()]
    if choices:
        form.set_choices("rests_on", choices)
    else:
        del form.fields["rests_on"]


def chosen(answered: Mapping[str, object]) -> list[UUID]:
    """What was chosen on a form."""
    found = answered.get("rests_on") or ()
    assert isinstance(found, Iterable)
    return [UUID(str(each)) for each in found]


def draft(decision: UUID, room: UUID, rests_on: Collection[UUID], by: Acting) -> list[Draft]:
    """What is recorded with a decision: on what it rests, if on anything. Asked as the viewer. Raises Refused."""
    if not rests_on:
        return []
    if readers_if_sealed(room):
        raise Refused("rests_on", "Only named people read this, and it cites nothing outside. Say in words on what it rests")
    if set(rests_on) - passed_to(by).keys():
        raise Refused("rests_on", "Choose among what was passed to you and was not retracted")
    return [Draft(facts=RestsOn(decision=decision, information=tuple(dict.fromkeys(rests_on)), worker=by.worker), room=room)]


def fell(found: Iterable[Resting], owners: Mapping[UUID, UUID]) -> list[Draft]:
    """That what these rest on was retracted: `owners` are those who answer for each decision, or each matter, now."""
    return [
        Draft(
            facts=RestFell(
                decision=each.decision_id,
                information=each.information_id,
                worker=owners.get(each.decision_id) or owners.get(each.matter_id) or each.worker_id,
            ),
            room=each.room_id,
        )
        for each in found
    ]


def check_looks_again(by: Acting, found: Resting) -> None:
    """Whoever answers for the decision, or somebody who decides. Raises NotPermitted."""
    if by.worker != found.owner_id and not by.has_role(*LEADS, Role.MANAGER, Role.FRONT_DOOR_MANAGER):
        raise NotPermitted("Whoever answers for the decision looks at it again, or a manager.")


def look_again(*, fell_id: UUID, stands: bool, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """A decision was looked at again: it stands without what was retracted, or what was done instead. Raises Refused, NotPermitted, LookupError."""
    with viewing(by.viewer):
        found = Resting.objects.filter(fell_id=fell_id).first()
        if found is None:
            raise LookupError("there is no such decision that this person may see")
    if recorded_before(entry_id, by=by.author, matter=found.matter_id):
        return
    with viewing(by.viewer), holding(found.matter_id):
        found = Resting.objects.get(fell_id=fell_id)
        check_looks_again(by, found)
        if found.looked_at is not None:
            raise Refused("words", "This was looked at already. Nothing was recorded")
        facts = LookedAgain(decision=found.decision_id, answers=fell_id, stands=stands)
        append(Draft(facts=facts, parts=LookedAgainParts(words=words), room=found.room_id, id=entry_id or uuid4()), by=by.author)
