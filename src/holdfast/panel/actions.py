"""Calling the panel, taking its agenda from the record, and deciding who does what by a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

from holdfast.database.viewing import viewing
from holdfast.panel import kinds, policies, queries
from holdfast.panel.codes import About, Left
from holdfast.panel.ids import PanelId
from holdfast.panel.models import Panel, PanelAction, PanelItem
from holdfast.partnership import queries as partnership
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.people import Acting
from holdfast.persons.policies import check_next
from holdfast.record.append import append, append_all, holding, recorded_before
from holdfast.record.entries import Draft, Opening
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.record.refusal import Refused


def call(*, on: date, chair: UUID, members: Sequence[UUID], by: Acting, entry_id: UUID | None = None) -> PanelId:
    """Call it, for named people of two organisations at least. Raises Refused, NotPermitted."""
    policies.check_may_call(by)
    matter = PanelId(entry_id or uuid4())
    if recorded_before(entry_id, by=by.author, matter=matter):
        return matter
    policies.check_day(on)
    everybody = tuple(dict.fromkeys([chair, *members]))
    with viewing(by.viewer):
        policies.check_members(chair, everybody)
        for who in everybody:
            keep_here(who)
        opens = Opening("panel", everybody)
        append(Draft(facts=kinds.PanelCalled(on=on, chair=chair, members=everybody), room=matter, id=matter, opens=opens), by=by.author)
    return matter


@contextmanager
def _held(panel: PanelId, by: Acting) -> Iterator[Panel]:
    with viewing(by.viewer):
        if not Panel.objects.filter(id=panel).exists():
            raise LookupError("there is no such meeting that this person may see")
    with viewing(by.viewer), holding(panel):
        yield Panel.objects.get(id=panel)


@contextmanager
def _held_item(item: UUID, by: Acting) -> Iterator[tuple[Panel, PanelItem]]:
    with viewing(by.viewer):
        panel = PanelItem.objects.filter(id=item).values_list("panel_id", flat=True).first()
        if panel is None:
            raise LookupError("there is no such item that this person may see")
    with _held(PanelId(panel), by) as found:
        yield found, PanelItem.objects.get(id=item)


def _record(panel: UUID, facts: Facts, by: Acting, entry_id: UUID | None, parts: Parts | None = None) -> None:
    append(Draft(facts=facts, parts=parts or NoParts(), room=panel, id=entry_id or uuid4()), by=by.author)


def take(*, panel: PanelId, about: About, subject: UUID, by: Acting, entry_id: UUID | None = None) -> None:
    """The chair takes what the record proposes. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=panel):
        return
    with _held(panel, by) as found:
        policies.check_chairs(by, found)
        if (about, subject) not in {(p.about, p.subject) for p in queries.proposed(found)}:
            raise Refused("subject", "Choose from what the record proposes")
        _record(found.id, kinds.ItemTaken(about=about, subject=subject), by, entry_id)


def declare(*, item: UUID, connected: bool, words: str | None, by: Acting, entry_id: UUID | None = None) -> None:
    """A member says whether they are connected, before the item opens. Raises Refused, NotPermitted, LookupError."""
    with _held_item(item, by) as (panel, found):
        if recorded_before(entry_id, by=by.author, matter=panel.id):
            return
        policies.check_open(found)
        if str(by.worker) not in panel.members:
            raise Refused("connected", "Only members of the panel say this")
        if str(by.worker) in (*found.connected, *found.unconnected):
            raise Refused("connected", "You said this already. Nothing was recorded")
        _record(panel.id, kinds.PanelConnection(item=item, connected=connected), by, entry_id, kinds.NoteParts(words=words))


def declare_all(
    *, panel: PanelId, items: Sequence[UUID], connected: Sequence[UUID], words: str | None, by: Acting, entry_id: UUID | None = None
) -> None:
    """A member says of each item that they were shown whether they are connected. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=panel):
        return
    with _held(panel, by) as found:
        if str(by.worker) not in found.members:
            raise Refused("connected", "Only members of the panel say this")
        there = {each.id: each for each in queries.to_declare(found, by.worker)}
        if not items or set(items) - there.keys() or set(connected) - set(items):
            raise Refused("connected", "The agenda was changed meanwhile. Nothing was recorded; look at it again")
        drafts = [
            Draft(
                facts=kinds.PanelConnection(item=item, connected=item in connected),
                parts=kinds.NoteParts(words=words if item in connected else None),
                room=found.id,
                id=(entry_id if n == 0 else None) or uuid4(),
            )
            for n, item in enumerate(items)
        ]
        append_all(drafts, by=by.author)


def decide(*, item: UUID, words: str, worker: UUID, due_on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """Somebody does something by a day. To monitor and to await the police are no actions. Raises Refused, NotPermitted, LookupError."""
    check_next(words, due_on, field="words")
    with _held_item(item, by) as (panel, found):
        if recorded_before(entry_id, by=by.author, matter=panel.id):
            return
        policies.check_chairs(by, panel, found)
        policies.check_open(found)
        policies.check_all_declared(panel, found)
        policies.check_not_connected(worker, found)
        who = partnership.acting_for(worker)
        if who is None or str(worker) not in panel.members:
            raise Refused("worker", "Choose a member of the panel, who answers for it here")
        keep_here(worker)
        facts = kinds.PanelDecided(item=item, worker=worker, agency=who.agency, due_on=due_on)
        _record(panel.id, facts, by, entry_id, kinds.WordsParts(words=words))


def heard(*, item: UUID, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """The item was heard: with an action at least. Raises Refused, NotPermitted, LookupError."""
    with _held_item(item, by) as (panel, found):
        if recorded_before(entry_id, by=by.author, matter=panel.id):
            return
        policies.check_chairs(by, panel, found)
        policies.check_open(found)
        if not PanelAction.objects.filter(item_id=item).exists():
            raise Refused("words", "Decide first who does what by when; or leave the item, with why")
        _record(panel.id, kinds.ItemHeard(item=item), by, entry_id, kinds.WordsParts(words=words))


def leave(*, item: UUID, why: Left, words: str | None, by: Acting, entry_id: UUID | None = None) -> None:
    """The item was not heard, for a reason; it comes first next time. Raises Refused, NotPermitted, LookupError."""
    with _held_item(item, by) as (panel, found):
        if recorded_before(entry_id, by=by.author, matter=panel.id):
            return
        policies.check_chairs(by, panel, found)
        policies.check_open(found)
        _record(panel.id, kinds.ItemLeft(item=item, why=why), by, entry_id, kinds.NoteParts(words=words))


def done(*, action: UUID, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """What was decided was done, with what shows it. Raises Refused, NotPermitted, LookupError."""
    with viewing(by.viewer):
        panel = PanelAction.objects.filter(id=action).values_list("panel_id", flat=True).first()
        if panel is None:
            raise LookupError("there is no such action that this person may see")
    with _held(PanelId(panel), by) as found:
        if recorded_before(entry_id, by=by.author, matter=found.id):
            return
        row = PanelAction.objects.get(id=action)
        who = partnership.worker(row.worker_id)
        if row.done_at is not None:
            raise Refused("words", "This was done already. Nothing was recorded")
        if by.worker != row.worker_id and (who is None or who.agency_id != by.agency):
            raise Refused("words", "Whoever owes it says that it was done, or somebody of their organisation")
        _record(found.id, kinds.ActionDone(answers=action), by, entry_id, kinds.WordsParts(words=words))
