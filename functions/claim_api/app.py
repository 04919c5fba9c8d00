"""The API of catalog, claims, transcript, credits and staff: the door that API Gateway opens."""

from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from aws_lambda_powertools.utilities.data_classes.common import BaseProxyEvent
from aws_lambda_powertools.utilities.typing import LambdaContext

from laurel.platform.callers import Caller
from laurel.platform.http_answers import answer
from laurel.platform.http_api import http_api
from laurel.platform.log import logger
from laurel.platform.routes_by_path import RoutesByPath

# The module of `claim_routes` that has the routes at and below each path.
MODULES = {
    "/v1/account-changes": "account_changes",
    "/v1/activities": "catalog",
    "/v1/claims": "claims",
    "/v1/claims/*/attendance": "attendance",
    "/v1/me": "learners",
    "/v1/me/addresses": "addresses",
    "/v1/me/audit": "audit",
    "/v1/me/export": "exports",
    "/v1/me/joins": "joins",
    "/v1/me/progress": "progress",
    "/v1/me/sessions": "sessions",
    "/v1/notices": "notices",
    "/v1/openapi.json": "openapi",
    "/v1/organizer": "organizer",
    "/v1/own-credits": "own_credits",
    "/v1/providers": "providers",
    "/v1/rosters": "rosters",
    "/v1/staff/activities": "staff",
    "/v1/staff/activities/*/archive": "activity_states",
    "/v1/staff/activities/*/attendance": "attendance",
    "/v1/staff/activities/*/codes": "codes",
    "/v1/staff/activities/*/restore": "activity_states",
    "/v1/staff/activities/*/revisions": "activity_states",
    "/v1/staff/addresses": "staff_addresses",
    "/v1/staff/audit": "audit",
    "/v1/staff/clients": "staff_clients",
    "/v1/staff/columns": "file_columns",
    "/v1/staff/credits": "find_credits",
    "/v1/staff/credits/bulk": "bulk_credits",
    "/v1/staff/credits/*/correct": "staff_credits",
    "/v1/staff/credits/*/match": "staff_credits",
    "/v1/staff/credits/*/release": "staff_credits",
    "/v1/staff/credits/*/undo-withdrawal": "staff_credits",
    "/v1/staff/credits/*/withdraw": "staff_credits",
    "/v1/staff/drafts": "staff_drafts",
    "/v1/staff/drafts/*/codes": "draft_codes",
    "/v1/staff/drafts/*/restore": "activity_states",
    "/v1/staff/drafts/*/sessions": "draft_sessions",
    "/v1/staff/files": "staff_files",
    "/v1/staff/joins": "staff_joins",
    "/v1/staff/learners": "staff_learners",
    "/v1/staff/nights": "staff_runs",
    "/v1/staff/people": "people",
    "/v1/staff/providers": "staff_providers",
    "/v1/staff/reports": "staff_reports",
    "/v1/staff/runs": "staff_runs",
    "/v1/statements": "catalog",
    "/v1/transcript": "transcript",
}


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers one request of the HTTP API (payload 2.0)."""
    path = APIGatewayProxyEventV2(event).path  # without the name of a stage
    return answer(routes.api(path), event, context)


def _api_of(*routers: Router) -> APIGatewayHttpResolver:
    return http_api(*routers, on_refused=_record_refusal, resolve=_with_joined)


def _with_joined(who: Caller) -> Caller:
    if not who.may_be_joined:
        return who
    from claim_routes.dependencies import dependencies

    from laurel.learners.joins import joined_caller

    return joined_caller(dependencies().table, who)


def _record_refusal(who: Caller, event: BaseProxyEvent) -> None:
    from claim_routes.refused_attempts import record_refusal

    record_refusal(who, event)


routes = RoutesByPath("claim_routes", MODULES, _api_of)
