"""Whoever took over the application: what its roles may not do, what they may and is seen, and what cannot be told from the truth."""

from __future__ import annotations

from uuid import uuid4

from holdfast.database.viewing import EVERYONE
from holdfast.drill.attacks.deeds import by_app, by_writer
from holdfast.drill.claims import By, Declared, Refused, attack, caught
from holdfast.drill.scene import Scene
from holdfast.ledger.leaf import map_leaf
from holdfast.record.append import append
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import SYSTEM_AUTHOR, Draft

_DENIED = Refused("permission denied")

for _what, _statement in (
    ("becomes the owner", "SET ROLE holdfast_owner"),
    ("becomes the ledger's process", "SET ROLE holdfast_sequencer"),
    ("becomes the eraser", "SET ROLE holdfast_eraser"),
    ("switches triggers off", "SET session_replication_role = replica"),
    ("reads the secrets of matters", "SELECT secret FROM record_matter"),
    ("runs a program on the server", "COPY (SELECT 1) TO PROGRAM 'true'"),
    ("reads a file of the server", "SELECT pg_read_file('/etc/hostname')"),
    ("makes a schema of its own", "CREATE SCHEMA mine"),
    ("makes a table of its own", "CREATE TABLE mine (what text)"),
    (
        "opens the gate of a real installation",
        "INSERT INTO vault_key_split (fingerprint, threshold, holders, split_at) VALUES ('x', 2, '[]', now())",
    ),
    ("makes the installation another", "UPDATE database_installation SET nature = 'real'"),
):
    by_app(_what, _DENIED, _statement)

by_app("reads with no viewer", Refused("viewer"), "SELECT count(*) FROM record_entry")

for _what, _claim, _statement in (
    ("alters an entry", _DENIED, "UPDATE record_entry SET recorded_at = now()"),
    ("erases an entry", _DENIED, "DELETE FROM record_entry"),
    ("empties a table", _DENIED, "TRUNCATE record_part"),
    ("alters a word", _DENIED, "UPDATE record_part SET sealed = ''"),
    ("erases a key", _DENIED, "DELETE FROM vault_entry_key"),
    ("alters a position", _DENIED, "UPDATE record_position SET n = n + 1"),
    ("alters a leaf", _DENIED, "UPDATE record_leaf SET leaf = ''"),
    ("inserts a head", _DENIED, "INSERT INTO record_checkpoint (size, root, note) VALUES (999999, '\\x00', 'x')"),
    ("inserts an index", _DENIED, "INSERT INTO record_ledger_index (index, entry_id) SELECT 999999, entry_id FROM record_leaf LIMIT 1"),
    ("erases the heads", _DENIED, "DELETE FROM record_checkpoint"),
    ("drops a table", Refused("must be owner"), "DROP TABLE record_entry CASCADE"),
    ("disables a trigger", Refused("must be owner"), "ALTER TABLE record_entry DISABLE TRIGGER ALL"),
    ("alters a policy", Refused("must be owner"), "ALTER POLICY seen_by_audience ON record_entry USING (true)"),
    ("replaces the clock", _DENIED, "CREATE OR REPLACE FUNCTION holdfast_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'"),
    (
        "records something as of last week",
        _DENIED,
        "INSERT INTO record_entry (id, kind, version, room_id, matter_id, n, recorded_at, author_type, facts) "
        "VALUES (gen_random_uuid(), 'case.opened', 1, '{case}', '{case}', 999, now() - interval '7 days', 'system', '{}')",
    ),
    ("puts a leaf where there is no entry", Refused("foreign key"), "INSERT INTO record_leaf VALUES (gen_random_uuid(), '\\x01')"),
):
    by_writer(_what, _claim, _statement)

_FORGED = (
    "INSERT INTO record_entry (id, kind, version, room_id, matter_id, n, author_type, facts) "
    "SELECT gen_random_uuid(), '{kind}', 1, '{case}', '{case}', (SELECT max(n) + 1 FROM record_position WHERE room_id = '{case}'), 'system', '{}'"
)
by_writer("forges an entry of a kind that there is not", caught(verify="entry cannot be read"), _FORGED.replace("{kind}", "of.nothing"))
by_writer("forges an entry and commits to it nowhere", caught(verify="leaf missing"), _FORGED.replace("{kind}", "entry.unreadable"))
by_writer(
    "forges a part of an entry",
    caught(verify="part cannot be opened"),
    "INSERT INTO record_part SELECT entry_id, room_id, 'added', sealed, commitment FROM record_part WHERE entry_id = '{told}' LIMIT 1",
)
by_writer(
    "forges a place of an entry in another room",
    caught(verify="label altered"),
    "INSERT INTO record_position SELECT '{case}', max(n) + 1, '{told}', false, 0, sha256('x') FROM record_position WHERE room_id = '{case}'",
)


@attack(
    By.APP,
    "forges an entry whose leaf would stand for a map of positions",
    caught(verify="entry altered"),
)
def _forged_map(scene: Scene) -> None:
    entry = append(Draft(facts=AudienceGranted(principal=EVERYONE, reason="drill"), room=scene.story.case), by=SYSTEM_AUTHOR).id
    scene.superuser(f"UPDATE record_leaf SET leaf = '\\x{map_leaf(bytes(32)).hex()}' WHERE entry_id = '{entry}'")


@attack(
    By.APP,
    "records something that is not so, in the name of somebody who is signed in",
    Declared(
        "it is an entry like any other. Whose session it was, and what was looked at, is on record; that it is not true is for people to find"
    ),
)
def _false_entry(scene: Scene) -> None:
    draft = Draft(facts=AudienceGranted(principal=uuid4(), reason="drill"), room=scene.story.case)
    append(draft, by=scene.story.people["carys"].author)


by_writer(
    "opens what is sealed to a role",
    caught(verify="sealed matter altered"),
    f"INSERT INTO record_audience (room_id, principal) VALUES ('{{sealed}}', '{EVERYONE}')",
)
