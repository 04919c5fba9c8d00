"""The front desk: picks the fault of a request, has it answered accordingly, and keeps a record of both."""

import json
from dataclasses import dataclass

from local.ascp.faults import TOKEN_PATH, Faults, Rule
from local.ascp.intake import Clock, Intake, instant, nothing, token_refused, unauthorised
from local.ascp.records import Records
from local.ascp.wire import Answer, Request, encode, problem

_GARBAGE = Answer(
    200,
    b"<!DOCTYPE html><html><head><title>One moment</title></head><body><p>We will be right back.</p></body></html>",
    "text/html; charset=utf-8",
)

_BY_RULE = "A rule of the stand-in made this request fail."


@dataclass(frozen=True)
class Reply:
    """What the connection is to do: wait, then send the answer; without one hang up, or reset."""

    answer: Answer | None
    wait_seconds: float = 0.0
    reset: bool = False


class Desk:
    """Everything that happens to a request of the contract between its arrival and its answer."""

    def __init__(self, intake: Intake, faults: Faults, records: Records, clock: Clock) -> None:
        self._intake = intake
        self._faults = faults
        self._records = records
        self._clock = clock

    def reply(self, request: Request) -> Reply:
        """Deal with a request. It is on record before anything is sent."""
        rule = self._faults.pick(request)
        reply = Reply(self._intake.answer(request)) if rule is None else self._fail(request, rule)
        self._records.keep(request, instant(self._clock()), reply.answer, rule.kind if rule else None)
        return reply

    def _fail(self, request: Request, rule: Rule) -> Reply:
        match rule.kind:
            case "missing_results":
                return Reply(self._with_missing_results(request, rule))
            case "expired_token":
                self._intake.expire(request)
                return Reply(unauthorised())
        taken = self._intake.answer(request) if rule.takes() else None
        match rule.kind:
            case "slow":
                return Reply(taken, rule.wait())
            case "timeout_before" | "timeout_after":
                return Reply(None, rule.wait())
            case "reset_before" | "reset_after":
                return Reply(None, reset=True)
            case "garbage":
                return Reply(_GARBAGE)
            case "status":
                return Reply(_failing_status(request, rule))

    def _with_missing_results(self, request: Request, rule: Rule) -> Answer:
        answer = self._intake.answer(request, nothing if rule.takes() else rule.left_out)
        if answer.status != 200 or not rule.takes():
            return answer
        left_out = rule.left_out([credit["reference"] for credit in json.loads(request.body)["credits"]])
        kept = [result for result in json.loads(answer.body)["results"] if result["reference"] not in left_out]
        return Answer(answer.status, encode({"results": kept}), answer.content_type, answer.headers)


def _failing_status(request: Request, rule: Rule) -> Answer:
    status = rule.status or 500
    if request.path == TOKEN_PATH and status in {400, 401}:
        return token_refused(status, "invalid_request" if status == 400 else "invalid_client", _BY_RULE)
    headers = {}
    if rule.retry_after is not None:
        headers["Retry-After"] = str(rule.retry_after)
    elif status == 429:
        headers["Retry-After"] = "1"
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return problem(status, _BY_RULE, headers=headers)
