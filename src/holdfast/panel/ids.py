"""Ids of this package."""

from typing import NewType
from uuid import UUID

#: A meeting of the exploitation panel (MACE): a matter of its own.
PanelId = NewType("PanelId", UUID)
