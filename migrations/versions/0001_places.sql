-- What a row constraint cannot say about areas, and the versions of the map layers.

CREATE FUNCTION area_code_not_reused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A new version of a code must follow (or precede) another version without a pause:
    -- anything else gives a retired code to somebody new.
    IF EXISTS (SELECT 1 FROM area WHERE code = NEW.code)
       AND NOT EXISTS (
           SELECT 1 FROM area
           WHERE code = NEW.code AND tier = NEW.tier
             AND (valid_to = NEW.valid_from OR valid_from = NEW.valid_to)
       ) THEN
        RAISE EXCEPTION 'area code % was given before and is never reused', NEW.code
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'area_code_not_reused';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER area_code_not_reused BEFORE INSERT ON area
    FOR EACH ROW EXECUTE FUNCTION area_code_not_reused();

CREATE FUNCTION area_partition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    neighbour text;
    stray_m2 double precision;
BEGIN
    -- The row may have changed again in this transaction: judge what will be committed.
    IF NOT EXISTS (
        SELECT 1 FROM area WHERE id = NEW.id AND valid_from = NEW.valid_from
          AND valid_to IS NOT DISTINCT FROM NEW.valid_to AND parent_id IS NOT DISTINCT FROM NEW.parent_id
    ) THEN
        RETURN NULL;
    END IF;
    SELECT other.code INTO neighbour
    FROM area other
    WHERE other.tier = NEW.tier AND other.id <> NEW.id AND other.geom && NEW.geom
      AND tstzrange(other.valid_from, other.valid_to) && tstzrange(NEW.valid_from, NEW.valid_to)
      AND NOT ST_Touches(other.geom, NEW.geom)
      AND ST_Area(ST_Intersection(other.geom, NEW.geom)::geography) > 1
    ORDER BY other.code LIMIT 1;
    IF neighbour IS NOT NULL THEN
        RAISE EXCEPTION 'area % overlaps area % by more than 1 m2', NEW.code, neighbour
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'area_no_overlap';
    END IF;
    IF NEW.parent_id IS NOT NULL THEN
        SELECT ST_Area(ST_Difference(NEW.geom, parent.geom)::geography) INTO stray_m2
        FROM area parent
        WHERE parent.id = NEW.parent_id AND NOT ST_CoveredBy(NEW.geom, parent.geom);
        IF stray_m2 > 1 THEN
            RAISE EXCEPTION 'area % leaves its parent by % m2', NEW.code, round(stray_m2)
                USING ERRCODE = 'check_violation', CONSTRAINT = 'area_inside_parent';
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER area_partition
    AFTER INSERT OR UPDATE OF geom, parent_id, tier, valid_from, valid_to ON area
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION area_partition();

CREATE FUNCTION raise_layer_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO layer_version (layer) VALUES (TG_ARGV[0])
    ON CONFLICT (layer) DO UPDATE SET version = layer_version.version + 1;
    RETURN NULL;
END $$;

CREATE TRIGGER raise_layer_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON area
    FOR EACH STATEMENT EXECUTE FUNCTION raise_layer_version('areas');
CREATE TRIGGER raise_layer_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON unit
    FOR EACH STATEMENT EXECUTE FUNCTION raise_layer_version('units');
CREATE TRIGGER raise_layer_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON backdrop
    FOR EACH STATEMENT EXECUTE FUNCTION raise_layer_version('base');
