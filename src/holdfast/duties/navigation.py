"""What this package puts in the navigation."""

from holdfast.partnership.shell import register_navigation

register_navigation("duties:mine", "My duties", place=10)
register_navigation("duties:told", "What we were told", place=60)
register_navigation("duties:board", "Board", place=70)
