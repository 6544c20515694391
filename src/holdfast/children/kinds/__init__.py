"""The entries of a child's case, by theme: the case itself, the pathway of assessment and plans, and what concerns safety; meetings; and
what is read first."""

from holdfast.children.kinds import authorising, case, meeting, overview, pathway, safety

__all__ = ["authorising", "case", "meeting", "overview", "pathway", "safety"]
