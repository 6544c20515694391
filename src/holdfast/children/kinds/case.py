"""Entries about the case itself: opened, allocated, who is involved, seen, agreed, asked, closed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.record.kinds import Code, Facts, Parts, kind
from holdfast.record.rooms import CORE, matter_type

#: A case's rooms. *core*: shared with everyone involved. *words*: the child's own account (whoever the child is allocated to, their manager, and the
#: police lead). *own*: one organisation's records. *between*: what one organisation tells another. *list*: which measures that protect the child one
#: body takes. What is not recorded in core shows a line there.
WORDS, OWN, BETWEEN = "words", "own", "between"
matter_type("case", rooms=(CORE, WORDS), added=("offer", OWN, BETWEEN, "list"))


class Returned(Facts):
    """Of what a census says: under which referral it stands, by its day, and of which assessment, enquiry or plan, by the day on which that began. A
    census knows its parts by their days alone. What is lived here names none of these.
    """

    referral: date
    assessment: date | None = None
    enquiry: date | None = None
    plan: date | None = None


class Words(Parts):
    """What a person wrote."""

    words: str | None = None


class Reason(Parts):
    reason: str | None = None


@kind("case.opened", version=1, line="A child’s case was opened")
class CaseOpened(Facts):
    """A case for a child begins. `decision` is what the front door decided, where it did."""

    person: UUID
    origin: Code
    decision: Code | None = None
    concern: UUID | None = None
    received_on: date | None = None
    #: Whether it is known who the child is; a child whom nobody can name yet is protected all the same.
    identified: bool = True


@kind("child.identified", version=1, line="Who the child is became known")
class ChildIdentified(Facts):
    """A name was stated of a child whom nobody could name before."""


@kind("case.referral_recorded", version=1, parts=Reason, line="A referral was recorded")
class CaseReferralRecorded(Facts):
    """A referral about this child, as the Children in Need census counts it. The assessment's clock runs from `received_on`."""

    received_on: date
    source: Code | None = None
    primary_need: Code | None = None
    nfa: bool = False
    #: The file says "no further action", and shows that the case went on all the same.
    nfa_contradicted: bool = False
    #: The case was closed, and is open again from here.
    reopens: bool = False
    #: What the front door decided, where the child had a case already.
    decision: Code | None = None
    #: The concern that led to it.
    concern: UUID | None = None
    #: Whether a statutory assessment follows: not from early help.
    assess: bool = True
    returned: Returned | None = None


@kind("case.told_more", version=1, line="Whoever told us of the child added something")
class ToldMore(Facts):
    """Something was added to the concern that led here. Whoever works with the child reads it there."""

    concern: UUID
    #: The entry by which it was added.
    added: UUID


@kind("case.told_more_read", version=1, room=OWN, parts=Words, line="What was added to a concern was read for the child")
class ToldMoreRead(Facts):
    answers: UUID


@kind("agency.involved", version=1, line="An organisation became involved with a child")
class AgencyInvolved(Facts):
    agency: UUID
    reason: Code


@kind("child.allocated", version=1, parts=Reason, line="A child was allocated to a worker")
class ChildAllocated(Facts):
    """One named worker. Going over a caseload's cap takes a manager's reason, and shows (failing S7)."""

    worker: UUID
    previous: UUID | None = None
    over_cap: bool = False


@kind("child.deallocated", version=1, parts=Reason, line="A child is not allocated to anyone now")
class ChildDeallocated(Facts):
    previous: UUID | None = None
    reason: Code | None = None


class Seen(Parts):
    account: str | None = None
    child_words: str | None = None
    why_not_alone: str | None = None


@kind("child.seen", version=1, room=OWN, parts=Seen, line="The child was seen", shows=("seen_alone", "views_recorded"))
class ChildSeen(Facts):
    seen_alone: bool
    views_recorded: bool = False


@kind("visit.recorded", version=1, room=OWN, parts=Seen, line="A visit was recorded", shows=("seen", "seen_alone", "statutory"))
class VisitRecorded(Facts):
    """A visit: whether the child was seen, and alone. A visit that found nobody in is recorded as that."""

    seen: bool
    seen_alone: bool = False
    statutory: bool = False


