"""The composition root of the forwarder: everything that its handler needs, built once per container."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial

from laurel.delivery.ascp.client import Ascp
from laurel.delivery.ascp.sign_in import Credentials, read_secret
from laurel.delivery.circuit_breaker import Breaker, GuardedPartner
from laurel.delivery.forwarder import Forwarder, RetryPolicy
from laurel.delivery.messages import RedeliveryPolicy
from laurel.delivery.partner import PARALLEL_CALLS, Partner
from laurel.delivery.queue import DeliveryQueue
from laurel.delivery.rate_limit import Pace
from laurel.learners.consent import Consents
from laurel.ledger.store import Ledger
from laurel.platform.display_names import DisplayNames
from laurel.platform.provider_names import ProviderNames
from laurel.platform.runtime import MACHINE, Runtime
from laurel.platform.settings import ForwardAscpSettings
from laurel.platform.table import Table


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The forwarder, which keeps connections, token and breakers between invocations, and the runtime."""

    forwarder: Forwarder
    runtime: Runtime


@cache
def dependencies() -> Dependencies:
    """The dependencies of this container."""
    return build(MACHINE)


def build(runtime: Runtime, credentials: Callable[[], Credentials] | None = None) -> Dependencies:
    """The dependencies that the settings ask for; `credentials` replaces the secret in Secrets Manager."""
    settings = ForwardAscpSettings.read()
    table = Table(settings.ledger_table_name)
    new_breaker = partial(
        Breaker, runtime.clock, runtime.draw, base=settings.retry_base_seconds, longest=settings.retry_max_seconds
    )
    forwarder = Forwarder(
        Ledger(table),
        Consents(table),
        DeliveryQueue(settings.delivery_queue_url, now=runtime.seconds),
        GuardedPartner(_ascp(settings, runtime, credentials), new_breaker, runtime.clock),
        _retry_policy(settings),
        clock=runtime.clock,
        new_id=runtime.new_id,
        draw=runtime.draw,
        parallel_calls=runtime.parallel_calls or PARALLEL_CALLS,
    )
    return Dependencies(forwarder, runtime)


def _ascp(settings: ForwardAscpSettings, runtime: Runtime, credentials: Callable[[], Credentials] | None) -> Partner:
    # The containers that run in parallel share the allowed rate.
    per_second = settings.ascp_requests_per_second / settings.forward_concurrency
    return Ascp(
        settings.ascp_base_url,
        credentials or partial(read_secret, settings.ascp_secret_id),
        runtime.clock,
        Pace(per_second, now=runtime.seconds, wait=runtime.wait),
        DisplayNames(Table(settings.claims_table_name), ProviderNames.read(settings.provider_names), runtime.seconds),
    )


def _retry_policy(settings: ForwardAscpSettings) -> RetryPolicy:
    redelivery = RedeliveryPolicy(
        base=settings.retry_base_seconds, longest=settings.retry_max_seconds, most=settings.delivery_attempts
    )
    return RetryPolicy(
        lease=timedelta(seconds=settings.lease_seconds),
        ask_after=timedelta(seconds=settings.settle_seconds),
        redelivery=redelivery,
    )
