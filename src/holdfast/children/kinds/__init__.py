"""The entries of a child's case, by theme: the case itself, the pathway of assessment and plans, and what concerns safety; and meetings."""

from holdfast.children.kinds import authorising, case, meeting, pathway, safety

__all__ = ["authorising", "case", "meeting", "pathway", "safety"]
