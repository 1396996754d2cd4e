-- What happened to accounts is appended and chained, like the history of incidents.

CREATE FUNCTION account_event_hash(event account_event) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(coalesce(event.previous_hash, '') || convert_to(jsonb_build_array(
        event.account_id, event.sequence, (extract(epoch FROM event.at) * 1000000)::bigint,
        event.actor, event.action, event.reason, event.detail
    )::text, 'UTF8'))
$$;

CREATE FUNCTION account_event_append() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last account_event;
BEGIN
    -- One writer per account at a time, or two events could follow the same one.
    PERFORM 1 FROM account WHERE id = NEW.account_id FOR NO KEY UPDATE;
    SELECT * INTO last FROM account_event
    WHERE account_id = NEW.account_id ORDER BY sequence DESC LIMIT 1;
    NEW.sequence := coalesce(last.sequence, 0) + 1;
    NEW.previous_hash := last.hash;
    NEW.hash := account_event_hash(NEW);
    RETURN NEW;
END $$;

CREATE TRIGGER account_event_append BEFORE INSERT ON account_event
    FOR EACH ROW EXECUTE FUNCTION account_event_append();

CREATE TRIGGER history_is_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON account_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_is_appended();
