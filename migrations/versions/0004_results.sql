-- A finished run changes what the hotspot and coverage layers show.

CREATE TRIGGER raise_layer_version AFTER INSERT OR UPDATE OF state OR DELETE ON job_run
    FOR EACH STATEMENT EXECUTE FUNCTION raise_layer_version('results');
