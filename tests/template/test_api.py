"""How the API is opened."""

import json
import re

import pytest

ISSUER = "/v1/verify/issuer/"


def test_checking_certificates_has_a_limit_of_its_own_below_that_of_the_api(template, resources):
    api = resources["HttpApi"]["Properties"]
    ((route, limits),) = api["RouteSettings"].items()
    events = resources["CertificatePdf"]["Properties"]["Events"].values()
    public = [one["Properties"] for one in events if one["Properties"].get("Auth") == {"Authorizer": "NONE"}]
    # The issuer of open badges is no secret, and nobody's: there is nothing to guess.
    guessed = [one for one in public if not one["Path"].startswith(ISSUER)]
    assert [f"{one['Method']} {one['Path']}" for one in guessed] == [route]
    given = {name: template["Parameters"][value["Ref"]]["Default"] for name, value in limits.items()}
    whole = {
        name: template["Parameters"][value["Ref"]]["Default"] for name, value in api["DefaultRouteSettings"].items()
    }
    assert given.keys() == whole.keys()
    assert all(given[name] < whole[name] for name in given)


def test_the_access_log_names_nobody(resources):
    line = resources["HttpApi"]["Properties"]["AccessLogSettings"]["Format"]
    logged = {re.sub(r"^\$context\.", "", one) for one in json.loads(line).values()}
    # The route, never the path (it holds ids), and nothing of identity, address, browser or the token's claims.
    assert logged <= {
        "requestId", "requestTimeEpoch", "routeKey", "status", "responseLatency", "responseLength",
        "integrationLatency", "integrationStatus", "integration.requestId", "error.responseType",
        "authorizer.error",
    }  # fmt: skip


def test_no_page_but_the_portals_may_call(resources):
    cors = resources["HttpApi"]["Properties"]["CorsConfiguration"]
    assert cors["AllowOrigins"] == [{"Ref": "PortalOrigin"}]
    assert not cors.get("AllowCredentials")
    assert {"authorization", "content-type", "if-match"} <= set(cors["AllowHeaders"])
    assert {"etag", "location", "retry-after"} <= set(cors["ExposeHeaders"])


def test_whoever_signs_in_does_so_at_this_stacks_pool_and_client(resources):
    auth = resources["HttpApi"]["Properties"]["Auth"]
    (settings,) = [one["JwtConfiguration"] for one in auth["Authorizers"].values() if "JwtConfiguration" in one]
    assert auth["DefaultAuthorizer"] in auth["Authorizers"]
    by_code = {"Fn::If": ["SendsMail", {"Ref": "MailCodeClient"}, {"Ref": "AWS::NoValue"}]}
    assert settings["audience"] == [{"Ref": "UserPoolClient"}, by_code]
    assert settings["issuer"]["Fn::Sub"].endswith("/${UserPool}")


def test_the_routes_of_providers_and_no_others_have_the_authorizer_of_machine_clients(resources):
    authorizers = resources["HttpApi"]["Properties"]["Auth"]["Authorizers"]
    assert authorizers["ProvidersOwn"]["FunctionArn"] == {"Ref": "AuthorizeClients.Alias"}
    # API Gateway keeps an answer for each token: that long a client that was ended can still call.
    assert authorizers["ProvidersOwn"]["Identity"] == {"Headers": ["Authorization"], "ReauthorizeEvery": 60}
    events = [
        one for name in ("ClaimApi", "CertificatePdf") for one in resources[name]["Properties"]["Events"].values()
    ]
    given = [one["Properties"] for one in events if "Path" in one["Properties"]]
    guarded = {one["Path"] for one in given if one.get("Auth") == {"Authorizer": "ProvidersOwn"}}
    assert guarded == {one["Path"] for one in given if one["Path"].startswith(("/v1/providers/", "/v1/rosters/"))}
    assert guarded


@pytest.mark.parametrize(
    ("role", "lists"), [("ClaimApiRole", ["NAMES#*", "REMINDERS"]), ("CertificatePdfRole", ["NAMES#*"])]
)
def test_the_api_removes_nothing_but_the_words_of_former_names_and_days_of_reminders(of_type, role, lists):
    [policy] = of_type("AWS::IAM::Role")[role]["Policies"]
    removing = [s for s in policy["PolicyDocument"]["Statement"] if "dynamodb:DeleteItem" in s["Action"]]
    assert [(one["Action"], one["Condition"]) for one in removing] == [
        ("dynamodb:DeleteItem", {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": lists}})
    ]
