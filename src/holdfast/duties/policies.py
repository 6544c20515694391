"""Who may do what about a duty."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from holdfast.duties.clocks import Allowed
from holdfast.duties.models import Duty, State
from holdfast.duties.rulebook import Rule, rule
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import LEADS, SEES_NO_CHILD, AgencyKind, Role
from holdfast.record.refusal import Refused

#: No extension is a pause without end.
MOST_TIME = timedelta(days=92)
MANAGERS = (*LEADS, Role.MANAGER, Role.FRONT_DOOR_MANAGER)


def check_may_speak(by: Acting) -> None:
    """Who keeps accounts or loads returns, and who has no post, says nothing about any duty and ends none. Raises NotPermitted."""
    if by.role is None or by.role in SEES_NO_CHILD:
        raise NotPermitted("Your post has no part in duties.")


def check_may_own(worker: Acting | None) -> None:
    """Nobody owns a duty whose post sees no child. Raises Refused."""
    if worker is None or worker.role is None or worker.role in SEES_NO_CHILD:
        raise Refused("to", "This person’s post cannot own duties. Choose someone else")


def check_open(duty: Duty) -> None:
    """Raises Refused when the duty has ended."""
    if duty.state != State.OPEN:
        raise Refused("duty", f"This duty has ended already ({State(duty.state).label.lower()}). Nothing was recorded.")


def answers_for(duty: Duty, by: Acting) -> bool:
    """Whether this person is the owner, covers for them, or manages them."""
    owners = partnership.covered_by(by.worker)
    return duty.owner_id in owners or (duty.owner_id is not None and partnership.manager_of(duty.owner_id) == by.worker)


def is_manager_of(duty: Duty, by: Acting) -> bool:
    """A manager of the organisation that owes the duty, and not its owner: nobody lets themself off."""
    return by.agency == duty.owing_agency_id and by.has_role(*MANAGERS) and by.worker != duty.owner_id


def may_show_done(duty: Duty, by: Acting) -> bool:
    return by.agency == duty.owing_agency_id


def check_may_show_done(duty: Duty, by: Acting) -> None:
    """What shows that it was done comes from the organisation that owes it. Raises NotPermitted, Refused."""
    check_open(duty)
    if not may_show_done(duty, by):
        raise NotPermitted("Only the organisation that owes this can show that it was done. You can challenge it instead.")


def check_may_show_elsewhere(duty: Duty, by: Acting) -> None:
    """Another system's reference ends only what a rule says may be kept there, by its owner or their manager. Raises NotPermitted, Refused."""
    check_may_show_done(duty, by)
    if not rule(duty.rule, duty.edition).elsewhere:
        raise Refused("reference", "The record of this is here: what shows that it was done is the work itself, recorded on the case")
    if not answers_for(duty, by):
        raise NotPermitted("The owner of this duty, whoever covers for them, or their manager says what shows it.")


def check_may_extend(duty: Duty, by: Acting) -> None:
    """Raises NotPermitted, Refused."""
    if not rule(duty.rule, duty.edition).extendable:
        raise Refused("due_on", "The law sets how long this may last. Nobody can give it more time")
    check_may_end(duty, by)


def check_may_end(duty: Duty, by: Acting) -> None:
    """Only a manager who does not own it may say that it cannot be done, extend it, or transfer it out."""
    check_open(duty)
    if not is_manager_of(duty, by):
        raise NotPermitted("This takes a manager of the organisation that owes it, other than the person who owns it.")


def check_may_offer(duty: Duty, by: Acting) -> None:
    check_open(duty)
    if rule(duty.rule, duty.edition).personal:
        raise NotPermitted("Only the person who was asked can do this. Whoever asked them can ask someone else instead.")
    if by.agency != duty.owing_agency_id or not (answers_for(duty, by) or by.has_role(*MANAGERS)):
        raise NotPermitted("The owner of this duty, or a manager of the organisation that owes it, can offer it to someone else.")


#: Kinds of organisation that a rule may name: what the law gives to one of them stays with one of its kind.
_NAMED = {"council": AgencyKind.COUNCIL, "police": AgencyKind.POLICE, "health": AgencyKind.HEALTH}


def may_pass_to(duty: Duty, agency: UUID) -> bool:
    """Whether an organisation may take a duty over: the one that owes it, one of the kind that the rule names, or any where it names none."""
    named = _NAMED.get(rule(duty.rule, duty.edition).owing)
    return agency == duty.owing_agency_id or named is None or partnership.agency(agency).kind == named


