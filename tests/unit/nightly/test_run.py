"""The nightly run: what it takes, what it refuses, and that doing it again changes nothing."""

import itertools
from collections import Counter
from datetime import timedelta

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from laurel.ledger.deadline import LOST_AFTER
from laurel.ledger.states import State
from laurel.ledger.store import Change
from laurel.nightly import lease as runs
from laurel.nightly.lease import LEASE, Runs
from laurel.platform.clock import utc_now
from tests.credits import a_credit
from tests.examples import examples
from tests.unit.nightly.nights import FEED_HEADER, OTHERS, Nights, feed, rejected, roster


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    return Nights(ledger_table, delivery_queue_url, intake_bucket)


def test_a_night(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", "Ana@Example.org"), ("M2", "old@example.org", "lapsed")))
    nights.put(
        "feed/labce/1.csv",
        feed(
            ("r1", " ana@example.ORG"),
            ("r2", "stranger@example.org"),
            ("r3", "old@example.org"),
            ("r1", "ana@example.org"),  # a repeat
            ("r1", "ana@example.org", "2.5"),  # a conflict
            ("r4", "not an address"),
        ),
    )
    report = nights.run()
    assert (report["rows"], report["credits"], report["repeats"], report["rejected"]) == (6, 3, 1, 2)
    assert report["reported"] == 1
    assert report["unmatched"] == {"membership_lapsed": 1, "not_a_member": 1}
    assert report["reconciles"] is True
    assert report["complete"] is True
    assert [file["outcome"] for file in report["files"]] == ["taken", "taken"]
    credit = nights.credit("r1")
    assert (credit.state, credit.member_number) == (State.REPORTED, "M1")
    assert nights.queued() == [credit.credit_id]
    assert [(row["line"], row["column"], row["reason"]) for row in rejected(nights, "feed/labce/1.csv")] == [
        ("6", "reference", "conflicting_reference"),
        ("7", "email", "email_invalid"),
    ]
    assert rejected(nights, "feed/labce/1.csv")[0]["contact_hours"] == "2.5"


def test_the_same_night_again_changes_nothing(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org"), ("r2", "stranger@example.org")))
    nights.run()
    before = [nights.credit("r1"), nights.credit("r2")]
    nights.queued()
    report = nights.run()
    assert report["rows"] == report["reported"] == 0
    assert report["files"] == []
    assert "nothing to do" in report["note"]
    assert [nights.credit("r1"), nights.credit("r2")] == before
    assert nights.queued() == []


def test_nothing_to_do_is_said_and_no_fault(nights):
    report = nights.run()
    assert report["reconciles"]
    assert "nothing to do" in report["note"]


def test_a_new_file_with_old_rows_brings_repeats_and_conflicts_only(nights):
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    nights.run()
    nights.put("feed/labce/2.csv", feed(("r1", "ANA@example.org", "1.50"), ("r1", "ana@example.org", "9")))
    report = nights.run()
    assert (report["rows"], report["repeats"], report["rejected"], report["credits"]) == (2, 1, 1, 0)
    assert report["reconciles"]


def test_a_repeat_of_a_conflict_is_judged_by_the_ledger_not_by_its_neighbour(nights):
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    nights.run()
    nights.put("feed/labce/2.csv", feed(("r1", "ana@example.org", "9"), ("r1", "ana@example.org", "9")))
    assert nights.run()["rejected"] == 2


def test_the_same_reference_of_two_providers_is_two_credits(nights):
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    nights.put("feed/asm/1.csv", feed(("r1", "ana@example.org", "3")))
    assert nights.run()["credits"] == 2
    assert {nights.credit("r1", "labce").provider, nights.credit("r1", "asm").provider} == {"labce", "asm"}


def test_a_file_overwritten_under_its_name_is_a_new_file(nights):
    nights.put("feed/labce/daily.csv", feed(("r1", "ana@example.org")))
    nights.run()
    nights.put("feed/labce/daily.csv", feed(("r1", "ana@example.org"), ("r2", "ana@example.org")))
    report = nights.run()
    assert (report["credits"], report["repeats"]) == (1, 1)


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("feed/labce/1.csv", "reference,email\nr1,ana@example.org\n", "columns_missing"),
        ("feed/labce/1.csv", "", "empty_file"),
        ("feed/labce/notes.txt", "hello", "unexpected_name"),
        ("feed/1.csv", feed(("r1", "ana@example.org")), "unexpected_name"),
        ("feed//1.csv", feed(("r1", "ana@example.org")), "unexpected_name"),
        ("roster/ascls/1.csv", "email\nana@example.org\n", "columns_missing"),
        ("roster/ascls/1.csv", roster(), "no_members"),
    ],
)
def test_an_unusable_file_is_refused_whole_once_with_its_reason(nights, key, text, reason):
    nights.put(key, text)
    nights.put("feed/asm/good.csv", feed(("r9", "ana@example.org")))
    report = nights.run()
    assert report["credits"] == 1
    file = next(file for file in report["files"] if file["key"] == key)
    assert (file["outcome"], file["reason"]) == ("refused", reason)
    assert [(row["line"], row["reason"]) for row in rejected(nights, key)] == [("1", reason)]
    assert nights.run()["files"] == []


