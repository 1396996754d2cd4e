-- Nobody's case does not exist: whoever writes an incident without an owner gets one for it.

CREATE FUNCTION incident_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Named to run after incident_locate, which finds the grid.
    IF num_nonnulls(NEW.owner_department_id, NEW.owner_officer_id, NEW.owner_area_id) = 0 THEN
        -- At a desk a department is only suggested; it answers from the dispatch on.
        IF NEW.department_id IS NOT NULL
            AND NEW.status NOT IN ('reported', 'verified', 'filed', 'returned')
        THEN
            NEW.owner_department_id := NEW.department_id;
        ELSE
            NEW.owner_area_id := coalesce(
                (SELECT parent_id FROM area WHERE id = NEW.grid_id),
                (SELECT id FROM area WHERE tier = 1 ORDER BY valid_from DESC LIMIT 1));
        END IF;
    END IF;
    IF NEW.closed_at IS NULL AND NEW.status IN ('closed', 'reviewed', 'rejected') THEN
        NEW.closed_at := coalesce(NEW.resolved_at, NEW.reported_at);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER incident_own BEFORE INSERT ON incident
    FOR EACH ROW EXECUTE FUNCTION incident_own();
