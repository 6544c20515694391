"""The database is what this release declares, and whatever the owner makes of it otherwise is named."""

from __future__ import annotations

import json
import os

import psycopg
import pytest
from conftest import OwnDatabase
from django.db import transaction

from holdfast.database import catalogue
from holdfast.database.roles import as_writer


def differences() -> list[str]:
    with transaction.atomic(), as_writer():
        return list(catalogue.differences())


@pytest.mark.django_db
def test_a_fresh_installation_is_what_is_declared() -> None:
    if os.environ.get("HOLDFAST_WRITE_GOLDEN"):
        with transaction.atomic(), as_writer():
            catalogue.DECLARED.write_text(json.dumps(catalogue.catalogue(), indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
        catalogue.declared.cache_clear()
    assert differences() == []
    assert len(catalogue.declared()) > 1_000


#: What an owner does, and as what it is named. Each was "sound" to a verifier that trusted the database which it judged.
DEEDS = {
    "a narrowed policy hides a room": (
        "ALTER POLICY seen_by_audience ON record_entry USING (room_id <> '00000000-0000-0000-0000-000000000001')",
        "the policy record_entry.seen_by_audience is another",
    ),
    "row-level security is switched off": ("ALTER TABLE record_part DISABLE ROW LEVEL SECURITY", "the table record_part is another"),
    "a policy is added that opens everything": (
        "CREATE POLICY more ON record_part FOR SELECT TO PUBLIC USING (true)",
        "there is a policy record_part.more",
    ),
    "a view stands in the place of a table": (
        "ALTER TABLE returns_import RENAME TO kept; CREATE VIEW returns_import AS SELECT * FROM kept WHERE false",
        "there is a table kept",
    ),
    "a trigger is disabled": ("ALTER TABLE record_entry DISABLE TRIGGER append_only", "the trigger record_entry.append_only is another"),
    "a trigger does nothing": (
        "DO $$ DECLARE f text; BEGIN SELECT p.proname INTO f FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE t.tgname = 'append_only' LIMIT 1; "
        "EXECUTE format('CREATE OR REPLACE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RETURN NEW; END $f$', f); END $$",
        "is another",
    ),
    "the clock tells another time": (
        "CREATE OR REPLACE FUNCTION holdfast_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT now() - interval '7 days' $$",
        "the function holdfast_now() is another",
    ),
    "everybody is everybody": (
        "CREATE OR REPLACE FUNCTION holdfast_viewer() RETURNS uuid[] LANGUAGE sql STABLE AS "
        "$$ SELECT array_agg(DISTINCT principal) FROM record_audience $$",
        "the function holdfast_viewer() is another",
    ),
    "the application may delete": ("GRANT DELETE ON record_entry TO PUBLIC", "there is a grant record_entry to everyone"),
    "a constraint is dropped": (
        "ALTER TABLE record_entry DROP CONSTRAINT record_entry_pkey CASCADE",
        "the constraint record_entry.record_entry_pkey is missing",
    ),
    "a rule swallows what is inserted": (
        "CREATE RULE nothing AS ON INSERT TO record_leaf DO INSTEAD NOTHING",
        "there is a rule record_leaf.nothing",
    ),
    "a column takes less": (
        "ALTER TABLE record_checkpoint ALTER COLUMN note DROP NOT NULL",
        "the column record_checkpoint.note is another",
    ),
    "a table is gone": ("DROP TABLE returns_upload", "the table returns_upload is missing"),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_what_the_owner_makes_of_it_is_named(committed: OwnDatabase, deed: str) -> None:
    statements, named = DEEDS[deed]
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        owner.execute(statements)
    found = differences()
    assert any(named in each for each in found), found[:5]
