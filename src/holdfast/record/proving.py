"""Proofs of entries, to be kept and checked without this server: where an entry's leaf stands in the ledger, under a signed head."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from holdfast.ledger.proof import Proof
from holdfast.ledger.tree import inclusion_proof
from holdfast.record.log_keys import head_keys, store
from holdfast.record.witnessing import best_head


@dataclass(frozen=True, slots=True)
class Proved:
    """An entry's proof, the leaf that it is of, and the vkey that signed the head under which it is proved."""

    proof: Proof
    leaf: bytes
    log: str


def proof_of(entry_id: UUID) -> Proved | None:
    """The proof of an entry that the viewer may see; None while it waits for the ledger. Its leaf goes with it as what nobody vouches for: whoever checks
    it holds it against the commitment in their acknowledgement.

    Raises LookupError when there is no such entry; StoreError when the ledger's files are damaged.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.leaf, i.index FROM record_entry e JOIN record_leaf l ON l.entry_id = e.id "
            "LEFT JOIN record_ledger_index i ON i.entry_id = e.id WHERE e.id = %s",
            [entry_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise LookupError(f"there is no entry {entry_id} to prove")
    leaf, index = bytes(row[0]), row[1]
    note = best_head(index) if index is not None else None
    if note is None:
        return None
    keys = head_keys()
    size = keys.open(note).size
    return Proved(Proof(index, tuple(inclusion_proof(store().nodes(size), index, size)), note, leaf), leaf, keys.at(size).encode())
