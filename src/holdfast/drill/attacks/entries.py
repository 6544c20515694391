"""Altering what was recorded: each column of the record's own tables, by a superuser, who leaves no trace of how."""

from __future__ import annotations

from holdfast.drill.attacks.deeds import by_superuser
from holdfast.drill.claims import Claim, Harmless, caught

_ENTRY = caught(verify="entry altered")
#: The entry by which the school told.
_TOLD = "WHERE id = '{told}'"
_A_VISIT = "WHERE id = (SELECT id FROM record_entry WHERE kind = 'visit.recorded' ORDER BY position LIMIT 1)"

for _what, _change, _where in (
    ("what kind of thing it says", "kind = 'concern.added'", _TOLD),
    ("by which release's form it is read", "version = version + 1", _TOLD),
    (
        "its facts: alleged exploitation becomes neglect",
        "facts = replace(encode(facts, 'escape'), 'sexual_exploitation', 'neglect')::bytea",
        _TOLD,
    ),
    ("when it was recorded: a day earlier", "recorded_at = recorded_at - interval '1 day'", _A_VISIT),
    ("when it was recorded: a second earlier", "recorded_at = recorded_at - interval '1 second'", _A_VISIT),
    ("who recorded it: the system", "author_type = 'system', author_agency = NULL, author_post = NULL, author_worker = NULL", _TOLD),
    ("who recorded it: a colleague", "author_worker = '{carys}'", _TOLD),
    ("for which organisation it was recorded", "author_agency = gen_random_uuid()", _TOLD),
    ("in which post it was recorded", "author_post = gen_random_uuid()", _TOLD),
    ("when it happened: a day earlier", "earliest = earliest - interval '1 day', latest = latest - interval '1 day'", _A_VISIT),
    ("how exactly it is known when it happened", "precision = 'about'", _A_VISIT),
    ("what it corrects", "corrects = '{told}'", _A_VISIT),
    ("what it answers", "because = '{told}'", _A_VISIT),
    ("who could read its room at first", "opening = jsonb_set(opening, '{audience}', '[]')", _TOLD),
):
    _claim = _ENTRY
    if _change.startswith(("kind", "version")):
        _claim = caught(verify="entry")
    by_superuser(f"alters of an entry: {_what}", _claim, f"UPDATE record_entry SET {_change} {_where}")

by_superuser(
    "swaps the numbers of two entries of a room",
    caught(verify="position altered"),
    "UPDATE record_entry SET n = n + 1000 WHERE kind = 'look.recorded' AND n IN (2, 3)",
    "UPDATE record_entry SET n = 1005 - n WHERE n > 1000",
)
by_superuser(
    "moves an entry to another room of its matter",
    caught(verify="key altered"),
    "UPDATE record_entry SET room_id = '{case}', n = 9999 WHERE matter_id = '{case}' AND kind = 'visit.recorded'"
    " AND id = (SELECT id FROM record_entry WHERE kind = 'visit.recorded' AND n > 1 ORDER BY position LIMIT 1)",
)
by_superuser(
    "alters an entry's place in the order in which all were recorded",
    caught(verify="order altered"),
    "CREATE TEMPORARY TABLE moved AS SELECT * FROM record_entry WHERE kind = 'look.recorded'",
    "DELETE FROM record_entry WHERE kind = 'look.recorded'",
    "UPDATE moved SET position = -position",
    "INSERT INTO record_entry OVERRIDING SYSTEM VALUE SELECT * FROM moved",
)
by_superuser(
    "alters the number of an entry's transaction",
    Harmless("it says only from where on the sequencer looks for what is new, and this entry is in the ledger already"),
    f"UPDATE record_entry SET xact = '3' {_A_VISIT}",
)

# Words, keys and where they lie.
for _what, _claim, _statement in (
    (
        "alters a sealed word",
        caught(verify="part cannot be opened"),
        "UPDATE record_part SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)",
    ),
    ("alters the commitment to a word", caught(verify="part altered"), "UPDATE record_part SET commitment = sha256(commitment)"),
    ("renames a part", caught(verify="part cannot be opened"), "UPDATE record_part SET name = 'reason' WHERE name = 'worry'"),
    ("takes a part away", caught(verify="entry altered"), "DELETE FROM record_part WHERE entry_id = '{told}'"),
    (
        "puts a part beside those that were told",
        caught(verify="part cannot be opened"),
        "INSERT INTO record_part SELECT entry_id, room_id, 'added', sealed, commitment FROM record_part WHERE entry_id = '{told}' LIMIT 1",
    ),
    (
        "swaps the words of two entries",
        caught(verify="part cannot be opened"),
        "UPDATE record_part p SET sealed = o.sealed FROM record_part o WHERE o.entry_id <> p.entry_id AND o.name = p.name",
    ),
    (
        "moves a child's words to a room that more may read",
        caught(verify="part moved"),
        "UPDATE record_part SET room_id = '{case}' WHERE entry_id = '{told}'",
    ),
    ("takes the key of an entry away", caught(verify="key missing"), "DELETE FROM vault_entry_key WHERE entry_id = '{told}'"),
    (
        "alters the key of an entry",
        caught(verify="key altered"),
        "UPDATE vault_entry_key SET wrapped = set_byte(wrapped, 30, get_byte(wrapped, 30) # 1)",
    ),
    (
        "gives one entry the key of another",
        caught(verify="key altered"),
        "UPDATE vault_entry_key SET wrapped = (SELECT wrapped FROM vault_entry_key WHERE entry_id <> '{told}' LIMIT 1) WHERE entry_id = '{told}'",
    ),
    (
        "moves a key to a room that more may read",
        caught(verify="key moved"),
        "UPDATE vault_entry_key SET room_id = '{case}' WHERE entry_id = '{told}'",
    ),
):
    by_superuser(_what, _claim, _statement)

