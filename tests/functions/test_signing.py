"""Certificates are signed by the key in KMS once an operator has installed its certificate."""

from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from certificate_routes.dependencies import dependencies
from cryptography import x509
from pydantic import ValidationError

from functions.certificate_pdf import app
from laurel.platform import aws as aws_clients
from laurel.signing.chains import chain_key, check_chain, read_chain
from local.verify_certificate import verify
from tests.functions.certificate_pdf_desk import PrintDesk, print_desk_on_moto
from tests.functions.claim_api_desk import Context

WISH = {"name": "Certificates", "organization": "Example Society", "country": "US"}


@pytest.fixture
def key_id(aws: None) -> str:
    kms = botocore.session.get_session().create_client("kms")
    made: str = kms.create_key(KeySpec="RSA_3072", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    return made


@pytest.fixture
def desk(key_id: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintDesk]:
    with print_desk_on_moto(monkeypatch.setenv) as found:
        monkeypatch.setenv("SIGNING_KEY_ID", key_id)
        dependencies.cache_clear()
        yield found


def wished(**changes: Any) -> bytes:
    answer = app.handler({"signing_certificate": {**WISH, **changes}}, Context())
    return str(answer["pem"]).encode()


@pytest.mark.slow
def test_a_certificate_is_signed_after_its_operator_installed_a_signing_certificate(
    desk: PrintDesk, key_id: str
) -> None:
    pem = wished(make="self_made")
    public_key = aws_clients.kms().get_public_key(KeyId=key_id)["PublicKey"]
    check_chain(read_chain(pem), public_key, dependencies().printer.clock())
    aws_clients.s3().put_object(Bucket=desk.bucket, Key=chain_key(key_id), Body=pem)
    pdf = desk.document(desk.printed())
    found = list(verify(pdf, pem))
    assert all(one.good for one in found), found
    assert "Organization: Example Society" in found[2].words


@pytest.mark.slow
def test_a_request_for_an_authority_is_signed_by_the_key(desk: PrintDesk) -> None:
    asked = x509.load_pem_x509_csr(wished(make="request"))
    assert asked.is_signature_valid
    assert asked.subject.rfc4514_string() == "CN=Certificates,O=Example Society,C=US"


@pytest.mark.slow
@pytest.mark.parametrize(
    "wrong",
    [{"country": "USA"}, {"make": "key"}, {"days": 0}, {"days": 3651}, {"organization": " "}, {"more": 1}],
)
def test_a_wish_that_makes_no_sense_is_refused(desk: PrintDesk, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        wished(**{"make": "request", **wrong})