class Action(Parts):
    what: str


@kind("action.agreed", version=1, parts=Action, line="An action was agreed")
class ActionAgreed(Facts):
    """An action with one owner and a day. It becomes a duty (row 15)."""

    owner: UUID
    agency: UUID
    due_on: date
    origin: UUID | None = None


class Shown(Parts):
    what_shows_it: str


@kind("action.done", version=1, parts=Shown, line="An agreed action was done")
class ActionDone(Facts):
    answers: UUID


class Asked(Parts):
    what: str


@kind(
    "information.requested",
    version=1,
    room=BETWEEN,
    parts=Asked,
    line="Information was asked of an organisation",
    shows=("agency", "due_on"),
)
class InformationRequested(Facts):
    agency: UUID
    due_on: date


class Answered(Parts):
    words: str


@kind(
    "information.answered",
    version=1,
    room=BETWEEN,
    parts=Answered,
    line="A request for information was answered",
    shows=("answers", "shared"),
)
class InformationAnswered(Facts):
    """Shared; or not, with the reason."""

    answers: UUID
    shared: bool


@kind("case.closed", version=1, parts=Reason, line="A child’s case was closed")
class CaseClosed(Facts):
    """`cannot`: how many of its duties were ended as "cannot now be done"."""

    cannot: int = 0
    reason: Code
    returned: Returned | None = None


class Supervised(Parts):
    """What was looked at together: what the child says, what worries, what is done next (practice review, row 21)."""

    words: str
    child_words: str | None = None


@kind("supervision.recorded", version=1, room=OWN, parts=Supervised, line="The child was talked through in supervision")
class SupervisionRecorded(Facts):
    """By the manager, with whoever the child is allocated to."""


class UnseenChild(Facts):
    """A child whom nobody was shown to see: the case, the post that it is allocated to, and the last day on which somebody did (none: never)."""

    case: UUID
    post: UUID | None = None
    seen_on: date | None = None


@kind("unseen.delivered", version=1, room=CORE, line="The director of children’s services was told of the children not seen")
class UnseenDelivered(Facts):
    """Once a week, by itself, to the post (row 29). `week` is its Monday."""

    agency: UUID
    post: UUID
    week: date
    days: int
    items: tuple[UnseenChild, ...]


@kind("supervision.drawn", version=1, room=OWN, line="A supervision was drawn, for somebody else to look at")
class SupervisionDrawn(Facts):
    """By chance: a named part of them is looked at by somebody other than the manager whose it was (practice review, row 21)."""

    supervision: UUID
    sampled_to: UUID


@kind("supervision.audited", version=1, room=OWN, parts=Words, line="A supervision was looked at by somebody else")
class SupervisionAudited(Facts):
    """Whether it heard the child, and said what is done next, by whom and when."""

    answers: UUID
    sound: bool


@kind("access.requested", version=1, room=OWN, parts=Words, line="Somebody asked for what is held about them")
class AccessRequested(Facts):
    """A request to see a record (UK GDPR, article 15), on the day on which the organisation had it, with proof of who asks."""


@kind("access.answered", version=1, room=OWN, parts=Reason, line="A request for what is held was answered")
class AccessAnswered(Facts):
    """Given, in part, or refused: with the reason, and how to complain."""

    answers: UUID
    outcome: Code


@kind("breach.noticed", version=1, room=OWN, parts=Words, line="A breach of personal data came to notice")
class BreachNoticed(Facts):
    """Other than by an entry on the wrong record, which opens the same decision by itself."""


@kind("note.recorded", version=1, room=OWN, parts=Words, line="A note was recorded")
class NoteRecorded(Facts):
    """Anything that happened which no other kind says."""


@kind("breach.decided", version=1, parts=Reason, room=OWN, line="A breach of personal data was decided on")
class BreachDecided(Facts):
    """Something was filed on the wrong record: whether it is reported to the Information Commissioner, and whether those concerned are told (UK GDPR,
    articles 33 and 34).
    """

    answers: UUID
    reported: bool
    told: bool
