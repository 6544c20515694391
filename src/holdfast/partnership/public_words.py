"""What public pages say of this partnership: its telephone numbers, a sentence of its own, and when messages are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID, uuid4

from holdfast.database.time import now
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.pages.dates import moment as words_of_moment
from holdfast.partnership import kinds, queries
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.partnership.models import PublicWords
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import check_may_set_public_words
from holdfast.record.append import append, recorded_before
from holdfast.record.entries import Draft
from holdfast.record.queries import opened_parts
from holdfast.record.refusal import Refused

_NUMBER = re.compile(r"\+?[0-9][0-9 ]{1,18}[0-9]")


@dataclass(frozen=True)
class Said:
    """What public pages say; "" where nothing was said."""

    front_door: str = ""
    out_of_hours: str = ""
    words: str = ""

    @staticmethod
    def link(number: str) -> str:
        """A telephone number as a telephone takes it."""
        return "".join(letter for letter in number if letter.isdigit() or letter == "+")


def set_public_words(*, front_door: str, out_of_hours: str, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Say what public pages say from now on. Raises NotPermitted; Refused for what is no telephone number."""
    check_may_set_public_words(by)
    if recorded_before(entry_id, by=by.author, matter=PARTNERSHIP_ROOM):
        return
    for field, number in (("front_door", front_door), ("out_of_hours", out_of_hours)):
        if number and not _NUMBER.fullmatch(number):
            raise Refused(field, "A telephone number is digits and spaces, like 01632 960 001")
    parts = kinds.PublicParts(front_door=front_door or None, out_of_hours=out_of_hours or None, words=words or None)
    append(Draft(facts=kinds.PublicWordsSet(), parts=parts, room=PARTNERSHIP_ROOM, id=entry_id or uuid4()), by=by.author)


def public_words() -> Said:
    """What public pages say now."""
    with viewing(Viewer.of(EVERYONE)):
        entry = PublicWords.objects.values_list("entry_id", flat=True).first()
        found = opened_parts([entry]).get(entry, {}) if entry is not None else {}
    return Said(**{name: found.get(name) or "" for name in ("front_door", "out_of_hours", "words")})


_USUALLY = "Messages are read on working days between 9am and 5pm, and at once where you say that someone is in danger."


def when_read() -> str:
    """When messages are read, as the rota stands: nothing is promised for a night for which nobody was put on call."""
    moment = now()
    with viewing(Viewer.of(EVERYONE)):
        gap = next((gap for gap in queries.unstaffed(moment, 14) if gap[0] <= moment), None) if queries.has_a_rota() else None
    if gap is None:
        return _USUALLY
    return f"Nobody reads messages before {words_of_moment(gap[1])}. If someone is in danger, do not wait for us: call 999."
