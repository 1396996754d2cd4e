"""Reports made at a running server, and how a test takes them back."""

import json
import urllib.request
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from webgis.ops.cluster import Cluster

BELONGING = text("""
    SELECT table_name, column_name FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND column_name = 'incident_id'
""")


CAPITOL = (-77.009, 38.8899)


def report(url: str, place: tuple[float, float] = CAPITOL) -> str:
    """Report an incident at a place (lon, lat) and return its key."""
    key = str(uuid.uuid4())
    body = {"id": key, "lon": place[0], "lat": place[1], "category_code": "S0276"}
    request = urllib.request.Request(  # noqa: S310
        f"{url}/api/v1/incidents", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        assert answer.status == 201
    return key


@contextmanager
def forgotten_afterwards(cluster: Cluster) -> Iterator[list[str]]:
    """Take back every incident whose key is put into the list: all other tests find their city."""
    keys: list[str] = []
    try:
        yield keys
    finally:
        forget(cluster, keys)


def forget(cluster: Cluster, keys: Sequence[str]) -> None:
    """Delete incidents with all that belongs to them."""
    engine = create_engine(cluster.admin_url("wangge_dc"), poolclass=NullPool)
    with engine.begin() as connection:
        # Histories are append-only: only a superuser without triggers can take a test back.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        belonging = [tuple(row) for row in connection.execute(BELONGING)]
        for table, column in [*belonging, ("incident", "id")]:
            connection.execute(
                text(f'DELETE FROM "{table}" WHERE "{column}" = ANY(CAST(:keys AS uuid[]))'),
                {"keys": list(keys)},
            )
    engine.dispose()
