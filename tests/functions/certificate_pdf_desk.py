"""Both functions of the API on moto, over the same tables: a claim is made with one and printed by the other."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from certificate_routes.dependencies import dependencies
from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import Table, dynamodb_backends

from functions.certificate_pdf import app
from laurel.platform import aws as aws_clients
from laurel.platform.ids import derived_id
from local.demo_claims import answers
from local.sample_catalog import WEBINAR, WEBINAR_CODE
from tests import stores
from tests.api_events import Answer, answer_of, learner, request
from tests.functions.claim_api_desk import Context, Desk, desk_on_moto
from tests.permitted import permitted

NAME = "Ana Sörensen"
ATTESTED = {"attested": True}
_OF_DOCUMENT = ("ContentType", "ContentDisposition")
# What the first certificate of a process came to: the answer, the document in the bucket, and the tables.
_printed: list[tuple[dict[str, Any], dict[str, Any], dict[str, Table]]] = []


class PrintDesk:
    """The certificates' function; `claims` calls the claims' function."""

    def __init__(self, claims: Desk, bucket: str) -> None:
        self.claims = claims
        self.bucket = bucket

    def call(self, method: str, path: str, claims: dict[str, str] | None = None, **given: Any) -> Answer:
        with permitted("CertificatePdfRole"):
            return answer_of(app.handler(request(method, path, claims, **given), Context()))

    def complete(self, sub: str = "ana", statement: str = "pace") -> str:
        """A claim for the webinar to which nothing is missing; its path."""
        ask, who = self.claims.call, learner(sub)
        me = {"name_as_printed": NAME, "consent_to_report": True, "physician": True}
        assert ask("PATCH", "/v1/me", who, json_body=me).status == 200
        wanted = {"activity_id": WEBINAR, "statement": statement, "access_code": WEBINAR_CODE}
        claim = ask("POST", "/v1/claims", who, json_body=wanted).json()
        path = f"/v1/claims/{claim['claim_id']}"
        webinar = ask("GET", f"/v1/activities/{WEBINAR}").json()
        read = {"acknowledged": [one["id"] for one in webinar["disclosures"]]}
        assert ask("PUT", f"{path}/disclosures", who, json_body=read).status == 200
        [session] = ask("GET", f"/v1/activities/{WEBINAR}/sessions").json()["items"]
        attended = {
            "credits": session["maximum"][statement],
            "evaluation": answers(webinar, session["evaluation_form"]),
        }
        put = ask("PUT", f"{path}/sessions/{session['id']}", who, json_body=attended)
        assert put.json()["summary"]["missing"] == [], put
        return path

    def printed(self, sub: str = "ana", statement: str = "pace") -> dict[str, Any]:
        """The certificate of a complete claim."""
        path = self.complete(sub, statement)
        answer = self.press(path, sub)
        assert answer.status == 201, answer
        return answer.json()

    def printed_already(self) -> dict[str, Any]:
        """A certificate of Ana's. The first test of a process prints it; the others begin with what that left."""
        held = dynamodb_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].tables
        if not _printed:
            told = self.printed()
            found = self._stored(told)
            document = {"Body": found["Body"].read(), **{name: found[name] for name in _OF_DOCUMENT}}
            tables = {name: copy.deepcopy(held[name]) for name in ("ClaimsTable", "LedgerTable", "AuditTable")}
            _printed.append((told, document, tables))
        told, document, tables = _printed[0]
        held.update({name: copy.deepcopy(table) for name, table in tables.items()})
        aws_clients.s3().put_object(Bucket=self.bucket, Key=_key(told), **document)
        return copy.deepcopy(told)

    def press(self, path: str, sub: str = "ana", body: Any = ATTESTED) -> Answer:
        """The answer to printing the claim at `path` as its summary shows it now."""
        seen = self.claims.call("GET", f"{path}/summary", learner(sub)).headers["ETag"]
        return self.call("POST", f"{path}/certificate", learner(sub), json_body=body, headers={"If-Match": seen})

    def document(self, certificate: dict[str, Any]) -> bytes:
        return self._stored(certificate)["Body"].read()

    def _stored(self, certificate: dict[str, Any]) -> Any:
        return aws_clients.s3().get_object(Bucket=self.bucket, Key=_key(certificate))


def new_key(spec: str) -> str:
    """The id of a new key that signs."""
    made: str = boto3.client("kms").create_key(KeySpec=spec, KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    return made


def _key(certificate: dict[str, Any]) -> str:
    return f"certificates/{certificate['number']}/{certificate['sha256']}.pdf"


def credit_id(claim_id: str) -> str:
    return derived_id("claim", claim_id)


@contextmanager
def print_desk_on_moto(setenv: Callable[[str, str], None]) -> Iterator[PrintDesk]:
    """A desk with the sample catalog; moto must be up."""
    with desk_on_moto(setenv) as claims:
        setenv("CERTIFICATE_BUCKET_NAME", stores.make_bucket("CertificateBucket"))
        setenv("BADGE_KEY_ID", new_key("ECC_NIST_P256"))
        dependencies.cache_clear()
        claims.fill()
        yield PrintDesk(claims, "certificatebucket")
        dependencies.cache_clear()
