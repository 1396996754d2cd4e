import pandas as pd
import pytest

from geodata.analyses import presence
from geodata.errors import InvalidInputError

NOW = pd.Timestamp("2026-03-01", tz="Asia/Shanghai")


def day(number):
    return None if number is None else NOW + pd.Timedelta(days=number)


def held(*rows):
    frame = pd.DataFrame(rows, columns=["area_code", "officer_code", "valid_from", "valid_to"])
    frame["valid_from"] = [day(n) for n in frame["valid_from"]]
    frame["valid_to"] = [day(n) if pd.notna(n) else pd.NaT for n in frame["valid_to"]]
    return frame


def vacancies(*rows, areas=("G1",)):
    found = presence.find(held(*rows), areas, at=NOW).vacancies
    return found[["area_code", "kind", "days"]].to_numpy().tolist()


def test_each_kind_of_vacancy():
    assert vacancies(("G1", "O1", -9, None)) == []
    assert vacancies(("G1", "O1", -9, 0)) == [["G1", "now", 14]]
    assert vacancies(("G1", "O1", 3, None)) == [["G1", "now", 3]]
    assert vacancies(("G1", "O1", -9, 10)) == [["G1", "ahead", 4]]
    assert vacancies(("G1", "O1", -9, 5), ("G1", "O2", 7, None)) == [["G1", "hand_over", 2]]
    assert vacancies(("G1", "O1", -9, 5), ("G1", "O2", 5, None)) == []
    assert vacancies(("G1", "O1", -9, 9), ("G1", "O2", 2, 4)) == [["G1", "ahead", 5]]
    assert vacancies(("G1", "O1", -9, None), areas=["G1", "G2"]) == [["G2", "now", 14]]


def test_an_officer_with_three_grids_at_one_time():
    rows = [("G1", "O1", -9, None), ("G2", "O1", -9, None), ("G3", "O1", 5, None)]
    found = presence.find(held(*rows), ["G1"], at=NOW).overloaded
    assert found.to_numpy().tolist() == [["O1", 3, ["G1", "G2", "G3"]]]
    rows = [("G1", "O1", -9, 5), ("G2", "O1", -9, None), ("G3", "O1", 5, None)]
    assert presence.find(held(*rows), ["G1"], at=NOW).overloaded.empty


def test_what_it_refuses():
    with pytest.raises(InvalidInputError, match="ends before"):
        presence.find(held(("G1", "O1", 5, 3)), ["G1"], at=NOW)
    with pytest.raises(InvalidInputError, match="zone"):
        presence.find(held(("G1", "O1", 5, 8)), ["G1"], at=NOW.tz_localize(None))
    with pytest.raises(InvalidInputError, match="officer_code"):
        presence.find(held(("G1", "O1", 5, 8)).drop(columns="officer_code"), ["G1"], at=NOW)
