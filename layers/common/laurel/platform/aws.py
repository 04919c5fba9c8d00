"""AWS clients: created once in each process and only when needed, because each costs tens of milliseconds.

Credentials, region and endpoint come only from the environment, so the same code runs in the cloud and on the local
stack.

The clients are botocore's own. boto3 would add resources and file transfers, which nobody uses here, and 20 ms.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from botocore.config import Config

if TYPE_CHECKING:
    from botocore.session import Session
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient

# Calls run in up to this many parallel threads; a smaller connection pool would make them wait.
PARALLEL_CALLS = 16

_CONFIG = Config(
    retries={"mode": "standard", "total_max_attempts": 6},
    connect_timeout=3,
    read_timeout=20,
    max_pool_connections=PARALLEL_CALLS * 2,
)

# botocore validates each attribute of each item before sending: half of the time of a large nightly run. The service
# reports an invalid request too.
_UNCHECKED = _CONFIG.merge(Config(parameter_validation=False))


@cache
def session() -> "Session":
    """The session of this process, which remembers credentials and what is the same for all clients."""
    from botocore.session import get_session

    return get_session()


def _client(service: str, config: Config = _CONFIG) -> Any:
    return session().create_client(service, config=config)


@cache
def dynamodb() -> "DynamoDBClient":
    """The DynamoDB client of this process."""
    made: DynamoDBClient = _client("dynamodb", _UNCHECKED)
    return made


@cache
def s3() -> "S3Client":
    """The S3 client of this process."""
    # Without this, botocore signs links with the old signature version, which newer regions refuse.
    made: S3Client = _client("s3", _CONFIG.merge(Config(signature_version="s3v4")))
    return made


@cache
def sqs() -> "SQSClient":
    """The SQS client of this process."""
    made: SQSClient = _client("sqs", _UNCHECKED)
    return made


@cache
def functions() -> "LambdaClient":
    """The Lambda client of this process."""
    made: LambdaClient = _client("lambda")
    return made


@cache
def sesv2() -> "SESV2Client":
    """The SES client of this process. It tries once: without an answer, the e-mail may have been sent."""
    made: SESV2Client = _client("sesv2", _CONFIG.merge(Config(retries={"total_max_attempts": 1})))
    return made


@cache
def kms() -> "KMSClient":
    """The KMS client of this process."""
    made: KMSClient = _client("kms")
    return made


@cache
def secrets_manager() -> "SecretsManagerClient":
    """The Secrets Manager client of this process."""
    made: SecretsManagerClient = _client("secretsmanager")
    return made


@cache
def user_pools() -> "CognitoIdentityProviderClient":
    """The client of Cognito's user pools of this process."""
    made: CognitoIdentityProviderClient = _client("cognito-idp")
    return made
