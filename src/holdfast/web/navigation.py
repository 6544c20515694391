"""What this package puts in the navigation."""

from holdfast.partnership.shell import register_navigation

register_navigation("home", "Home", place=0)
