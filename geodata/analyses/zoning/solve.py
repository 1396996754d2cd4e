"""Solve the pieces of a city: several starts each where the first leaves a bound unmet."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from geodata.analyses.zoning import chance, counts, seed
from geodata.analyses.zoning.borders import IntArray
from geodata.analyses.zoning.demand import Demand, Wishes
from geodata.analyses.zoning.objective import Aims
from geodata.analyses.zoning.pieces import Piece
from geodata.analyses.zoning.search import BEYOND_BOUNDS, COLD, WARM, Effort, improve
from geodata.analyses.zoning.world import world_of

Progress = Callable[[int, int], None]

# Small pieces are cheap to solve again; large ones are improved further instead.
_SMALL_UNITS = 400
_STARTS_SMALL = 8
_STARTS_LARGE = 3


@dataclass(frozen=True)
class Request:
    """What holds for all pieces. ``is_warm`` starts from today's grids."""

    demand: Demand
    wishes: Wishes
    is_warm: bool
    has_workload: bool
    seed: int


def solve(
    pieces: list[Piece], asked: Request, *, progress: Progress | None = None
) -> list[IntArray]:
    """Return the labels of each piece: for label l below ``len(home_codes)`` today's grid l.

    The pieces do not depend on each other, so the plan is the same on any number of cores.
    """
    tasks = [_Task(piece, asked) for piece in pieces]
    labels: list[IntArray] = []
    # The kernels release the interpreter's lock, so threads are enough.
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        try:
            for done, label in enumerate(pool.map(lambda task: task.run(), tasks), start=1):
                labels.append(label)
                if progress is not None:
                    progress(done, len(tasks))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return labels


class _Task:
    """One piece with everything that its solution depends on."""

    def __init__(self, piece: Piece, asked: Request) -> None:
        self._graph = piece.graph
        self._is_warm = asked.is_warm and bool(piece.home_codes)
        today = len(piece.home_codes) if self._is_warm else None
        units = len(piece.members)
        self._counts = counts.choose(
            piece.weight, units, asked.demand, today=today, wanted=piece.wanted
        )
        tries = self._counts.tries
        self._label_count = max(len(piece.home_codes), *tries)
        self._aims = _aims(piece, asked, tries[0])
        self._names = (asked.seed, piece.parent, round(piece.weight), units)
        # METIS is not thread-safe, so the first start is made here.
        number = int(chance.start(*self._names)[0])
        self._first = self._today() if self._is_warm else seed.fresh(piece.graph, tries[0], number)

    def run(self) -> IntArray:
        """Return the best labels found."""
        graph, tries = self._graph, self._counts.tries
        if tries == (1,) and not graph.frozen.any():
            return np.zeros(len(graph.weight), dtype=np.int64)
        is_small = len(graph.weight) <= _SMALL_UNITS
        starts = _STARTS_SMALL if is_small else _STARTS_LARGE
        best, best_rate = self._first, np.inf
        for attempt in range(starts if self._counts.is_feasible else 2):
            state = chance.start(*self._names, attempt)
            count = tries[attempt % len(tries)] if is_small else tries[0]
            label, effort = self._start(attempt, best, is_small)
            world = world_of(graph, self._aims, label, self._label_count, state=state)
            seed.settle(world, count)
            found = improve(world, effort)
            if found < best_rate:
                best, best_rate = label, found
            if best_rate < BEYOND_BOUNDS:
                break
        return best

    def _start(self, attempt: int, best: IntArray, is_small: bool) -> tuple[IntArray, Effort]:
        """Return where an attempt starts: small pieces anew, large ones from the best so far."""
        if attempt == 0:
            return self._first.copy(), WARM if self._is_warm else COLD
        if not is_small:
            return best.copy(), WARM
        if self._is_warm or self._graph.frozen.any():
            return self._today(), COLD
        return np.zeros(len(self._graph.weight), dtype=np.int64), COLD

    def _today(self) -> IntArray:
        return self._graph.home.copy()


def _aims(piece: Piece, asked: Request, count: int) -> Aims:
    """Put the prices into the units of this piece."""
    demand, wishes = asked.demand, asked.wishes
    grid_m2 = float(piece.graph.area.sum()) / count
    load = float(piece.graph.load.sum()) / count
    target = max(demand.target_weight, 1e-9)
    return Aims(
        low=demand.min_weight,
        high=demand.max_weight,
        target=target,
        margin=min(0.04 * target, 0.1 * (demand.max_weight - demand.min_weight)),
        load_target=max(load, 1e-9),
        balance=wishes.balance,
        workload=wishes.workload if asked.has_workload and load > 0 else 0.0,
        compact=wishes.compact,
        cut=wishes.cut / math.sqrt(4.0 * math.pi * grid_m2),
        stay=wishes.stay / target,
    )
