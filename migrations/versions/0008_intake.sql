-- The search keeps the localities in memory until one of them changes.

CREATE TRIGGER raise_layer_version_of_addresses AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON address
    FOR EACH STATEMENT EXECUTE FUNCTION raise_layer_version('addresses');
CREATE TRIGGER raise_layer_version_of_addresses AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON locality
    FOR EACH STATEMENT EXECUTE FUNCTION raise_layer_version('addresses');
