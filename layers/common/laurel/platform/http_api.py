"""An HTTP API on Powertools' resolver: checks the caller and the body, and answers every refusal in one format.

Powertools validates a request before any hook can run, and answers in its own words. Here the caller, the body's size
and its type are checked first, and every refusal is answered as `application/problem+json`.
"""

import base64
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.api_gateway import Route, Router
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.event_handler.middlewares.openapi_validation import OpenAPIRequestValidationMiddleware
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.utilities.data_classes.common import BaseProxyEvent
from pydantic_core import from_json

from laurel.platform.callers import Caller, ProviderCaller, Right, caller_of, provider_caller_of
from laurel.platform.clock import utc_now
from laurel.platform.cursors import InvalidCursor
from laurel.platform.http_answers import TOO_BUSY, fail, refuse
from laurel.platform.log import logger
from laurel.platform.problems import RefusedRequest, granted, path_of, problems_of
from laurel.platform.refusal import Refusal
from laurel.platform.refusals import (
    BODY_TOO_LARGE,
    INVALID,
    MALFORMED_ID,
    METHOD_NOT_ALLOWED,
    NO_PARAMETERS,
    NOT_AN_OBJECT,
    NOT_FOUND,
    NOT_JSON,
    NOT_STAFF,
    NOT_UTF8,
    OTHER_MEDIA_TYPE,
    OTHER_PROVIDER,
    SECOND_FACTOR_NEEDED,
    SIGN_IN_AGAIN,
    TOO_MANY_VALUES,
    UNKNOWN_PARAMETER,
)
from laurel.platform.table import TableBusy

SCHEME = "id_token"
CLIENT_SCHEME = "client_token"
type Security = list[dict[str, list[str]]]
# Who may call a route, as OpenAPI says it. A public route has no `security`.
SIGNED_IN: Security = [{SCHEME: []}]
STAFF_ONLY: Security = [{SCHEME: ["staff"]}]
# Operators and the staff of providers; the route refuses things of other providers.
PROVIDER_STAFF: Security = [{SCHEME: ["provider_staff"]}]
_STAFF: tuple[Security, ...] = (STAFF_ONLY, PROVIDER_STAFF)
# A machine client, or a person who is staff of the provider in the path, or an operator.
PROVIDERS_OWN: Security = [{CLIENT_SCHEME: []}, {SCHEME: ["provider"]}]

# How long a sign-in is enough for what nobody may do with a session that they found or copied.
RECENTLY = timedelta(minutes=5)
RECENT_SIGN_IN = "x-recent-sign-in"

LARGEST_BODY = 64 * 1024
LARGEST_PROVIDER_BODY = 256 * 1024
# Enough for a meeting's registrations with all columns. Lambda accepts 6 MB, with the body counted as base64.
LARGEST_STAFF_BODY = 3 * 1024 * 1024
# A meeting of a thousand sessions has about 15,000. Each value may be several errors, which cost time and memory.
MOST_VALUES = 50_000
JSON = "application/json"
_HTML = "text/html"


type OnRefused = Callable[[Caller, BaseProxyEvent], None]
"""What else happens when a caller who is no member of staff asks for a route of staff."""


type Resolve = Callable[[Caller], Caller]
"""Completes the caller of a route that is not for staff."""


def http_api(
    *routers: Router, on_refused: OnRefused = lambda _who, _event: None, resolve: Resolve = lambda who: who
) -> APIGatewayHttpResolver:
    """An API with the routes of `routers`."""
    api = APIGatewayHttpResolver(enable_validation=True, response_validation_error_http_code=500)
    # Powertools has no hook before validation, and an unauthorized caller should not learn the shape of a body.
    api._request_validation_middleware = _Entrance(on_refused, resolve)
    api.exception_handler(RefusedRequest)(lambda error: refuse(error.refusal))
    api.exception_handler(InvalidCursor)(lambda error: refuse(INVALID.refuse(errors=[error.problem])))
    api.exception_handler(TableBusy)(lambda _: refuse(TOO_BUSY))
    api.exception_handler(RequestValidationError)(lambda error: refuse(_invalid(error)))
    # Powertools would log the message of an unhandled error.
    api.exception_handler(Exception)(lambda error: fail(error, api.current_event.request_context.request_id))
    api.not_found(lambda _: refuse(*_nowhere(api)))
    for router in routers:
        api.include_router(router)
    return api


def caller(api: APIGatewayHttpResolver | Router) -> Caller:
    """The caller of the current request; only on routes that are not public."""
    found: Caller = api.context["caller"]
    return found


def provider_caller(api: APIGatewayHttpResolver | Router, owner: str, right: Right) -> ProviderCaller:
    """The caller of the current request to a route of providers, who has `right` for `owner`, a provider or ASCLS.

    Raises RefusedRequest if they have not.
    """
    found: ProviderCaller = api.context["caller"]
    if not found.may(owner, right):
        logger.warning("a route of providers was refused", extra={"by": found.name, "owner": owner, "right": right})
        raise RefusedRequest(OTHER_PROVIDER.refuse(owner=owner, scope=f"{owner}/{right}"))
    return found


def signed_in_recently(who: Caller) -> bool:
    """Whether the caller signed in within the last minutes, rather than only renewed a token."""
    return who.signed_in_since(utc_now() - RECENTLY)


def raw_body(event: BaseProxyEvent) -> bytes:
    """The body of the request as bytes."""
    body = event.body or ""
    return base64.b64decode(body) if event.is_base64_encoded else body.encode("utf-8", "surrogatepass")


