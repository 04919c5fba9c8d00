"""Tables, queues and buckets on moto, made from template.yaml itself: there is no second definition to drift away.

moto makes most of them without a request: most tests begin with several.
"""

import copy
import json
import os
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import yaml
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.models import botocore_stubber
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends

ROOT = Path(__file__).parents[1]
_REGION = "us-east-1"
# Empty tables as moto made them, by name.
_MADE: dict[str, Table] = {}


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


def _on_moto() -> bool:
    return bool(botocore_stubber.enabled) and os.environ.get("AWS_DEFAULT_REGION") == _REGION


def make_table(resource: str) -> str:
    """Creates the table that the template calls `resource`; its name."""
    held = dynamodb_backends[DEFAULT_ACCOUNT_ID][_REGION].tables if _on_moto() else None
    if held is not None and resource in _MADE and resource not in held:
        held[resource] = copy.deepcopy(_MADE[resource])
        return resource
    wanted = properties(resource)
    passed = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes", "BillingMode")
    boto3.client("dynamodb").create_table(TableName=resource, **{key: wanted[key] for key in passed if key in wanted})
    if held is not None:
        _MADE[resource] = copy.deepcopy(held[resource])
    return resource


def make_queue(resource: str) -> str:
    """Creates the queue that the template calls `resource`, and its dead-letter queue; its URL."""
    wanted = properties(resource)
    attributes = {
        key: str(wanted[key])
        for key in ("VisibilityTimeout", "MessageRetentionPeriod", "DelaySeconds")
        if key in wanted
    }
    if redrive := wanted.get("RedrivePolicy"):
        dead = make_queue(redrive["deadLetterTargetArn"]["Fn::GetAtt"].split(".")[0])
        receives = plain(redrive["maxReceiveCount"])
        attributes["RedrivePolicy"] = json.dumps({"deadLetterTargetArn": _arn(dead), "maxReceiveCount": receives})
    if _on_moto():
        queue = sqs_backends[DEFAULT_ACCOUNT_ID][_REGION].create_queue(resource, **attributes)
        return str(queue.url(urlsplit(f"https://sqs.{_REGION}.amazonaws.com/")))
    return boto3.client("sqs").create_queue(QueueName=resource, Attributes=attributes)["QueueUrl"]


def _arn(queue: str) -> str:
    if _on_moto():
        return str(sqs_backends[DEFAULT_ACCOUNT_ID][_REGION].get_queue(queue.rpartition("/")[2]).queue_arn)
    told = boto3.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    return told["Attributes"]["QueueArn"]


def queue_url(resource: str) -> str:
    """The URL of a queue made before."""
    return boto3.client("sqs").get_queue_url(QueueName=resource)["QueueUrl"]


def make_bucket(resource: str) -> str:
    """Creates the bucket that the template calls `resource`; its name."""
    name = resource.lower()
    versioning = properties(resource).get("VersioningConfiguration")
    if _on_moto():
        backend = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
        if name not in backend.buckets:  # as in this region on AWS: its owner may ask for it again
            backend.create_bucket(name, _REGION)
        if versioning:
            backend.put_bucket_versioning(name, versioning["Status"])
        return name
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=name)
    if versioning:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=versioning)
    return name


def plain(value: Any) -> Any:
    """A value of the template, a reference to a parameter replaced by the parameter's default."""
    if isinstance(value, dict) and set(value) == {"Ref"}:
        return template()["Parameters"][value["Ref"]]["Default"]
    return value
