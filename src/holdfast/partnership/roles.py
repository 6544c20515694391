"""The roles that posts carry, described in their own words. A role says what a post is for; `policies` say what it may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from holdfast.database.viewing import circle_principal


class AgencyKind(StrEnum):
    """What kind of organisation an agency is (Children Act 2004 s.10–11 and local practice)."""

    COUNCIL = "council"
    POLICE = "police"
    HEALTH = "health"
    SCHOOL = "school"
    CHARITY = "charity"
    HOUSING = "housing"
    PROBATION = "probation"
    SCRUTINY = "scrutiny"


class Role(StrEnum):
    """What a post is for."""

    PRACTITIONER = "practitioner"
    FRONT_DOOR = "front_door"
    FRONT_DOOR_MANAGER = "front_door_manager"
    MANAGER = "manager"
    AGENCY_LEAD = "agency_lead"
    NAMED_LEAD = "named_lead"
    OUT_OF_HOURS = "out_of_hours"
    CONFERENCE_CHAIR = "conference_chair"
    LADO = "lado"
    DELEGATED_PARTNER = "delegated_partner"
    LEAD_PARTNER = "lead_partner"
    SCRUTINEER = "scrutineer"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


#: Posts that see no child by name and end no duty: they keep accounts and machines, or load and check returns.
SEES_NO_CHILD = (Role.ANALYST, Role.ADMINISTRATOR)


#: Who answers for an organisation's part, and may change with another organisation what counts for all.
LEADS = (Role.AGENCY_LEAD, Role.NAMED_LEAD, Role.DELEGATED_PARTNER, Role.LEAD_PARTNER)


#: Roles whose holder reads what every organisation told, or answers for the whole: nobody takes one up by the word of one organisation.
WIDE = (
    Role.FRONT_DOOR,
    Role.FRONT_DOOR_MANAGER,
    Role.OUT_OF_HOURS,
    Role.NAMED_LEAD,
    Role.LADO,
    Role.DELEGATED_PARTNER,
    Role.LEAD_PARTNER,
    Role.SCRUTINEER,
    Role.ADMINISTRATOR,
)

_EVERYWHERE = (Role.PRACTITIONER, Role.MANAGER, Role.AGENCY_LEAD, Role.ADMINISTRATOR)
_STATUTORY = (*_EVERYWHERE, Role.FRONT_DOOR, Role.DELEGATED_PARTNER, Role.LEAD_PARTNER, Role.ANALYST)
_COUNCIL = tuple(role for role in Role if role is not Role.SCRUTINEER)
#: Which roles a post of an organisation may have: the statutory partners are council, police and health (Working Together 2023, ch. 2).
ROLES_OF: dict[AgencyKind, tuple[Role, ...]] = {
    **{kind: _EVERYWHERE for kind in AgencyKind},
    AgencyKind.COUNCIL: _COUNCIL,
    AgencyKind.POLICE: _STATUTORY,
    AgencyKind.HEALTH: _STATUTORY,
    AgencyKind.SCRUTINY: (Role.SCRUTINEER,),
}


class Circle(StrEnum):
    """Roles that see the same of their organisation's part. An organisation as such sees nothing: only people in a role do."""

    #: Who works cases: reads what is shared with everyone involved, and their own organisation's records.
    CASEWORK = "casework"
    #: Who is told of what is late, and answers for it.
    TOLD = "told"


_CASEWORK = (
    Role.PRACTITIONER,
    Role.FRONT_DOOR,
    Role.FRONT_DOOR_MANAGER,
    Role.MANAGER,
    Role.AGENCY_LEAD,
    Role.NAMED_LEAD,
    Role.OUT_OF_HOURS,
    Role.CONFERENCE_CHAIR,
)
CIRCLES: dict[Circle, tuple[Role, ...]] = {
    Circle.CASEWORK: _CASEWORK,
    Circle.TOLD: (*_CASEWORK, Role.DELEGATED_PARTNER, Role.LEAD_PARTNER),
}


def casework(agency: UUID) -> UUID:
    """The principal of those who work cases in an organisation."""
    return circle_principal(Circle.CASEWORK, agency)


