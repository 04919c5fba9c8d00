"""The portal: private files, one reader, strict headers."""

import re

import pytest


def test_only_the_portals_own_distribution_reads_the_bucket(resources):
    bucket = resources["PortalBucket"]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    (allowed,) = [
        one
        for one in resources["PortalBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
        if one["Effect"] == "Allow"
    ]
    assert (allowed["Principal"], allowed["Action"]) == ({"Service": "cloudfront.amazonaws.com"}, "s3:GetObject")
    assert "distribution/${PortalDistribution}" in allowed["Condition"]["StringEquals"]["aws:SourceArn"]["Fn::Sub"]
    access = resources["PortalAccess"]["Properties"]["OriginAccessControlConfig"]
    assert (access["SigningBehavior"], access["SigningProtocol"]) == ("always", "sigv4")


def test_the_distribution_is_https_compressed_and_sends_the_headers(resources):
    config = resources["PortalDistribution"]["Properties"]["DistributionConfig"]
    behavior = config["DefaultCacheBehavior"]
    assert behavior["ViewerProtocolPolicy"] == "redirect-to-https"
    assert behavior["Compress"] is True
    assert behavior["ResponseHeadersPolicyId"] == {"Ref": "PortalHeaders"}
    assert set(behavior["AllowedMethods"]) == {"GET", "HEAD"}
    assert "Logging" not in config  # they would hold who it was


def test_the_portals_address_is_the_one_that_may_call_the_api(template, resources):
    assert template["Outputs"]["PortalUrl"]["Value"] == {"Ref": "PortalOrigin"}
    assert resources["HttpApi"]["Properties"]["CorsConfiguration"]["AllowOrigins"] == [{"Ref": "PortalOrigin"}]


def test_pages_of_the_portal_alone_send_forms_to_the_intake_bucket(resources):
    (rule,) = resources["IntakeBucket"]["Properties"]["CorsConfiguration"]["CorsRules"]
    assert (rule["AllowedOrigins"], rule["AllowedMethods"]) == ([{"Ref": "PortalOrigin"}], ["POST"])


def test_the_policy_lets_nothing_in_but_the_portal_with_its_api_and_cognito(resources):
    headers = resources["PortalHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    policy = headers["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == rules["frame-ancestors"] == ["'none'"]
    assert rules["script-src"] == rules["style-src"] == rules["img-src"] == ["'self'"]
    assert rules["connect-src"] == [
        "'self'",
        "https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}",
        # Forms of uploads go to this bucket, under the address that the API gives.
        "https://${IntakeBucket}.s3.${AWS::Region}.${AWS::URLSuffix}",
        # Those of proofs go to this one.
        "https://${ExportBucket}.s3.${AWS::Region}.${AWS::URLSuffix}",
    ]
    variables = resources["ClaimApi"]["Properties"]["Environment"]["Variables"]
    on_aws = [variables[name]["Fn::If"][1]["Fn::Sub"] for name in ("INTAKE_URL", "PROOF_URL")]
    assert on_aws == [f"{one}/" for one in rules["connect-src"][-2:]]
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("address", "is_file"),
    [
        ("/", False),
        ("/activities/some.activity", False),
        ("/claims/0a1b.some.activity/sessions", False),
        ("/application", False),
        ("/app/main.js", True),
        ("/styles/base.css", True),
        ("/texts/en.js", True),
        ("/texts/en/staff.js", True),
        ("/config.json", True),
        ("/config.json/x", False),
    ],
)
def test_addresses_of_pages_lead_to_the_one_document(resources, address, is_file):
    code = resources["PortalPaths"]["Properties"]["FunctionCode"]
    pattern = re.search(r"const FILE = /(.+)/;", code)[1].replace(r"\/", "/")
    assert bool(re.search(pattern, address)) is is_file
