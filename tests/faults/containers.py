"""One container of each function, as Lambda runs it, with the environment that they read."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any

import arrival_dependencies
import forward_dependencies
import night_dependencies

from functions.forward_ascp import app as forward_ascp
from functions.match_arrivals import app as match_arrivals
from functions.report_nightly import app as report_nightly
from laurel.arrivals.push import PushCredits
from laurel.delivery.ascp.sign_in import Credentials
from laurel.delivery.queue import DeliveryQueue
from laurel.intake.row_intake import RowOutcome
from laurel.platform.aws import PARALLEL_CALLS
from laurel.platform.runtime import Runtime
from laurel.platform.table import Table
from tests.faults.partner import URL

QUEUE, DEAD = "https://sqs.us-east-1.amazonaws.com/1/delivery", "https://sqs.us-east-1.amazonaws.com/1/dead"
REQUESTS = "https://sqs.us-east-1.amazonaws.com/1/requests"
# What the night needs for telling learners by mail; none is sent here.
NO_MAIL = {
    "CLAIMS_TABLE_NAME": "claims",
    "SIGNING_SECRET_ID": "signing",
    "MAIL_CONFIGURATION_SET": "laurel",
    "API_URL": "https://api.example.org",
    "PORTAL_URL": "https://ce.example.org",
    "CONTACT_EMAIL": "education@example.org",
}
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "LEDGER_TABLE_NAME": "ledger",
    "INTAKE_BUCKET_NAME": "intake",
    "DELIVERY_QUEUE_URL": QUEUE,
    "RUN_REQUEST_QUEUE_URL": REQUESTS,
    "AUDIT_TABLE_NAME": "audit",
    "ASCP_BASE_URL": URL,
    "ASCP_SECRET_ID": "ascp",
    "ASCP_REQUESTS_PER_SECOND": "1000000",
    **NO_MAIL,
    "POWERTOOLS_METRICS_DISABLED": "true",
    "POWERTOOLS_LOG_LEVEL": "CRITICAL",
}


class Context:
    """What Lambda tells a function of itself."""

    function_name = aws_request_id = invoked_function_arn = "laurel"
    memory_limit_in_mb = 1769

    def __init__(self, milliseconds: Any) -> None:
        self.get_remaining_time_in_millis = milliseconds


class Process:
    """One container of each function, with what they hold in memory; made when an event first needs it."""

    def __init__(self, runtime: Runtime, credentials: Credentials, *, of_nights: Runtime | None = None) -> None:
        self._night = cache(partial(night_dependencies.build, of_nights or runtime))
        self._forwarder = cache(partial(forward_dependencies.build, runtime, lambda: credentials))
        self._arrivals = cache(partial(arrival_dependencies.build, runtime))
        self._push = cache(partial(push_credits, runtime))

    def report_nightly(self, event: dict, context: Any) -> dict:
        """One invocation of the nightly run."""
        return report_nightly.run_on_schedule(self._night(), event, context)

    def run_on_request(self, event: dict, context: Any) -> dict:
        """One invocation of the nightly function for a batch of requests."""
        return report_nightly.run_on_request(self._night(), event["Records"], context)

    def forward_ascp(self, event: dict, context: Any) -> dict:
        """One invocation of the forwarder."""
        return forward_ascp.forward(self._forwarder(), event, context)

    def match_arrivals(self, event: dict, _context: Any) -> bool:
        """One invocation for records of the ledger's stream; true, since the function answers nothing."""
        match_arrivals.match(self._arrivals(), event)
        return True

    def push(self, event: dict, _context: Any) -> list[RowOutcome]:
        """One call of a provider's program: `event` has its `provider` and its `rows`."""
        return self._push().push(event["provider"], event["rows"])


def push_credits(runtime: Runtime) -> PushCredits:
    """What `claim_api` has for the calls of providers, with a runtime of ours."""
    table, queue = Table(ENVIRONMENT["LEDGER_TABLE_NAME"]), DeliveryQueue(QUEUE, now=runtime.seconds)
    executor = ThreadPoolExecutor(runtime.parallel_calls or PARALLEL_CALLS)
    return PushCredits.on(table, queue, executor, runtime.clock, lambda: runtime.clock().date())
