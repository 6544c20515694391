"""This package's part of `verify`: that nothing was erased but on an order that two organisations agreed to, after the hold was lifted for it."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from holdfast.database.asking import rows
from holdfast.erasure import kinds, policies
from holdfast.erasure.codes import State
from holdfast.partnership.verifying import authority
from holdfast.record.entries import AnyEntry
from holdfast.record.erasing import EntryErased
from holdfast.record.faults import Fault, Verdict
from holdfast.record.kinds import Facts
from holdfast.record.queries import readable
from holdfast.record.verify import also_check

for _kind, _policy in (
    (kinds.ErasureAsked, policies.check_answers_for_an_organisation),
    (kinds.HoldLifted, policies.check_scrutineer),
    (kinds.ErasureAgreed, policies.check_answers_for_an_organisation),
    (EntryErased, policies.check_answers_for_an_organisation),
    (kinds.ErasureRefused, policies.check_reads),
):
    authority(_kind.kind.name, _policy)


@also_check("erasures")
def check_orders(verdict: Verdict) -> None:
    """Each erasure rests on its order."""
    steps: dict[UUID, list[AnyEntry]] = defaultdict(list)
    for entry in _entries(kinds.ErasureAsked, kinds.HoldLifted, kinds.ErasureAgreed):
        steps[entry.room].append(entry)
    for erased in _entries(EntryErased):
        if wrong := _wrong(erased, steps.get(erased.facts.order, [])):
            verdict.add(Fault("erased without an order", wrong, entry=erased.id, room=erased.room))


@also_check("keys that were destroyed")
def check_keys(verdict: Verdict) -> None:
    """Whether the keys of every order that was carried out are gone: an older backup of the database brings them back."""
    for entry, room in rows(
        "SELECT k.entry_id, k.room_id FROM vault_entry_key k JOIN record_erased x ON x.entry_id = k.entry_id "
        "JOIN erasure_order o ON o.id = x.order_id WHERE o.state = %s LIMIT 100",
        [State.CARRIED_OUT.value],
    ):
        verdict.add(Fault("key is back", "an order to erase was carried out, and the key is there", entry=entry, room=room))


def _entries(*which: type[Facts]) -> list[AnyEntry]:
    return readable("e.kind = ANY(%s)", [[each.kind.name for each in which]])


def _wrong(erased: AnyEntry, steps: list[AnyEntry]) -> str:
    """What is wrong with the order of an erasure; "" when nothing is."""
    first = {
        kind: e for kind in (kinds.ErasureAsked, kinds.HoldLifted, kinds.ErasureAgreed) for e in reversed(steps) if type(e.facts) is kind
    }
    if len(first) < 3 or any(e.position > erased.position for e in first.values()):
        return "it names no order that was brought, freed of the hold and agreed to before"
    asked, lifted, agreed = first.values()
    if asked.author.agency == agreed.author.agency or len({e.author.worker for e in (asked, lifted, agreed)}) < 3:
        return "its order was not brought, freed of the hold and agreed to by three people, two of them of two organisations"
    if {each.entry for each in erased.facts.gone} - {each.entry for each in asked.facts.named if each.room == erased.room}:
        return "it erases more than its order names"
    return ""
