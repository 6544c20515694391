-- A key goes only where an order names its entry: brought by one organisation, freed of the legal hold, agreed to by another; three people. The eraser's
-- role does not get round it, and neither does the owner but by taking the trigger away, which `verify` sees.
CREATE FUNCTION holdfast_key_goes_by_order() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1
        FROM record_entry erased
        CROSS JOIN LATERAL (SELECT convert_from(erased.facts, 'UTF8')::jsonb AS said) e
        JOIN record_entry asked ON asked.room_id = (e.said ->> 'order')::uuid AND asked.kind = 'erasure.asked'
        JOIN record_entry lifted ON lifted.room_id = asked.room_id AND lifted.kind = 'erasure.hold_lifted'
        JOIN record_entry agreed ON agreed.room_id = asked.room_id AND agreed.kind = 'erasure.agreed'
        WHERE erased.room_id = OLD.room_id AND erased.kind = 'entry.erased'
        AND e.said -> 'gone' @> jsonb_build_array(jsonb_build_object('entry', OLD.entry_id))
        AND convert_from(asked.facts, 'UTF8')::jsonb -> 'named' @> jsonb_build_array(jsonb_build_object('entry', OLD.entry_id))
        AND asked.author_agency <> agreed.author_agency
        AND lifted.author_worker NOT IN (asked.author_worker, agreed.author_worker)
    ) THEN
        RAISE EXCEPTION 'the key of entry % goes only by an order that two organisations agreed to', OLD.entry_id;
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER keys_go_by_order BEFORE DELETE ON vault_entry_key FOR EACH ROW EXECUTE FUNCTION holdfast_key_goes_by_order();
