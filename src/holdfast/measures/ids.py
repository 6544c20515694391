"""Ids of this package."""

from typing import NewType
from uuid import UUID

#: A list of measures that a body is asked to answer: the entry by which it was asked.
AskId = NewType("AskId", UUID)
#: One measure that a body answered: the entry by which it chose, or rejected it.
MeasureId = NewType("MeasureId", UUID)
