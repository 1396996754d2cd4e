-- What happens is written down for the telling, in the transaction in which it happens.

CREATE FUNCTION news_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO outbox_entry (source, event_id) VALUES (TG_ARGV[0], NEW.id);
    RETURN NULL;
END $$;

-- History that is brought in is no news.
CREATE TRIGGER news_waits AFTER INSERT ON incident_event FOR EACH ROW
    WHEN (NEW.at > now() - interval '1 day') EXECUTE FUNCTION news_waits('incident');
CREATE TRIGGER news_waits AFTER INSERT ON plan_event FOR EACH ROW
    WHEN (NEW.at > now() - interval '1 day') EXECUTE FUNCTION news_waits('plan');
CREATE TRIGGER news_waits AFTER INSERT ON alert_event FOR EACH ROW
    WHEN (NEW.at > now() - interval '1 day') EXECUTE FUNCTION news_waits('alert');
