"""Alarms that go off before a limit of AWS does harm, and the one alarm that stands for all of them."""

import re
import tomllib

import pytest

from tests.stores import ROOT
from tests.template.test_alarms import alarms, subject

# These stop by themselves shortly before their time-out, and go on in another invocation or at the next call.
STOP_BY_THEMSELVES = {"ReportNightly", "ReconcileAscp", "ExportData"}


def expression_of(alarm) -> str:
    (found,) = [one["Expression"] for one in alarm["Metrics"] if "Expression" in one]
    return found


def parts_of(alarm) -> dict:
    return {one["Id"]: one["MetricStat"]["Metric"] for one in alarm["Metrics"] if "MetricStat" in one}


def test_a_call_near_its_time_out_is_noticed_for_every_function(of_type, functions):
    alarm = alarms(of_type)["FunctionsSlowAlarm"]
    metrics = parts_of(alarm)
    limits = {name: int(limit) for name, limit in re.findall(r"FILL\((\w+), 0\) / (\d+)", expression_of(alarm))}
    assert limits.keys() == metrics.keys()
    assert {subject(metric) for metric in metrics.values()} == set(functions)
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (1, "GreaterThanThreshold")
    for name, metric in metrics.items():
        assert metric["MetricName"] == "Duration"
        function = subject(metric)
        share = 0.98 if function in STOP_BY_THEMSELVES else 0.9
        assert limits[name] == functions[function]["Timeout"] * 1000 * share, function


def test_throttled_reads_and_writes_are_noticed_for_every_table(of_type):
    alarm = alarms(of_type)["TablesThrottledAlarm"]
    metrics = parts_of(alarm)
    seen = {(subject(one), one["MetricName"]) for one in metrics.values() if len(one["Dimensions"]) == 1}
    kinds = ("ReadThrottleEvents", "WriteThrottleEvents")
    assert seen == {(table, kind) for table in of_type("AWS::DynamoDB::Table") for kind in kinds}
    assert set(re.findall(r"FILL\((\w+), 0\)", expression_of(alarm))) == set(metrics)
    assert len(metrics) <= 10  # the most that an alarm may have
    for metric in metrics.values():
        for index in metric["Dimensions"][1:]:
            tables = of_type("AWS::DynamoDB::Table")[subject(metric)]["GlobalSecondaryIndexes"]
            assert index["Value"] in {one["IndexName"] for one in tables}


def test_mail_is_looked_at_before_ses_does(of_type):
    """SES reviews an account at 5% bounces and 0.1% complaints."""
    bounces, complaints = (alarms(of_type)[f"Mail{name}Alarm"] for name in ("Bounces", "Complaints"))
    assert bounces["MetricName"] == "Reputation.BounceRate"
    assert complaints["MetricName"] == "Reputation.ComplaintRate"
    assert bounces["Threshold"] < 0.05
    assert complaints["Threshold"] < 0.001
    assert "Dimensions" not in bounces  # AWS counts, and stops, the account
    assert {one["TreatMissingData"] for one in (bounces, complaints)} == {"ignore"}


@pytest.mark.parametrize(("empty", "received", "goes_off"), [(None, None, True), (9, None, False), (None, 1, False)])
def test_a_queue_that_nobody_asks_is_noticed(of_type, empty, received, goes_off):
    """An enabled trigger asks all the time. A queue that nobody uses has no metrics after some hours."""
    alarm = alarms(of_type)["DeliveryNotPolledAlarm"]
    figures = {
        "nothing": empty,
        "messages": received,
        "FILL": lambda figure, value: value if figure is None else figure,
    }
    assert (eval(expression_of(alarm), figures) < alarm["Threshold"]) is goes_off
    assert alarm["TreatMissingData"] == "breaching"


def test_concurrency_is_held_against_the_accounts_own_quota(of_type):
    alarm = alarms(of_type)["ConcurrencyUsedUpAlarm"]
    assert expression_of(alarm) == "100 * used / SERVICE_QUOTA(used)"
    assert parts_of(alarm)["used"]["Namespace"] == "AWS/Usage"  # the only one whose quota CloudWatch knows
    assert alarm["Threshold"] == 80


