-- The history is append-only: a row never goes, and the one change it takes is an erasure.

CREATE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (NEW.client_id, NEW.version, NEW.at, NEW.actor)
            IS NOT DISTINCT FROM (OLD.client_id, OLD.version, OLD.at, OLD.actor)
        AND NEW.reason IS NULL AND NEW.old_values IS NULL AND NEW.new_values IS NULL
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the history is append-only';
END
$$;

CREATE TRIGGER history_keeps_rows BEFORE DELETE OR UPDATE ON history
    FOR EACH ROW EXECUTE FUNCTION history_is_append_only();
