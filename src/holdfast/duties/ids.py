"""The id of a duty is not that of an offer, or of a matter: the types say so."""

from __future__ import annotations

from typing import NewType
from uuid import UUID

DutyId = NewType("DutyId", UUID)
OfferId = NewType("OfferId", UUID)
