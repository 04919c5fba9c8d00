"""What one provider sends does not stop the others' nights: garbage, large files, and trouble nobody foresaw."""

import errno
from pathlib import Path

import boto3
import pytest

from laurel.intake import feed as feed_intake
from laurel.intake import places as intake_places
from laurel.intake import rejected_rows
from laurel.intake.bucket import IntakeBucket, IntakeFile
from laurel.intake.feed import FeedIntake
from laurel.intake.places import in_turns
from laurel.intake.rejected_rows import Rejections
from laurel.nightly import files as nightly_files
from laurel.roster.reader import RosterReader
from laurel.roster.rematch import Rematcher
from tests.unit.nightly.nights import FEED_HEADER, ROSTER_HEADER, Nights, feed, rejected, roster, utc

GARBAGE = f"{FEED_HEADER}\n" + "x\n" * 1_200


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    return Nights(ledger_table, delivery_queue_url, intake_bucket)


def outcomes(report):
    return {file["key"]: file["outcome"] for file in report["files"]}


class TestRejectedRows:
    def test_so_many_are_written_and_the_rest_is_counted(self, nights, monkeypatch):
        monkeypatch.setattr(rejected_rows, "MOST_ROWS", 5)
        nights.put("feed/labce/1.csv", feed(("r0", "ana@example.org"), *((f"r{n}", "broken") for n in range(1, 21))))
        report = nights.run()
        assert (report["rejected"], report["reconciles"]) == (20, True)
        rows = rejected(nights, "feed/labce/1.csv")
        assert [row["line"] for row in rows] == ["3", "4", "5", "6", "7", ""]
        assert (rows[-1]["reason"], rows[-1]["message"].startswith("And 15 more rows")) == ("more_rows", True)

    def test_long_rows_are_bounded_too(self, nights, monkeypatch):
        monkeypatch.setattr(rejected_rows, "MOST_CHARACTERS", 20_000)
        nights.put("feed/labce/1.csv", feed(("r0", "ana@example.org"), *((f"r{n}", "x" * 6_000) for n in range(9))))
        nights.run()
        assert len(nights.read("rejected/feed/labce/1.csv")) < 40_000
        assert rejected(nights, "feed/labce/1.csv")[-1]["message"].startswith("And 5 more rows")

    @pytest.mark.parametrize("bad", [3, 5, 6, 20])
    def test_another_part_goes_on_with_them(self, nights, monkeypatch, bad):
        monkeypatch.setattr(rejected_rows, "MOST_ROWS", 5)
        monkeypatch.setattr(feed_intake, "WINDOW", 4)
        monkeypatch.setattr(nightly_files, "NOTE_EVERY", 1)
        nights.put("feed/labce/1.csv", feed(*((f"r{n}", "broken" if n < bad else "a@example.org") for n in range(24))))
        left = iter([900.0] * 4)
        nights.seconds_left = lambda: next(left, 1.0)
        assert nights.run()["complete"] is False
        nights.seconds_left = lambda: 900.0
        assert nights.run()["complete"] is True
        rows = rejected(nights, "feed/labce/1.csv")
        assert [row["line"] for row in rows if row["line"]] == [str(n) for n in range(2, 2 + min(bad, 5))]
        assert [row["message"].split(".")[0] for row in rows if not row["line"]] == (
            [f"And {bad - 5} more rows"] if bad > 5 else []
        )

    def test_they_are_not_sent_again_where_none_is_new(self, nights, monkeypatch):
        monkeypatch.setattr(rejected_rows, "MOST_ROWS", 5)
        monkeypatch.setattr(feed_intake, "WINDOW", 4)
        monkeypatch.setattr(nightly_files, "NOTE_EVERY", 1)
        stored = []
        store = IntakeBucket.store
        monkeypatch.setattr(
            IntakeBucket, "store", lambda self, key, *a, **more: stored.append(key) or store(self, key, *a, **more)
        )
        nights.put("feed/labce/1.csv", feed(("r", "a@example.org"), *((f"r{n}", "broken") for n in range(100))))
        nights.run()
        assert len(stored) == 3  # while the first five come, and at the end with the count

    def test_they_open_in_a_spreadsheet_and_run_nothing(self, nights):
        bad = '"=HYPERLINK(""http://x.example.org"")",broken,Zoë Ångström,-1+1,@SUM(1),pace,1.5,2026-11-01'
        nights.put("feed/labce/1.csv", f"{FEED_HEADER}\n{bad}\n")
        nights.run()
        text = nights.read("rejected/feed/labce/1.csv")
        assert text.startswith("\ufeffline,column")
        assert "Zoë Ångström" in text
        (row,) = rejected(nights, "feed/labce/1.csv")
        assert (row["reference"][:2], row["activity_number"], row["activity_title"]) == ("'=", "'-1+1", "'@SUM(1)")

    def test_what_was_put_before_a_formula_is_taken_off_when_the_row_comes_back(self, nights):
        row = "broken,Ana,-1+1,Gram + stains,pace,1.5,2026-11-01"
        nights.put("feed/labce/1.csv", f"{FEED_HEADER}\n-r1,{row}\n")
        nights.run()
        back = nights.read("rejected/feed/labce/1.csv").replace("broken", "ana@example.org")
        nights.put("feed/labce/2.csv", back.encode())
        assert nights.run()["credits"] == 1
        assert nights.credit("-r1").activity_number == "-1+1"


