"""The API of catalog, claims, transcript, CE organizer and staff: the door that API Gateway opens."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from claim_routes import (
    addresses,
    audit,
    catalog,
    claims,
    learners,
    notices,
    openapi,
    organizer,
    staff,
    staff_addresses,
    staff_credits,
    staff_learners,
    staff_providers,
    staff_runs,
    transcript,
)
from claim_routes.refused_attempts import record_refusal

from laurel.platform.http_answers import answer
from laurel.platform.http_api import http_api
from laurel.platform.log import logger

_ROUTES = (
    catalog,
    learners,
    addresses,
    claims,
    transcript,
    organizer,
    notices,
    staff,
    staff_addresses,
    staff_credits,
    staff_learners,
    staff_providers,
    staff_runs,
    audit,
    openapi,
)
api = http_api(*(module.router for module in _ROUTES), on_refused=record_refusal)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers one request of the HTTP API (payload 2.0)."""
    return answer(api, event, context)
