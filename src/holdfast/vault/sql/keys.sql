CREATE TABLE vault_entry_key (
    entry_id   uuid PRIMARY KEY,
    room_id  uuid NOT NULL,
    wrapped    bytea NOT NULL
);
-- Keys may be deleted, by the eraser role alone and on a lawful order; never changed.
CREATE TRIGGER keys_are_never_changed BEFORE UPDATE OR TRUNCATE ON vault_entry_key
    FOR EACH STATEMENT EXECUTE FUNCTION holdfast_immutable();
-- A server samples values for its planner and keeps them: a key among them would outlive its row.
ALTER TABLE vault_entry_key ALTER COLUMN wrapped SET STATISTICS 0;
