"""The arithmetic of the simulation and of the costs of a month, and their figures in the documents."""

import re
from datetime import date

import pytest

from benchmarks import running_cost
from benchmarks.journey import PRINTING, SESSIONS, measured, reads_of, shared, written_by
from benchmarks.simulate import Verdict, arrivals, limits, lines, load, meeting, million, room_for, worst
from tests.functions.claim_api_costs import EXPECTED
from tests.stores import ROOT, template

SCALE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
AS_MEASURED = 0.25  # the documents are written again when a figure has moved by more


class TestArithmetic:
    def test_all_arrive_and_twice_as_many_as_on_average_in_the_middle(self) -> None:
        seconds = arrivals(7_200, 3_600)
        assert sum(seconds) == pytest.approx(7_200)
        assert max(seconds) == pytest.approx(2 * 7_200 / 3_600, rel=0.001)
        assert seconds == pytest.approx(seconds[::-1])

    def test_each_step_of_each_learner_falls_into_its_second(self) -> None:
        assert load([1, 2], [5, 0, 7], between=2) == [5, 10, 0, 0, 7, 14, 0, 0]
        assert sum(load(arrivals(100, 60), [1, 2, 3])) == pytest.approx(100 * 6)

    def test_the_worst_moment_is_that_of_a_whole_window(self) -> None:
        assert worst([1, 5, 2, 4, 4]) == 5
        assert worst([1, 5, 2, 4, 4], 2) == 8
        assert worst([1, 2], 300) == 3

    def test_a_limit_gives_above_its_whole(self) -> None:
        full, over = Verdict("a", 10, 10, ""), Verdict("b", 10.1, 10, "")
        assert [one.count("**") for one in lines([full, over])[2:]] == [0, 2]
        assert room_for([full], 500) == 500
        assert room_for([Verdict("c", 20, 10, ""), full, Verdict("one hall", 99, 1, "")], 500) == 250

    def test_twice_the_people_ask_twice_as_much(self) -> None:
        one, two = ({v.what: v.asked for v in meeting(people)} for people in (1_000, 2_000))
        assert two == pytest.approx({what: 2 * asked for what, asked in one.items()})

    def test_units_are_counted_as_dynamodb_does(self) -> None:
        text = {"S": "x" * 5_000}
        item = {"pk": {"S": "A"}, "sk": {"S": "B"}, "t": text}
        asked = {"TableName": "T", "Key": {"pk": {"S": "A"}, "sk": {"S": "B"}}}
        assert list(reads_of("GetItem", asked, {"Item": item})) == [("T A", 1.0)]
        assert list(reads_of("GetItem", {**asked, "ConsistentRead": True}, {"Item": item})) == [("T A", 2.0)]
        query = {"TableName": "T", "IndexName": "i", "ExpressionAttributeValues": {":pk": {"S": "A"}}}
        assert list(reads_of("Query", query, {"Items": [item] * 3})) == [("T/i A", 2.0)]
        put = {"TransactItems": [{"Put": {"TableName": "T", "Item": item}}, {"ConditionCheck": {**asked}}]}
        assert [(table, twice) for table, _, twice in written_by("TransactWriteItems", put)] == [("T", True)] * 2


class TestJourney:
    def test_the_calls_are_those_that_the_tests_of_the_api_allow(self) -> None:
        """A route is measured here as it is promised there; the first name of an account brings its index with it."""
        for asked in measured()[1]:
            if asked.route in EXPECTED and asked.route != "changeMe":
                assert asked.calls == EXPECTED[asked.route], asked.route
        routes = [asked.route for asked in measured()[1]]
        assert routes.count("claimSession") == SESSIONS
        assert routes.count(PRINTING) == 1

    def test_what_all_share_has_nothing_of_one_learner(self) -> None:
        places = [*shared("writes"), *shared("reads")]
        assert "ClaimsTable ACTIVITY#microbiology-week" in places
        assert not [one for one in places if "ana" in one.split("#")[-1].split("@")[0]]


class TestLimits:
    def test_each_has_a_page_of_aws_and_those_that_we_compared_the_day(self) -> None:
        for name, one in limits().items():
            assert one["source"].startswith("https://docs.aws.amazon.com/"), name
            assert isinstance(one.get("checked"), date | None), name
            assert one["most"] > 0 and one["what"] and isinstance(one["adjustable"], bool), name

    def test_each_is_used(self) -> None:
        code = (ROOT / "benchmarks/simulate.py").read_text(encoding="utf-8")
        for name in limits():
            assert f'aws["{name}"]' in code or f"{name.rpartition('_')[0]}_{{kind}}" in code, name

    def test_what_to_turn_is_a_parameter_of_the_stack(self) -> None:
        named = {word for one in (*meeting(), *million()) for word in re.findall(r"\b[A-Z][a-z]+[A-Z]\w+\b", one.turn)}
        assert named - {"WarmThroughput"} <= set(template()["Parameters"])


def figure(text: str) -> float:
    return float(re.sub(r"[^0-9.]", "", text))


@pytest.mark.parametrize("found", [meeting, million])
def test_the_documents_show_what_the_simulation_finds(found) -> None:
    for one in found():
        (row,) = [line for line in SCALE.splitlines() if f" {one.what.replace('*', '')} |" in line.replace("*", "")]
        assert figure(row.split("|")[4]) == pytest.approx(100 * one.share, rel=AS_MEASURED, abs=2), row
        assert ("**" in row) is (one.share > 1), row


def test_the_documents_show_what_a_month_costs() -> None:
    sums = [float(one) for one in re.findall(r"\| together \| \| \*\*([\d.]+)\*\* \|", SCALE)]
    worked_out = [sum(line[2] for line in some) for some in (running_cost.idle_lines(), running_cost.learner_lines())]
    assert sums == pytest.approx(worked_out, rel=AS_MEASURED)


def test_learners_above_the_free_ones_cost_what_the_plan_says() -> None:
    less, more = (sum(line[2] for line in running_cost.learner_lines(1_000, beyond_the_first=b)) for b in (False, True))
    assert more - less == pytest.approx(15)


def test_a_month_without_learners_counts_what_the_templates_have() -> None:
    amounts = {name: amount for name, amount, _ in running_cost.idle_lines()}
    assert amounts["Web ACLs: of the portal, of the user pool"] == 2
    assert amounts["keys that sign"] == 2
    assert amounts["the alarm for all"] == 1
    assert amounts["metrics in alarms"] > 60
