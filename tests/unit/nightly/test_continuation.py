"""A night that does not fit into one invocation: it saves its place and goes on there, whatever ended it."""

from datetime import timedelta

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from laurel.intake import feed as feed_intake
from laurel.ledger.deadline import LOST_AFTER
from laurel.ledger.records import SHARDS
from laurel.ledger.store import Change
from laurel.nightly import credits as nightly_credits
from laurel.nightly import files as nightly_files
from laurel.nightly.continuation import RunPart
from laurel.nightly.lease import LEASE
from laurel.nightly.run_state import RunState
from laurel.platform.clock import utc_now
from laurel.roster import update as roster_update
from tests.credits import a_credit
from tests.unit.nightly.nights import Nights, feed, rejected, roster, utc


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket, monkeypatch):
    monkeypatch.setattr(feed_intake, "WINDOW", 10)
    monkeypatch.setattr(nightly_credits, "WINDOW", 10)
    return Nights(ledger_table, delivery_queue_url, intake_bucket)


def with_time_for(nights, steps):
    left = iter([900.0] * steps)
    nights.seconds_left = lambda: next(left, 1.0)


def with_time(nights):
    nights.seconds_left = lambda: 900.0


def record_of(nights, key):
    """The permanent record of the file `key`."""
    (item,) = nights.table.query(None, "pk = :pk AND begins_with(sk, :tag)", pk=f"FILE#{key}", tag=tag_of(nights, key))
    return item["report"]


def tag_of(nights, key):
    return boto3.client("s3").head_object(Bucket=nights.bucket, Key=key)["ETag"].strip('"')


def rows(count, *bad):
    return feed(*((f"r{n}", "broken" if n in bad else "ana@example.org") for n in range(count)))


def test_a_feed_is_gone_on_with_where_the_time_ran_out(nights):
    nights.put("feed/labce/1.csv", rows(25, 3, 12))
    with_time_for(nights, 1)
    first = nights.run()
    assert first["complete"] is False
    assert first["reconciles"]
    assert [(file["outcome"], file["rows"]) for file in first["files"]] == [("begun", 10)]
    assert first["note"] == "The function's time ran out; another invocation was requested to continue from here."
    assert [row["line"] for row in rejected(nights, "feed/labce/1.csv")] == ["5"]
    with_time(nights)
    second = nights.run(part=RunPart(number=2, continues=first["run_id"]))
    assert (second["rows"], second["credits"], second["repeats"], second["rejected"]) == (15, 14, 0, 1)
    assert (second["part"], second["continues"], second["complete"]) == (2, first["run_id"], True)
    assert [(file["outcome"], file["behind"], file["rows"]) for file in second["files"]] == [("taken", 11, 15)]
    kept = record_of(nights, "feed/labce/1.csv")
    assert [kept[name] for name in ("outcome", "rows", "credits", "repeats", "rejected")] == ["taken", 25, 23, 0, 2]
    assert "behind" not in kept
    assert [row["line"] for row in rejected(nights, "feed/labce/1.csv")] == ["5", "14"]
    assert nights.run()["files"] == []


def test_a_place_noted_before_there_were_counts_in_it_is_gone_on_with(nights):
    nights.put("feed/labce/1.csv", rows(25))
    tag = tag_of(nights, "feed/labce/1.csv")
    place = {"line": 11, "rejected": 0, "rejected_bytes": 50}
    nights.table.put_many([{"pk": "FILE#feed/labce/1.csv", "sk": f"PLACE#{tag}", **place}])
    assert nights.run()["rows"] == 15
    assert record_of(nights, "feed/labce/1.csv")["rows"] == 15


def test_the_last_part_leaves_the_rest_to_the_next_night(nights):
    nights.put("feed/labce/1.csv", rows(25))
    with_time_for(nights, 1)
    assert "the next nightly run continues" in nights.run(part=RunPart(number=8))["note"]
    with_time(nights)
    assert nights.run()["rows"] == 15


