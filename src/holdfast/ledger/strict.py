"""Strict readings that several text formats share: one spelling for each value, or nothing."""

from __future__ import annotations

import base64
import binascii
import re

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TO_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", CROCKFORD)

#: The largest size, number or time in any text format: a signed 64-bit integer, as the tlog-cosignature specification
#: bounds it.
MAX_NUMBER = 2**63 - 1


def read_base64(text: str) -> bytes | None:
    """The bytes of standard, padded base64 in its one canonical spelling; None for anything else.

    Python's decoder also takes spellings whose unused last bits are not zero. Then two texts would say the same, and an
    altered note would pass.
    """
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None
    return data if write_base64(data) == text else None


def write_base64(data: bytes) -> str:
    """Standard, padded base64."""
    return base64.b64encode(data).decode("ascii")


def read_decimal(text: str) -> int | None:
    """A whole number from 0 to 2^63 - 1 without sign, space or leading zero; None for anything else."""
    if _DECIMAL.fullmatch(text) is None:
        return None
    number = int(text)
    return number if number <= MAX_NUMBER else None


def write_crockford(data: bytes) -> str:
    """Base 32 with Crockford's letters (no I, L, O or U, which are misread), five bits at a time; `data` is a multiple
    of five bytes.
    """
    return base64.b32encode(data).decode("ascii").translate(_TO_CROCKFORD)
