"""The loop drawn from its table, for the documentation."""

from __future__ import annotations

from geodata.loop.transitions import ACTIONS, STATES, TRANSITIONS, Transition


def mermaid() -> str:
    """Return a Mermaid state diagram of every row that changes a state.

    >>> print(mermaid().splitlines()[2])
        [*] --> reported : report
    """
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in TRANSITIONS:
        for source in row.sources or ("[*]",):
            if row.target and row.target != source:
                arrows.setdefault((source, row.target), []).append(row.action)
    lines = [
        f"    {source} --> {target} : {', '.join(actions)}"
        for (source, target), actions in arrows.items()
    ]
    return "\n".join(["stateDiagram-v2", "    direction LR", *lines])


def table() -> str:
    """Return every row of the table in Markdown, in the order in which pages offer them."""
    order = list(ACTIONS)
    rows = sorted(TRANSITIONS, key=lambda row: order.index(row.action))
    head = ["| Action | 动作 | From | To | Who | Needs | Guards |", "|---|---|---|---|---|---|---|"]
    return "\n".join(head + [_line(row) for row in rows])


def page() -> str:
    """Return the whole page of the documentation."""
    return (
        "# The states of a case\n"
        "Drawn from the one table, geodata/loop/transitions.py, by\n"
        "`python -m geodata.loop.diagram`; a test fails when they differ.\n\n"
        f"```mermaid\n{mermaid()}\n```\n\n{table()}\n"
    )


def _line(row: Transition) -> str:
    name, name_zh = ACTIONS[row.action]
    sources = "any" if row.sources == STATES else ", ".join(row.sources) or "nothing"
    cells = (
        f"{name} (`{row.action}`)",
        name_zh,
        sources,
        row.target or "stays",
        ", ".join(sorted(row.roles)),
        ", ".join(row.needs),
        ", ".join(row.guards),
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201
