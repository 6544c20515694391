"""Bundles: what shows, to somebody who has no server, that the entries of a matter's rooms are all there and unchanged.

A bundle is one JSON text. It holds a signed head; the leaf of the map of positions that is under it; for each room its secret, or the matter's, from
which rooms' secrets follow; each entry's leaf with its ways through tree and map; and the way that shows that the room has no entry after the last. What
an entry says goes with it opened, or is left out: then its commitment alone is there. Hashes stand once, in `hashes`, and ways name them by number.

`docs/bundles.md` says the same for whoever writes a reader; `holdfast_verify.bundles` is one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from holdfast.ledger.position_map import Way
from holdfast.ledger.strict import write_base64

FORMAT = "holdfast/bundle/v1"


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """What an entry says: its header and facts as they were committed to, and of each part either its text or its commitment alone; with the key of the
    commitment to each that is opened, and of no other.
    """

    header: str
    facts: str
    texts: Mapping[str, str]
    left_out: Mapping[str, bytes]
    keys: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Placed:
    """One position of a room: its leaf, where that stands, and what the entry says where that is opened."""

    index: int
    leaf: bytes
    way: Sequence[bytes]
    place: Way
    opened: OpenedEntry | None
    #: Of the room's secrets, that which gives its label, counted from 0.
    generation: int = 0


@dataclass(frozen=True, slots=True)
class BundledRoom:
    """A room: its entries from the first on, and for each of its secrets the way to where the next would have been under it."""

    number: int
    kind: str
    id: str
    secrets: Sequence[bytes]
    entries: Sequence[Placed]
    ends: Sequence[Way]


@dataclass(slots=True)
class Bundle:
    """A bundle while it is made."""

    matter: str
    type: str
    checkpoint: str
    map_index: int
    map_root: bytes
    map_way: Sequence[bytes]
    #: The matter's own secrets, one after another: given, they show every room, also those that are not in the bundle.
    secrets: Sequence[bytes] | None
    rooms: list[BundledRoom] = field(default_factory=list)
    #: Where the first entry of a room would be that was never opened, under each secret, by the room's number.
    unopened: dict[int, Sequence[Way]] = field(default_factory=dict)

    def encode(self) -> str:
        """The bundle's text."""
        hashes = _Hashes()
        body = {
            "format": FORMAT,
            "checkpoint": self.checkpoint,
            "map": {"index": self.map_index, "root": write_base64(self.map_root), "way": hashes.numbers(self.map_way)},
            "matter": {
                "id": self.matter,
                "type": self.type,
                "secrets": None if self.secrets is None else [write_base64(each) for each in self.secrets],
            },
            "rooms": [_room(room, hashes, with_secrets=self.secrets is None) for room in self.rooms],
            "unopened": [
                {"number": number, "ends": [_absent(way, hashes) for way in ways]} for number, ways in sorted(self.unopened.items())
            ],
        }
        return json.dumps({**body, "hashes": [write_base64(each) for each in hashes.all]}, ensure_ascii=False, indent=0) + "\n"


class _Hashes:
    """Each hash once."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}

    @property
    def all(self) -> list[bytes]:
        return list(self._numbers)

    def numbers(self, hashes: Sequence[bytes]) -> list[int]:
        return [self._numbers.setdefault(each, len(self._numbers)) for each in hashes]


def _absent(way: Way, hashes: _Hashes) -> dict[str, Any]:
    found = None if way.found is None else {"label": write_base64(way.found[0]), "index": way.found[1]}
    return {"place": hashes.numbers(way.siblings), "found": found}


def _room(room: BundledRoom, hashes: _Hashes, *, with_secrets: bool) -> dict[str, Any]:
    return {
        "number": room.number,
        "kind": room.kind,
        "id": room.id,
        "secrets": [write_base64(each) for each in room.secrets] if with_secrets else None,
        "entries": [_entry(placed, hashes) for placed in room.entries],
        "ends": [_absent(end, hashes) for end in room.ends],
    }


def _entry(placed: Placed, hashes: _Hashes) -> dict[str, Any]:
    return {
        "index": placed.index,
        "generation": placed.generation,
        "leaf": write_base64(placed.leaf),
        "way": hashes.numbers(placed.way),
        "place": hashes.numbers(placed.place.siblings),
        "says": None if placed.opened is None else _says(placed.opened),
    }


def _says(opened: OpenedEntry) -> dict[str, Any]:
    return {
        "header": opened.header,
        "facts": opened.facts,
        "parts": dict(opened.texts),
        "left_out": {name: write_base64(commitment) for name, commitment in opened.left_out.items()},
        "keys": {name: write_base64(key) for name, key in opened.keys.items()},
    }
