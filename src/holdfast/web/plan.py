"""The plan of a partnership that is to be set up: a file that whoever sets it up writes, read strictly. What is wrong names the field and the rule."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from holdfast.partnership.arrangement import Arrangement, Founder
from holdfast.partnership.roles import AgencyKind

EXAMPLE = """\
# What `holdfast set-up` makes a partnership from. Nothing in it is secret.

host = "record.example.org"                       # by which name everybody reaches it; the ledger bears it for ever
partnership = "Example Safeguarding Children Partnership"

[keys]
threshold = 3                                     # so many shares give the master key back
holders = ["Example Council", "Example Police", "Example NHS Trust", "Example School", "Example Charity"]

[arrangement]
title = "Information sharing arrangement"
document = "arrangement.pdf"                      # beside this file: the document that was signed
signed_on = 2026-11-20

[[organisation]]
name = "Example Council"
kind = "council"                                  # council, police, health, school, charity, housing, probation, scrutiny
lea = "999"                                       # the council's three digits in statutory returns
signed_by = "Orla Finch, chief executive"
account_manager = "Efua North"                    # says who works there, and invites them
email = "efua.north@example.org"

[[organisation]]
name = "Example Police"
kind = "police"
signed_by = "Quinn Abbot, chief constable"
account_manager = "Ines Rowan"
email = "ines.rowan@example.org"
"""


class PlanWrong(Exception):
    """The plan cannot be used; the message names the field and the rule."""


@dataclass(frozen=True)
class Plan:
    """A partnership that is to be set up."""

    host: str
    partnership: str
    threshold: int
    holders: tuple[str, ...]
    arrangement: Arrangement
    founders: tuple[Founder, ...]


def read_plan(path: Path) -> Plan:
    """The plan in a file. Raises PlanWrong."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PlanWrong(f"There is no file {path}. `holdfast set-up --example > {path.name}` writes one to change.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise PlanWrong(f"{path}: {wrong}") from wrong
    _only(raw, "", {"host", "partnership", "keys", "arrangement", "organisation"})
    keys, arrangement = _table(raw, "keys"), _table(raw, "arrangement")
    _only(keys, "keys", {"threshold", "holders"})
    host = _text(raw, "host")
    if not re.fullmatch(r"(?=.{4,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", host):
        raise PlanWrong(f"host: {host!r} is no name of a machine, like record.example.org")
    founders = tuple(_founders(raw))
    return Plan(
        host=host,
        partnership=_text(raw, "partnership"),
        threshold=_threshold(keys),
        holders=tuple(_holders(keys)),
        arrangement=_arrangement(arrangement, path.parent),
        founders=founders,
    )


def _only(table: dict[str, Any], where: str, known: set[str]) -> None:
    if strange := sorted(set(table) - known):
        raise PlanWrong(f"{where + ': ' if where else ''}there is no field {strange[0]!r}; there are {', '.join(sorted(known))}")


def _table(raw: dict[str, Any], name: str) -> dict[str, Any]:
    found = raw.get(name)
    if not isinstance(found, dict):
        raise PlanWrong(f"[{name}] is missing")
    return found


def _text(table: dict[str, Any], name: str, where: str = "") -> str:
    found = table.get(name)
    field = f"{where}{name}"
    if not isinstance(found, str) or not found.strip():
        raise PlanWrong(f"{field}: enter words between quotation marks")
    if len(found) > 200 or any(ord(letter) < 32 for letter in found):
        raise PlanWrong(f"{field}: at most 200 characters, on one line")
    return found.strip()


def _holders(keys: dict[str, Any]) -> list[str]:
    holders = keys.get("holders")
    if not isinstance(holders, list) or not all(isinstance(each, str) and each.strip() for each in holders):
        raise PlanWrong("keys.holders: name the organisations that hold a share, each between quotation marks")
    if not 2 <= len(holders) <= 16 or len({each.strip().casefold() for each in holders}) != len(holders):
        raise PlanWrong("keys.holders: between 2 and 16 organisations, each once")
    return [each.strip() for each in holders]


def _threshold(keys: dict[str, Any]) -> int:
    threshold = keys.get("threshold")
    if not isinstance(threshold, int) or isinstance(threshold, bool) or not 2 <= threshold <= len(_holders(keys)):
        raise PlanWrong("keys.threshold: a number, at least 2, and at most the number of holders")
    return threshold


def _arrangement(table: dict[str, Any], beside: Path) -> Arrangement:
    _only(table, "arrangement", {"title", "document", "signed_on"})
    signed_on = table.get("signed_on")
    if not isinstance(signed_on, date):
        raise PlanWrong("arrangement.signed_on: a date, as 2026-11-20, without quotation marks")
    document = beside / _text(table, "document", "arrangement.")
    try:
        content = document.read_bytes()
    except OSError as wrong:
        raise PlanWrong(f"arrangement.document: {document} cannot be read ({wrong.strerror})") from wrong
    if not content:
        raise PlanWrong(f"arrangement.document: {document} is empty")
    return Arrangement(title=_text(table, "title", "arrangement."), document=content, signed_on=signed_on)


def _founders(raw: dict[str, Any]) -> list[Founder]:
    tables = raw.get("organisation")
    if not isinstance(tables, list) or len(tables) < 2:
        raise PlanWrong("organisation: at least two organisations found a partnership, each under [[organisation]]")
    founders = [_founder(table, f"organisation {number}") for number, table in enumerate(tables, start=1)]
    if sum(founder.kind is AgencyKind.COUNCIL for founder in founders) != 1:
        raise PlanWrong('organisation: exactly one of them is the council (kind = "council")')
    for field in ("name", "email"):
        if len({getattr(founder, field).casefold() for founder in founders}) != len(founders):
            raise PlanWrong(f"organisation: two have the same {field}")
    return founders


def _founder(table: Any, where: str) -> Founder:
    if not isinstance(table, dict):
        raise PlanWrong(f"{where}: write it under [[organisation]]")
    _only(table, where, {"name", "kind", "lea", "signed_by", "account_manager", "email"})
    at = f"{where}, "
    try:
        kind = AgencyKind(_text(table, "kind", at))
    except ValueError:
        raise PlanWrong(f"{at}kind: one of {', '.join(AgencyKind)}") from None
    lea = table.get("lea")
    if kind is AgencyKind.COUNCIL and (not isinstance(lea, str) or not re.fullmatch(r"[0-9]{3}", lea)):
        raise PlanWrong(f"{at}lea: the council's three digits in statutory returns, between quotation marks")
    if kind is not AgencyKind.COUNCIL and lea is not None:
        raise PlanWrong(f"{at}lea: only the council has one")
    email = _text(table, "email", at)
    try:
        validate_email(email)
    except ValidationError:
        raise PlanWrong(f"{at}email: {email!r} is no e-mail address") from None
    names = {name: _text(table, name, at) for name in ("name", "signed_by", "account_manager")}
    return Founder(kind=kind, lea=lea, email=email, **names)
