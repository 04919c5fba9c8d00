"""AWS clients: made once a process and only when first needed, since each costs tens of milliseconds.

Credentials, region and endpoint come from the environment alone, so the same code runs in the cloud and on
the local stack.
"""

from functools import cache
from typing import TYPE_CHECKING

from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient

# Calls run side by side in up to this many threads; a smaller pool would make them wait for a connection.
PARALLEL_CALLS = 16

_CONFIG = Config(
    retries={"mode": "standard", "total_max_attempts": 6},
    connect_timeout=3,
    read_timeout=20,
    max_pool_connections=PARALLEL_CALLS * 2,
)

# botocore looks at each attribute of each item before it writes them down: half of the time that a night of many
# credits takes. What is wrong with a request, the service says too.
_UNCHECKED = _CONFIG.merge(Config(parameter_validation=False))


@cache
def dynamodb() -> "DynamoDBClient":
    """The DynamoDB client of this process."""
    import boto3

    return boto3.client("dynamodb", config=_UNCHECKED)


@cache
def s3() -> "S3Client":
    """The S3 client of this process."""
    import boto3

    # Links are signed too; left to itself boto3 would sign those in the old way, which newer regions refuse.
    return boto3.client("s3", config=_CONFIG.merge(Config(signature_version="s3v4")))


@cache
def sqs() -> "SQSClient":
    """The SQS client of this process."""
    import boto3

    return boto3.client("sqs", config=_UNCHECKED)


@cache
def functions() -> "LambdaClient":
    """The Lambda client of this process."""
    import boto3

    return boto3.client("lambda", config=_CONFIG)


@cache
def sesv2() -> "SESV2Client":
    """The SES client of this process. It tries once: a mail whose sending had no answer may have gone out."""
    import boto3

    return boto3.client("sesv2", config=_CONFIG.merge(Config(retries={"total_max_attempts": 1})))


@cache
def secrets_manager() -> "SecretsManagerClient":
    """The Secrets Manager client of this process."""
    import boto3

    return boto3.client("secretsmanager", config=_CONFIG)


@cache
def user_pools() -> "CognitoIdentityProviderClient":
    """The client of Cognito's user pools of this process."""
    import boto3

    return boto3.client("cognito-idp", config=_CONFIG)
