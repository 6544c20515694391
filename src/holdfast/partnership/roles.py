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
    """A role in words, for the screen and the documents."""

    name: str
    purpose: str


DESCRIPTIONS: dict[Role, Description] = {
    Role.PRACTITIONER: Description(
        "Practitioner", "Works with children and families, and owns the duties of the children allocated to them."
    ),
    Role.FRONT_DOOR: Description("Front door worker", "Reads what people tell the partnership, and prepares the decision (MASH)."),
    Role.FRONT_DOOR_MANAGER: Description("Front door manager", "Decides what happens with a concern, and answers for the queue (MASH)."),
    Role.MANAGER: Description(
        "Team manager", "Supervises practitioners, allocates, authorises assessments, and is told first when a duty is late."
    ),
    Role.AGENCY_LEAD: Description("Agency safeguarding lead", "Answers for one organisation's part in safeguarding."),
    Role.NAMED_LEAD: Description("Council named lead", "Owns every duty of the council that is not yet allocated to a worker."),
    Role.OUT_OF_HOURS: Description("Out-of-hours worker", "Answers danger now, at any hour."),
    Role.CONFERENCE_CHAIR: Description("Independent conference chair", "Chairs child protection conferences, independent of the line."),
    Role.LADO: Description(
        "Local authority designated officer (LADO)",
        "Manages allegations about people who work with children (Working Together 2023, ch. 2); independent of the line.",
    ),
    Role.DELEGATED_PARTNER: Description(
        "Delegated safeguarding partner", "Acts for a lead safeguarding partner (Working Together 2023, ch. 2)."
    ),
    Role.LEAD_PARTNER: Description(
        "Lead safeguarding partner", "Head of a statutory safeguarding partner: council, police or health (Working Together 2023, ch. 2)."
    ),
    Role.SCRUTINEER: Description("Independent scrutineer", "Scrutinises the arrangements from outside every agency; owns no case."),
    Role.ANALYST: Description("Analyst", "Loads and checks returns for one organisation."),
    Role.ADMINISTRATOR: Description("Technical administrator", "Keeps accounts and machines; sees no content."),
}
