-- The history is append-only: a row never goes, and the one change it takes is an erasure.

CREATE TRIGGER history_keeps_rows BEFORE DELETE ON history
BEGIN
    SELECT RAISE(ABORT, 'the history is append-only');
END;

CREATE TRIGGER history_keeps_values BEFORE UPDATE ON history
WHEN NEW.client_id <> OLD.client_id OR NEW.version <> OLD.version OR NEW.at <> OLD.at
  OR NEW.actor <> OLD.actor
  OR NEW.reason IS NOT NULL OR NEW.old_values IS NOT NULL OR NEW.new_values IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the history is append-only');
END;
