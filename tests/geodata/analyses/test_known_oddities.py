"""What is known to be odd in the demo cities is found there, and named."""

from geodata.analyses import load_limits, partition
from geodata.analyses.load_limits import LoadLimit
from geodata.demo.packed import open_city
from tests.worlds import dc_streets

# A Single Member District is to have 2,000 people, 5 % more or less.
SMD_BAND = LoadLimit("smd", 4, "population", low=1_900, high=2_100)


def test_two_ancs_straddle_the_official_lines_of_the_wards():
    outlines = open_city("dc").layer("official_outlines").to_crs(dc_streets.CRS)
    found = partition.find(
        dc_streets.areas(3),
        code_column="code",
        name_column="name",
        parents=outlines.rename(columns={"area_code": "code"}),
        parent_column="parent_code",
        tolerance_m2=100_000,
    )
    astray = found[found["kind"] == "straddles_parent"]
    assert sorted(name for names in astray["area_names"] for name in names) == ["ANC 3G", "ANC 6D"]


def test_every_tier_of_washington_is_a_partition():
    for tier in (2, 3, 4, 5):
        found = partition.find(
            dc_streets.areas(tier),
            code_column="code",
            parents=dc_streets.areas(tier - 1),
            parent_column="parent_code",
        )
        assert found.empty, tier


def test_smds_of_a_single_block_with_people_are_above_the_band():
    found = load_limits.find(
        dc_streets.areas(4), code_column="code", tier_column="tier", limits=[SMD_BAND]
    )
    above = set(found.loc[found["side"] == "above", "code"])
    units = dc_streets.units()
    blocks = units[units["population"] > 0].groupby("community_code").size()
    single = set(blocks[blocks == 1].index)
    names = dc_streets.areas(4).set_index("code")["local_id"]
    assert sorted(names[list(single & above)]) == ["2E04", "3D08", "3F02", "7F07"]


def test_communities_of_more_than_30000_people_are_named():
    layer = open_city("shenzhen").layer("areas")
    found = load_limits.find(layer, code_column="code", tier_column="tier", name_column="name_zh")
    over = found[found["rule"] == "community_30k"].set_index("name")["value"]
    assert over["长城社区"] == 34_113
    assert over["鹏盛社区"] == 33_606
    assert (over > 30_000).all()
