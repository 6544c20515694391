"""The entries of the register of investigations: steps that were taken, what is next and by when; challenges; and how one ends.

Read by whoever investigates, the lead of the police and the vetted group. Everybody else who works with the child reads one line: "Police action, next
review on …". No plan of an arrest or a search is ever recorded, and no source (failing S12).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from holdfast.investigations.codes import NfaReason, Rank, Step, Told
from holdfast.record.kinds import Facts, Parts, kind
from holdfast.record.rooms import CORE, matter_type
from holdfast.subjects.keys import Key

#: *challenge*: one room for each organisation that challenges, which it reads besides.
CHALLENGE = "challenge"
matter_type("investigation", added=("offer", CHALLENGE))


def challenge_room_of(investigation: UUID, agency: UUID) -> UUID:
    """The room of what one organisation challenges, and the answers."""
    return uuid5(investigation, f"room/challenge/{agency}")


class WordsParts(Parts):
    words: str


class OpenedParts(Parts):
    """The police's reference, what is investigated in one sentence, and the next step."""

    reference: str
    about: str
    next: str


@kind("investigation.opened", version=1, parts=OpenedParts, line="An investigation was entered in the register")
class Opened(Facts):
    """`case`: the child whom it is about. `keys`: of the suspect, by which it is found again."""

    worker: UUID
    agency: UUID
    opened_on: date
    case: UUID | None = None
    next_on: date
    review_on: date
    keys: tuple[Key, ...] = ()


class StepParts(Parts):
    words: str
    next: str


@kind("investigation.step", version=1, parts=StepParts, line="A step was taken in an investigation")
class StepTaken(Facts):
    step: Step
    on: date
    next_on: date
    worker: UUID
    agency: UUID


@kind("investigation.reviewed", version=1, parts=WordsParts, line="A supervisor looked at an investigation")
class Reviewed(Facts):
    """No step: what is late stays late."""

    review_on: date
    worker: UUID
    agency: UUID


@kind("investigation.officer_set", version=1, line="Another investigates")
class OfficerSet(Facts):
    worker: UUID
    agency: UUID
    next_on: date | None = None
    review_on: date | None = None


@kind("investigation.officer_left", version=1, line="Whoever investigated has left")
class OfficerLeft(Facts):
    previous: UUID
    agency: UUID


@kind("investigation.protected", version=1, line="Partners are shown no more than that there is police action")
class Protected(Facts):
    """By rank, and until a day: then it is decided anew, or ends."""

    rank: Rank
    until: date
    worker: UUID
    agency: UUID


class ChallengeParts(Parts):
    """What is challenged, and what it means for the child if nothing changes (row 38)."""

    words: str
    child_risk: str


@kind("investigation.challenged", version=1, room=CHALLENGE, parts=ChallengeParts, line="An organisation challenged an investigation")
class Challenged(Facts):
    agency: UUID
    worker: UUID


@kind(
    "investigation.challenge_answered", version=1, room=CHALLENGE, parts=ChallengeParts, line="A challenge of an investigation was answered"
)
class ChallengeAnswered(Facts):
    answers: UUID
    changed: bool


@kind("investigation.nfa_proposed", version=1, parts=WordsParts, line="No further action was proposed")
class NfaProposed(Facts):
    why: NfaReason
    worker: UUID
    agency: UUID


@kind(
    "investigation.nfa_answered", version=1, parts=WordsParts, line="A supervisor who did not investigate decided about no further action"
)
class NfaAnswered(Facts):
    answers: UUID
    agrees: bool
    why: NfaReason
    worker: UUID
    agency: UUID


@kind("investigation.told_her", version=1, parts=WordsParts, line="She was told of the end of an investigation")
class ToldHer(Facts):
    """`review_right`: she was told of the Victims’ Right to Review, and how to use it."""

    answers: UUID
    how: Told
    review_right: bool


@kind(
    "investigation.to_look_again",
    version=1,
    line="Something new has the same name, number or car: an ended investigation is to be looked at again",
)
class ToLookAgain(Facts):
    """By exact key, and by nothing else (row 37)."""

    worker: UUID | None = None
    agency: UUID
    found_in: UUID


@kind("investigation.looked_again", version=1, parts=WordsParts, line="An ended investigation was looked at again")
class LookedAgain(Facts):
    answers: UUID
    reopens: bool
    worker: UUID
    next_on: date | None = None
    review_on: date | None = None
    agency: UUID


@kind("case.police_action", version=1, room=CORE, line="Police action")
class PoliceAction(Facts):
    """In a child’s case, for everybody involved: that there is one, and when it is next looked at. Nothing else of it."""

    review_on: date | None = None
    ended: bool = False
