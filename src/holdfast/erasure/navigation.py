"""What this package puts in the navigation."""

from holdfast.erasure.policies import READERS
from holdfast.partnership.shell import register_navigation

register_navigation("erasure:all", "Orders to erase", place=85, roles=READERS)
