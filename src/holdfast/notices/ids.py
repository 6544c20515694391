"""The id of a notice, so that it is not taken for another's."""

from __future__ import annotations

from typing import NewType
from uuid import UUID

NoticeId = NewType("NoticeId", UUID)
