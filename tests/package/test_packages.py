"""What is in the packages, and that the functions run from them alone."""

import json
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import pytest

from laurel.catalog.store import Catalog
from laurel.platform.table import Table
from local.build import this_machine
from local.notices import NAME
from tests import stores
from tests.api_events import request, staff
from tests.unit.certificates.samples import SVG
from tests.unit.claims.samples import activity

ROOT = Path(__file__).resolve().parents[2]
UNCHECKED_HASH = b"\x01\x00\x00\x00"


def event(name: str) -> dict:
    return json.loads((ROOT / "events" / f"{name}.json").read_text(encoding="utf-8"))


def functions() -> dict[str, Path]:
    """Where each function of the template has its code."""
    resources = stores.template()["Resources"].items()
    return {
        name: ROOT / resource["Properties"]["CodeUri"]
        for name, resource in resources
        if resource["Type"] == "AWS::Serverless::Function"
    }


def files(folder: Path) -> set[str]:
    found = (file for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc")
    return {str(file.relative_to(folder)) for file in found}


@pytest.fixture(scope="session")
def variables(aws, endpoint_url) -> dict[str, str]:
    """Values of the functions' variables, with tables, buckets and a queue as the template defines them."""
    keys = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    for name, resource in (("ledger", "LedgerTable"), ("claims", "ClaimsTable"), ("audit", "AuditTable")):
        table = {key: stores.properties(resource)[key] for key in keys}
        aws("dynamodb").create_table(TableName=name, **table)
    for bucket in ("intake", "certificates", "exports"):
        aws("s3").create_bucket(Bucket=bucket)
    queue_url = aws("sqs").create_queue(QueueName="delivery")["QueueUrl"]
    aws("secretsmanager").create_secret(Name="ascp", SecretString='{"client_id": "a", "client_secret": "b"}')
    return {
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "LEDGER_TABLE_NAME": "ledger",
        "CLAIMS_TABLE_NAME": "claims",
        "AUDIT_TABLE_NAME": "audit",
        "INTAKE_BUCKET_NAME": "intake",
        "SIGNING_SECRET_ID": "signing",
        "MAIL_FROM": "ce@example.org",
        "MAIL_CONFIGURATION_SET": "laurel-notices",
        "API_URL": "https://api.example.org",
        "PORTAL_URL": "https://ce.example.org",
        "CERTIFICATE_BUCKET_NAME": "certificates",
        "SIGNING_KEY_ID": "a-key",
        "BADGE_KEY_ID": "another-key",
        "BACKUP_BUCKET_NAME": "backups",
        "GUARD_ACCOUNTS_FUNCTION_NAME": "guard-accounts",
        "USER_POOL_ID": "us-east-1_pool",
        "TOKEN_URL": "https://auth.example.org/oauth2/token",
        "TOKEN_ISSUER": "https://cognito-idp.us-east-1.amazonaws.com/pool",
        "JWKS_URL": "http://127.0.0.1:9/jwks.json",
        "PORTAL_CLIENT_ID": "portal",
        "EXPORT_BUCKET_NAME": "exports",
        "EXPORT_FUNCTION_NAME": "export-data",
        "PROOF_URL": "https://exports.s3.us-east-1.amazonaws.com/",
        "INTAKE_URL": "https://intake.s3.us-east-1.amazonaws.com/",
        "DELIVERY_QUEUE_URL": queue_url,
        "RUN_REQUEST_QUEUE_URL": queue_url,
        "ASCP_BASE_URL": "http://127.0.0.1:9",
        "ASCP_SECRET_ID": "ascp",
        "POWERTOOLS_SERVICE_NAME": "laurel-test",
        "VERIFY_BASE_URL": "https://ce.example.org/verify",
        "CONTACT_EMAIL": "help@example.org",
    }


def test_the_nightly_function_runs_from_its_package_alone(run, variables):
    with run("ReportNightly", variables) as invoke:
        report = invoke(event("report_nightly"))
    assert report["reconciles"] is True
    assert (report["rows"], report["credits"], report["files"]) == (0, 0, [])


def test_the_forwarder_runs_from_its_package_alone(run, variables):
    """The event's credits are not in this empty ledger, so both messages must be retried."""
    batch = event("forward_ascp")
    with run("ForwardAscp", variables) as invoke:
        failures = invoke(batch)["batchItemFailures"]
    assert {failure["itemIdentifier"] for failure in failures} == {record["messageId"] for record in batch["Records"]}


def test_the_matching_of_arrivals_runs_from_its_package_alone(run, variables):
    """The event's credit is not in this empty ledger, so there is nothing to match."""
    with run("MatchArrivals", variables) as invoke:
        assert invoke(event("match_arrivals")) is None


def test_the_weekly_comparison_runs_from_its_package_alone(run, variables):
    with run("ReconcileAscp", variables) as invoke:
        answer = invoke(event("reconcile_ascp"))
    assert (answer["complete"], answer["compared"], answer["differences"]) == (True, 0, 0)


def test_the_printing_function_runs_from_its_package_alone(run, variables, aws):
    """A logo is only taken once a proof was printed with it: compiler, layouts and fonts are all there."""
    Catalog(Table("claims", aws("dynamodb"))).save(activity(), seen=None)
    path = "/v1/staff/activities/micro-2026/logo"
    put = request("PUT", path, staff(), body=SVG, headers={"Content-Type": "image/svg+xml"})
    check = request("GET", "/v1/verify/7XKDA-9GQMT-C4WHX", headers={"Accept": "text/html"})
    with run("CertificatePdf", variables) as invoke:
        answer = invoke(put)
        page = invoke(check)
    assert answer["statusCode"] == 200, answer
    assert json.loads(answer["body"])["kind"] == "svg"
    assert (page["statusCode"], "No such certificate" in page["body"]) == (404, True)


def test_the_guard_of_accounts_runs_from_its_package_alone(run, variables):
    """Nothing is pending for the user of the event, so Cognito gets its event back."""
    asked = event("guard_accounts")
    with run("GuardAccounts", variables) as invoke:
        assert invoke(asked) == asked


def test_the_authorizer_runs_from_its_package_alone(run, variables):
    """The event's token is none of ours, so it passes without claims."""
    with run("AuthorizeClients", variables) as invoke:
        assert invoke(event("authorize_clients")) == {"isAuthorized": True, "context": {}}


def test_the_function_of_exports_runs_from_its_package_alone(run, variables):
    """Nobody asked for the export of the event."""
    with run("ExportData", variables) as invoke:
        assert invoke(event("export_data")) == {"made": "nothing_to_do"}


def test_the_package_that_prints_stays_small(packages):
    files_ = [file for file in (packages / "CertificatePdf").rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files_) < 150_000_000


def test_every_module_has_bytecode_of_this_python_that_is_never_checked(packages):
    sources = list(packages.rglob("*.py"))
    assert {"CommonLayer", *functions()} == {source.relative_to(packages).parts[0] for source in sources}
    for source in sources:
        compiled = source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc"
        assert compiled.exists(), source
        assert compiled.read_bytes()[:8] == MAGIC_NUMBER + UNCHECKED_HASH, source


def test_bytecode_names_files_where_lambda_mounts_them(packages):
    layer = packages / "CommonLayer" / "python" / "laurel" / "__pycache__" / "__init__.cpython-313.pyc"
    function = packages / "ReportNightly" / "__pycache__" / "app.cpython-313.pyc"
    assert b"/opt/python/laurel/__init__.py" in layer.read_bytes()
    assert b"/var/task/app.py" in function.read_bytes()


def test_the_layer_leaves_to_the_runtime_what_the_runtime_brings(packages):
    inside = {entry.name.split("-")[0] for entry in (packages / "CommonLayer" / "python").iterdir()}
    assert not inside & {"boto3", "botocore", "s3transfer", "urllib3", "awslambdaric"}
    assert {"laurel", "pydantic", "aws_lambda_powertools"} <= inside


def test_the_notices_of_others_are_in_the_packages_that_ship_their_works(packages):
    for built, source in (("CommonLayer/python", "layers/common"), ("CertificatePdf", "functions/certificate_pdf")):
        text = (stores.ROOT / source / NAME).read_text(encoding="utf-8")
        assert (packages / built / NAME).read_text(encoding="utf-8") == text, built


def test_compiled_libraries_are_for_the_processor_that_was_asked_for(packages):
    # e_machine of the ELF header: not every library names its processor.
    machine = {"x86_64": 0x3E, "arm64": 0xB7}[this_machine()]
    libraries = {library: library.read_bytes()[18:20] for library in packages.rglob("*.so")}
    assert any("typst" in library.name for library in libraries)
    assert any("pydantic" in library.name for library in libraries)
    assert {int.from_bytes(found, "little") for found in libraries.values()} == {machine}


def test_a_function_carries_its_own_code_and_what_it_requires_and_nothing_else(packages):
    for name, source in functions().items():
        required = source / "requirements.txt"
        lines = required.read_text(encoding="utf-8").splitlines() if required.exists() else []
        libraries = tuple(line.partition("==")[0] for line in lines if "==" in line)
        built = {file for file in files(packages / name) if not (libraries and file.startswith(libraries))}
        assert built == files(source) - {"requirements.txt"}, name
