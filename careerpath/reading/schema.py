"""JSON Schema of the formats, from the types that read them."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from careerpath.model.brand import Brand
from careerpath.model.graph import Graph
from careerpath.model.profile import ProfileFile
from careerpath.reading.plan_file import PlanFile

FORMATS: dict[str, Any] = {"graph": Graph, "profile": ProfileFile, "plan": PlanFile, "brand": Brand}


def schema_json(form: str) -> str:
    """The schema of `graph`, `profile`, `plan` or `brand`, draft 2020-12; keys of the user's own begin with `x-`."""
    made = msgspec.json.schema(FORMATS[form])
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"careerpath {form}", **made}
    for part in made.get("$defs", {}).values():
        if part.get("type") == "object" and "properties" in part:
            part.setdefault("patternProperties", {})["^x-"] = {}
    duty = made.get("$defs", {}).get("Duty")
    if duty is not None:  # a duty may be written as its text alone
        text = duty["properties"]["text"]
        made["$defs"]["Duty"] = {"anyOf": [duty, *text["anyOf"]]}
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"
