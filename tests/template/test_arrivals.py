"""What arrives starts work at once: files by a rule that a parameter switches off, credits by the ledger's stream."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from laurel.intake.places import FEED_PREFIX, ROSTER_PREFIX
from laurel.ledger.records import to_item
from laurel.ledger.states import State
from tests import stores
from tests.credits import a_credit

RULE = stores.properties("FileArrived")
EARNED = stores.properties("MatchArrivals")["Events"]["Earned"]["Properties"]


def test_files_are_taken_when_they_arrive_unless_a_parameter_says_no(template):
    parameter = template["Parameters"]["IntakeOnArrival"]
    assert (parameter["Default"], parameter["AllowedValues"]) == ("yes", ["yes", "no"])
    assert template["Conditions"]["IntakesOnArrival"] == {"Fn::Equals": [{"Ref": "IntakeOnArrival"}, "yes"]}
    assert RULE["State"] == {"Fn::If": ["IntakesOnArrival", "ENABLED", "DISABLED"]}


def test_the_bucket_announces_feeds_and_rosters_to_the_queue_of_the_run():
    bucket = stores.properties("IntakeBucket")
    assert bucket["NotificationConfiguration"] == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    pattern = RULE["EventPattern"]
    assert (pattern["source"], pattern["detail-type"]) == (["aws.s3"], ["Object Created"])
    assert pattern["detail"]["bucket"] == {"name": [{"Ref": "IntakeBucket"}]}
    # No rejected rows, which a run itself writes.
    begins = [one["prefix"] for one in pattern["detail"]["object"]["key"]]
    assert begins == [FEED_PREFIX, ROSTER_PREFIX.partition("/")[0] + "/"]
    [target] = RULE["Targets"]
    requests = stores.properties("ReportNightly")["Events"]["Requests"]["Properties"]
    assert target["Arn"] == requests["Queue"] == {"Fn::GetAtt": "RunRequestQueue.Arn"}
    # Those that found another run under way come back.
    assert requests["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


@pytest.mark.parametrize("state", State)
def test_the_stream_starts_matching_for_credits_that_are_due_for_it_and_for_no_others(state):
    """An unmatched credit is due when somebody asked for another try."""
    assert EARNED["Stream"] == {"Fn::GetAtt": "LedgerTable.StreamArn"}
    [one] = EARNED["FilterCriteria"]["Filters"]
    image = json.loads(one["Pattern"])["dynamodb"]["NewImage"]
    [begin] = image["due_shard"]["S"]
    item = to_item(a_credit(state=state, due_at=datetime(2026, 11, 20, tzinfo=UTC), contact_hours=Decimal(1)))
    assert image["sk"] == {"S": [item["sk"]]}
    waits = state in (State.EARNED, State.UNMATCHED)
    assert str(item["due_shard"]).startswith(begin["prefix"]) == waits


def test_a_batch_that_fails_is_halved_and_tried_again_and_then_left_to_the_night():
    assert EARNED["BisectBatchOnFunctionError"] is True
    assert (EARNED["MaximumRetryAttempts"], EARNED["MaximumRecordAgeInSeconds"]) == (5, 21600)
