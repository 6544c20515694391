"""What this package puts in the navigation."""

from holdfast.partnership.roles import LEADS, Role
from holdfast.partnership.shell import register_navigation

register_navigation("scrutiny:counts", "Counts", place=75, roles=(*LEADS, Role.SCRUTINEER, Role.ANALYST))
register_navigation("scrutiny:sample", "The scrutineer’s sample", place=76, roles=(*LEADS, Role.SCRUTINEER))
