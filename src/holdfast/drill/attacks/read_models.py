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
    ("hides a person of concern from everybody", "DELETE FROM persons_person"),
    ("gives the next action about a person of concern more time", "UPDATE persons_person SET next_on = next_on + 60"),
    ("says on every page that a person of concern was not involved", "UPDATE persons_person SET state = 'not_involved'"),
    ("takes out by what name and car somebody is found", "DELETE FROM persons_name_key"),
    ("says that an allegation was charged", "UPDATE persons_allegation SET status = 'charged', status_on = now()"),
    ("says that the police answered “proceed”", "UPDATE measures_measure SET clearance = 'proceed', state = 'cleared'"),
    ("hides a measure that was chosen", "DELETE FROM measures_measure"),
    ("says that the council was never asked", "DELETE FROM measures_ask"),
):
    by_superuser(_what, _SEEN, _statement)

for _what, _statement in (
    ("opens every room to one worker", "INSERT INTO record_audience SELECT id, '{carys}', NULL FROM record_room ON CONFLICT DO NOTHING"),
    ("closes a room to everybody", "DELETE FROM record_audience WHERE room_id = '{case}'"),
    (
        "reads where an allegation stands before a charge",
        "INSERT INTO record_audience SELECT id, '{carys}', NULL FROM record_room WHERE kind = 'status'",
    ),
    ("makes a child somebody else's", "UPDATE record_relation SET worker_id = gen_random_uuid()"),
    ("ends a duty on every page", "UPDATE duties_duty SET state = 'done'"),
):
    by_writer(_what, _SEEN, _statement)
