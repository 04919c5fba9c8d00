"""Releases: everything calls the alias, and a version holds code, layer and settings of one deploy."""

import copy
import json
import re
from functools import cache
from typing import Any

import boto3
import pytest
from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from local.versions import ALIAS
from tests.stores import ROOT, template

FUNCTIONS = [name for name, one in template()["Resources"].items() if one["Type"] == "AWS::Serverless::Function"]
GRADUAL = {"ClaimApi": "api-release", "CertificatePdf": "api-release", "ForwardAscp": "ForwardAscpReleaseAlarm"}


@cache
def _template() -> dict[str, Any]:
    return yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))


@cache
def _processed(layer: str = "layer-1", **parameters: str) -> dict[str, Any]:
    """The template as CloudFormation's transform makes it, with packages that were uploaded."""
    source = copy.deepcopy(_template())
    for one in source["Resources"].values():
        if one["Type"] == "AWS::Serverless::Function":
            one["Properties"]["CodeUri"] = "s3://artifacts/code"
            one["Properties"]["Events"] = _fewer(one["Properties"].get("Events", {}))
        elif one["Type"] == "AWS::Serverless::LayerVersion":
            one["Properties"]["ContentUri"] = f"s3://artifacts/{layer}"
    given = {name: str(one.get("Default", "x")) for name, one in source["Parameters"].items()} | parameters
    translator = Translator({}, Parser(), boto_session=boto3.Session(region_name="us-east-1"))
    return translator.translate(source, given)


def _fewer(events: dict[str, Any]) -> dict[str, Any]:
    """All but most routes: the transform treats them alike, and needs seconds for hundreds."""
    routes = [name for name, one in events.items() if one["Type"] == "HttpApi"]
    return {name: one for name, one in events.items() if name not in routes[3:]}


def resources_of(resource_type: str, **how: str) -> dict[str, Any]:
    found = _processed(**how)["Resources"].items()
    return {name: one for name, one in found if one["Type"] == resource_type}


def versions(**how: str) -> set[str]:
    return set(resources_of("AWS::Lambda::Version", **how))


@pytest.mark.slow
def test_every_function_has_the_alias_and_it_names_a_version():
    aliases = resources_of("AWS::Lambda::Alias")
    assert {one["Properties"]["FunctionName"]["Ref"] for one in aliases.values()} == set(FUNCTIONS)
    for alias in aliases.values():
        assert alias["Properties"]["Name"] == ALIAS
        version, attribute = alias["Properties"]["FunctionVersion"]["Fn::GetAtt"]
        assert (version in versions(), attribute) == (True, "Version")
    assert {one["DeletionPolicy"] for one in resources_of("AWS::Lambda::Version").values()} == {"Retain"}


RELEASE = "0123456789abcdef-" + "a" * 40


@pytest.mark.slow
def test_each_release_makes_a_new_version_of_every_function_so_none_mixes_old_and_new():
    """The digest sees settings and layer too. The description of a version names its release."""
    assert not versions() & versions(Release=RELEASE)
    assert not versions(Release=RELEASE) & versions(Release="1" + RELEASE[1:])
    assert versions(Release=RELEASE) == versions(Release=RELEASE, layer="layer-2")
    functions = resources_of("AWS::Lambda::Function", Release=RELEASE)
    assert len(functions) == len(FUNCTIONS)
    assert all(one["Properties"]["Description"].endswith(f" {RELEASE}") for one in functions.values())


def test_without_a_release_a_new_layer_still_makes_new_versions():
    """As with `sam deploy` by hand."""
    assert not versions() & versions(layer="layer-2")


def _names(node: Any) -> set[str]:
    """The logical ids to which `node` refers by Ref, Fn::GetAtt and Fn::Sub."""
    match node:
        case {"Ref": str(name)}:
            return {name}
        case {"Fn::GetAtt": [str(name), *_]}:
            return {name}
        case {"Fn::Sub": str(text)}:
            return set(re.findall(r"\$\{(\w+)", text))
        case dict():
            return {name for one in node.values() for name in _names(one)}
        case list():
            return {name for one in node for name in _names(one)}
    return set()


# What may name a function itself: what belongs to it, and what takes its metrics.
_OF_THE_FUNCTION = {
    "AWS::Lambda::Version",
    "AWS::Lambda::Alias",
    "AWS::Lambda::EventInvokeConfig",  # with the alias as its qualifier
    "AWS::CloudFormation::Stack",
    "AWS::CloudWatch::Alarm",
}


def test_nothing_but_its_versions_and_metrics_names_a_function_itself():
    """Events, schedules, mappings, triggers, permissions, self-invocations and outputs name the alias."""
    for name, one in _processed()["Resources"].items():
        if one["Type"] not in _OF_THE_FUNCTION and name != "ReleaseRole":
            assert not _names(one.get("Properties", {})) & set(FUNCTIONS), name
    assert not _names(_processed()["Outputs"]) & set(FUNCTIONS)
    for name, one in resources_of("AWS::Lambda::EventInvokeConfig").items():
        assert one["Properties"]["Qualifier"] == ALIAS, name


