"""What this package puts in the navigation."""

from holdfast.partnership.roles import LEADS, Role
from holdfast.partnership.shell import register_navigation

register_navigation(
    "places:all", "Places", place=79, roles=(*LEADS, Role.MANAGER, Role.FRONT_DOOR_MANAGER, Role.FRONT_DOOR, Role.PRACTITIONER)
)
