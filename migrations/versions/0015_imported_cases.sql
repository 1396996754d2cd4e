-- History is appended and never edited. One event may go: the last one of a case, when it says no
-- more than that a file brought the case, and the import of that file was rolled back. What was
-- rolled back, when and how much stays with the import, which is never deleted.

CREATE FUNCTION incident_history_is_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.action = 'imported'
        AND EXISTS (SELECT 1 FROM import_run
            WHERE id::text = OLD.detail ->> 'import_id' AND state = 'rolled_back')
        AND NOT EXISTS (SELECT 1 FROM incident_event later
            WHERE later.incident_id = OLD.incident_id AND later.sequence > OLD.sequence)
    THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

DROP TRIGGER history_is_appended ON incident_event;
CREATE TRIGGER history_is_appended BEFORE UPDATE OR DELETE ON incident_event
    FOR EACH ROW EXECUTE FUNCTION incident_history_is_appended();
CREATE TRIGGER history_is_not_truncated BEFORE TRUNCATE ON incident_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_is_appended();
