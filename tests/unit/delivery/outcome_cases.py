"""What a partner's server can answer, row by row, for the test of docs/delivery-outcomes.md."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from laurel.delivery.ascp.sign_in import Credentials, CredentialsUnreadable
from tests.ascp_words import problem, say, token
from tests.scripted_server import Say, Seen

type Reply = Callable[[Seen], Say]
TOKEN = token()
OWN_WAIT = 600  # seconds of Retry-After, longer than any backoff of the test


@dataclass(frozen=True, kw_only=True)
class Case:
    """One situation: what the intake replies to each call, and what is wrong apart from that."""

    reply: Reply = lambda _: Say(500)
    sign_in: Say = TOKEN
    reachable: bool = True
    secret_readable: bool = True
    seconds: float = 50.0

    def credentials(self) -> Credentials:
        """Our credentials, if they can be read."""
        if not self.secret_readable:
            raise CredentialsUnreadable("the secret cannot be read")
        return Credentials("laurel", "first")

    def respond(self, seen: Seen, **headers: str) -> Say:
        """The answer to one request, with more `headers`."""
        answer = self.sign_in if seen.path == "/oauth/token" else self.reply(seen)
        return replace(answer, headers={**answer.headers, **headers})


def always(answer: Say) -> Case:
    """The same answer to every call."""
    return Case(reply=lambda _: answer)


def results(**result: str) -> Case:
    """A submission whose results have the fields `result`; `{}` in a value stands for the reference."""

    def reply(seen: Seen) -> Say:
        if seen.method == "GET":
            return problem(404)
        names = [one["reference"] for one in json.loads(seen.body)["credits"]]
        return say(200, {"results": [_about(name, result) for name in names]})

    return Case(reply=reply)


def holding(**result: str) -> Case:
    """A lookup that is answered with the fields `result`."""
    return Case(reply=lambda seen: say(200, _about(seen.path.rpartition("/")[2], result)))


def _about(reference: str, result: Mapping[str, str]) -> dict[str, Any]:
    return {"reference": reference, **{name: value.format(reference) for name, value in result.items()}}


def _another(seen: Seen) -> Say:
    return say(404, json.loads(problem(404).body) | {"reference": "another"}, Content_Type="application/problem+json")


def statuses(*numbers: int, ours: bool = True) -> list[Case]:
    """Answers with these statuses, in the form of the contract or not."""
    page = Say(200, b"<html>", {"Content-Type": "text/html"})
    return [always(problem(number) if ours else replace(page, status=number)) for number in numbers]


NO_ANSWER = "no answer in time, or the connection breaks"
ACCEPTED = {"outcome": "accepted", "receipt": "R-{}"}
REJECTED = {"outcome": "rejected", "reason": "not_certified"}

# What both calls can meet. The rows that only one of them knows stand before these.
BOTH = {
    "200, not in the form of the contract": [always(say(200, {"status": "ok"})), always(Say(200, b"<html>"))],
    "401 of ASCP, for a new token too": statuses(401),
    "429 of ASCP": statuses(429),
    "any other 4xx of ASCP": statuses(403, 409, 410, 422),
    "3xx or 5xx, of ASCP or not": [*statuses(500, 503), *statuses(302, 500, 502, 503, 504, ours=False)],
    "401, 403, 407 or 429 of a gateway": statuses(401, 403, 407, 429, ours=False),
    "any other 4xx of a gateway": statuses(400, 404, 409, 413, 422, ours=False),
    NO_ANSWER: [
        always(Say(200, b"x" * 99, drip=0.3)),
        always(Say(200, drop=True)),
        always(Say(200, b"{}", length=99)),
    ],
    "no connection": [Case(reachable=False)],
    "no token: ASCP refuses our credentials": [Case(sign_in=say(401)), Case(sign_in=say(400))],
    "no token: any other status": [Case(sign_in=say(429)), Case(sign_in=say(503))],
    "no token: an answer that cannot be read": [Case(sign_in=say(200))],
    "no token: our secret cannot be read": [Case(secret_readable=False)],
    "too little time is left for the call": [Case(seconds=2.0)],
}
SUBMISSIONS = {
    "200, result `accepted` or `duplicate`": [results(**ACCEPTED), results(**ACCEPTED | {"outcome": "duplicate"})],
    "200, result `rejected`": [results(**REJECTED), results(**REJECTED | {"reason": "new"})],
    "200, no result for the credit, or one that cannot be read": [
        always(say(200, {"results": []})),
        results(outcome="accepted"),
        results(outcome="perhaps"),
    ],
    "400 of ASCP": statuses(400),
    "413 of ASCP": statuses(413),
    **BOTH,
}
LOOKUPS = {
    "200, outcome `accepted`": [holding(**ACCEPTED)],
    "200, outcome `rejected`": [holding(**REJECTED)],
    "200, about another credit or with an outcome that cannot be read": [
        holding(outcome="perhaps"),
        always(say(200, {"reference": "another", **ACCEPTED})),
    ],
    "404 of ASCP": statuses(404),
    "404 of ASCP, about another credit": [Case(reply=_another)],
    **BOTH,
}
