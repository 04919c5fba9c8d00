"""Every alarm says what to do and names its paragraph of the runbook."""

import json
import re
from pathlib import Path

import pytest

from laurel.ledger.states import UnmatchedReason
from laurel.nightly.nights import FEW_ROWS, MOST_REJECTED_PERCENT, UNDELIVERED_DAYS

ROOT = Path(__file__).resolve().parents[2]
RUNBOOK = ROOT / "docs" / "runbook.md"
ANCHOR = re.compile(r"docs/runbook\.md#([a-z0-9-]+)")


def anchors() -> set[str]:
    """The anchors that a reader on the web can follow: headings in lower case, words joined by hyphens."""
    headings = re.findall(r"^#+ (.+)$", RUNBOOK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def alarms(of_type) -> dict:
    """Those that tell somebody. The others only take a deploy back (test_releases.py)."""
    return {
        name: alarm for name, alarm in of_type("AWS::CloudWatch::Alarm").items() if not name.endswith("ReleaseAlarm")
    }


def metrics_of(alarm) -> list[dict]:
    """The metrics that an alarm looks at: its own one, or those of its expression."""
    if "MetricName" in alarm:
        return [alarm]
    return [one["MetricStat"]["Metric"] for one in alarm["Metrics"] if "MetricStat" in one]


def watched(of_type) -> set[tuple]:
    """What is watched: metric, the resource or service it is of, threshold and comparison."""
    return {
        (
            metric["MetricName"],
            subject(metric),
            alarm["ComparisonOperator"],
            alarm["Threshold"],
        )
        for alarm in alarms(of_type).values()
        for metric in metrics_of(alarm)
    }


def subject(metric) -> str | None:
    """The resource or the service that a metric is of; None for the whole account."""
    for dimension in metric.get("Dimensions", ())[:1]:
        value = dimension["Value"]
        return str(next(iter(value.values()))) if isinstance(value, dict) else value
    return None


def test_every_alarm_names_a_paragraph_of_the_runbook_of_its_own(of_type):
    named = {name: ANCHOR.findall(alarm["AlarmDescription"]) for name, alarm in alarms(of_type).items()}
    assert all(len(found) == 1 for found in named.values()), named
    found = [anchor for (anchor,) in named.values()]
    assert len(set(found)) == len(found)
    assert set(found) <= anchors()


def test_the_runbook_has_no_paragraph_for_an_alarm_that_is_not_there(of_type):
    text = RUNBOOK.read_text(encoding="utf-8")
    together = of_type("AWS::CloudWatch::CompositeAlarm")
    assert set(re.findall(r"^Alarm: `(\w+)`", text, flags=re.MULTILINE)) == set(alarms(of_type)) | set(together)


def test_what_must_not_go_unseen_is_watched(of_type):
    above, below = "GreaterThanThreshold", "LessThanThreshold"
    depth = "ApproximateNumberOfMessagesVisible"
    night, forward = "${AWS::StackName}-report-nightly", "${AWS::StackName}-forward-ascp"
    assert watched(of_type) >= {
        (depth, "DeliveryDeadLetterQueue.QueueName", above, 0),
        (depth, "ScheduleDeadLetterQueue.QueueName", above, 0),
        ("ApproximateAgeOfOldestMessage", "DeliveryQueue.QueueName", above, 21600),
        ("NightlyRuns", night, below, 1),
        ("RunsNotReconciled", night, above, 0),
        ("RunsUnfinished", night, above, 0),
        ("FilesNotTaken", night, above, 0),
        ("MessagesRefused", night, above, 0),
        ("NoticesFailed", night, above, 0),
        ("NoticesRefused", night, above, 5),
        ("OldestUndeliveredAge", night, above, 3),
        ("OldestUndeliveredAge", night, above, 7),
        ("OldestUndeliveredAge", forward, above, 3),
        ("OldestUndeliveredAge", forward, above, 7),
        ("RostersLate", night, above, 0),
        ("ProvidersLate", night, above, 0),
        ("RowsRejected", night, above, 10),
        ("RosterRowsRejected", night, above, 5),
        ("CreditsRejected", forward, above, 10),
        ("PoisonMessages", forward, above, 0),
        ("CreditsLeftForLater", forward, above, 0),
        ("CreditsHeldBack", forward, above, 0),
        ("BreakerOpened", forward, above, 0),
        ("CreditsUnreadable", forward, above, 0),
        ("StrangeResults", forward, above, 0),
        ("ContradictingReceipts", forward, above, 0),
        ("ReconcileDifferences", "${AWS::StackName}-reconcile-ascp", above, 0),
        ("ReconcileUnfinished", "${AWS::StackName}-reconcile-ascp", above, 0),
        ("CertificatesNotReproduced", "${AWS::StackName}-certificate-pdf", above, 0),
        ("ChangesUntold", "${AWS::StackName}-guard-accounts", above, 0),
        ("AccountsClosed", "${AWS::StackName}-guard-accounts", above, 0),
        ("5xx", "HttpApi", above, 4),
    }


def test_nights_at_a_glance_draw_the_limits_of_the_alarms(of_type):
    """The pages have the numbers from `laurel.nightly.nights`, and the alarms have the same."""
    rows = alarms(of_type)["RowRejectRateAlarm"]
    [expression] = [one["Expression"] for one in rows["Metrics"] if "Expression" in one]
    assert rows["Threshold"] == MOST_REJECTED_PERCENT
    assert expression == f"IF(other > {FEW_ROWS}, 100 * refused / other, 0)"
    ages = [alarms(of_type)[f"Undelivered{name}DaysAlarm"]["Threshold"] for name in ("Three", "Seven")]
    assert tuple(ages) == UNDELIVERED_DAYS


def test_every_function_is_watched_for_errors_and_throttles(of_type, functions):
    at_once = ("GreaterThanThreshold", 0)
    # What the forwarder could not do comes back by itself: once is no alarm.
    errors = dict.fromkeys(functions, at_once) | {"ForwardAscp": ("GreaterThanOrEqualToThreshold", 2)}
    seen = watched(of_type)
    assert {one for one in seen if one[0] == "Errors"} == {("Errors", name, *rule) for name, rule in errors.items()}
    assert {one for one in seen if one[0] == "Throttles"} == {("Throttles", name, *at_once) for name in functions}


def test_a_broken_forwarder_is_noticed_even_with_a_single_batch(of_type, resources):
    """The batch comes back when its messages are visible again: that often it fails within the period."""
    alarm = alarms(of_type)["ForwardAscpErrorsAlarm"]
    between = resources["DeliveryQueue"]["Properties"]["VisibilityTimeout"]
    assert alarm["Period"] * alarm["EvaluationPeriods"] // between >= alarm["Threshold"]


def test_every_dead_letter_queue_has_an_alarm(of_type):
    dead = {name for name in of_type("AWS::SQS::Queue") if "DeadLetter" in name}
    depth = [a for a in alarms(of_type).values() if a.get("MetricName") == "ApproximateNumberOfMessagesVisible"]
    assert {alarm["Dimensions"][0]["Value"]["Fn::GetAtt"].removesuffix(".QueueName") for alarm in depth} == dead


def test_a_night_without_a_run_is_noticed_after_26_hours_even_without_any_data(of_type):
    alarm = alarms(of_type)["NightlyRunMissingAlarm"]
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["Period"] * alarm["EvaluationPeriods"] == 26 * 3600
    assert alarm["DatapointsToAlarm"] == alarm["EvaluationPeriods"]


def test_an_untold_change_is_noticed_after_three_rounds_of_the_hour(of_type):
    alarm = alarms(of_type)["ChangesUntoldAlarm"]
    assert (alarm["Period"], alarm["DatapointsToAlarm"], alarm["Statistic"]) == (3600, 3, "Maximum")
    assert alarm["EvaluationPeriods"] == 4  # a round may begin a little later than an hour after the one before


def test_the_metrics_that_are_watched_are_those_of_the_function(of_type, template, functions):
    for name, alarm in alarms(of_type).items():
        for metric in metrics_of(alarm):
            if metric["Namespace"] == "Laurel":
                assert [metric["MetricName"], metric["Dimensions"]] in published(functions), name


def code_of(module: str) -> str:
    return (ROOT / "layers/common" / module.replace(".", "/")).with_suffix(".py").read_text(encoding="utf-8")


def published(functions) -> list:
    """Name and dimensions of each metric that the functions publish: by their code and their modules of metrics."""
    found = []
    for name in ("ReportNightly", "ForwardAscp", "ReconcileAscp", "CertificatePdf", "GuardAccounts"):
        function = functions[name]
        service = function["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"]
        code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / function["CodeUri"]).rglob("*.py"))
        code += "".join(
            code_of(module) for module in re.findall(r"^ *from (laurel\.\w+\.\w*metrics) import", code, re.M)
        )
        names = set(re.findall(r'"([A-Z][A-Za-z]+)"', code))
        names |= {f"CreditsUnmatched{reason.title().replace('_', '')}" for reason in UnmatchedReason}
        names |= {f"{stage.title()}Duration" for stage in ("roster", "moves", "feeds", "due", "requeue")}
        found += [[one, [{"Name": "service", "Value": service}]] for one in names]
    return found


