"""Declaring a route: its name, who may call it, and what Powertools cannot derive."""

from collections.abc import Sequence
from typing import Any, Literal

from laurel.platform.http_api import PROVIDER_STAFF, PROVIDERS_OWN, RECENT_SIGN_IN, SIGNED_IN, STAFF_ONLY

type Who = Literal["public", "learner", "staff", "provider_staff", "provider"]
"""`staff` are operators. A route for `provider_staff` refuses things of other providers (`Caller.acts_for`); one for
`provider` calls `http_api.provider_caller` with the right that it needs.
"""

_SECURITY = {
    "public": None,
    "learner": SIGNED_IN,
    "staff": STAFF_ONLY,
    "provider_staff": PROVIDER_STAFF,
    "provider": PROVIDERS_OWN,
}

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def about(
    operation: str,
    summary: str,
    description: str = "",
    *,
    tag: str,
    who: Who,
    gives: str = "Done",
    status: int = 200,
    headers: Sequence[str] = (),
    recent: bool = False,
    more: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The arguments of a route's decorator.

    `operation` is its ID in the OpenAPI document, `gives` describes the response with `status`, which has these
    `headers`. A `recent` route refuses who did not sign in within the last minutes. `more` is added to the operation
    unchanged: a request body that Powertools does not see, or notes (`x-…`) for the program that writes the document.
    """
    # In the document an absent `security` says nothing; an empty list says that a route is public.
    extensions = {
        **({"security": []} if who == "public" else {}),
        **({"x-headers": tuple(headers)} if headers else {}),
        **({RECENT_SIGN_IN: True} if recent else {}),
        **(more or {}),
    }
    return {
        "operation_id": operation,
        "summary": summary,
        "description": description or None,
        "tags": [tag],
        "security": _SECURITY[who],
        "response_description": gives,
        "status_code": status,
        "openapi_extensions": extensions or None,
    }


def csv_body(description: str, columns: Sequence[str], example: str) -> dict[str, Any]:
    """The request body of a route that accepts a CSV or Excel file.

    API Gateway passes `text/csv` on as text: a file in UTF-16 comes whole only as another type.
    """
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {
        "requestBody": {
            "required": True,
            "description": description,
            "content": {
                "text/csv": {
                    "schema": {"type": "string", "description": f"Columns: {', '.join(columns)}."},
                    "example": example,
                },
                XLSX: binary,
                "application/octet-stream": binary,
            },
        }
    }
