"""Matters and their rooms: what kinds there are, how a room is found and numbered, and the secrets that name positions in the ledger.

A matter is what work is about; its rooms each have one audience. A type of matter declares its rooms: *fixed* ones have fixed numbers, those
that are *added* (one for each organisation, or for each offer) count on from 16. A room's secret is derived from its matter's and its number, so
that whoever has the matter's can prove that no room and no entry is missing. A *core* room, where a matter has one, carries the matter's own id.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID, uuid5

from holdfast.ledger.leaf import room_secret, sealed_matter_secret
from holdfast.vault.envelope import seal, unseal
from holdfast.vault.master import derived_key

CORE = "core"
#: Rooms that are added are numbered from here; a type of matter has fewer fixed ones.
FIRST_ADDED = 16


class RoomRefused(Exception):
    """A matter or room cannot be opened so; the message names which and why."""


@dataclass(frozen=True)
class MatterType:
    """One type of matter, with its rooms."""

    name: str
    fixed: tuple[str, ...]
    added: tuple[str, ...]

    def number_of(self, kind: str) -> int | None:
        """The number of a fixed room, counted from 1; None for one that is added. Raises RoomRefused."""
        if kind in self.fixed:
            return self.fixed.index(kind) + 1
        if kind in self.added:
            return None
        raise RoomRefused(f"a matter of the type {self.name!r} has no room {kind!r}")


_types: dict[str, MatterType] = {}


def matter_type(name: str, *, rooms: tuple[str, ...] = (CORE,), added: tuple[str, ...] = ()) -> MatterType:
    """Declare a type of matter. The order of its fixed rooms is for ever: it gives their numbers. Raises RoomRefused."""
    if name in _types:
        raise RoomRefused(f"the type of matter {name!r} is declared twice")
    if len({*rooms, *added}) != len(rooms) + len(added) or not rooms or len(rooms) >= FIRST_ADDED:
        raise RoomRefused(f"the rooms of {name!r} have one name each, at least one and fewer than {FIRST_ADDED} are fixed")
    _types[name] = MatterType(name, rooms, added)
    return _types[name]


def all_matter_types() -> list[MatterType]:
    """Every declared type of matter, by name."""
    return [_types[name] for name in sorted(_types)]


def type_named(name: str) -> MatterType:
    """The type of matter of that name. Raises RoomRefused."""
    try:
        return _types[name]
    except KeyError:
        raise RoomRefused(f"there is no type of matter named {name!r}") from None


def room_of(matter: UUID, kind: str) -> UUID:
    """The id of a matter's fixed room: the core room has the matter's own."""
    return matter if kind == CORE else uuid5(matter, f"room/{kind}")


def chain_secret() -> bytes:
    """The secret from which those of sealed matters follow; guardians of two organisations hold it as well, each a half. Raises NoMasterKey."""
    return derived_key("sealed-chain")


def fresh_secret(matter: UUID, chain: int | None = None, generation: int = 0) -> bytes:
    """A new secret of a matter, sealed for the table; of a sealed one the secret that its number in the chain, and the generation, give."""
    secret = os.urandom(32) if chain is None else sealed_matter_secret(chain_secret(), chain, generation)
    return seal(derived_key("matter-secret"), secret, b"matter" + matter.bytes)


@lru_cache(maxsize=20_000)
def _open(key: bytes, matter: UUID, sealed: bytes) -> bytes:
    return unseal(key, sealed, b"matter" + matter.bytes)


def matter_secret(matter: UUID, sealed: bytes) -> bytes:
    """A matter's secret, in the clear. Raises CannotOpen."""
    return _open(derived_key("matter-secret"), matter, bytes(sealed))


#: Each secret of each matter, sealed, by generation.
SECRETS = (
    "(SELECT id AS matter_id, 0 AS generation, secret FROM record_matter UNION ALL SELECT matter_id, generation, secret FROM record_secret)"
)


def open_secret(matter: UUID, sealed: bytes, number: int) -> bytes:
    """The secret of a matter's room, in the clear. Raises CannotOpen."""
    return room_secret(matter_secret(matter, sealed), number)
