"""What stands of a notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from holdfast.notices.kinds import LossPutTo, NoticePutTo, NoticeResponded, NoticeTold
from holdfast.notices.models import Notice, Response
from holdfast.record.folding import Standing, folds
from holdfast.record.projection import Put
from holdfast.record.rooms import CORE


@folds(NoticeTold, room=CORE)
def where_it_stands(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """What was told."""
    for told in entries[:1]:
        row = {"id": matter, "room_id": matter, "about": told.facts.about, "exploitation": told.facts.exploitation}
        yield Put(Notice, {**row, "told_at": told.happened_at, "told_by_agency_id": told.agency})


@folds(NoticePutTo, LossPutTo, NoticeResponded, room=CORE)
def responses(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """Each organisation that was asked, with the last of its responses."""
    said = {e.facts.answers: e for e in entries if e.kind is NoticeResponded}
    for asked in entries:
        if asked.kind in (NoticePutTo, LossPutTo):
            answer = said.get(asked.id)
            row = {"id": asked.id, "room_id": matter, "agency_id": asked.facts.agency}
            responded = {"responded_at": answer.happened_at, "acts": answer.facts.acts} if answer is not None else {}
            yield Put(Response, {**row, "responded_at": None, "acts": None, **responded})
