"""The entries of a concern: told, read, rated, decided, countersigned, acknowledged; and who told, in a room of its own."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from holdfast.concerns.codes import Alleged, AllegedIs, Channel, DangerAnswer, Decision, Nature, Rating, SafeContact
from holdfast.record.kinds import Code, Facts, Parts, kind, upcast
from holdfast.record.rooms import matter_type
from holdfast.subjects.codes import Grading

#: A concern's rooms. *told*: what was said and added, and the number (the front door; whoever told, for their organisation). *work*: what the front
#: door makes of it. *talk*: what is said to whoever told. *teller*: who told and how to reach them safely.
TOLD, WORK, TALK, TELLER = "told", "work", "talk", "teller"
matter_type("concern", rooms=(TOLD, WORK, TALK, TELLER), added=("offer",))


class ToldParts(Parts):
    """What was told, in the teller's own words, each answer a part."""

    worry: str
    child: str | None = None
    child_age: str | None = None
    where_child_is: str | None = None
    place: str | None = None
    others: str | None = None
    child_said: str | None = None
    tried: str | None = None
    more: str | None = None
    consent_reason: str | None = None
    danger_where: str | None = None


class WhereParts(Parts):
    where: str | None = None


@kind("danger.told", version=1, room=TOLD, parts=WhereParts, line="Somebody said that there is danger now")
class DangerTold(Facts):
    """The first thing that somebody said, recorded before anything else is asked. What is told after it is the same concern's."""

    channel: Channel
    teller_agency: UUID | None = None
    teller_worker: UUID | None = None
    received_on: date


@kind("danger.located", version=1, room=TOLD, parts=WhereParts, line="Where the danger is was told")
class DangerLocated(Facts):
    """It is added as soon as it is known."""


class DangerAnsweredParts(Parts):
    words: str
    #: The log number that the police gave.
    reference: str | None = None


@kind("danger.answered", version=1, room=WORK, parts=DangerAnsweredParts, line="What was done about the danger was recorded")
class DangerAnswered(Facts):
    """Only something done ends it: to have read of it is not."""

    how: DangerAnswer


@kind("concern.told", version=1, room=TOLD, parts=ToldParts, line="A concern was told")
class ConcernTold(Facts):
    """Somebody told the partnership something. The first entry of the concern's room."""

    channel: Channel
    nature: Nature
    danger_now: bool
    teller_agency: UUID | None = None
    teller_worker: UUID | None = None
    #: Who the public teller says they are: "child", "family", "friend", "other".
    teller_is: Code | None = None
    alleged: tuple[Alleged, ...] = ()
    child_named: bool = False
    #: Whether the family knows, from a professional: "yes", "no", "not_safe_to_ask".
    consent: Code | None = None
    grading: Grading | None = None
    received_on: date
    #: Danger was told before this, in the same concern.
    follows_danger: bool = False


@kind("concern.number_given", version=1, room=TOLD, line="A number to come back with was given")
class NumberGiven(Facts):
    """Only the keyed hash of the number is kept."""

    hash: Code


@kind("concern.number_ended", version=1, room=TOLD, line="The teller switched the number off")
class NumberEnded(Facts):
    hash: Code


class WordsParts(Parts):
    words: str


class ReasonParts(Parts):
    reason: str


@kind("concern.added", version=1, room=TOLD, parts=WordsParts, line="The teller added something")
class ConcernAdded(Facts):
    """The teller came back and said more."""


@kind("concern.addition_read", version=1, room=WORK, line="What was added was read")
class AdditionRead(Facts):
    """Someone at the front door read what was added, before or after it was decided."""


@kind("concern.reopened", version=1, room=WORK, parts=ReasonParts, line="A concern was opened again, to be decided anew")
class ConcernReopened(Facts):
    """What was added, or found, makes another decision needed; the earlier one stays beside it."""

    nature: Nature


@kind("concern.read", version=1, room=WORK, line="A concern was read")
class ConcernRead(Facts):
    """Someone at the front door read it. Until then it is not read, and the teller can learn that."""


@kind("concern.taken", version=1, room=WORK, line="Somebody at the front door took a concern")
class ConcernTaken(Facts):
    """`worker` has it from now: whoever took it themself, or to whom it was given."""

    worker: UUID
    previous: UUID | None = None


@kind("concern.put_back", version=1, room=WORK, line="Nobody has a concern any more")
class ConcernPutBack(Facts):
    """Whoever had it has left."""

    previous: UUID


@kind("concern.rated", version=1, room=WORK, parts=ReasonParts, line="A concern was rated")
class ConcernRated(Facts):
    """Red, amber or green, as a person sees it, with a reason."""

    rating: Rating


class WhyParts(Parts):
    """Why it is called something less than was alleged before."""

    reason: str | None = None


