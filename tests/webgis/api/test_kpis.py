"""Five noise complaints of 4 May 2026, each with a life that is short enough to count by hand."""

from datetime import timedelta

import pytest

from geodata.models import IncidentEvent
from geodata.queries import incidents
from tests.worlds import cases, market

URL = "/api/v1/kpis"
HOUR = timedelta(hours=1)
WEST = 114.004  # in the market grid
EAST = 114.014  # in the river grid
FILED = ["reported", "verified", "filed"]
LIVES = [
    # where, history, due after h, resolved after h
    (WEST, [*FILED, "dispatched", "closed"], 10, 2),
    (
        WEST,
        [*FILED, "dispatched", "returned", "dispatched", "returned", "dispatched", "closed"],
        10,
        12,
    ),
    (WEST, [*FILED, "dispatched", "checking", "rework"], 10, None),
    (EAST, [*FILED, "dispatched", "suspended"], 10, None),
    (EAST, ["reported", "rejected"], None, None),
]


@pytest.fixture
def complaints(session, town):
    for number, (lon, history, due_h, took_h) in enumerate(LIVES):
        case = market.complaint(
            town,
            lon,
            22.501 + number * 0.001,
            status=history[-1],
            department_id=town.parks.id,
            due_at=market.NOON + due_h * HOUR if due_h else None,
            resolved_at=market.NOON + took_h * HOUR if took_h else None,
        )
        session.add(case)
        session.flush()
        for step, status in enumerate(history):
            at = market.NOON + step * HOUR / 4
            event = IncidentEvent(
                incident_id=case.id, at=at, actor="li", action=status, to_status=status
            )
            incidents.append_event(session, event)
    session.flush()


def figures(client, **args):
    answer = client.get(URL, query_string={"from": "2026-05-04", "to": "2026-05-06", **args})
    assert answer.status_code == 200, answer.json
    return {row["code"]: row for row in answer.json["items"]}


def fraction(row, code):
    figure = row["figures"][code]
    return figure["numerator"], figure["denominator"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("verified_share", (4, 5)),
        ("filed_share", (4, 5)),
        ("closed_share", (2, 3)),  # the suspended one is not due, the one in rework still is
        ("on_time_share", (1, 3)),
        ("late_share", (1, 5)),
        ("unresolved_share", (2, 5)),  # the rejected one owes nothing
        ("rework_share", (1, 4)),
        ("suspension_share", (1, 4)),
        ("wrong_dispatch_share", (1, 4)),
        ("ping_pong_share", (1, 4)),
    ],
)
def test_each_figure_of_all_cases(client, complaints, code, expected):
    assert fraction(figures(client)["total"], code) == expected


def test_medians_stand_beside_the_shares(client, complaints):
    total = figures(client)["total"]
    assert total["median_s"] == 7 * 3600  # of 2 h and 12 h
    assert total["first_action_s"] == 900


def test_per_grid_department_and_officer(client, complaints, town):
    grids = figures(client, by="area", tier=5)
    assert {code: row["counts"]["received"] for code, row in grids.items()} == {
        market.MARKET: 3,
        market.RIVER: 2,
    }
    assert figures(client, by="department")["PARKS"]["counts"]["received"] == 5
    assert figures(client, by="officer")["W1"]["counts"]["received"] == 3  # only the market's


def test_restated_on_the_boundaries_of_a_date(client, complaints):
    assert (
        figures(client, by="area", tier=4, at="2026-05-05")[market.COMMUNITY]["counts"]["received"]
        == 5
    )
    assert figures(client, by="area", tier=5, at="2019-01-01") == {}  # before the founding


def test_a_period_is_half_open(client, complaints):
    assert figures(client, **{"from": "2026-05-04T12:00Z"})["total"]["counts"]["received"] == 5
    nothing = figures(client, **{"from": "2026-05-01", "to": "2026-05-04T12:00Z"})
    assert nothing["total"]["counts"]["received"] == 0


def test_every_count_and_figure_is_explained(client, complaints):
    answer = client.get(URL).json
    explained = {row["code"] for row in answer["counts"]}
    assert all({f["numerator"], f["denominator"]} <= explained for f in answer["figures"])


@pytest.mark.parametrize("args", [{"by": "mayor"}, {"tier": 9}, {"area": "none"}, {"x": 1}])
def test_what_cannot_be_asked_is_refused(client, complaints, args):
    assert client.get(URL, query_string=args).status_code in (404, 422)


def test_solved_at_which_level(client, session, town):
    cases.write_matrix(session, town)
    for number, escalations in enumerate((0, 1, 2)):
        key = cases.UUID(int=number)
        cases.report(session, key)
        for _ in range(escalations):
            cases.do(session, cases.DESK, "escalate", key=key, reason="too big")
        for who, action, values in cases.WAYS["closed"]:
            cases.do(session, who, action, key=key, **values)
    row = client.get(URL, query_string={"from": "2026-05-11", "to": "2026-05-12"}).json["items"][0]
    assert fraction(row, "solved_in_community_share") == (1, 3)
    assert fraction(row, "solved_in_township_share") == (2, 3)