class TestFilesOfGarbage:
    def test_a_feed_whose_first_thousand_rows_are_bad_is_refused(self, nights):
        nights.put("feed/aaa/1.csv", GARBAGE + feed(("r1", "ana@example.org")))
        report = nights.run()
        (file,) = report["files"]
        assert (file["outcome"], file["reason"]) == ("refused", "only_bad_rows")
        assert "wrong_column_count" in file["message"]
        assert (report["credits"], report["rows"]) == (0, 0)
        rows = rejected(nights, "feed/aaa/1.csv")
        assert (len(rows), rows[-1]["reason"]) == (1001, "only_bad_rows")

    @pytest.mark.parametrize(("good", "outcome"), [(999, "taken"), (1000, "refused")])
    def test_one_good_row_among_them_makes_it_a_feed(self, nights, good, outcome):
        lines = [FEED_HEADER, *["x"] * 1100]
        lines.insert(good + 1, "r1,ana@example.org,Ana,1,T,pace,1.5,2026-11-01")
        nights.put("feed/aaa/1.csv", "\n".join(lines) + "\n")
        assert [file["outcome"] for file in nights.run()["files"]] == [outcome]

    def test_a_roster_too(self, nights):
        nights.put("roster/ascls/1.csv", f"{ROSTER_HEADER}\n" + "x\n" * 1100 + "M1,ana@example.org,Ana,active,\n")
        assert [file["reason"] for file in nights.run()["files"]] == ["only_bad_rows"]

    def test_conflicts_are_no_garbage(self, nights):
        nights.put("feed/labce/1.csv", feed(*((f"r{n}", "ana@example.org") for n in range(1001))))
        nights.run()
        again = feed(*((f"r{n}", "ana@example.org", "2") for n in range(1001)), ("new", "ana@example.org"))
        nights.put("feed/labce/2.csv", again)
        report = nights.run()
        assert (report["rejected"], report["credits"]) == (1001, 1)

    @pytest.mark.parametrize("key", ["feed/aaa/1.csv", "roster/ascls/1.csv"])
    def test_a_file_that_is_too_large_is_refused_before_it_is_fetched(self, nights, monkeypatch, key):
        monkeypatch.setattr(intake_places, "LARGEST_FILE", 1000)
        nights.put(key, "x" * 1001)
        monkeypatch.setattr(IntakeBucket, "fetch", lambda *_: pytest.fail("it was fetched"))
        assert [(file["outcome"], file["reason"]) for file in nights.run()["files"]] == [("refused", "file_too_large")]


