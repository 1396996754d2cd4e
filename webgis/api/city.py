"""The city of this server."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, current_app, url_for

from geodata.models import Incident
from geodata.queries import areas, cities, incident_counts, incidents, layer_versions
from webgis import geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session

blueprint = Blueprint("city", __name__, url_prefix="")


@blueprint.get("/city")
@blueprint.response(200, schemas.City)
def city() -> Response:
    """Return names, tiers, extent, period and data versions."""
    row = cities.get(session())
    settings = current_app.config["WANGGE"]
    first, last = incident_counts.period(session())
    return geojson.json(
        {
            "key": row.key,
            "code": row.code,
            "name": row.name,
            "name_zh": row.name_zh,
            "metric_epsg": row.metric_epsg,
            "time_zone": row.time_zone,
            "bbox": [row.west, row.south, row.east, row.north],
            "attribution": row.attribution,
            "is_synthetic": row.is_synthetic,
            "tiers": [
                {"level": tier.level, "name": tier.name, "name_zh": tier.name_zh}
                for tier in cities.tiers(session())
            ],
            "period": {"start": row.period_start or first, "end": row.period_end or last},
            "data_version": layer_versions.total(session()),
            "boundaries_at": areas.changed_at(session(), datetime.now(UTC)),
            "basemaps": settings.basemaps,
            "pmtiles_url": url_for("pages.pmtiles") if settings.pmtiles else None,
            "incident_count": incidents.count(session(), []),
            "located_count": incidents.count(session(), [Incident.grid_id.is_not(None)]),
        }
    )
