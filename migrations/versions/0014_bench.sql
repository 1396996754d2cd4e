-- What happened to plans is appended and chained, like the history of incidents.

CREATE FUNCTION plan_event_hash(event plan_event) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(coalesce(event.previous_hash, '') || convert_to(jsonb_build_array(
        event.plan_id, event.sequence, event.version,
        (extract(epoch FROM event.at) * 1000000)::bigint,
        event.actor, event.action, event.reason, event.undoes, event.detail
    )::text, 'UTF8'))
$$;

CREATE FUNCTION plan_event_append() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last plan_event;
BEGIN
    -- One writer per plan at a time, or two events could follow the same one.
    PERFORM 1 FROM plan WHERE id = NEW.plan_id FOR NO KEY UPDATE;
    SELECT * INTO last FROM plan_event
    WHERE plan_id = NEW.plan_id ORDER BY sequence DESC LIMIT 1;
    NEW.sequence := coalesce(last.sequence, 0) + 1;
    NEW.previous_hash := last.hash;
    NEW.hash := plan_event_hash(NEW);
    RETURN NEW;
END $$;

CREATE TRIGGER plan_event_append BEFORE INSERT ON plan_event
    FOR EACH ROW EXECUTE FUNCTION plan_event_append();

CREATE TRIGGER history_is_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_is_appended();