def test_a_share_is_judged_only_where_there_is_enough_to_judge(of_type):
    for name in ("AscpRejectRateAlarm", "RowRejectRateAlarm", "RosterRejectRateAlarm", "NoticesRefusedAlarm"):
        (share,) = [one["Expression"] for one in alarms(of_type)[name]["Metrics"] if "Expression" in one]
        assert "> 50" in share, name


SHORTER = {
    "AscpNotAnsweringAlarm": 1800,
    "GuardAccountsErrorsAlarm": 300,
    "TablesThrottledAlarm": 300,
    "FunctionsSlowAlarm": 3600,
    "ConcurrencyUsedUpAlarm": 300,
    "DeliveryNotPolledAlarm": 300,
    "SignInThrottledAlarm": 300,
    "ApiRefusalsAlarm": 900,
}


def test_an_expression_uses_exactly_the_metrics_beside_it(of_type):
    for name, alarm in alarms(of_type).items():
        if "Metrics" in alarm:
            (expression,) = [one["Expression"] for one in alarm["Metrics"] if "Expression" in one]
            ids = {one["Id"] for one in alarm["Metrics"] if "MetricStat" in one}
            assert set(re.findall(r"\b[a-z]\w*\b", expression)) == ids, name
            periods = {one["MetricStat"]["Period"] for one in alarm["Metrics"] if "MetricStat" in one}
            assert periods == {SHORTER.get(name, 86400)}, name


