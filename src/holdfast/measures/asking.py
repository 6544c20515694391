"""Asking each body that holds measures which of them it takes, by a recorded decision what to share; and its answers, row by row.

No body is asked "what are you doing": each answers its own list, and a row that is not answered is owed (failings S9, S11). The council's powers stand in
the same list as those of the police.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.disruption import queries as catalogue
from holdfast.disruption import resting
from holdfast.disruption.catalogue import Measure as Row
from holdfast.disruption.catalogue import measure
from holdfast.disruption.codes import BODY_WORDS
from holdfast.measures import kinds, policies, queries
from holdfast.measures.codes import NotAsked, Rejected
from holdfast.measures.ids import AskId
from holdfast.measures.kinds import LIST, list_room_of
from holdfast.measures.models import Ask, Measure, NotAskedRow
from holdfast.measures.subjects import Subject, subject_of
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import post_principal
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.models import Post
from holdfast.partnership.people import Acting
from holdfast.record.append import append_all, holding, recorded_before
from holdfast.record.entries import Draft, Opening
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused


@contextmanager
def held_subject(matter: UUID, by: Acting) -> Iterator[Subject]:
    """The person or place, held, as somebody who may keep it. Raises LookupError, NotPermitted, Refused."""
    with viewing(by.viewer):
        if subject_of(matter) is None:
            raise LookupError("there is nothing of that kind that this person may see")
    with viewing(by.viewer), holding(matter):
        found = subject_of(matter)
        assert found is not None
        found.check_may_keep(by)
        yield found


def ask(
    *, matter: UUID, body: str, about: str, shared: str, by: Acting, instead_of: UUID | None = None, entry_id: UUID | None = None
) -> AskId | None:
    """Ask a body, telling it what is shared and nothing else. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=matter):
        return AskId(entry_id) if entry_id is not None else None
    with held_subject(matter, by) as found:
        if body not in found.holders():
            raise Refused("body", "This body holds no measure that applies here")
        if Ask.objects.filter(matter_id=matter, body=body, answered_at=None).exclude(connected=True).exists():
            raise Refused("body", "This body is asked already, and has not answered")
        post = _post_of(body)
        holder = post.holder_id
        assert holder is not None
        found.check_asked(holder)
        keep_here(holder)
        offered = tuple(row.code for row in found.rows_of(body))
        facts = kinds.Asked(body=body, post=post.id, agency=post.agency_id, worker=holder, offered=offered, instead_of=instead_of)
        room = list_room_of(matter, body)
        sealed = bool(found.sealed)
        opens = Opening(found.type, tuple(_readers(found, post)), kind=LIST, matter=matter, if_absent=True, sealed=sealed)
        asked = Draft(facts=facts, parts=kinds.AskedParts(about=about, shared=shared), room=room, opens=opens, id=entry_id or uuid4())
        append_all([asked, *found.told(post.agency_id, shared), *_all_asked(found, body)], by=by.author)
        return AskId(asked.id)


def _post_of(body: str) -> Post:
    holder = catalogue.holders().get(body)
    post = Post.objects.filter(id=holder.post_id).first() if holder is not None else None
    if post is None or post.holder_id is None:
        raise Refused(
            "body", f"Nobody answers for {BODY_WORDS[body].lower()} yet. Whoever answers for an organisation sets the post that does"
        )
    return post


def _readers(found: Subject, post: Post) -> Iterator[UUID]:
    """Whoever holds the post; the police’s one contact; and those who decide about the matter. Of what is sealed, those who read it and nobody else."""
    if found.sealed:
        yield from found.deciders
        return
    yield post_principal(post.id)
    contact = catalogue.holders().get(catalogue.DECONFLICTION) if not found.protects else None
    if contact is not None:
        yield post_principal(contact.post_id)
    yield from found.deciders


def _all_asked(found: Subject, body: str) -> list[Draft]:
    """That it was the last, where it was."""
    asked = set(Ask.objects.filter(matter_id=found.matter).exclude(connected=True).values_list("body", flat=True))
    asked |= set(NotAskedRow.objects.filter(matter_id=found.matter).values_list("body", flat=True))
    return [] if set(found.holders()) - asked - {body} else [Draft(facts=kinds.AllAsked(), room=found.matter)]