@kind("contact.recorded", version=1, room=WORK, parts=WhyParts, line="A concern was recorded as a contact")
class ContactRecorded(Facts):
    """The front door records what it is. A later one stands beside an earlier: re-categorising shows, with who (failing S5).

    `authority_first`: something done by a person in authority is alleged, and was not before (here and in the three kinds below).
    """

    alleged: tuple[Alleged, ...] = ()
    alleged_is: AllegedIs | None = None
    authority_first: bool = False


@kind("referral.recorded", version=1, room=WORK, parts=WhyParts, line="A concern was recorded as a referral")
class ReferralRecorded(Facts):
    alleged: tuple[Alleged, ...] = ()
    alleged_is: AllegedIs | None = None
    authority_first: bool = False


@kind("intelligence.recorded", version=1, room=WORK, parts=WhyParts, line="A concern was recorded as intelligence")
class IntelligenceRecorded(Facts):
    grading: Grading
    alleged: tuple[Alleged, ...] = ()
    alleged_is: AllegedIs | None = None
    authority_first: bool = False


@kind("alleged.recorded", version=1, room=WORK, parts=WhyParts, line="What is alleged was recorded")
class AllegedRecorded(Facts):
    """The front door says what is alleged, before anything is decided: or that nothing is, or that it was asked and is not known."""

    alleged: tuple[Alleged, ...] = ()
    alleged_is: AllegedIs
    authority_first: bool = False


@kind("concern.lado_told", version=1, room=WORK, line="The LADO was told of an allegation in a concern")
class LadoTold(Facts):
    """What is alleged of somebody who works with children is in a matter of its own, to which nothing here leads."""


@kind("concern.lado_not_needed", version=1, room=WORK, parts=ReasonParts, line="It was said why a concern is not for the LADO")
class LadoNotNeeded(Facts):
    """Whoever is in authority does not work with children."""


@kind("concern.child_found", version=1, room=WORK, line="Which child a concern is about was found out")
class ChildFound(Facts):
    """Somebody at the front door found the child on the record, or recorded them; whoever decides chooses among those who were found."""

    child: UUID


class DecidedParts(Parts):
    considered: str
    reason: str


@kind("concern.decided", version=2, room=WORK, parts=DecidedParts, line="What happens with a concern was decided")
class ConcernDecided(Facts):
    """A decision, by a person, with what was considered. Where it needs a second person it stands only once they agree."""

    decision: Decision
    channel: Channel
    needs_second: bool
    second: UUID | None = None
    #: The children whom it is about: each has a case of their own, opened or joined.
    children: tuple[UUID, ...] = ()
    alleged: tuple[Alleged, ...] = ()
    received_on: date


@upcast("concern.decided", from_version=1)
def about_one_child(facts: dict[str, Any]) -> dict[str, Any]:
    """At first a concern was about one child at most."""
    child = facts.pop("child", None)
    return {**facts, "children": [child] if child is not None else []}


@kind("concern.countersigned", version=1, room=WORK, parts=ReasonParts, line="The second person answered about a decision")
class ConcernCountersigned(Facts):
    """The second person agrees, and the decision stands; or does not, and it falls."""

    agrees: bool
    decision: Decision
    decided: UUID
    channel: Channel
    #: Who decided, and has to decide anew where the second person does not agree.
    decider: UUID | None = None
    #: How long it took, in whole minutes: since they were asked, and since they first opened it after that (none: they never did).
    asked_minutes: int | None = None
    open_minutes: int | None = None


@kind("second.replaced", version=1, room=WORK, line="Another person was asked to be the second")
class SecondReplaced(Facts):
    second: UUID
    previous: UUID | None = None
    decided: UUID


@kind("second.left", version=1, room=WORK, line="Whoever was asked to be the second person has left")
class SecondLeft(Facts):
    """The decision waits for another: whoever decided is owed to ask one."""

    previous: UUID
    decided: UUID
    decider: UUID | None = None


@kind("concern.acknowledged_to_teller", version=1, room=TALK, line="The professional who told us was answered that it was received")
class AcknowledgedToTeller(Facts):
    how: Code


@kind("concern.outcome_told", version=1, room=TALK, parts=WordsParts, line="The professional who told us was told what was decided")
class OutcomeTold(Facts):
    how: Code


@kind("concern.chased", version=1, room=TOLD, parts=WordsParts, line="The professional who told us asked again")
class ConcernChased(Facts):
    """Silence is answered by asking again; it is recorded."""


class TellerParts(Parts):
    """Who told, and how to reach them safely. Never shown with the concern."""

    name: str | None = None
    reach: str | None = None
    when_safe: str | None = None


@kind("teller.recorded", version=1, room=TELLER, parts=TellerParts, line="Who told was recorded, apart")
class TellerRecorded(Facts):
    """In a room of its own, which the concern does not cite: read only by those who must reach the teller."""

    concern: UUID
    safe: SafeContact
