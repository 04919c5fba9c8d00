"""Cold start and memory of certificate_pdf, and its package: checking a number, and printing. Prints a table.

Run with `make bench`, or with `python -m benchmarks.cold_start_certificate [starts]`. "First answer" is what a learner
waits for when no instance is warm: the process starts, Python imports, typst reads its fonts, the tables and the bucket
answer. Each print is of another learner's claim, with its open badge, and without and with a signature: the emulator's
KMS signs with RSA-3072.
"""

import json
import resource
import statistics
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks._emulator import RUNTIME, libraries, started, timed, variables_of
from laurel.catalog.store import Catalog
from laurel.claims.claim import Claim, claim_id_of
from laurel.claims.store import Claims
from laurel.learners.records import to_item
from laurel.platform.clock import utc_now
from laurel.platform.metrics import publish
from laurel.platform.table import Table
from laurel.signing.chains import Subject, chain_key
from laurel.signing.signer import KmsSigner
from laurel.signing.signing_metrics import SigningMetrics
from local import ministack
from local.build import alone, build, this_machine
from local.deploy import client
from local.places import BUILD, CREDENTIALS, REGION, ROOT
from local.processes import Register
from tests import stores
from tests.api_events import learner, request
from tests.unit.claims.samples import AFTER, TECHNOLOGIST, activity, claim

WARM = 5


def main() -> None:
    """Measure and print."""
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    check = json.loads((ROOT / "events" / "certificate_check.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch, alone():
        folder = Path(scratch)
        build(this_machine(), folder / "build.log")
        register = Register(folder / "aws")
        try:
            endpoint_url = ministack.start(folder / "aws", register)
            prints = iter(_claims(endpoint_url, 2 * starts * (WARM + 1)))
            keys = {"print, not signed": "no-certificate", "print": _signing_key(endpoint_url)}
            badge_key = _new_key(endpoint_url)
            path = [BUILD / "CertificatePdf", BUILD / "CommonLayer" / "python", libraries(folder / "lib", RUNTIME)]
            times: dict[str, list[list[float]]] = {"check a number": [], "print, not signed": [], "print": []}
            for _ in range(starts):
                for name, given in times.items():
                    variables = _variables(endpoint_url, keys.get(name, "a-key"), badge_key)
                    with started(path, variables) as url:
                        given.append([_one(url, next(prints) if name in keys else check) for _ in range(WARM + 1)])
        finally:
            register.end_all()
    _show(times, starts)


def _one(url: str, event: dict[str, Any]) -> float:
    milliseconds, answer = timed(url, event)
    if answer["statusCode"] not in (201, 404):
        raise SystemExit(f"it answers {answer}")
    return milliseconds


def _show(times: dict[str, list[list[float]]], starts: int) -> None:
    print(f"{'':<20}{'first answer':>14}{'slowest':>10}{'warm':>8}   ms, median of {starts} starts")
    for name, rounds in times.items():
        firsts, warm = [one[0] for one in rounds], [ms for one in rounds for ms in one[1:]]
        row = (statistics.median(firsts), max(firsts), statistics.median(warm))
        print(f"{name:<20}{row[0]:>14.0f}{row[1]:>10.0f}{row[2]:>8.1f}")
    size = sum(file.stat().st_size for file in (BUILD / "CertificatePdf").rglob("*") if file.is_file())
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(f"package {size / 1e6:.0f} MB unzipped; at most {memory:.0f} MB of memory, of all processes started here")


def _claims(endpoint_url: str, count: int) -> list[dict[str, Any]]:
    """Requests that print claims to which nothing is missing, one learner each; tables and bucket are made."""
    keys = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    for name in ("ClaimsTable", "LedgerTable", "AuditTable"):
        wanted = stores.properties(name)
        client(endpoint_url, "dynamodb").create_table(TableName=name, **{key: wanted[key] for key in keys})
    client(endpoint_url, "s3").create_bucket(Bucket="certificates")
    table = Table("ClaimsTable", client(endpoint_url, "dynamodb"))
    always = {"opens_at": "2020-01-01T00:00:00Z", "closes_at": "2100-01-01T00:00:00Z"}
    Catalog(table).save(activity(claim_window=always), seen=None)
    claims = Claims(table)
    return [_ready(table, claims, f"learner-{n}") for n in range(count)]


def _ready(table: Table, claims: Claims, learner_id: str) -> dict[str, Any]:
    profile = replace(TECHNOLOGIST, learner_id=learner_id, version=1, consent_at=AFTER)
    mine: Claim = replace(claim(a="1", c="3.5"), learner_id=learner_id, claim_id=claim_id_of(learner_id, activity().id))
    table.put_many([to_item(profile)])
    claims.add(mine)
    path = f"/v1/claims/{mine.claim_id}/certificate"
    seen = {"If-Match": f'"{mine.version}"'}
    return request("POST", path, learner(learner_id), json_body={"attested": True}, headers=seen)


def _new_key(endpoint_url: str) -> str:
    made = client(endpoint_url, "kms").create_key(KeySpec="RSA_3072", KeyUsage="SIGN_VERIFY")
    return str(made["KeyMetadata"]["KeyId"])


def _signing_key(endpoint_url: str) -> str:
    """A key with a certificate in the bucket."""
    kms, s3, key = client(endpoint_url, "kms"), client(endpoint_url, "s3"), _new_key(endpoint_url)
    signer = KmsSigner(key, "certificates", utc_now, SigningMetrics(publish), kms=kms, s3=s3)
    pem = signer.self_made(Subject("Certificates", "Example Society", "US"), 730)
    s3.put_object(Bucket="certificates", Key=chain_key(key), Body=pem)
    return key


def _variables(endpoint_url: str, signing_key: str, badge_key: str) -> dict[str, str]:
    return {
        **variables_of("CertificatePdf"),
        **CREDENTIALS,
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_DEFAULT_REGION": REGION,
        "CERTIFICATE_BUCKET_NAME": "certificates",
        "SIGNING_KEY_ID": signing_key,
        "BADGE_KEY_ID": badge_key,
        "VERIFY_BASE_URL": "https://ce.example.org/v1/verify",
        "POWERTOOLS_METRICS_NAMESPACE": "Laurel",
        "POWERTOOLS_SERVICE_NAME": "benchmark",
    }


if __name__ == "__main__":
    main()