def not_ask(*, matter: UUID, body: str, why: NotAsked, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """A body is not asked, for a reason that others read. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=matter):
        return
    with held_subject(matter, by) as found:
        if body not in found.holders():
            raise Refused("body", "This body holds no measure that applies here")
        if Ask.objects.filter(matter_id=matter, body=body).exclude(connected=True).exists():
            raise Refused("body", "This body was asked already")
        facts = kinds.BodyNotAsked(body=body, why=why)
        draft = Draft(facts=facts, parts=kinds.WordsParts(words=words), room=matter, id=entry_id or uuid4())
        append_all([draft, *_all_asked(found, body)], by=by.author)


@contextmanager
def held_ask(ask: AskId, by: Acting) -> Iterator[Ask]:
    """A list that this person reads, held. Raises LookupError."""
    with viewing(by.viewer):
        matter = Ask.objects.filter(id=ask).values_list("matter_id", flat=True).first()
        if matter is None:
            raise LookupError("there is no such list that this person may see")
    with viewing(by.viewer), holding(matter):
        yield Ask.objects.get(id=ask)


def declare(*, ask: AskId, connected: bool, words: str | None, by: Acting, entry_id: UUID | None = None) -> None:
    """Whoever was asked says whether they are connected, before they read what is shared. Raises Refused, NotPermitted, LookupError."""
    with held_ask(ask, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        policies.check_holds(by, found)
        if found.connected is not None:
            raise Refused("connected", "This was said already. Nothing was recorded")
        owner = _owner_of(found.matter_id) if connected else None
        facts = kinds.ConnectionDeclared(asked=ask, connected=connected, body=found.body, worker=owner)
        draft = Draft(facts=facts, parts=kinds.NoteParts(words=words), room=found.room_id, id=entry_id or uuid4())
        append_all([draft], by=by.author)


def _owner_of(matter: UUID) -> UUID | None:
    with reading_all():  # whoever answers for a body does not read who owns the matter
        found = subject_of(matter)
        return found.owner if found is not None else None


def answer_row(
    *,
    ask: AskId,
    code: str,
    chosen: bool,
    why: Rejected | None,
    reason: str,
    decided_by: UUID,
    by: Acting,
    rests_on: Sequence[UUID] = (),
    entry_id: UUID | None = None,
) -> None:
    """One row: chosen, or rejected with a reason, by a named decision-maker. The last row answers the list. Raises Refused, NotPermitted, LookupError."""
    with held_ask(ask, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.matter_id):
            return
        policies.check_holds(by, found)
        policies.check_unconnected(found)
        row = _row(code)
        answered = set(Measure.objects.filter(ask_id=ask).values_list("code", flat=True))
        policies.check_offered(row, found, answered)
        if chosen:
            policies.check_choosable(row)
        elif why is None:
            raise Refused("why", "Say why it is rejected")
        decider = partnership.worker(decided_by)
        if decider is None or decider.left_at is not None or decider.agency_id != by.agency:
            raise Refused("decided_by", "Choose who of your organisation decided it")
        facts = (
            kinds.Chosen(asked=ask, code=code, worker=decided_by)
            if chosen or why is None
            else kinds.RejectedFor(asked=ask, code=code, worker=decided_by, why=why)
        )
        draft = Draft(facts=facts, parts=kinds.ReasonParts(reason=reason), room=found.room_id, id=entry_id or uuid4())
        last = [] if set(found.offered) - answered - {code} else [Draft(facts=kinds.ListAnswered(asked=ask), room=found.room_id)]
        sampled = _sampled(found, why, draft.id, by) if not chosen and why is not None else []
        append_all([draft, *resting.draft(draft.id, found.room_id, rests_on, by), *sampled, *last], by=by.author)


def _row(code: str) -> Row:
    try:
        return measure(code)
    except KeyError:
        raise Refused("chosen", "There is no such measure in the catalogue") from None


#: So often within so long a body gives the same reason before somebody else looks at one.
REPEATED, WITHIN = 3, timedelta(days=91)


def _sampled(found: Ask, why: Rejected, rejected: UUID, by: Acting) -> list[Draft]:
    """A reason that the body gave again and again is looked at by somebody of another organisation."""
    with reading_all():
        times = queries.given_before(found.body, why, since=now() - WITHIN) + 1
    if times % REPEATED:
        return []
    reader = queries.sampler(but=by.agency)
    if reader is None:
        return []
    keep_here(reader)
    return [Draft(facts=kinds.SampleOwed(measure=rejected, worker=reader, times=times), room=found.room_id)]
