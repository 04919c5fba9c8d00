"""Limits per caller: the web ACLs of AWS WAF, the one origin that they protect, and the logs of addresses."""

import json

import pytest

from laurel.platform.problems import TYPE_PREFIX
from tests import stores

LIMITS = stores.template("limits.yaml")
ACLS = {"PortalAcl": "CLOUDFRONT", "SignInAcl": "REGIONAL"}


def acl(name):
    return LIMITS["Resources"][name]["Properties"]


def rules(name):
    """The rules of a web ACL by name; the one that a parameter turns on too."""
    found = [one["Fn::If"][1] if "Fn::If" in one else one for one in acl(name)["Rules"]]
    return {one["Name"]: one for one in found}


def rate(name, rule):
    return rules(name)[rule]["Statement"]["RateBasedStatement"]


def test_each_parameter_is_passed_and_has_the_same_default(template):
    passed = template["Resources"]["Limits"]["Properties"]["Parameters"]
    assert set(passed) == set(LIMITS["Parameters"])
    for name, value in passed.items():
        if value == {"Ref": name}:
            outer, inner = template["Parameters"][name], LIMITS["Parameters"][name]
            assert outer["Default"] == inner["Default"], name
            assert outer.get("MinValue") == inner.get("MinValue"), name


def test_the_distribution_has_the_web_acl_where_it_can_be_made(template):
    assert acl("PortalAcl")["Scope"] == "CLOUDFRONT"
    found = template["Resources"]["PortalDistribution"]["Properties"]["DistributionConfig"]["WebACLId"]
    own = {"Fn::If": ["HasPortalWebAcl", {"Ref": "PortalWebAclArn"}, {"Ref": "AWS::NoValue"}]}
    assert found == {"Fn::If": ["LimitsPortal", {"Fn::GetAtt": "Limits.Outputs.PortalAclArn"}, own]}
    # CloudFront's web ACLs exist in us-east-1 alone; both templates must agree on when there is one.
    here = {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}
    assert here in template["Conditions"]["LimitsPortal"]["Fn::And"]
    assert LIMITS["Conditions"]["LimitsPortal"] == here
    assert LIMITS["Outputs"]["PortalAclArn"]["Condition"] == "LimitsPortal"


def test_the_user_pool_has_its_own(template):
    assert acl("SignInAcl")["Scope"] == "REGIONAL"
    assert acl("SignInLimits") == {
        "ResourceArn": {"Ref": "UserPoolArn"},
        "WebACLArn": {"Fn::GetAtt": "SignInAcl.Arn"},
    }
    assert template["Resources"]["Limits"]["Properties"]["Parameters"]["UserPoolArn"] == {"Fn::GetAtt": "UserPool.Arn"}


@pytest.mark.parametrize("name", ACLS)
def test_whoever_is_within_the_limits_passes(name):
    assert acl(name)["DefaultAction"] == {"Allow": {}}


@pytest.mark.parametrize("name", ACLS)
def test_every_rate_is_counted_by_address_over_five_minutes(name):
    rated = [one["Statement"]["RateBasedStatement"] for one in rules(name).values() if "RateBased" in str(one)]
    assert rated
    assert {(one["AggregateKeyType"], one["EvaluationWindowSec"]) for one in rated} == {("IP", 300)}


def test_checks_of_certificates_and_mails_with_codes_have_the_stricter_limits(template):
    default = {name: one.get("Default") for name, one in template["Parameters"].items()}
    assert rate("PortalAcl", "verify-per-address")["Limit"] == {"Ref": "VerifyPerAddress"}
    assert rate("PortalAcl", "mailed-codes-per-address")["Limit"] == {"Ref": "CodesPerAddress"}
    assert rate("PortalAcl", "api-per-address")["Limit"] == {"Ref": "ApiPerAddress"}
    assert rate("SignInAcl", "codes-per-address")["Limit"] == {"Ref": "CodesPerAddress"}
    assert rate("SignInAcl", "sign-in-codes-per-address")["Limit"] == {"Ref": "CodesPerAddress"}
    assert rate("SignInAcl", "sign-in-per-address")["Limit"] == {"Ref": "SignInPerAddress"}
    assert default["VerifyPerAddress"] * 10 <= default["ApiPerAddress"]
    assert default["CodesPerAddress"] * 10 <= default["SignInPerAddress"]
    # One address cannot use up what all share.
    assert default["ApiPerAddress"] / 300 < default["ApiRateLimit"] / 2
    assert default["VerifyPerAddress"] / 300 < default["VerifyRateLimit"] / 2


