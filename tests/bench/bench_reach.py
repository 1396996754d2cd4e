"""Reach: from the post of every grid of Washington to all of its units, beside networkx.

networkx searches from each post through the whole network, as most code does. Ours is measured
whole (doors and posts joined to the streets, searched, summed up) and the search alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

import networkx as nx
import numpy as np
from click import echo
from measuring import in_turn, keep, show

sys.path.insert(0, str(Path(__file__).parents[2]))

from geodata.analyses import own_ways, reach, street_access
from tests.worlds import dc_streets

COLUMNS = {5: "grid_code", 4: "community_code"}


def as_graph(town) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(len(town.nodes)))
    streets = zip(town.start.tolist(), town.end.tolist(), town.time_s.tolist(), strict=True)
    for a, b, s in streets:
        graph.add_edge(a, b, s=min(s, graph.get_edge_data(a, b, {"s": np.inf})["s"]))
    return graph


def by_networkx(graph: nx.Graph, town, posts, doors, owner) -> np.ndarray:
    """Times from each post to its doors by a full search from both ends of the post's street."""
    seconds = np.full(len(owner), np.inf)
    for post in np.unique(owner[owner >= 0]).tolist():
        piece = posts.piece[post]
        mine = np.flatnonzero((owner == post) & (doors.piece >= 0))
        if piece < 0 or not len(mine):
            continue
        ends = [town.start[piece], town.end[piece]]
        links = [posts.start_s[post], posts.end_s[post]]
        for node, link_s in zip(ends, links, strict=True):
            # A ring ends where it begins.
            both = link_s if ends[0] != ends[1] else min(links)
            graph.add_edge("post", node, s=both + posts.link_s[post])
        times = nx.single_source_dijkstra_path_length(graph, "post", weight="s")
        graph.remove_node("post")
        for door in mine.tolist():
            street = doors.piece[door]
            by_start = times.get(town.start[street], np.inf) + doors.start_s[door]
            by_end = times.get(town.end[street], np.inf) + doors.end_s[door]
            way = min(by_start, by_end) + doors.link_s[door]
            if street == piece:
                along = abs(posts.start_s[post] - doors.start_s[door])
                way = min(way, along + posts.link_s[post] + doors.link_s[door])
            seconds[door] = way
    return seconds


def compare(tier: int) -> tuple[list, dict[str, float]]:
    town, areas, units = dc_streets.network(), dc_streets.areas(tier), dc_streets.units()
    column = COLUMNS[tier]
    graph = as_graph(town)
    doors = street_access.attach(town, units.geometry)
    posts = street_access.attach(town, reach.centres(areas))
    owner = areas["code"].searchsorted(units[column]).astype(np.intp)
    rows, results = in_turn(
        {
            "networkx, full search from every post": lambda: by_networkx(
                graph, town, posts, doors, owner
            ),
            "own_ways.find, the search alone": lambda: own_ways.find(town, posts, doors, owner),
            "reach.measure, everything": lambda: reach.measure(
                areas, units, town, code_column="code", area_column=column
            ),
        }
    )
    slow = results["networkx, full search from every post"]
    ours = results["own_ways.find, the search alone"]
    is_found = np.isfinite(slow)
    time = {row.name: row.cpu_s for row in rows}
    base = time["networkx, full search from every post"]
    return rows, {
        "units": len(units),
        "posts": len(areas),
        "reached": int(is_found.sum()),
        "same_reached": bool((is_found == np.isfinite(ours)).all()),
        "largest_difference_s": float(np.abs(slow[is_found] - ours[is_found]).max()),
        "times_faster": base / time["own_ways.find, the search alone"],
        "times_faster_with_everything": base / time["reach.measure, everything"],
    }


def main() -> int:
    """Measure, print, write."""
    tables, figures = {}, {}
    for tier in COLUMNS:
        rows, numbers = compare(tier)
        name = f"{numbers['posts']} posts of tier {tier}, {numbers['units']:,} units"
        show(name, rows, "networkx, full search from every post")
        echo(str({key: float(f"{value:.4g}") for key, value in numbers.items()}))
        tables[name], figures[name] = rows, numbers
    echo(str(keep("reach", tables, figures)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
