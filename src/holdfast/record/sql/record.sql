-- The record. INSERT and SELECT only, for ever; ids, order and time come from the database.

-- What work is about. The application does not read it: a matter is seen through the rooms that are open to the viewer.
CREATE TABLE record_matter (
    id          uuid PRIMARY KEY,
    type        text NOT NULL,
    sealed      integer UNIQUE CHECK (sealed > 0),  -- of a matter that named people alone read: its number in the chain of such
    secret      bytea NOT NULL,      -- sealed under a key outside the database; its rooms' secrets, which name positions, are derived from it
    opened_at   timestamptz NOT NULL DEFAULT holdfast_now()
);

-- A matter's later secrets: one for each time that those before were handed out (`record.rotating`).
CREATE TABLE record_secret (
    matter_id   uuid NOT NULL REFERENCES record_matter (id),
    generation  smallint NOT NULL CHECK (generation > 0),
    secret      bytea NOT NULL,
    opened_at   timestamptz NOT NULL DEFAULT holdfast_now(),
    PRIMARY KEY (matter_id, generation)
);

-- A room has one audience, and one sequence of entries.
CREATE TABLE record_room (
    id          uuid PRIMARY KEY,
    matter_id   uuid NOT NULL REFERENCES record_matter (id),
    matter_type text NOT NULL,
    kind        text NOT NULL,
    number      integer NOT NULL CHECK (number > 0),
    opened_at   timestamptz NOT NULL DEFAULT holdfast_now(),
    UNIQUE (matter_id, number),
    UNIQUE (id, matter_id)
);

CREATE TABLE record_entry (
    id              uuid PRIMARY KEY,
    position        bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    xact            xid8 NOT NULL DEFAULT pg_current_xact_id(),
    kind            text NOT NULL,
    version         smallint NOT NULL,
    room_id         uuid NOT NULL,
    matter_id       uuid NOT NULL,   -- that of its room
    n               integer NOT NULL CHECK (n > 0),
    recorded_at     timestamptz NOT NULL DEFAULT holdfast_now(),
    author_type     text NOT NULL CHECK (author_type IN ('worker', 'teller', 'system')),
    author_agency   uuid,
    author_post     uuid,
    author_worker   uuid,
    author_teller   uuid,
    because         uuid,            -- for the system: the entry that it answers
    corrects        uuid,            -- the entry that this one stands beside and corrects
    earliest        timestamptz,     -- when what it tells of happened: a range, with how exactly it is known
    latest          timestamptz,
    precision       text,
    opening         jsonb,           -- on the first entry of a room: its type and first audience
    facts           bytea NOT NULL,  -- canonical JSON, never re-serialised
    FOREIGN KEY (room_id, matter_id) REFERENCES record_room (id, matter_id),
    UNIQUE (room_id, n),
    UNIQUE (id, room_id),
    CHECK ((author_type = 'worker') = (author_worker IS NOT NULL AND author_agency IS NOT NULL)),
    CHECK ((author_type = 'teller') = (author_teller IS NOT NULL)),
    CHECK ((precision IS NULL) = (earliest IS NULL AND latest IS NULL) OR precision = 'unknown'),
    CHECK (earliest <= latest),
    CHECK ((n = 1) = (opening IS NOT NULL))
);
CREATE INDEX record_entry_matter ON record_entry (matter_id, kind);
CREATE INDEX record_entry_xact ON record_entry (xact);
CREATE INDEX record_entry_because ON record_entry (because) WHERE because IS NOT NULL;
-- An entry has at most one correction.
CREATE UNIQUE INDEX record_entry_corrects ON record_entry (corrects) WHERE corrects IS NOT NULL;

CREATE TABLE record_part (
    entry_id    uuid NOT NULL,
    room_id   uuid NOT NULL,       -- decides who reads it: that of its entry, and bound to what is sealed
    name        text NOT NULL,
    sealed      bytea NOT NULL,      -- AES-256-GCM under the entry's content key, bound to room, entry and part
    commitment  bytea NOT NULL,
    PRIMARY KEY (entry_id, name),
    FOREIGN KEY (entry_id, room_id) REFERENCES record_entry (id, room_id)
);
-- A key can be erased on a lawful order; while it is there it is read by whoever reads its entry.
ALTER TABLE vault_entry_key ADD FOREIGN KEY (entry_id, room_id) REFERENCES record_entry (id, room_id);

-- The place of an entry in its home room and in each room that it cites.
CREATE TABLE record_position (
    room_id   uuid NOT NULL REFERENCES record_room (id),
    n           integer NOT NULL CHECK (n > 0),
    entry_id    uuid NOT NULL REFERENCES record_entry (id),
    home        boolean NOT NULL,
    generation  smallint NOT NULL CHECK (generation >= 0),   -- of the matter's secret from which the label is made
    label       bytea NOT NULL,
    PRIMARY KEY (room_id, n)
);
CREATE INDEX record_position_entry ON record_position (entry_id);