@pytest.mark.parametrize("body", ["too-many", "blocked"])
def test_the_api_behind_the_acl_refuses_with_a_problem_document(body):
    given = acl("PortalAcl")["CustomResponseBodies"][body]
    told = json.loads(given["Content"])
    assert given["ContentType"] == "APPLICATION_JSON"
    assert told["type"] == TYPE_PREFIX + told["code"]
    answered = [
        one["Action"]["Block"]["CustomResponse"]
        for one in rules("PortalAcl").values()
        if body == one["Action"].get("Block", {}).get("CustomResponse", {}).get("CustomResponseBodyKey")
    ]
    assert answered
    assert {one["ResponseCode"] for one in answered} == {told["status"]}


def test_who_is_over_a_limit_hears_how_long_to_wait():
    for rule in rules("PortalAcl").values():
        if "RateBased" in str(rule["Statement"]):
            told = rule["Action"]["Block"]["CustomResponse"]
            assert told["ResponseCode"] == 429
            assert told["ResponseHeaders"] == [{"Name": "Retry-After", "Value": "300"}]


@pytest.mark.parametrize("name", ACLS)
def test_an_operator_can_block_addresses_of_both_kinds_before_anything_else(name):
    first = min(rules(name).values(), key=lambda one: one["Priority"])
    arns = [one["IPSetReferenceStatement"]["Arn"] for one in first["Statement"]["OrStatement"]["Statements"]]
    sets = [LIMITS["Resources"][one["Fn::GetAtt"].partition(".")[0]]["Properties"] for one in arns]
    assert [one["IPAddressVersion"] for one in sets] == ["IPV4", "IPV6"]
    assert {one["Scope"] for one in sets} == {ACLS[name]}
    assert [one["Addresses"] for one in sets] == [[], []]


def test_bot_control_costs_nothing_unless_it_is_turned_on(template):
    assert template["Parameters"]["BotControl"]["Default"] == "off"
    (given,) = [one for one in acl("SignInAcl")["Rules"] if "Fn::If" in one]
    assert given["Fn::If"][0] == "ControlsBots"
    group = given["Fn::If"][1]["Statement"]["ManagedRuleGroupStatement"]
    assert group["Name"] == "AWSManagedRulesBotControlRuleSet"
    # Each request that it inspects costs: the same ones as the stricter limit.
    assert group["ScopeDownStatement"] == rate("SignInAcl", "codes-per-address")["ScopeDownStatement"]


@pytest.mark.parametrize("name", ["Portal", "SignIn"])
def test_addresses_are_kept_for_a_week_in_a_log_of_their_own_without_what_was_asked_for(name):
    group, logging = acl(f"{name}Addresses"), acl(f"{name}Logging")
    assert group["RetentionInDays"] == 7
    path = group["LogGroupName"]["Fn::Sub"]
    assert path.startswith("aws-waf-logs-${StackName}")
    (target,) = logging["LogDestinationConfigs"]
    assert target["Fn::Sub"].endswith(f":log-group:{path}")
    assert logging["ResourceArn"] == {"Fn::GetAtt": f"{name}Acl.Arn"}
    redacted = logging["RedactedFields"]
    assert {"UriPath": {}} in redacted
    assert {"QueryString": {}} in redacted
    assert {"SingleHeader": {"Name": "authorization"}} in redacted
    assert acl(f"{name}Acl")["VisibilityConfig"]["SampledRequestsEnabled"] is False


def test_who_reads_pages_is_not_logged():
    logged = acl("PortalLogging")["LoggingFilter"]
    assert logged["DefaultBehavior"] == "DROP"
    (kept,) = logged["Filters"]
    label = f"awswaf:${{AWS::AccountId}}:webacl:{acl('PortalAcl')['Name']['Fn::Sub']}:api"
    assert [next(iter(one.values())) for one in kept["Conditions"]] == [
        {"Action": "BLOCK"},
        {"LabelName": {"Fn::Sub": label}},
    ]
    marked = rules("PortalAcl")["api-requests"]
    assert (marked["Action"], marked["RuleLabels"]) == ({"Count": {}}, [{"Name": "api"}])