QUIET = None
WELL = {"CreditsAccepted": 98, "CreditsRejected": 2}
PUT_BACK = {"CreditsPutBack": 100}
HELD_BACK = {"CreditsHeldBack": 100}
# A credit in doubt that is only asked for is neither put back nor held back.
ASKED_IN_VAIN = {"BreakerOpened": 1}
OUTAGES = {
    "one batch, dropped after an hour": ([PUT_BACK, HELD_BACK, QUIET, QUIET], True),
    "its last return in the third half-hour": ([PUT_BACK, QUIET, HELD_BACK, QUIET], True),
    "ASCP asks for an hour each time": ([PUT_BACK, QUIET, PUT_BACK, QUIET], True),
    "credits in doubt": ([PUT_BACK, ASKED_IN_VAIN, QUIET, QUIET], True),
    "an outage in the middle of a night": ([WELL, WELL | PUT_BACK, HELD_BACK, PUT_BACK], True),
    "an outage that has just begun": ([QUIET, QUIET, QUIET, PUT_BACK], False),
    "ASCP was busy for a moment": ([QUIET, PUT_BACK | WELL, WELL, QUIET], False),
    "trouble at the edge of a half-hour": ([QUIET, PUT_BACK, WELL, QUIET], False),
    "some get through": ([WELL | PUT_BACK, WELL | HELD_BACK, WELL | PUT_BACK, WELL], False),
    "refused, but judged": ([PUT_BACK | {"CreditsRejected": 3}] * 4, False),
    "refused, and not judged": ([PUT_BACK | {"CreditsRejected": 3, "CreditsUnreadable": 3}] * 2 + [QUIET] * 2, True),
    "a quiet day": ([WELL, QUIET, QUIET, QUIET], False),
}


