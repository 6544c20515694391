"""What this package puts on the page of disruption."""

from holdfast.disruption import landing
from holdfast.partnership.roles import LEADS, SEES_NO_CHILD, Role

landing.register(
    "persons:mine",
    "Persons of concern",
    "Yours, and finding somebody for a purpose. No page lists them all.",
    place=10,
    roles=tuple(role for role in Role if role not in (*SEES_NO_CHILD, Role.SCRUTINEER)),
)
landing.register(
    "persons:counted", "Ethnicity and nationality", "How complete they are, in numbers.", place=80, roles=(*LEADS, Role.SCRUTINEER)
)
landing.register(
    "persons:receive",
    "Somebody asks what is held of them",
    "Access, rectification, a complaint: recorded, looked into, and answered alike.",
    place=85,
    roles=tuple(role for role in Role if role not in (*SEES_NO_CHILD, Role.SCRUTINEER)),
)
