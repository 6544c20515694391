"""Who on the record may be the person whom somebody is about to record: spelt otherwise, with day and month turned, or under a number they have.

A person looks at what is found; nothing is matched by a program. Keyed hashes are compared, never names: see `keys`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from holdfast.subjects import keys
from holdfast.subjects.keys import KeyField, name_words
from holdfast.subjects.models import Person
from holdfast.subjects.queries import rooms_with

#: How many are shown at most, those with the most in common first.
MOST = 20


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody on the record, and in what they are like the person sought, in words."""

    person: UUID
    why: tuple[str, ...]


def likely(*, name: str | None = None, born: date | None = None, about: int | None = None, identifiers: Sequence[str] = ()) -> list[Likely]:
    """Who may be the same person, of those whom the viewer may see: a number of theirs; two words of the name alike; or one word and the birth, or
    about when it was.
    """
    alike = _alike(name or "")
    exact = rooms_with([key for key in keys.of_name(name or "") if key.field is KeyField.NAME])
    birth = _birth(born, about)
    numbers = rooms_with([key for value in identifiers for key in keys.sought_identifier(value)])
    found: list[Likely] = []
    for room in {*alike.rooms, *numbers}:
        words = alike.words_of(room)
        born_so = [why for why, rooms in birth.items() if room in rooms]
        if room in numbers or words >= 2 or (words and (born_so or alike.words == 1)):
            how = "the same name" if room in exact else "a short form of the name" if room in alike.shortened else "a name like it"
            why = [*(["a number of theirs"] if room in numbers else []), *([how] if words else []), *born_so]
            found.append(Likely(room, tuple(why)))
    people = set(Person.objects.filter(id__in=[f.person for f in found]).values_list("id", flat=True))
    return sorted((f for f in found if f.person in people), key=lambda f: (-len(f.why), str(f.person)))[:MOST]


@dataclass(frozen=True, slots=True)
class _Alike:
    """Who has words like those of a name: by word, and those of whom a word is only a short form of theirs."""

    by_word: list[set[UUID]]
    shortened: set[UUID]

    @property
    def words(self) -> int:
        return len(self.by_word)

    @property
    def rooms(self) -> set[UUID]:
        return set().union(*self.by_word)

    def words_of(self, room: UUID) -> int:
        return sum(room in rooms for rooms in self.by_word)


def _alike(name: str) -> _Alike:
    by_word: list[set[UUID]] = []
    shortened: set[UUID] = set()
    for word in name_words(name):
        sounding, short = rooms_with(keys.sounds_like(word)), rooms_with(keys.short_forms(word))
        by_word.append(sounding | short)
        shortened |= short - sounding
    return _Alike(by_word, shortened)


def _birth(born: date | None, about: int | None) -> dict[str, set[UUID]]:
    """Whose birth may be the one that is sought, by in what it is like it."""
    found: dict[str, set[UUID]] = {}
    if born is not None:
        on_day = rooms_with(keys.sought_born(born))
        found["the same birth, as far as it is known"] = on_day
        found["day and month of birth the other way round"] = rooms_with([keys.turned(born)]) - on_day
    if about is not None:
        found["born about then"] = rooms_with(keys.sought_about(about))
    return found
