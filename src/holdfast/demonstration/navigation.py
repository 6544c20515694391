"""Where the clock of a demonstration is moved."""

from holdfast.partnership.shell import register_clock

register_clock("demonstration:clock")
