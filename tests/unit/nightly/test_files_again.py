"""Files in wrong places, files that are no files of a partner, files that come again, and rows before their time."""

from datetime import date, timedelta

import boto3
import pytest

from laurel.intake import bucket as intake_bucket
from laurel.intake import feed as feed_intake
from laurel.intake.places import is_passed_over
from laurel.intake.rejected_rows import Rejections
from laurel.nightly import files as nightly_files
from laurel.platform.clock import utc_now
from tests.unit.nightly.nights import TODAY, Nights, feed, rejected, roster

MISPLACED = [
    "roster/ASCLS/1.csv",
    "roster/1.csv",
    "ROSTER/ascls/1.csv",
    "Feed/labce/1.csv",
    "feeds/labce/1.csv",
    "/feed/labce/1.csv",
    " feed/labce/1.csv",
    "labce.csv",
    "feed",
    "uploads/2026/november/labce.csv",
]


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    return Nights(ledger_table, delivery_queue_url, intake_bucket)


class TestWrongPlaces:
    def test_a_file_there_is_told_once_and_alarms_like_any_that_is_refused(self, nights):
        for key in MISPLACED:
            nights.put(key, feed(("r1", "ana@example.org")))
        nights.put("feed/labce/1.csv", feed(("r2", "ana@example.org")))
        report = nights.run()
        told = {file["key"]: (file["outcome"], file["reason"]) for file in report["files"] if "reason" in file}
        assert told == dict.fromkeys(MISPLACED, ("refused", "unexpected_place"))
        assert (report["credits"], nights.credit("r1")) == (1, None)
        for key in MISPLACED:
            assert [row["reason"] for row in rejected(nights, key)] == ["unexpected_place"]
        assert nights.run()["files"] == []
        nights.put("labce.csv", feed(("r3", "ana@example.org")))
        assert [file["key"] for file in nights.run()["files"]] == ["labce.csv"]

    def test_what_lies_in_our_own_folders_and_in_empty_ones_is_not_told(self, nights):
        nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org"), *((f"M{n}", "broken") for n in ())))
        nights.put("feed/labce/1.csv", feed(("r1", "broken")))
        for key in ("inbox/", "feed/labce/", "roster/", "feed/labce/x.csv/"):
            nights.put(key, "")
        assert nights.run()["complete"]
        assert nights.run()["files"] == []

    def test_a_file_whose_name_ends_like_a_folder_is_told(self, nights):
        nights.put("feed/labce/x.csv/", feed(("r1", "ana@example.org")))
        assert [file["reason"] for file in nights.run()["files"]] == ["unexpected_name"]

    def test_many_are_told_over_several_nights(self, nights, monkeypatch):
        monkeypatch.setattr(nightly_files, "MOST_MISPLACED", 2)
        for n in range(5):
            nights.put(f"in/{n}.csv", "x")
        assert [len(nights.run()["files"]) for _ in range(4)] == [2, 2, 1, 0]

    def test_one_that_cannot_be_told_keeps_nobody_waiting(self, nights, monkeypatch):
        nights.put("in/1.csv", "x")
        nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
        with monkeypatch.context() as patch:
            patch.setattr(Rejections, "add", lambda *_, **__: (_ for _ in ()).throw(OSError))
            report = nights.run()
        assert {file["key"]: file["outcome"] for file in report["files"]} == {
            "in/1.csv": "put_off",
            "feed/labce/1.csv": "taken",
        }
        assert [file["reason"] for file in nights.run()["files"]] == ["unexpected_place"]

    def test_no_more_of_a_folder_is_listed_than_is_of_use(self, nights, monkeypatch):
        monkeypatch.setattr(intake_bucket, "MOST_OUTSIDE", 3)
        for n in range(5):
            nights.put(f"logs/{n}", "x")
        assert len(nights.run()["files"]) == 3

    @pytest.mark.parametrize("provider", [".", "..", "..-x", "-x", "_"])
    def test_a_folder_that_can_be_no_provider(self, nights, provider):
        nights.put(f"feed/{provider}/1.csv", feed(("r1", "ana@example.org")))
        assert [file["reason"] for file in nights.run()["files"]] == ["unexpected_name"]


@pytest.mark.parametrize(
    "name",
    ["_SUCCESS", ".DS_Store", "._1.csv", "1.csv.filepart", "1.csv.part", "1.csv.TMP", ".ftpquota", "~$1.xlsx", ".in/"],
)
def test_what_programs_put_there_for_themselves_is_passed_over(nights, name):
    assert is_passed_over(f"feed/labce/{name}")
    for folder in ("feed/labce/", "roster/ascls/", "feed/", "elsewhere/", ""):
        nights.put(folder + name, "x")
    assert nights.run()["files"] == []


@pytest.mark.parametrize("key", ["feed/labce/1.csv", "feed/labce/_1.csv", "feed/labce/manifest.json", "feed/.x/1.csv"])
def test_anything_else_is_not(key):
    assert not is_passed_over(key)


