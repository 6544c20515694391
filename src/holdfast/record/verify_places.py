"""The part of `verify` that looks where and when entries stand: rooms without gaps, labels that their secrets give, one order, and time that only went
forward."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import connection

from holdfast.database.asking import rows
from holdfast.ledger.leaf import labels_of, position_label, sealed_matter_secret
from holdfast.record.faults import Fault, Verdict
from holdfast.record.places import ALL_PLACES
from holdfast.record.rooms import FIRST_ADDED, SECRETS, chain_secret, matter_secret, open_secret
from holdfast.record.sealed import lost_in_chain, readers_of, why_not_readers
from holdfast.vault.envelope import CannotOpen
from holdfast.vault.master import NoMasterKey

#: Longer than any append takes, from the first entry of it to the last.
LONGEST_APPEND = timedelta(minutes=10)
#: By how much a machine may set its own clock right.
A_STEP = timedelta(seconds=1)

_BEFORE = """
SELECT id, room_id, recorded_at, latest FROM (
    SELECT id, room_id, recorded_at, max(recorded_at) OVER ({over} ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest
    FROM record_entry
) e WHERE recorded_at < latest - %s ORDER BY latest - recorded_at DESC LIMIT 20
"""


def check_times(verdict: Verdict) -> None:
    """Whether time only went forward: within a matter, whose entries are recorded one after another, always; across matters, but for what was under way.
    Whoever sets the clock back, or forward and back again, leaves a step.
    """
    for over, slack in (("PARTITION BY matter_id", A_STEP), ("", LONGEST_APPEND)):
        for entry, room, recorded_at, latest in rows(_BEFORE.format(over=over), [slack]):
            detail = f"it says that it was recorded at {recorded_at.isoformat()}, and one before it at {latest.isoformat()}"
            verdict.add(Fault("time went back", detail, entry=entry, room=room))
    _check_order(verdict)
    _check_openings(verdict)
    _check_days_of_heads(verdict)


def _check_order(verdict: Verdict) -> None:
    for entry, room in rows(
        "SELECT id, room_id FROM (SELECT id, room_id, position, lag(position) OVER (PARTITION BY room_id ORDER BY n) AS before FROM record_entry) e "
        "WHERE position < before LIMIT 100"
    ):
        verdict.add(Fault("order altered", "it comes before one that its room numbers before it", entry=entry, room=room))


def _check_openings(verdict: Verdict) -> None:
    for (room,) in rows(
        "SELECT r.id FROM record_room r JOIN record_matter m ON m.id = r.matter_id JOIN record_entry e ON e.room_id = r.id AND e.n = 1 "
        "WHERE abs(extract(epoch FROM e.recorded_at - r.opened_at)) > %s OR m.opened_at > r.opened_at + make_interval(secs => %s) "
        "OR (abs(extract(epoch FROM m.opened_at - (SELECT min(opened_at) FROM record_room o WHERE o.matter_id = m.id))) > %s) LIMIT 100",
        [LONGEST_APPEND.total_seconds()] * 3,
    ):
        verdict.add(
            Fault("opened at another time", "its first entry was recorded at another time than it says that it was opened", room=room)
        )


def _check_days_of_heads(verdict: Verdict) -> None:
    for (size,) in rows(
        "SELECT c.size FROM record_checkpoint c, LATERAL (SELECT max(l.recorded_at) AS latest FROM (SELECT e.recorded_at FROM record_ledger_index i "
        "JOIN record_entry e ON e.id = i.entry_id WHERE i.index < c.size ORDER BY i.index DESC LIMIT 5) l) last "
        "WHERE c.made_at < last.latest - %s ORDER BY 1 LIMIT 100",
        [A_STEP],
    ):
        verdict.add(Fault("head back-dated", f"the head at {size} leaves says that it was made before an entry that it holds was recorded"))


def check_rooms(verdict: Verdict) -> None:
    verdict.rooms = rows("SELECT count(*) FROM record_room")[0][0]
    for room, highest, count in rows(
        f"SELECT s.id, coalesce(max(p.n), 0), count(p.n) FROM record_room s LEFT JOIN {ALL_PLACES} p ON p.room_id = s.id "  # noqa: S608
        "GROUP BY s.id HAVING coalesce(max(p.n), 0) <> count(p.n) OR count(p.n) = 0"
    ):
        verdict.add(Fault("room has a gap", f"{count} entries are there, the last is number {highest}", room=room))
    for room, head, count in rows(
        f"SELECT p.room_id, h.length, count(*) FROM {ALL_PLACES} p LEFT JOIN record_room_head h ON h.room_id = p.room_id "  # noqa: S608
        "GROUP BY 1, 2 HAVING h.length IS DISTINCT FROM count(*)"
    ):
        verdict.add(Fault("room cut or counter altered", f"its counter says {head}, {count} entries are there", room=room))
    for entry, room in rows(
        "SELECT p.entry_id, p.room_id FROM record_position p LEFT JOIN record_entry e ON e.id = p.entry_id WHERE e.id IS NULL"
    ):
        verdict.add(Fault("entry missing", "its place in the room is there, the entry is not", entry=entry, room=room))
    for room, said in rows(
        "SELECT r.id, r.kind FROM record_room r JOIN record_entry e ON e.room_id = r.id AND e.n = 1 LEFT JOIN record_matter m ON m.id = r.matter_id "
        "WHERE m.type IS DISTINCT FROM r.matter_type OR e.opening - 'audience' IS DISTINCT FROM jsonb_build_object("
        "'type', r.matter_type, 'matter', r.matter_id, 'kind', r.kind, 'number', r.number) || "
        "CASE WHEN m.sealed IS NULL THEN '{}' ELSE jsonb_build_object('sealed', m.sealed) END"
    ):
        verdict.add(Fault("room altered", f"it says that it is the room {said!r} of its matter; it was opened as another", room=room))
    for matter, highest in rows(
        "SELECT matter_id, max(number) FROM (SELECT matter_id, number FROM record_room UNION SELECT matter_id, number FROM record_lost_place) r "
        "WHERE number >= %s GROUP BY 1 HAVING max(number) - %s + 1 <> count(*)",
        [FIRST_ADDED, FIRST_ADDED],
    ):
        verdict.add(Fault("room missing", f"the matter {matter} has a room numbered {highest}, and one before it is not there"))
    _check_sealed(verdict)
    _check_labels(verdict)
    _check_lost_places(verdict)


def _check_sealed(verdict: Verdict) -> None:
    """Whether sealed matters stand in their chain without a gap, are read by those alone who may read them, and nothing outside points to them."""
    for (gap,) in rows("SELECT n FROM generate_series(1, (SELECT max(sealed) FROM record_matter)) n WHERE n NOT IN (SELECT sealed FROM record_matter "
                       "WHERE sealed IS NOT NULL) LIMIT 20"):  # fmt: skip
        if not lost_in_chain(gap):
            verdict.add(Fault("sealed matter altered", f"sealed matter {gap} is not there, and a later one is"))
    for matter, chain, generation, secret in rows(
        f"SELECT m.id, m.sealed, s.generation, s.secret FROM record_matter m JOIN {SECRETS} s ON s.matter_id = m.id WHERE m.sealed IS NOT NULL"  # noqa: S608
    ):
        try:
            right = matter_secret(matter, bytes(secret)) == sealed_matter_secret(chain_secret(), chain, generation)
        except (CannotOpen, NoMasterKey):
            continue  # named elsewhere
        if not right:
            verdict.add(Fault("sealed matter altered", f"a secret of sealed matter {chain} is not the one of its place in the chain"))
    for (room,) in rows("SELECT r.id FROM record_room r JOIN record_matter m ON m.id = r.matter_id WHERE m.sealed IS NOT NULL ORDER BY 1"):
        if why := why_not_readers(readers_of(room)):
            verdict.add(Fault("sealed matter altered", f"those who read it may not be all who do: {why}", room=room))
    for entry, room in rows(
        "SELECT e.id, e.room_id FROM record_entry e JOIN record_matter m ON m.id = e.matter_id LEFT JOIN record_entry b ON b.id = e.because "
        "LEFT JOIN record_matter bm ON bm.id = b.matter_id WHERE e.because IS NOT NULL AND bm.sealed IS NOT NULL AND m.sealed IS NULL "
        "UNION SELECT p.entry_id, p.room_id FROM record_position p JOIN record_entry e ON e.id = p.entry_id JOIN record_room r ON r.id = p.room_id "
        "JOIN record_matter m ON m.id = r.matter_id JOIN record_matter o ON o.id = e.matter_id "
        "WHERE r.matter_id <> e.matter_id AND (m.sealed IS NOT NULL OR o.sealed IS NOT NULL)"
    ):
        verdict.add(
            Fault("sealed matter altered", "it stands outside a sealed matter, and points to it or is pointed to", entry=entry, room=room)
        )


def _check_lost_places(verdict: Verdict) -> None:
    """Whether lost entries stood where it says: each place has the label of its room, and the leaf carries it."""
    for matter, secret, number, n, room, label, leaf in rows(
        "SELECT p.matter_id, s.secret, p.number, p.n, p.room_id, p.label, l.leaf FROM record_lost_place p "  # noqa: S608
        f"JOIN {SECRETS} s ON s.matter_id = p.matter_id AND s.generation = p.generation JOIN record_lost l ON l.index = p.index"
    ):
        try:
            right = position_label(open_secret(matter, bytes(secret), number), n) == bytes(label) and bytes(label) in labels_of(bytes(leaf))
        except (CannotOpen, NoMasterKey):
            continue  # named elsewhere
        if not right:
            verdict.add(
                Fault("position altered", f"a lost entry did not stand in place {n} of room {number} of the matter {matter}", room=room)
            )


def _check_labels(verdict: Verdict) -> None:
    secrets = {
        (room, generation): (matter, number, sealed)
        for room, generation, matter, number, sealed in rows(
            f"SELECT r.id, s.generation, r.matter_id, r.number, s.secret FROM record_room r JOIN {SECRETS} s ON s.matter_id = r.matter_id"  # noqa: S608
        )
    }
    bad: set[UUID] = set()
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT room_id, n, entry_id, generation, label FROM record_position ORDER BY room_id, n")
        for room, n, entry, generation, label in cursor:
            if room in bad:
                continue
            try:
                matter, number, sealed = secrets[room, generation]
                secret = open_secret(matter, bytes(sealed), number)
            except (CannotOpen, KeyError, NoMasterKey):
                bad.add(room)
                verdict.add(Fault("room secret altered", "the secret that names its positions does not open", room=room))
                continue
            if position_label(secret, n) != bytes(label):
                verdict.add(Fault("label altered", f"position {n} does not carry the label of its room", entry=entry, room=room))
