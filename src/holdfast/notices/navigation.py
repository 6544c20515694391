"""What this package puts in the navigation: for those who respond for an organisation, and for the scrutineer, who recommends."""

from holdfast.notices.policies import RESPONDS
from holdfast.partnership.roles import Role
from holdfast.partnership.shell import register_navigation

register_navigation("notices:all", "Lists and reports", place=57, roles=(*RESPONDS, Role.SCRUTINEER))
