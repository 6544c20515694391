"""Ids of this package."""

from typing import NewType
from uuid import UUID

#: The support plan of a child, or of an adult survivor: a matter of her own.
PlanId = NewType("PlanId", UUID)
