"""The log: JSON lines with ids, states and counts; never a name, an e-mail, a token or a body."""

from aws_lambda_powertools import Logger

# Powertools reads service name and level from POWERTOOLS_SERVICE_NAME and POWERTOOLS_LOG_LEVEL.
logger = Logger()