def test_a_run_that_is_killed_leaves_its_place_too(nights, monkeypatch):
    monkeypatch.setattr(nightly_files, "NOTE_EVERY", 2)
    nights.put("feed/labce/1.csv", rows(55, 4, 24))
    left = iter([900.0] * 3)

    def die():
        if next(left, None):
            return 900.0
        raise KeyboardInterrupt

    nights.seconds_left = die
    with pytest.raises(KeyboardInterrupt):
        nights.run()
    with_time(nights)
    nights.now = utc_now() + LEASE + timedelta(seconds=1)
    report = nights.run()
    assert (report["rows"], report["repeats"]) == (35, 9)  # after the second window; the third was not noted
    kept = record_of(nights, "feed/labce/1.csv")
    assert [kept[name] for name in ("rows", "credits", "repeats", "rejected")] == [55, 44, 9, 2]
    assert report["reconciles"]
    assert [row["line"] for row in rejected(nights, "feed/labce/1.csv")] == ["6", "26"]
    assert all(nights.credit(f"r{n}") for n in range(55) if n not in (4, 24))


def test_without_the_rows_rejected_so_far_the_feed_is_read_from_its_beginning(nights):
    nights.put("feed/labce/1.csv", rows(25, 3))
    with_time_for(nights, 1)
    nights.run()
    boto3.client("s3").delete_object(Bucket=nights.bucket, Key="rejected/feed/labce/1.csv")
    with_time(nights)
    assert nights.run()["rows"] == 25
    assert [row["line"] for row in rejected(nights, "feed/labce/1.csv")] == ["5"]


def test_a_file_written_anew_is_read_from_its_beginning(nights):
    nights.put("feed/labce/1.csv", rows(25))
    with_time_for(nights, 1)
    nights.run()
    nights.put("feed/labce/1.csv", rows(26))
    with_time(nights)
    assert nights.run()["rows"] == 26


def test_a_roster_is_gone_on_with_where_the_time_ran_out(nights, monkeypatch):
    monkeypatch.setattr(roster_update, "_CHUNK", 2)
    monkeypatch.setattr(roster_update, "_WINDOW", 2)
    people = [(f"M{n}", f"m{n}@example.org") for n in range(9)]
    nights.put("roster/ascls/1.csv", roster(*people))
    written = []
    apply = type(nights.dependencies.roster).apply
    monkeypatch.setattr(
        type(nights.dependencies.roster),
        "apply",
        lambda self, keys, members: written.append(len(keys)) or apply(self, keys, members),
    )
    nights.seconds_left = lambda: 1.0 if len(written) == 2 else 900.0
    first = nights.run()
    assert first["complete"] is False
    assert [(file["key"], file["outcome"]) for file in first["files"]] == [("roster/ascls/1.csv", "begun")]
    assert first["files"][0]["changed"] == 9
    assert written == [2, 2]
    with_time(nights)
    assert nights.run()["files"][0]["changed"] == 9
    assert written == [2, 2, 2, 2, 1]
    assert len(nights.dependencies.roster.members_of(email for _, email in people)) == 9


def test_a_newer_roster_forgets_how_far_the_older_was_applied(nights, monkeypatch):
    """The older comes back afterwards: what the newer one wrote meanwhile must not stay."""
    monkeypatch.setattr(roster_update, "_CHUNK", 1)
    monkeypatch.setattr(roster_update, "_WINDOW", 1)
    older = roster(("M1", "a@example.org"), ("M2", "b@example.org"), ("M3", "c@example.org"))
    written = []
    apply = type(nights.dependencies.roster).apply
    monkeypatch.setattr(
        type(nights.dependencies.roster), "apply", lambda self, *given: written.append(given) or apply(self, *given)
    )
    for text in (older, roster(("M9", "a@example.org"), ("M2", "b@example.org"), ("M3", "c@example.org"))):
        nights.put("roster/ascls/daily.csv", text)
        written.clear()
        nights.seconds_left = lambda: 1.0 if len(written) == 2 else 900.0
        assert nights.run()["complete"] is False
    with_time(nights)
    nights.put("roster/ascls/daily.csv", older)
    nights.run()
    members = nights.dependencies.roster.members_of(["a@example.org", "b@example.org", "c@example.org"])
    assert [found[0].member_number for _, found in sorted(members.items())] == ["M1", "M2", "M3"]


