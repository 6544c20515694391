"""Which organisations' own accounts can be signed in with (OpenID Connect), read strictly from the file that HOLDFAST_SIGN_ON names.

What a provider says can only narrow who gets in. Who somebody is here, and in which role, is in the record alone.
"""

from __future__ import annotations

import os
import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from holdfast.partnership.roles import Role

EXAMPLE = """\
[[provider]]
name = "Example Council account"                # the words on the button
organisation = "Example Council"                # whose people may join it to their account here
issuer = "https://login.example.org"            # as the provider itself writes it
client_id = "holdfast"
client_secret_file = "/etc/holdfast/council.secret"
second_step = ["mfa"]                           # which of its `amr` count as the second step; leave out, and Holdfast asks for its own
scopes = ["groups"]                             # what it is asked for beside "openid", where it tells groups only then
roles_claim = "groups"                          # leave both out, and it says nothing of roles

[provider.roles]                                # who of which role here must be in one of which groups there
practitioner = ["safeguarding-practitioners"]
manager = ["safeguarding-managers"]
"""

_FIELDS = {"name", "organisation", "issuer", "client_id", "client_secret_file", "second_step", "scopes", "roles_claim", "roles"}


class ProvidersWrong(Exception):
    """The file cannot be used; the message names the field and the rule."""


@dataclass(frozen=True)
class Provider:
    """An organisation's own accounts."""

    slug: str
    name: str
    organisation: str
    issuer: str
    client_id: str
    secret_file: Path
    second_step: frozenset[str]
    scopes: frozenset[str]
    roles_claim: str
    roles: dict[Role, frozenset[str]]

    def secret(self) -> str:
        """What Holdfast shows the provider that it is Holdfast. Raises OSError."""
        return self.secret_file.read_text(encoding="utf-8").strip()

    def __hash__(self) -> int:
        return hash((self.slug, self.issuer, self.client_id, self.scopes))


def providers() -> tuple[Provider, ...]:
    """Those of the file; none where none is named. Raises ProvidersWrong."""
    named = os.environ.get("HOLDFAST_SIGN_ON", "")
    if not named:
        return ()
    path = Path(named)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError as wrong:
        raise ProvidersWrong(f"HOLDFAST_SIGN_ON: {named} cannot be read ({wrong.strerror})") from wrong


def offered() -> tuple[Provider, ...]:
    """Those that a page offers: none while the file is wrong, which `holdfast doctor` says. Everybody still signs in with their password."""
    try:
        return providers()
    except ProvidersWrong:
        return ()


def offered_as(slug: str) -> Provider | None:
    """The provider that addresses call so."""
    return next((each for each in offered() if each.slug == slug), None)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> tuple[Provider, ...]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise ProvidersWrong(f"{path}: {wrong}") from wrong
    rows = raw.get("provider")
    if set(raw) != {"provider"} or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ProvidersWrong(f"{path}: it holds [[provider]] and nothing else")
    found = tuple(_provider(row, f"provider {number}") for number, row in enumerate(rows, start=1))
    if len({each.slug for each in found}) != len(found):
        raise ProvidersWrong(f"{path}: two providers have the same name")
    return found


def _provider(row: dict[str, Any], where: str) -> Provider:
    if strange := sorted(set(row) - _FIELDS):
        raise ProvidersWrong(f"{where}: there is no field {strange[0]!r}; there are {', '.join(sorted(_FIELDS))}")
    name = _text(row, "name", where)
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    if not slug:
        raise ProvidersWrong(f"{where}.name: at least one letter or digit of English")
    claim, roles = row.get("roles_claim", ""), row.get("roles", {})
    if not isinstance(claim, str) or not isinstance(roles, dict) or bool(claim) != bool(roles):
        raise ProvidersWrong(f"{where}: roles_claim is the name of a claim and roles a table; both, or neither")
    return Provider(
        slug=slug,
        name=name,
        organisation=_text(row, "organisation", where),
        issuer=secure(_text(row, "issuer", where), f"{where}.issuer"),
        client_id=_text(row, "client_id", where),
        secret_file=Path(_text(row, "client_secret_file", where)),
        second_step=_words(row.get("second_step", []), f"{where}.second_step"),
        scopes=_words(row.get("scopes", []), f"{where}.scopes"),
        roles_claim=claim,
        roles={_role(role, where): _words(groups, f"{where}.roles.{role}") for role, groups in roles.items()},
    )


def _text(row: dict[str, Any], field: str, where: str) -> str:
    found = row.get(field)
    if not isinstance(found, str) or not found.strip() or len(found) > 500:
        raise ProvidersWrong(f"{where}.{field}: enter words between quotation marks")
    return found.strip()


def _words(found: Any, where: str) -> frozenset[str]:
    if not isinstance(found, list) or not all(isinstance(each, str) and each for each in found):
        raise ProvidersWrong(f"{where}: a list of words, each between quotation marks")
    return frozenset(found)


def _role(word: str, where: str) -> Role:
    try:
        return Role(word)
    except ValueError:
        raise ProvidersWrong(f"{where}.roles: there is no role {word!r}; there are {', '.join(Role)}") from None


def secure(address: str, where: str) -> str:
    """The address, if what is sent there cannot be read on the way: https, or this machine itself. Raises ProvidersWrong."""
    with suppress(ValueError):  # of what is no address at all
        parts = urlsplit(address)
        if parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname))):
            return address
    raise ProvidersWrong(f"{where}: {address!r} does not begin with https://")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
