"""What this package puts in the navigation."""

from holdfast.partnership.roles import Role
from holdfast.partnership.shell import register_navigation

register_navigation("returns:imports", "Returns", place=40, roles=(Role.ANALYST, Role.NAMED_LEAD))