def told_in(agency: UUID) -> UUID:
    """The principal of those in an organisation who read what it is told."""
    return circle_principal(Circle.TOLD, agency)


@dataclass(frozen=True)
class Description:
    """A role in words, for the screen and the documents: what it is called, what it is for, and what its holder may read and do."""

    name: str
    purpose: str
    may: tuple[str, ...]


_OWN_CASES = "Reads the cases in which their organisation is involved, and its own records; not another organisation’s."
_NO_CHILD = "Sees no child by name, and ends no duty."
_CHANGES = "With somebody of another organisation: changes clocks and the calendar, and says who is in the vetted group."

DESCRIPTIONS: dict[Role, Description] = {
    Role.PRACTITIONER: Description(
        "Practitioner",
        "Works with children and families, and owns the duties of the children allocated to them.",
        (_OWN_CASES, "Records visits, assessments and what a child says; shows that a duty was done."),
    ),
    Role.FRONT_DOOR: Description(
        "Front door worker",
        "Reads what people tell the partnership, and prepares the decision (MASH).",
        ("Reads every concern that is told, by whomever.", "Rates it, asks other organisations, and prepares what is decided."),
    ),
    Role.FRONT_DOOR_MANAGER: Description(
        "Front door manager",
        "Decides what happens with a concern, and answers for the queue (MASH).",
        (
            "Reads every concern that is told, by whomever.",
            "Decides; for some decisions with somebody of another organisation.",
            "Keeps the rota.",
        ),
    ),
    Role.MANAGER: Description(
        "Team manager",
        "Supervises practitioners, allocates, authorises assessments, and is told first when a duty is late.",
        (_OWN_CASES, "Allocates children, authorises assessments, gives more time within what a rule allows."),
    ),
    Role.AGENCY_LEAD: Description(
        "Agency safeguarding lead",
        "Answers for one organisation’s part in safeguarding.",
        (_OWN_CASES, "Is told of what their organisation is late with.", _CHANGES),
    ),
    Role.NAMED_LEAD: Description(
        "Council named lead",
        "Owns every duty of the council that is not yet allocated to a worker.",
        (_OWN_CASES, "Allocates, hands out what an inspector or a court asks for, and keeps the rota.", _CHANGES),
    ),
    Role.OUT_OF_HOURS: Description(
        "Out-of-hours worker",
        "Answers danger now, at any hour.",
        ("Reads every concern in which somebody says that there is danger.", "Keeps the rota."),
    ),
    Role.CONFERENCE_CHAIR: Description(
        "Independent conference chair",
        "Chairs child protection conferences, independent of the line.",
        (_OWN_CASES, "Records what a conference decided, and challenges what is not done."),
    ),
    Role.LADO: Description(
        "Local authority designated officer (LADO)",
        "Manages allegations about people who work with children (Working Together 2023, ch. 2); independent of the line.",
        ("Reads every allegation about somebody who works with children, of whichever organisation.", "Decides what follows from it."),
    ),
    Role.DELEGATED_PARTNER: Description(
        "Delegated safeguarding partner",
        "Acts for a lead safeguarding partner (Working Together 2023, ch. 2).",
        ("Is told when organisations stay late; reads no child’s case.", _CHANGES),
    ),
    Role.LEAD_PARTNER: Description(
        "Lead safeguarding partner",
        "Head of a statutory safeguarding partner: council, police or health (Working Together 2023, ch. 2).",
        ("Is told when nothing else helped; reads no child’s case.", _CHANGES),
    ),
    Role.SCRUTINEER: Description(
        "Independent scrutineer",
        "Scrutinises the arrangements from outside every agency; owns no case.",
        ("Reads what each organisation was told, the weekly pattern and drawn decisions.", "Hands out what shows that a record is whole."),
    ),
    Role.ANALYST: Description(
        "Analyst", "Loads and checks returns for one organisation.", (_NO_CHILD, "Loads a census and reads its clocks by number.")
    ),
    Role.ADMINISTRATOR: Description(
        "Technical administrator",
        "Keeps accounts and machines; sees no content.",
        (_NO_CHILD, "Ends sessions and switches accounts off; lets nobody in."),
    ),
}
