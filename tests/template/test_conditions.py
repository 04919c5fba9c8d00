"""Conditions of IAM that hold also where a request does not say what they ask for."""

import pytest

from tests.template.test_permissions import as_list

# `ForAllValues` holds for a request without the key. DynamoDB gives dynamodb:LeadingKeys with each of these calls, and
# not with Scan, PartiQL, exports and the like. So a `Null` would say the same twice.
ALWAYS_WITH_KEYS = {
    f"dynamodb:{one}"
    for one in ("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem")
} | {"dynamodb:ConditionCheckItem"}


def conditional(of_type) -> list[tuple[str, dict]]:
    found = []
    for kind, within in (("AWS::IAM::Role", "Policies"), ("AWS::IAM::Policy", None), ("AWS::IAM::RolePolicy", None)):
        for name, role in of_type(kind).items():
            documents = [one["PolicyDocument"] for one in role.get(within, ())] if within else [role["PolicyDocument"]]
            found += [(name, one) for document in documents for one in document["Statement"] if "Condition" in one]
    return found


def test_a_condition_on_keys_is_only_on_calls_that_have_keys(of_type):
    guarded = [
        (name, one) for name, one in conditional(of_type) if any("ForAllValues" in key for key in one["Condition"])
    ]
    assert len(guarded) >= 30
    for name, one in guarded:
        assert {key for test in one["Condition"].values() for key in test} == {"dynamodb:LeadingKeys"}, name
        assert set(as_list(one["Action"])) <= ALWAYS_WITH_KEYS, (name, one["Sid"])


def test_no_condition_lets_a_request_pass_because_it_says_nothing(of_type):
    """`…IfExists` and `StringNotEquals` hold for a request without the key."""
    for name, one in conditional(of_type):
        operators = {key.partition(":")[2] or key for key in one["Condition"]}
        assert not [key for key in operators if key.endswith("IfExists") or "Not" in key], (name, one["Sid"])


@pytest.mark.parametrize("kind", ["AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy"])
def test_a_service_of_aws_writes_and_reads_only_for_this_stack(of_type, kind):
    for name, policy in of_type(kind).items():
        for one in policy["PolicyDocument"]["Statement"]:
            if "Service" in str(one.get("Principal", "")):
                keys = {key for test in one["Condition"].values() for key in test}
                assert keys & {"aws:SourceArn", "aws:SourceAccount"}, (name, one["Sid"])


def test_whoever_calls_a_function_from_outside_is_named(of_type):
    for name, permission in of_type("AWS::Lambda::Permission").items():
        assert "SourceArn" in permission, name
