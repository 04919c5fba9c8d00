"""The X.509 certificate with which a stack signs: made or asked for by its function, and installed in its bucket."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from laurel.signing.chains import Chain, UnusableChain, chain_key, check_chain, read_chain
from local.troubles import TroubleError

_NAME = "Certificates of continuing education"

type Client = Callable[[str], Any]


def make(client: Client, outputs: Mapping[str, str], kind: str, organization: str, country: str = "US") -> bytes:
    """A request, or a self-made certificate (PEM), by the function that may use the key. Raises TroubleError."""
    wish = {"make": kind, "name": _NAME, "organization": organization, "country": country}
    answer = client("lambda").invoke(
        FunctionName=outputs["CertificatePdfFunctionName"],
        Payload=json.dumps({"signing_certificate": wish}).encode(),
    )
    said: Any = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        raise TroubleError(
            f"The function refused: {said.get('errorMessage')}", do="Check the organization and country."
        )
    return str(said["pem"]).encode()


def install(client: Client, outputs: Mapping[str, str], pem: bytes) -> Chain:
    """Puts the certificates where the function finds them within 5 minutes. Raises TroubleError if they do not fit."""
    key = outputs["CertificateSigningKeyId"]
    public_key = client("kms").get_public_key(KeyId=key)["PublicKey"]
    try:
        chain = read_chain(pem)
        check_chain(chain, public_key, datetime.now(UTC))
    except UnusableChain as error:
        raise TroubleError(str(error), do="Nothing was installed.") from error
    client("s3").put_object(Bucket=outputs["CertificateBucketName"], Key=chain_key(key), Body=pem)
    return chain
