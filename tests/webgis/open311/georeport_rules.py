"""The rules of GeoReport v2's tables as JSON Schema, in our own words.

The schemas that the Open311 community published carry no licence, so they are not copied here.
These say the same of the answers: which fields, which types (ids are texts), which words.
"""

TEXT = {"type": "string", "minLength": 1}
NULLABLE = {"type": ["string", "null"]}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
NUMBER = {"type": ["number", "null"]}


def _object(properties, required=None):
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(required or properties),
        "additionalProperties": False,
    }


def _list(rows):
    return {"type": "array", "items": rows}


DISCOVERY = _object(
    {
        "changeset": MOMENT,
        "contact": TEXT,
        "key_service": TEXT,
        "endpoints": _list(
            _object(
                {
                    "specification": {"const": "http://wiki.open311.org/GeoReport_v2"},
                    "url": {"type": "string", "pattern": "^https?://"},
                    "changeset": MOMENT,
                    "type": {"enum": ["production", "test"]},
                    "formats": _list({"enum": ["text/xml", "application/json"]}),
                }
            )
        ),
    }
)
SERVICES = _list(
    _object(
        {
            "service_code": TEXT,
            "service_name": TEXT,
            "description": NULLABLE,
            "metadata": {"type": "boolean"},
            "type": {"enum": ["realtime", "batch", "blackbox"]},
            "keywords": NULLABLE,
            "group": NULLABLE,
        }
    )
)
DEFINITION = _object(
    {
        "service_code": TEXT,
        "attributes": _list(
            _object(
                {
                    "variable": {"type": "boolean"},
                    "code": TEXT,
                    "datatype": {
                        "enum": [
                            "string",
                            "number",
                            "datetime",
                            "text",
                            "singlevaluelist",
                            "multivaluelist",
                        ]
                    },
                    "required": {"type": "boolean"},
                    "datatype_description": NULLABLE,
                    "order": {"type": "integer", "minimum": 1},
                    "description": TEXT,
                    "values": _list(_object({"key": TEXT, "name": TEXT})),
                }
            )
        ),
    }
)
REQUESTS = _list(
    _object(
        {
            "service_request_id": TEXT,
            "status": {"enum": ["open", "closed"]},
            "status_notes": NULLABLE,
            "service_name": TEXT,
            "service_code": TEXT,
            "description": NULLABLE,
            "agency_responsible": NULLABLE,
            "service_notice": NULLABLE,
            "requested_datetime": MOMENT,
            "updated_datetime": MOMENT,
            "expected_datetime": {"anyOf": [MOMENT, {"type": "null"}]},
            "address": NULLABLE,
            "address_id": NULLABLE,
            "zipcode": NULLABLE,
            "lat": NUMBER,
            "long": NUMBER,
            "media_url": NULLABLE,
        }
    )
)
# A request id or a token, never both.
TAKEN = {
    "type": "array",
    "minItems": 1,
    "maxItems": 1,
    "items": {
        "type": "object",
        "properties": {
            "service_request_id": TEXT,
            "token": TEXT,
            "service_notice": NULLABLE,
            "account_id": NULLABLE,
        },
        "oneOf": [{"required": ["service_request_id"]}, {"required": ["token"]}],
        "additionalProperties": False,
    },
}
TOKENS = _list(_object({"service_request_id": TEXT, "token": TEXT}))
ERRORS = {**_list(_object({"code": TEXT, "description": TEXT})), "minItems": 1}
