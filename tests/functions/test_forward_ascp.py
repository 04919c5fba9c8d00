"""The forwarder's door: SQS events in, failed messages out, against the mocked AWS and the ASCP stand-in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from forward_dependencies import dependencies

from functions.forward_ascp import app
from laurel.ledger.states import State
from laurel.ledger.store import Change, Ledger
from local.ascp.faults import Rule
from local.ascp.participants import Participant
from local.ascp.server import LOCAL_CLIENT
from local.ascp.server import Ascp as StandIn
from local.ascp.server import start as start_stand_in
from tests import stores
from tests.credits import START, a_credit
from tests.forwarding_world import DAY
from tests.permitted import permitted
from tests.stores import ROOT, plain, properties, queue_url


@dataclass
class Context:
    """What Lambda tells a function about its invocation."""

    function_name: str = "forward-ascp"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:123456789012:function:forward-ascp"
    aws_request_id: str = "11111111-2222-3333-4444-555555555555"
    milliseconds: int = 60_000

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


@pytest.fixture
def stand_in(ledger: Ledger, delivery_queue_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    known = [Participant(email=f"c{n}@example.org", name="Ada Example") for n in range(20)]
    secret = {"client_id": LOCAL_CLIENT.client_id, "client_secret": LOCAL_CLIENT.client_secret}
    boto3.client("secretsmanager").create_secret(Name="ascp", SecretString=json.dumps(secret))
    with start_stand_in(participants=known) as stand_in:
        variables = {
            "LEDGER_TABLE_NAME": "LedgerTable",
            "CLAIMS_TABLE_NAME": stores.make_table("ClaimsTable"),
            "DELIVERY_QUEUE_URL": delivery_queue_url,
            "ASCP_BASE_URL": stand_in.url,
            "ASCP_SECRET_ID": "ascp",
        }
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        dependencies.cache_clear()
        yield stand_in
        dependencies.cache_clear()


def report(ledger: Ledger, *credit_ids: str) -> None:
    credits_ = [a_credit(one).report(member_number="M1", at=START, look_again_at=START + DAY) for one in credit_ids]
    ledger.save([Change(None, one) for one in credits_])


def send(*bodies: str) -> None:
    for body in bodies:
        boto3.client("sqs").send_message(QueueUrl=queue_url("DeliveryQueue"), MessageBody=body)


def wake(credit_id: str) -> str:
    return json.dumps({"credit_id": credit_id})


def event() -> dict[str, Any]:
    """The event that Lambda makes from the visible messages of the delivery queue."""
    sqs, records = boto3.client("sqs"), []
    url = queue_url("DeliveryQueue")
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"]).get("Messages"):
        records += [
            {
                "messageId": one["MessageId"],
                "receiptHandle": one["ReceiptHandle"],
                "body": one["Body"],
                "attributes": one["Attributes"],
                "messageAttributes": {},
                "eventSource": "aws:sqs",
            }
            for one in found
        ]
    return {"Records": records}


def invoke(event_: dict[str, Any]) -> list[str]:
    """What Lambda does: calls the handler, deletes what did not fail; gives back the bodies that failed."""
    with permitted("ForwardAscpRole"):
        answer = app.handler(event_, Context())  # type: ignore[arg-type]
    failed = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
    for record in event_["Records"]:
        if record["messageId"] not in failed:
            boto3.client("sqs").delete_message(
                QueueUrl=queue_url("DeliveryQueue"), ReceiptHandle=record["receiptHandle"]
            )
    return sorted(one["body"] for one in event_["Records"] if one["messageId"] in failed)


def make_visible(event_: dict[str, Any]) -> None:
    for record in event_["Records"]:
        boto3.client("sqs").change_message_visibility(
            QueueUrl=queue_url("DeliveryQueue"), ReceiptHandle=record["receiptHandle"], VisibilityTimeout=0
        )


def messages_in(resource: str) -> int:
    wanted = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = boto3.client("sqs").get_queue_attributes(QueueUrl=queue_url(resource), AttributeNames=wanted)
    return sum(int(found["Attributes"][name]) for name in wanted)


def test_a_batch_is_forwarded_and_only_what_failed_comes_back(stand_in: StandIn, ledger: Ledger) -> None:
    report(ledger, "c1", "c2", "stranger")
    send(wake("c1"), wake("c2"), wake("stranger"), "no JSON", wake("nobody"))
    assert invoke(event()) == sorted(["no JSON", wake("nobody")])
    states = {one: credit.state for one, credit in ledger.get_many(["c1", "c2", "stranger"]).items()}
    assert states == {"c1": State.ACCEPTED, "c2": State.ACCEPTED, "stranger": State.REJECTED}
    assert messages_in("DeliveryQueue") == 2


def test_the_event_for_sam_local_is_understood(stand_in: StandIn, ledger: Ledger) -> None:
    sample = json.loads((ROOT / "events" / "forward_ascp.json").read_text(encoding="utf-8"))
    first, *others = sample["Records"]
    credit_id = json.loads(first["body"])["credit_id"]
    report(ledger, credit_id)
    answer = app.handler(sample, Context())  # type: ignore[arg-type]
    # The others name credits that this ledger does not hold.
    assert answer == {"batchItemFailures": [{"itemIdentifier": one["messageId"]} for one in others]}
    assert ledger.get_many([credit_id])[credit_id].state is State.REJECTED, "ASCP does not know this learner"


def test_the_client_its_token_and_its_secret_serve_many_batches(stand_in: StandIn, ledger: Ledger) -> None:
    for one in ("c1", "c2", "c3"):
        report(ledger, one)
        send(wake(one))
        assert invoke(event()) == []
    assert len(stand_in.records.seen("/oauth/token")) == 1
    assert len(stand_in.records.seen("/v1/submissions")) == 3


def test_only_poison_reaches_the_dead_letter_queue(stand_in: StandIn, ledger: Ledger) -> None:
    report(ledger, "c1")
    stand_in.faults.put([Rule(kind="status", status=503)])
    send(wake("c1"), "no JSON")
    most = int(plain(properties("DeliveryQueue")["RedrivePolicy"]["maxReceiveCount"]))
    for _ in range(most):
        received = event()
        assert len(received["Records"]) == 2
        left = invoke(received)
        if wake("c1") in left:
            make_visible(received)
    assert left == ["no JSON"]
    make_visible({"Records": [one for one in received["Records"] if one["body"] == "no JSON"]})
    assert event() == {"Records": []}
    assert (messages_in("DeliveryQueue"), messages_in("DeliveryDeadLetterQueue")) == (0, 1)
    assert ledger.get_many(["c1"])["c1"].state is State.REPORTED


def test_metrics_and_log_count_and_name_nobody(
    stand_in: StandIn, ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    report(ledger, "c1", "stranger")
    send(wake("c1"), wake("stranger"), "no JSON")
    invoke(event())
    told = capsys.readouterr().out
    [metrics] = [json.loads(line) for line in told.splitlines() if '"_aws"' in line]
    counted = {name: value for name, value in metrics.items() if isinstance(value, list)}
    assert counted == {
        "CreditsAccepted": [1.0],
        "CreditsRejected": [1.0],
        "CreditsUnreadable": [0.0],
        "CreditsPutBack": [0.0],
        "CreditsWithheld": [0.0],
        "CreditsHeldBack": [0.0],
        "OldestUndeliveredAge": [0.0],
        "CreditsLeftForLater": [0.0],
        "PoisonMessages": [1.0],
        "Submissions": [1.0],
        "BreakerOpened": [0.0],
        "CallsCutOff": [0.0],
        "StrangeResults": [0.0],
        "ContradictingReceipts": [0.0],
    }
    for personal in ("example.org", "Ada", LOCAL_CLIENT.client_secret, "Bearer", "no JSON"):
        assert personal not in told


def test_time_is_kept_back_to_write_the_outcomes(stand_in: StandIn, ledger: Ledger) -> None:
    report(ledger, "c1")
    send(wake("c1"))
    answer = app.handler(event(), Context(milliseconds=12_000))  # type: ignore[arg-type]
    assert len(answer["batchItemFailures"]) == 1
    assert stand_in.records.seen() == []
    assert not ledger.get_many(["c1"])["c1"].in_doubt


def test_that_the_breaker_opened_is_counted(
    stand_in: StandIn, ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in.faults.put([Rule(kind="status", status=503, retry_after=60)])
    for one in ("c1", "c2"):
        report(ledger, one)
        send(wake(one))
        invoke(event())
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    assert [(one["BreakerOpened"], one["CreditsHeldBack"]) for one in told] == [([1.0], [0.0]), ([0.0], [1.0])]