@pytest.mark.parametrize(
    ("resource_type", "path", "count"),
    [
        ("AWS::Lambda::EventSourceMapping", ("FunctionName",), 3),
        ("AWS::Scheduler::Schedule", ("Target", "Arn"), 4),
        ("AWS::Lambda::Permission", ("FunctionName",), 4),
    ],
)
def test_each_source_of_events_calls_an_alias(resource_type, path, count):
    found = resources_of(resource_type)
    assert len(found) >= count
    for name, one in found.items():
        called = one["Properties"]
        for key in path:
            called = called[key]
        assert called["Ref"].endswith(f"Alias{ALIAS}"), name


def test_routes_authorizer_and_triggers_call_aliases():
    body = json.dumps(_processed()["Resources"]["HttpApi"]["Properties"]["Body"])
    called = set(re.findall(r"functions/\$\{([\w.]+)\}/invocations", body))
    assert called == {"ClaimApiAliaslive", "CertificatePdfAliaslive", "__FunctionArn__"}
    assert '"__FunctionArn__": {"Ref": "AuthorizeClientsAliaslive"}' in body
    triggers = json.dumps(_processed()["Resources"]["UserPool"]["Properties"]["LambdaConfig"])
    assert triggers.count("GuardAccountsAliaslive") == 5


def test_api_and_delivery_change_by_a_tenth_first_and_go_back_when_an_alarm_goes_off():
    groups = resources_of("AWS::CodeDeploy::DeploymentGroup")
    assert set(groups) == {f"{name}DeploymentGroup" for name in GRADUAL}
    for name, alarm in GRADUAL.items():
        properties = groups[f"{name}DeploymentGroup"]["Properties"]
        assert "Canary10Percent5Minutes" in str(properties["DeploymentConfigName"])
        assert properties["AlarmConfiguration"]["Enabled"] is True
        assert alarm in str(properties["AlarmConfiguration"]["Alarms"])
        assert "DEPLOYMENT_STOP_ON_ALARM" in properties["AutoRollbackConfiguration"]["Events"]
    for name, alias in resources_of("AWS::Lambda::Alias").items():
        assert ("UpdatePolicy" in alias) == (name.removesuffix("Aliaslive") in GRADUAL), name


def test_codedeploy_may_move_these_aliases_and_look_at_these_alarms_alone(template):
    role = template["Resources"]["ReleaseRole"]["Properties"]
    moves, looks = role["Policies"][0]["PolicyDocument"]["Statement"]
    assert moves["Action"] == ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"]
    functions = [{"Fn::GetAtt": f"{name}.Arn"} for name in GRADUAL]
    aliases = [{"Fn::Sub": f"${{{name}.Arn}}:{ALIAS}"} for name in GRADUAL]
    assert moves["Resource"] == [one for both in zip(functions, aliases, strict=True) for one in both]
    assert looks["Action"] == "cloudwatch:DescribeAlarms"
    by_name, by_arn = looks["Resource"]
    assert by_name["Fn::Sub"].endswith(":${AWS::AccountId}:alarm:${AWS::StackName}-api-release")
    assert by_arn == {"Fn::GetAtt": "ForwardAscpReleaseAlarm.Arn"}


def test_without_gradual_releases_there_is_nothing_of_codedeploy():
    """The local stack has none: the same template, with this parameter."""
    assert not resources_of("AWS::CodeDeploy::DeploymentGroup", GradualRelease="false")
    assert not resources_of("AWS::CodeDeploy::Application", GradualRelease="false")
    aliases = resources_of("AWS::Lambda::Alias", GradualRelease="false")
    assert len(aliases) == len(FUNCTIONS)
    assert not [name for name, alias in aliases.items() if "UpdatePolicy" in alias]


def test_the_alarms_that_take_a_deploy_back_look_at_each_minute_and_have_a_paragraph(template):
    found = {name: one["Properties"] for name, one in template["Resources"].items() if name.endswith("ReleaseAlarm")}
    assert set(found) == {"ApiReleaseAlarm", "ForwardAscpReleaseAlarm"}
    runbook = (ROOT / "docs/runbook.md").read_text(encoding="utf-8")
    assert "\n## Release taken back\n" in runbook
    for alarm in found.values():
        assert (alarm["Period"], alarm["EvaluationPeriods"], alarm["TreatMissingData"]) == (60, 1, "notBreaching")
        assert "docs/runbook.md#release-taken-back" in alarm["AlarmDescription"]
        assert "AlarmActions" not in alarm
    # CodeDeploy finds it by this name, since it waits for the API, and so for the alias.
    assert found["ApiReleaseAlarm"]["AlarmName"] == {"Fn::Sub": "${AWS::StackName}-api-release"}
    assert template["Resources"]["ClaimApi"]["Properties"]["DeploymentPreference"]["Alarms"] == [
        {"Fn::Sub": "${AWS::StackName}-api-release"}
    ]


def test_the_commit_is_an_output(template):
    assert template["Outputs"]["Commit"]["Value"] == {"Ref": "Commit"}
    pattern = template["Parameters"]["Commit"]["AllowedPattern"]
    assert re.fullmatch(pattern, "")
    assert re.fullmatch(pattern, "0" * 40)
    assert re.fullmatch(pattern, "0" * 40 + "-changed")
    assert not re.fullmatch(pattern, "main")


def test_the_whole_stays_below_the_limits_of_cloudformation():
    processed = _processed()
    assert len(processed["Resources"]) < 400  # of 500
    assert len(json.dumps(processed)) < 900_000  # of 1 MB
