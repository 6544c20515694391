"""A small invented partnership of named people, for the stories that tests tell."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from holdfast.accounts.models import Account
from holdfast.accounts.signing_in import SEEN, SHOWN, STAMP, STARTED, stamp_of
from holdfast.database.time import now
from holdfast.partnership import actions, kinds, queries
from holdfast.partnership.kinds import PARTNERSHIP_OPENING, PARTNERSHIP_ROOM
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.record.append import append, append_all
from holdfast.record.entries import SYSTEM_AUTHOR, Draft
from holdfast.record.holding import reading_all


@dataclass(frozen=True)
class Partnership:
    """Seven organisations, and the people whom tests name."""

    council: UUID
    police: UUID
    health: UUID
    school: UUID
    charity: UUID
    scrutiny: UUID
    amira: Acting
    bryn: Acting
    carys: Acting
    dev: Acting
    efua: Acting
    femi: Acting
    gwen: Acting
    esme: Acting
    council_delegated: Acting
    council_lead: Acting
    hal: Acting
    ines: Acting
    police_delegated: Acting
    police_lead: Acting
    jo: Acting
    kit: Acting
    health_delegated: Acting
    health_lead: Acting
    lena: Acting
    mina: Acting
    noor: Acting
    uma: Acting


def found(*, name: str) -> None:
    """Begin a record, with nobody in it. (A partnership is founded together: `arrangement.found_together`.)"""
    founded = Draft(
        facts=kinds.PartnershipFounded(), parts=kinds.PartnershipParts(name=name), room=PARTNERSHIP_ROOM, opens=PARTNERSHIP_OPENING
    )
    append(founded, by=SYSTEM_AUTHOR)


def join_agency(*, name: str, kind: AgencyKind, lea: str | None = None, census_source: str | None = None) -> UUID:
    """An organisation joins by the installation's own word."""
    agency = uuid4()
    joined = kinds.AgencyJoined(agency=agency, agency_kind=kind, lea=lea, census_source=census_source)
    append_all(actions.joining(joined, name), by=SYSTEM_AUTHOR)
    return agency


def begin_managing(*, agency: UUID, worker: UUID) -> None:
    """Somebody manages an organisation's accounts by the installation's own word."""
    append(Draft(facts=kinds.AccountManagerNamed(worker=worker, agency=agency), room=PARTNERSHIP_ROOM), by=SYSTEM_AUTHOR)


#: As in many an organisation: who answers for it sees to its accounts.
ANSWERS = (Role.AGENCY_LEAD, Role.NAMED_LEAD, Role.SCRUTINEER, Role.DELEGATED_PARTNER)


def a_partnership() -> Partnership:
    """Found it, in an empty database. Everyone's post answers to the one above it in their organisation."""
    found(name="Saltmarsh Partnership")
    council = join_agency(name="Saltmarsh Council", kind=AgencyKind.COUNCIL, lea="999")
    police = join_agency(name="Saltmarsh Police", kind=AgencyKind.POLICE)
    health = join_agency(name="Saltmarsh NHS Trust", kind=AgencyKind.HEALTH)
    school = join_agency(name="Lantern School", kind=AgencyKind.SCHOOL)
    charity = join_agency(name="Open Door Charity", kind=AgencyKind.CHARITY)
    scrutiny = join_agency(name="Independent scrutiny", kind=AgencyKind.SCRUTINY)

    def person(agency: UUID, name: str, title: str, role: Role, above: Acting | None = None, team: UUID | None = None) -> Acting:
        manager = above.post if above is not None else None
        post = actions.create_post(agency=agency, title=title, role=role, team=team, manager_post=manager)
        worker = actions.join_worker(agency=agency, name=name, post=post)
        if role in (
            Role.AGENCY_LEAD,
            Role.NAMED_LEAD,
            Role.SCRUTINEER,
            Role.DELEGATED_PARTNER,
        ):  # as in small organisations: who answers for it sees to its accounts
            begin_managing(agency=agency, worker=worker)
        with reading_all():
            acting = queries.acting_for(worker)
        assert acting is not None
        return acting

    night = actions.form_team(agency=council, name="Out-of-hours team", out_of_hours=True)
    council_lead = person(council, "Orla Finch", "Chief executive", Role.LEAD_PARTNER)
    council_delegated = person(council, "Piers Dale", "Director of children’s services", Role.DELEGATED_PARTNER, council_lead)
    efua = person(council, "Efua North", "Head of safeguarding", Role.NAMED_LEAD, council_delegated)
    dev = person(council, "Dev Marlow", "Team manager", Role.MANAGER, efua)
    bryn = person(council, "Bryn Castle", "Front door manager", Role.FRONT_DOOR_MANAGER, efua)
    police_lead = person(police, "Quinn Abbot", "Chief constable", Role.LEAD_PARTNER)
    police_delegated = person(police, "Rhys Pell", "Assistant chief constable", Role.DELEGATED_PARTNER, police_lead)
    ines = person(police, "Ines Rowan", "Detective chief inspector", Role.AGENCY_LEAD, police_delegated)
    health_lead = person(health, "Sana Birch", "Chief nurse", Role.LEAD_PARTNER)
    health_delegated = person(health, "Tomas Reed", "Director of nursing", Role.DELEGATED_PARTNER, health_lead)
    kit = person(health, "Kit Thorn", "Named nurse", Role.AGENCY_LEAD, health_delegated)
    return Partnership(
        council=council,
        police=police,
        health=health,
        school=school,
        charity=charity,
        scrutiny=scrutiny,
        esme=person(council, "Esme Loft", "Local authority designated officer", Role.LADO, council_delegated),
        council_lead=council_lead,
        council_delegated=council_delegated,
        efua=efua,
        dev=dev,
        bryn=bryn,
        amira=person(council, "Amira Holt", "Front door social worker", Role.FRONT_DOOR, bryn),
        carys=person(council, "Carys Lund", "Social worker", Role.PRACTITIONER, dev),
        femi=person(council, "Femi Orchard", "Out-of-hours social worker", Role.OUT_OF_HOURS, efua, night),
        gwen=person(council, "Gwen Pike", "Conference chair", Role.CONFERENCE_CHAIR, efua),
        police_lead=police_lead,
        police_delegated=police_delegated,
        ines=ines,
        hal=person(police, "Hal Quarry", "Detective constable", Role.PRACTITIONER, ines),
        health_lead=health_lead,
        health_delegated=health_delegated,
        kit=kit,
        jo=person(health, "Jo Sable", "School nurse", Role.PRACTITIONER, kit),
        lena=person(school, "Lena Umber", "Designated safeguarding lead", Role.AGENCY_LEAD),
        mina=person(charity, "Mina Vale", "Youth work manager", Role.AGENCY_LEAD),
        noor=person(scrutiny, "Noor Wick", "Independent scrutineer", Role.SCRUTINEER),
        uma=person(council, "Uma Ashby", "Data analyst", Role.ANALYST, efua),
    )


def sign_in(client: Any, acting: Acting) -> None:
    """Sign a Django test client in as this person, without a password: an account that no password opens, where they have none."""
    account, _ = Account.objects.get_or_create(
        worker_id=acting.worker, defaults={"email": f"{acting.worker}@example.org", "password": "!", "created_at": now()}
    )
    client.force_login(account)
    session = client.session
    moment = int(time.time())
    session.update({STARTED: moment, SEEN: moment, SHOWN: moment, STAMP: stamp_of(acting, account)})
    session.save()
