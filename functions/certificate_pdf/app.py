"""The API of certificates: printing, asking, checking and correcting them. The door that API Gateway opens."""

from typing import Any
from urllib.parse import quote, unquote

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from aws_lambda_powertools.utilities.data_classes.common import BaseProxyEvent
from aws_lambda_powertools.utilities.typing import LambdaContext

from laurel.certificates.number import bare
from laurel.platform.callers import Caller
from laurel.platform.http_answers import answer, fail
from laurel.platform.http_api import http_api
from laurel.platform.log import logger
from laurel.platform.routes_by_path import RoutesByPath

SIGNING = "signing_certificate"
_CHECK, _ISSUER = "/v1/verify/", "issuer/"

# The module of `certificate_routes` that has the routes at and below each path.
MODULES = {
    "/v1/certificates": "certificates",
    "/v1/certificates/*/badge": "badges",
    "/v1/claims": "certificates",
    "/v1/claims/*/certificate/preview": "previews",
    "/v1/staff": "staff",
    "/v1/staff/drafts": "previews",
    "/v1/transcript": "transcripts",
    "/v1/verify": "verify",
    "/v1/verify/issuer": "badges",
}


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers one request of the HTTP API (payload 2.0), or an operator's wish about the signing certificate.

    Only who may invoke the function can send the second: an event of API Gateway has no such member.
    """
    if SIGNING in event:
        from certificate_routes.signing import answer_operator

        return answer_operator(event[SIGNING])
    tidied = _without_traces(event)
    path = APIGatewayProxyEventV2(tidied).path  # without the name of a stage
    return answer(routes.api(path), tidied, context)


def _without_traces(event: dict[str, Any]) -> dict[str, Any]:
    """`event` with only the number in its path: removes characters that a surrounding text added to the link."""
    before, start, number = event["rawPath"].partition(_CHECK)
    if not start or number.startswith(_ISSUER) or not (found := bare(unquote(number))):
        return event
    path = f"{before}{start}{quote(found, safe='')}"
    context = event["requestContext"]
    return {**event, "rawPath": path, "requestContext": {**context, "http": {**context["http"], "path": path}}}


def _api_of(*routers: Router) -> APIGatewayHttpResolver:
    from laurel.certificates.printing import NotReproduced

    api = http_api(*routers, on_refused=_record_refusal, resolve=_with_joined)

    def not_reproduced(error: NotReproduced) -> Response[str]:
        """A lost document that cannot be brought back by itself: an alarm, since each single one matters."""
        logger.error("a document could not be printed again as it was", extra={"certificate": str(error)})
        with single_metric("CertificatesNotReproduced", MetricUnit.Count, 1):
            pass  # on leaving, it is written into the log, from where CloudWatch takes it
        return fail(error, api.current_event.request_context.request_id)

    api.exception_handler(NotReproduced)(not_reproduced)
    return api


def _with_joined(who: Caller) -> Caller:
    if not who.may_be_joined:
        return who
    from certificate_routes.dependencies import dependencies

    from laurel.learners.joins import joined_caller

    return joined_caller(dependencies().table, who)


def _record_refusal(who: Caller, event: BaseProxyEvent) -> None:
    from certificate_routes.refused_attempts import record_refusal

    record_refusal(who, event)


routes = RoutesByPath("certificate_routes", MODULES, _api_of)
