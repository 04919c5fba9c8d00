"""The claims table on moto: from template.yaml, or, until it stands there, from the definition below."""

import boto3

from tests import stores

CLAIMS_TABLE = {
    "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": "S"}
        for name in ("pk", "sk", "activity_id", "claim_key", "library_shard", "library_order")
    ],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "BillingMode": "PAY_PER_REQUEST",
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "activity_claims",
            "KeySchema": [
                {"AttributeName": "activity_id", "KeyType": "HASH"},
                {"AttributeName": "claim_key", "KeyType": "RANGE"},
            ],
            "Projection": {
                "ProjectionType": "INCLUDE",
                "NonKeyAttributes": ["claim_id", "statement", "status", "chosen"],
            },
        },
        {
            "IndexName": "library",
            "KeySchema": [
                {"AttributeName": "library_shard", "KeyType": "HASH"},
                {"AttributeName": "library_order", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["summary"]},
        },
    ],
}


def make() -> str:
    """Creates the claims table; its name."""
    if "ClaimsTable" in stores.template()["Resources"]:
        return stores.make_table("ClaimsTable")
    boto3.client("dynamodb").create_table(TableName="ClaimsTable", **CLAIMS_TABLE)
    return "ClaimsTable"
