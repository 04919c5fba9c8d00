"""What was lost comes back whole, and a drill that lost something says so."""

import boto3
import pytest

from local import drill, restore
from local.drill import compared
from local.template import read_template
from local.troubles import TroubleError
from tests import stores

CLAIMS = read_template()["Resources"]["ClaimsTable"]["Properties"]


@pytest.fixture
def dynamodb(aws):
    return boto3.client("dynamodb")


@pytest.fixture
def table(dynamodb):
    name = stores.make_table("LedgerTable")
    for number in range(60):
        dynamodb.put_item(TableName=name, Item={"pk": {"S": f"CREDIT#{number}"}, "sk": {"S": "CREDIT"}})
    return name


def keys(dynamodb, name):
    return {one["pk"]["S"] for one in restore.items_of(dynamodb, name)}


def test_a_deleted_table_is_back_with_its_items_and_what_a_backup_does_not_have(dynamodb, table):
    properties = read_template()["Resources"]["LedgerTable"]["Properties"]
    before = keys(dynamodb, table)
    backup = dynamodb.create_backup(TableName=table, BackupName="backup")["BackupDetails"]["BackupArn"]
    dynamodb.delete_table(TableName=table)
    for _ in range(2):  # it may run again
        restore.restore_table(dynamodb, table, backup, properties)
        assert keys(dynamodb, table) == before
        assert len(before) == 60
        found = dynamodb.describe_table(TableName=table)["Table"]
        assert found["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
        lifetime = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
        assert (lifetime["TimeToLiveStatus"], lifetime["AttributeName"]) == ("ENABLED", "expires_at")
        backups = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
        assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_a_table_that_is_there_is_not_overwritten(dynamodb, table):
    backup = dynamodb.create_backup(TableName=table, BackupName="backup")["BackupDetails"]["BackupArn"]
    with pytest.raises(TroubleError, match=f"The table {table} is there"):
        restore.restore_table(dynamodb, table, backup, CLAIMS)
    assert len(keys(dynamodb, table)) == 60


COPY = "arn:aws:backup:us-west-2:111122223333:recovery-point:8f2c"


def test_a_copy_of_aws_backup_is_restored_by_it_first_and_made_whole_here(dynamodb, table):
    with pytest.raises(TroubleError, match=r"Start its restore job first: docs/runbook\.md"):
        restore.restore_table(dynamodb, "laurel-prod-ClaimsTable-X", COPY, CLAIMS)
    with pytest.raises(TroubleError, match=f"The table {table} is there"):
        restore.restore_table(dynamodb, table, COPY, CLAIMS)
    backup = dynamodb.create_backup(TableName=table, BackupName="backup")["BackupDetails"]["BackupArn"]
    dynamodb.restore_table_from_backup(TargetTableName="restored", BackupArn=backup)
    restore.restore_table(dynamodb, "restored", COPY, CLAIMS)
    backups = dynamodb.describe_continuous_backups(TableName="restored")["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_deleted_objects_are_back_and_those_that_were_overwritten_stay_as_they_are(aws):
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="kept")
    s3.put_bucket_versioning(Bucket="kept", VersioningConfiguration={"Status": "Enabled"})
    for key, body in (("a/1", b"1"), ("a/2", b"old"), ("a/2", b"new"), ("b/3", b"3"), ("a/4", b"4")):
        s3.put_object(Bucket="kept", Key=key, Body=body)
    for key in ("a/1", "a/2", "b/3"):
        s3.delete_object(Bucket="kept", Key=key)
    assert restore.undelete(s3, "kept", "a/") == 2
    assert restore.undelete(s3, "kept", "a/") == 0
    assert drill._objects(s3, "kept") == {"a/1": b"1", "a/2": b"new", "a/4": b"4"}


def test_functions_follow_the_new_stream_with_their_settings(dynamodb):
    class Functions:
        made, gone = [], []

        def get_paginator(self, _):
            mappings = [
                {
                    "UUID": "1",
                    "EventSourceArn": "arn:aws:dynamodb:r:1:table/t/stream/old",
                    "FunctionArn": "f:live",
                    "BatchSize": 100,
                    "FilterCriteria": {"Filters": []},
                },
                {"UUID": "2", "EventSourceArn": "arn:aws:sqs:r:1:t", "FunctionArn": "g:live", "BatchSize": 10},
                {"UUID": "3", "EventSourceArn": new, "FunctionArn": "h:live", "BatchSize": 10},
            ]
            return type("P", (), {"paginate": lambda _: [{"EventSourceMappings": mappings}]})()

        def create_event_source_mapping(self, **asked):
            self.made.append(asked)

        def delete_event_source_mapping(self, **asked):
            self.gone.append(asked["UUID"])

    new = "arn:aws:dynamodb:r:1:table/t/stream/new"
    tables = type("D", (), {"describe_table": lambda _, **__: {"Table": {"LatestStreamArn": new}}})()
    functions = Functions()
    assert restore.follow_stream(functions, tables, "t") == 1
    assert functions.made == [
        {
            "EventSourceArn": new,
            "FunctionName": "f:live",
            "StartingPosition": "TRIM_HORIZON",
            "BatchSize": 100,
            "FilterCriteria": {"Filters": []},
        }
    ]
    assert functions.gone == ["1"]


def test_a_drill_counts_what_is_missing_and_what_differs():
    line = compared("t", {"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 5, "d": 9}, 0.1)
    assert (line.records, line.missing, line.different, line.is_whole) == (3, 1, 1, False)
    assert compared("t", {"a": 1}, {"a": 1, "b": 2}, 0.1).is_whole


def test_a_drill_stops_whatever_changes_records_and_starts_it_again_also_after_trouble(monkeypatch):
    """Deliveries that went on would make records differ."""
    state, reads = {"1": True, "2": True}, iter([{"a": 1}, {"a": 2}, {"a": 2}])

    class Functions:
        def get_paginator(self, _):
            found = [{"UUID": one} for one in state]
            return type("P", (), {"paginate": lambda _: [{"EventSourceMappings": found}]})()

        def update_event_source_mapping(self, **asked):
            state[asked["UUID"]] = asked["Enabled"]

    monkeypatch.setattr(drill, "_items", lambda *_: next(reads))
    monkeypatch.setattr(drill.time, "sleep", lambda _: None)
    stack = drill.Deployed({"LedgerTableName": "t"}, lambda _: Functions(), "")
    with pytest.raises(ZeroDivisionError), drill._paused(stack):
        assert state == {"1": False, "2": False}
        assert next(reads, None) is None  # it read until nothing changed
        raise ZeroDivisionError
    assert state == {"1": True, "2": True}
