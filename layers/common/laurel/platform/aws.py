"""AWS clients: created once in each process and only when needed, because each costs tens of milliseconds.

Credentials, region, endpoint and patience come only from the environment, so the same code runs in the cloud and on the
local stack. `AWS_READ_SECONDS` (20) is how long an answer may take, `AWS_MAX_ATTEMPTS` (6) how often a call is tried.
The template gives a function that lives for seconds values with which a call ends before the function does.

The clients are botocore's own. boto3 would add resources and file transfers, which nobody uses here, and 20 ms.
"""

import os
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

CONNECT_SECONDS = 1.0
"""How long a connection to AWS may take to open."""

_READ_SECONDS = float(os.environ.get("AWS_READ_SECONDS", "20"))

_CONFIG = Config(
    retries={"mode": "standard", "total_max_attempts": int(os.environ.get("AWS_MAX_ATTEMPTS", "6"))},
    connect_timeout=CONNECT_SECONDS,
    read_timeout=_READ_SECONDS,
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
    made = session().create_client(service, config=config)
    if os.environ.get("AWS_ENDPOINT_URL"):
        made.meta.events.register("response-received", _say_unreachable)
    return made


def _say_unreachable(exception: Exception | None = None, **_: object) -> None:
    """Says in the log that nothing answers where the local stack should be. On AWS nobody asks."""
    from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError

    from laurel.platform.log import logger

    if isinstance(exception, ConnectTimeoutError | EndpointConnectionError):
        address = os.environ["AWS_ENDPOINT_URL"]
        logger.error(f"Nothing answers at {address}. Is the local stack up? `make up` starts it.")


@cache
def dynamodb() -> "DynamoDBClient":
    """The DynamoDB client of this process."""
    made: DynamoDBClient = _client("dynamodb", _UNCHECKED)
    return made


@cache
def s3() -> "S3Client":
    """The S3 client of this process."""
    # botocore's own choice is the old signature, which newer regions refuse, and links to the address of all regions:
    # for hours it sends callers of a new bucket on to another host, for which the link is not signed.
    # The portal may call its region's address alone (Content-Security-Policy), in us-east-1 too.
    regional: Any = {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}
    config = Config(signature_version="s3v4", s3=regional)
    made: S3Client = _client("s3", _CONFIG.merge(config))
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
    """The SES client of this process. It tries once, and waits: without an answer, the e-mail may have been sent."""
    patient = Config(retries={"total_max_attempts": 1}, read_timeout=max(10.0, _READ_SECONDS))
    made: SESV2Client = _client("sesv2", _CONFIG.merge(patient))
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
