"""How the functions are started, configured and logged."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from laurel.platform import aws, settings
from local import stack as local_stack
from tests import stores

PATIENCE = {"AWS_READ_SECONDS", "AWS_MAX_ATTEMPTS"}
ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = [
    name for name, resource in stores.template()["Resources"].items() if resource["Type"] == "AWS::Serverless::Function"
]


def variables(template, function) -> dict:
    common = template["Globals"]["Function"]["Environment"]["Variables"]
    return common | function["Environment"]["Variables"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_gets_exactly_the_variables_that_it_reads(template, functions, name):
    """AWS_* and POWERTOOLS_* are for the clients of AWS and for Powertools; the rest is the function's settings."""
    given = set(variables(template, functions[name]))
    libraries = {variable for variable in given if variable.startswith(("AWS_", "POWERTOOLS_"))}
    assert {one for one in libraries if one.startswith("AWS_")} <= {"AWS_ENDPOINT_URL", *PATIENCE}
    read = {field.name.upper() for field in fields(getattr(settings, f"{name}Settings"))}
    assert given - libraries == read


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_call_of_aws_that_stalls_ends_before_its_function_does(template, functions, name):
    """Each try may wait for a connection and for an answer, and between two tries botocore waits twice as long."""
    given = variables(template, functions[name])
    seconds = given.get("AWS_READ_SECONDS", 20)
    if seconds == {"Ref": "AwsReadSeconds"}:
        seconds = template["Parameters"]["AwsReadSeconds"]["Default"]
    tries = int(given.get("AWS_MAX_ATTEMPTS", 6))
    waits = sum(min(20, 2**number) for number in range(tries - 1))
    assert tries * (aws.CONNECT_SECONDS + seconds) + waits < functions[name]["Timeout"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_powertools_knows_namespace_service_and_level(template, functions, name):
    given = variables(template, functions[name])
    assert given["POWERTOOLS_METRICS_NAMESPACE"] == "Laurel"
    assert given["POWERTOOLS_SERVICE_NAME"]["Fn::Sub"].startswith("${AWS::StackName}-")
    assert given["POWERTOOLS_LOG_LEVEL"] == {"Ref": "LogLevel"}


def test_no_level_of_the_log_drops_metrics(template):
    """Lambda takes a line without a level for INFO, and drops it above."""
    level = template["Globals"]["Function"]["LoggingConfig"]["ApplicationLogLevel"]
    assert level == {"Fn::If": ["LogsDebug", "DEBUG", "INFO"]}


def test_waits_are_those_agreed(template):
    defaults = {name: parameter.get("Default") for name, parameter in template["Parameters"].items()}
    waits = ("RetryBaseSeconds", "RetryMaxSeconds", "LeaseSeconds", "SettleSeconds")
    assert [defaults[wait] for wait in waits] == [30, 3600, 120, 300]


def test_ascp_is_asked_only_when_it_has_judged_or_dropped_what_it_was_sent(template, functions):
    """The lease is written first, and whatever the function sends it sends before its timeout."""
    contract = yaml.safe_load((ROOT / "docs/partners/ascp-intake-v1.openapi.yaml").read_text(encoding="utf-8"))
    judged = contract["paths"]["/v1/submissions"]["post"]["x-judged-within-seconds"]
    settle = template["Parameters"]["SettleSeconds"]
    least = judged + functions["ForwardAscp"]["Timeout"]
    assert settle["Default"] >= settle["MinValue"] >= least  # nobody can deploy less
    assert f"{judged} seconds" in settle["Description"]
    assert f"{settle['MinValue']} seconds" in settle["ConstraintDescription"]
    assert f"{judged} seconds after its request" in settle["ConstraintDescription"]
    promises = contract["info"]["description"]
    assert f"within {judged} seconds" in promises
    assert f"{settle['Default']} seconds after an attempt" in promises


def test_the_wait_before_asking_is_one_that_sqs_and_the_retries_can_make(template):
    settle = template["Parameters"]["SettleSeconds"]["Default"]
    assert settle < template["Parameters"]["RetryMaxSeconds"]["Default"] <= 43200


def test_the_local_stack_has_short_waits_of_its_own_for_what_the_forwarder_reads(functions):
    assert set(local_stack._WAITS) <= set(functions["ForwardAscp"]["Environment"]["Variables"])
    assert int(local_stack._WAITS["SETTLE_SECONDS"]) < 10


def test_the_runtime_is_python_3_13_on_the_chosen_processor(template, resources):
    common = template["Globals"]["Function"]
    assert common["Runtime"] == "python3.13"
    assert common["Architectures"] == [{"Ref": "Architecture"}]
    assert common["Layers"] == [{"Ref": "CommonLayer"}]
    assert template["Parameters"]["Architecture"]["Default"] == "arm64"
    assert resources["CommonLayer"]["Metadata"]["BuildArchitecture"] == {"Ref": "Architecture"}


def test_every_function_has_its_own_log_group_with_retention(functions, of_type):
    groups = of_type("AWS::Logs::LogGroup")
    for name, function in functions.items():
        group = groups[function["LoggingConfig"]["LogGroup"]["Ref"]]
        assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}, name
    # The log of the SFTP server has addresses of callers, which are kept more briefly (test_retention.py).
    assert {name for name, group in groups.items() if group["RetentionInDays"] != {"Ref": "LogRetentionDays"}} == {
        "SftpLogs"
    }


