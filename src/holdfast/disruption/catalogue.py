"""The catalogue of measures, as data: read from `catalogue/*.toml`, and from `measures/*.toml` of the home, by which a partnership adds rows of its own.

A row says who may ask for a measure and who decides, on what basis and test, what usually shows that, how long it lasts, what a breach is, and whether it
warns. It is checked whole when it is read. It is not legal advice: a real installation offers only rows that its lawyer signed, as they read when signed.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings

from holdfast.disruption.codes import BODY_WORDS, DECIDES_WORDS, NOBODYS, Aim, Conviction, Evidence, Force, Mark, Warns

FOLDER = Path(__file__).parent / "catalogue"
_CODE = re.compile(r"[A-Z][A-Z0-9_]{1,31}")
_AGES = ("person_from", "child_under", "child_under_in_care")
_LONGEST = 400


class CatalogueError(Exception):
    """A row as written makes no sense; the message names the file, the row, the field and the rule."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One row. Of its texts, what follows "not checked:" was not read in a source, and "(older text)" marks what was read in one that may be amended."""

    code: str
    title: str
    aims: tuple[Aim, ...]
    asks: tuple[str, ...]
    decides: tuple[str, ...]
    basis: str
    test: str
    warns: Warns
    mark: Mark
    source: str
    force: Force
    checked_on: date
    evidence: tuple[Evidence, ...] = ()
    #: The least rank that may ask, and what goes with the asking.
    rank: str = ""
    with_: str = ""
    status: str = ""
    #: In years: how old whom it is against must be; and under what age the child (in care: under what other).
    person_from: int | None = None
    child_under: int | None = None
    child_under_in_care: int | None = None
    #: It is for one child who is named: an order for a class of girls was refused (*Redbridge v SNA* [2015] EWHC 2140).
    named_child: bool = False
    conviction: Conviction | None = None
    lasts: str = ""
    breach: str = ""
    warns_note: str = ""
    #: What goes wrong with it, and what is never done with it.
    mind: str = ""
    in_force_from: date | None = None
    #: Written by this partnership, and not of this release.
    own: bool = False

    @property
    def protects(self) -> bool:
        """It protects the child and is taken against nobody: shown in her case, never as disruption."""
        return self.aims == (Aim.CHILD,)

    @property
    def digest(self) -> str:
        """The SHA-256 of the row as it reads: what a lawyer signs. Whatever is changed in it is not signed."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, default=str).encode()).hexdigest()

    @property
    def holders(self) -> tuple[str, ...]:
        """The bodies that ask for it and that some post must answer for."""
        return tuple(body for body in self.asks if body not in NOBODYS)


CodeT = TypeVar("CodeT", bound=StrEnum)
_NEEDED = ("code", "title", "aims", "asks", "decides", "basis", "test", "warns", "mark", "source", "force", "checked_on")
_FIELDS = {field.name.rstrip("_") for field in fields(Measure)} - {"own"}
_TEXTS = ("title", "basis", "test", "source", "rank", "with", "status", "lasts", "breach", "warns_note", "mind")


def read(folders: Mapping[Path, bool]) -> tuple[Measure, ...]:
    """Every row in these folders, each of which is a partnership's own or this release's. Raises CatalogueError."""
    found: dict[str, Measure] = {}
    for folder, own in folders.items():
        for file in sorted(folder.glob("*.toml")):
            for row in _rows(file):
                measure = _measure(row, own=own, where=f"{file.name}: ")
                if measure.code in found:
                    raise CatalogueError(
                        f"{file.name}: {measure.code}: the code stands twice; a row of this release is not replaced, but added to"
                    )
                found[measure.code] = measure
    return tuple(found.values())


def _rows(file: Path) -> Iterable[dict[str, Any]]:
    try:
        with file.open("rb") as open_file:
            whole = tomllib.load(open_file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise CatalogueError(f"{file.name} is not TOML: {wrong}") from wrong
    rows = whole.pop("measure", [])
    if whole or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CatalogueError(f"{file.name}: a catalogue holds [[measure]] tables and nothing else")
    return rows


def _measure(row: dict[str, Any], *, own: bool, where: str) -> Measure:
    code = row.get("code")
    if not isinstance(code, str) or _CODE.fullmatch(code) is None:
        raise CatalogueError(f"{where}code: a code is capitals, digits and underscores, two to 32 of them; not {code!r}")

    def wrong(field: str, rule: str) -> CatalogueError:
        return CatalogueError(f"{where}{code}: {field}: {rule}")

    if missing := [name for name in _NEEDED if name not in row]:
        raise wrong(missing[0], "every row has one")
    if unknown := sorted(set(row) - _FIELDS):
        raise wrong(unknown[0], "there is no such field")
    for name in _TEXTS:
        if name in row and (not isinstance(row[name], str) or not row[name].strip() or len(row[name]) > _LONGEST):
            raise wrong(name, f"it is a text of at most {_LONGEST} characters")
    for name in ("checked_on", "in_force_from"):
        if name in row and type(row[name]) is not date:
            raise wrong(name, "it is a day, written like 2026-11-24")
    for name in _AGES:
        if name in row and (type(row[name]) is not int or not 1 <= row[name] <= 25):
            raise wrong(name, "it is an age in years, between 1 and 25")
    if type(row.get("named_child", False)) is not bool:
        raise wrong("named_child", "it is true or false")
    return Measure(**_coded(row, wrong), own=own)


def _coded(row: dict[str, Any], wrong: Callable[[str, str], CatalogueError]) -> dict[str, Any]:
    """The row with its codes, and its lists, as they are held."""

    def one(name: str, codes: type[CodeT]) -> CodeT:
        try:
            return codes(row[name])
        except ValueError:
            raise wrong(name, f"it is one of {', '.join(codes)}") from None

    def many(name: str, known: Iterable[str], least: int) -> tuple[str, ...]:
        given, allowed = row.get(name, []), list(known)
        if not isinstance(given, list) or len(given) < least or len({str(each) for each in given}) != len(given):
            raise wrong(name, "it is a list" + (" that is not empty" if least else "") + ", each of it once")
        for each in given:
            if each not in allowed:
                raise wrong(name, f"{each!r} is not one of {', '.join(allowed)}")
        return tuple(given)

    coded = {**row, "warns": one("warns", Warns), "mark": one("mark", Mark), "force": one("force", Force)}
    if "conviction" in row:
        coded["conviction"] = one("conviction", Conviction)
    coded["aims"] = tuple(Aim(each) for each in many("aims", Aim, 1))
    coded["evidence"] = tuple(Evidence(each) for each in many("evidence", Evidence, 0))
    coded["asks"], coded["decides"] = many("asks", BODY_WORDS, 1), many("decides", DECIDES_WORDS, 1)
    if "with" in coded:
        coded["with_"] = coded.pop("with")
    if coded["force"] is not Force.IN and "in_force_from" in row:
        raise wrong("in_force_from", "a row that is not in force has no day from which it is")
    return coded


def measures() -> tuple[Measure, ...]:
    """Every row, of this release and of this partnership. Raises CatalogueError."""
    own = Path(settings.HOLDFAST_HOME) / "measures"
    stamps = tuple((path.name, path.stat().st_mtime_ns) for path in sorted(own.glob("*.toml"))) if own.is_dir() else ()
    return _read_once(own, stamps)


@lru_cache(maxsize=4)
def _read_once(own: Path, _stamps: tuple[tuple[str, int], ...]) -> tuple[Measure, ...]:
    return read({FOLDER: False, own: True})


def measure(code: str) -> Measure:
    """The row of that code. Raises KeyError, CatalogueError."""
    found = next((each for each in measures() if each.code == code), None)
    if found is None:
        raise KeyError(code)
    return found


def bodies() -> tuple[str, ...]:
    """Every body that some post must answer for, in the order of its words."""
    named = {body for each in measures() for body in each.holders}
    return tuple(sorted(named, key=lambda body: BODY_WORDS[body]))