def json_body(event: BaseProxyEvent) -> dict[str, Any]:
    """The JSON object in the request: no NaN, no broken Unicode, no endless nesting, no endless lists.

    Raises RefusedRequest.
    """
    try:
        text = raw_body(event).decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedRequest(NOT_UTF8.refuse()) from None
    try:
        found = from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise RefusedRequest(NOT_JSON.refuse(why=str(error).encode("ascii", "replace").decode())) from None
    if not isinstance(found, dict):
        raise RefusedRequest(INVALID.refuse(errors=[NOT_AN_OBJECT.at("")]))
    if _has_more_values(found, MOST_VALUES):
        raise RefusedRequest(TOO_MANY_VALUES.refuse(most=f"{MOST_VALUES:,}"))
    return found


def _has_more_values(document: object, most: int) -> bool:
    """Whether the objects and lists of `document` have more than `most` fields and items together."""
    waiting, seen = [document], 0
    while waiting:
        one = waiting.pop()
        inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        seen += len(inner)
        if seen > most:
            return True
        waiting.extend(inner)
    return False


class _Entrance(OpenAPIRequestValidationMiddleware):
    """Checks the caller, the query names, and the body's size and type; then Powertools validates the content."""

    def __init__(self, on_refused: OnRefused, resolve: Resolve) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._on_refused = on_refused
        self._resolve = resolve

    def handler(self, app: Any, next_middleware: NextMiddleware) -> Any:
        route: Route = app.context["_route"]
        event: BaseProxyEvent = app.current_event
        if route.security == PROVIDERS_OWN:
            app.append_context(caller=granted(provider_caller_of(event.raw_event)))
        elif route.security:
            who = granted(caller_of(event.raw_event))
            if route.security in _STAFF and not _is_staff_for(who, route):
                asked = {"learner_id": who.learner_id, "method": event.http_method, "path": event.path}
                logger.warning("a route of staff was refused", extra=asked)
                self._on_refused(who, event)
                raise RefusedRequest((SECOND_FACTOR_NEEDED if who.needs_second_factor else NOT_STAFF).refuse())
            if RECENT_SIGN_IN in (route.openapi_extensions or {}) and not signed_in_recently(who):
                raise RefusedRequest(SIGN_IN_AGAIN.refuse(minutes=RECENTLY // timedelta(minutes=1)))
            app.append_context(caller=who if route.security == STAFF_ONLY else self._resolve(who))
        _check_query(event, route)
        expected = _media_types(route)
        if expected:
            _check_body(event, expected, _largest_body(route))
        answered = super().handler(app, next_middleware)
        if route.security in _STAFF:
            # An audit line for staff requests. The path contains only IDs; the query is left out because it may
            # contain an address.
            noted = {"staff": app.context["caller"].learner_id, "method": event.http_method, "path": event.path}
            logger.info("staff were answered", extra=noted)
        return answered

    def _get_body(self, app: Any) -> dict[str, Any]:
        return json_body(app.current_event)


def _is_staff_for(who: Caller, route: Route) -> bool:
    """Whether `who` may use this route of staff at all."""
    return who.is_staff or (route.security == PROVIDER_STAFF and bool(who.providers))


def _largest_body(route: Route) -> int:
    """The most bytes of a body that the route takes."""
    if route.security in _STAFF:
        return LARGEST_STAFF_BODY
    return LARGEST_PROVIDER_BODY if route.security == PROVIDERS_OWN else LARGEST_BODY


def _check_query(event: BaseProxyEvent, route: Route) -> None:
    """Refuses unknown query names: a misspelled filter would silently filter nothing.

    An HTML page accepts any other names, because mail programs and search engines add their own to links.
    """
    has_page = _HTML in (route.openapi_extensions or {}).get("x-also-content", {})
    if has_page and _HTML in (event.headers.get("accept") or ""):
        return
    known = [one.alias for one in route.dependant.query_params]
    unknown = sorted(set(event.query_string_parameters or {}) - set(known))
    if unknown:
        kind, values = (UNKNOWN_PARAMETER, {"known": ", ".join(known)}) if known else (NO_PARAMETERS, {})
        raise RefusedRequest(INVALID.refuse(errors=[kind.at(path_of([name]), **values) for name in unknown]))


def _media_types(route: Route) -> tuple[str, ...]:
    """The media types that the route accepts; none if it takes no body."""
    declared = (route.openapi_extensions or {}).get("requestBody")
    if declared:
        return tuple(declared["content"])
    return (JSON,) if route.dependant.body_params else ()


def _check_body(event: BaseProxyEvent, expected: tuple[str, ...], largest: int) -> None:
    # Each byte of a body needs at least one character, encoded or not.
    body = event.body or ""
    if len(body) > largest * 2 or len(raw_body(event)) > largest:
        raise RefusedRequest(BODY_TOO_LARGE.refuse(kibibytes=largest // 1024))
    sent = (event.headers.get("content-type") or "").partition(";")[0].strip().lower()
    if sent not in expected:
        raise RefusedRequest(OTHER_MEDIA_TYPE.refuse(media_types=" or ".join(expected)))


def _invalid(error: RequestValidationError) -> Refusal:
    errors = error.errors()
    if any(one["loc"][0] == "path" for one in errors):
        return MALFORMED_ID.refuse()
    # The first step names the part of the request (body, query, header), which is obvious to the caller.
    return INVALID.refuse(errors=problems_of(errors, skip=1))


def _nowhere(api: APIGatewayHttpResolver) -> tuple[Refusal, Mapping[str, str]]:
    """Why no route matched the current request: unknown path, or another method."""
    routes = api._static_routes + api._dynamic_routes
    allowed = sorted({route.method for route in routes if route.rule.match(api.current_event.path)})
    if allowed:
        ways = ", ".join(allowed)
        return METHOD_NOT_ALLOWED.refuse(allowed=ways, method=api.current_event.http_method), {"Allow": ways}
    return NOT_FOUND.refuse(), {}
