-- What was decided about a finding is appended, never edited.
CREATE TRIGGER history_is_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON finding_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_is_appended();
