"""Bring back what was lost: a table from a backup, and objects of a bucket whose deletion left a marker.

make undelete BUCKET=CertificateBucketName PREFIX=certificates/ STACK=laurel-prod
make restore-table TABLE=ClaimsTableName BACKUP=arn:aws:dynamodb:… STACK=laurel-prod

Both may run twice. A restored table has its items and indexes; DynamoDB restores neither stream nor time to live nor
point-in-time recovery, so they are turned on again here.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from typing import Any

from local.deployed import deployed
from local.template import read_template
from local.troubles import TroubleError, told

_WAIT_SECONDS = 5
_OF_MAPPING = (
    "BatchSize",
    "BisectBatchOnFunctionError",
    "FilterCriteria",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "ParallelizationFactor",
)


def main() -> None:
    """Do what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m local.restore", description="Bring back what was lost.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--bucket", help="the output that names the bucket, such as CertificateBucketName")
    what.add_argument("--table", help="the output that names the table, such as ClaimsTableName")
    parser.add_argument("--prefix", default="", help="only objects whose key begins like this")
    parser.add_argument("--backup", default="", help="the ARN of the table's backup")
    parser.add_argument("--stack", help="a stack in the cloud; without it the one of `make up`")
    asked = parser.parse_args()
    stack = deployed(asked.stack or None)
    name = stack.outputs.get(asked.bucket or asked.table)
    if not name:
        raise TroubleError(f"The stack has no output {asked.bucket or asked.table}.", do="Look at the stack's outputs.")
    if asked.bucket:
        back = undelete(stack.client("s3"), name, asked.prefix)
        print(f"{back} objects of {name} are back.")
    else:
        logical = asked.table.removesuffix("Name")
        restore_table(stack.client("dynamodb"), name, asked.backup, read_template()["Resources"][logical]["Properties"])
        moved = follow_stream(stack.client("lambda"), stack.client("dynamodb"), name)
        print(f"{name} is back. {moved} functions read its new stream.")


def undelete(s3: Any, bucket: str, prefix: str = "") -> int:
    """Removes the delete markers that hide an object; says how many. The versions below are there again."""
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix)
    hidden = [one for page in pages for one in page.get("DeleteMarkers", []) if one["IsLatest"]]
    for marker in hidden:
        s3.delete_object(Bucket=bucket, Key=marker["Key"], VersionId=marker["VersionId"])
    return len(hidden)


def restore_table(dynamodb: Any, name: str, backup: str, properties: dict[str, Any]) -> None:
    """Makes the table `name`, which is gone, from its backup, with what a backup does not have.

    Raises TroubleError when a table of this name is there: it may hold newer items.
    """
    if _status(dynamodb, name) is None:
        if _is_of_aws_backup(backup):
            raise TroubleError(
                f"{name} is not there, and AWS Backup alone restores its copies.",
                do='Start its restore job first: docs/runbook.md, "When a region is gone".',
            )
        dynamodb.restore_table_from_backup(TargetTableName=name, BackupArn=backup)
    elif not _was_restored_from(dynamodb, name, backup):
        raise TroubleError(
            f"The table {name} is there.", do="Restore it under another name and compare: docs/runbook.md says how."
        )
    while _status(dynamodb, name) != "ACTIVE":
        time.sleep(_WAIT_SECONDS)
    dynamodb.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    lifetime = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    if properties.get("TimeToLiveSpecification") and lifetime["TimeToLiveStatus"] == "DISABLED":
        attribute = properties["TimeToLiveSpecification"]["AttributeName"]
        dynamodb.update_time_to_live(
            TableName=name, TimeToLiveSpecification={"AttributeName": attribute, "Enabled": True}
        )
    stream = properties.get("StreamSpecification")
    if stream and not dynamodb.describe_table(TableName=name)["Table"].get("StreamSpecification"):
        dynamodb.update_table(TableName=name, StreamSpecification={"StreamEnabled": True, **stream})


def follow_stream(functions: Any, dynamodb: Any, name: str) -> int:
    """Lets the functions that read the former stream of the table read the new one; says how many there were."""
    new = dynamodb.describe_table(TableName=name)["Table"].get("LatestStreamArn", "")
    pages = functions.get_paginator("list_event_source_mappings").paginate()
    found = [one for page in pages for one in page["EventSourceMappings"]]
    former = [
        one for one in found if f":table/{name}/stream/" in one["EventSourceArn"] and one["EventSourceArn"] != new
    ]
    for one in former:
        # From the oldest record: what changed since the restore is matched too.
        kept = {key: one[key] for key in _OF_MAPPING if one.get(key) is not None}
        functions.create_event_source_mapping(
            EventSourceArn=new, FunctionName=one["FunctionArn"], StartingPosition="TRIM_HORIZON", **kept
        )
        functions.delete_event_source_mapping(UUID=one["UUID"])
    return len(former)


def _status(dynamodb: Any, name: str) -> str | None:
    try:
        status: str = dynamodb.describe_table(TableName=name)["Table"]["TableStatus"]
    except dynamodb.exceptions.ResourceNotFoundException:
        return None
    return status


def _is_of_aws_backup(backup: str) -> bool:
    return backup.split(":")[2:3] == ["backup"]


def _was_restored_from(dynamodb: Any, name: str, backup: str) -> bool:
    restored: dict[str, Any] | None = dynamodb.describe_table(TableName=name)["Table"].get("RestoreSummary")
    # A table that AWS Backup restored names no backup of DynamoDB's own.
    return restored is not None and (_is_of_aws_backup(backup) or restored.get("SourceBackupArn") == backup)


def items_of(dynamodb: Any, name: str) -> Iterator[dict[str, Any]]:
    """Every item of a table."""
    for page in dynamodb.get_paginator("scan").paginate(TableName=name, ConsistentRead=True):
        yield from page["Items"]


if __name__ == "__main__":
    sys.exit(told(main))
