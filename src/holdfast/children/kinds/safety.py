"""Entries about safety: first accounts, crime recording, missing, exploitation, emergency powers, suspects, reviews."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.children.codes import SuspectNews
from holdfast.children.kinds.case import BETWEEN, OWN, WORDS, Reason, Words
from holdfast.record.kinds import Code, Facts, Parts, kind


class Account(Parts):
    """A first account: the question that was asked, and the child's exact words."""

    question: str
    words: str
    present: str | None = None


@kind("first_account.recorded", version=1, room=WORDS, parts=Account, line="A first account was recorded")
class FirstAccountRecorded(Facts):
    """Brief, and once: an Achieving Best Evidence interview comes later, and not from here."""

    spontaneous: bool


class Reference(Parts):
    reference: str | None = None
    words: str | None = None


@kind("crime.reported_to_police", version=1, room=BETWEEN, parts=Reference, line="A crime was reported to the police")
class CrimeReported(Facts):
    pass


class RecordingDecision(Parts):
    reason: str | None = None
    reference: str | None = None


@kind("crime_recording.decided", version=1, parts=RecordingDecision, line="The police decided whether a crime is recorded")
class CrimeRecordingDecided(Facts):
    """With a reference, or with the reason why not (row 30)."""

    recorded: bool
    answers: UUID | None = None


@kind("missing.started", version=1, parts=Words, line="The child went missing")
class MissingStarted(Facts):
    pass


@kind("missing.reported", version=1, parts=Reference, line="The child was reported missing to the police")
class MissingReported(Facts):
    pass


@kind("missing.found", version=1, parts=Words, line="The child was found or came back")
class MissingFound(Facts):
    pass


@kind("missing.again", version=1, line="The child has been missing again and again")
class MissingAgain(Facts):
    """The system counted the episodes: so many within so many days."""

    episodes: int
    days: int


@kind(
    "prevention_interview.recorded",
    version=1,
    room=BETWEEN,
    parts=Words,
    line="The police checked that the child is safe and well",
    shows=("answers",),
)
class PreventionInterviewRecorded(Facts):
    answers: UUID | None = None


class Return(Parts):
    words: str | None = None
    carer: str | None = None


@kind(
    "return_interview.recorded",
    version=1,
    room=BETWEEN,
    parts=Return,
    line="A return home interview was offered",
    shows=("accepted", "answers"),
)
class ReturnInterviewRecorded(Facts):
    """Offered every time, whatever the duration: held, or refused with what else was tried."""

    accepted: bool
    answers: UUID | None = None


@kind("nrm.indicated", version=1, room=BETWEEN, parts=Words, line="Signs of trafficking or modern slavery were recognised")
class NrmIndicated(Facts):
    pass


@kind("nrm.referred", version=1, room=BETWEEN, parts=Reference, line="A referral to the National Referral Mechanism was made")
class NrmReferred(Facts):
    pass


@kind(
    "nrm.reasonable_grounds",
    version=1,
    room=BETWEEN,
    parts=Reference,
    line="A reasonable grounds decision was received",
    shows=("positive",),
)
class NrmReasonableGrounds(Facts):
    positive: bool


@kind(
    "nrm.conclusive_grounds",
    version=1,
    room=BETWEEN,
    parts=Reference,
    line="A conclusive grounds decision was received",
    shows=("positive",),
)
class NrmConclusiveGrounds(Facts):
    positive: bool


@kind("police_protection.taken", version=1, parts=Words, line="A child was taken into police protection")
class PoliceProtectionTaken(Facts):
    pass


@kind("police_protection.ended", version=1, parts=Words, line="Police protection ended")
class PoliceProtectionEnded(Facts):
    outcome: Code


@kind("protection.agreed", version=1, parts=Words, line="The child’s immediate protection was agreed")
class ProtectionAgreed(Facts):
    """By a move that those with parental responsibility agree to, or by accommodation (Children Act 1989 s.20)."""

    how: Code


@kind("protection.declined", version=1, parts=Reason, line="A manager said why the child needs no immediate protection now")
class ProtectionDeclined(Facts):
    pass


