"""Ids of this package."""

from typing import NewType
from uuid import UUID

#: A question to licensing: a matter of its own.
QuestionId = NewType("QuestionId", UUID)
