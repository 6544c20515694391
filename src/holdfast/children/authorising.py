"""What takes a second person: assessments, what a conference ends or does not begin, ends and changes of plans, closing after section 47.

Whoever did the work records it; it is kept, and takes effect when a manager who did not do it agrees (practice review, rows 15 and 18). A plan that
protects takes effect at once: only what ends or withholds protection waits.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from holdfast.children import policies
from holdfast.children.event_table import BY_KIND
from holdfast.children.holding import draft_of, held
from holdfast.children.ids import CaseId
from holdfast.children.kinds import case, pathway
from holdfast.children.kinds.authorising import AuthorisationAnswered, AuthorisationAsked, Proposed
from holdfast.children.models import Case
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.duties.queries import open_duties_of
from holdfast.duties.rulebook import rule
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import Role
from holdfast.record.append import append_all, recorded_before
from holdfast.record.entries import AnyEntry, Draft, Opening
from holdfast.record.kinds import Facts, NoParts, kind_named
from holdfast.record.queries import ERASED, entry_with_id, open_parts
from holdfast.record.refusal import Refused
from holdfast.when import Precision, When

#: What lets something end or lessen: who agrees to these how often shows on the board.
LESSENS = frozenset(
    k.kind.name
    for k in (
        pathway.CpPlanEnded,
        pathway.CpPlanCategoryChanged,
        pathway.CpPlanReviewed,
        pathway.IcpcHeld,
        pathway.IcpcNotRequired,
        case.CaseClosed,
    )
)


def _json(draft: Draft) -> dict[str, Any]:
    opens = draft.opens
    return {
        "kind": draft.facts.kind.name,
        "facts": draft.facts.model_dump(mode="json"),
        "parts": draft.parts.model_dump(mode="json"),
        "room": str(draft.room),
        "cites": [str(c) for c in draft.cites],
        "when": [draft.when.earliest, draft.when.latest, draft.when.precision, draft.when.as_said] if draft.when is not None else None,
        "corrects": draft.corrects,
        "why": draft.why,
        "opens": [opens.type, list(opens.audience), opens.kind, opens.matter, opens.if_absent] if opens is not None else None,
    }


def _draft(kept: dict[str, Any]) -> Draft:
    kind = kind_named(kept["kind"])
    when, opens = kept["when"], kept["opens"]
    return Draft(
        facts=kind.facts.model_validate_json(json.dumps(kept["facts"])),
        parts=kind.parts.model_validate_json(json.dumps(kept["parts"])) if kind.parts is not NoParts else NoParts(),
        room=UUID(kept["room"]),
        cites=tuple(UUID(c) for c in kept["cites"]),
        when=When(_moment(when[0]), _moment(when[1]), Precision(when[2]), when[3]) if when is not None else None,
        corrects=UUID(kept["corrects"]) if kept["corrects"] else None,
        why=kept["why"],
        opens=_opening(*opens) if opens is not None else None,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _opening(type: str, audience: list[str], kind: str, matter: str | None, if_absent: bool) -> Opening:
    return Opening(type, tuple(UUID(a) for a in audience), kind, UUID(matter) if matter else None, if_absent=if_absent)


def ask(
    found: Case, drafts: Sequence[Draft], *, by: Acting, matters: Sequence[UUID] = (), lead: bool = False, entry_id: UUID | None = None
) -> AnyEntry:
    """Keep what was recorded, and ask a manager whether it stands; the case is held. Raises Refused."""
    manager = partnership.agency_lead_of(by.agency) if lead else partnership.manager_of(by.worker)
    if manager is None or manager == by.worker:
        raise Refused(
            "manager",
            "This takes a second person, and nobody answers for it above you. Ask whoever answers for your organisation to record it",
        )
    if drafts[0].facts.kind.name in _waiting(found):
        raise Refused("manager", "One waits to be authorised already. Ask whoever was asked to answer it first")
    facts = AuthorisationAsked(what=drafts[0].facts.kind.name, manager=manager, matters=tuple(matters), lead=lead)
    kept = Proposed(drafts=json.dumps([_json(d) for d in drafts], default=_plain))
    return append_all([draft_of(found, facts, kept, by=by, entry_id=entry_id)], by=by.author)[0]


def _waiting(found: Case) -> set[str]:
    """The kinds of which something waits to be authorised in a case."""
    asking = [d.trigger_id for d in open_duties_of(found.id) if AuthorisationAsked.kind.name in rule(d.rule, d.edition).starts]
    return {entry.facts.what for asked in asking if (entry := entry_with_id(asked)) is not None}


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def asked_for(entry: AnyEntry) -> list[Draft]:
    """What waits to be authorised, opened; nothing where it was erased by order. The caller has recorded the look."""
    parts = open_parts([entry])[entry.id]
    assert isinstance(parts, Proposed)
    if parts.drafts == ERASED:
        return []
    return [_draft(kept) for kept in json.loads(parts.drafts)]


def check_may_authorise(asked: AnyEntry, found: Case, by: Acting) -> None:
    """A manager who did not do the work: not whoever recorded it, nor whoever the child is allocated to. Raises NotPermitted."""
    policies.check_managers(by)
    if by.worker in (asked.author.worker, found.allocated_to_id):
        raise NotPermitted("You did this work. A manager who did not authorises it.")
    if asked.facts.lead and not by.has_role(Role.NAMED_LEAD, Role.AGENCY_LEAD):
        raise NotPermitted(
            "Duties of this child were ended as “cannot now be done”. Whoever answers for your organisation closes the case."
        )


def answer(*, child: CaseId, asked: UUID, agrees: bool, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """A manager agrees, and it is recorded and takes effect; or does not, and what was owed stays owed. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    with viewing(by.viewer):
        entry = entry_with_id(asked)
    if entry is None or entry.matter != child or not isinstance(entry.facts, AuthorisationAsked):
        raise LookupError("nothing here waits to be authorised")
    with held(child, by, *entry.facts.matters) as found:
        check_may_authorise(entry, found, by)
        if not any(d.trigger_id == asked for d in open_duties_of(child)):
            raise Refused("agrees", "This was answered already. Nothing was recorded")
        lessens = entry.facts.what in LESSENS
        facts = AuthorisationAnswered(answers=asked, agrees=agrees, what=entry.facts.what, lessens=lessens)
        drafts = [draft_of(found, facts, case.Reason(reason=reason), by=by, entry_id=entry_id)]
        if agrees:
            drafts += _authorised(found, entry, by)
        append_all(drafts, by=by.author)


def _authorised(found: Case, asked: AnyEntry, by: Acting) -> list[Draft]:
    """What was kept, to be recorded now. Raises Refused where the case no longer allows it."""
    drafts = asked_for(asked)
    if not drafts:
        raise Refused("agrees", "What waited to be authorised was erased by order. Say no, and have the work recorded anew")
    _check_still(found, asked, drafts[0].facts)
    event = BY_KIND.get(drafts[0].facts.kind.name)
    if event is not None and event.dated_when_authorised:
        drafts[0] = replace(drafts[0], when=When.on(today()))
    return [replace(d, id=uuid4()) for d in drafts]


def _check_still(found: Case, asked: AnyEntry, facts: Facts) -> None:
    policies.check_open(found)
    event = BY_KIND.get(facts.kind.name)
    if event is not None and event.needs is not None:
        event.needs(found)
    if isinstance(facts, case.CaseClosed) and (waiting := [d for d in open_duties_of(found.id) if d.trigger_id != asked.id]):
        raise Refused("agrees", policies.still_open(waiting))
