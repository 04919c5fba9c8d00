"""Fixtures for all tests: a mocked AWS with what the template defines."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from moto import mock_aws

from laurel.audit.log import AuditLog
from laurel.ledger.store import Ledger
from laurel.platform import aws as aws_clients
from laurel.platform.table import Table
from local.catalog import put_catalog
from local.sample import Sample, generate
from local.stack import LocalStack
from local.users import STAFF
from tests import examples, stores, swift_moto

pytest_plugins = ("tests.faults.table", "tests.refusals_made", "tests.side_by_side", "tests.slow")

# Powertools reads these when a door is imported; the template sets them in the cloud.
os.environ.setdefault("POWERTOOLS_METRICS_NAMESPACE", "Laurel")
os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "laurel-test")

examples.register_profiles()
swift_moto.install(swift_moto.PATCH)

_CLIENTS = (
    aws_clients.session,
    aws_clients.dynamodb,
    aws_clients.s3,
    aws_clients.kms,
    aws_clients.sqs,
    aws_clients.secrets_manager,
    aws_clients.user_pools,
)


@contextmanager
def aws_in_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """AWS in memory, empty; laurel's own clients are as new inside it."""
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        for client in _CLIENTS:
            client.cache_clear()
        yield
        for client in _CLIENTS:
            client.cache_clear()


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """AWS in memory for one test."""
    with aws_in_memory(monkeypatch):
        yield


@pytest.fixture
def ledger_table(aws: None) -> Table:
    """The ledger's table as the template defines it, empty."""
    return Table(stores.make_table("LedgerTable"))


@pytest.fixture
def ledger(ledger_table: Table) -> Ledger:
    """An empty ledger."""
    return Ledger(ledger_table)


@pytest.fixture
def audit_log(aws: None) -> AuditLog:
    """An empty audit log, in the table as the template defines it."""
    return AuditLog(Table(stores.make_table("AuditTable")), kept_years=7)


@pytest.fixture
def delivery_queue_url(aws: None) -> str:
    """The delivery queue as the template defines it, empty; its dead-letter queue is `DeliveryDeadLetterQueue`."""
    return stores.make_queue("DeliveryQueue")


@pytest.fixture
def intake_bucket(aws: None) -> str:
    """The intake bucket as the template defines it, empty."""
    return stores.make_bucket("IntakeBucket")


@pytest.fixture(scope="session")
def sample_day() -> date:
    """The day that all sample data of one run counts from, also when the run passes midnight."""
    return datetime.now(UTC).date()


@pytest.fixture(scope="session")
def day_one(tmp_path_factory: pytest.TempPathFactory, sample_day: date) -> Sample:
    """The sample data of that day."""
    return generate(tmp_path_factory.mktemp("sample"), today=sample_day)


@pytest.fixture(scope="session")
def local_stack(tmp_path_factory: pytest.TempPathFactory, day_one: Sample) -> Iterator[LocalStack]:
    """The whole stack, deployed from the template with IAM enforced; one for all tests that need it."""
    with LocalStack.start(folder=tmp_path_factory.mktemp("stack"), participants=day_one.participants) as stack:
        yield stack


@pytest.fixture(scope="module")
def catalog(local_stack: LocalStack, sample_day: date) -> None:
    """The sample activities in the library of the stack, as they are in every module: other tests change some."""
    put_catalog(local_stack.api(STAFF), sample_day)
