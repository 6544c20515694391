"""The entries of a notice: a list of suspects, vehicles or places, a report or a recommendation, told to organisations that must say what they do.

Acknowledging is not acting: what is told opens a duty to respond by itself, in each organisation that is told. A list was handed over, a seminar held,
a report received, again and again, and nothing followed (failings, rows 16 and 17).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.notices.codes import About
from holdfast.record.kinds import Facts, Parts, kind
from holdfast.record.rooms import CORE, matter_type

matter_type("notice", added=("offer",))


class WordsParts(Parts):
    words: str


class WhatParts(Parts):
    what: str


@kind("notice.told", version=1, room=CORE, parts=WordsParts, line="Organisations were told a list, a report or a recommendation")
class NoticeTold(Facts):
    """What it is, and whether the exploitation of a child is named. Names are in its words alone."""

    about: About
    exploitation: bool
    agencies: tuple[UUID, ...]


@kind("notice.put_to", version=1, room=CORE, line="An organisation was asked what it does about it")
class NoticePutTo(Facts):
    """The clock of one organisation's response starts here."""

    agency: UUID
    exploitation: bool


@kind("notice.loss_put_to", version=1, room=CORE, line="An organisation must decide on the loss within 72 hours")
class LossPutTo(Facts):
    """What was recorded is lost: whether it is reported to the Information Commissioner, and who is told (UK GDPR, articles 33 and 34), is for the
    organisation to decide. The clock starts here, whoever declared it, and whether or not they stay.
    """

    agency: UUID


@kind("notice.responded", version=1, room=CORE, parts=WordsParts, line="An organisation said what it does about it, or why nothing")
class NoticeResponded(Facts):
    """Who does what by when is agreed with it, each an action with an owner; or the reason why nothing is done."""

    answers: UUID
    acts: bool


@kind("notice.action_agreed", version=1, room=CORE, parts=WhatParts, line="An action was agreed about it")
class NoticeActionAgreed(Facts):
    owner: UUID
    due_on: date
    exploitation: bool


@kind("notice.action_done", version=1, room=CORE, parts=WordsParts, line="An action about it was done")
class NoticeActionDone(Facts):
    """With what shows it."""

    answers: UUID
