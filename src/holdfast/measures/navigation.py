"""What this package puts on the page of disruption."""

from holdfast.disruption import landing
from holdfast.partnership.roles import LEADS, Role

landing.register(
    "measures:reasons", "Why measures were not taken", "Each body’s reasons, counted.", place=70, roles=(*LEADS, Role.SCRUTINEER)
)
