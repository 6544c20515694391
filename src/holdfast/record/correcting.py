"""What a correction may be: beside what it corrects, of the organisation that recorded it, and the only one."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db import connection

from holdfast.record.entries import Author, AuthorType, Draft
from holdfast.record.kinds import ANY, Facts, kind
from holdfast.record.projection import can_be_corrected
from holdfast.record.refusal import Refused


@kind("entry.misfiled", version=1, room=ANY, line="Something was recorded in the wrong place, and is hidden there")
class Misfiled(Facts):
    """What it corrects belongs to another record: it stays, is hidden from the readers of this one, and opens a decision on the breach."""


def check_corrections(drafts: list[Draft], by: Author) -> None:
    """Each correction stands in the room of what it corrects, comes from the same organisation, and is its only one: to correct again, the one
    that stands is corrected. It shows its line where that one does: it cites the same, in place. The matters are held, so that of two at the same
    time the second is refused. Raises Refused.
    """
    correcting = [(at, d) for at, d in enumerate(drafts) if d.corrects is not None]
    if not correcting:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.room_id, e.author_type, e.author_agency, EXISTS (SELECT 1 FROM record_entry c WHERE c.corrects = e.id), "
            "ARRAY(SELECT p.room_id FROM record_position p WHERE p.entry_id = e.id AND NOT p.home), e.kind "
            "FROM record_entry e WHERE e.id = ANY(%s)",
            [[d.corrects for _, d in correcting]],
        )
        known = {entry: tuple(rest) for entry, *rest in cursor.fetchall()}
    taken: set[UUID | None] = set()
    for at, draft in correcting:
        author = draft.by or by
        if draft.corrects not in known or known[draft.corrects][0] != draft.room:
            raise Refused("corrects", "What is to be corrected is not in this record")
        _, kind, agency, corrected, cites, name = known[draft.corrects]
        if not can_be_corrected(name):
            raise Refused("corrects", "This is not corrected: record what is so now, beside it")
        if (kind, agency) != (author.type.value, author.agency):
            raise Refused("corrects", "A correction is made by the organisation whose entry it is. Tell them what is wrong instead")
        if author.type is AuthorType.WORKER and not (draft.why or "").strip():
            raise Refused("corrects", "Say why it is corrected")
        if corrected or draft.corrects in taken:
            raise Refused("corrects", "This has been corrected meanwhile. Look at the correction, and correct that one if it is wrong too")
        taken.add(draft.corrects)
        drafts[at] = replace(draft, cites=cites)