CREATE TABLE record_leaf (
    entry_id    uuid PRIMARY KEY REFERENCES record_entry (id),
    leaf        bytea NOT NULL
);

-- Given out by the sequencer, one at a time.
CREATE TABLE record_ledger_index (
    index       bigint PRIMARY KEY CHECK (index >= 0),
    entry_id    uuid NOT NULL UNIQUE REFERENCES record_leaf (entry_id)
);

CREATE TABLE record_checkpoint (
    size        bigint PRIMARY KEY CHECK (size > 0),
    root        bytea NOT NULL,
    note        text NOT NULL,
    made_at     timestamptz NOT NULL DEFAULT holdfast_now()
);

-- Leaves that were signed and whose entries were lost with an older backup (`record.recovering`): declared by the owner, so that the ledger goes on from
-- what was signed; and where they stood, as far as their matters are known, so that no place is given twice.
CREATE TABLE record_lost (
    index       bigint PRIMARY KEY CHECK (index >= 0),
    leaf        bytea NOT NULL,
    declared_at timestamptz NOT NULL DEFAULT holdfast_now()
);
CREATE TABLE record_lost_place (
    matter_id   uuid NOT NULL REFERENCES record_matter (id),
    number      integer NOT NULL CHECK (number > 0),
    n           integer NOT NULL CHECK (n > 0),
    room_id     uuid REFERENCES record_room (id),    -- none where the room is lost as well
    generation  smallint NOT NULL,
    index       bigint NOT NULL REFERENCES record_lost (index),
    label       bytea NOT NULL,
    PRIMARY KEY (matter_id, number, n)
);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['record_matter', 'record_secret', 'record_room', 'record_entry', 'record_part', 'record_position', 'record_leaf',
                             'record_ledger_index', 'record_checkpoint', 'record_lost', 'record_lost_place'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION holdfast_immutable()', t);
    END LOOP;
END $$;

-- What the readers of a cited room see of an entry whose home is elsewhere: its kind, who and when; nothing of its content.
-- The view runs as its owner, so the one policy shape stands in its text.
CREATE VIEW record_line WITH (security_barrier) AS
    SELECT p.room_id, p.n, p.home, e.id AS entry_id, e.kind, e.recorded_at, e.author_type, e.author_agency, e.corrects,
           e.earliest, e.latest, e.precision
    FROM record_position p JOIN record_entry e ON e.id = p.entry_id
    WHERE (SELECT holdfast_viewer()) IS NOT NULL AND EXISTS (
        SELECT 1 FROM record_audience a WHERE a.room_id = p.room_id
        AND (a.principal IN (SELECT unnest((SELECT holdfast_viewer())))) IS TRUE
        AND (a.until IS NULL OR a.until > (SELECT holdfast_now())));

-- How many entries are lost of rooms that the viewer reads, and of rooms of their matters that are lost whole.
CREATE VIEW record_gap WITH (security_barrier) AS
    SELECT l.matter_id, count(*) AS entries, max(x.declared_at) AS declared_at
    FROM record_lost_place l JOIN record_lost x ON x.index = l.index
    WHERE (SELECT holdfast_viewer()) IS NOT NULL AND NOT EXISTS (SELECT 1 FROM record_found f WHERE f.index = l.index) AND EXISTS (
        SELECT 1 FROM record_room r JOIN record_audience a ON a.room_id = r.id
        WHERE r.matter_id = l.matter_id AND (l.room_id IS NULL OR r.id = l.room_id)
        AND (a.principal IN (SELECT unnest((SELECT holdfast_viewer())))) IS TRUE
        AND (a.until IS NULL OR a.until > (SELECT holdfast_now())))
    GROUP BY 1;

-- How much waits for the ledger, and the oldest for how long: a number for whoever watches over the service, who sees no entry.
-- A demonstration's clock that has just been moved makes nothing late.
CREATE FUNCTION holdfast_ledger_waiting(OUT waiting bigint, OUT seconds double precision) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT count(e.id), coalesce(extract(epoch FROM holdfast_now() - greatest(min(e.recorded_at), max(c.moved_at))), 0)
    FROM database_clock c LEFT JOIN record_entry e ON e.position > coalesce(
        (SELECT l.position FROM record_ledger_index i JOIN record_entry l ON l.id = i.entry_id ORDER BY i.index DESC LIMIT 1), 0)
    AND NOT EXISTS (SELECT 1 FROM record_ledger_index i WHERE i.entry_id = e.id)
$$;
