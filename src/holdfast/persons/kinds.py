"""The entries of a person who was named, from the assessment to what becomes of it.

To be named opens an assessment and nothing else. Whoever becomes a person of concern does so by a decision, on graded information, with a reason, an
owner, a next action and a day on which it is looked at again. Names and what is said are parts; nothing of where an allegation stands in law is read
outside the police and the vetted group before there is a charge.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.concerns.kinds import WORK
from holdfast.persons.codes import Age, AllegedOf, Asks, Decided, Done, Ended, EthnicityUnknown, Group, NotOpened, Status
from holdfast.record.kinds import Code, Facts, Parts, kind
from holdfast.record.rooms import CORE, matter_type
from holdfast.subjects.codes import Grading
from holdfast.subjects.keys import Key

#: *core*: the assessment, the owner, what is done. *status*: where each allegation stands before a charge (the police and the vetted group).
#: *monitoring*: ethnicity and nationality, which nobody reads but to count how complete they are.
STATUS, MONITORING = "status", "monitoring"
matter_type("person_of_concern", rooms=(CORE, STATUS, MONITORING), added=("offer", "list", "sample"))


class NamedParts(Parts):
    """Who was named, as it was said, and what was said of them."""

    name: str | None = None
    description: str | None = None
    phone: str | None = None
    plate: str | None = None
    said: str


class WordsParts(Parts):
    words: str


class ReasonParts(Parts):
    reason: str


class NoteParts(Parts):
    reason: str | None = None


# In a concern: whom it names.


@kind("concern.person_named", version=1, room=WORK, parts=NamedParts, line="Somebody whom the concern names was recorded")
class PersonNamed(Facts):
    """What becomes of it is not said here: it is assessed in a matter of its own, to which nothing leads."""

    age: Age
    keys: tuple[Key, ...] = ()


@kind("concern.nobody_named", version=1, room=WORK, parts=NoteParts, line="It was recorded that the concern names nobody")
class NobodyNamed(Facts):
    """It was looked for, and nobody is named or described."""


@kind("concern.naming_owed", version=1, room=WORK, line="Whom the concern names is to be recorded")
class NamingOwed(Facts):
    """A child’s exploitation or abuse is alleged, and it was not said yet whom the concern names."""


@kind(
    "concern.child_named_too",
    version=1,
    room=WORK,
    parts=NamedParts,
    line="Somebody who is, or may be, a child was named in what others do",
)
class ChildNamedToo(Facts):
    """A child first: somebody finds out who they are and how old, and what they need."""

    age: Age
    keys: tuple[Key, ...] = ()


@kind("concern.child_named_answered", version=1, room=WORK, parts=ReasonParts, line="It was said what is done for a child who was named")
class ChildNamedAnswered(Facts):
    """`child`: who they are, on the record; or they turned out to be an adult, and are assessed as one."""

    answers: UUID
    child: UUID | None = None
    adult: bool = False


# The assessment.


@kind("person_of_concern.named", version=1, parts=NamedParts, line="Somebody was named, and is to be assessed")
class Named(Facts):
    """`owner`: who assesses it. `concern`: where they were named, but in what is sealed, to which nothing leads and which leads nowhere."""

    owner: UUID | None = None
    concern: UUID | None = None
    keys: tuple[Key, ...] = ()


@kind("person_of_concern.named_again", version=1, parts=NamedParts, line="They were named again")
class NamedAgain(Facts):
    """A further naming: what was not opened is to be assessed anew. `assessment`: the matter of that naming, which joins this one."""

    owner: UUID | None = None
    assessment: UUID
    concern: UUID | None = None
    keys: tuple[Key, ...] = ()
    reopens: bool = False


@kind("person_of_concern.joined", version=1, parts=ReasonParts, line="They are the same person as another, and assessed there")
class Joined(Facts):
    into: UUID


@kind(
    "person_of_concern.namesake",
    version=1,
    parts=ReasonParts,
    line="They are not the one of our own people who has that name: assessed as anybody is",
)
class Namesake(Facts):
    """Of a sealed assessment alone. Nothing leads from it to the ordinary one."""


@kind("person_of_concern.not_opened", version=1, parts=ReasonParts, line="Not to be opened, if somebody of another organisation agrees")
class NotToBeOpened(Facts):
    why: NotOpened
    second: UUID
    #: Others of a name like it, at whom whoever decided looked, and who are somebody else. Here and below.
    told_apart_from: tuple[UUID, ...] = ()


@kind("person_of_concern.not_opened_answered", version=1, parts=ReasonParts, line="Another organisation answered whether it is not opened")
class NotOpenedAnswered(Facts):
    answers: UUID
    agrees: bool
    why: NotOpened


class OpenedParts(Parts):
    """Why, on what information, and what is done next."""

    reason: str
    information: str
    next: str


@kind("person_of_concern.opened", version=1, parts=OpenedParts, line="They are a person of concern, by decision")
class Opened(Facts):
    grading: Grading
    worker: UUID
    next_on: date
    review_on: date
    told_apart_from: tuple[UUID, ...] = ()


# Keeping it.


@kind("person_of_concern.owner_set", version=1, parts=NoteParts, line="Another owns what is done about them")
class OwnerSet(Facts):
    """With the days that were owed by whoever owned it before. `passes`: to another organisation, which then owes whatever else is left to do:
    bodies that were not asked (`unasked`), what is counted (`uncounted`).
    """

    worker: UUID
    previous: UUID | None = None
    next_on: date | None = None
    review_on: date | None = None
    passes: bool = False
    unasked: bool = False
    uncounted: bool = False


@kind("person_of_concern.owner_left", version=1, line="Whoever owned what is done about them has left")
class OwnerLeft(Facts):
    previous: UUID
    agency: UUID


@kind("person_of_concern.second_left", version=1, line="Whoever was asked, of another organisation, has left")
class SecondLeft(Facts):
    """What waited for them waits for nobody: it is to be proposed anew."""

    previous: UUID


class ActedParts(Parts):
    """What was done, what shows it, and what is done next."""

    words: str
    next: str


@kind("person_of_concern.acted", version=1, parts=ActedParts, line="Something was done about them")
class Acted(Facts):
    """`worker`: who owns it, here and below."""

    done: Done
    next_on: date
    worker: UUID | None = None


@kind("person_of_concern.reviewed", version=1, parts=WordsParts, line="Whether they are still of concern was looked at")
class Reviewed(Facts):
    review_on: date
    worker: UUID | None = None


class AllegedParts(Parts):
    words: str


@kind("person_of_concern.alleged", version=1, parts=AllegedParts, line="Something is alleged of them")
class Alleged(Facts):
    """One allegation, with what it is. What a person is called follows from none of it."""

    what: tuple[AllegedOf, ...]
    group: Group
    grading: Grading


class EventParts(Parts):
    """What happened, by which it became so: a charge, a hearing, a letter. Never what is planned."""

    event: str
    reference: str


class _StatusFacts(Facts):
    allegation: UUID
    status: Status
    decided: Decided
    on: date


@kind("person_of_concern.status_held", version=1, room=STATUS, parts=EventParts, line="Where an allegation stands was recorded")
class StatusHeld(_StatusFacts):
    """Before a charge: read by the police and the vetted group."""


@kind("person_of_concern.status_public", version=1, parts=EventParts, line="Where an allegation stands in court was recorded")
class StatusPublic(_StatusFacts):
    """From a charge on."""


class TellingParts(Parts):
    """To whom, outside the partnership; what they were told, and why they need it."""

    recipient: str | None = None
    words: str


@kind("person_of_concern.told_of", version=1, parts=TellingParts, line="Somebody was told of them")
class ToldOf(Facts):
    """By a decision: an organisation of the partnership, which reads nothing here by that, or somebody outside."""

    agency: UUID | None = None


@kind("person_of_concern.correction_owed", version=1, line="Somebody who was told is to be told that they were not involved")
class CorrectionOwed(Facts):
    told: UUID
    worker: UUID | None = None


@kind("person_of_concern.corrected", version=1, parts=WordsParts, line="Somebody who was told was told that they were not involved")
class Corrected(Facts):
    answers: UUID
    on: date


@kind("person_of_concern.clearing", version=1, parts=ReasonParts, line="Not involved, if somebody of another organisation agrees")
class Clearing(Facts):
    second: UUID


@kind(
    "person_of_concern.clearing_answered", version=1, parts=ReasonParts, line="Another organisation answered whether they were not involved"
)
class ClearingAnswered(Facts):
    answers: UUID
    agrees: bool


@kind("person_of_concern.ended", version=1, parts=ReasonParts, line="They are no longer kept as a person of concern")
class PersonEnded(Facts):
    why: Ended


@kind("person_of_concern.kept", version=1, parts=ReasonParts, line="Whether this is kept any longer was decided")
class KeptLonger(Facts):
    """On the day that the schedule of retention names."""

    keep_until: date


@kind("person_of_concern.monitoring", version=1, room=MONITORING, line="Ethnicity and nationality were recorded, or why they are not known")
class Monitoring(Facts):
    """The Common Basic Data Set's codes; nationality by ISO 3166 alpha-3. Self-defined and as observed stand apart (row 31)."""

    agency: UUID
    self_defined: Code | None = None
    observed: Code | None = None
    ethnicity_unknown: EthnicityUnknown | None = None
    nationality: Code | None = None
    nationality_unknown: EthnicityUnknown | None = None


# What somebody asks who thinks that something is held of them.

matter_type("rights_request", added=("offer",))


class AskedParts(Parts):
    """Who asks, how to reach them, and what they ask, as they say it."""

    who: str
    reach: str
    words: str


@kind("rights_request.received", version=1, parts=AskedParts, line="Somebody asked for what is, or might be, held of them")
class RequestReceived(Facts):
    """It names no record, and leads to none."""

    asks: Asks
    received_on: date
    worker: UUID | None = None


class CheckedParts(Parts):
    words: str


@kind("rights_request.checked", version=1, parts=CheckedParts, line="It was looked whether anything is to be put right")
class RequestChecked(Facts):
    """By whoever reads what there may be. What was found stands where it is, and not here."""

    answers: UUID
    worker: UUID | None = None


@kind("rights_request.answered", version=1, line="They were answered, in the words in which everybody is")
class RequestAnswered(Facts):
    answers: UUID
    on: date
