"""So many command screens listen on loopback while incidents come in and pages are asked for.

python tests/load/screens.py WEB_URL EVENTS_URL [SCREENS]: tells p50, p95 and the worst of the way
from the report to a screen, and p95 of ordinary requests without and with the screens.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import uuid
from collections.abc import Sequence
from urllib.parse import urlsplit

REPORTS = 20
PAUSE_S = 0.5
REQUESTS = 60
ORDINARY = "/api/v1/incidents?page_size=50"


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


async def ask(url: str, body: object = None) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Send one request on a connection of its own and return its two ends."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    content = b"" if body is None else json.dumps(body).encode()
    head = (
        f"{'GET' if body is None else 'POST'} {parts.path}?{parts.query} HTTP/1.0\r\n"
        f"Host: {parts.netloc}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    writer.write(head.encode() + content)
    await writer.drain()
    return reader, writer


async def whole(url: str, body: object = None) -> None:
    """Ask and read to the end; raises RuntimeError unless the answer is good."""
    reader, writer = await ask(url, body)
    answer = await reader.read()
    writer.close()
    if answer.split(maxsplit=2)[1] not in (b"200", b"201"):
        raise RuntimeError(answer[:300].decode())


async def screen(url: str, ready: asyncio.Semaphore, heard: dict[str, list[float]]) -> None:
    """Listen as a screen does and note when each incident is told of."""
    reader, writer = await ask(url)
    try:
        while line := (await reader.readline()).decode().strip("\r\n") or not reader.at_eof():
            if line is True or not line.startswith("data: "):
                continue
            body = json.loads(line.removeprefix("data: "))
            if body.get("ready"):
                ready.release()
            elif body.get("row"):
                heard.setdefault(body["incident"], []).append(time.perf_counter())
    finally:
        writer.close()


async def ordinary(web: str) -> list[float]:
    """Ask for a page of incidents, one request after the other, and return the seconds of each."""
    took = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        await whole(web + ORDINARY)
        took.append(time.perf_counter() - start)
        await asyncio.sleep(0.1)
    return took


async def report(web: str, sent: dict[str, float]) -> None:
    """Report incidents and note when each was sent."""
    for number in range(REPORTS):
        key = str(uuid.uuid4())
        body = {"id": key, "lon": -77.009 + number * 1e-4, "lat": 38.8899, "category_code": "S0276"}
        sent[key] = time.perf_counter()
        await whole(web + "/api/v1/incidents", body)
        await asyncio.sleep(PAUSE_S)


async def measure(web: str, events: str, count: int, sent: dict[str, float]) -> dict[str, float]:
    """Return the figures, times in seconds; fill ``sent`` with the keys of what was reported."""
    heard: dict[str, list[float]] = {}
    alone = await ordinary(web)
    ready = asyncio.Semaphore(0)
    screens = [asyncio.create_task(screen(events, ready, heard)) for _ in range(count)]
    for _ in screens:
        await asyncio.wait_for(ready.acquire(), 60)
    _, beside = await asyncio.gather(report(web, sent), ordinary(web))
    await asyncio.sleep(1)
    for one in screens:
        one.cancel()
    await asyncio.gather(*screens, return_exceptions=True)
    ways = [at - sent[key] for key, times in heard.items() if key in sent for at in times]
    return {
        "screens": count,
        "told_share": len(ways) / (count * REPORTS),
        "told_p50_s": percentile(ways, 0.5),
        "told_p95_s": percentile(ways, 0.95),
        "told_worst_s": max(ways),
        "ordinary_p95_s_alone": percentile(alone, 0.95),
        "ordinary_p95_s_beside": percentile(beside, 0.95),
    }


if __name__ == "__main__":
    screens_count = int(sys.argv[3]) if len(sys.argv) > 3 else 250
    for name, value in asyncio.run(measure(sys.argv[1], sys.argv[2], screens_count, {})).items():
        sys.stdout.write(f"{name}: {value:.3f}\n")
