"""Responses of an HTTP API: a model with its version, a refusal, or a server error."""

import json
import traceback
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel

from laurel.platform.aws_errors import translated
from laurel.platform.log import logger
from laurel.platform.problems import MEDIA_TYPE, document, status_of
from laurel.platform.refusal import Refusal, RefusalKind
from laurel.platform.refusals import BUSY, FAILED

TOO_BUSY = BUSY.refuse(retry_after=2)
PRIVATE = {"Cache-Control": "no-store"}
PUBLIC = {"Cache-Control": "public, max-age=60"}
# A shorter text is not worth the work: it travels in a few packets anyway.
LEAST_COMPRESSED = 8_000  # characters


def answer(api: APIGatewayHttpResolver, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """The response of `api` to `event`, also after an unexpected error: the only place that catches all exceptions.

    A long text is compressed for callers that accept that: Lambda answers at most 6 MB, and a phone waits for less.
    """
    request = event["requestContext"]
    try:
        response = api.resolve(event, context)
    except Exception as error:  # noqa: BLE001  # the entry point: the caller gets a response, and the error is logged
        failed = fail(error, request.get("requestId"))
        headers = {**failed.headers, "Content-Type": MEDIA_TYPE}
        response = {"statusCode": failed.status_code, "headers": headers, "body": failed.body, "isBase64Encoded": False}
    # The ID links the caller's response, the access log and this log.
    noted = {"request_id": request.get("requestId"), "route": event.get("routeKey"), "status": response["statusCode"]}
    logger.info("answered", extra=noted)
    return _compressed(event, response)


def fail(error: Exception, request_id: str | None) -> Response[str]:
    """The response for an unexpected error, which is logged."""
    refusal = TOO_BUSY if _will_pass(error) else FAILED.refuse()
    # Never the message or the values of an error: they may contain user input.
    where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    noted = {"request_id": request_id, "error": type(error).__name__, "code": refusal.code, "where": where}
    logger.error("a request failed", extra=noted)
    return refuse(refusal, request_id=request_id)


def show[M: BaseModel](
    model: M, *, status: int = 200, version: int | None = None, headers: Mapping[str, str] = PRIVATE
) -> Response[M]:
    """A response with `model`, and its version as ETag."""
    sent = dict(headers) if version is None else {**headers, "ETag": etag(version)}
    return Response(status_code=status, content_type="application/json", headers=sent, body=model)


def refuse(
    refusal: Refusal, headers: Mapping[str, str] | None = None, *, request_id: str | None = None
) -> Response[str]:
    """The response for `refusal`."""
    sent = {**PRIVATE, **(headers or {})}
    if refusal.retry_after is not None:
        sent["Retry-After"] = str(refusal.retry_after)
    if refusal.version is not None:
        sent["ETag"] = etag(refusal.version)
    if refusal.kind is RefusalKind.NOT_SIGNED_IN:
        sent["WWW-Authenticate"] = "Bearer"
    body = json.dumps(document(refusal, request_id), separators=(",", ":"))
    return Response(status_code=status_of(refusal), content_type=MEDIA_TYPE, headers=dict(sent), body=body)


def etag(version: int) -> str:
    """The ETag of a version."""
    return f'"{version}"'


def version_of(if_match: str | None) -> int | None:
    """The version in an `If-Match` header; None without one, and for `*`, which allows any version."""
    return None if if_match in (None, "*") else int(if_match.removeprefix("W/").strip('"'))


def prefers(accept: str | None, wanted: str, *, over: str) -> bool:
    """Whether an `Accept` header prefers the media type `wanted` to `over`, the default."""
    weights = {wanted: 0.0, over: 0.0}
    for one in (accept or over).lower().split(","):
        media_type, *parameters = [part.strip() for part in one.split(";")]
        if media_type in weights:
            weights[media_type] = next((_weight(part) for part in parameters if part.startswith("q=")), 1.0)
    return weights[wanted] > weights[over]


def _weight(parameter: str) -> float:
    try:
        return float(parameter.removeprefix("q="))
    except ValueError:
        return 0.0


def _compressed(event: dict[str, Any], response: dict[str, Any]) -> dict[str, Any]:
    """The response, with a long text as gzip if the caller accepts it."""
    body, headers = response.get("body") or "", response.setdefault("headers", {})
    accepted = event.get("headers", {}).get("accept-encoding", "")
    if response.get("isBase64Encoded") or len(body) < LEAST_COMPRESSED or not prefers(accepted, "gzip", over=""):
        return response
    import base64
    import gzip

    packed = base64.b64encode(gzip.compress(body.encode(), 5, mtime=0)).decode()
    varies = ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding")))
    sent = {**headers, "Content-Encoding": "gzip", "Vary": varies}
    return {**response, "headers": sent, "body": packed, "isBase64Encoded": True}


def _will_pass(error: Exception) -> bool:
    """Whether AWS was only busy or unreachable, so that the same request may soon succeed."""
    found = translated(error)
    return found is not None and found.will_pass