def test_rules_of_an_acl_have_their_places():
    for name in ACLS:
        places = [one["Priority"] for one in rules(name).values()]
        assert len(set(places)) == len(places)


# ---------------------------------------------------------------- one origin
def behavior(resources):
    config = resources["PortalDistribution"]["Properties"]["DistributionConfig"]
    (found,) = config["CacheBehaviors"]
    (origin,) = [one for one in config["Origins"] if one["Id"] == found["TargetOriginId"]]
    return found, origin


def test_the_api_is_behind_the_portals_address_uncached_and_with_every_method(resources):
    found, origin = behavior(resources)
    assert found["PathPattern"] == "/v1/*"
    assert set(found["AllowedMethods"]) == {"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}
    # AWS's own CachingDisabled and AllViewerExceptHostHeader.
    assert found["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert found["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    assert "FunctionAssociations" not in found  # they would lead to index.html
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


def test_cloudfront_waits_longer_than_the_functions_of_the_api_may_run(resources, functions):
    _, origin = behavior(resources)
    assert origin["CustomOriginConfig"]["OriginReadTimeout"] > max(
        functions[name]["Timeout"] for name in ("ClaimApi", "CertificatePdf")
    )


def test_cloudfront_calls_a_stage_that_nobody_else_knows(resources):
    _, origin = behavior(resources)
    stage = resources["PortalStage"]["Properties"]
    assert origin["OriginPath"] == {"Fn::Sub": "/${PortalStage}"}
    assert stage["StageName"] == {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": "AWS::StackId"}]}]}
    assert stage["ApiId"] == {"Ref": "HttpApi"}
    assert stage["AutoDeploy"] is True


def test_who_floods_the_apis_own_address_takes_nothing_from_the_portal(template, resources):
    stage, direct = resources["PortalStage"]["Properties"], resources["HttpApi"]["Properties"]
    default = {name: one.get("Default") for name, one in template["Parameters"].items()}
    assert stage["DefaultRouteSettings"]["ThrottlingRateLimit"] == {"Ref": "ApiRateLimit"}
    assert direct["DefaultRouteSettings"]["ThrottlingRateLimit"] == {"Ref": "DirectRateLimit"}
    assert default["DirectRateLimit"] < default["ApiRateLimit"]
    assert stage["RouteSettings"] == direct["RouteSettings"]
    assert stage["AccessLogSettings"] == direct["AccessLogSettings"]


def test_no_answer_of_the_api_runs_as_a_page_of_the_portal(resources):
    found, _ = behavior(resources)
    assert found["ResponseHeadersPolicyId"] == {"Ref": "ApiHeaders"}
    headers = resources["ApiHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    assert headers["ContentTypeOptions"] == {"Override": True}
    policy = headers["ContentSecurityPolicy"]
    assert policy["ContentSecurityPolicy"].startswith("default-src 'none'")
    assert policy["Override"] is False  # the two pages of the API have their own


def test_links_on_paper_and_in_mails_lead_to_the_portals_address(functions):
    printed = functions["CertificatePdf"]["Environment"]["Variables"]["VERIFY_BASE_URL"]
    own = {"Fn::Sub": "${PortalOrigin}/v1/verify"}
    assert printed == {"Fn::If": ["HasVerifyBaseUrl", {"Ref": "VerifyBaseUrl"}, own]}
    assert functions["ReportNightly"]["Environment"]["Variables"]["API_URL"] == {"Ref": "PortalOrigin"}


# ---------------------------------------------------------------- concurrency
def test_a_flood_cannot_take_the_concurrency_of_the_night_and_the_forwarder(template, functions):
    nothing = {"Ref": "AWS::NoValue"}
    reserved = {name: one.get("ReservedConcurrentExecutions") for name, one in functions.items()}
    assert reserved["ReportNightly"] == {"Fn::If": ["Reserves", 4, nothing]}
    assert reserved["ForwardAscp"] == {"Fn::If": ["Reserves", {"Ref": "ForwardConcurrency"}, nothing]}
    # A new account has too little to reserve any of it, and its first deploy must not fail.
    assert template["Parameters"]["ReserveConcurrency"]["Default"] == "no"
