"""What stands around every page: name, navigation, who is signed in, whether this is a demonstration.

`web` gives templates a `Shell` under the name `shell` through a context processor; without one the defaults below
stand.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a list: navigation, footer, pagination."""

    text: str
    href: str
    current: bool = False
    count: int | None = None
    """How many things wait there; shown as a number beside the text, and in words to a screen reader."""
    count_words: str = ""
    """What the number counts, for a screen reader: "duties late"."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person at the screen, and where they can sign out (a POST, so that no link can do it)."""

    name: str
    post: str
    agency: str
    sign_out: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The installation is a demonstration: its people are invented, and its clock can be moved."""

    clock: str = ""
    """What its clock says, in words, where it has been moved: "24 Nov 2026, 4.05pm"."""
    href: str = ""
    """Where the clock is moved, if the person may."""
    link_text: str = "Move the clock"


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page."""

    service_name: str = "Holdfast"
    partnership: str = ""
    """The local partnership whose record this is, shown beside the service's name."""
    home: str = "/"
    navigation: tuple[Link, ...] = ()
    signed_in: SignedIn | None = None
    signing_in: str = ""
    """While somebody is part-way through signing in: which step they are at, in words: "Step 1 of 2: password"."""
    demonstration: Demonstration | None = None
    footer: tuple[Link, ...] = ()
