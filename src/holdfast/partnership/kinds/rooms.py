"""The matters of the partnership itself, their rooms, and principals that are no role."""

from __future__ import annotations

from uuid import UUID, uuid5

from holdfast.database.viewing import EVERYONE, relation_principal
from holdfast.record.entries import Opening
from holdfast.record.rooms import matter_type

#: The partnership's own arrangements; and what each organisation was told, a matter of its own for each.
matter_type("partnership")
matter_type("told", added=("offer",))


#: The one room in which a partnership's make-up is recorded.
PARTNERSHIP_ROOM = UUID("0b9a1c52-7c7e-5d62-9c3b-5a0f0d2d8a11")
PARTNERSHIP_OPENING = Opening("partnership", (EVERYONE,))


def post_principal(post: UUID) -> UUID:
    """Whoever holds a post, or covers whoever does, as a principal: another who is appointed reads what it was opened to."""
    return relation_principal("post", post)


def told_room_of(agency: UUID) -> UUID:
    """The room of what an agency has been told."""
    return uuid5(agency, "told")
