"""What this package puts on the page of disruption."""

from holdfast.disruption import landing
from holdfast.partnership.roles import SEES_NO_CHILD, Role

landing.register(
    "licensing:all",
    "Licensing",
    "Ask whether a vehicle, driver or operator is licensed, and find one by part of a plate.",
    place=40,
    roles=tuple(role for role in Role if role not in (*SEES_NO_CHILD, Role.SCRUTINEER)),
)