def test_the_newest_roster_counts_and_a_refused_one_leaves_the_last_in_force(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
    nights.run()
    nights.put("roster/ascls/2.csv", "not,a,roster\n")
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    report = nights.run()
    assert report["reported"] == 1


def test_who_joins_renews_or_stops_sharing_is_matched_the_next_night(nights):
    nights.put(
        "roster/ascls/1.csv",
        roster(("M1", "shared@example.org"), ("M2", "shared@example.org"), ("M3", "lapsed@example.org", "lapsed")),
    )
    nights.put(
        "feed/labce/1.csv",
        feed(("r1", "shared@example.org"), ("r2", "lapsed@example.org"), ("r3", "new@example.org"), ("r4", "no@x.org")),
    )
    assert nights.run()["unmatched"] == {"ambiguous_email": 1, "membership_lapsed": 1, "not_a_member": 2}
    nights.put(
        "roster/ascls/2.csv",
        roster(
            ("M1", "shared@example.org"),
            ("M2", "own@example.org"),
            ("M3", "lapsed@example.org"),
            ("M4", "new@example.org"),
        ),
    )
    report = nights.run()
    assert (report["rows"], report["resumed"], report["reported"], report["unmatched"]) == (0, 3, 3, {})
    assert report["reconciles"]
    assert [nights.credit(r).member_number for r in ("r1", "r2", "r3", "r4")] == ["M1", "M3", "M4", None]
    assert len(nights.queued()) == 3


def test_a_member_who_leaves_is_forgotten_but_what_was_reported_goes_on(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    nights.run()
    nights.put("roster/ascls/2.csv", roster(("M2", "ben@example.org")))
    nights.put("feed/labce/2.csv", feed(("r2", "ana@example.org")))
    assert nights.run()["unmatched"] == {"not_a_member": 1}
    assert nights.credit("r1").state is State.REPORTED


def test_a_roster_row_that_is_bad_is_handed_back(nights):
    nights.put(
        "roster/ascls/1.csv", roster(("M1", "ana@example.org"), ("M1", "ben@example.org"), ("M3", "nobody"), *OTHERS)
    )
    nights.run()
    assert [(row["line"], row["reason"]) for row in rejected(nights, "roster/ascls/1.csv")] == [
        ("3", "conflicting_member_number"),
        ("4", "email_invalid"),
    ]


def test_credits_of_claims_that_are_earned_are_matched(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", "c1@example.org")))
    nights.ledger.save([Change(None, a_credit("c1", due_at=utc_now()))])
    report = nights.run()
    assert (report["credits"], report["resumed"], report["reported"]) == (0, 1, 1)
    assert report["reconciles"]
    assert nights.queued() == ["c1"]


def test_what_has_no_receipt_in_time_is_queued_again(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    nights.run()
    nights.queued()
    assert nights.run()["requeued"] == 0
    nights.now = utc_now() + LOST_AFTER + timedelta(minutes=1)
    assert nights.run()["requeued"] == 1
    assert nights.queued() == [nights.credit("r1").credit_id]


def test_a_night_after_one_that_died_queues_all_that_is_undelivered(nights, monkeypatch):
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(type(nights.dependencies.queue), "send", die)
        with pytest.raises(KeyboardInterrupt):
            nights.run()
    assert nights.credit("r1").state is State.REPORTED  # saved, but no message was sent
    nights.now = utc_now() + LEASE + timedelta(seconds=1)
    report = nights.run()
    assert (report["repeats"], report["requeued"]) == (1, 1)
    assert nights.queued() == [nights.credit("r1").credit_id]


def test_what_sqs_refuses_is_counted_and_queued_by_a_later_night(nights, monkeypatch):
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    with monkeypatch.context() as patch:
        refusal = {"Failed": [{"Id": "0", "Code": "InternalError", "SenderFault": False}]}
        patch.setattr(nights.dependencies.queue._client, "send_message_batch", lambda **_: refusal)
        report = nights.run()
    assert (report["reported"], report["queue_refused"], report["reconciles"]) == (1, 1, True)
    nights.now = utc_now() + LOST_AFTER + timedelta(minutes=1)
    assert nights.run()["requeued"] == 1
    assert nights.queued() == [nights.credit("r1").credit_id]


def test_only_one_runs_at_a_time(nights):
    with Runs(nights.table, utc_now).lease("other"):
        nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
        report = nights.run()
    assert (report["skipped"], report["complete"]) == (True, False), "whoever looks at complete alone is not misled"
    assert report["rows"] == 0
    assert nights.run()["credits"] == 1


def test_a_file_that_breaks_off_is_put_off_and_taken_the_next_night(nights, monkeypatch):
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    nights.put("feed/asm/1.csv", feed(("r1", "ana@example.org")))
    fetch = nights.dependencies.bucket._client.get_object

    def broken(**request):
        answer = fetch(**request)
        if "labce" in request["Key"]:
            answer["Body"].read = lambda *_: (_ for _ in ()).throw(ReadTimeoutError(endpoint_url="s3"))
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(nights.dependencies.bucket._client, "get_object", broken)
        report = nights.run()
    outcomes = {file["key"]: file["outcome"] for file in report["files"]}
    assert outcomes == {"feed/asm/1.csv": "taken", "feed/labce/1.csv": "put_off"}
    assert report["credits"] == 1
    assert nights.run()["credits"] == 1


def test_a_file_that_breaks_off_once_is_taken_all_the_same(nights, monkeypatch):
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    client = nights.dependencies.bucket._client
    fetch, answers = client.get_object, []

    def broken_once(**request):
        answers.append(fetch(**request))
        if len(answers) == 1:
            answers[0]["Body"].read = lambda *_: (_ for _ in ()).throw(ReadTimeoutError(endpoint_url="s3"))
        return answers[-1]

    monkeypatch.setattr(client, "get_object", broken_once)
    assert nights.run()["credits"] == 1


def test_the_report_is_kept_in_the_ledger(nights):
    report = nights.run()
    kept = list(nights.table.query(None, "pk = :pk", pk=f"RUNS#{report['started_at'][:4]}"))
    assert [item["run_id"] for item in kept] == [report["run_id"]]


def test_calls_of_a_night(nights, monkeypatch):
    """Reads and writes in hundreds, messages in tens: nothing grows with older data."""
    monkeypatch.setattr(runs, "HEARTBEAT", 600.0)  # a busy machine must not renew the lease meanwhile
    nights.put("roster/ascls/1.csv", roster(*((f"M{n}", f"m{n}@example.org") for n in range(100))))
    nights.run()
    calls = Counter()
    for client in (nights.table._client, nights.dependencies.queue._client):
        client.meta.events.register("before-call.*", lambda model, **_: calls.update([model.name]))
    nights.put("feed/labce/1.csv", feed(*((f"r{n}", f"m{n % 100}@example.org") for n in range(200))))
    assert nights.run()["reported"] == 200
    assert calls == {
        "TransactWriteItems": 5,  # each credit with the note that it is the one reported; the file with its card
        "SendMessageBatch": 20,
        "BatchGetItem": 11,  # credits (two ids a reference), the roster with ASCP customer IDs, aliases, files
        "Query": 36,  # undos, addresses left, consents and IDs that changed, the shards of credits to match or deliver
        "GetItem": 3,  # the last lease, the roster in force, the horizon
        "PutItem": 3,  # the lease, the horizon, the report
        "DeleteItem": 1,  # the lease
    }


_examples = itertools.count()
rows = st.lists(
    st.tuples(
        st.sampled_from([f"r{n}" for n in range(6)]),
        st.sampled_from(["ana@example.org", "stranger@example.org", "broken"]),
        st.sampled_from(["1", "2"]),
    ),
    max_size=12,
)


@examples(15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows, cut=st.integers(0, 12))
def test_rows_come_to_the_same_however_they_are_cut_into_files(nights, rows, cut):
    """Any rows, split over two files, one of them sent twice: each reference is one credit, as its first row says."""
    prefix = f"example{next(_examples)}"  # all examples share one ledger, and one may be tried twice
    named = [(f"{prefix}-{reference}", email, hours) for reference, email, hours in rows]
    nights.put(f"feed/labce/{prefix}-1.csv", feed(*named[:cut]) if named[:cut] else FEED_HEADER)
    first = nights.run()
    nights.put(f"feed/labce/{prefix}-2.csv", feed(*named[cut:]) if named[cut:] else FEED_HEADER)
    nights.put(f"feed/labce/{prefix}-3.csv", feed(*named) if named else FEED_HEADER + "\r\n")
    second = nights.run()
    assert first["reconciles"]
    assert second["reconciles"]
    wanted = {}
    for reference, email, hours in named:
        if email != "broken":
            wanted.setdefault(reference, (email, hours))
    assert first["credits"] + second["credits"] == len(wanted)
    for reference, (email, hours) in wanted.items():
        credit = nights.credit(reference)
        assert (credit.email, str(credit.contact_hours)) == (email, hours)


def test_no_log_line_names_a_person(nights, caplog, capsys):
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org"), ("r2", "broken")))
    nights.run()
    logged = caplog.text + "".join(capsys.readouterr())
    assert "example.org" not in logged
    assert "Ana" not in logged


def test_without_the_snapshot_of_the_roster_in_force_the_night_goes_on_with_it(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
    nights.run()
    boto3.client("s3").delete_object(Bucket=nights.bucket, Key="state/roster/ascls.sqlite")
    nights.put("roster/ascls/2.csv", roster(("M2", "ben@example.org")))
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org"), ("r2", "ben@example.org")))
    report = nights.run()
    outcomes = {file["key"]: file["outcome"] for file in report["files"]}
    assert outcomes["roster/ascls/2.csv"] == "put_off"
    assert (report["reported"], report["unmatched"]) == (1, {"not_a_member": 1})
