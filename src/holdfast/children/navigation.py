"""What this package puts in the navigation."""

from holdfast.partnership.shell import register_navigation

register_navigation("children:mine", "Children", place=20)
