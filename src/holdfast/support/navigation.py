"""What this package puts in the navigation."""

from holdfast.partnership.roles import AgencyKind, Role
from holdfast.partnership.shell import register_navigation

register_navigation(
    "support:mine",
    "Support",
    place=76,
    roles=(Role.PRACTITIONER, Role.MANAGER, Role.AGENCY_LEAD, Role.NAMED_LEAD),
    but=(AgencyKind.POLICE, AgencyKind.SCRUTINY),
)
