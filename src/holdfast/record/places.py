"""How many places each room has, and how many rooms each matter: of the entries that there are, and of those that are lost (`record.recovering`)."""

from __future__ import annotations

#: Every place of a room that there is: of an entry, or of a lost one.
ALL_PLACES = "(SELECT room_id, n FROM record_position UNION ALL SELECT room_id, n FROM record_lost_place WHERE room_id IS NOT NULL)"
#: The length of each room and the highest number of a room of each matter, from the entries that there are and those that are lost.
LENGTHS = f"SELECT p.room_id, r.matter_id, max(p.n) FROM {ALL_PLACES} p JOIN record_room r ON r.id = p.room_id GROUP BY 1, 2"  # noqa: S608
LAST_ROOMS = (
    "SELECT r.matter_id, max(r.number) FROM (SELECT matter_id, number FROM record_room UNION ALL SELECT matter_id, number FROM record_lost_place) r "
    "GROUP BY 1"
)
