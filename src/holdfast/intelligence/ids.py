"""Ids of this package."""

from typing import NewType
from uuid import UUID

#: Something that was told as intelligence: a matter of its own.
ItemId = NewType("ItemId", UUID)
