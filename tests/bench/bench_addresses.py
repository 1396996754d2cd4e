"""300,000 addresses and 500 misspelt questions: how fast, and is the right one first.

Needs a loaded demo city; everything is undone at the end.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from click import echo
from sqlalchemy.orm import Session

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from geodata.models import Address
from geodata.queries import bulk
from geodata.workflows import address_book, address_search
from tests.worlds import address_city
from webgis import config
from webgis.cli import open_engine


def main(count: int = 300_000, asked: int = 500) -> int:
    engine = open_engine(config.from_environment())
    entries = address_city.book(count)
    with Session(engine) as session:
        points = (
            f"SRID=4326;POINT({114 + i % 997 / 1e4} {22.5 + i % 991 / 1e4})" for i in range(count)
        )
        rows = ((e.code, e.text, p) for e, p in zip(entries, points, strict=False))
        bulk.copy_rows(session, Address, ("code", "text", "geom"), rows)
        start = time.perf_counter()
        address_book.complete(session)
        bulk.gather_statistics(session)
        echo(f"{len(entries):,} addresses taken apart in {time.perf_counter() - start:.0f} s")
        now, times, wrong = datetime.now(UTC), [], []
        for text, entry in address_city.questions(entries, asked):
            start = time.perf_counter()
            found = address_search.search(session, text, now, 10)
            times.append((time.perf_counter() - start) * 1000)
            if not found or found[0]["text"] != entry.text:
                wrong.append((text, entry.text, found[0]["text"] if found else None))
        p50, p95 = np.percentile(times, [50, 95])
        echo(f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, worst {max(times):.1f} ms")
        echo(f"right address first: {1 - len(wrong) / asked:.1%} of {asked}")
        echo(f"wrong by script: {dict(Counter(e.isascii() for _, e, _ in wrong))}")
        slowest = sorted(zip(times, address_city.questions(entries, asked), strict=True))[-3:]
        for took_ms, (text, _) in slowest:
            echo(f"  slow: {took_ms:.0f} ms for {text!r}")
        for row in wrong[:8]:
            echo(f"  {row}")
        session.rollback()
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
