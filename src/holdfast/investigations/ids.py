"""Ids of this package."""

from typing import NewType
from uuid import UUID

#: An investigation: a matter of its own.
InvestigationId = NewType("InvestigationId", UUID)
