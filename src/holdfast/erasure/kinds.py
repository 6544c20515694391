"""The entries of an order to erase: asked for by whoever answers for one organisation, freed of the legal hold by the independent scrutineer, agreed to
by another organisation. A matter of its own, read by all of these; what it erases is named by id, kind and day, and said by `entry.erased` where it lay.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.erasure.codes import Right
from holdfast.record.kinds import Code, Facts, Parts, kind
from holdfast.record.rooms import matter_type

matter_type("erasure")


class Named(Facts):
    """An entry whose words are to be erased."""

    entry: UUID
    room: UUID
    what: Code
    recorded_on: date


class AskedParts(Parts):
    """Who ordered it, as the order names them; and why these entries, without what they say."""

    authority: str
    why: str


class WordsParts(Parts):
    words: str


@kind("erasure.asked", version=1, parts=AskedParts, line="An order to erase was brought")
class ErasureAsked(Facts):
    """An order of some day to erase words of a matter."""

    right: Right
    ordered_on: date
    matter: UUID
    matter_type: Code
    named: tuple[Named, ...]


@kind("erasure.hold_lifted", version=1, parts=WordsParts, line="The legal hold was lifted for this order")
class HoldLifted(Facts):
    """Everything is under a legal hold; for the entries of this order, and for nothing else, it is lifted."""


@kind("erasure.agreed", version=1, parts=WordsParts, line="Another organisation agreed")
class ErasureAgreed(Facts):
    """With it the words are shut for everybody, and their keys may be destroyed."""


@kind("erasure.refused", version=1, parts=WordsParts, line="It was refused, or taken back")
class ErasureRefused(Facts):
    """Nothing is erased by this order."""


@kind("erasure.carried_out", version=1, line="The keys were destroyed")
class ErasureCarriedOut(Facts):
    """By whoever keeps the machines: how many keys."""

    keys: int
