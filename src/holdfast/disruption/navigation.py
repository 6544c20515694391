"""What this package puts in the navigation."""

from holdfast.partnership.roles import LEADS, Role
from holdfast.partnership.shell import register_navigation

register_navigation("disruption:measures", "Measures", place=80, roles=(*LEADS, Role.MANAGER, Role.SCRUTINEER))
