"""The limits of the API that the portal needs for its forms, as a module of the portal (`make openapi` writes it)."""

import json
from collections.abc import Mapping
from typing import Any

from laurel.arrivals.uploads import LARGEST_UPLOAD
from laurel.claims.evaluation import LIKERT, LONGEST_TEXT
from laurel.own_credits.own_credit import LARGEST_PROOF
from local.places import ROOT

FILE = ROOT / "portal" / "app" / "platform" / "limits.js"


def limits(document: Mapping[str, Any]) -> dict[str, Any]:
    """The limits by their names in the portal, from the API's OpenAPI `document` and the rules; lengths are characters.

    A name may be longer in characters than in letters, which the API counts, so its length is that of the document.
    """
    schemas = document["components"]["schemas"]
    (code,) = (one for one in schemas["OpenClaim"]["properties"]["access_code"]["anyOf"] if one["type"] == "string")
    page, program = (
        next(one for one in document["paths"][path]["get"]["parameters"] if one["name"] == "limit")
        for path in ("/v1/organizer", "/v1/activities/{activity_id}/sessions")
    )
    return {
        "accessCode": code["maxLength"],
        "name": schemas["Name"]["maxLength"],
        "reason": schemas["Reason"]["maxLength"],
        "comment": LONGEST_TEXT,
        "scale": list(LIKERT),
        "pageSize": int(page["schema"]["maximum"]),
        "programSize": int(program["schema"]["maximum"]),
        "uploadBytes": LARGEST_UPLOAD,
        "proofBytes": LARGEST_PROOF,
    }


def text(document: Mapping[str, Any]) -> str:
    """The module, as biome formats it."""
    found = {name: json.dumps(value) for name, value in limits(document).items()}
    lines = "".join(f"  {name}: {value},\n" for name, value in found.items())
    return f"/** The limits of the API. `make openapi` writes this file. */\n\nexport const LIMITS = {{\n{lines}}};\n"
