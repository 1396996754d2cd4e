from types import SimpleNamespace

import pytest

from geodata.analyses.findings import KINDS
from geodata.workflows.wording import in_chinese


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_chinese_sentence(kind):
    finding = SimpleNamespace(
        kind=kind,
        area_ids=["1"],
        area_names=["集市网格"],
        parent_ids=["2"],
        parent_names=["东街社区"],
        area_m2=1234.5,
        reason="Self-intersection",
    )
    assert in_chinese(finding).endswith("。")


def test_an_unknown_kind_has_none():
    assert in_chinese(SimpleNamespace(kind="flood")) is None
