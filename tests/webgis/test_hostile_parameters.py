"""Every address that can be read, asked with what nobody should ask: no answer is 500."""

import random

import pytest

from geodata.rights.roles import ROLES
from tests.worlds import crowd, market

HOSTILE = (
    "%00",
    "a%00b",
    "%ff%fe",
    "%ED%A0%80",
    "",
    "%20",
    "-1",
    "0",
    "99999999999999999999",
    "1e400",
    "NaN",
    "null",
    "true",
    "0000-00-00",
    "9999-12-31T23:59:60Z",
    "2026-05-04T12:00:00%2B99:00",
    "1,2,3",
    "nan,nan,nan,nan",
    "180,90,-180,-90",
    "-180,-90,180,90",
    "'%20OR%201=1--",
    "%25%25%5C%5F",
    "..%2F..%2Fetc%2Fpasswd",
    "%E2%80%AE%F0%9F%92%A5",
    "%7B%22a%22:1%7D",
    "[]",
    "*",
    "x" * 3000,
)
# What addresses take, beside what their own description names.
COMMON = ("f", "q", "bbox", "datetime", "crs", "limit", "after", "lang", "page", "service_code")
COMMON += ("start_date", "status", "service_request_id", "jurisdiction_id", "last_event_id")
QUESTIONS_PER_ADDRESS = 40


def rules(app):
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.endpoint not in ("static", "events.stream")
    ]


def address(rule, choose):
    """Return the rule's address with a hostile word in every gap."""
    parts = []
    for is_gap, text in rule._trace:
        if not is_gap:
            parts.append(text.split("|", 1)[-1] if text.startswith("|") else text)
            continue
        converter = type(rule._converters[text]).__name__
        fitting = {
            "AnyConverter": ("json", "atom", "xml", "ics", "pdf"),
            "UUIDConverter": (str(market.UUID(int=7)), "no-uuid"),
            "IntegerConverter": ("0", "9223372036854775807", "9" * 40),
        }
        parts.append(choose(fitting.get(converter, HOSTILE)) or "%00")
    return "".join(parts)


@pytest.fixture(params=["stranger", "staff"])
def asker(request, client, sign_in, session, town):
    """A stranger, and somebody with every role; there is something to find."""
    crowd.report(session, town, 9)
    crowd.publish(session)
    session.commit()
    if request.param == "stranger":
        return client
    signed_in = sign_in("admin")
    from geodata.workflows import accounts  # noqa: PLC0415

    for role in ROLES:
        if role != "admin":
            accounts.grant(
                session,
                signed_in.login,
                role,
                None,
                valid_from=market.FOUNDED,
                valid_to=None,
                by="test",
                reason="test",
            )
    session.commit()
    return signed_in


def test_no_answer_is_500(app, asker):
    described = asker.get("/api/v1/openapi.json").json["paths"]
    choose = random.Random(311).choice
    failed, asked = [], 0
    for rule in rules(app):
        plain = rule.rule.replace("<", "{").replace(">", "}")
        own = [
            p["name"]
            for path, operations in described.items()
            for p in operations.get("get", {}).get("parameters", [])
            if p.get("in") == "query" and path.partition("{")[0] == plain.partition("{")[0]
        ]
        for _ in range(QUESTIONS_PER_ADDRESS):
            names = {choose([*own, *COMMON]) for _ in range(choose((0, 1, 2)))}
            query = "&".join(f"{name}={choose(HOSTILE)}" for name in names)
            url = f"{address(rule, choose)}?{query}"
            answer = asker.get(url)
            asked += 1
            if answer.status_code >= 500 and answer.status_code != 503:
                failed.append((answer.status_code, url[:200]))
            answer.close()
    assert failed == []
    assert asked >= 3_000


@pytest.mark.parametrize("word", HOSTILE)
@pytest.mark.parametrize("root", ["/api/v1/areas", "/api/v1/addresses", "/ogc/collections"])
def test_codes_with_hostile_signs(client, town, root, word):
    assert client.get(f"{root}/{word}").status_code < 500
