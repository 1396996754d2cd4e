"""The figures of Tianmen, December 2016: 受理 1054, 立案 996, 应结 972, 结案 911, 按期 737."""

import pytest

from geodata.loop import kpis

TIANMEN = {"received": 1054, "filed": 996, "due": 972, "closed_of_due": 911, "on_time_of_due": 737}


@pytest.mark.parametrize(
    ("code", "printed"),
    [("filed_share", "94.50"), ("closed_share", "93.72"), ("on_time_share", "75.82")],
)
def test_tianmen(code, printed):
    figure = kpis.measure(TIANMEN)[code]
    assert kpis.percent(figure["numerator"], figure["denominator"]) == printed


def test_every_figure_names_counts_that_are_explained():
    for figure in kpis.FIGURES:
        assert {figure.numerator, figure.denominator} <= set(kpis.COUNTS)


def test_a_share_of_nothing_is_no_number():
    assert kpis.measure({"received": 0, "filed": 0})["filed_share"] == {
        "numerator": 0,
        "denominator": 0,
        "share": None,
    }
    assert kpis.measure({})["filed_share"]["share"] is None


def test_halves_are_rounded_up():
    assert kpis.percent(1, 16) == "6.25"
    assert kpis.percent(1, 800) == "0.13"  # 0.125
