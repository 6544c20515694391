"""The entries by which duties open, end, move and are escalated, and by which organisations are told.

A duty lives in the room of what started it (a concern, a case, what an agency was told), and its readers are that room's.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid5

from holdfast.duties.clocks import Unit
from holdfast.duties.ladder import Rung
from holdfast.record.kinds import ANY, Code, Facts, Parts, kind
from holdfast.record.rooms import matter_type

#: The rules' local values.
matter_type("rules")


#: The one room in which local values of rules are recorded, for everyone to see.
RULES_ROOM = UUID("5f0d6d3a-95a5-5a0e-8f0f-6a4e1a1f1c22")


def offer_room_of(offer: UUID) -> UUID:
    """The room of one offer, by the entry that made it."""
    return uuid5(offer, "offer")


class DutyFacts(Facts):
    """Facts about one duty."""

    duty: UUID


class Words(Parts):
    """What a person wrote."""

    words: str


class Shown(Parts):
    """What shows it was done: in words, and where it is found in another system."""

    words: str
    reference: str | None = None


class Authority(Parts):
    """Who has taken it over."""

    words: str
    authority: str
    accepted_by: str


@kind("duty.opened", version=1, room=ANY, line="A duty opened", shows=("rule", "due_at"))
class DutyOpened(DutyFacts):
    """Something must happen by a time. What was decided (owner, due time) is here, so that no later rule or calendar rewrites it."""

    rule: Code
    edition: Code
    owner: UUID | None = None
    owner_post: UUID | None = None
    owing_agency: UUID
    starts_at: datetime
    due_at: datetime
    #: When the ladder's next step is due, and which it is.
    next_step_at: datetime | None = None
    pace: Code
    late_to: Code
    serious: bool
    #: From imported data: the council's alone until it confirms it, or ignores it for a set time.
    provisional: bool = False
    #: The day as at which imported data were true.
    as_at: date | None = None
    trigger: UUID
    #: It lies in a sealed matter: no board shows that there is one, and nobody is told of it who does not read it.
    unseen: bool = False


@kind("duty.done", version=1, room=ANY, line="A duty was done")
class DutyDone(DutyFacts):
    """An entry of the organisation that owes it shows that it was done."""

    shown_by: UUID
    done_at: datetime


@kind("duty.shown_elsewhere", version=1, room=ANY, parts=Shown, line="A duty was shown to be done, in another system")
class DutyShownElsewhere(DutyFacts):
    """Shown by a reference and a date in another system. It counts, and one in some goes to somebody else to look at."""

    done_at: datetime
    #: Who looks at it, of those that are sampled.
    sampled_to: UUID | None = None


@kind("duty.shown_checked", version=1, room=ANY, parts=Words, line="What was shown in another system was looked at by somebody else")
class DutyShownChecked(DutyFacts):
    """It was there, or it was not: then the duty is open again."""

    answers: UUID
    found: bool


@kind("duty.opened_again", version=1, room=ANY, line="A duty is open again: what was taken to show it done was corrected")
class DutyOpenedAgain(DutyFacts):
    """Its clock is the one it had: it may be late from this moment. The ladder goes on where it stood; from the first step outside the organisation
    that owes it, so that those who were told before are told again.
    """

    by_entry: UUID
    next_step_at: datetime | None = None
    rung: int = 0


@kind("duty.more_serious", version=1, room=ANY, line="What came to be known makes a duty serious")
class DutyMoreSerious(DutyFacts):
    """The independent scrutineer hears of it too; where others were told already, the last step is taken again with her. It is never made less so."""

    by_entry: UUID
    rung: int
    next_step_at: datetime | None = None


@kind("duty.superseded", version=1, room=ANY, line="A duty need no longer be done")
class DutySuperseded(DutyFacts):
    by_entry: UUID


@kind("duty.cannot_be_done", version=1, room=ANY, parts=Words, line="A duty cannot now be done")
class DutyCannotBeDone(DutyFacts):
    """A manager says that it cannot now be done, and why. It shows on the board."""

    reason: Code


@kind("duty.transferred", version=1, room=ANY, parts=Authority, line="A duty was transferred and accepted")
class DutyTransferred(DutyFacts):
    """An authority outside the partnership has accepted it: by name, on a date."""

    accepted_at: datetime


@kind("duty.transfer_offered", version=1, room=ANY, parts=Words, line="A duty was offered to someone else")
class DutyTransferOffered(DutyFacts):
    """Until it is accepted it stays with its owner."""

    to: UUID
    to_agency: UUID


@kind("duty.transfer_accepted", version=1, room=ANY, line="Someone accepted a duty")
class DutyTransferAccepted(DutyFacts):
    offered: UUID
    owner: UUID
    owner_post: UUID | None = None
    owing_agency: UUID
    #: The owner could not read the duty's room, and does as long as they own the duty.
    opened: bool = False


@kind("duty.transfer_declined", version=1, room=ANY, parts=Words, line="Someone did not accept a duty that was offered")
class DutyTransferDeclined(DutyFacts):
    """It stays with its owner."""

    offered: UUID


@kind("offer.made", version=1, room="offer", parts=Words, line="A duty was offered to this person")
class OfferMade(DutyFacts):
    """What is asked, and nothing else: in a room of its own, which the person who is asked alone reads, until it is answered."""

    offer: UUID
    to: UUID
    rule: Code
    edition: Code
    owing_agency: UUID
    owner_post: UUID | None = None
    due_at: datetime
    late_to: Code


@kind("offer.ended", version=1, room="offer", line="An offer was answered, or is no longer made")
class OfferEnded(DutyFacts):
    """ "accepted", "declined", "withdrawn" (offered to someone else), or "ended" (the duty came to an end)."""

    offer: UUID
    how: Code


@kind("duty.reassigned", version=1, room=ANY, line="A duty has another owner")
class DutyReassigned(DutyFacts):
    """Within the organisation that owes it: on allocation, or because its owner left."""

    owner: UUID | None = None
    owner_post: UUID | None = None
    reason: Code


@kind("duty.passed_on", version=1, room=ANY, line="A duty is owed by another organisation: the one that owed it left the partnership")
class DutyPassedOn(DutyFacts):
    """To the organisation that took over what the other owed. `opened_to`: who reads the room only as its owner from now."""

    left: UUID
    owing_agency: UUID
    owner: UUID | None = None
    owner_post: UUID | None = None
    opened_to: UUID | None = None


@kind("duty.assured", version=1, room=ANY, parts=Words, line="Someone said a duty is in hand; nothing shows it yet")
class DutyAssured(DutyFacts):
    """An assurance. It discharges nothing, stops no clock and delays no step (failing S10)."""

    by_agency: UUID


@kind("duty.extended", version=1, room=ANY, parts=Words, line="A duty was given more time")
class DutyExtended(DutyFacts):
    """More time, decided before the clock ran out by a manager of the organisation that owes it; told to the others, who may challenge."""

    due_at: datetime
    next_step_at: datetime | None = None


@kind("duty.challenged", version=1, room=ANY, parts=Words, line="Another organisation challenged what was decided about a duty")
class DutyChallenged(DutyFacts):
    """`owner`: who alone can do what is challenged, and so answers; else whoever answers for the organisation does."""

    by_agency: UUID
    owing_agency: UUID
    owner: UUID | None = None


@kind("duty.challenge_answered", version=1, room=ANY, parts=Words, line="A challenge was answered")
class DutyChallengeAnswered(DutyFacts):
    answers: UUID
    changed: bool


@kind("duty.told_answered", version=1, room=ANY, parts=Words, line="An organisation that was told of a late duty said what it does")
class DutyToldAnswered(DutyFacts):
    """It ends nothing, and whoever owes the duty reads it."""

    by_agency: UUID


class Standing(DutyFacts):
    """What everybody sees of a duty on the board: who owes what, by when; never about whom."""

    rule: Code
    owing_agency: UUID
    owner_post: UUID | None = None
    due_at: datetime
    late_to: Code
    serious: bool


@kind("duty.confirmed", version=1, room=ANY, line="A duty taken from a census was confirmed")
class DutyConfirmed(Standing):
    """By a person, or because nobody answered for a set time: from here it is a duty like any other."""

    by_silence: bool
    next_step_at: datetime | None = None


@kind("duty.declining_proposed", version=1, room=ANY, parts=Words, line="Someone said that a duty taken from a census is not so")
class DutyDecliningProposed(DutyFacts):
    """It changes nothing until somebody else agrees: the time after which silence confirms runs on. `proposal`: what was proposed together."""

    proposal: UUID
    reason: Code


@kind("duty.declined", version=1, room=ANY, line="Two people found that a duty taken from a census is not so")
class DutyDeclined(Standing):
    """Nothing is owed by it. How often this happens stands on the board."""

    proposal: UUID
    reason: Code


@kind(
    "duty.declining_refused",
    version=1,
    room=ANY,
    line="A duty taken from a census still waits to be confirmed: a second person did not agree",
)
class DutyDecliningRefused(DutyFacts):
    """It waits to be confirmed, as before."""

    proposal: UUID


@kind("duty.asked_again", version=1, room=ANY, line="A later census says again that a duty is owed")
class DutyAskedAgain(DutyFacts):
    """It was found not to be so, and the council's next census says that it is: it waits again to be confirmed."""

    by_entry: UUID
    as_at: date
    next_step_at: datetime


