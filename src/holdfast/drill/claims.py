"""An attack: who does it, what they do, and what is claimed to come of it. Every claim is put to the test by doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.drill.scene import Scene


class By(StrEnum):
    """Who attacks."""

    #: Has taken over the application's process.
    APP = "application"
    #: The database's owner, or a superuser of its server.
    OWNER = "database owner"
    #: Has the server's files.
    ROOT = "root"
    #: Holds the signing key, or has taken over the ledger's process.
    KEY = "signing key"
    #: All of them, with the master key.
    ALL = "all together"
    OUTSIDE = "outside"


class Observer(StrEnum):
    """Who sees it."""

    VERIFY = "verify"
    SIGNER = "the ledger's process"
    ANYONE = "anyone with the public ledger"
    POLICE = "the police's witness"
    HEALTH = "the health service's witness"
    TELLER = "a teller with a receipt"
    INSPECTOR = "an inspector with a bundle"
    RECORDING = "whoever records next"


@dataclass(frozen=True)
class Caught:
    """Somebody sees it, and says so in these words among others."""

    by: Observer
    words: str


@dataclass(frozen=True)
class Refused:
    """It is not done at all: the answer says so in these words, and `verify` finds nothing."""

    words: str


@dataclass(frozen=True)
class Harmless:
    """It is done, changes nothing that counts, and mends itself: nobody says anything, and the ledger goes on."""

    why: str


@dataclass(frozen=True)
class Declared:
    """Nobody can see it: it is said plainly, and why. Where the attack can be done here, it is, and nobody sees it."""

    why: str


Claim = tuple[Caught, ...] | Refused | Harmless | Declared
Deed = Callable[["Scene"], None]


@dataclass(frozen=True)
class Attack:
    """One attack. `deed` is None where it cannot be done on one machine: then the claim is a declaration."""

    by: By
    what: str
    claim: Claim
    deed: Deed | None


_attacks: list[Attack] = []


def caught(**observers: str) -> tuple[Caught, ...]:
    """The claim that each of these observers sees it, by their names in small letters, and says these words."""
    return tuple(Caught(Observer[name.upper()], words) for name, words in observers.items())


def attack(by: By, what: str, claim: Claim) -> Callable[[Deed], Deed]:
    """Declare an attack on what does it."""

    def declare(deed: Deed) -> Deed:
        _attacks.append(Attack(by, what, claim, deed))
        return deed

    return declare


def declare(attack_: Attack) -> None:
    """Declare an attack that is made of data."""
    _attacks.append(attack_)


def all_attacks() -> list[Attack]:
    """Every attack, in the order in which they are declared. Raises ValueError for two of one name."""
    from holdfast.drill import attacks

    attacks.load()
    names = [(each.by, each.what) for each in _attacks]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"an attack is declared twice: {min(twice)}")
    return list(_attacks)
