"""The drawing in the documentation is that of the table."""

from pathlib import Path

from geodata.loop import diagram

PAGE = Path(__file__).resolve().parents[3] / "docs" / "case-states.md"


def test_the_page_is_drawn_from_the_table():
    assert PAGE.read_text("utf-8") == diagram.page()


def test_arrows_of_one_pair_are_drawn_once():
    lines = diagram.mermaid().splitlines()[2:]
    pairs = [line.split(" : ")[0] for line in lines]
    assert len(pairs) == len(set(pairs))
    assert "    feedback --> checking : check" in lines
