"""What this package puts on the page of disruption."""

from holdfast.disruption import landing
from holdfast.partnership.roles import SEES_NO_CHILD, Role

landing.register(
    "panel:all",
    "Exploitation panel (MACE)",
    "Meetings to which you are asked: the agenda comes from the record, what was promised and not done first.",
    place=60,
    roles=tuple(role for role in Role if role not in (*SEES_NO_CHILD, Role.SCRUTINEER)),
)
