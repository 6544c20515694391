"""The rules that open duties, as data: read from `rules/*.toml`, checked when the program starts.

Each rule says what starts its clock, how long is allowed, who owes it, what shows it was done, and where it comes from: source,
edition and the dates between which it is in force.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from holdfast.duties import conditions
from holdfast.duties.clocks import Allowed, Unit
from holdfast.duties.ladder import Pace
from holdfast.record.rooms import CORE

FOLDER = Path(__file__).parent / "rules"
#: Of a rule: its duties lie in the room of what starts them.
HERE = "here"


class RuleError(Exception):
    """A rule as written makes no sense; the message names the rule and the field."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock."""

    code: str
    title: str
    #: Kinds of entry that start the clock.
    starts: tuple[str, ...]
    #: Kinds of entry that show it was done.
    ends: tuple[str, ...]
    #: Kinds of entry after which it need not be done.
    superseded_by: tuple[str, ...]
    #: None: the due day is a fact of the starting entry (`due_fact`).
    allowed: Allowed | None
    due_fact: str | None
    #: The fact from which the clock runs, a day; None: from when the starting entry happened.
    from_fact: str | None
    owing: str
    owner: str
    source: str
    edition: str
    effective_from: date
    effective_to: date | None
    #: "law", "guidance" or "local": only local values may be edited.
    basis: str
    late_to: str
    pace: Pace
    when: str | None = None
    done_when: str | None = None
    #: Kinds among `ends` that count whoever recorded them: a second signature, from another organisation on purpose.
    others_may_end: tuple[str, ...] = ()
    #: The fact of the ending entry that names the entry which started this one: each clock is ended by its own answer.
    answers: str = ""
    #: The room of the matter in which the duty lies, and so who reads it.
    room: str = CORE
    #: The room of the matter in which its line shows besides.
    shows_in: str | None = None
    #: What shows it done is recorded on a page of its own, and by no reference to another system.
    own_page: bool = False
    #: What shows it done may lie in another system: by a reference and a day, by its owner or their manager, and sampled.
    elsewhere: bool = False
    #: More time can be given; not where the law sets a maximum.
    extendable: bool = True
    #: Due before the day that `due_fact` names, not by its end.
    before_day: bool = False
    #: A fact: what comes after which it need not be done names in it what started this, or the same that what started this names in it.
    superseded_about: str = ""
    #: A condition on what comes after which it need not be done.
    superseded_when: str | None = None
    #: Only the person named can do it: it is offered to nobody else.
    personal: bool = False
    #: To whom it passes when its owner leaves: whoever manages the post, the organisation's lead, or nobody, because whoever asked asks another.
    heir: str = "manager"
    #: What it is about is not told to the organisations involved when it is late: the safeguarding partners hear of it instead.
    discreet: bool = False
    #: Not opened while one is open in the same room.
    once: bool = False
    #: Done, it opens again from the entry that ended it; or only if this condition holds.
    repeats: bool = False
    repeats_when: str | None = None
    #: The independent scrutineer is told as well; always, or where this condition holds.
    serious: bool = False
    serious_when: str | None = None
    #: Kinds of entry that make it serious while it is open, where that condition holds of them.
    serious_from: tuple[str, ...] = ()
    #: While it is open somebody may be in danger: it stands above all else on the home of whoever owes it or answers for them.
    danger: bool = False
    #: Kinds among `ends` that show that it was not required: then it was neither done in time nor late.
    not_required: tuple[str, ...] = ()
    #: A census shows what ends it only in the year in which that happened: where an earlier year is not here, that nothing ends it means nothing.
    shown_in_its_year: bool = False
    #: Kinds of entry that show it was begun, and so that it is open, though that earlier year is not here.
    begun_by: tuple[str, ...] = ()
    #: A Children in Need census can show it.
    census: bool = False
    #: Another way of measuring what a clock already asks for: counted over history, and owed by nobody.
    counted_only: bool = False
    #: The bounds of a local value, in the rule's own unit; where they are not given, from 1 to twice the value of this release.
    least: int | None = None
    most: int | None = None
    #: The latest that the day in `due_fact` may be, in days from today: nothing is put off for ever.
    most_days: int | None = None
    hint: str = ""
    note: str = ""

    def in_force(self, day: date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    @property
    def local(self) -> bool:
        return self.basis == "local"

    @property
    def bounds(self) -> tuple[Allowed, Allowed]:
        """The shortest and the longest that a local value may be. Raises ValueError where no length is allowed at all."""
        if self.allowed is None:
            raise ValueError(f"{self.code} has no length")
        amount, unit = self.allowed.amount, self.allowed.unit
        least = min(1, amount) if self.least is None else self.least
        return Allowed(least, unit), Allowed(max(1, 2 * amount) if self.most is None else self.most, unit)


_NEEDED = ("code", "title", "starts", "ends", "owing", "owner", "source", "edition", "effective_from", "basis", "late_to")
_OWING = ("council", "police", "health", "author", "agency_of_owner")
_HEIRS = ("manager", "lead", "nobody")
_OWNERS = ("allocated", "author", "agency_lead", "front_door", "on_duty", "conference_chair", "manager_of_allocated", "lado")


def _check(given: dict[str, Any], wrong: Callable[[str], RuleError]) -> None:
    if missing := [name for name in _NEEDED if name not in given]:
        raise wrong(f"{', '.join(missing)} missing")
    if given.get("counted_only", False) > given.get("census", False):
        raise wrong("counted_only is of what a census shows")
    if unknown := set(given) - set(Rule.__slots__) - {"amount", "unit"}:
        raise wrong(f"unknown field {', '.join(sorted(unknown))}")
    if (given.get("amount") is None) == (given.get("due_fact") is None):
        raise wrong("give either amount and unit, or due_fact")
    if given.get("amount") is not None and not given.get("least", 0) <= given["amount"] <= given.get("most", given["amount"]):
        raise wrong("amount lies outside least and most")
    _check_names(given, wrong)


def _check_names(given: dict[str, Any], wrong: Callable[[str], RuleError]) -> None:
    choices: tuple[str, ...]
    for name, choices in (("basis", ("law", "guidance", "local")), ("late_to", ("start", "finish"))):
        if given[name] not in choices:
            raise wrong(f"{name} is one of {', '.join(choices)}")
    for name, choices in (("owing", _OWING), ("owner", _OWNERS)):
        if given[name] not in choices and not given[name].startswith("fact:"):
            raise wrong(f"{name} is one of {', '.join(choices)} or fact:NAME")
    if given.get("heir", "manager") not in _HEIRS:
        raise wrong(f"heir is one of {', '.join(_HEIRS)}")
    for name in ("when", "done_when", "repeats_when", "serious_when", "superseded_when"):
        if given.get(name) is not None and not conditions.exists(given[name]):
            raise wrong(f"{name}: there is no condition {given[name]}")


def _rule(given: dict[str, Any], where: str) -> Rule:
    code = given.get("code", "a rule")
    _check(given, lambda what: RuleError(f"{where}: {code}: {what}"))
    amount = given.get("amount")
    values = {k: v for k, v in given.items() if k not in ("amount", "unit")}
    values["allowed"] = None if amount is None else Allowed(amount, Unit(given["unit"]))
    by_the_hour = amount is not None and Unit(given["unit"]) in (Unit.HOURS, Unit.MINUTES)
    values["pace"] = Pace(given.get("pace") or ("hours" if by_the_hour else "days"))
    for name in ("starts", "ends", "superseded_by", "others_may_end", "serious_from", "not_required", "begun_by"):
        values[name] = tuple(given.get(name, ()))
    if given.get("personal"):
        values.setdefault("heir", "nobody")
    for name in ("due_fact", "from_fact", "effective_to"):
        values.setdefault(name, None)
    return Rule(**values)


def read_rules(files: Iterable[Path]) -> tuple[Rule, ...]:
    """Every rule in these files. Raises RuleError."""
    rules: list[Rule] = []
    for file in files:
        with file.open("rb") as open_file:
            rules += [_rule(given, file.name) for given in tomllib.load(open_file).get("rule", ())]
    seen: set[tuple[str, str]] = set()
    for rule in rules:
        if (rule.code, rule.edition) in seen:
            raise RuleError(f"{rule.code} is given twice for the edition {rule.edition}")
        seen.add((rule.code, rule.edition))
    return tuple(rules)


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of this release, in the order of the files."""
    return read_rules(sorted(FOLDER.glob("*.toml")))


def rule(code: str, edition: str | None = None) -> Rule:
    """The rule of that code: of one edition, or the latest. Raises KeyError."""
    found = [r for r in rules() if r.code == code and edition in (None, r.edition)]
    if not found:
        raise KeyError(code)
    return max(found, key=lambda r: r.effective_from)


def _index(kinds_of: Callable[[Rule], tuple[str, ...]]) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for each in (r for r in rules() if not r.counted_only):
        for kind in kinds_of(each):
            found.setdefault(kind, []).append(each)
    return {kind: tuple(of_kind) for kind, of_kind in found.items()}


@cache
def _started_by() -> dict[str, tuple[Rule, ...]]:
    return _index(lambda r: r.starts)


@cache
def _ended_by() -> dict[str, tuple[Rule, ...]]:
    return _index(lambda r: r.ends)


@cache
def _superseded_by() -> dict[str, tuple[Rule, ...]]:
    return _index(lambda r: r.superseded_by)


def started_by(kind: str) -> tuple[Rule, ...]:
    """The rules whose clock an entry of this kind may start."""
    return _started_by().get(kind, ())


def ended_by(kind: str) -> tuple[Rule, ...]:
    """The rules that an entry of this kind may show to be done."""
    return _ended_by().get(kind, ())


def superseded_by(kind: str) -> tuple[Rule, ...]:
    """The rules after which, by an entry of this kind, nothing need be done."""
    return _superseded_by().get(kind, ())


@cache
def dangers() -> frozenset[str]:
    """The codes of the rules in whose open duties somebody may be in danger."""
    return frozenset(r.code for r in rules() if r.danger)


@cache
def _made_serious_by() -> dict[str, tuple[Rule, ...]]:
    return _index(lambda r: r.serious_from)


def made_serious_by(kind: str) -> tuple[Rule, ...]:
    """The rules whose duties an entry of this kind may make serious."""
    return _made_serious_by().get(kind, ())
