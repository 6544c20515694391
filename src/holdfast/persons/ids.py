"""Ids of this package."""

from typing import NewType
from uuid import UUID

#: The matter in which a person who was named is assessed, and kept as a person of concern if it comes to that.
PersonOfConcernId = NewType("PersonOfConcernId", UUID)
