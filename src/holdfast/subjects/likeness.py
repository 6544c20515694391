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


def likely(*, name: str | None = None, born: date | None = None, identifiers: Sequence[str] = ()) -> list[Likely]:
    """Who may be the same person, of those whom the viewer may see: a number of theirs; two words of the name alike; or one word and the birth."""
    words = {word: rooms_with([*keys.likely_word(word)]) for word in name_words(name or "")}
    exact = rooms_with([key for key in keys.of_name(name or "") if key.field is KeyField.NAME])
    on_day = rooms_with(keys.sought_born(born)) if born is not None else set()
    turned = rooms_with([keys.turned(born)]) - on_day if born is not None else set()
    numbers = rooms_with([key for value in identifiers for key in keys.sought_identifier(value)])
    found: list[Likely] = []
    for room in set().union(*words.values(), numbers):
        alike = sum(room in rooms for rooms in words.values())
        born_so = room in on_day or room in turned
        if room in numbers or alike >= 2 or (alike and (born_so or len(words) == 1)):
            why = [
                *(["a number of theirs"] if room in numbers else []),
                *(["the same name"] if room in exact else ["a name like it"] if alike else []),
                *(["the same birth, as far as it is known"] if room in on_day else []),
                *(["day and month of birth the other way round"] if room in turned else []),
            ]
            found.append(Likely(room, tuple(why)))
    people = set(Person.objects.filter(id__in=[f.person for f in found]).values_list("id", flat=True))
    return sorted((f for f in found if f.person in people), key=lambda f: (-len(f.why), str(f.person)))[:MOST]
