"""What this package puts on the page of disruption."""

from holdfast.disruption import landing
from holdfast.partnership.roles import SEES_NO_CHILD, Role

landing.register(
    "intelligence:mine",
    "Intelligence",
    "Say what you know, when, and how you know it; and what was passed to your post.",
    place=15,
    roles=tuple(role for role in Role if role not in (*SEES_NO_CHILD, Role.SCRUTINEER)),
)
