"""What this package puts in the navigation."""

from holdfast.partnership.roles import Role
from holdfast.partnership.shell import register_navigation

register_navigation("accounts:all", "Accounts", place=82, roles=(Role.ADMINISTRATOR,))
