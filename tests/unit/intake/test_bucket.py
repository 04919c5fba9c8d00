"""Laurel's own files in the intake bucket: replaced only as they were seen, and trouble told as such."""

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from laurel.intake.bucket import FileUnavailable, IntakeBucket

KEY = "state/roster/note.txt"


@pytest.fixture
def client():
    return boto3.client("s3")


@pytest.fixture
def bucket(intake_bucket, client):
    return IntakeBucket(intake_bucket, client)


@pytest.fixture
def write(tmp_path, bucket):
    def written(text, seen):
        (tmp_path / "source").write_text(text, encoding="utf-8")
        return bucket.replace_state(KEY, tmp_path / "source", "text/plain", seen=seen)

    return written


def text_of(bucket, client):
    return client.get_object(Bucket=bucket._name, Key=KEY)["Body"].read().decode()


def test_a_file_is_replaced_only_as_it_was_seen(bucket, client, write, tmp_path):
    first = write("one", None)
    assert first
    assert write("two", None) is None  # it was not there, and is now
    second = write("two", first)
    assert second
    assert bucket.fetch_state(KEY, tmp_path / "copy").etag == second
    assert write("three", first) is None
    assert text_of(bucket, client) == "two"
    client.delete_object(Bucket=bucket._name, Key=KEY)
    assert write("three", second) is None


def test_an_answer_that_was_lost_is_not_taken_for_another_writer(bucket, client, write, monkeypatch):
    first = write("one", None)
    real = client.put_object

    def again(**wish):
        real(**wish)
        wish["Body"].seek(0)
        return real(**wish)

    monkeypatch.setattr(client, "put_object", again)
    second = write("two", first)
    assert second
    assert second != first
    assert text_of(bucket, client) == "two"


def test_of_what_a_file_was_made_is_kept_with_it(bucket, tmp_path):
    (tmp_path / "source").write_text("rows", encoding="utf-8")
    for made_of in ("abc", None):
        bucket.store("rejected/1.csv", tmp_path / "source", "text/csv", made_of=made_of)
        assert bucket.fetch_state("rejected/1.csv", tmp_path / "copy").made_of == made_of


def test_what_cannot_be_written_is_told_by_its_key_and_reason(bucket, client, write, monkeypatch):
    def out_of_reach(**_):
        raise EndpointConnectionError(endpoint_url="https://s3.example.org")

    with monkeypatch.context() as patch:
        patch.setattr(client, "put_object", out_of_reach)
        with pytest.raises(FileUnavailable, match=r"note\.txt could not be written: EndpointConnectionError"):
            write("one", None)
    client.delete_bucket(Bucket=bucket._name)
    with pytest.raises(FileUnavailable, match=r"note\.txt could not be written: NoSuchBucket"):
        write("one", None)