def check_may_pass_to(duty: Duty, agency: UUID) -> None:
    """Raises Refused."""
    if not may_pass_to(duty, agency):
        raise Refused(
            "to", "This is owed by the kind of organisation that the law names, and stays with it. Ask the other for what it can do instead"
        )


def check_may_accept(duty: Duty, by: Acting) -> None:
    check_open(duty)
    if duty.offered_to is None or duty.offered_to not in partnership.covered_by(by.worker):
        raise NotPermitted("This duty has not been offered to you.")


def check_may_challenge(duty: Duty, by: Acting) -> None:
    if by.agency == duty.owing_agency_id:
        raise NotPermitted("A challenge comes from another organisation.")


def check_may_answer_told(duty: Duty, by: Acting) -> None:
    check_open(duty)
    if by.agency == duty.owing_agency_id:
        raise NotPermitted("Your own organisation owes this. What shows that it was done is recorded where it is done.")


#: Who says what of a census is so: those who answer for the organisation's work, and the analyst who loaded it.
CONFIRMING = (*MANAGERS, Role.ANALYST)


def may_confirm(by: Acting) -> bool:
    return by.has_role(*CONFIRMING)


def check_may_confirm(duty: Duty, by: Acting) -> None:
    """Raises NotPermitted, Refused."""
    check_open(duty)
    if not duty.provisional:
        raise Refused("duty", "This duty has been confirmed already. Nothing was recorded.")
    if by.agency != duty.owing_agency_id or not may_confirm(by):
        raise NotPermitted("Only a manager or the analyst of the council that loaded the census can say whether what came from it is so.")


def may_agree_to_decline(by: Acting) -> bool:
    return by.has_role(*MANAGERS)


def check_may_answer_declining(duty: Duty, by: Acting) -> None:
    """The second person is a manager, and somebody else than who says that it is not so. Raises NotPermitted, Refused."""
    check_may_confirm(duty, by)
    if not may_agree_to_decline(by):
        raise NotPermitted("It takes a manager of the council to agree that a duty from the census is not so.")
    if duty.declining_id is None:
        raise Refused("agree", "This was answered meanwhile. Nothing was recorded")
    if by.worker == duty.declining_by:
        raise NotPermitted("You said that this is not so. Somebody else agrees to it, or does not.")


def check_extension(duty: Duty, due_at: datetime, at: datetime) -> None:
    """No back-dated pause: more time is given before the clock has run out, and to a day, never without end."""
    if at > duty.due_at:
        raise Refused("due_on", "A late duty cannot be given more time. Do it, or record that it cannot be done.")
    if due_at <= duty.due_at:
        raise Refused("due_on", "The new day must be after the one it is due on now.")
    if due_at > at + MOST_TIME:
        raise Refused(
            "due_on", f"More time is given for at most {MOST_TIME.days} days at once. Choose an earlier day, and look again then."
        )


def check_may_change_rule(by: Acting, rule: Rule) -> None:
    """Local values are changed by those who answer for an agency; the law's and guidance's are not changed here."""
    if not by.has_role(*LEADS):
        raise NotPermitted("Only a safeguarding partner or an organisation’s safeguarding lead can change a local value.")
    if not rule.local:
        raise Refused("amount", "This value comes from law or national guidance and cannot be changed here.")


#: Clocks that these kinds of organisation alone owe; in every other the council has a part.
_NOT_THE_COUNCILS = (AgencyKind.POLICE, AgencyKind.HEALTH)


def council_owes(rule: Rule) -> bool:
    """Whether the council owes this clock, or may: then one of the two people who change it is the council's."""
    return rule.owing not in _NOT_THE_COUNCILS


def check_bounds(rule: Rule, after: Allowed) -> None:
    """A local value stays within its rule's bounds, however often it is changed. Raises Refused."""
    least, most = rule.bounds
    if not least.about_minutes <= after.about_minutes <= most.about_minutes:
        raise Refused("amount", f"For this duty it is between {least} and {most}, whoever agrees to it")


def may_acknowledge(by: Acting, agency: UUID) -> bool:
    return by.agency == agency and by.has_role(*MANAGERS)


def check_may_acknowledge(by: Acting, agency: UUID) -> None:
    if not may_acknowledge(by, agency):
        raise NotPermitted("A manager or safeguarding lead of your organisation acknowledges what it was told.")
