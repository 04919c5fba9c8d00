"""What the tests make without a request is the same as what requests make."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest

from tests import stores


def of_type(kind: str) -> list[str]:
    return [name for name, one in stores.template()["Resources"].items() if one["Type"] == kind]


def table(resource: str) -> Any:
    told = boto3.client("dynamodb").describe_table(TableName=stores.make_table(resource))["Table"]
    return {name: value for name, value in told.items() if name not in ("CreationDateTime", "TableId")}


def queue(resource: str) -> Any:
    url = stores.make_queue(resource)
    told = boto3.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return url, {name: value for name, value in told.items() if not name.endswith("Timestamp")}


def bucket(resource: str) -> Any:
    name = stores.make_bucket(resource)
    s3 = boto3.client("s3")
    told = [s3.get_bucket_versioning(Bucket=name), s3.get_bucket_location(Bucket=name), s3.get_bucket_acl(Bucket=name)]
    return name, [{key: value for key, value in one.items() if key != "ResponseMetadata"} for one in told]


MADE = [
    *((table, name) for name in of_type("AWS::DynamoDB::Table")),
    *((queue, name) for name in of_type("AWS::SQS::Queue")),
    *((bucket, name) for name in of_type("AWS::S3::Bucket")),
]


@pytest.mark.parametrize(("shown", "resource"), MADE, ids=[name for _, name in MADE])
def test_it_is_as_by_requests(
    shown: Callable[[str], Any], resource: str, aws: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(stores, "_on_moto", lambda: False)
        wanted = shown(resource)
    start_again()
    assert shown(resource) == wanted
    start_again()
    assert shown(resource) == wanted  # and from its copy


def start_again() -> None:
    """Moto holds nothing any more."""
    for backends in (stores.dynamodb_backends, stores.s3_backends, stores.sqs_backends):
        backends.reset()


def test_each_test_has_empty_tables(aws: None) -> None:
    for _ in range(2):
        held = boto3.resource("dynamodb").Table(stores.make_table("LedgerTable"))
        assert held.scan()["Count"] == 0
        held.put_item(Item={"pk": "A", "sk": "B"})
        start_again()
