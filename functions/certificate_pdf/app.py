"""The API of certificates: printing, asking, checking and correcting them. The door that API Gateway opens."""

from typing import Any
from urllib.parse import quote, unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.typing import LambdaContext
from certificate_routes import badges, certificates, previews, staff, transcripts, verify
from certificate_routes.dependencies import dependencies
from certificate_routes.refused_attempts import record_refusal
from certificate_routes.signing import SIGNING, answer_operator

from laurel.certificates.number import bare
from laurel.certificates.printing import NotReproduced
from laurel.learners.joins import joined_caller
from laurel.platform.http_answers import answer, fail
from laurel.platform.http_api import http_api
from laurel.platform.log import logger

_CHECK, _ISSUER = "/v1/verify/", "issuer/"

api = http_api(
    badges.router,
    certificates.router,
    verify.router,
    staff.router,
    previews.router,
    transcripts.router,
    on_refused=record_refusal,
    resolve=lambda who: joined_caller(dependencies().table, who),
)


def _not_reproduced(error: NotReproduced) -> Response[str]:
    """A lost document that cannot be brought back by itself: an alarm, since each single one matters."""
    logger.error("a document could not be printed again as it was", extra={"certificate": str(error)})
    with single_metric("CertificatesNotReproduced", MetricUnit.Count, 1):
        pass  # on leaving, it is written into the log, from where CloudWatch takes it
    return fail(error, api.current_event.request_context.request_id)


api.exception_handler(NotReproduced)(_not_reproduced)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers one request of the HTTP API (payload 2.0), or an operator's wish about the signing certificate.

    Only who may invoke the function can send the second: an event of API Gateway has no such member.
    """
    if SIGNING in event:
        return answer_operator(event[SIGNING])
    return answer(api, _without_traces(event), context)


def _without_traces(event: dict[str, Any]) -> dict[str, Any]:
    """`event` with only the number in its path: removes characters that a surrounding text added to the link."""
    before, start, number = event["rawPath"].partition(_CHECK)
    if not start or number.startswith(_ISSUER) or not (found := bare(unquote(number))):
        return event
    path = f"{before}{start}{quote(found, safe='')}"
    context = event["requestContext"]
    return {**event, "rawPath": path, "requestContext": {**context, "http": {**context["http"], "path": path}}}