def judged(alarm, published_) -> float:
    """The value of the alarm's expression for a period in which the forwarder published these figures."""
    figures = {
        one["Id"]: published_.get(one["MetricStat"]["Metric"]["MetricName"], 0)
        for one in alarm["Metrics"]
        if "MetricStat" in one
    }
    (expression,) = [one["Expression"] for one in alarm["Metrics"] if "Expression" in one]
    functions_ = {"IF": lambda condition, then, otherwise: then if condition else otherwise}
    return eval(expression.replace(" AND ", " and "), functions_, figures)


def test_a_refused_sign_in_is_no_failure_of_the_guard(of_type):
    alarm = alarms(of_type)["GuardAccountsErrorsAlarm"]
    (expression,) = [one["Expression"] for one in alarm["Metrics"] if "Expression" in one]
    for errors, refused, declined, goes_off in (
        (3, 3, None, False),
        (3, 1, 2, False),
        (3, None, None, True),
        (4, 3, None, True),
    ):
        figures = {
            "errors": errors,
            "declined": declined,
            "refused": refused,
            "FILL": lambda figure, value: value if figure is None else figure,
        }
        assert (eval(expression, figures) > alarm["Threshold"]) is goes_off


def test_a_late_source_stays_an_alarm_until_a_night_finds_it_in_time(of_type):
    for name in ("RosterLateAlarm", "ProvidersLateAlarm"):
        assert alarms(of_type)[name]["TreatMissingData"] == "ignore"


ROSTERS = {
    "half of the members gone": ((2_000, 980), True),
    "just over a twentieth": ((2_000, 101), True),
    "a twentieth": ((2_000, 100), False),
    "some without an e-mail": ((40_000, 800), False),
    "one bad row of a stack on trial": ((5, 1), False),
}


@pytest.mark.parametrize(("rows", "goes_off"), ROSTERS.values(), ids=ROSTERS)
def test_a_roster_with_many_bad_rows_is_noticed(of_type, rows, goes_off):
    alarm = alarms(of_type)["RosterRejectRateAlarm"]
    share = judged(alarm, dict(zip(("RosterRowsRead", "RosterRowsRejected"), rows, strict=True)))
    assert (share > alarm["Threshold"]) is goes_off


@pytest.mark.parametrize(
    ("name", "figures", "goes_off"),
    [
        ("AscpRejectRateAlarm", {"CreditsAccepted": 90, "CreditsRejected": 11}, True),
        ("AscpRejectRateAlarm", {"CreditsAccepted": 90, "CreditsRejected": 9}, False),
        ("RowRejectRateAlarm", {"RowsRead": 100, "RowsRejected": 11}, True),
        ("RowRejectRateAlarm", {"RowsRead": 100, "RowsRejected": 10}, False),
        ("NoticesRefusedAlarm", {"NoticesSent": 60, "NoticesRefused": 4}, True),
        ("NoticesRefusedAlarm", {"NoticesSent": 60, "NoticesRefused": 3}, False),
        ("NoticesRefusedAlarm", {"NoticesSent": 0, "NoticesRefused": 51}, True),
    ],
)
def test_many_refusals_are_noticed(of_type, name, figures, goes_off):
    alarm = alarms(of_type)[name]
    assert (judged(alarm, figures) > alarm["Threshold"]) is goes_off


