-- What this database is (for ever), what time it is in the record's own sense, and who is looking.
-- Everything here belongs to the owner role. The application calls the functions and can change nothing directly.

CREATE TABLE database_installation (
    only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    nature      text NOT NULL CHECK (nature IN ('demonstration', 'test', 'real')),
    origin      text NOT NULL,
    master_key  text NOT NULL,       -- fingerprints of the keys that it was set up with; every start compares them
    checkpoint_key       text NOT NULL,
    acknowledgement_key  text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE database_clock (
    only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    shift       interval NOT NULL DEFAULT interval '0',
    moved_at    timestamptz          -- when it was last moved, in domain time; never, in a real installation
);
INSERT INTO database_clock DEFAULT VALUES;

CREATE FUNCTION holdfast_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER installation_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON database_installation
    FOR EACH STATEMENT EXECUTE FUNCTION holdfast_immutable();

-- Domain time: the one clock of the record. Real time, unless this database was created as a demonstration or a test.
CREATE FUNCTION holdfast_now() RETURNS timestamptz LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT clock_timestamp() + (SELECT shift FROM database_clock)
$$;

-- Moves domain time forward to the instant given. Only a demonstration or a test may; time never goes back.
CREATE FUNCTION holdfast_move_clock(moment timestamptz) RETURNS timestamptz LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    kept text := (SELECT nature FROM database_installation);
BEGIN
    IF kept IS NULL OR kept = 'real' THEN
        RAISE EXCEPTION 'the clock of a real installation cannot be moved' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF moment < holdfast_now() AND EXISTS (SELECT 1 FROM record_entry) THEN
        RAISE EXCEPTION 'the clock can only be moved forward' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    UPDATE database_clock SET shift = moment - clock_timestamp(), moved_at = moment;
    RETURN holdfast_now();
END $$;

-- The principals on whose behalf this transaction reads. Missing is an error, never an empty page.
CREATE FUNCTION holdfast_viewer() RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    given text := current_setting('holdfast.viewer', true);
BEGIN
    IF given IS NULL OR given = '' THEN
        RAISE EXCEPTION 'no viewer has been set for this transaction' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN given::uuid[];
END $$;
