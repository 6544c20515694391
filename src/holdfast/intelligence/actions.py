"""Giving information, grading it, and passing a sanitised text to named posts, which answer it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4, uuid5

from holdfast.concerns import telling
from holdfast.database.viewing import role_principal, viewing
from holdfast.intelligence import kinds, policies
from holdfast.intelligence.codes import Close, Condition, State
from holdfast.intelligence.ids import ItemId
from holdfast.intelligence.models import Grade, Item, Text
from holdfast.measures.policies import answers_for_post
from holdfast.partnership import queries as partnership
from holdfast.partnership import vetted
from holdfast.partnership.kinds import GRADERS, post_principal
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.models import Post
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.persons.policies import check_grades as check_graded_whole
from holdfast.record.append import append_all, holding, recorded_before
from holdfast.record.entries import Draft, Opening
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.record.queries import entry_with_id, open_parts
from holdfast.record.refusal import Refused
from holdfast.record.rooms import CORE, room_of
from holdfast.subjects.codes import Grading

_OF_TYPE = "intelligence"


def _leads() -> tuple[UUID, ...]:
    return tuple(role_principal(Role.AGENCY_LEAD, a.id) for a in partnership.agencies_of_kind(AgencyKind.POLICE))


def give(
    *,
    parts: kinds.GivenParts,
    close: Close,
    covert: bool,
    danger: bool = False,
    where: str | None = None,
    by: Acting,
    entry_id: UUID | None = None,
) -> ItemId:
    """Anybody says what, when and how they know. What is covert is refused unkept; danger goes at once, as a concern. Raises Refused, NotPermitted."""
    policies.check_not_covert(covert)
    policies.check_may_give(by)
    policies.check_unit(by, parts.unit)
    once = entry_id or uuid4()
    item = ItemId(uuid5(once, "intelligence"))
    if recorded_before(once, by=by.author, matter=item):
        return item
    if danger:
        telling.say_danger(once=uuid5(once, "danger"), where=where, by=by)
    with viewing(by.viewer):
        grader = next((g.worker_id for g in vetted.graders() if g.worker_id != by.worker), None)
        police = next(iter(partnership.agencies_of_kind(AgencyKind.POLICE)), None)
        adviser = partnership.agency_lead_of(police.id) if police is not None else None
        for who in (grader, adviser):
            if who is not None:
                keep_here(who)
        agency = _agency_of(grader) or by.agency
        facts = kinds.Given(close=close, worker=grader, agency=agency, adviser=adviser if close is Close.CLOSE_AGAIN else None)
        readers = (by.worker, GRADERS, *_leads())
        opens = Opening(_OF_TYPE, tuple(dict.fromkeys(readers)), kind=kinds.GIVEN, matter=item)
        append_all([Draft(facts=facts, parts=parts, room=room_of(item, kinds.GIVEN), opens=opens, id=once)], by=by.author)
    return item


def _agency_of(worker: UUID | None) -> UUID | None:
    found = partnership.worker(worker) if worker is not None else None
    return found.agency_id if found is not None else None


@contextmanager
def held(item: ItemId, by: Acting) -> Iterator[Item]:
    """An item that this person reads, held. Raises LookupError."""
    with viewing(by.viewer):
        if not Item.objects.filter(id=item).exists():
            raise LookupError("there is no such information that this person may see")
    with viewing(by.viewer), holding(item):
        yield Item.objects.get(id=item)


def _core(item: UUID) -> tuple[UUID, Opening]:
    return item, Opening(_OF_TYPE, (GRADERS, *_leads()), kind=CORE, matter=item, if_absent=True)


def in_core(item: UUID, facts: Facts, by: Acting, entry_id: UUID | None, parts: Parts | None = None) -> Draft:
    """An entry of the room in which an item is graded."""
    room, opens = _core(item)
    return Draft(facts=facts, parts=parts or NoParts(), room=room, opens=opens, id=entry_id or uuid4())


def advise(*, item: ItemId, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Advice was taken before anybody replies. Raises Refused, NotPermitted, LookupError."""
    if by.agency_kind is not AgencyKind.POLICE or not by.has_role(Role.AGENCY_LEAD):
        raise NotPermitted("The lead of the police takes advice on this.")
    if recorded_before(entry_id, by=by.author, matter=item):
        return
    with held(item, by) as found:
        if found.close != Close.CLOSE_AGAIN or found.advised:
            raise Refused("reason", "This needs no advice, or it was taken. Nothing was recorded")
        facts = kinds.Advised(answers=found.given_entry_id)
        append_all([Draft(facts=facts, parts=kinds.ReasonParts(reason=reason), room=found.room_id, id=entry_id or uuid4())], by=by.author)


def reply(*, item: ItemId, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Whoever gave it is answered, once. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=item):
        return
    with held(item, by) as found:
        policies.check_grades(by)
        policies.check_may_reply(found)
        facts = kinds.Replied(answers=found.given_entry_id)
        append_all([Draft(facts=facts, parts=kinds.WordsParts(words=words), room=found.room_id, id=entry_id or uuid4())], by=by.author)


