"""What takes two people: somebody records it, and a manager who did not do the work says whether it stands. Until then it does not."""

from __future__ import annotations

from uuid import UUID

from holdfast.children.kinds.case import OWN, Reason
from holdfast.record.kinds import Code, Facts, Parts, kind


class Proposed(Parts):
    """The entries that are recorded once a manager agrees, as JSON."""

    drafts: str


@kind("authorisation.asked", version=1, room=OWN, parts=Proposed, line="A manager was asked to authorise what was recorded")
class AuthorisationAsked(Facts):
    """What it is about is a kind of entry. It has no effect until it is authorised."""

    what: Code
    manager: UUID
    #: The matters beside the case in which something is recorded with it.
    matters: tuple[UUID, ...] = ()
    #: Whoever answers for the organisation must agree: a manager is not enough.
    lead: bool = False


@kind("authorisation.answered", version=1, room=OWN, parts=Reason, line="A manager answered whether what was recorded stands")
class AuthorisationAnswered(Facts):
    answers: UUID
    agrees: bool
    what: Code
    #: Whether it lets something end or lessen: a plan, a category, a conference, a case.
    lessens: bool
