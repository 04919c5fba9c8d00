"""Every alarm says what to do and names its paragraph of the runbook."""

import re
from pathlib import Path

RUNBOOK = Path(__file__).resolve().parents[2] / "docs" / "runbook.md"
ANCHOR = re.compile(r"docs/runbook\.md#([a-z0-9-]+)")


def anchors() -> set[str]:
    """The anchors that a reader on the web can follow: headings in lower case, words joined by hyphens."""
    headings = re.findall(r"^#+ (.+)$", RUNBOOK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def alarms(of_type) -> dict:
    return of_type("AWS::CloudWatch::Alarm")


def watched(of_type) -> set[tuple]:
    """What is watched: metric, the resource or service it is of, threshold and comparison."""
    return {
        (
            alarm["MetricName"],
            next(iter(alarm["Dimensions"][0]["Value"].values())),
            alarm["ComparisonOperator"],
            alarm["Threshold"],
        )
        for alarm in alarms(of_type).values()
    }


def test_every_alarm_names_a_paragraph_of_the_runbook_of_its_own(of_type):
    named = {name: ANCHOR.findall(alarm["AlarmDescription"]) for name, alarm in alarms(of_type).items()}
    assert all(len(found) == 1 for found in named.values()), named
    found = [anchor for (anchor,) in named.values()]
    assert len(set(found)) == len(found)
    assert set(found) <= anchors()


def test_the_runbook_has_no_paragraph_for_an_alarm_that_is_not_there(of_type):
    text = RUNBOOK.read_text(encoding="utf-8")
    assert set(re.findall(r"^Alarm: `(\w+)`", text, flags=re.MULTILINE)) == set(alarms(of_type))


def test_what_must_not_go_unseen_is_watched(of_type):
    above, below = "GreaterThanThreshold", "LessThanThreshold"
    depth = "ApproximateNumberOfMessagesVisible"
    night = "${AWS::StackName}-report-nightly"
    assert watched(of_type) >= {
        (depth, "DeliveryDeadLetterQueue.QueueName", above, 0),
        (depth, "ScheduleDeadLetterQueue.QueueName", above, 0),
        ("ApproximateAgeOfOldestMessage", "DeliveryQueue.QueueName", above, 21600),
        ("Errors", "ReportNightly", above, 0),
        ("Throttles", "ReportNightly", above, 0),
        ("Errors", "ForwardAscp", above, 2),
        ("Throttles", "ForwardAscp", above, 0),
        ("NightlyRuns", night, below, 1),
        ("RunsNotReconciled", night, above, 0),
        ("RunsUnfinished", night, above, 0),
        ("FilesNotTaken", night, above, 0),
        ("Errors", "CertificatePdf", above, 0),
        ("Throttles", "CertificatePdf", above, 0),
        ("CertificatesNotReproduced", "${AWS::StackName}-certificate-pdf", above, 0),
    }


def test_every_dead_letter_queue_has_an_alarm(of_type):
    dead = {name for name in of_type("AWS::SQS::Queue") if "DeadLetter" in name}
    depth = [a for a in alarms(of_type).values() if a["MetricName"] == "ApproximateNumberOfMessagesVisible"]
    assert {alarm["Dimensions"][0]["Value"]["Fn::GetAtt"].removesuffix(".QueueName") for alarm in depth} == dead


def test_a_night_without_a_run_is_noticed_after_26_hours_even_without_any_data(of_type):
    alarm = alarms(of_type)["NightlyRunMissingAlarm"]
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["Period"] * alarm["EvaluationPeriods"] == 26 * 3600
    assert alarm["DatapointsToAlarm"] == alarm["EvaluationPeriods"]


def test_the_metrics_that_are_watched_are_those_of_the_function(of_type, template, functions):
    for name, alarm in alarms(of_type).items():
        if alarm["Namespace"] == "Laurel":
            function = "CertificatePdf" if name.startswith("Certificate") else "ReportNightly"
            service = functions[function]["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"]
            assert alarm["Dimensions"] == [{"Name": "service", "Value": service}], name


def test_alarms_reach_the_one_who_is_named(of_type):
    for name, alarm in alarms(of_type).items():
        assert alarm["AlarmActions"]["Fn::If"][:2] == ["HasAlarmEmail", [{"Ref": "AlarmTopic"}]], name
