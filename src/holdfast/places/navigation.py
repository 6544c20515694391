"""What this package puts on the page of disruption."""

from holdfast.disruption import landing
from holdfast.partnership.roles import SEES_NO_CHILD, Role

landing.register(
    "places:all",
    "Places",
    "Where children are harmed, or met by those who harm them: report one, and see what is done.",
    place=20,
    roles=tuple(role for role in Role if role not in (*SEES_NO_CHILD, Role.SCRUTINEER)),
)
