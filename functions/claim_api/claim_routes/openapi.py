"""The API's own description, as `make openapi` wrote it into the package."""

from functools import cache
from pathlib import Path

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from laurel.platform.http_answers import PUBLIC
from laurel.platform.http_routes import about

router: Router = Router()  # type: ignore[no-untyped-call]


@cache
def _document() -> str:
    return Path(__file__).parents[1].joinpath("openapi.json").read_text(encoding="utf-8")


@router.get(
    "/v1/openapi.json",
    **about(
        "getOpenApi",
        "This document",
        tag="About",
        who="public",
        gives="The OpenAPI document of this API",
        more={"x-answer": {"type": "object"}},
    ),
)
def get_openapi() -> Response[str]:
    """The OpenAPI document."""
    return Response(200, "application/json", _document(), headers=dict(PUBLIC))
