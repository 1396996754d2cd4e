-- A point belongs to exactly one grid; history is appended and chained.

CREATE FUNCTION grid_at(point geometry, moment timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $$
    -- On a shared edge the lower code wins. OFFSET 0 keeps the spatial index in charge.
    SELECT id FROM (
        SELECT id, code FROM area
        WHERE tier = 5 AND ST_Intersects(geom, point)
          AND tstzrange(valid_from, valid_to) @> moment
        OFFSET 0
    ) candidate ORDER BY code COLLATE "C" LIMIT 1
$$;

CREATE FUNCTION incident_locate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.grid_id IS NULL THEN
        NEW.grid_id := grid_at(NEW.geom, NEW.reported_at);
    END IF;
    IF NEW.accuracy_m > 0 AND NEW.grid_id IS NOT NULL AND NOT NEW.is_uncertain THEN
        SELECT ST_DWithin(ST_Boundary(geom)::geography, NEW.geom::geography, NEW.accuracy_m)
        INTO NEW.is_uncertain FROM area WHERE id = NEW.grid_id;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER incident_locate BEFORE INSERT ON incident
    FOR EACH ROW EXECUTE FUNCTION incident_locate();

CREATE FUNCTION incident_event_hash(event incident_event) RETURNS bytea LANGUAGE sql STABLE AS $$
    -- The moment is hashed as microseconds: its text would change with the session's time zone.
    SELECT sha256(coalesce(event.previous_hash, '') || convert_to(jsonb_build_array(
        event.incident_id, event.sequence, (extract(epoch FROM event.at) * 1000000)::bigint,
        event.actor, event.action, event.from_status, event.to_status, event.reason, event.detail
    )::text, 'UTF8'))
$$;

CREATE FUNCTION incident_event_append() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last incident_event;
BEGIN
    -- One writer per incident at a time, or two events could follow the same one. A row lock and
    -- not an advisory one: a bulk import would fill the server's table of locks.
    PERFORM 1 FROM incident WHERE id = NEW.incident_id FOR NO KEY UPDATE;
    SELECT * INTO last FROM incident_event
    WHERE incident_id = NEW.incident_id ORDER BY sequence DESC LIMIT 1;
    NEW.sequence := coalesce(last.sequence, 0) + 1;
    NEW.previous_hash := last.hash;
    NEW.hash := incident_event_hash(NEW);
    RETURN NEW;
END $$;

CREATE TRIGGER incident_event_append BEFORE INSERT ON incident_event
    FOR EACH ROW EXECUTE FUNCTION incident_event_append();

CREATE FUNCTION history_is_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER history_is_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON incident_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_is_appended();

CREATE FUNCTION incident_event_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Ids only: a notification holds at most 8 kB, and rights are checked when it is read.
    PERFORM pg_notify('wangge', json_build_object(
        'id', NEW.id, 'incident', NEW.incident_id, 'action', NEW.action)::text);
    RETURN NULL;
END $$;

CREATE TRIGGER incident_event_notify AFTER INSERT ON incident_event
    FOR EACH ROW EXECUTE FUNCTION incident_event_notify();