def grade(*, item: ItemId, grading: Grading, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """A trained grader grades it. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=item):
        return
    check_graded_whole(grading)
    with held(item, by) as found:
        policies.check_grades(by)
        if by.worker == found.giver_id:
            raise NotPermitted("You gave this. Somebody else grades it.")
        facts = kinds.Graded(answers=found.given_entry_id, grading=grading)
        append_all([in_core(found.id, facts, by, entry_id, kinds.ReasonParts(reason=reason))], by=by.author)


def sanitise(
    *,
    item: ItemId,
    text: str,
    posts: Sequence[UUID],
    second: UUID,
    respond_on: date,
    condition: Condition,
    consulted: bool,
    by: Acting,
    entry_id: UUID | None = None,
) -> None:
    """A text that says nothing of where it comes from, for named posts, once a second person has read it. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=item):
        return
    with held(item, by) as found:
        policies.check_grades(by)
        graded = Grade.objects.filter(id=found.id).first()
        if graded is None:
            raise Refused("text", "Grade it first")
        chosen = list(Post.objects.filter(id__in=list(posts), holder_id__isnull=False))
        policies.check_passes(graded, chosen, condition, consulted, respond_on)
        policies.check_second(partnership.acting_for(second), by)
        keep_here(second)
        facts = kinds.Sanitised(
            second=second, posts=tuple(p.id for p in chosen), respond_on=respond_on, condition=condition, consulted=consulted
        )
        append_all([in_core(found.id, facts, by, entry_id, kinds.TextParts(text=text))], by=by.author)


def read(*, item: ItemId, agrees: bool, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """The second person read it: it leaves for each post, which must answer by the day; or not. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=item):
        return
    with held(item, by) as found:
        policies.check_grades(by)
        graded = Grade.objects.filter(id=found.id).first()
        if graded is None or graded.state != State.TO_BE_READ or graded.text_entry_id is None:
            raise Refused("agrees", "Nothing waits to be read. Nothing was recorded")
        if by.worker != graded.second_id:
            raise NotPermitted("Somebody else was asked to read it.")
        facts = kinds.SecondRead(answers=graded.text_entry_id, agrees=agrees)
        first = in_core(found.id, facts, by, entry_id, kinds.ReasonParts(reason=reason))
        append_all([first, *(_passed(graded) if agrees else ())], by=by.author)


def _passed(graded: Grade) -> Iterator[Draft]:
    assert graded.text_entry_id is not None
    written = entry_with_id(graded.text_entry_id)
    assert written is not None
    parts = open_parts([written]).get(written.id)
    text = parts.text if isinstance(parts, kinds.TextParts) else ""
    grading = Grading(
        basis="intelligence",
        certainty="stated",
        source_reliability=graded.source_reliability,
        assessment=graded.assessment,
        handling=graded.handling,
    )
    for post in Post.objects.filter(id__in=list(written.facts.posts)).order_by("id"):
        if post.holder_id is not None:
            keep_here(post.holder_id)
        passed = kinds.Passed(
            post=post.id,
            agency=post.agency_id,
            worker=post.holder_id,
            respond_on=written.facts.respond_on,
            grading=grading,
            condition=written.facts.condition,
        )
        readers = (post_principal(post.id), GRADERS, *_leads())
        opens = Opening(_OF_TYPE, tuple(dict.fromkeys(readers)), kind=kinds.TEXT, matter=graded.id, if_absent=True)
        yield Draft(facts=passed, parts=kinds.TextParts(text=text), room=kinds.text_room_of(graded.id, post.id), opens=opens)


@contextmanager
def _held_text(text: UUID, by: Acting) -> Iterator[Text]:
    with viewing(by.viewer):
        item = Text.objects.filter(id=text).values_list("item_id", flat=True).first()
        if item is None:
            raise LookupError("there is no such text that this person may see")
    with viewing(by.viewer), holding(item):
        found = Text.objects.get(id=text)
        if not answers_for_post(by, found.post_id):
            raise NotPermitted("Whoever holds the post that it was passed to answers it.")
        yield found


def respond(*, text: UUID, acts: bool, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """What the post does with it: who does what by when, or why nothing. Raises Refused, NotPermitted, LookupError."""
    with _held_text(text, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.item_id):
            return
        if found.responded_at is not None:
            raise Refused("words", "This was answered already. Nothing was recorded")
        facts = kinds.Responded(answers=found.id, acts=acts)
        append_all([Draft(facts=facts, parts=kinds.WordsParts(words=words), room=found.room_id, id=entry_id or uuid4())], by=by.author)


def review(*, text: UUID, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """The post looked at what it had decided on what was retracted. Raises Refused, NotPermitted, LookupError."""
    with _held_text(text, by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.item_id):
            return
        if found.recalled_id is None or found.reviewed_at is not None:
            raise Refused("words", "Nothing waits to be looked at. Nothing was recorded")
        facts = kinds.DecisionsReviewed(answers=found.recalled_id)
        append_all([Draft(facts=facts, parts=kinds.WordsParts(words=words), room=found.room_id, id=entry_id or uuid4())], by=by.author)
