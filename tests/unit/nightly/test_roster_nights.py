"""Rosters over several nights: whatever came between, the newest decides who is a member."""

from datetime import timedelta

import boto3
import pytest

from laurel.nightly.continuation import RunPart
from laurel.nightly.lease import LEASE
from laurel.platform.clock import utc_now
from laurel.roster.store import MOST_MEMBERS
from laurel.roster.update import FollowedRoster
from tests.unit.nightly.nights import Nights, feed, rejected, roster


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    return Nights(ledger_table, delivery_queue_url, intake_bucket)


def die_while_applying(nights, monkeypatch):
    """A night that is killed when the new roster is in the ledger, but not yet in force."""

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(FollowedRoster, "put_in_force", die)
        with pytest.raises(KeyboardInterrupt):
            nights.run()
    nights.now = nights.clock() + LEASE + timedelta(seconds=1)


def test_a_roster_half_applied_leaves_no_trace_under_a_newer_one(nights, monkeypatch):
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org"), ("M2", "ben@example.org")))
    nights.run()
    nights.put("roster/ascls/2.csv", roster(("M1", "ana@example.org", "lapsed"), ("M3", "cat@example.org")))
    die_while_applying(nights, monkeypatch)
    nights.put("roster/ascls/3.csv", roster(("M1", "ana@example.org"), ("M4", "dan@example.org")))
    die_while_applying(nights, monkeypatch)
    nights.put("roster/ascls/4.csv", roster(("M1", "ana@example.org"), ("M2", "ben@example.org")))
    people = ("ana", "ben", "cat", "dan")
    nights.put("feed/labce/1.csv", feed(*((name, f"{name}@example.org") for name in people)))
    nights.run()
    assert [nights.credit(name).member_number for name in people] == ["M1", "M2", None, None]


def test_the_first_roster_half_applied_leaves_no_trace_either(nights, monkeypatch):
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org"), ("M2", "ben@example.org")))
    die_while_applying(nights, monkeypatch)
    nights.put("roster/ascls/2.csv", roster(("M1", "ana@example.org")))
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org"), ("r2", "ben@example.org")))
    nights.run()
    assert [nights.credit(r).member_number for r in ("r1", "r2")] == ["M1", None]


def test_once_a_roster_is_in_force_the_next_touches_its_own_difference_alone(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org"), ("M2", "ben@example.org")))
    nights.run()
    nights.put("roster/ascls/2.csv", roster(("M1", "ana@example.org"), ("M2", "new@example.org")))
    nights.run()
    nights.put("roster/ascls/3.csv", roster(("M1", "ana@example.org"), ("M2", "new@example.org"), ("M3", "c@x.org")))
    assert [file["changed"] for file in nights.run()["files"]] == [1]


def test_a_roster_that_comes_back_as_it_was_counts_again(nights):
    """ASCLS writes under one name each night; a mistake of one night is undone the next."""
    good, mistake = roster(("M1", "ana@example.org")), roster(("M1", "ana@example.org", "lapsed"))
    for text in (good, mistake):
        nights.put("roster/ascls/daily.csv", text)
        nights.run()
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    assert nights.run()["unmatched"] == {"membership_lapsed": 1}
    nights.put("roster/ascls/daily.csv", good)
    assert nights.run()["reported"] == 1
    assert nights.run()["files"] == []


def test_thousands_who_share_an_address_do_not_stop_the_night(nights):
    shared = [(f"M{n}", "none@example.org") for n in range(5000)]
    nights.put("roster/ascls/1.csv", roster(*shared, ("X1", "ana@example.org")))
    nights.put("feed/labce/1.csv", feed(("r1", "none@example.org"), ("r2", "ana@example.org")))
    report = nights.run()
    assert (report["reported"], report["unmatched"]) == (1, {"ambiguous_email": 1})
    # DynamoDB takes no item of more than 400 KB.
    assert len(nights.dependencies.roster.members_of(["none@example.org"])["none@example.org"]) == MOST_MEMBERS


def test_a_missing_snapshot_is_found_out_without_asking_for_it(nights, monkeypatch):
    """S3 may answer AccessDenied for a key that is not there, when listing is allowed for prefixes only."""
    client = nights.dependencies.bucket._client
    asked = []
    monkeypatch.setattr(client, "get_object", lambda real=client.get_object, **wish: asked.append(wish) or real(**wish))
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
    nights.run()
    assert [wish["Key"] for wish in asked] == ["roster/ascls/1.csv"]
    assert boto3.client("s3").head_object(Bucket=nights.bucket, Key="state/roster/ascls.sqlite")


def test_a_night_that_runs_out_of_time_over_its_roster_goes_on_the_next(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
    left = iter([900.0])
    nights.seconds_left = lambda: next(left, 1.0)
    assert nights.run()["complete"] is False
    nights.seconds_left = lambda: 900.0
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    assert nights.run()["reported"] == 1
    assert nights.clock() <= utc_now()


def some_bad(good, bad):
    """A roster of so many good rows and so many without an address."""
    return roster(*((f"M{n}", f"m{n}@example.org") for n in range(good)), *((f"B{n}", "none") for n in range(bad)))


@pytest.mark.parametrize(("good", "bad", "taken"), [(9, 1, True), (90, 10, True), (89, 11, False), (4, 1, False)])
def test_a_roster_with_more_than_a_tenth_of_bad_rows_is_not_put_in_force_by_itself(nights, good, bad, taken):
    nights.put("roster/ascls/1.csv", roster(("M1", "m1@example.org"), ("X1", "ana@example.org")))
    nights.run()
    nights.put("roster/ascls/2.csv", some_bad(good, bad))
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    report = nights.run()
    (file,) = [file for file in report["files"] if file["key"] == "roster/ascls/2.csv"]
    assert (file["outcome"], file.get("reason")) == (("taken", None) if taken else ("refused", "too_many_bad_rows"))
    assert report["reported"] == (0 if taken else 1)
    assert ("1", "too_many_bad_rows") in [
        (row["line"], row["reason"]) for row in rejected(nights, "roster/ascls/2.csv")
    ] or taken
    assert nights.run()["files"] == []


def test_an_operator_puts_a_roster_with_bad_rows_in_force(nights):
    nights.put("roster/ascls/1.csv", some_bad(3, 2))
    assert [file["outcome"] for file in nights.run()["files"]] == ["refused"]
    (file,) = nights.run(part=RunPart(accept_roster="roster/ascls/1.csv"))["files"]
    assert (file["outcome"], file["members"], file["rejected"]) == ("taken", 3, 2)


def test_the_refusal_says_how_many_rows_are_bad(nights):
    nights.put("roster/ascls/1.csv", some_bad(16, 1584))
    (file,) = nights.run()["files"]
    assert "1,584 of the roster's 1,600 rows are bad" in file["message"]