class TestRejectedRowsOfAFileThatCameAgain:
    @pytest.mark.parametrize("key", ["feed/labce/daily.csv", "roster/ascls/daily.csv"])
    def test_are_removed_when_it_is_in_order(self, nights, key):
        make = feed if key.startswith("feed") else roster
        many = [(f"m{n}", f"m{n}@example.org") for n in range(20)]
        nights.put(key, make(*many, ("bad", "broken")))
        nights.run()
        assert nights.keys("rejected/") == [f"rejected/{key}"]
        nights.put(key, make(*many, ("bad", "ana@example.org")))
        nights.run()
        assert nights.keys("rejected/") == []

    def test_are_replaced_when_it_is_not(self, nights):
        nights.put("feed/labce/daily.csv", feed(("r1", "broken"), ("r2", "broken")))
        nights.run()
        nights.put("feed/labce/daily.csv", feed(("r1", "ana@example.org"), ("r2", "broken")))
        nights.run()
        assert [row["line"] for row in rejected(nights, "feed/labce/daily.csv")] == ["3"]

    def test_are_removed_too_when_the_file_was_refused(self, nights):
        nights.put("feed/labce/daily.csv", "not,a,feed\n")
        nights.run()
        nights.put("feed/labce/daily.csv", feed(("r1", "ana@example.org")))
        nights.run()
        assert nights.keys("rejected/") == []

    def test_of_another_file_stay(self, nights):
        nights.put("feed/labce/1.csv", feed(("r1", "broken")))
        nights.put("feed/labce/1.csv.csv", feed(("r2", "broken")))
        nights.run()
        nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
        nights.run()
        assert nights.keys("rejected/") == ["rejected/feed/labce/1.csv.csv"]


def dated(*rows):
    """A feed of (reference, day of completion)."""
    text = feed(*((reference, "ana@example.org") for reference, _ in rows))
    for reference, day in rows:
        line = next(one for one in text.splitlines() if one.startswith(f"{reference},"))
        text = text.replace(line, line.replace("2026-11-01", day.isoformat()))
    return text


class TestRowsInTheFuture:
    SOON, LATER = TODAY + timedelta(days=3), TODAY + timedelta(days=9)
    KEY = "feed/labce/1.csv"

    def test_are_taken_from_the_same_file_once_their_day_has_come(self, nights):
        nights.put(self.KEY, dated(("r1", TODAY), ("r2", self.SOON), ("r3", self.LATER)))
        report = nights.run()
        assert (report["credits"], report["rejected"], report["files"][0]["again_on"]) == (1, 2, "2026-11-22")
        assert nights.run(on=date(2026, 11, 21))["files"] == []
        nights.put(self.KEY, nights.read(self.KEY))
        report = nights.run(on=self.SOON)
        assert (report["rows"], report["credits"], report["repeats"], report["rejected"]) == (3, 1, 1, 1)
        assert [row["line"] for row in rejected(nights, self.KEY)] == ["4"]
        assert nights.run(on=self.SOON)["files"] == []
        assert nights.run(on=self.LATER)["credits"] == 1
        assert nights.keys("rejected/") == []
        assert nights.run(on=self.LATER + timedelta(days=9))["files"] == []

    def test_are_taken_when_the_file_is_sent_again_long_after(self, nights):
        nights.put(self.KEY, dated(("r1", self.LATER)))
        nights.run()
        nights.dependencies.taken_files.advance_horizon(everything_before=utc_now() + timedelta(days=30))
        assert nights.run(on=self.LATER)["files"] == []
        # Written again, its date is after the horizon.
        nights.table.delete(("INTAKE", "HORIZON"), where="at", equals=nights.table.get(("INTAKE", "HORIZON"))["at"])
        nights.put(self.KEY, nights.read(self.KEY))
        assert nights.run(on=self.LATER)["credits"] == 1

    def test_are_not_forgotten_by_a_part_that_goes_on(self, nights, monkeypatch):
        monkeypatch.setattr(feed_intake, "WINDOW", 2)
        rows = [("r1", self.SOON), *((f"r{n}", TODAY) for n in range(2, 9))]
        nights.put(self.KEY, dated(*rows))
        for on, credits in ((TODAY, 7), (self.SOON, 1)):
            left = iter([900.0] * 1)
            nights.seconds_left = lambda left=left: next(left, 1.0)
            first = nights.run(on=on)
            assert first["complete"] is False
            nights.seconds_left = lambda: 900.0
            second = nights.run(on=on)
            assert (first["credits"] + second["credits"], first["rows"] + second["rows"]) == (credits, 8)
        assert nights.run(on=self.LATER)["files"] == []

    def test_that_have_another_fault_too_do_not_count(self, nights):
        nights.put(self.KEY, dated(("r1", self.SOON)).replace("ana@", "ana"))
        assert "again_on" not in nights.run()["files"][0]

    def test_a_feed_of_nothing_else_is_taken_and_looked_at_again(self, nights):
        nights.put(self.KEY, dated(*((f"r{n}", self.SOON) for n in range(1001))))
        assert nights.run()["files"][0]["outcome"] == "taken"
        assert nights.run(on=self.SOON)["credits"] == 1001


def test_rejected_rows_are_removed_only_as_they_were_seen(nights):
    asked = []
    client = nights.dependencies.bucket._client
    client.meta.events.register("provide-client-params.s3.DeleteObject", lambda params, **_: asked.append(params))
    nights.put("feed/labce/1.csv", feed(("r1", "broken")))
    nights.run()
    etag = boto3.client("s3").head_object(Bucket=nights.bucket, Key="rejected/feed/labce/1.csv")["ETag"]
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    nights.run()
    assert [(one["Key"], one["IfMatch"]) for one in asked] == [("rejected/feed/labce/1.csv", etag)]