def test_a_rosters_bad_rows_are_on_the_dashboard(of_type):
    (dashboard,) = of_type("AWS::CloudWatch::Dashboard").values()
    shown = [
        metric[1]
        for widget in json.loads(dashboard["DashboardBody"]["Fn::Sub"])["widgets"]
        for metric in widget["properties"].get("metrics", [])
        if metric[0] == "Laurel"
    ]
    assert {"RosterRowsRead", "RosterRowsRejected"} <= set(shown)


class TestAscpNotAnswering:
    """The alarm of an outage, fed with what the forwarder publishes in each half-hour; None is no batch at all."""

    @pytest.fixture
    def alarm(self, of_type):
        return alarms(of_type)["AscpNotAnsweringAlarm"]

    @pytest.mark.parametrize(("half_hours", "goes_off"), OUTAGES.values(), ids=OUTAGES)
    def test_it_goes_off_when_it_should(self, alarm, half_hours, goes_off):
        assert len(half_hours) == alarm["EvaluationPeriods"]
        breaching = [judged(alarm, one) > alarm["Threshold"] for one in half_hours if one is not QUIET]
        assert (sum(breaching) >= alarm["DatapointsToAlarm"]) is goes_off

    def test_it_stays_as_it_is_while_nothing_is_tried(self, alarm):
        (expression,) = [one["Expression"] for one in alarm["Metrics"] if "Expression" in one]
        assert alarm["TreatMissingData"] == "ignore"
        assert "FILL" not in expression
        assert alarm["ComparisonOperator"] == "GreaterThanThreshold"


class TestDashboard:
    """The dashboard shows what there is, and all alarms."""

    @pytest.fixture
    def body(self, of_type):
        (dashboard,) = of_type("AWS::CloudWatch::Dashboard").values()
        return dashboard["DashboardBody"]["Fn::Sub"]

    @pytest.fixture
    def widgets(self, body):
        return json.loads(body)["widgets"]

    def test_every_alarm_is_on_it(self, widgets, of_type):
        (shown,) = [one["properties"]["alarms"] for one in widgets if one["type"] == "alarm"]
        assert shown == [f"${{{name}.Arn}}" for name in alarms(of_type)]

    def test_its_own_metrics_are_published(self, widgets, functions):
        for widget in widgets:
            for metric in widget["properties"].get("metrics", []):
                if metric[0] == "Laurel":
                    _, name, dimension, service, _ = metric
                    wanted = [name, [{"Name": dimension, "Value": {"Fn::Sub": service}}]]
                    assert wanted in published(functions), name

    def test_what_it_names_is_in_the_template(self, body, resources):
        named = set(re.findall(r"\$\{(\w+)(?:\.\w+)?\}", body))
        assert named <= set(resources), named - set(resources)

    def test_widgets_stand_side_by_side(self, widgets):
        taken = set()
        for widget in widgets:
            place = {
                (widget["x"] + x, widget["y"] + y) for x in range(widget["width"]) for y in range(widget["height"])
            }
            assert not place & taken, widget["properties"]["title"]
            assert max(x for x, _ in place) < 24
            taken |= place


def test_alarms_reach_the_one_who_is_named(of_type):
    for name, alarm in alarms(of_type).items():
        topic = {"Fn::If": ["HasAlarmEmail", {"Ref": "AlarmTopic"}, ""]}
        assert alarm["AlarmActions"] == {"Fn::If": ["HasAlarmTopic", [topic], []]}, name
        assert alarm["OKActions"] == alarm["AlarmActions"], name
