"""Keeping the register of investigations; challenging one; and looking again at one that had ended.

A step is an overt act that was done. What is late always reaches a named, vetted group outside the line (failing S12: "inspectors were left wondering what
these ongoing investigations amounted to").
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

from holdfast.children import suspects
from holdfast.children.codes import SuspectNews
from holdfast.children.models import Case
from holdfast.database.viewing import relation_principal, role_principal, viewing
from holdfast.investigations import kinds, policies
from holdfast.investigations.codes import NfaReason, Rank, State, Step, Told
from holdfast.investigations.ids import InvestigationId
from holdfast.investigations.models import Challenge, Investigation
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import VETTED
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import Role
from holdfast.persons.folds import OWNER
from holdfast.persons.policies import check_next as check_words_of_next
from holdfast.record.append import append_all, holding, recorded_before
from holdfast.record.entries import Draft, Opening
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.record.refusal import Refused
from holdfast.subjects import keys


def _readers(matter: UUID, agency: UUID) -> tuple[UUID, ...]:
    """Whoever investigates, who answers for the police, and the vetted group."""
    supervisors = (role_principal(role, agency) for role in (Role.AGENCY_LEAD, Role.DELEGATED_PARTNER))
    return (*supervisors, VETTED, relation_principal(OWNER, matter))


def open_investigation(
    *,
    parts: kinds.OpenedParts,
    officer: UUID,
    opened_on: date,
    next_on: date,
    review_on: date,
    case: UUID | None,
    suspect: str | None = None,
    phone: str | None = None,
    plate: str | None = None,
    by: Acting,
    entry_id: UUID | None = None,
) -> InvestigationId:
    """Enter an investigation in the register: reference, officer, next step by a day. Raises Refused, NotPermitted, LookupError."""
    policies.check_police(by)
    matter = InvestigationId(entry_id or uuid4())
    if recorded_before(entry_id, by=by.author, matter=matter):
        return matter
    policies.check_past(opened_on, "opened_on")
    check_words_of_next(parts.next, next_on)
    policies.check_review(review_on)
    found = [*keys.of_name(suspect or ""), *keys.of_phone(phone or ""), *keys.of_plate(plate or "")]
    with viewing(by.viewer):
        if case is not None and not Case.objects.filter(id=case).exists():
            raise LookupError("there is no such case that this person may see")
    held = [case] if case is not None else []
    with viewing(by.viewer), holding(*held):
        _check_officer(officer, by)
        facts = kinds.Opened(
            worker=officer,
            agency=by.agency,
            opened_on=opened_on,
            case=case,
            next_on=next_on,
            review_on=review_on,
            keys=tuple(keys.distinct(found)),
        )
        first = Draft(facts=facts, parts=parts, room=matter, id=matter, opens=Opening("investigation", _readers(matter, by.agency)))
        append_all([first, *_line(case, review_on)], by=by.author)
    return matter


def _line(case: UUID | None, review_on: date | None, *, ended: bool = False) -> list[Draft]:
    """What everybody who works with the child reads."""
    return [Draft(facts=kinds.PoliceAction(review_on=review_on, ended=ended), room=case)] if case is not None else []


def _check_officer(officer: UUID, by: Acting) -> None:
    found = partnership.acting_for(officer)
    if found is None or found.agency != by.agency:
        raise Refused("officer", "Choose who of the police investigates")
    keep_here(officer)


@contextmanager
def held(investigation: InvestigationId, by: Acting) -> Iterator[Investigation]:
    """An investigation that this person reads, held with the child’s case. Raises LookupError."""
    with viewing(by.viewer):
        found = Investigation.objects.filter(id=investigation).first()
        if found is None:
            raise LookupError("there is no such investigation that this person may see")
    cases = [found.case_id] if found.case_id is not None else []
    with viewing(by.viewer), holding(investigation, *cases):
        yield Investigation.objects.get(id=investigation)


def _record(
    found: Investigation, facts: Facts, by: Acting, entry_id: UUID | None, parts: Parts | None = None, more: list[Draft] | None = None
) -> None:
    draft = Draft(facts=facts, parts=parts or NoParts(), room=found.id, id=entry_id or uuid4())
    append_all([draft, *(more or [])], by=by.author)


def take_step(
    *, investigation: InvestigationId, step: Step, on: date, words: str, next_: str, next_on: date, by: Acting, entry_id: UUID | None = None
) -> None:
    """A step that was taken, and the next by a day. Raises Refused, NotPermitted, LookupError."""
    policies.check_police(by)
    if recorded_before(entry_id, by=by.author, matter=investigation):
        return
    policies.check_past(on)
    check_words_of_next(next_, next_on)
    with held(investigation, by) as found:
        policies.check_state(found, State.OPEN, State.NFA_PROPOSED)
        if on < found.opened_on:
            raise Refused("on", "No step was taken before it was opened")
        officer = found.officer_id or by.worker
        facts = kinds.StepTaken(step=step, on=on, next_on=next_on, worker=officer, agency=found.agency_id)
        once = entry_id or uuid4()
        _record(found, facts, by, once, kinds.StepParts(words=words, next=next_), _news(found, step, once, officer))


_NEWS = {Step.ARRESTED: SuspectNews.ARRESTED, Step.CHARGED: SuspectNews.CHARGED}


def _news(found: Investigation, step: Step, about: UUID, officer: UUID) -> list[Draft]:
    """Whoever works with the child knows of an arrest or a charge within a day; nothing else of the investigation."""
    if found.case_id is None or step not in _NEWS:
        return []
    with reading_all():  # whoever investigates need not work with the child
        return [suspects.news(found.case_id, about=about, what=_NEWS[step], liaison=officer, agency=found.agency_id)]


def review(*, investigation: InvestigationId, words: str, review_on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """A supervisor looked at it. It is no step. Raises Refused, NotPermitted, LookupError."""
    policies.check_supervisor(by)
    if recorded_before(entry_id, by=by.author, matter=investigation):
        return
    policies.check_review(review_on)
    with held(investigation, by) as found:
        policies.check_state(found, State.OPEN, State.NFA_PROPOSED)
        facts = kinds.Reviewed(review_on=review_on, worker=found.officer_id or by.worker, agency=found.agency_id)
        _record(found, facts, by, entry_id, kinds.WordsParts(words=words), _line(found.case_id, review_on))


def set_officer(*, investigation: InvestigationId, officer: UUID, by: Acting, entry_id: UUID | None = None) -> None:
    """Another investigates. Raises Refused, NotPermitted, LookupError."""
    policies.check_supervisor(by)
    if recorded_before(entry_id, by=by.author, matter=investigation):
        return
    with held(investigation, by) as found:
        if officer == found.officer_id:
            raise Refused("officer", "They investigate already")
        _check_officer(officer, by)
        facts = kinds.OfficerSet(worker=officer, agency=found.agency_id, next_on=found.next_on, review_on=found.review_on)
        _record(found, facts, by, entry_id)


def protect(*, investigation: InvestigationId, rank: Rank, until: date, by: Acting, entry_id: UUID | None = None) -> None:
    """Partners are shown no more until a day. Raises Refused, NotPermitted, LookupError."""
    policies.check_supervisor(by)
    if recorded_before(entry_id, by=by.author, matter=investigation):
        return
    policies.check_protected(until)
    with held(investigation, by) as found:
        policies.check_state(found, State.OPEN, State.NFA_PROPOSED)
        facts = kinds.Protected(rank=rank, until=until, worker=found.officer_id or by.worker, agency=found.agency_id)
        _record(found, facts, by, entry_id)


def propose_nfa(*, investigation: InvestigationId, why: NfaReason, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """No further action is proposed. Raises Refused, NotPermitted, LookupError."""
    policies.check_police(by)
    if recorded_before(entry_id, by=by.author, matter=investigation):
        return
    with held(investigation, by) as found:
        policies.check_state(found, State.OPEN)
        supervisor = _supervisor(found)
        facts = kinds.NfaProposed(why=why, worker=supervisor, agency=found.agency_id)
        _record(found, facts, by, entry_id, kinds.WordsParts(words=words))


def _supervisor(found: Investigation) -> UUID:
    """A supervisor of the police who did not investigate. Raises Refused."""
    for role in (Role.AGENCY_LEAD, Role.MANAGER, Role.DELEGATED_PARTNER):
        for post in partnership.holders_of(role, agency=found.agency_id):
            if post.holder_id is not None and str(post.holder_id) not in found.investigated_by:
                keep_here(post.holder_id)
                return post.holder_id
    raise Refused("why", "There is no supervisor of the police who did not investigate it. Ask another force for one, and record who it is")


def answer_nfa(*, investigation: InvestigationId, agrees: bool, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """A supervisor who did not investigate agrees, or not. She is then told in person. Raises Refused, NotPermitted, LookupError."""
    policies.check_supervisor(by)
    if recorded_before(entry_id, by=by.author, matter=investigation):
        return
    with held(investigation, by) as found:
        policies.check_state(found, State.NFA_PROPOSED)
        policies.check_signs(by, found)
        assert found.nfa_entry_id is not None
        assert found.nfa_why is not None
        facts = kinds.NfaAnswered(
            answers=found.nfa_entry_id,
            agrees=agrees,
            why=NfaReason(found.nfa_why),
            worker=found.officer_id or by.worker,
            agency=found.agency_id,
        )
        _record(found, facts, by, entry_id, kinds.WordsParts(words=words), _line(found.case_id, None, ended=True) if agrees else [])


def tell_her(
    *, investigation: InvestigationId, how: Told, review_right: bool, words: str, by: Acting, entry_id: UUID | None = None
) -> None:
    """She was told in person, with her right to a review. Raises Refused, NotPermitted, LookupError."""
    policies.check_police(by)
    if recorded_before(entry_id, by=by.author, matter=investigation):
        return
    with held(investigation, by) as found:
        if found.to_tell_id is None:
            raise Refused("how", "She was told already, or nothing has ended. Nothing was recorded")
        if how is Told.IN_PERSON and not review_right:
            raise Refused("review_right", "Tell her of the Victims’ Right to Review, and how to use it")
        facts = kinds.ToldHer(answers=found.to_tell_id, how=how, review_right=review_right)
        _record(found, facts, by, entry_id, kinds.WordsParts(words=words))


# Challenging one.


def challenge(*, case: UUID, words: str, child_risk: str, by: Acting, entry_id: UUID | None = None) -> None:
    """A partner who works with the child challenges what the police do, or do not. Raises Refused, NotPermitted, LookupError."""
    policies.check_challenges(by)
    with viewing(by.viewer):
        if not Case.objects.filter(id=case).exists():
            raise LookupError("there is no such case that this person may see")
    with reading_all():  # whoever challenges does not read the investigation
        found = Investigation.objects.filter(case_id=case).order_by("-opened_on", "id").first()
    if found is None:
        raise Refused("words", "The register has no police action about this child. Tell the front door what you know")
    if recorded_before(entry_id, by=by.author, matter=found.id):
        return
    with viewing(by.viewer), holding(found.id):
        facts = kinds.Challenged(agency=found.agency_id, worker=found.officer_id or _lead(found.agency_id))
        room = kinds.challenge_room_of(found.id, by.agency)
        readers = (
            by.worker,
            role_principal(Role.AGENCY_LEAD, by.agency),
            role_principal(Role.NAMED_LEAD, by.agency),
            *_readers(found.id, found.agency_id),
        )
        opens = Opening("investigation", tuple(dict.fromkeys(readers)), kind=kinds.CHALLENGE, matter=found.id, if_absent=True)
        parts = kinds.ChallengeParts(words=words, child_risk=child_risk)
        append_all([Draft(facts=facts, parts=parts, room=room, opens=opens, id=entry_id or uuid4())], by=by.author)


def _lead(agency: UUID) -> UUID:
    lead = partnership.agency_lead_of(agency)
    if lead is None:
        raise Refused("words", "Nobody answers for the police now. Telephone them, and tell the safeguarding partners")
    return lead


def answer_challenge(*, challenge: UUID, changed: bool, words: str, child_risk: str, by: Acting, entry_id: UUID | None = None) -> None:
    """The police answer, with what it means for the child. Raises Refused, NotPermitted, LookupError."""
    policies.check_police(by)
    with viewing(by.viewer):
        row = Challenge.objects.filter(id=challenge).first()
    if row is None:
        raise LookupError("there is no such challenge that this person may see")
    if recorded_before(entry_id, by=by.author, matter=row.investigation_id):
        return
    with viewing(by.viewer), holding(row.investigation_id):
        row = Challenge.objects.get(id=challenge)
        if row.answered_at is not None:
            raise Refused("words", "This was answered already. Nothing was recorded")
        parts = kinds.ChallengeParts(words=words, child_risk=child_risk)
        draft = Draft(facts=kinds.ChallengeAnswered(answers=row.id, changed=changed), parts=parts, room=row.room_id, id=entry_id or uuid4())
        append_all([draft], by=by.author)


# Looking again.


def look_again(
    *,
    investigation: InvestigationId,
    reopens: bool,
    words: str,
    next_on: date | None,
    review_on: date | None,
    by: Acting,
    entry_id: UUID | None = None,
) -> None:
    """An ended investigation was looked at again: it goes on, or not, for a reason. Raises Refused, NotPermitted, LookupError."""
    policies.check_supervisor(by)
    if recorded_before(entry_id, by=by.author, matter=investigation):
        return
    if reopens:
        if next_on is None or review_on is None:
            raise Refused("next_on", "Say by which day the next step is taken, and when it is looked at")
        policies.check_next(next_on)
        policies.check_review(review_on)
    with held(investigation, by) as found:
        if found.look_again_id is None:
            raise Refused("reopens", "Nothing waits to be looked at again. Nothing was recorded")
        policies.check_signs(by, found)
        facts = kinds.LookedAgain(
            answers=found.look_again_id,
            reopens=reopens,
            worker=found.officer_id or by.worker,
            next_on=next_on if reopens else None,
            review_on=review_on if reopens else None,
            agency=found.agency_id,
        )
        _record(found, facts, by, entry_id, kinds.WordsParts(words=words), _line(found.case_id, review_on) if reopens else [])
