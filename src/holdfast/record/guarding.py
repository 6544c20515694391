"""The guardians of what is sealed: two halves of the chain from which the secrets of sealed matters follow, of which neither alone says anything."""

from __future__ import annotations

import hashlib
import os

from holdfast.ledger.strict import write_base64
from holdfast.record.gate import installation
from holdfast.record.rooms import chain_secret

#: The first line of a half.
HEADING = "holdfast/sealed-half/v1"


def chain_fingerprint() -> str:
    """A short name for the chain, which anyone may know. Raises NoMasterKey."""
    return hashlib.sha256(b"holdfast/sealed-chain/fingerprint\0" + chain_secret()).hexdigest()[:16]


def halves() -> tuple[str, str]:
    """The chain's secret in two halves, made anew each time: texts of which both together, of one making, give it. Raises NoMasterKey."""
    first = os.urandom(32)
    second = bytes(a ^ b for a, b in zip(first, chain_secret(), strict=True))
    head = f"{HEADING}\n{installation().origin}\n{chain_fingerprint()}\n"
    return f"{head}{write_base64(first)}\n", f"{head}{write_base64(second)}\n"
