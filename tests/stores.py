"""Tables, queues and buckets on moto, made from template.yaml itself: there is no second definition to drift away."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import yaml

ROOT = Path(__file__).parents[1]


class _Loader(yaml.CSafeLoader):
    """YAML with CloudFormation's short tags: `!Ref X` becomes {"Ref": "X"}, `!GetAtt A.B` {"Fn::GetAtt": "A.B"}."""


def _tag(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        return {name: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}


_Loader.add_multi_constructor("!", _tag)


@cache
def template(name: str = "template.yaml") -> dict[str, Any]:
    """The template of the stack, or of its nested stack."""
    return yaml.load((ROOT / name).read_text(encoding="utf-8"), _Loader)


def properties(resource: str) -> dict[str, Any]:
    """The Properties of a resource in the template."""
    return template()["Resources"][resource]["Properties"]


def make_table(resource: str) -> str:
    """Creates the table that the template calls `resource`; its name."""
    wanted = properties(resource)
    passed = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes", "BillingMode")
    boto3.client("dynamodb").create_table(TableName=resource, **{key: wanted[key] for key in passed if key in wanted})
    return resource


def make_queue(resource: str) -> str:
    """Creates the queue that the template calls `resource`, and its dead-letter queue; its URL."""
    sqs = boto3.client("sqs")
    wanted = properties(resource)
    attributes = {
        key: str(wanted[key])
        for key in ("VisibilityTimeout", "MessageRetentionPeriod", "DelaySeconds")
        if key in wanted
    }
    if redrive := wanted.get("RedrivePolicy"):
        dead = make_queue(redrive["deadLetterTargetArn"]["Fn::GetAtt"].split(".")[0])
        arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        receives = plain(redrive["maxReceiveCount"])
        attributes["RedrivePolicy"] = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": receives})
    return sqs.create_queue(QueueName=resource, Attributes=attributes)["QueueUrl"]


def queue_url(resource: str) -> str:
    """The URL of a queue made before."""
    return boto3.client("sqs").get_queue_url(QueueName=resource)["QueueUrl"]


def make_bucket(resource: str) -> str:
    """Creates the bucket that the template calls `resource`; its name."""
    name = resource.lower()
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=name)
    versioning = properties(resource).get("VersioningConfiguration")
    if versioning:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=versioning)
    return name


def plain(value: Any) -> Any:
    """A value of the template, a reference to a parameter replaced by the parameter's default."""
    if isinstance(value, dict) and set(value) == {"Ref"}:
        return template()["Parameters"][value["Ref"]]["Default"]
    return value