class TestTroubleOverOneFile:
    @pytest.fixture
    def three(self, nights):
        nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
        nights.put("feed/aaa/1.csv", feed(("r1", "ana@example.org"), ("r2", "broken")))
        nights.put("feed/zzz/1.csv", feed(("r1", "ana@example.org", "2")))  # other hours: no likely duplicate
        return nights

    def fails(self, monkeypatch, owner, name, error, only="aaa"):
        """Lets `name` of `owner` fail over files of one provider."""
        real = getattr(owner, name)

        def fail(*given, **more):
            if any(only in str(one) for one in (*given, *more.values())):
                raise error
            return real(*given, **more)

        monkeypatch.setattr(owner, name, fail)

    @pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), ValueError("Ana Example"), MemoryError()])
    def test_puts_off_that_file_alone(self, three, monkeypatch, error, caplog):
        with monkeypatch.context() as patch:
            self.fails(patch, FeedIntake, "take", error)
            report = three.run()
        assert outcomes(report) == {
            "roster/ascls/1.csv": "taken", "feed/aaa/1.csv": "put_off", "feed/zzz/1.csv": "taken"
        }  # fmt: skip
        assert (report["complete"], report["reported"]) == (True, 1)
        assert type(error).__name__ in next(one for one in report["files"] if "aaa" in one["key"])["message"]
        assert "Ana" not in caplog.text
        assert outcomes(three.run()) == {"feed/aaa/1.csv": "taken"}

    def test_a_disk_that_is_full_while_rows_are_rejected(self, three, monkeypatch):
        def full(self, row, **_):
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(Rejections, "add", full)
            report = three.run()
        assert outcomes(report)["feed/aaa/1.csv"] == "put_off"
        assert outcomes(report)["feed/zzz/1.csv"] == "taken"
        assert (report["complete"], report["reconciles"]) == (True, True)
        # What was saved before the trouble has its message all the same.
        assert len(set(three.queued())) == 2

    def test_a_disk_that_is_full_when_the_rejected_rows_are_closed(self, tmp_path):
        with Rejections(tmp_path / "rejected.csv", ["email"]) as rows:
            rows._file.close()
            rows._file = Path("/dev/full").open("w", encoding="utf-8")  # noqa: SIM115
            rows._file.write("x")

    def test_over_a_roster_too(self, three, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(RosterReader, "read", lambda *_, **__: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
            report = three.run()
        assert outcomes(report) == {
            "roster/ascls/1.csv": "put_off", "feed/aaa/1.csv": "taken", "feed/zzz/1.csv": "taken"
        }  # fmt: skip
        assert report["unmatched"] == {"not_a_member": 2}
        assert three.run()["reported"] == 2

    def test_over_a_file_that_cannot_be_refused(self, three, monkeypatch):
        three.put("feed/aaa/2.csv", "not,a,feed\n")
        with monkeypatch.context() as patch:
            patch.setattr(
                Rejections, "hand_back", lambda *_, **__: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full"))
            )
            report = three.run()
        assert outcomes(report)["feed/aaa/2.csv"] == "put_off"
        assert report["complete"]

    def test_what_fails_for_every_file_still_ends_the_run_where_it_is_the_table(self, three, monkeypatch):
        def refused(*_):
            raise RuntimeError("AccessDenied")

        monkeypatch.setattr(Rematcher, "rematch", refused)
        report = three.run()
        assert {outcome for key, outcome in outcomes(report).items() if key.startswith("feed/")} == {"put_off"}


def a_file(key, size, hour=1):
    return IntakeFile(key, "etag", size, utc(2026, 11, 20, hour)), None


class TestTurns:
    def test_providers_take_turns_the_smaller_file_first(self):
        files = [
            a_file("feed/aaa/1.csv", 900),
            a_file("feed/aaa/2.csv", 1),
            a_file("feed/asm/1.csv", 20),
            a_file("feed/AAA/3.csv", 1),
            a_file("feed/labce/1.csv", 10),
            a_file("feed/asm/2.csv", 5),
        ]
        assert [file.key for file, _ in in_turns(files)] == [
            "feed/labce/1.csv",
            "feed/asm/1.csv",
            "feed/aaa/1.csv",
            "feed/aaa/2.csv",
            "feed/asm/2.csv",
            "feed/AAA/3.csv",
        ]

    def test_a_large_feed_does_not_keep_the_others_waiting(self, nights, monkeypatch):
        monkeypatch.setattr(feed_intake, "WINDOW", 10)
        nights.put("feed/aaa/1.csv", feed(*((f"r{n}", "ana@example.org") for n in range(200))))
        for n in range(3):
            nights.put(f"feed/zzz/{n}.csv", feed((f"r{n}", "ana@example.org")))
        left = iter([900.0] * 8)
        nights.seconds_left = lambda: next(left, 1.0)
        assert nights.run()["complete"] is False
        assert nights.credit("r0", "zzz")

    def test_the_horizon_stays_before_every_file_that_was_put_off(self, nights, monkeypatch):
        nights.put("feed/aaa/1.csv", feed(("r1", "ana@example.org")))
        nights.put("feed/zzz/1.csv", feed(("r1", "ana@example.org")))
        monkeypatch.setattr(FeedIntake, "take", lambda *_, **__: (_ for _ in ()).throw(OSError))
        nights.run()
        files = {one["Key"]: one for one in boto3.client("s3").list_objects_v2(Bucket=nights.bucket)["Contents"]}
        oldest = min(one["LastModified"] for key, one in files.items() if key.startswith("feed/"))
        assert nights.dependencies.taken_files.horizon() < oldest
