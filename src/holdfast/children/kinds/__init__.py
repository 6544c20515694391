"""The entries of a child's case, by theme: the case itself, the pathway of assessment and plans, and what concerns safety."""

from holdfast.children.kinds import case, pathway, safety

__all__ = ["case", "pathway", "safety"]
