"""The log: JSON lines with ids, states and counts; never a name, an e-mail, a token or a body."""

import logging

from aws_lambda_powertools import Logger

# Powertools reads service name and level from POWERTOOLS_SERVICE_NAME and POWERTOOLS_LOG_LEVEL. Lambda does not read
# its own form of times: a line with such a time has no level for Lambda, whatever the line says.
logger = Logger(use_rfc3339=True)

# Lambda applies its level to the libraries too, and at DEBUG they log whole requests and responses, with personal data
# and the secret itself.
for library in ("boto3", "botocore", "s3transfer", "urllib3"):
    logging.getLogger(library).setLevel(logging.WARNING)