# Where entries stand: in rooms, and in the ledger.
_STANDING: tuple[tuple[str, Claim, str], ...] = (
    (
        "alters the label of a position",
        caught(verify="label altered"),
        "UPDATE record_position SET label = sha256(label) WHERE entry_id = '{told}'",
    ),
    ("takes a position away", caught(verify="room has a gap"), "DELETE FROM record_position WHERE entry_id = '{told}'"),
    ("makes a cited entry one of the room", caught(verify="position altered"), "UPDATE record_position SET home = NOT home WHERE NOT home"),
    (
        "puts an entry into one more room",
        caught(verify="label altered"),
        "INSERT INTO record_position SELECT '{case}', 9999, '{told}', false, 0, sha256('x')",
    ),
    (
        "alters a leaf in the database",
        caught(verify="leaf altered"),
        "UPDATE record_leaf SET leaf = set_byte(leaf, 5, get_byte(leaf, 5) # 1)",
    ),
    ("takes a leaf away in the database", caught(verify="leaf missing"), "DELETE FROM record_leaf WHERE entry_id = '{told}'"),
    ("takes an index away", caught(verify="ledger has a gap"), "DELETE FROM record_ledger_index WHERE entry_id = '{told}'"),
    ("alters a head in the database", caught(verify="ledger rewritten"), "UPDATE record_checkpoint SET root = sha256(root)"),
    (
        "alters the text of a head in the database",
        caught(verify="head not signed"),
        "UPDATE record_checkpoint SET note = replace(note, 'drill', 'other')",
    ),
    ("takes the heads out of the database", Harmless("they are put back from the archive outside it"), "DELETE FROM record_checkpoint"),
    (
        "puts a forged head into the database",
        caught(verify="head not signed"),
        "INSERT INTO record_checkpoint (size, root, note) VALUES (999999, '\\x00', 'forged')",
    ),
    (
        "alters the day on which a head was made",
        caught(verify="head back-dated"),
        "UPDATE record_checkpoint SET made_at = made_at - interval '1 day'",
    ),
)
for _what, _seen, _statement in _STANDING:
    by_superuser(_what, _seen, _statement)

by_superuser(
    "swaps two indexes",
    caught(verify="leaf altered"),
    "ALTER TABLE record_ledger_index DROP CONSTRAINT record_ledger_index_index_check",
    "UPDATE record_ledger_index SET index = -index WHERE index IN (3, 4)",
    "UPDATE record_ledger_index SET index = 7 + index WHERE index < 0",
    "ALTER TABLE record_ledger_index ADD CONSTRAINT record_ledger_index_index_check CHECK (index >= 0)",
)

# Matters and rooms.
for _what, _claim, _statement in (
    ("unseals a matter", caught(verify="room altered"), "UPDATE record_matter SET sealed = NULL WHERE id = '{sealed}'"),
    (
        "gives a sealed matter another number",
        caught(verify="sealed matter altered"),
        "UPDATE record_matter SET sealed = 9 WHERE id = '{sealed}'",
    ),
    (
        "says that the answer to something sealed stands in the open",
        caught(verify="sealed matter altered"),
        "UPDATE record_entry SET because = (SELECT id FROM record_entry WHERE room_id = '{sealed}' LIMIT 1) "
        "WHERE because IS NOT NULL AND matter_id = '{case}'",
    ),
    ("makes a matter one of another type", caught(verify="room altered"), "UPDATE record_matter SET type = 'concern' WHERE id = '{case}'"),
    (
        "makes a room one of another kind",
        caught(verify="room altered"),
        "UPDATE record_room SET kind = 'talk' WHERE matter_id = '{case}' AND number > 1",
    ),
    (
        "moves a room to another matter",
        caught(verify="room altered"),
        "UPDATE record_room SET matter_id = '{concern}', number = 99 WHERE matter_id = '{case}' AND number > 1",
    ),
    (
        "numbers a matter's rooms anew",
        caught(verify="room altered"),
        "UPDATE record_room SET number = number + 20 WHERE matter_id = '{case}' AND number > 1",
    ),
    (
        "alters a matter's secret",
        caught(verify="room secret altered"),
        "UPDATE record_matter SET secret = set_byte(secret, 20, get_byte(secret, 20) # 1) WHERE id = '{case}'",
    ),
    (
        "gives a matter the secret of another",
        caught(verify="room secret altered"),
        "UPDATE record_matter SET secret = (SELECT secret FROM record_matter WHERE id = '{concern}') WHERE id = '{case}'",
    ),
    (
        "says that a matter was opened earlier",
        caught(verify="opened at another time"),
        "UPDATE record_matter SET opened_at = opened_at - interval '1 day'",
    ),
    (
        "says that a room was opened earlier",
        caught(verify="opened at another time"),
        "UPDATE record_room SET opened_at = opened_at - interval '1 day'",
    ),
    (
        "lowers the counter of a room",
        caught(verify="room cut or counter altered"),
        "UPDATE record_room_head SET length = length - 1 WHERE matter_id = '{case}'",
    ),
):
    by_superuser(_what, _claim, _statement)
