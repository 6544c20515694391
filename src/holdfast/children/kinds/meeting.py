"""A meeting is a matter of its own: what is said in it is read by those who are invited, its record by those who receive it.

A strategy discussion is one, and a conference. That it was held, and what was decided, are entries of the case.
"""

from __future__ import annotations

from uuid import UUID

from holdfast.children.kinds.case import Words
from holdfast.record.kinds import Code, Facts, Parts, kind
from holdfast.record.rooms import CORE, matter_type

#: *discussion*: what was said (those invited). *record*: what was decided, in full (those who receive it).
DISCUSSION, RECORD = "discussion", "record"
matter_type("meeting", rooms=(DISCUSSION, RECORD))


@kind("discussion.opened", version=1, room=DISCUSSION, parts=Words, line="A discussion was opened")
class DiscussionOpened(Facts):
    """What it is about. The meeting's id is that of the entry by which it was convened in the case."""

    case: UUID


class Shared(Parts):
    shared_information: str


@kind("discussion.shared", version=1, room=DISCUSSION, parts=Shared, line="An organisation shared what it holds")
class DiscussionShared(Facts):
    meeting: UUID
    agency: UUID


class Decided(Parts):
    """What a strategy discussion settles (Working Together 2023, ch. 3)."""

    reason: str
    investigation_timing: str | None = None
    who_tells_family: str | None = None
    medical: str | None = None
    other_children: str | None = None


@kind("discussion.recorded", version=1, room=RECORD, parts=Decided, line="What a discussion decided was written down")
class DiscussionRecorded(Facts):
    decision: Code
    attended: tuple[UUID, ...] = ()


@kind("meeting.part_said", version=1, room=CORE, parts=Words, line="An organisation said whether it took part in a meeting")
class PartSaid(Facts):
    """Of a meeting in which it is recorded to have taken part: that it did, or that it did not. Minutes of meetings that never were had been put into a
    file (failings, row 2). `conference`: the meeting's id, whatever its type.
    """

    conference: UUID
    agency: UUID
    took_part: bool


class Minutes(Parts):
    """What was said, and what the child and the family want, as they said it or had it said."""

    record: str
    child_words: str | None = None
    family: str | None = None
    #: Why it went on although too few took part, and when it is looked at again.
    inquorate: str | None = None


@kind("conference.recorded", version=1, room=RECORD, parts=Minutes, line="The record of a conference was written down")
class ConferenceRecorded(Facts):
    decision: Code
    attended: tuple[UUID, ...] = ()
