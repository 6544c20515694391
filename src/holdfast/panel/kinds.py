"""The entries of a meeting of the exploitation panel: who is there, what is heard, who is connected, and what somebody does by a day.

The agenda is proposed from the record and taken by the chair; no pack leaves: each member reads on their own screen what they may read. It replaces no
section 47 enquiry and no conference.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.panel.codes import About, Left
from holdfast.record.kinds import Facts, Parts, kind
from holdfast.record.rooms import matter_type

matter_type("panel", added=("offer",))


class WordsParts(Parts):
    words: str


class NoteParts(Parts):
    words: str | None = None


@kind("panel.called", version=1, line="The exploitation panel was called")
class PanelCalled(Facts):
    """`members`: who is asked to it, by name, the chair among them."""

    on: date
    chair: UUID
    members: tuple[UUID, ...]


@kind("panel.item_taken", version=1, line="An item was taken on the agenda")
class ItemTaken(Facts):
    """`subject`: the matter that it is about; of something promised, the action."""

    about: About
    subject: UUID


@kind("panel.connection_declared", version=1, parts=NoteParts, line="A member said whether they are connected")
class PanelConnection(Facts):
    """Before the item opens. Whoever is connected is not there while it is heard."""

    item: UUID
    connected: bool


@kind("panel.decided", version=1, parts=WordsParts, line="The panel decided that somebody does something by a day")
class PanelDecided(Facts):
    item: UUID
    worker: UUID
    agency: UUID
    due_on: date


@kind("panel.item_heard", version=1, parts=WordsParts, line="An item was heard")
class ItemHeard(Facts):
    item: UUID


@kind("panel.item_left", version=1, parts=NoteParts, line="An item was not heard, and comes first next time")
class ItemLeft(Facts):
    item: UUID
    why: Left


@kind("panel.action_done", version=1, parts=WordsParts, line="What the panel decided was done")
class ActionDone(Facts):
    answers: UUID
