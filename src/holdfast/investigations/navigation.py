"""What this package puts in the navigation."""

from holdfast.partnership.roles import LEADS, Role
from holdfast.partnership.shell import register_navigation

register_navigation("investigations:register", "Investigations", place=82, roles=(*LEADS, Role.MANAGER))