def test_what_is_queued_again_goes_on_at_the_shard_it_came_to(nights):
    credits = [a_credit(f"c{n}") for n in range(60)]
    long_ago = utc_now() - LOST_AFTER
    nights.ledger.save(
        [Change(None, one.report(member_number="M1", at=long_ago, look_again_at=long_ago)) for one in credits]
    )
    queued, event = [], {}
    for number in range(1, 9):
        with_time_for(nights, 6)
        run = nights.new_run(part=RunPart.of(event))
        report = run.run()
        queued += nights.queued()
        if report.complete:
            break
        event = RunPart.of(event).event_of_next(event, report)
        assert event["part"] == number + 1
    assert report.complete
    assert number > 1
    assert set(queued) == {one.credit_id for one in credits}
    assert report.oldest_reported_at == long_ago
    assert len(queued) < 2 * 60


def test_the_age_of_the_oldest_is_handed_on_to_the_part_that_does_not_meet_it(nights):
    long_ago = utc_now() - LOST_AFTER
    report = nights.new_run(part=RunPart(number=2, oldest_reported_at=long_ago)).run()
    assert report.oldest_reported_at == long_ago
    assert report.oldest_undelivered_seconds >= LOST_AFTER.total_seconds()
    assert report.to_wire()["requeue_from"] == SHARDS - 1


def test_what_an_event_says_of_its_part_is_taken_as_far_as_it_can_be():
    assert RunPart.of({}) == RunPart()
    assert RunPart.of({"part": "x", "continues": 5, "requeue_from": -1, "accept_roster": None}) == RunPart()
    assert RunPart.of({"part": True, "requeue_from": 1.5}) == RunPart()
    assert RunPart.of({"requeue_from": SHARDS, "owed": 1, "oldest_reported_at": "2026-11-20T07:00:00"}) == RunPart()
    assert RunPart.of({"oldest_reported_at": "0001-01-01T00:00:00+14:00"}) == RunPart()
    event = {
        "part": 3,
        "continues": "r1",
        "owed": True,
        "requeue_from": SHARDS - 1,
        "oldest_reported_at": "2026-11-20T07:00:00Z",
        "accept_roster": "roster/ascls/1.csv",
    }
    assert RunPart.of(event) == RunPart(
        number=3,
        continues="r1",
        messages_pending=True,
        requeue_from=SHARDS - 1,
        oldest_reported_at=utc(2026, 11, 20, 7),
        accept_roster="roster/ascls/1.csv",
    )


class TestOwedMessages:
    """Credits that were reported and whose message was never sent have it by the end of the same night."""

    @pytest.fixture
    def died(self, nights, monkeypatch):
        """A night killed between the saving of ten credits and their messages; its retry comes after the lease."""
        nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
        nights.run()
        nights.put("feed/labce/1.csv", rows(25))

        def die(*_):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(RunState, "queue", die)
            with pytest.raises(KeyboardInterrupt):
                nights.run()
        assert nights.queued() == []
        nights.now = utc_now() + LEASE + timedelta(seconds=1)
        return nights

    def test_whatever_a_partner_once_asked_for(self, died):
        """A credit due in a year, longer than any wait of ours, is queued too."""
        died.run()
        died.queued()
        late = died.credit("r7")
        died.ledger.change(late, late.look_again(utc_now() + timedelta(days=365)))
        report = died.run(part=RunPart(messages_pending=True))
        assert (report["requeued"], set(died.queued())) == (25, self.all_of(died))

    def all_of(self, nights, count=25):
        return {nights.credit(f"r{n}").credit_id for n in range(count)}

    def test_also_where_the_retry_runs_out_of_time(self, died):
        with_time_for(died, 2)
        event = RunPart().event_of_next({}, died.new_run().run())
        assert (event["owed"], event["requeue_from"]) == (True, 0)
        with_time(died)
        assert died.run(part=RunPart.of(event))["complete"]
        assert set(died.queued()) == self.all_of(died)

    def test_also_in_shards_that_the_part_that_died_had_behind_it(self, died):
        assert died.run(part=RunPart(number=2, requeue_from=SHARDS - 1))["complete"]
        assert set(died.queued()) == self.all_of(died)

    def test_the_shard_reached_after_a_death_is_gone_on_with(self, died):
        died.run()
        died.queued()
        number, event, begun = 1, {"owed": True}, []
        while number:
            with_time_for(died, 4)
            report = died.new_run(part=RunPart.of(event)).run()
            event = RunPart.of(event).event_of_next(event, report)
            begun.append(event["requeue_from"])
            number = 0 if report.complete else number + 1
        assert begun == sorted(begun)
        assert len(set(begun)) > 2
        assert set(died.queued()) == self.all_of(died)

    @pytest.mark.parametrize("way", ["in part", "not reached"])
    def test_also_where_sqs_failed_once(self, nights, monkeypatch, way):
        nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
        nights.put("feed/labce/1.csv", rows(25))
        client = nights.dependencies.queue._client
        send, sent = client.send_message_batch, []

        def fails_once(**request):
            sent.append(request)
            if len(sent) > 1:
                return send(**request)
            if way == "in part":
                return {"Failed": [{"Id": "0", "Code": "InternalError", "SenderFault": False}]}
            raise EndpointConnectionError(endpoint_url="sqs")

        monkeypatch.setattr(client, "send_message_batch", fails_once)
        report = nights.run()
        assert (report["reported"], report["queue_refused"]) == (25, 0)
        assert set(nights.queued()) == self.all_of(nights)

    def test_an_sqs_that_stays_out_of_order_is_asked_once_more_and_left_to_the_next_night(self, nights, monkeypatch):
        nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
        nights.put("feed/labce/1.csv", rows(25))
        tried = []

        def fails(**request):
            tried.append(request)
            raise EndpointConnectionError(endpoint_url="sqs")

        monkeypatch.setattr(nights.dependencies.queue._client, "send_message_batch", fails)
        report = nights.run()
        assert (report["queue_refused"], report["complete"], len(tried)) == (25, True, 2)