@kind("duty.escalated", version=1, room=ANY, line="The system told others that a duty is late")
class DutyEscalated(DutyFacts):
    """One rung of the ladder. `late_seconds` says how late the system itself was in taking the step (after downtime, say)."""

    rung: Rung
    told_worker: UUID | None = None
    told_agencies: tuple[UUID, ...] = ()
    step_due_at: datetime
    late_seconds: int
    next_step_at: datetime | None = None


class ToldItem(Facts):
    """One late duty in what an organisation is told: organisation, post and clock; never a name."""

    duty: UUID
    rule: Code
    owing_agency: UUID
    owner_post: UUID | None = None
    due_at: datetime
    rung: Code
    serious: bool


@kind("told.delivered", version=1, line="This organisation was told that duties are late")
class ToldDelivered(Facts):
    """Delivery to an organisation, in its own room: that it was told, and when, is a fact nobody can remove (failing S3)."""

    agency: UUID
    urgent: bool
    items: tuple[ToldItem, ...]


@kind("told.acknowledged", version=1, line="This organisation acknowledged what it was told")
class ToldAcknowledged(Facts):
    """Exactly these deliveries were acknowledged; `remaining` were not, having come in meanwhile."""

    delivered: tuple[UUID, ...]
    remaining: int


class PatternLine(Facts):
    """One organisation in a week's pattern: counts, and no name."""

    agency: UUID
    open: int
    late_to_start: int
    late_to_finish: int
    told_outside: int
    ended_late: int
    cannot: int
    #: Deliveries to it in the week, and all that wait to be acknowledged.
    told: int
    unacknowledged: int


@kind("pattern.delivered", version=1, line="The independent scrutineer was told the pattern of a week")
class PatternDelivered(Facts):
    """Once a week, by itself: by organisation, what is late and how what it is told is dealt with. `week` is its Monday."""

    agency: UUID
    week: date
    lines: tuple[PatternLine, ...]


class Reason(Parts):
    reason: str


@kind("rule.change_proposed", version=1, parts=Reason, line="A change of how long a duty is allowed was proposed")
class RuleChangeProposed(Facts):
    """By one organisation; it counts when someone of another agrees."""

    rule: Code
    amount: int
    unit: Unit


@kind("rule.change_declined", version=1, parts=Reason, line="A proposed change of how long a duty is allowed was not agreed")
class RuleChangeDeclined(Facts):
    proposed: UUID


@kind("rule.value_changed", version=1, parts=Reason, line="How long a duty is allowed was changed")
class RuleValueChanged(Facts):
    """A local value, agreed by a second organisation. `loosened` (against the value of this release) shows to everyone."""

    proposed: UUID
    proposed_by: UUID

    rule: Code
    amount: int
    unit: Unit
    loosened: bool
    before_amount: int
    before_unit: Unit
