"""Search keys: keyed hashes of normalised names, dates of birth, identifiers, phones, plates and accounts.

They are made when an entry is drafted and stored in its facts, because projectors may not read the master key.
A key is the first 16 bytes of `vault.search.keyed_hash`, in hexadecimal
(128 bits: a chance agreement between two of a million million values is one in 10^14).
Addresses, placements and schools have no keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import cache

import jellyfish
from nicknames import NickNamer

from holdfast.record.kinds import Code, Facts
from holdfast.subjects.codes import BirthPrecision, Scheme
from holdfast.vault.search import keyed_hash, normalise_name, normalise_phone, normalise_plate

#: A range of birth years wider than this is no help in a search and gets no keys.
MOST_YEARS = 10


class KeyField(StrEnum):
    """Which field a key is of."""

    NAME = "name"
    WORD = "word"
    #: How a word of a name sounds, and how it begins: the same child, spelt otherwise.
    SOUND = "sound"
    PREFIX = "prefix"
    #: How two words of a name sound together: the same name spelt otherwise, with or without another between.
    SOUND_PAIR = "sound_pair"
    #: The names of which a word is a short form, itself among them.
    SHORT_FORM = "short_form"
    BORN = "born"
    #: A day of birth whose day and month may be the other way round.
    BORN_TURNED = "born_turned"
    BORN_MONTH = "born_month"
    BORN_YEAR = "born_year"
    #: Each year in which somebody may have been born, however exactly the birth is known: for whoever knows only about when.
    BORN_ABOUT = "born_about"
    PHONE = "phone"
    PLATE = "plate"
    #: Four characters that follow one another in a plate: what was seen in part is found.
    PLATE_PART = "plate_part"
    ACCOUNT = "account"
    PLACE = "place"
    NHS = "nhs"
    UPN = "upn"
    FORMER_UPN = "former_upn"
    LA_CHILD = "la_child"
    POLICE = "police"
    HOME_OFFICE = "home_office"


class Key(Facts):
    """One search key, as facts hold it."""

    field: KeyField
    hash: Code


def _key(field: KeyField, normalised: str) -> Key:
    return Key(field=field, hash=keyed_hash(field.value, normalised)[:16].hex())


def name_words(name: str) -> list[str]:
    """The different words of a name, normalised, in their order."""
    return list(dict.fromkeys(normalise_name(name).split()))


def of_name(name: str) -> list[Key]:
    """A name is found by all of it, its words in any order, by each word, by how each sounds and how it begins."""
    words = name_words(name)
    if not words:
        return []
    return [
        _key(KeyField.NAME, " ".join(sorted(words))),
        *(_key(KeyField.WORD, word) for word in words),
        *(key for word in words for key in likely_word(word)),
    ]


#: Of so many words of a name, at most, each two together have a key.
MOST_PAIRED = 4


def of_name_pairs(name: str) -> list[Key]:
    """A name by each two of its words together, as they sound: few people share one, however many there are."""
    sounds = sorted({jellyfish.metaphone(word) or word for word in name_words(name)[:MOST_PAIRED]})
    return [_key(KeyField.SOUND_PAIR, f"{one}|{other}") for n, one in enumerate(sounds) for other in sounds[n + 1 :]]


#: How a word begins: so many letters.
PREFIX_LETTERS = 3


def likely_word(word: str) -> list[Key]:
    """The keys of a word of a name, however it may be spelt, and of the names of which it is a short form."""
    return [*sounds_like(word), *short_forms(word)]


def sounds_like(word: str) -> list[Key]:
    """The keys of how a word sounds, written down in two ways because neither has them all, and of how it begins."""
    sounds = {f"metaphone:{jellyfish.metaphone(word)}", f"nysiis:{jellyfish.nysiis(word)}"}
    return [*(_key(KeyField.SOUND, sound) for sound in sorted(sounds)), _key(KeyField.PREFIX, word[:PREFIX_LETTERS])]


#: How many names one short form may stand for, at most.
MOST_NAMES = 6


def short_forms(word: str) -> list[Key]:
    """The keys of the names of which a word may be a short form: "lizzie" has one with "elizabeth", and so with "beth"."""
    names = sorted(_short_forms().canonicals_of(word))[:MOST_NAMES]
    return [_key(KeyField.SHORT_FORM, name) for name in dict.fromkeys([word, *names])]


@cache
def _short_forms() -> NickNamer:
    return NickNamer()


def turned(day: date) -> Key:
    """The key of a day of birth, whichever of its two numbers is the month."""
    return _key(KeyField.BORN_TURNED, f"{day.year}:{min(day.day, day.month)}:{max(day.day, day.month)}")


def of_born(earliest: date, latest: date, precision: BirthPrecision) -> list[Key]:
    """A birth is found by its day when that is known, else by each month or year that it may have been in."""
    if precision is BirthPrecision.NOT_KNOWN or latest.year - earliest.year >= MOST_YEARS:
        return []
    years = [str(year) for year in range(earliest.year, latest.year + 1)]
    about = [_key(KeyField.BORN_ABOUT, year) for year in years]
    if precision is BirthPrecision.DAY:
        return [_key(KeyField.BORN, earliest.isoformat()), turned(earliest), *about]
    if precision is BirthPrecision.MONTH:
        return [_key(KeyField.BORN_MONTH, f"{earliest:%Y-%m}"), *about]
    return [*(_key(KeyField.BORN_YEAR, year) for year in years), *about]


def sought_about(year: int) -> list[Key]:
    """The keys of everyone who may have been born in a year, or the one before or after it."""
    return [_key(KeyField.BORN_ABOUT, str(near)) for near in (year - 1, year, year + 1)]


def sought_born(day: date) -> list[Key]:
    """The keys of everyone who may have been born on this day, however exactly it is known."""
    return [
        _key(KeyField.BORN, day.isoformat()),
        _key(KeyField.BORN_MONTH, f"{day:%Y-%m}"),
        _key(KeyField.BORN_YEAR, str(day.year)),
    ]


def of_phone(phone: str) -> list[Key]:
    """A telephone number, however it is spaced and prefixed."""
    number = normalise_phone(phone)
    return [_key(KeyField.PHONE, number)] if number else []


def of_plate(plate: str) -> list[Key]:
    """A registration mark, however it is spaced."""
    mark = normalise_plate(plate)
    return [_key(KeyField.PLATE, mark)] if mark else []


#: Of a plate seen in part, so many known characters that follow one another find it; fewer would find half a town.
KNOWN_AT_LEAST = 4


def of_plate_parts(seen: str) -> list[Key]:
    """The keys of what was seen of a plate, with ? (or *) for each character that was not: each run of four known ones, wherever it lies. None where
    fewer were seen together.
    """
    runs = re.split(r"[?*]+", re.sub(r"[\s\-.]", "", seen))
    plates = (normalise_plate(run) for run in runs)
    parts = (plate[i : i + KNOWN_AT_LEAST] for plate in plates for i in range(len(plate) - KNOWN_AT_LEAST + 1))
    return [_key(KeyField.PLATE_PART, part) for part in dict.fromkeys(parts)]


def of_account(platform: str, handle: str) -> list[Key]:
    """An online account: its platform's code and its handle without a leading @."""
    bare = handle.strip().lstrip("@").casefold()
    return [_key(KeyField.ACCOUNT, f"{platform.casefold()}:{bare}")] if bare else []


def of_place(name: str) -> list[Key]:
    """A place by its name, the words in any order. An address has no key."""
    words = name_words(name)
    return [_key(KeyField.PLACE, " ".join(sorted(words)))] if words else []


def normalise_identifier(value: str) -> str:
    """An identifier without spaces and dashes, in capitals: "943 476 5919" gives "9434765919"."""
    return re.sub(r"[\s\-/.]", "", value).upper()


def of_identifier(scheme: Scheme, value: str) -> list[Key]:
    """An identifier within its scheme. A former UPN is found as a UPN too: it is the same number to whoever asks."""
    bare = normalise_identifier(value)
    if not bare:
        return []
    keys = [_key(KeyField(scheme.value), bare)]
    if scheme is Scheme.FORMER_UPN:
        keys.append(_key(KeyField.UPN, bare))
    return keys


def sought_identifier(value: str) -> list[Key]:
    """The keys of this identifier in every scheme: people seldom say whose number it is."""
    bare = normalise_identifier(value)
    return [_key(KeyField(scheme.value), bare) for scheme in Scheme] if bare else []


def distinct(keys: Iterable[Key]) -> Iterator[Key]:
    """Each key once, in order."""
    return iter(dict.fromkeys(keys))
