"""Exchanging one of the two keys by which what is signed here is checked, and saying so where everybody reads it."""

from __future__ import annotations

import hashlib
from typing import Literal
from uuid import UUID

from holdfast.database.asking import rows
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.succession import open_succession
from holdfast.partnership.kinds import PARTNERSHIP_ROOM, KeyExchanged, ReasonParts
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import check_may_keep_keys
from holdfast.partnership.verifying import authority
from holdfast.record.append import append
from holdfast.record.entries import Draft
from holdfast.record.exchanging import CannotExchange, end_former_key, exchange_key
from holdfast.record.faults import Fault, Verdict
from holdfast.record.holding import reading_all
from holdfast.record.log_keys import store
from holdfast.record.verify import also_check

Purpose = Literal["checkpoint", "acknowledgement"]

authority(KeyExchanged.kind.name, check_may_keep_keys)


def exchange(*, purpose: Purpose, reason: str, by: Acting) -> None:
    """Exchange a signing key, and say so to everybody. What an earlier run signed and was kept from saying is said first, and nothing is exchanged then.

    Raises CannotExchange, NoSigningKey, StoreError, StoreBusy, NotPermitted, OSError.
    """
    check_may_keep_keys(by)
    with reading_all():
        waiting = _unsaid()
    if not waiting:
        exchange_key(purpose)
    with reading_all():
        waiting = _unsaid()
    for facts in waiting:
        append(Draft(facts=facts, parts=ReasonParts(reason=reason), room=PARTNERSHIP_ROOM), by=by.author)


def end_former(*, by: Acting) -> None:
    """Destroy the key that signs beside the present one. Raises CannotExchange, NoSigningKey, StoreError, StoreBusy, NotPermitted."""
    check_may_keep_keys(by)
    with reading_all():
        waiting = _unsaid()
    if waiting:
        raise CannotExchange("That the key was exchanged was not said yet. Run the exchange again, which says so.")
    end_former_key()


def _unsaid() -> list[KeyExchanged]:
    """What the statements among the ledger's files say, and no entry does. Raises StoreError."""
    said = {(number, digest) for _, number, digest in _said()}
    found = []
    for number, note in enumerate(store().key_statements(), start=1):
        digest = hashlib.sha256(note.encode()).hexdigest()
        if (number, digest) not in said:
            found.append(KeyExchanged(purpose=_purpose(note), statement=number, digest=digest))
    return found


def _purpose(note: str) -> Purpose:
    return "acknowledgement" if open_succession(note).before.name.endswith("/acknowledgement") else "checkpoint"


@also_check("who exchanged keys")
def check_key_exchanges(verdict: Verdict) -> None:
    """Each key that was exchanged was exchanged before everybody's eyes, and each exchange that was said is among the ledger's files."""
    try:
        for facts in _unsaid():
            verdict.add(
                Fault("key exchanged in silence", f"no entry says that the {facts.purpose} key was exchanged (statement {facts.statement})")
            )
        there = {hashlib.sha256(note.encode()).hexdigest() for note in store().key_statements()}
    except LedgerError:
        return  # named where the keys are read
    for entry, _, digest in _said():
        if digest not in there:
            verdict.add(
                Fault(
                    "key exchanged in silence",
                    "a key was said to be exchanged, and no such statement is among the ledger's files",
                    entry=entry,
                )
            )


def _said() -> list[tuple[UUID, int, str]]:
    """The entries that say so: which, the statement's number, its digest."""
    facts = "convert_from(facts, 'UTF8')::jsonb"
    asked = f"SELECT id, ({facts} ->> 'statement')::int, {facts} ->> 'digest' FROM record_entry WHERE kind = %s"  # noqa: S608
    return [(entry, number, digest) for entry, number, digest in rows(asked, [KeyExchanged.kind.name])]
