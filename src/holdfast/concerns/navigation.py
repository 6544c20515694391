"""What this package puts in the navigation."""

from holdfast.concerns.policies import FRONT_DOOR
from holdfast.partnership.shell import register_navigation

register_navigation("concerns:queue", "Front door", place=30, roles=FRONT_DOOR)
register_navigation("concerns:mine", "What I told", place=50)