@kind("epo.made", version=1, parts=Words, line="An emergency protection order was made")
class EpoMade(Facts):
    """It lasts as long as it says, and no longer than eight days (Children Act 1989 s.45(1))."""

    expires_on: date


@kind("epo.extended", version=1, parts=Words, line="An emergency protection order was extended")
class EpoExtended(Facts):
    """Once, by no more than seven days (Children Act 1989 s.45(5)-(6))."""

    expires_on: date


@kind("epo.ended", version=1, parts=Words, line="An emergency protection order ended")
class EpoEnded(Facts):
    outcome: Code


@kind("suspect.arrested", version=1, parts=Words, line="A suspect was arrested")
class SuspectArrested(Facts):
    pass


@kind("suspect.bailed", version=1, parts=Words, line="A suspect was bailed")
class SuspectBailed(Facts):
    pass


@kind("suspect.release_planned", version=1, parts=Words, line="The release of a suspect is planned")
class SuspectReleasePlanned(Facts):
    release_on: date


@kind("suspect.charged", version=1, parts=Words, line="A suspect was charged")
class SuspectCharged(Facts):
    pass


@kind("suspect.no_further_action", version=1, parts=Reason, line="It was decided to take no further action against a suspect")
class SuspectNoFurtherAction(Facts):
    """The child, or whoever speaks for them, is told, and may ask for a review."""


@kind("suspect.released", version=1, parts=Words, line="A suspect was released")
class SuspectReleased(Facts):
    pass


@kind(
    "victim.told",
    version=1,
    room=OWN,
    parts=Words,
    line="The child, or whoever speaks for them, was told about the suspect",
    shows=("answers",),
)
class VictimTold(Facts):
    answers: UUID


@kind(
    "victim.not_to_be_told",
    version=1,
    parts=Words,
    line="The child, or whoever speaks for them, asked not to be told about the suspect",
)
class NotToBeTold(Facts):
    """Until they say otherwise. Whoever works with the child hears of it all the same."""


@kind("victim.wants_to_be_told", version=1, parts=Words, line="The child, or whoever speaks for them, wants to be told about the suspect")
class WantsToBeTold(Facts):
    """From now on."""


@kind("victim.not_told", version=1, line="They are not told about the suspect: they asked not to be")
class VictimNotTold(Facts):
    """By the system, of each thing that happened since they asked."""

    answers: UUID


@kind("suspect.news_owed", version=1, room=OWN, line="The police have something for whoever works with the child")
class SuspectNewsOwed(Facts):
    """What it is stands in the room of the organisation that works with the child, and in no other. `worker`: whoever the child is allocated to;
    where there is nobody, the police's liaison with the child.
    """

    about: UUID
    what: SuspectNews
    worker: UUID | None = None
    agency: UUID


@kind("suspect.news_taken", version=1, room=OWN, parts=Words, line="Whoever works with the child has what the police had for them")
class SuspectNewsTaken(Facts):
    """With what it changes for the child's safety."""

    answers: UUID


@kind("safety_plan.made", version=1, parts=Words, line="A safety plan was made")
class SafetyPlanMade(Facts):
    answers: UUID | None = None


@kind("serious_incident.identified", version=1, parts=Words, line="A serious incident was identified")
class SeriousIncidentIdentified(Facts):
    """A child died or was seriously harmed, and abuse or neglect is known or suspected (Children Act 2004 s.16C)."""


@kind("serious_incident.notified", version=1, parts=Reference, line="A serious incident was notified to the national panel")
class SeriousIncidentNotified(Facts):
    answers: UUID | None = None


@kind("rapid_review.sent", version=1, parts=Reference, line="A rapid review was sent to the national panel")
class RapidReviewSent(Facts):
    answers: UUID | None = None


@kind("review.requested", version=1, parts=Words, line="A review of a decision was asked for")
class ReviewRequested(Facts):
    agency: UUID


@kind("review.answered", version=1, parts=Reason, line="A request for review was answered")
class ReviewAnswered(Facts):
    answers: UUID
    changed: bool
