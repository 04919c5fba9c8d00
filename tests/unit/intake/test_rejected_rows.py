"""Rejected rows on their way back to the partner: kept between invocations, and under a key that S3 takes."""

import csv
from pathlib import Path

import boto3
import pytest

from laurel.intake.bucket import FileUnavailable, IntakeBucket
from laurel.intake.rejected_rows import Rejections, rejected_key
from laurel.platform.csv_records import Rejection
from tests.unit.nightly.nights import Nights, feed

KEY = "feed/labce/1.csv"


@pytest.fixture
def bucket(intake_bucket):
    return IntakeBucket(intake_bucket)


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    return Nights(ledger_table, delivery_queue_url, intake_bucket)


def row(line, email="broken"):
    return Rejection(line, "email", "email_invalid", "This is no e-mail address.", {"email": email})


def collecting(tmp_path, *rows):
    found = Rejections(tmp_path / "rejected.csv", ["email"])
    for one in rows:
        found.add(one)
    return found


def handed_back(bucket, tmp_path, key=KEY):
    assert bucket.fetch_state(rejected_key(key), tmp_path / "back.csv")
    with Path(tmp_path, "back.csv").open(encoding="utf-8-sig", newline="") as file:
        return [(one["line"], one["email"]) for one in csv.DictReader(file)]


def test_another_invocation_goes_on_where_the_rows_were_kept(bucket, tmp_path):
    with collecting(tmp_path, row(2)) as first:
        size = first.keep(bucket, KEY, etag="one")
        first.add(row(3))  # a run that was killed after its place
        first.hand_back(bucket, KEY, etag="one")
    with collecting(tmp_path) as second:
        assert second.resume(bucket, KEY, count=1, size=size, etag="one")
        second.add(row(4))
        assert second.count == 2
        second.hand_back(bucket, KEY, etag="one")
    assert handed_back(bucket, tmp_path) == [("2", "broken"), ("4", "broken")]


@pytest.mark.parametrize("etag", ["one", None])
def test_fewer_rows_than_were_kept_are_another_version(bucket, tmp_path, etag):
    """The feed was overwritten and taken meanwhile, then the first version was put back."""
    with collecting(tmp_path, *(row(n) for n in range(2, 9))) as first:
        size = first.keep(bucket, KEY, etag=etag)
    with collecting(tmp_path, row(5)) as corrected:
        corrected.hand_back(bucket, KEY, etag=etag and "two")
    with collecting(tmp_path) as again:
        assert not again.resume(bucket, KEY, count=7, size=size, etag=etag)
        assert again.count == 0
        again.add(row(2))
        again.hand_back(bucket, KEY, etag=etag)
    assert handed_back(bucket, tmp_path) == [("2", "broken")]


def test_rows_of_another_version_are_not_mixed_in_though_they_fit(bucket, tmp_path):
    with collecting(tmp_path, row(2, "an a")) as first:
        size = first.keep(bucket, KEY, etag="one")
    with collecting(tmp_path, row(2, "be a"), row(3, "cy a")) as other:
        other.hand_back(bucket, KEY, etag="two")
    with collecting(tmp_path) as again:
        assert not again.resume(bucket, KEY, count=1, size=size, etag="one")


@pytest.mark.parametrize("letter", ["x", "ü", "李"])
@pytest.mark.parametrize("length", [1014, 1015, 1016, 1020, 1024])
def test_a_key_of_any_length_has_its_own_place_for_rejected_rows(bucket, tmp_path, length, letter):
    key = ("feed/labce/" + letter * 1024).encode()[: length - 4].decode(errors="ignore") + ".csv"
    assert len(rejected_key(key).encode()) <= 1024
    assert rejected_key(key).startswith("rejected/feed/labce/")
    assert rejected_key(key).endswith(".csv")
    assert (rejected_key(key) == f"rejected/{key}") == (len(key.encode()) <= 1015)
    assert rejected_key(key) != rejected_key(key[:-5] + "y.csv")
    with collecting(tmp_path, row(2)) as rejections:
        rejections.hand_back(bucket, key)
    assert handed_back(bucket, tmp_path, key) == [("2", "broken")]


def test_the_longest_key_does_not_stop_the_night(nights):
    key = "feed/labce/" + "x" * (1024 - 15) + ".csv"
    nights.put(key, feed(("r1", "broken")))
    nights.put("feed/labce/zz.csv", feed(("r2", "ana@example.org")))
    assert [file["outcome"] for file in nights.run()["files"]] == ["taken", "taken"]
    assert "email_invalid" in nights.read(rejected_key(key))


def test_rejected_rows_that_cannot_be_written_are_told(bucket, tmp_path):
    boto3.client("s3").delete_bucket(Bucket=bucket._name)
    with collecting(tmp_path, row(2)) as rejections:
        with pytest.raises(FileUnavailable, match=r"rejected/feed/labce/1\.csv could not be written: NoSuchBucket"):
            rejections.keep(bucket, KEY)
        with pytest.raises(FileUnavailable, match="could not be written"):
            rejections.hand_back(bucket, KEY)
