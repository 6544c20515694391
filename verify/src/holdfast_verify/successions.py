"""Keys that followed one another: a statement, signed by the old key and by the new, from which size of the ledger on the new one signs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from holdfast_verify.notes import Key, number, read_key, take_apart
from holdfast_verify.words import Changed, Unusable

HEADING = "holdfast/key/v1"


@dataclass(frozen=True)
class Followed:
    """That beyond so many leaves, `after` signs in the place of `before`."""

    before: Key
    after: Key
    size: int


def read_succession(note: str) -> Followed:
    """The statement in a note that both of the keys that it names have signed. Raises Changed, Unusable."""
    text, lines = take_apart(note)
    parts = text.split("\n")
    if len(parts) != 5 or parts[0] != HEADING or parts[4]:
        raise Unusable("this is not a statement that one key follows another")
    before, after, size = read_key(parts[1]), read_key(parts[2]), number(parts[3])
    if (before.name, before.kind) != (after.name, after.kind) or before.public == after.public:
        raise Unusable("a key is followed by another one, of the same name and kind")
    for key in (before, after):
        mine = [signature for name, key_id, signature in lines if (name, key_id) == (key.name, key.id)]
        if not mine or not all(key.holds(text.encode(), signature) for signature in mine):
            raise Changed(f"that one key of {key.name} follows another is not signed by both")
    return Followed(before, after, size)


def led_to(key: Key, statements: Iterable[Followed]) -> list[Followed]:
    """The statements that lead on from a key, each from the one before; those of other logs are passed over. Raises Changed, also where two keys are said
    to follow one: who has an old key can sign a second statement, and which is the true one cannot be told from here.
    """
    found: list[Followed] = []
    for each in statements:
        last = found[-1].after if found else key
        if any(each.before == earlier.before and each != earlier for earlier in found):
            raise Changed(f"two keys are said to follow one key of {key.name}")
        if each.before != last:
            continue
        if found and each.size < found[-1].size:
            raise Changed(f"the statements of the keys of {key.name} go back")
        found.append(each)
    return found
