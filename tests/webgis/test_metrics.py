def test_health_says_whether_the_database_answers(client, town):
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json["database"] == "up"


def test_requests_are_counted(client, town):
    client.get("/api/v1/city")
    assert (
        b'wangge_requests_total{endpoint="city.city",status="200"}' in client.get("/metrics").data
    )
