"""The witnesses of the drill: two organisations, each with a folder of its own, that are shown the ledger's head as they would be over the network."""

from __future__ import annotations

from pathlib import Path

from holdfast.ledger.errors import LedgerError
from holdfast.ledger.store import Store
from holdfast.ledger.strict import write_base64
from holdfast.ledger.tree import consistency_proof
from holdfast.record.log_keys import head_keys
from holdfast_verify.witness import Refused, Witness
from holdfast_verify.words import Unusable

NAMES = ("police", "health")


def begin(folder: Path, name: str, vkey: str) -> None:
    """A witness of an organisation, which cosigns this log from now on."""
    Witness.begin(folder, f"{name}.drill.invalid/witness").trust(vkey)


def show(folder: Path, ledger: Path) -> str:
    """Show a witness the head that lies there, with what proves that it grew; what it says against it, or nothing where it cosigns."""
    witness = Witness(folder)
    try:
        (seen,) = witness.seen()
        note = Store(ledger).head_note()
        if note is None:
            return "" if not seen.size else f"is shown no head, and saw one of {seen.size} leaves"
        proof: list[bytes] = []
        size = int(note.split("\n")[1])
        if size < seen.size:
            return f"saw a ledger of {seen.size} leaves, and this one has {size}"
        if 0 < seen.size < size:
            head_keys().open(note)
            proof = consistency_proof(Store(ledger).nodes(size), seen.size, size)
        witness.add_checkpoint("\n".join([f"old {seen.size}", *map(write_base64, proof), "", note]).encode())
    except Refused as refused:
        return f"does not cosign ({refused.status}): {refused.body.strip()}"
    except (LedgerError, Unusable, ValueError, IndexError, OSError) as wrong:
        return f"cannot be shown a head: {wrong}"
    return ""
