"""Ended investigations of which something new has the same name, number or car: by exact key, without anybody's click (row 37)."""

from __future__ import annotations

from django.db import transaction

from holdfast.database.asking import rows
from holdfast.investigations import kinds
from holdfast.investigations.codes import State
from holdfast.investigations.models import Investigation
from holdfast.partnership import queries as partnership
from holdfast.record.append import append_all
from holdfast.record.entries import SYSTEM_AUTHOR, Draft
from holdfast.record.holding import reading_all

#: How many are found in one run at most; the next finds the others.
MOST = 200

_ASKED = """
    SELECT i.id, min(n.entry_id::text)::uuid FROM investigations_investigation i
    JOIN investigations_suspect_key s ON s.investigation_id = i.id
    JOIN persons_name_key n ON n.hash = s.hash AND n.field = s.field
    JOIN record_entry e ON e.id = n.entry_id
    WHERE i.state = %s AND i.look_again_id IS NULL AND e.recorded_at > i.ended_at AND NOT i.found_in ? n.entry_id::text
    GROUP BY i.id ORDER BY i.id LIMIT %s
"""


def find_shared() -> int:
    """Each such investigation is to be looked at again by a supervisor who did not investigate it. How many were found. Safe to run at any time."""
    with transaction.atomic(), reading_all():
        found = rows(_ASKED, [State.NFA, MOST])
        ended = Investigation.objects.in_bulk([id_ for id_, _ in found])
        drafts = [
            Draft(
                facts=kinds.ToLookAgain(
                    worker=partnership.agency_lead_of(ended[id_].agency_id), agency=ended[id_].agency_id, found_in=entry
                ),
                room=id_,
            )
            for id_, entry in found
        ]
        append_all(drafts, by=SYSTEM_AUTHOR)
    return len(found)
