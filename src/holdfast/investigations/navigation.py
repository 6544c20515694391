"""What this package puts on the page of disruption."""

from holdfast.disruption import landing
from holdfast.partnership.roles import SEES_NO_CHILD, Role

landing.register(
    "investigations:register",
    "Investigations",
    "The register of the police: the last step, the next and by when, of those that you read.",
    place=50,
    roles=tuple(role for role in Role if role not in (*SEES_NO_CHILD, Role.SCRUTINEER)),
)
