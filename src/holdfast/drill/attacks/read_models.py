"""What pages show: rows of the read models, altered or taken away. They are made again from the entries, and compared."""

from __future__ import annotations

from holdfast.drill.attacks.deeds import by_superuser, by_writer
from holdfast.drill.claims import caught

_SEEN = caught(verify="read model falsified")

for _what, _statement in (
    ("hides a child's case from everybody", "DELETE FROM children_case"),
    ("takes a duty off every list", "DELETE FROM duties_duty"),
    ("gives a duty more time", "UPDATE duties_duty SET due_at = due_at + interval '30 days'"),
    ("gives a duty to somebody else", "UPDATE duties_duty SET owner_id = gen_random_uuid()"),
    ("takes a concern out of the queue", "DELETE FROM concerns_concern"),
    ("hides who looked", "DELETE FROM access_look"),
    ("says that somebody else looked", "UPDATE access_look SET worker_id = gen_random_uuid()"),
    ("takes a worker out of the directory", "DELETE FROM partnership_worker WHERE id = '{carys}'"),
    ("gives a post another role", "UPDATE partnership_post SET role = 'named_lead' WHERE role = 'practitioner'"),
    ("takes a person out of the search", "DELETE FROM subjects_person"),
):
    by_superuser(_what, _SEEN, _statement)

for _what, _statement in (
    ("opens every room to one worker", "INSERT INTO record_audience SELECT id, '{carys}', NULL FROM record_room ON CONFLICT DO NOTHING"),
    ("closes a room to everybody", "DELETE FROM record_audience WHERE room_id = '{case}'"),
    ("makes a child somebody else's", "UPDATE record_relation SET worker_id = gen_random_uuid()"),
    ("ends a duty on every page", "UPDATE duties_duty SET state = 'done'"),
):
    by_writer(_what, _SEEN, _statement)
