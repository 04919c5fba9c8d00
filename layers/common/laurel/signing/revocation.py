"""What authorities say of certificates: where to ask, what to ask, and what an answer says (pure).

The answers are signed by the authorities. Their signatures are not checked here but by whoever checks the document,
which no false answer can make look genuine.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import cms, core, crl, ocsp, x509

# asn1crypto's ways to say that bytes are no such structure.
_MALFORMED = (ValueError, TypeError, AttributeError, LookupError)
# An answer that does not say when the next one comes counts so long.
_WITHOUT_END = timedelta(hours=1)
# How far the clocks of two machines may differ.
_CLOCKS = timedelta(minutes=5)


class UselessAnswer(Exception):
    """An answer does not show that a certificate is valid; the message says why."""


@dataclass(frozen=True, slots=True)
class ValidationInfo:
    """Certificates, and what their authorities said of them, each in DER: with it a signature is of level B-LT.

    It counts until `until`, in UTC.
    """

    certificates: tuple[bytes, ...]
    ocsps: tuple[bytes, ...]
    crls: tuple[bytes, ...]
    until: datetime


def status_urls(certificate: x509.Certificate) -> list[str]:
    """Where on the web the authority answers about this certificate (OCSP)."""
    return _on_the_web(_access(certificate, "ocsp"))


def list_urls(certificate: x509.Certificate) -> list[str]:
    """Where on the web the authority has its list of revoked certificates (CRL)."""
    return _on_the_web(name for one in certificate.crl_distribution_points for name in one["distribution_point"].chosen)


def issuer_urls(certificate: x509.Certificate) -> list[str]:
    """Where on the web the authority's own certificate is."""
    return _on_the_web(_access(certificate, "ca_issuers"))


def _access(certificate: x509.Certificate, method: str) -> Iterator[x509.GeneralName]:
    for one in certificate.authority_information_access_value or ():
        if one["access_method"].native == method:
            yield one["access_location"]


def _on_the_web(names: Iterable[x509.GeneralName]) -> list[str]:
    """The addresses for http and https, each once. Authorities name directories (ldap) too, which nobody asks.

    asn1crypto writes schemes and hosts in lower case.
    """
    urls = (str(one.native) for one in names if one.name == "uniform_resource_identifier")
    return list(dict.fromkeys(one for one in urls if one.startswith(("http://", "https://"))))


def is_root(certificate: x509.Certificate) -> bool:
    """Whether it answers for itself: nobody can be asked about it."""
    return bool(certificate.issuer == certificate.subject)


def issuer_among(certificate: x509.Certificate, known: Iterable[x509.Certificate]) -> x509.Certificate | None:
    """The certificate among `known` that issued this one."""
    return next((one for one in known if one.subject == certificate.issuer), None)


def certificates_in(data: bytes) -> list[x509.Certificate]:
    """The certificates that an authority offers as its own: one in DER, or several in a CMS. Raises UselessAnswer."""
    try:
        if cms.ContentInfo.load(data)["content_type"].native == "signed_data":
            brought = cms.ContentInfo.load(data)["content"]["certificates"]
            return [one.chosen for one in brought if one.name == "certificate"]
    except _MALFORMED:
        pass  # a certificate is no such structure
    try:
        return [x509.Certificate.load(data, strict=True)]
    except _MALFORMED as error:
        raise UselessAnswer("the answer is no certificate of an authority") from error


def stamping_certificate(token: cms.ContentInfo) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """The certificate that signed a time stamp, and all that came with it. Raises UselessAnswer."""
    try:
        content = token["content"]
        brought = [one.chosen for one in content["certificates"] if one.name == "certificate"]
        named = content["signer_infos"][0]["sid"].chosen
        for one in brought:
            if isinstance(named, core.OctetString):
                is_named = one.key_identifier == named.native
            else:
                is_named = (one.issuer, one.serial_number) == (named["issuer"], named["serial_number"].native)
            if is_named:
                return one, brought
    except _MALFORMED as error:
        raise UselessAnswer("the time stamp is damaged") from error
    raise UselessAnswer("the time stamp comes without the authority's certificate")


def status_request(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    """The question about `certificate` (OCSP, RFC 6960). It has no nonce: many authorities answer from a store."""
    asked = ocsp.Request({"req_cert": _named(certificate, issuer)})
    return bytes(ocsp.OCSPRequest({"tbs_request": ocsp.TBSRequest({"request_list": [asked]})}).dump())


def status_until(answer: bytes, certificate: x509.Certificate, issuer: x509.Certificate, at: datetime) -> datetime:
    """Until when this answer shows that `certificate` is valid. Raises UselessAnswer."""
    try:
        found = ocsp.OCSPResponse.load(answer, strict=True)
        status = found["response_status"].native
        if status != "successful":
            raise UselessAnswer(f"the authority answered {status}")
        responses = found.response_data["responses"]
        wanted = _named(certificate, issuer).native
        one = next((one for one in responses if one["cert_id"].native == wanted), None)
        if one is None:
            raise UselessAnswer("the answer is about another certificate")
        if one["cert_status"].name != "good":
            raise UselessAnswer(f"the authority says that the certificate is {one['cert_status'].name}")
        return _until(one["this_update"].native, one["next_update"].native, at)
    except _MALFORMED as error:
        raise UselessAnswer("the answer is no status of a certificate") from error


def list_until(answer: bytes, certificate: x509.Certificate, at: datetime) -> datetime:
    """Until when this list shows that `certificate` is valid. Raises UselessAnswer."""
    try:
        found = crl.CertificateList.load(answer, strict=True)["tbs_cert_list"]
        if found["issuer"] != certificate.issuer:
            raise UselessAnswer("the list is of another authority")
        if any(one["user_certificate"].native == certificate.serial_number for one in found["revoked_certificates"]):
            raise UselessAnswer("the authority's list says that the certificate is revoked")
        return _until(found["this_update"].native, found["next_update"].native, at)
    except _MALFORMED as error:
        raise UselessAnswer("the answer is no list of revoked certificates") from error


def _until(begins: datetime, ends: datetime | None, at: datetime) -> datetime:
    until = ends or begins + _WITHOUT_END
    if not begins - _CLOCKS <= at < until:
        raise UselessAnswer(f"the answer counts from {begins:%Y-%m-%d %H:%M} to {until:%Y-%m-%d %H:%M}")
    return until


def _named(certificate: x509.Certificate, issuer: x509.Certificate) -> ocsp.CertId:
    # SHA-1 only finds the certificate; many authorities know no other.
    return ocsp.CertId(
        {
            "hash_algorithm": {"algorithm": "sha1"},
            "issuer_name_hash": issuer.subject.sha1,
            "issuer_key_hash": issuer.public_key.sha1,
            "serial_number": certificate.serial_number,
        }
    )


def joined(infos: Sequence[ValidationInfo]) -> ValidationInfo:
    """All of it, each thing once."""
    return ValidationInfo(
        tuple(dict.fromkeys(der for one in infos for der in one.certificates)),
        tuple(dict.fromkeys(der for one in infos for der in one.ocsps)),
        tuple(dict.fromkeys(der for one in infos for der in one.crls)),
        min(one.until for one in infos),
    )
