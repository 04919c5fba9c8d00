"""What a stack costs while nobody uses it, and what each thousand learners add, worked out from the templates.

    make scale

Counted in template.yaml, monitoring.yaml and limits.yaml as they are deployed with the default parameters; learners as
`benchmarks.journey` measures them. Prices: us-east-1, November 2026, without free tiers and without tax.
"""

from collections.abc import Mapping
from typing import Any

from ministack.services.cloudformation import language_extensions

from benchmarks.journey import PRINTING, measured
from benchmarks.scale_cost import GB_SECOND, LAMBDA_CALL, LOG_GB, MAIL, MILLION, READ, WRITE, Line
from benchmarks.simulate import seconds_of
from tests.stores import properties, template

ALARM_METRIC, COMPOSITE_ALARM, DASHBOARD = 0.10, 0.50, 3.00  # dollars a month
SECRET, KEY, WEB_ACL, WEB_ACL_RULE = 0.40, 1.00, 5.00, 1.00
METRIC = 0.30  # an own metric, for the hours in which it is sent
HOURS = 730
SQS_CALL, POLLS_A_MINUTE = 0.40 / MILLION, 15  # Lambda asks a quiet queue with five readers for 20 seconds each
API_CALL, WAF_CALL, EDGE_CALL = 1.00 / MILLION, 0.60 / MILLION, 1.00 / MILLION
EDGE_GB, SIGNATURE = 0.085, 0.15 / 10_000
# Above the first 10,000 learners who sign in within a month.
ACTIVE_LEARNER = {"LITE": 0.0055, "ESSENTIALS": 0.015}
FREE_LEARNERS = 10_000
FIRST_LOAD_BYTES, FILES_OF_A_VISIT = 240_000, 60  # tests/browser/test_weight.py: all files of learners together
ACCESS_LOG_BYTES, FUNCTION_LOG_BYTES, EDGE_LOG_BYTES = 700, 900, 400
MAILS_OF_A_LEARNER = 2  # the code to sign up, and one notice


def resources(name: str) -> Mapping[str, Any]:
    """The resources of a template, its loops expanded."""
    found: Mapping[str, Any] = language_extensions.apply(template(name), {})["Resources"]
    return found


def count(name: str, kind: str) -> int:
    """How many resources of a kind a template has."""
    return sum(one["Type"] == kind for one in resources(name).values())


def idle_lines() -> list[Line]:
    """A month without learners."""
    alarms = [one for one in resources("monitoring.yaml").values() if one["Type"] == "AWS::CloudWatch::Alarm"]
    metrics = sum(len(one["Properties"].get("Metrics", [0, 0])) - 1 for one in alarms)
    rules = sum(
        len(one["Properties"]["Rules"]) - sum("Fn::If" in rule for rule in one["Properties"]["Rules"])
        for one in resources("limits.yaml").values()
        if one["Type"] == "AWS::WAFv2::WebACL"
    )
    names = {
        (metric["MetricName"], str(metric["Dimensions"]))
        for one in alarms
        for metric in _metrics(one["Properties"])
        if metric["Namespace"] == "Laurel"
    }
    secrets, keys = count("template.yaml", "AWS::SecretsManager::Secret"), count("template.yaml", "AWS::KMS::Key")
    acls, queues = count("limits.yaml", "AWS::WAFv2::WebACL"), _polled_queues()
    polls = queues * POLLS_A_MINUTE * 60 * HOURS
    return [
        ("Web ACLs: of the portal, of the user pool", acls, acls * WEB_ACL),
        ("their rules", rules, rules * WEB_ACL_RULE),
        ("metrics in alarms", metrics, metrics * ALARM_METRIC),
        ("the alarm for all", count("monitoring.yaml", "AWS::CloudWatch::CompositeAlarm"), COMPOSITE_ALARM),
        ("dashboard", count("monitoring.yaml", "AWS::CloudWatch::Dashboard"), DASHBOARD),
        ("keys that sign", keys, keys * KEY),
        ("secrets", secrets, secrets * SECRET),
        ("own metrics, an hour of each day", len(names), len(names) * METRIC / 24),
        ("calls of functions that wait for messages", polls, polls * SQS_CALL),
    ]


def _metrics(alarm: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if "MetricName" in alarm:
        return [alarm]
    return [one["MetricStat"]["Metric"] for one in alarm["Metrics"] if "MetricStat" in one]


def _polled_queues() -> int:
    functions = [one for one in resources("template.yaml").values() if one["Type"] == "AWS::Serverless::Function"]
    events = [event for one in functions for event in one["Properties"].get("Events", {}).values()]
    return sum(event["Type"] == "SQS" for event in events)


def learner_lines(learners: int = 1_000, *, beyond_the_first: bool = False) -> list[Line]:
    """A month in which so many learners attend a meeting; `beyond_the_first` ten thousand, Cognito charges for each."""
    journey = measured()[1]
    requests = learners * len(journey)
    writes, reads = (
        learners * sum(sum(getattr(one, kind).values()) for one in journey) for kind in ("writes", "reads")
    )
    seconds = learners * sum(map(seconds_of, journey))
    memory = properties("ClaimApi")["MemorySize"] / 1024
    prints = learners * sum(one.route == PRINTING for one in journey)
    gigabytes = learners * (FIRST_LOAD_BYTES + sum(one.answer_bytes for one in journey)) / 2**30
    mails = learners * MAILS_OF_A_LEARNER
    tier = properties("UserPool")["UserPoolTier"]
    files = learners * FILES_OF_A_VISIT
    logs = (requests * (ACCESS_LOG_BYTES + FUNCTION_LOG_BYTES) + (requests + files) * EDGE_LOG_BYTES) / 2**30
    return [
        ("API Gateway: requests", requests, requests * API_CALL),
        ("Lambda: seconds", seconds, seconds * memory * GB_SECOND + requests * LAMBDA_CALL / MILLION),
        ("DynamoDB: write units", writes, writes / MILLION * WRITE),
        ("DynamoDB: read units", reads, reads / MILLION * READ),
        ("CloudFront: requests", requests + files, (requests + files) * EDGE_CALL),
        ("CloudFront: GB", gigabytes, gigabytes * EDGE_GB),
        ("WAF: requests", requests + files, (requests + files) * WAF_CALL),
        ("KMS: signatures", 2 * prints, 2 * prints * SIGNATURE),
        ("SES: mails", mails, mails * MAIL),
        ("logs: GB", logs, logs * LOG_GB),
        (f"Cognito, {tier}: active learners", learners, learners * ACTIVE_LEARNER[tier] if beyond_the_first else 0.0),
    ]


def show(what: str, lines: list[Line]) -> None:
    """Prints a table in Markdown."""
    print(f"\n| {what} | | dollars |\n|---|---|---|")
    for name, amount, dollars in lines:
        figure = f"{amount:,.2f}" if amount < 10 and amount != int(amount) else f"{amount:,.0f}"
        print(f"| {name} | {figure} | {dollars:.2f} |")
    print(f"| together | | **{sum(line[2] for line in lines):.2f}** |")


def main() -> None:
    """Prints what a month costs."""
    show("a month without learners", idle_lines())
    show("a thousand learners who attend a meeting", learner_lines())
    show("a thousand learners above the first 10,000 of a month", learner_lines(beyond_the_first=True))


if __name__ == "__main__":
    main()
