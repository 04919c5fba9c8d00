"""Open badges: a certificate's own, and what everyone needs to check one: the issuer, its keys, its status lists."""

import json
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path

from certificate_routes.dependencies import dependencies, verify_url
from certificate_routes.ownership import owns_certificate
from certificate_routes.parameters import NumberParam
from laurel.certificates.badge_of import badge_of
from laurel.certificates.refusals import NOT_AT_ISSUER
from laurel.learners.records import expect_account
from laurel.platform.http_answers import PRIVATE
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problem_words import KEY_ID
from laurel.platform.problems import RefusedRequest, granted

if TYPE_CHECKING:
    from laurel.open_badges.addresses import IssuerAddresses

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Open badges"

JWT = "application/vc+jwt"
JWK = "application/jwk+json"
JWK_SET = "application/jwk-set+json"
PROFILE = "application/ld+json"
_TOKEN = {JWT: {"schema": {"type": "string", "description": "A JSON Web Token."}}}
# A list is signed again after 20 seconds: what it says is less than a minute old.
_SHORTLY = {"Cache-Control": "public, max-age=30", "X-Content-Type-Options": "nosniff"}
_LONGER = {"Cache-Control": "public, max-age=300", "X-Content-Type-Options": "nosniff"}

KeyIdParam = Annotated[
    str,
    Path(pattern=KEY_ID, description="The key's thumbprint.", examples=["NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"]),
]
ListParam = Annotated[int, Path(ge=0, le=999_999, description="The number of the list.", examples=[0])]


@router.get(
    "/v1/certificates/<number>/badge",
    **about(
        "getBadge",
        "The open badge of a certificate",
        "An OpenBadgeCredential (Open Badges 3.0) as a JSON Web Token, for wallets and programs that check it. It says"
        " what everyone sees who checks the certificate. The same token is attached to the PDF. Whether it still counts"
        " is in its status list. A certificate that was printed before there were badges gets its badge now.",
        tag=TAG,
        who="learner",
        gives="The badge",
        more={"x-only-content": _TOKEN},
    ),
)
def get_badge(number: NumberParam) -> Response[str]:
    """The badge of a certificate of the caller, or of any for staff."""
    here, who = dependencies(), caller(router)
    expect_account(here.table, who.learner_id)
    certificate, token = granted(badge_of(here.printer, who, unquote(number), owns_certificate))
    name = f'attachment; filename="open-badge-{certificate.number}.jwt"'
    headers = {**PRIVATE, "Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return Response(200, JWT, token, headers=headers)


@router.get(
    "/v1/verify/issuer/profile",
    **about(
        "getBadgeIssuer",
        "The issuer of open badges",
        "Its address is the ID of the issuer in each badge.",
        tag=TAG,
        who="public",
        gives="The issuer's profile (Open Badges 3.0)",
        more={"x-only-content": {PROFILE: {"schema": {"type": "object"}}}},
    ),
)
def get_profile() -> Response[str]:
    """The profile of the issuer."""
    addresses = _addresses()
    profile = dependencies().printer.badges.profile(addresses)
    context = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
    return _document(PROFILE, {"@context": context, **profile, "url": addresses.base})


@router.get(
    "/v1/verify/issuer/keys",
    **about(
        "listBadgeKeys",
        "The keys that sign open badges",
        "All public keys, those of earlier years too: badges that they signed stay valid.",
        tag=TAG,
        who="public",
        gives="A JSON Web Key Set",
        more={"x-only-content": {JWK_SET: {"schema": {"type": "object"}}}},
    ),
)
def get_keys() -> Response[str]:
    """All public keys."""
    return _document(JWK_SET, {"keys": dependencies().printer.badges.keys(_addresses())})


@router.get(
    "/v1/verify/issuer/keys/<key_id>",
    **about(
        "getBadgeKey",
        "One key that signs open badges",
        "Its address is in the header of each badge that it signed (`kid`).",
        tag=TAG,
        who="public",
        gives="A JSON Web Key",
        more={"x-only-content": {JWK: {"schema": {"type": "object"}}}},
    ),
)
def get_key(key_id: KeyIdParam) -> Response[str]:
    """One public key."""
    key = dependencies().printer.badges.key(_addresses(), key_id)
    if key is None:
        raise RefusedRequest(NOT_AT_ISSUER.refuse())
    return _document(JWK, key)


@router.get(
    "/v1/verify/issuer/status/<list_number>",
    **about(
        "getBadgeStatusList",
        "Which open badges no longer count",
        "A Bitstring Status List (W3C): a bit is 1 if the certificate was revoked or replaced. It is right within a"
        " minute. Each badge names its list and its place.",
        tag=TAG,
        who="public",
        gives="The list, a signed JSON Web Token",
        more={"x-only-content": _TOKEN},
    ),
)
def get_status_list(list_number: ListParam) -> Response[str]:
    """One status list."""
    token = dependencies().printer.badges.status_list(_addresses(), list_number)
    if token is None:
        raise RefusedRequest(NOT_AT_ISSUER.refuse())
    return Response(200, JWT, token, headers=dict(_SHORTLY))


def _addresses() -> "IssuerAddresses":
    from laurel.open_badges.addresses import IssuerAddresses

    return IssuerAddresses(verify_url(router.current_event))


def _document(content_type: str, value: dict[str, Any]) -> Response[str]:
    return Response(200, content_type, json.dumps(value, separators=(",", ":")), headers=dict(_LONGER))
