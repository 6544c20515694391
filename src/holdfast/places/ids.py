"""Ids of this package."""

from typing import NewType
from uuid import UUID

#: A place of concern: a matter of its own.
PlaceId = NewType("PlaceId", UUID)
