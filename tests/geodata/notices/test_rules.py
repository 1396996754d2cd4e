"""The table of who is told: nothing in it that does not exist elsewhere."""

import pytest

from geodata.alerting import actions as alert_actions
from geodata.loop import transitions
from geodata.notices import rules, wording
from geodata.notices.kinds import KINDS
from geodata.workflows.planning.steps import STEPS

ALERTS_OF_THE_CLOCK = {"raised", "grew", "raised_again"}
FACTS = {
    "number": 7,
    "category": "Noise",
    "name_zh": "方案乙",
    "category_zh": "噪声",
    "name": "Plan B",
    "action": "dispatch",
    "status": "dispatched",
}


def test_every_action_that_is_told_exists():
    assert set(rules.OF_INCIDENTS) <= set(transitions.ACTIONS)
    assert set(rules.OF_PLANS) == set(STEPS)
    assert set(rules.OF_ALERTS) <= set(alert_actions.ACTIONS) | ALERTS_OF_THE_CLOCK
    assert set(transitions.ACTIONS) >= rules.MILESTONES


def test_every_rule_names_an_audience_and_a_kind_that_exist():
    for table in rules.RULES.values():
        for action, row in table.items():
            for audience, kind in row:
                assert audience in rules.AUDIENCES, action
                assert kind in KINDS, action


def test_every_status_and_told_action_has_its_words():
    assert set(wording.STATUS_NAMES) == set(transitions.STATES)
    assert set(wording.PLAN_ACTIONS) == set(rules.OF_PLANS)
    assert set(wording.ALERT_ACTIONS) == set(rules.OF_ALERTS)


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words_without_gaps(kind, locale):
    words = wording.title(kind, FACTS, locale)
    assert "{" not in words
    assert "None" not in words
    assert any("\u4e00" <= sign <= "\u9fff" for sign in words) == (locale == "zh")
