"""Signing in at ASCP: client credentials from Secrets Manager, exchanged for a token that is kept while it is valid."""

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from laurel.delivery.ascp.contract import FIRST, Version, read_version
from laurel.delivery.ascp.http import Reply, Wire
from laurel.delivery.partner import NotSent, Unclear
from laurel.platform import aws
from laurel.platform.aws_errors import AwsError, aws_errors
from laurel.platform.clock import Clock
from laurel.platform.log import logger

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

MARGIN = timedelta(seconds=60)  # a token is renewed this long before it expires
LONGEST_LIFE = timedelta(days=1)  # of a token, whatever its `expires_in` says
UNSTATED_LIFE = timedelta(minutes=5)  # of a token whose `expires_in` is missing (RFC 6749 only recommends it)
UNREADABLE_WAIT = timedelta(minutes=1)  # before a secret that could not be read is read again
# Before refused credentials are tried again: doubled each time, because ASCP may lock us out.
REFUSED_WAIT = timedelta(minutes=1)
LONGEST_REFUSED_WAIT = timedelta(minutes=15)
_TOKEN = re.compile(r"[!-~]{1,8192}")


class CredentialsUnreadable(Exception):
    """The secret could not be read, or does not hold client_id and client_secret; the message names the cause."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Our credentials at ASCP. The secret is never printed."""

    client_id: str
    client_secret: str = field(repr=False)


def read_secret(secret_id: str, client: "SecretsManagerClient | None" = None) -> Credentials:
    """The credentials in the secret `secret_id`: `{"client_id", "client_secret"}`. Raises CredentialsUnreadable."""
    try:
        with aws_errors():
            text = (client or aws.secrets_manager()).get_secret_value(SecretId=secret_id)["SecretString"]
    except AwsError as error:
        raise CredentialsUnreadable(f"ASCP's secret cannot be read: {error.code}") from error
    except KeyError as error:
        raise CredentialsUnreadable("ASCP's secret cannot be read: KeyError") from error
    try:
        secret = json.loads(text)
        return Credentials(str(secret["client_id"]), str(secret["client_secret"]))
    except (ValueError, TypeError, KeyError):
        # Not chained: the parser's message may quote the secret.
        raise CredentialsUnreadable("ASCP's secret is not JSON with client_id and client_secret") from None


class SignIn:
    """The token for ASCP, fetched when first needed and kept across invocations. Safe to use from many threads."""

    def __init__(self, wire: Wire, credentials: Callable[[], Credentials], clock: Clock) -> None:
        self._wire = wire
        self._read_credentials = credentials
        self._clock = clock
        self._lock = Lock()
        self._credentials: Credentials | None = None
        self._token: str | None = None
        self._good_until: datetime | None = None
        self._unreadable_until: datetime | None = None
        self._refused: Credentials | None = None
        self._refused_until: datetime | None = None
        self._refused_in_a_row = 0
        self._why_refused = ""
        self._version = FIRST

    @property
    def version(self) -> Version:
        """The version of the contract that ASCP named with the latest token."""
        return self._version

    def forget(self, token: str) -> None:
        """Drops `token` if it is the current one: the next call gets a new token."""
        with self._lock:
            if token == self._token:
                self._token = None

    def token(self, *, until: datetime, rejected_token: str | None = None) -> str | NotSent:
        """A valid token; if ASCP refused `rejected_token`, a new one, after the credentials are read again.

        If the credentials cannot be read, which is our fault and not ASCP's, there is no token for UNREADABLE_WAIT.
        """
        with self._lock:
            if rejected_token is not None and rejected_token == self._token:
                self._token = self._credentials = None
            if self._token and self._good_until and self._clock() < self._good_until:
                return self._token
            if self._unreadable_until and self._clock() < self._unreadable_until:
                return self._locked_out(self._unreadable_until)
            if self._refused_until and self._clock() < self._refused_until:
                return self._refused_for_now(self._refused_until)
            try:
                return self._renew(until)
            except CredentialsUnreadable as error:
                logger.error("we cannot sign in at ASCP", why=str(error))
                self._unreadable_until = self._clock() + UNREADABLE_WAIT
                return self._locked_out(self._unreadable_until)

    def _locked_out(self, until: datetime) -> NotSent:
        """Why nothing is sent, in words that learners may see too: the log says what is wrong with our secret."""
        seconds = math.ceil((until - self._clock()).total_seconds())
        return NotSent("we could not sign in at ASCP", max(1, seconds), ours=True)

    def _refused_for_now(self, until: datetime) -> NotSent:
        """Why nothing is sent after ASCP refused the credentials: they are not tried again before `until`."""
        seconds = math.ceil((until - self._clock()).total_seconds())
        return NotSent(self._why_refused, max(1, seconds))

    def _renew(self, until: datetime) -> str | NotSent:
        kept = self._credentials
        reply = self._ask(until)
        if kept and isinstance(reply, Reply) and reply.status in (400, 401):
            # The cached credentials may have been rotated. The same ones are not tried twice.
            self._credentials = self._read_credentials()
            if self._credentials != kept:
                reply = self._ask(until)
        if not isinstance(reply, Reply):
            ours = isinstance(reply, NotSent) and reply.ours
            return NotSent(f"no token: {reply.why}", ours=ours, cut_off=reply.cut_off)
        if reply.status in (400, 401):
            return self._refuse(reply)
        if reply.status != 200:
            return NotSent(f"no token: ASCP answered {reply.status}", reply.retry_after)
        return self._keep(reply.body)

    def _refuse(self, reply: Reply) -> NotSent:
        """Records that these credentials are refused; the wait grows while the secret stays the same."""
        again = self._credentials == self._refused
        self._refused, self._credentials = self._credentials, None
        self._refused_in_a_row = self._refused_in_a_row + 1 if again else 1
        wait = min(REFUSED_WAIT * 2 ** min(self._refused_in_a_row - 1, 10), LONGEST_REFUSED_WAIT)
        self._refused_until = self._clock() + max(wait, timedelta(seconds=reply.retry_after))
        self._why_refused = f"no token: {_why_refused(reply)}"
        logger.error(self._why_refused, status=reply.status, in_a_row=self._refused_in_a_row)
        return self._refused_for_now(self._refused_until)

    def _ask(self, until: datetime) -> Reply | NotSent | Unclear:
        self._credentials = self._credentials or self._read_credentials()
        form = {
            "grant_type": "client_credentials",
            "client_id": self._credentials.client_id,
            "client_secret": self._credentials.client_secret,
        }
        return self._wire.call(
            "POST",
            "/oauth/token",
            until=until,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            body=urlencode(form).encode(),
        )

    def _keep(self, body: bytes) -> str | NotSent:
        try:
            answer = json.loads(body)
            token, life = answer["access_token"], answer.get("expires_in")
            usable = isinstance(token, str) and _TOKEN.fullmatch(token) is not None
            lasts = UNSTATED_LIFE if life is None else min(timedelta(seconds=float(life)), LONGEST_LIFE)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
            usable = False
        if not usable:
            return NotSent("no token: ASCP's answer could not be read")
        self._refused = self._refused_until = None
        self._refused_in_a_row = 0
        self._token = token
        self._version = read_version(answer.get("contract"))
        self._good_until = self._clock() + lasts - min(MARGIN, lasts / 2)
        return str(token)


def _why_refused(reply: Reply) -> str:
    """Who refused: an answer of ASCP's own names an `error` (RFC 6749, section 5.2)."""
    try:
        said = json.loads(reply.body)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict) and isinstance(said.get("error"), str):
        return f"ASCP answered {reply.status}"
    return f"something in front of ASCP answered {reply.status}"
