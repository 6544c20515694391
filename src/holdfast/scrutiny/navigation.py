"""What this package puts in the navigation."""

from holdfast.disruption import landing
from holdfast.partnership.roles import LEADS, Role
from holdfast.partnership.shell import register_navigation

register_navigation("scrutiny:counts", "Counts", place=75, roles=(*LEADS, Role.SCRUTINEER, Role.ANALYST))
landing.register(
    "scrutiny:sample",
    "The scrutineer’s sample",
    "Who was not opened, what was rejected, where others waited: drawn by chance, and read with the reason.",
    place=75,
    roles=(*LEADS, Role.SCRUTINEER),
)
