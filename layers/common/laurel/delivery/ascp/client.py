"""The client of ASCP's intake, versions 1.0 and 1.1: ASCP names the version that it knows with each token.

Each way in which a call can end is one of the outcomes of a partner. Only an answer in the form of the contract is
ASCP's own; gateways and proxies answer with the same statuses.
Logs and reasons hold status codes and kinds of error, never a body, a token or an address.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from urllib.parse import quote

from laurel.delivery.ascp.contract import (
    FOLLOW_UPS,
    MOST_CREDITS,
    NO_FOLLOW_UPS,
    ProblemAnswer,
    read_holding,
    read_problem,
    read_results,
    write_submission,
)
from laurel.delivery.ascp.http import Reply, Wire
from laurel.delivery.ascp.sign_in import Credentials, SignIn
from laurel.delivery.partner import (
    Answered,
    AskOutcome,
    Busy,
    CallFailure,
    Malformed,
    NotHeld,
    NotSent,
    Partner,
    Rejected,
    SubmissionOutcome,
    TooLarge,
    Unauthorized,
    Unclear,
)
from laurel.delivery.rate_limit import Pace
from laurel.ledger.credit import Credit
from laurel.ledger.follow_ups import reference_of
from laurel.ledger.states import Action, RejectedReason
from laurel.platform.clock import Clock
from laurel.platform.provider_names import NO_NAMES, ProviderNames


class Ascp(Partner):
    """ASCP, whose intake is at `base_url`; `credentials` reads our credentials, once and again after each refusal.

    The token is kept for the life of the object. `pace` limits the rate of calls, `names` gives the providers' names
    for ASCP. Safe to use from many threads.
    """

    name: Final = "ASCP"
    most_credits: Final = MOST_CREDITS

    def __init__(
        self,
        base_url: str,
        credentials: Callable[[], Credentials],
        clock: Clock,
        pace: Pace | None = None,
        names: Callable[[], ProviderNames] = lambda: NO_NAMES,
    ) -> None:
        self._wire = Wire(base_url, clock, pace)
        self._sign_in = SignIn(self._wire, credentials, clock)
        self._clock = clock
        self._names = names

    def submit(self, submission_id: str, batch: Sequence[Credit], *, until: datetime) -> SubmissionOutcome:
        """Submits 1 to 100 credits under `submission_id`, the key by which ASCP knows a repeat.

        An ASCP that knows only version 1.0 of the contract gets no follow-ups: they are rejected without its judgment.
        """
        follow_ups = [one for one in batch if one.action is not Action.ADD]
        if not follow_ups:
            return self._submit(submission_id, batch, until)
        token = self._sign_in.token(until=until)  # ASCP names its version with it
        if isinstance(token, NotSent):
            return token
        if self._sign_in.version >= FOLLOW_UPS:
            return self._submit(submission_id, batch, until)
        taken = [one for one in batch if one.action is Action.ADD]
        outcome = self._submit(submission_id, taken, until) if taken else Answered({})
        if not isinstance(outcome, Answered):
            return outcome
        refusal = Rejected(RejectedReason.INVALID, NO_FOLLOW_UPS, judged=False)
        return replace(outcome, results={**outcome.results, **{one.credit_id: refusal for one in follow_ups}})

    def _submit(self, submission_id: str, batch: Sequence[Credit], until: datetime) -> SubmissionOutcome:
        at = self._clock()
        reply = self._call(
            "POST",
            "/v1/submissions",
            until=until,
            headers={"Content-Type": "application/json", "Idempotency-Key": submission_id},
            body=lambda: write_submission(
                submission_id, batch, at=at, names=self._names(), version=self._sign_in.version
            ),
        )
        if not isinstance(reply, Reply):
            return reply
        if reply.status == 200:
            return _by_credit(batch, read_results(reply.body, [reference_of(credit) for credit in batch]))
        match reply.status, _problem(reply):
            case 400, ProblemAnswer(detail=detail):
                return Malformed(detail)
            case 413, ProblemAnswer():
                return TooLarge()
            case _:
                return _call_failure(reply)

    def ask(self, reference: str, *, until: datetime) -> AskOutcome:
        """What ASCP holds under `reference`."""
        reply = self._call("GET", f"/v1/credits/{quote(reference, safe='')}", until=until, headers={})
        if not isinstance(reply, Reply):
            return reply
        if reply.status == 200:
            return read_holding(reply.body, reference)
        match reply.status, _problem(reply):
            case 404, ProblemAnswer(reference=about) if about in (None, reference):
                return NotHeld()
            case 404, ProblemAnswer():
                return Unclear("ASCP answered about another credit")
            case _:
                return _call_failure(reply)

    def _call(
        self,
        method: str,
        path: str,
        *,
        until: datetime,
        headers: Mapping[str, str],
        body: Callable[[], bytes] | None = None,
    ) -> Reply | Unauthorized | NotSent | Unclear:
        """One call with our token; again with a new token if ASCP refuses the first. `body` is written after that.

        If a gateway answers 401, the call may have reached ASCP: it is not made again, but the token is renewed before
        the next call.
        """
        token = self._sign_in.token(until=until)
        for last in (False, True):
            if isinstance(token, NotSent):
                return token
            signed = {**headers, "Authorization": f"Bearer {token}"}
            reply = self._wire.call(method, path, until=until, headers=signed, body=body() if body else None)
            if not isinstance(reply, Reply) or reply.status != 401:
                return reply
            if _problem(reply) is None:
                self._sign_in.forget(token)
                return _answer_of_gateway(reply)
            if not last:
                token = self._sign_in.token(until=until, rejected_token=token)
        return Unauthorized()


def _by_credit(batch: Sequence[Credit], outcome: Answered | Unclear) -> Answered | Unclear:
    """The results by credit ID; ASCP gives them by reference, of which a follow-up has one of its own."""
    if not isinstance(outcome, Answered):
        return outcome
    return replace(outcome, results={one.credit_id: outcome.results[reference_of(one)] for one in batch})


def _problem(reply: Reply) -> ProblemAnswer | None:
    return read_problem(reply.status, reply.media_type, reply.body)


def _call_failure(reply: Reply) -> CallFailure:
    """The failure that a status without an outcome means. An answer outside the contract leaves us in doubt.

    Its Retry-After counts all the same: a gateway in front of ASCP asks for the wait and blocks other calls too.
    """
    if 400 <= reply.status < 500 and _problem(reply) is None:
        return _answer_of_gateway(reply)
    if reply.status == 429:
        return Busy(reply.retry_after)
    return Unclear(f"ASCP answered {reply.status}", reply.retry_after)


def _answer_of_gateway(reply: Reply) -> Unclear:
    """The failure that an answer of a gateway, a firewall or a proxy means."""
    for_all = reply.status in (401, 403, 407, 429)
    return Unclear(f"something in front of ASCP answered {reply.status}", reply.retry_after, for_all)
