"""A receipt: what a teller kept. Its entry is in the ledger, under a head that the log signed and whoever is asked for has seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from holdfast_verify.notes import LARGEST, Head, from_base64, number, read_key, take_apart
from holdfast_verify.policies import Trust
from holdfast_verify.trees import root_from
from holdfast_verify.words import Changed, Unusable

FIRST_LINE = "c2sp.org/tlog-proof@v1"
WORD_OF_RECEIPT = "holdfast/acknowledgement/v1"


@dataclass(frozen=True)
class Receipt:
    """A proof as it is written."""

    index: int
    way: list[bytes]
    leaf: bytes
    note: str


def read_receipt(text: str) -> Receipt:
    """The receipt in a file. Raises Unusable."""
    if len(text) > LARGEST:
        raise Unusable("the receipt is longer than any is")
    head, gap, note = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or lines[0] != FIRST_LINE:
        raise Unusable(f"this is no receipt: its first line must be {FIRST_LINE}")
    if len(lines) < 3 or not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise Unusable("the receipt does not carry its entry’s leaf, or does not say its place")
    way = [from_base64(line) for line in lines[3:]]
    if len(way) > 63 or any(len(each) != 32 for each in way):
        raise Unusable("the way in the receipt is not one of hashes")
    return Receipt(number(lines[2][6:]), way, from_base64(lines[1][6:]), note)


def check_receipt(receipt: Receipt, trust: Trust) -> Head:
    """The head under which the receipt's entry is in the ledger. Raises Changed, Unusable."""
    head = trust.open(receipt.note)
    if root_from(receipt.leaf, receipt.index, head.size, receipt.way) != head.root:
        raise Changed(f"the entry of this receipt is not at place {receipt.index} of the ledger that was signed")
    return head


def check_word(text: str, vkey: str, receipt: Receipt) -> datetime:
    """When the entry of a receipt was recorded, by the signed word that was given at once. Raises Changed, Unusable."""
    word = read_word(text, vkey)
    # A leaf begins with its version and its type; then comes what it commits to.
    if receipt.leaf[2:34] != word.commitment:
        raise Changed("the receipt is of another entry than the one that was acknowledged")
    return word.when


@dataclass(frozen=True)
class Word:
    """What the signed word that was given at once promises: the commitment to an entry, its room's name and its number there, and when it was recorded."""

    commitment: bytes
    room: str
    n: int
    when: datetime


def no_two_at_one_place(words: Sequence[Word]) -> None:
    """That no two people were promised the same place for different things. Raises Changed."""
    there: dict[tuple[str, int], Word] = {}
    for word in words:
        other = there.setdefault((word.room, word.n), word)
        if other.commitment != word.commitment:
            raise Changed(
                f"two people were promised one place, number {word.n} of the room {word.room}, for different things: on {other.when.isoformat()} "
                f"and on {word.when.isoformat()}"
            )


def read_word(text: str, vkey: str) -> Word:
    """What a signed word that was given at once promises. Raises Changed, Unusable."""
    key = read_key(vkey)
    said, lines = take_apart(text)
    signatures = [signature for name, key_id, signature in lines if (name, key_id) == (key.name, key.id)]
    if not signatures or not all(key.holds(said.encode(), signature) for signature in signatures):
        raise Changed(f"the word that was given at once is not signed by {key.name}")
    parts = said.split("\n")
    if len(parts) != 8 or parts[0] != WORD_OF_RECEIPT:
        raise Unusable("the word that was given at once is not one")
    try:
        when = datetime.strptime(parts[5], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        raise Unusable("the time in the word that was given at once is none") from None
    return Word(from_base64(parts[2]), parts[3], number(parts[4]), when)
