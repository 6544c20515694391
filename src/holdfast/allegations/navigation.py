"""What this package puts in the navigation: for those who read allegations; everybody else tells from a child's page, or a concern."""

from holdfast.partnership.roles import Role
from holdfast.partnership.shell import register_navigation

register_navigation("allegations:all", "Allegations", place=55, roles=(Role.LADO,))