def test_tracing_is_off_since_it_needs_a_wildcard(template, functions):
    assert "Tracing" not in template["Globals"]["Function"]
    assert not [name for name, function in functions.items() if "Tracing" in function]


def test_the_night_starts_at_half_past_three_in_new_york_with_the_scheduled_time(template, functions):
    schedule = functions["ReportNightly"]["Events"]["EveryNight"]["Properties"]
    defaults = {name: parameter.get("Default") for name, parameter in template["Parameters"].items()}
    assert defaults["ScheduleExpression"] == "cron(30 3 * * ? *)"
    assert defaults["ScheduleTimeZone"] == "America/New_York"
    assert schedule["ScheduleExpressionTimezone"] == {"Ref": "ScheduleTimeZone"}
    assert json.loads(schedule["Input"]) == {"time": "<aws.scheduler.scheduled-time>"}
    assert schedule["RetryPolicy"]["MaximumRetryAttempts"] > 0
    assert "${AWS::StackName}" in schedule["Name"]["Fn::Sub"]


def test_a_night_that_cannot_start_or_fails_is_kept(functions):
    kept = {"Fn::GetAtt": "ScheduleDeadLetterQueue.Arn"}
    night = functions["ReportNightly"]
    assert night["Events"]["EveryNight"]["Properties"]["DeadLetterConfig"]["Arn"] == kept
    assert night["EventInvokeConfig"]["DestinationConfig"]["OnFailure"] == {"Type": "SQS", "Destination": kept}


def test_the_comparison_with_ascp_runs_every_week_and_is_kept_when_it_fails(functions):
    kept = {"Fn::GetAtt": "ScheduleDeadLetterQueue.Arn"}
    weekly = functions["ReconcileAscp"]
    schedule = weekly["Events"]["EveryWeek"]["Properties"]
    assert schedule["ScheduleExpression"] == "cron(0 8 ? * MON *)"
    assert "${AWS::StackName}" in schedule["Name"]["Fn::Sub"]
    assert schedule["DeadLetterConfig"]["Arn"] == kept
    assert weekly["EventInvokeConfig"]["DestinationConfig"]["OnFailure"] == {"Type": "SQS", "Destination": kept}


def test_the_forwarder_takes_batches_and_answers_for_each_message(template, functions):
    delivery = functions["ForwardAscp"]["Events"]["Delivery"]["Properties"]
    assert delivery["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert delivery["BatchSize"] == 100
    # SQS asks for a window when a batch is larger than ten.
    assert delivery["MaximumBatchingWindowInSeconds"] == {"Ref": "ForwardWindowSeconds"}
    assert template["Parameters"]["ForwardWindowSeconds"]["MinValue"] >= 1
    assert delivery["ScalingConfig"]["MaximumConcurrency"] == {"Ref": "ForwardConcurrency"}


def test_a_message_stays_hidden_six_times_as_long_as_the_forwarder_may_run(template, functions, resources):
    queue = resources["DeliveryQueue"]["Properties"]
    gathering = template["Parameters"]["ForwardWindowSeconds"]["MaxValue"]
    assert queue["VisibilityTimeout"] >= 6 * functions["ForwardAscp"]["Timeout"] + gathering


def test_the_lease_outlasts_the_forwarder_whatever_is_deployed(template, functions):
    lease, timeout = template["Parameters"]["LeaseSeconds"], functions["ForwardAscp"]["Timeout"]
    assert lease["Default"] >= lease["MinValue"] >= 2 * timeout
    assert f"({timeout} seconds)" in lease["Description"]
    assert f"{lease['MinValue']} seconds" in lease["ConstraintDescription"]
