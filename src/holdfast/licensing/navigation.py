"""What this package puts in the navigation."""

from holdfast.partnership.roles import Role
from holdfast.partnership.shell import register_navigation

register_navigation(
    "licensing:all",
    "Licensing",
    place=81,
    roles=(Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER, Role.MANAGER, Role.NAMED_LEAD, Role.AGENCY_LEAD),
)
