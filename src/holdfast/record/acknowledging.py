"""The signed word that a teller is given at once: this was told to us, then; it will be in the ledger within the stated delay."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction

from holdfast.database.roles import as_writer
from holdfast.ledger.acknowledgement import Acknowledgement, sign_acknowledgement
from holdfast.ledger.leaf import Leaf, stream_name
from holdfast.record.gate import installation
from holdfast.record.holding import secret_of_place
from holdfast.record.signing import signing_key

#: The published maximum merge delay, in seconds: an acknowledged entry that is not in the ledger by then is an alarm.
MAXIMUM_MERGE_DELAY = 60


def acknowledgement_of(entry_id: UUID) -> str:
    """The signed acknowledgement of a recorded entry, as a signed note. The same entry always gives the same
    text; another signature once the key was exchanged.

    Runs after the entry's transaction has committed, as a viewer who may see it. Raises LookupError when there is no such entry.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.room_id, e.n, e.recorded_at, l.leaf FROM record_entry e JOIN record_leaf l ON l.entry_id = e.id WHERE e.id = %s",
            [entry_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise LookupError(f"there is no entry {entry_id} to acknowledge")
    room, n, recorded_at, leaf = row
    with transaction.atomic(), as_writer():  # the application reads no matter, and so no secret
        secret = secret_of_place(room, n)
    return sign_acknowledgement(
        Acknowledgement(
            origin=installation().origin,
            commitment=Leaf.decode(bytes(leaf)).commitment,
            stream=stream_name(secret),
            n=n,
            at=recorded_at,
            maximum_merge_delay=MAXIMUM_MERGE_DELAY,
        ),
        signing_key("acknowledgement"),
    )
