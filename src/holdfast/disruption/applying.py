"""What the catalogue says of somebody or something: which measures could be weighed, and of each other one why not. It decides nothing and opens nothing.

What is not known keeps nothing away: it is said that it must be found out. Worked out from ages, convictions and care alone, never from who somebody is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from holdfast.disruption.catalogue import Measure
from holdfast.disruption.codes import Aim, Conviction


@dataclass(frozen=True, slots=True)
class Against:
    """What a measure would be taken against, as far as it is known. Ages in years; None: not known."""

    aim: Aim
    age: int | None = None
    convicted: bool | None = None
    #: The child whom it would protect: her age, whether she is in care by an order, and whether one child can be named.
    child_age: int | None = None
    in_care: bool | None = None
    child_named: bool | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """A measure, held against what is known: why it cannot be, or what must be found out first."""

    measure: Measure
    why_not: tuple[str, ...] = ()
    to_find_out: tuple[str, ...] = ()

    @property
    def applies(self) -> bool:
        """Nothing that is known is against it."""
        return not self.why_not


def weigh(measures: Iterable[Measure], against: Against) -> list[Weighed]:
    """Each measure that is taken against such a thing, held against what is known of it; those that apply first, in the catalogue's order."""
    found = [_weighed(each, against) for each in measures if against.aim in each.aims]
    return sorted(found, key=lambda weighed: not weighed.applies)


def _weighed(measure: Measure, against: Against) -> Weighed:
    why_not, to_find_out = [], []
    for known, words in (*_of_them(measure, against), *_of_the_child(measure, against)):
        if known is None:
            to_find_out.append(words)
        elif not known:
            why_not.append(words)
    return Weighed(measure, tuple(why_not), tuple(to_find_out))


#: Whether it is so (None: not known), and what must be so, in words.
Condition = tuple[bool | None, str]


def _of_them(measure: Measure, against: Against) -> Iterator[Condition]:
    """What must be so of whom it is against."""
    if against.aim is not Aim.PERSON:
        return
    if (least := measure.person_from) is not None:
        yield (None if against.age is None else against.age >= least), f"they must be {least} or over"
    if measure.conviction is Conviction.NEEDED:
        yield against.convicted, "they must have been convicted or cautioned for what it names"


def _of_the_child(measure: Measure, against: Against) -> Iterator[Condition]:
    """What must be so of the child whom it protects."""
    if measure.child_under is not None:
        yield _young_enough(measure, against), _under(measure)
    if measure.named_child:
        yield against.child_named, "one child must be named"


def _young_enough(measure: Measure, against: Against) -> bool | None:
    under, in_care = measure.child_under, measure.child_under_in_care
    assert under is not None
    if against.child_age is None:
        return None
    if against.child_age < under:
        return True
    if in_care is None or against.child_age >= in_care:
        return False
    return against.in_care  # between the two it is care that decides


def _under(measure: Measure) -> str:
    more = f", or under {measure.child_under_in_care} and in care by an order" if measure.child_under_in_care is not None else ""
    return f"the child must be under {measure.child_under}{more}"
