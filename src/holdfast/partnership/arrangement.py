"""The signed arrangement between the partners, without which no real partnership begins: who signed which document, and when.

Each organisation is controller of what it records and joint controller of what is decided together (UK GDPR, article 26); the arrangement says who
answers for what. Here stand its fingerprint and its signatories; the document itself stays with those who signed it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from holdfast.database.time import now, today
from holdfast.database.viewing import viewing
from holdfast.partnership import actions, kinds, queries
from holdfast.partnership.changing import first_manager
from holdfast.partnership.kinds import PARTNERSHIP_OPENING, PARTNERSHIP_ROOM
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import LEADS, AgencyKind
from holdfast.record.append import append, append_all, holding, recorded_before
from holdfast.record.entries import SYSTEM_AUTHOR, Draft
from holdfast.record.kinds import Code, Facts, Parts, kind
from holdfast.record.queries import entries_of_kinds, open_parts
from holdfast.record.refusal import Refused


class ArrangementParts(Parts):
    """What the document is called, and who signed it for the organisation."""

    title: str
    signed_by: str


@kind("arrangement.signed", version=1, parts=ArrangementParts, line="An organisation signed the arrangement between the partners")
class ArrangementSigned(Facts):
    """`digest`: the SHA-256 of the document that was signed."""

    agency: UUID
    digest: Code
    signed_on: date


@dataclass(frozen=True)
class Founder:
    """An organisation that founds the partnership: who signed for it, and who manages its accounts first."""

    name: str
    kind: AgencyKind
    signed_by: str
    account_manager: str
    email: str
    lea: str | None = None


@dataclass(frozen=True)
class Arrangement:
    """The document that the founders signed."""

    title: str
    document: bytes
    signed_on: date

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.document).hexdigest()


def found_together(*, name: str, arrangement: Arrangement, founders: Sequence[Founder]) -> dict[UUID, str]:
    """Begin the partnership: founded, its organisations there, each signed, each with somebody who manages its accounts. All of it or nothing.

    The account managers and their e-mail addresses. Raises RoomExists, `gate.NotReady`.
    """
    founded = Draft(
        facts=kinds.PartnershipFounded(), parts=kinds.PartnershipParts(name=name), room=PARTNERSHIP_ROOM, opens=PARTNERSHIP_OPENING
    )
    drafts, managers = [founded], {}
    for founder in founders:
        agency, worker = uuid4(), uuid4()
        drafts += actions.joining(kinds.AgencyJoined(agency=agency, agency_kind=founder.kind, lea=founder.lea), founder.name)
        signed = ArrangementSigned(agency=agency, digest=arrangement.digest, signed_on=arrangement.signed_on)
        parts = ArrangementParts(title=arrangement.title, signed_by=founder.signed_by)
        drafts += [Draft(facts=signed, parts=parts, room=PARTNERSHIP_ROOM), *first_manager(agency, worker, founder.account_manager)]
        managers[worker] = founder.email
    append_all(drafts, by=SYSTEM_AUTHOR)
    return managers


@dataclass(frozen=True)
class Signed:
    """What an organisation signed."""

    agency: UUID
    title: str
    signed_by: str
    signed_on: date
    digest: str


def signatures() -> list[Signed]:
    """Who signed the arrangement, in the order in which it was recorded."""
    entries = entries_of_kinds([ArrangementSigned.kind.name], before=now())
    opened = open_parts(entries)
    found = []
    for entry in entries:
        facts, parts = entry.facts, opened[entry.id]
        if isinstance(facts, ArrangementSigned) and isinstance(parts, ArrangementParts):
            found.append(Signed(facts.agency, parts.title, parts.signed_by, facts.signed_on, facts.digest))
    return found


def sign(*, title: str, digest: str, signed_by: str, signed_on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """One's own organisation signed a document: the one that the others did, when it joins, or the next. Raises NotPermitted, Refused."""
    check_signs(by)
    if recorded_before(entry_id, by=by.author, matter=PARTNERSHIP_ROOM):
        return
    fingerprint = digest.strip().casefold()
    if not re.fullmatch(r"[0-9a-f]{64}", fingerprint):
        raise Refused("digest", "A fingerprint has 64 characters, each a digit or a letter from a to f")
    if signed_on > today():
        raise Refused("signed_on", "It was signed today or earlier")
    with viewing(by.viewer), holding(PARTNERSHIP_ROOM):
        if any((each.agency, each.digest) == (by.agency, fingerprint) for each in signatures()):
            raise Refused("document", "Your organisation signed this document already")
        facts = ArrangementSigned(agency=by.agency, digest=fingerprint, signed_on=signed_on)
        parts = ArrangementParts(title=title, signed_by=signed_by)
        append(Draft(facts=facts, parts=parts, room=PARTNERSHIP_ROOM, id=entry_id or uuid4()), by=by.author)


def check_signs(by: Acting) -> None:
    """That an organisation signed is said by its account managers, and by whoever answers for it. Raises NotPermitted."""
    if not (by.manages_accounts or by.has_role(*LEADS)):
        raise NotPermitted("An account manager, or whoever answers for your organisation, says that it signed.")


def unsigned(found: Sequence[Signed]) -> list[UUID]:
    """The organisations of which nobody has said that they signed, when these did."""
    signed = {each.agency for each in found}
    return [agency.id for agency in queries.agencies() if agency.id not in signed]
