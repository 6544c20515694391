"""What this package puts in the navigation."""

from holdfast.partnership.shell import register_navigation

register_navigation("partnership:people", "Who is who", place=80)
