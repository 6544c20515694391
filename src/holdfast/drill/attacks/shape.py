"""Making the database another: policies, triggers, functions, grants, constraints, types. Each was "sound" to a verifier that believed the database."""

from __future__ import annotations

from holdfast.drill.attacks.deeds import by_owner, by_superuser
from holdfast.drill.claims import caught

_SEEN = caught(verify="database is not as declared")

for _what, *_statements in (
    ("narrows a policy, so that a room is hidden", "ALTER POLICY seen_by_audience ON record_entry USING (room_id <> '{case}')"),
    ("switches row-level security off", "ALTER TABLE record_part DISABLE ROW LEVEL SECURITY"),
    ("adds a policy that opens everything", "CREATE POLICY more ON record_part FOR SELECT TO PUBLIC USING (true)"),
    (
        "puts a view in the place of a table",
        "ALTER TABLE access_look RENAME TO kept; CREATE VIEW access_look AS SELECT * FROM kept WHERE false",
    ),
    ("disables a trigger", "ALTER TABLE record_entry DISABLE TRIGGER append_only"),
    ("drops a trigger", "DROP TRIGGER append_only ON record_part"),
    (
        "empties the function of the triggers",
        "CREATE OR REPLACE FUNCTION holdfast_immutable() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    ),
    (
        "adds a trigger that lets nothing in",
        "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        "CREATE TRIGGER swallow BEFORE INSERT ON access_look FOR EACH ROW EXECUTE FUNCTION swallow()",
    ),
    (
        "has the clock tell another time",
        "CREATE OR REPLACE FUNCTION holdfast_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT now() - interval '7 days' $$",
    ),
    (
        "makes everybody everybody",
        "CREATE OR REPLACE FUNCTION holdfast_viewer() RETURNS uuid[] LANGUAGE sql STABLE "
        "AS $$ SELECT array_agg(DISTINCT principal) FROM record_audience $$",
    ),
    ("lets the application delete", "GRANT DELETE ON record_entry TO PUBLIC"),
    ("lets the application read secrets", "GRANT SELECT ON record_matter TO PUBLIC"),
    ("drops a constraint", "ALTER TABLE record_entry DROP CONSTRAINT record_entry_pkey CASCADE"),
    ("drops an index that lets an entry have one correction", "DROP INDEX record_entry_corrects"),
    ("adds a rule that swallows leaves", "CREATE RULE nothing AS ON INSERT TO record_leaf DO INSTEAD NOTHING"),
    ("loosens a column", "ALTER TABLE record_checkpoint ALTER COLUMN note DROP NOT NULL"),
    ("gives a column another default", "ALTER TABLE record_entry ALTER COLUMN recorded_at SET DEFAULT '2020-01-01'"),
    ("gives a column another type", "ALTER TABLE access_look ALTER COLUMN reason TYPE varchar(3) USING left(reason, 3)"),
    ("drops a table", "DROP TABLE access_look CASCADE"),
    ("adds a table", "CREATE TABLE kept_apart (what text)"),
    (
        "adds a function that runs as its owner",
        "CREATE FUNCTION open_all() RETURNS SETOF record_part LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM record_part'",
    ),
    ("opens the view of lines", "ALTER VIEW record_line RESET (security_barrier)"),
    (
        "puts another table before ours on the application's search path",
        "CREATE SCHEMA before; CREATE TABLE before.access_look (LIKE public.access_look); GRANT USAGE ON SCHEMA before TO PUBLIC; "
        "GRANT ALL ON before.access_look TO PUBLIC; "
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = before, public', current_database()); END $$",
    ),
    ("lets new tables be read by everybody", "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC"),
):
    by_owner(_what, _SEEN, *_statements)

for _what, _statement in (
    (
        "adds an event trigger",
        "CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; "
        "CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION on_ddl()",
    ),
    ("publishes every table to another server", "CREATE PUBLICATION outside FOR ALL TABLES"),
    (
        "has one sign-in of the application start with another setting",
        "DO $$ BEGIN EXECUTE format('ALTER ROLE holdfast_app IN DATABASE %I SET row_security = off', current_database()); END $$",
    ),
):
    by_superuser(_what, _SEEN, _statement)
