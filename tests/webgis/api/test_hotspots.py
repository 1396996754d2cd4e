from geodata.queries import job_runs
from webgis import jobs


def test_a_question_that_nobody_asked_has_no_run_yet(client, town):
    answer = client.get("/api/v1/hotspots?tier=4")
    assert (answer.status_code, answer.json["run"], answer.json["features"]) == (200, None, [])


def test_the_run_that_asked_the_same_answers(client, town, session):
    run, _ = job_runs.queue(session, "hotspots", {"tier": 5, "categories": ["02"]})
    attempt = job_runs.claim(session, run.id)
    figures = jobs.KINDS["hotspots"](session, run.id, run.parameters, lambda *_: None)
    job_runs.finish(session, run.id, attempt, "succeeded", **figures)
    session.commit()
    answer = client.get("/api/v1/hotspots?tier=5&category=02").json
    assert answer["run"]["id"] == str(run.id)
    assert len(answer["features"]) == 2
    assert client.get("/api/v1/hotspots?tier=5").json["run"] is None
