"""A bundle of a matter: that its rooms' entries are all there, from the first to the last, unchanged since they were recorded.

What is left out of it (a part, an entry, a room) is counted as left out, and takes nothing from the rest.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from holdfast_verify.maps import index_at, labels_in
from holdfast_verify.notes import Head, from_base64
from holdfast_verify.policies import Trust
from holdfast_verify.receipts import Word
from holdfast_verify.trees import root_from
from holdfast_verify.words import Changed, Unusable

FORMAT = "holdfast/bundle/v1"
LARGEST = 256 * 1024 * 1024
#: Rooms that a matter's type fixes are numbered from 1; those that are added, from here.
FIRST_ADDED = 16
_LARGEST_NUMBER = 2**63 - 1
_OWN = (":header", ":facts")
_ERASED = "entry.erased"
_ROTATED = "secret.rotated"


@dataclass(frozen=True)
class Erasure:
    """An entry whose words were erased by order, as an entry beside it says."""

    entry: str
    said_by: str
    order: str
    authority: str


@dataclass
class Found:
    """What a bundle shows."""

    head: Head
    matter: str
    kind: str
    #: Entries of each room, by the room's name.
    rooms: dict[str, int] = field(default_factory=dict)
    #: Numbers of rooms that are not in the bundle, and that it does not show to be empty; None: it does not say which there are.
    withheld: list[int] | None = None
    #: Entries whose home is another room, entries and parts that are left out.
    cited: int = 0
    closed: int = 0
    parts_left_out: int = 0
    #: Rooms whose last entry is left out: whether they go on under another secret is not shown.
    unknown_after: list[str] = field(default_factory=list)
    #: Entries whose words were erased by order: which, which entry says so, in which matter it was ordered, and by whom where that is shown.
    erased: list[Erasure] = field(default_factory=list)
    last_recorded: str = ""
    #: What stands at each place, by the room's name and the number in it: the commitment to the entry.
    places: dict[tuple[str, int], bytes] = field(default_factory=dict)

    def keep(self, words: Sequence[Word]) -> None:
        """Hold signed words that were given at once against what is here: each stands where it was promised. Raises Changed."""
        for word in words:
            there = self.places.get((word.room, word.n))
            if there is None:
                raise Changed(f"what was acknowledged on {word.when.isoformat()} is of no room that is shown here, or stands after its end")
            if there != word.commitment:
                raise Changed(f"what was acknowledged on {word.when.isoformat()} is not what stands in its place, number {word.n}")


def check_bundle(text: str, trust: Trust) -> Found:
    """What a bundle shows, where it is what it says. Raises Changed, Unusable."""
    return _Bundle(_object(text), trust).check()


def _object(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise Unusable("the bundle is longer than any is")
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise Unusable("the bundle is not JSON") from None
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise Unusable(f"this is no bundle: its format must be {FORMAT}")
    return given


def _get(given: object, name: str, kind: type) -> Any:
    """A field of a bundle, which must be there and of that kind; a number is whole and not negative."""
    value: Any = given.get(name) if isinstance(given, dict) else None
    if type(value) is not kind or (isinstance(value, int) and not 0 <= value <= _LARGEST_NUMBER):
        raise Unusable(f"the bundle’s {name!r} is missing, or not of its form")
    return value


def _none(given: object, name: str) -> bool:
    """Whether a field of a bundle, which must be there, says that there is nothing."""
    if not isinstance(given, dict) or name not in given:
        raise Unusable(f"the bundle’s {name!r} is missing")
    return given[name] is None


def _secrets(given: object) -> list[bytes]:
    """The secrets of a matter or a room, one after another; none where the bundle gives none."""
    if _none(given, "secrets"):
        return []
    secrets = [from_base64(each) if isinstance(each, str) else b"" for each in _get(given, "secrets", list)]
    if not secrets or any(len(each) != 32 for each in secrets):
        raise Unusable("a secret in the bundle is missing, or not 32 bytes")
    return secrets


def _label(secret: bytes, n: int) -> bytes:
    return hmac.digest(secret, b"holdfast/position/v1\0" + n.to_bytes(8, "big"), "sha256")


def _room_secret(matter: bytes, number: int) -> bytes:
    return hmac.digest(matter, b"holdfast/room/v1\0" + number.to_bytes(8, "big"), "sha256")


def _name(secret: bytes) -> str:
    """The name of a room on a signed word: the first 200 bits of a hash of its secret, in groups of five of Crockford's letters."""
    data = base64.b32encode(hashlib.sha256(b"holdfast/stream-name/v1\0" + secret).digest()[:25]).decode()
    letters = data.translate(str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
    return "-".join(letters[at : at + 5] for at in range(0, len(letters), 5))


class _Bundle:
    """A bundle while it is checked."""

    def __init__(self, given: dict[str, Any], trust: Trust) -> None:
        self.given = given
        self.hashes = [from_base64(each) if isinstance(each, str) else b"" for each in _get(given, "hashes", list)]
        self.head = trust.open(_get(given, "checkpoint", str))
        self.map = from_base64(_get(_get(given, "map", dict), "root", str))
        matter = _get(given, "matter", dict)
        self.id, self.secrets = _get(matter, "id", str), _secrets(matter)
        self.found = Found(self.head, self.id, _get(matter, "type", str))

    def check(self) -> Found:
        of = _get(self.given, "map", dict)
        index = _get(of, "index", int)
        if len(self.map) != 32 or self._root(b"\x01\x02" + self.map, index, of) != self.head.root:
            raise Changed("the map of positions in the bundle is not the one that the ledger commits to")
        numbers: set[int] = set()
        for room in _get(self.given, "rooms", list):
            number = _get(room, "number", int)
            if number in numbers or not number:
                raise Unusable(f"room {number} is in the bundle twice, or has no number")
            numbers.add(number)
            self._room(room, number)
        if not numbers:
            raise Unusable("there is no room in the bundle")
        self._others(numbers)
        return self.found

    def _hashes(self, given: object, name: str) -> list[bytes]:
        numbers: list[Any] = _get(given, name, list)
        if any(type(n) is not int or not 0 <= n < len(self.hashes) for n in numbers):
            raise Unusable(f"the bundle’s {name!r} names a hash that is not there")
        return [self.hashes[n] for n in numbers]

    def _root(self, leaf: bytes, index: int, given: object) -> bytes:
        return root_from(leaf, index, self.head.size, self._hashes(given, "way"))

    def _absent(self, label: bytes, given: object, words: str) -> None:
        other = None if _none(given, "found") else _get(given, "found", dict)
        found = None if other is None else (from_base64(_get(other, "label", str)), _get(other, "index", int))
        if index_at(self.map, label, self._hashes(given, "place"), found) is not None:
            raise Changed(words)

    def _room(self, room: dict[str, Any], number: int) -> None:
        name, place = _get(room, "kind", str), f"room {number} ({_get(room, 'kind', str)})"
        own = _secrets(room)
        if bool(own) == bool(self.secrets):
            raise Unusable(f"of {place} the bundle gives no secret, or two")
        secrets = own or [_room_secret(each, number) for each in self.secrets]
        entries = _get(room, "entries", list)
        before, generation, says, shut = "", 0, None, False
        ends = self._ends(room, secrets)
        opened: dict[str, tuple[int, dict[str, Any]]] = {}
        for n, entry in enumerate(entries, start=1):
            of = _get(entry, "generation", int)
            if not generation <= of < len(secrets):
                raise Unusable(f"entry {n} of {place} is of a secret that is not there")
            while generation < of:
                self._ended(secrets, generation, ends, n, says, place)
                generation += 1
            header = self._entry(entry, _label(secrets[of], n), f"entry {n} of {place}")
            self.found.places[_name(secrets[of]), n] = from_base64(entry["leaf"])[2:34]
            says, shut = None, header is None and labels_in(from_base64(entry["leaf"]))[0] == _label(secrets[of], n)
            if header is not None:
                self._header(header, room, n, place)
                says = entry["says"] | {"kind": header.get("kind"), "generation": of}
                opened[str(header.get("id"))] = n, says
                recorded = str(header.get("recorded_at"))
                if recorded < before:
                    raise Changed(f"entry {n} of {place} says that it was recorded before the one before it")
                before = recorded
        self.found.last_recorded = max(self.found.last_recorded, before)
        for n, says in opened.values():
            if says["kind"] == _ERASED:
                self._erased(says, n, opened, place)
        while generation < len(secrets):
            self._ended(secrets, generation, ends, len(entries) + 1, says, place)
            generation += 1
        if shut:
            self.found.unknown_after.append(place)
        if not entries:
            raise Unusable(f"{place} has no entry in the bundle")
        self.found.rooms[name if name not in self.found.rooms else f"{name} ({number})"] = len(entries)

    def _ends(self, room: object, secrets: list[bytes]) -> list[Any]:
        ends: list[Any] = _get(room, "ends", list)
        if len(ends) != len(secrets):
            raise Unusable("the bundle does not show, for each secret of a room, where it ends")
        return ends

    def _ended(self, secrets: list[bytes], generation: int, ends: list[Any], n: int, says: dict[str, Any] | None, place: str) -> None:
        """That nothing more stands under a secret: there is no entry `n` under it, and where it is not the last, the entry before names the next."""
        self._absent(_label(secrets[generation], n), ends[generation], f"{place} has an entry {n} that is not in the bundle")
        rotated = says is not None and says["kind"] == _ROTATED
        if generation + 1 == len(secrets):
            if says is not None and rotated and says["generation"] == generation:
                raise Changed(f"{place} goes on under a secret that is not in the bundle")
        elif n > 1 and (not rotated or _next_in(says) != _name(secrets[generation + 1])):
            raise Changed(f"entry {n - 1} of {place} does not name the secret under which it goes on")

    def _entry(self, entry: object, label: bytes, which: str) -> dict[str, Any] | None:
        """The header of an entry that is opened, every byte of it held against what the ledger committed to."""
        index, leaf = _get(entry, "index", int), from_base64(_get(entry, "leaf", str))
        if self._root(leaf, index, entry) != self.head.root:
            raise Changed(f"{which} is not at place {index} of the ledger")
        if index_at(self.map, label, self._hashes(entry, "place"), (label, index)) != index:
            raise Changed(f"{which} is not where the map of positions says")
        labels = labels_in(leaf)
        if label not in labels:
            raise Changed(f"{which} does not stand where it is shown")
        closed = _none(entry, "says")
        if labels[0] != label:
            self.found.cited += 1
            if not closed:
                raise Unusable(f"{which} is of another room, and is opened here")
            return None
        if closed:
            self.found.closed += 1
            return None
        return self._opened(_get(entry, "says", dict), leaf, which)

    def _opened(self, says: dict[str, Any], leaf: bytes, which: str) -> dict[str, Any]:
        keys, parts, left_out = (_get(says, name, dict) for name in ("keys", "parts", "left_out"))
        texts = {":header": _get(says, "header", str), ":facts": _get(says, "facts", str), **parts}
        if set(texts) & set(left_out) or set(parts) & set(_OWN):
            raise Unusable(f"{which} names a part twice")
        commitments = {name: _commit(_key(keys, name, which), name, text, which) for name, text in texts.items()}
        commitments |= {name: from_base64(_get(left_out, name, str)) for name in left_out}
        if _commit_all(commitments) != leaf[2:34]:
            raise Changed(f"{which} does not say what it said when it was recorded")
        self.found.parts_left_out += len(left_out)
        try:
            header = json.loads(texts[":header"])
        except ValueError:
            header = None
        if not isinstance(header, dict):
            raise Changed(f"{which} has no header that can be read")
        return header

    def _header(self, header: Mapping[str, Any], room: Mapping[str, Any], n: int, place: str) -> None:
        if (header.get("n"), header.get("room"), header.get("matter")) != (n, _get(room, "id", str), self.id):
            raise Changed(f"entry {n} of {place} says that it is another one")
        opening = header.get("opening")
        if n == 1:
            said = [opening.get(name) for name in ("type", "matter", "kind", "number")] if isinstance(opening, dict) else []
            if said != [self.found.kind, self.id, room["kind"], room["number"]]:
                raise Changed(f"{place} was opened as another room")

    def _erased(self, says: dict[str, Any], by: int, opened: dict[str, tuple[int, dict[str, Any]]], place: str) -> None:
        """Whose words an entry says were erased: their parts are not counted as left out."""
        try:
            facts = json.loads(says["facts"])
            gone = [str(each["entry"]) for each in facts["gone"]]
            authority = json.loads(says["parts"].get("authority", '""'))
        except (ValueError, TypeError, KeyError, RecursionError):
            raise Changed(f"entry {by} of {place} says that words were erased, and not whose") from None
        for n, of in (opened[entry] for entry in gone if entry in opened):
            if not of["parts"] and of["left_out"]:
                self.found.parts_left_out -= len(of["left_out"])
                self.found.erased.append(Erasure(f"entry {n} of {place}", f"entry {by}", str(facts.get("order")), str(authority)))

    def _others(self, numbers: set[int]) -> None:
        """Rooms that are not in the bundle: shown to be empty, or withheld."""
        empty = _get(self.given, "unopened", list)
        if not self.secrets:
            if empty:
                raise Unusable("the bundle speaks of empty rooms without the matter’s secrets")
            return
        for room in empty:
            number = _get(room, "number", int)
            if number in numbers or not number:
                raise Unusable(f"room {number} is in the bundle, and said to be empty")
            for secret, end in zip(self.secrets, self._ends(room, self.secrets), strict=True):
                self._absent(_label(_room_secret(secret, number), 1), end, f"room {number} is said to be empty, and is not")
            numbers.add(number)
        added = max((number for number in numbers if number >= FIRST_ADDED), default=FIRST_ADDED - 1)
        if not any(_get(room, "number", int) == added for room in empty):
            raise Unusable("the bundle does not show that there is no further room")
        self.found.withheld = [number for number in range(1, added) if number not in numbers]


def _next_in(says: dict[str, Any] | None) -> object:
    """The name of the next secret that an entry gives."""
    try:
        facts = json.loads(says["facts"]) if says is not None else None
    except (ValueError, RecursionError):
        facts = None
    return facts.get("next") if isinstance(facts, dict) else None


def _key(keys: dict[str, Any], name: str, which: str) -> bytes:
    key = from_base64(_get(keys, name, str))
    if len(key) != 32:
        raise Unusable(f"a key of {which} is not 32 bytes")
    return key


def _framed(name: str) -> bytes:
    try:
        data = name.encode()
    except UnicodeEncodeError:
        raise Unusable("the name of a part is not text") from None
    if not 1 <= len(data) <= 0xFFFF:
        raise Unusable("a part has no name")
    return len(data).to_bytes(2, "big") + data


def _commit(key: bytes, name: str, text: object, which: str) -> bytes:
    try:
        data = text.encode() if isinstance(text, str) else None
    except UnicodeEncodeError:
        data = None
    if data is None:
        raise Unusable(f"the part {name!r} of {which} is not text")
    return hmac.digest(key, b"holdfast/part/v1\0" + _framed(name) + len(data).to_bytes(8, "big") + data, "sha256")


def _commit_all(commitments: Mapping[str, bytes]) -> bytes:
    if any(len(each) != 32 for each in commitments.values()):
        raise Unusable("a commitment in the bundle is not 32 bytes")
    framed = sorted((name.encode("utf-8", "surrogatepass"), _framed(name), each) for name, each in commitments.items())
    return hashlib.sha256(
        b"holdfast/entry/v1\0" + len(framed).to_bytes(2, "big") + b"".join(frame + each for _, frame, each in framed)
    ).digest()
