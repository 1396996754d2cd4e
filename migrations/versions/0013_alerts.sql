-- The history of alerts is appended and told; the rules and weights that a city begins with.

CREATE TRIGGER history_is_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON alert_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_is_appended();

CREATE FUNCTION alert_event_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- No "id": that is the number of an incident's event, by which screens replay.
    PERFORM pg_notify('wangge', json_build_object(
        'alert', NEW.alert_id, 'action', NEW.action)::text);
    RETURN NULL;
END $$;

CREATE TRIGGER alert_event_notify AFTER INSERT ON alert_event
    FOR EACH ROW EXECUTE FUNCTION alert_event_notify();

CREATE TRIGGER raise_layer_version AFTER INSERT OR UPDATE OR DELETE ON alert
    FOR EACH STATEMENT EXECUTE FUNCTION raise_layer_version('alerts');
CREATE TRIGGER raise_layer_version AFTER INSERT OR UPDATE OR DELETE ON index_part
    FOR EACH STATEMENT EXECUTE FUNCTION raise_layer_version('index');

INSERT INTO alert_rule (code, kind, name, name_zh, parameters) VALUES
    ('own_year', 'own_year', 'More than the place''s own year explains', '高于本地近一年水平',
     '{}'),
    ('scan', 'scan', 'Cluster in space and time', '时空聚集',
     '{}'),
    ('repeat_address', 'repeat_address', 'Repeats at one address', '同一地址反复发生',
     '{"radius_m": 20, "days": 30, "min_count": 4}'),
    ('repeat_parties', 'repeat_parties', 'Dispute escalating between the same parties', '同一当事人纠纷升级',
     '{"days": 180, "min_count": 2}'),
    ('rental', 'watched_place', 'Repeats at a rental address', '出租房反复发生',
     '{"list": "rental", "days": 90, "min_count": 2}'),
    ('surge', 'surge', 'Surge of a category', '类别激增',
     '{"tier": 3, "days": 7, "base_days": 28, "min_count": 10, "min_ratio": 2.0, "rate": 0.01}'),
    ('overdue', 'overdue', 'Cluster of overdue cases', '超期案件聚集',
     '{"tier": 4, "min_count": 5, "rate": 0.01}'),
    ('community_30k', 'area_limit', 'Community above 30,000 people: review', '社区人口超过3万：复核',
     '{"tier": 4, "column": "population", "high": 30000}'),
    ('community_100k', 'area_limit', 'Community above 100,000 people: split', '社区人口超过10万：拆分',
     '{"tier": 4, "column": "population", "high": 100000}'),
    ('community_500k', 'area_limit', 'Community above 500,000 people: make it a sub-district', '社区人口超过50万：改设街道',
     '{"tier": 4, "column": "population", "high": 500000}'),
    ('sub_district_1m', 'area_limit', 'Sub-district near 1,000,000 people: split', '街道人口接近100万：拆分',
     '{"tier": 3, "column": "population", "high": 950000}');

INSERT INTO index_part (code, position, weight, name, name_zh) VALUES
    ('timely', 1, 30, 'Resolved in time', '按时办结'),
    ('resolved', 2, 25, 'Resolved at all', '办结'),
    ('first_time', 3, 15, 'No rework, no return', '一次办结'),
    ('quiet', 4, 15, 'Few cases per 1,000 people', '千人发案少'),
    ('covered', 5, 10, 'Households inside a grid', '网格覆盖'),
    ('balanced', 6, 5, 'Grids of the advised size', '网格规模适当');
