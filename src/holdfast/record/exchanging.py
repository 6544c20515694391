"""Exchanging a signing key: a new one is made, both sign a statement that it follows from the ledger's present size on, and it takes the old one's place.

The old key of heads goes on to sign beside the new one, so that nobody has to take up the new one on the same day; until that is ended, and the old
key is gone. What was proved under it is proved for as long as anyone holds its public half.
"""

from __future__ import annotations

import os

from holdfast.ledger.note import VerifierKey
from holdfast.ledger.succession import KeyLine, Succession, open_succession
from holdfast.record.log_keys import acknowledgement_keys, head_keys, store
from holdfast.record.signing import PURPOSES, former_key_path, make_key, next_key_path, read_key, signing_key, signing_key_path
from holdfast.record.witnessing import policy, witnessed_size


class CannotExchange(Exception):
    """The key is not exchanged, or the old one not ended; the message says why."""


def exchange_key(purpose: str) -> Succession:
    """Exchange the key for "checkpoint" or "acknowledgement"; the statement that was signed. Cut short at any moment it is whole: what was said is carried
    out at the next run, and what was not said has not happened.

    Raises CannotExchange, NoSigningKey, StoreError, StoreBusy, OSError.
    """
    kept = store()
    with kept.alone():
        take_up_keys()
        if former_key_path(purpose).exists():
            raise CannotExchange(
                "The key before this one signs beside it still. End that first (--end), so that one key leads to the next."
            )
        head = kept.head(head_keys())
        line = _line(purpose)
        after = make_key(next_key_path(purpose))
        following = Succession(line.last, VerifierKey(line.last.name, after.public_key().public_bytes_raw()), head.size if head else 0)
        kept.add_key_statement(following.sign(signing_key(purpose), after))
        take_up_keys()
    return following


def end_former_key() -> None:
    """Destroy the old key of heads, once a head was signed by the new one, and seen by the quorum where there are witnesses.

    Raises CannotExchange, NoSigningKey, StoreError, StoreBusy.
    """
    kept = store()
    with kept.alone():
        take_up_keys()
        if not former_key_path("checkpoint").exists():
            raise CannotExchange("No key signs beside the present one.")
        since = head_keys().keys[-1][1]
        head = kept.head(head_keys())
        if head is None or head.size <= since:
            raise CannotExchange(f"No head was signed by the new key yet: the ledger has {since:,} leaves as when it was exchanged.")
        chosen = policy()
        if chosen is not None and chosen.witnesses and (witnessed_size() or 0) <= since:
            raise CannotExchange(
                "The quorum of witnesses has not seen a head that the new key signed. `/healthy` says which of them is missing."
            )
        former_key_path("checkpoint").unlink()


def take_up_keys() -> None:
    """Put each key that was said to follow in its place. Whoever calls holds the ledger's files. Raises NoSigningKey, StoreError."""
    waiting = {purpose: key for purpose in PURPOSES if (key := read_key(next_key_path(purpose))) is not None}
    said = {open_succession(note).after.public for note in store().key_statements()} if waiting else set()
    for purpose, key in waiting.items():
        if key.public_key().public_bytes_raw() not in said:
            continue  # made, and cut short before it was said
        if purpose == "checkpoint":
            former_key_path(purpose).unlink(missing_ok=True)
            os.link(signing_key_path(purpose), former_key_path(purpose))  # never a moment without a key in its place
        next_key_path(purpose).replace(signing_key_path(purpose))


def _line(purpose: str) -> KeyLine:
    return head_keys() if purpose == "checkpoint" else acknowledgement_keys()
