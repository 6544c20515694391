"""What this package puts in the navigation: one word that leads to the rest."""

from holdfast.disruption import landing
from holdfast.partnership.roles import LEADS, Role
from holdfast.partnership.shell import register_navigation

#: Whoever works with children, or answers for an organisation; and the scrutineer, who reads the catalogue.
FOUND_BY = (*LEADS, Role.PRACTITIONER, Role.MANAGER, Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER, Role.SCRUTINEER)
register_navigation("disruption:landing", "Disruption", place=78, roles=FOUND_BY)
landing.register(
    "disruption:measures",
    "Measures",
    "What could be done, by whom, and on what test.",
    place=30,
    roles=(*LEADS, Role.MANAGER, Role.SCRUTINEER),
)