def test_certificates_are_looked_at_a_month_before_they_end(of_type):
    for name, metric in (
        ("PortalCertificateExpires", "DaysToExpiry"),
        ("SigningCertificateExpires", "SigningCertificateDaysLeft"),
    ):
        alarm = alarms(of_type)[f"{name}Alarm"]
        assert (alarm["MetricName"], alarm["ComparisonOperator"], alarm["Threshold"]) == (
            metric,
            "LessThanThreshold",
            30,
        )


@pytest.mark.parametrize(
    ("requests", "refused", "goes_off"),
    [(499, 499, False), (500, 250, False), (500, 251, True), (90_000, 45_100, True)],
)
def test_many_refused_requests_are_noticed_where_there_are_many(of_type, requests, refused, goes_off):
    alarm = alarms(of_type)["ApiRefusalsAlarm"]
    figures = {"requests": requests, "refused": refused, "IF": lambda test, then, other: then if test else other}
    assert (eval(expression_of(alarm), figures) > alarm["Threshold"]) is goes_off


def test_throttles_of_cognito_are_those_of_the_clients_of_the_portal(of_type):
    found = {
        (one["MetricName"], one["Dimensions"][1]["Value"]["Ref"])
        for one in parts_of(alarms(of_type)["SignInThrottledAlarm"]).values()
    }
    assert found == {
        ("SignInThrottles", "UserPoolClient"),
        ("SignUpThrottles", "UserPoolClient"),
        ("TokenRefreshThrottles", "UserPoolClient"),
        ("SignInThrottles", "AccountClient"),
    }


def test_a_slow_api_and_a_failing_portal_are_noticed_after_a_quarter_of_an_hour(of_type):
    slow, failing = (alarms(of_type)[f"{name}Alarm"] for name in ("ApiSlow", "PortalErrors"))
    assert {one["Period"] * one["EvaluationPeriods"] for one in (slow, failing)} == {900}
    assert (slow["ExtendedStatistic"], slow["EvaluateLowSampleCountPercentile"]) == ("p95", "ignore")
    assert {"Name": "Region", "Value": "Global"} in failing["Dimensions"]  # CloudFront's metrics have no other


def test_one_alarm_stands_for_all(of_type, nested):
    (together,) = of_type("AWS::CloudWatch::CompositeAlarm").values()
    separator, rules = together["AlarmRule"]["Fn::Join"]
    assert separator == " OR "
    assert [rule["Fn::Sub"] for rule in rules] == [f'ALARM("${{{name}}}")' for name in alarms(of_type)]
    assert len(rules) <= 100  # the most that AWS takes
    longest = len("laurel-prod-Monitoring-1ABCDEFGHIJKL-") + max(map(len, alarms(of_type))) + len("-1234567890AB")
    assert len(rules) * (longest + len('ALARM("") OR ')) <= 10_240
    assert "AlarmActions" not in together  # each of the others has told already


def test_a_budget_is_for_who_wants_one(template, of_type):
    budget = template["Resources"]["Budget"]
    assert budget["Condition"] == "HasBudget"
    assert template["Parameters"]["MonthlyBudget"]["Default"] == 0
    told = budget["Properties"]["NotificationsWithSubscribers"]
    kinds = [(one["Notification"]["NotificationType"], one["Notification"]["Threshold"]) for one in told]
    assert kinds == [("ACTUAL", 80), ("FORECASTED", 100)]
    assert "Over budget" in (ROOT / "docs/runbook.md").read_text(encoding="utf-8")


def test_no_stage_has_a_budget_by_accident():
    for stage in ("dev", "prod"):
        config = tomllib.loads((ROOT / "settings" / f"{stage}.toml").read_text(encoding="utf-8"))
        assert not [one for one in config["parameters"] if "Budget" in one]
