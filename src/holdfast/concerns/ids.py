"""The id of a concern is not that of an entry in it: the types say so."""

from __future__ import annotations

from typing import NewType
from uuid import UUID

ConcernId = NewType("ConcernId", UUID)