class TestShrunkRosters:
    """A roster that was cut off on its way must not turn half of the members into non-members."""

    MANY = tuple((f"M{n}", f"m{n}@example.org") for n in range(1000))

    def test_it_is_refused_and_the_last_one_stays_in_force(self, nights):
        nights.put("roster/ascls/1.csv", roster(*self.MANY))
        nights.run()
        nights.put("roster/ascls/2.csv", roster(*self.MANY[:499]))
        nights.put("feed/labce/1.csv", feed(("r1", "m999@example.org")))
        report = nights.run()
        refused = next(file for file in report["files"] if file["key"] == "roster/ascls/2.csv")
        assert (refused["outcome"], refused["reason"]) == ("refused", "roster_shrunk")
        assert "499" in refused["message"]
        assert report["reported"] == 1
        assert [(row["line"], row["reason"]) for row in rejected(nights, "roster/ascls/2.csv")] == [
            ("1", "roster_shrunk")
        ]

    def test_an_operator_lets_it_pass_and_it_counts_from_then_on(self, nights):
        nights.put("roster/ascls/1.csv", roster(*self.MANY))
        nights.run()
        nights.put("roster/ascls/2.csv", roster(*self.MANY[:499]))
        nights.run()
        report = nights.run(part=RunPart(accept_roster="roster/ascls/2.csv"))
        assert [(file["outcome"], file["members"]) for file in report["files"]] == [("taken", 499)]
        nights.put("feed/labce/1.csv", feed(("r1", "m999@example.org"), ("r2", "m0@example.org")))
        report = nights.run()
        assert report["unmatched"] == {"not_a_member": 1}
        assert [file["key"] for file in report["files"]] == ["feed/labce/1.csv"]

    @pytest.mark.parametrize(("before", "after"), [(1000, 500), (999, 1)])
    def test_half_of_many_or_less_of_few_may_go(self, nights, before, after):
        nights.put("roster/ascls/1.csv", roster(*self.MANY[:before]))
        nights.run()
        nights.put("roster/ascls/2.csv", roster(*self.MANY[:after]))
        assert [file["outcome"] for file in nights.run()["files"]] == ["taken"]


def test_a_roster_without_a_good_row_hands_back_each_of_them_and_the_reason(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", "broken"), ("M2", "worse")))
    nights.run()
    assert [(row["line"], row["reason"]) for row in rejected(nights, "roster/ascls/1.csv")] == [
        ("2", "email_invalid"),
        ("3", "email_invalid"),
        ("1", "no_members"),
    ]
