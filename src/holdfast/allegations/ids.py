"""The id of an allegation, so that it is not taken for another's."""

from __future__ import annotations

from typing import NewType
from uuid import UUID

AllegationId = NewType("AllegationId", UUID)
