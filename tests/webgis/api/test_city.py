def test_the_city_tells_what_pages_need(client, town):
    city = client.get("/api/v1/city").json
    assert (city["name"], city["name_zh"]) == ("Market Town", "集市镇")
    assert [tier["level"] for tier in city["tiers"]] == [1, 2, 3, 4, 5]
    assert city["bbox"] == [114.0, 22.5, 114.02, 22.51]
    assert city["is_synthetic"] is True
    assert (city["incident_count"], city["located_count"]) == (0, 0)


def test_lists(client, town):
    categories = client.get("/api/v1/categories").json["items"]
    assert [(row["code"], row["parent_code"]) for row in categories] == [
        ("02", None),
        ("0203", "02"),
    ]
    assert client.get("/api/v1/departments").json["items"][0]["name_zh"] == "园林局"
    statuses = client.get("/api/v1/statuses").json["items"]
    assert [row["code"] for row in statuses if not row["is_open"]] == [
        "closed",
        "reviewed",
        "rejected",
    ]
