"""What the AWS account must have before a stack for real use is deployed. Nothing here changes anything."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError

from local.settings import Settings

# AWS keeps this many executions for functions without a reservation of their own.
_KEPT_FREE = 100
_OF_THE_NIGHT = 4
_FORWARDERS = 5

Clients = Callable[..., Any]


def unready(settings: Settings, clients: Clients) -> list[str]:
    """All that is missing, a line each. `clients` makes a client of a service by name, as `boto3.client` does."""
    found = []
    for check in (_certificate, _mail, _concurrency):
        try:
            found += list(check(settings, clients))
        except (ClientError, BotoCoreError) as error:
            found.append(f"What a deploy needs could not be looked up: {error}")
    return found


def _certificate(settings: Settings, clients: Clients) -> Iterator[str]:
    """CloudFront takes certificates of us-east-1 alone, issued and for the portal's host."""
    arn, host = settings.parameters.get("PortalCertificateArn"), _host(settings.parameters["PortalOrigin"])
    if not arn:
        return
    if not arn.startswith("arn:") or arn.split(":")[3] != "us-east-1":
        yield "PortalCertificateArn is not of the region us-east-1."
        return
    try:
        found = clients("acm", region_name="us-east-1").describe_certificate(CertificateArn=arn)["Certificate"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        yield "The certificate of PortalCertificateArn is not there."
        return
    if found["Status"] != "ISSUED":
        yield f"The certificate of {host} is not issued: its status is {found['Status']}. Put its CNAME into your DNS."
    names = [found.get("DomainName", ""), *found.get("SubjectAlternativeNames", [])]
    if host not in names and f"*.{host.partition('.')[2]}" not in names:
        yield f"The certificate is not for {host}, but for {', '.join(sorted(set(names)))}."


def _mail(settings: Settings, clients: Clients) -> Iterator[str]:
    identity = settings.parameters.get("MailIdentity")
    if not identity:
        return
    ses = clients("sesv2", region_name=settings.region)
    try:
        found = ses.get_email_identity(EmailIdentity=identity)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NotFoundException":
            raise
        yield f"SES does not know the identity {identity}."
        return
    if not found.get("VerifiedForSendingStatus"):
        yield f"SES has not verified {identity} yet. Put its DKIM records into your DNS."
    if "@" not in identity and found.get("MailFromAttributes", {}).get("MailFromDomainStatus") != "SUCCESS":
        yield f"{identity} has no MAIL FROM domain of its own that works, so SPF does not pass for it."
    if not ses.get_account().get("ProductionAccessEnabled"):
        yield "SES is in its sandbox: it sends to verified addresses alone. Ask for production access."


def _concurrency(settings: Settings, clients: Clients) -> Iterator[str]:
    if settings.parameters.get("ReserveConcurrency") != "yes":
        return
    limits = clients("lambda", region_name=settings.region).get_account_settings()["AccountLimit"]
    needed = _KEPT_FREE + _OF_THE_NIGHT + int(settings.parameters.get("ForwardConcurrency", _FORWARDERS))
    if limits["ConcurrentExecutions"] < needed:
        yield (
            f"ReserveConcurrency needs an account with {needed} concurrent executions; it has"
            f" {limits['ConcurrentExecutions']}. Ask AWS for more, or leave it out for now."
        )


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
