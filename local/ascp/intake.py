"""The contract's three routes: a request in, an answer out. No sockets and no faults."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote

from pydantic import ValidationError

from local.ascp.books import Books, OtherContentError
from local.ascp.contract import MAX_BODY_BYTES, Submission
from local.ascp.faults import SUBMISSIONS_PATH, TOKEN_PATH
from local.ascp.settings import Settings
from local.ascp.tokens import Client, Tokens
from local.ascp.wire import Answer, Json, Request, errors_in, json_answer, problem

CREDIT_PATH = "/v1/credits/"

type Clock = Callable[[], datetime]


# Names the references of a submission that are not to be looked at.
type LeftOut = Callable[[Sequence[str]], frozenset[str]]


def instant(moment: datetime) -> str:
    """An instant as it goes on the wire: UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def nothing(_references: Sequence[str]) -> frozenset[str]:
    """Leave nothing out."""
    return frozenset()


class Intake:
    """ASCP's intake, version 1.0 or 1.1."""

    def __init__(self, books: Books, tokens: Tokens, client: Client, settings: Settings, clock: Clock) -> None:
        self._books = books
        self._tokens = tokens
        self._client = client
        self._settings = settings
        self._clock = clock

    def answer(self, request: Request, left_out: LeftOut = nothing) -> Answer:
        """Do what the request asks for and answer it."""
        if request.body_length is None:
            return problem(400, "Send the body with a Content-Length.")
        if request.body_length > MAX_BODY_BYTES:
            return problem(413, f"The body is larger than {MAX_BODY_BYTES} bytes. Send fewer credits at once.")
        if request.path == TOKEN_PATH:
            return self._token(request) if request.method == "POST" else _wrong_method("POST")
        if request.path == SUBMISSIONS_PATH:
            return self._submission(request, left_out) if request.method == "POST" else _wrong_method("POST")
        if request.path.startswith(CREDIT_PATH):
            return self._credit(request) if request.method == "GET" else _wrong_method("GET")
        return problem(404, f"There is nothing at {request.path}.")

    def expire(self, request: Request) -> None:
        """Take back the token of a request."""
        self._tokens.take_back(_bearer(request) or "")

    def _token(self, request: Request) -> Answer:
        """Client credentials, RFC 6749 section 4.4; errors as in its section 5.2."""
        if request.media_type != "application/x-www-form-urlencoded":
            return token_refused(400, "invalid_request", "Send a form (application/x-www-form-urlencoded).")
        form = parse_qs(request.body.decode(errors="replace"), keep_blank_values=True)
        fields = {name: values[0] for name, values in form.items() if len(values) == 1}
        missing = [name for name in ("grant_type", "client_id", "client_secret") if name not in fields]
        if missing:
            return token_refused(400, "invalid_request", f"Give {', '.join(missing)} exactly once.")
        if fields["grant_type"] != "client_credentials":
            return token_refused(400, "unsupported_grant_type", "The grant_type must be client_credentials.")
        if not self._client.is_named_by(fields["client_id"], fields["client_secret"]):
            return token_refused(401, "invalid_client", "The client_id or the client_secret is wrong.")
        lifetime = self._settings.token_lifetime
        token = self._tokens.issue(self._clock(), lifetime)
        answer: dict[str, Json] = {"access_token": token, "token_type": "Bearer", "expires_in": lifetime}
        if self._settings.contract != "1.0":  # which names no version
            answer["contract"] = self._settings.contract
        return json_answer(answer, headers={"Cache-Control": "no-store"})

    def _submission(self, request: Request, left_out: LeftOut) -> Answer:
        if not self._is_authorised(request):
            return unauthorised()
        if request.media_type != "application/json":
            return problem(400, "The body must be JSON: send Content-Type: application/json.")
        try:
            submission = Submission.model_validate_json(request.body)
        except ValidationError as refusal:
            return problem(400, "The submission is malformed. Nothing was taken.", errors_in(refusal))
        if later := self._of_later_contract(submission):
            return problem(400, "The submission is malformed. Nothing was taken.", later)
        if request.headers.get("idempotency-key") != submission.submission_id:
            return problem(400, "The header Idempotency-Key must be the submission_id. Nothing was taken.")
        try:
            results = self._books.take(
                submission,
                instant(self._clock()),
                deduplicate=self._settings.deduplicate,
                left_out=left_out([credit.reference for credit in submission.credits]),
            )
        except OtherContentError:
            return problem(400, "This submission_id was used before, with another body. Nothing was taken.")
        # The contract promises no order, so none may be relied on; the same submission is shuffled the same way.
        random.Random(submission.submission_id).shuffle(results)  # noqa: S311 - repeatable on purpose
        return json_answer({"results": [result.model_dump() for result in results]})

    def _of_later_contract(self, submission: Submission) -> list[dict[str, str]]:
        """The fields that the contract of this stand-in does not know: one of version 1.0 refuses them."""
        if self._settings.contract != "1.0":
            return []
        later = [
            (f"credits.{at}.{field}")
            for at, credit in enumerate(submission.credits)
            for field, known in (
                ("participant.ascp_customer_id", credit.participant.model_fields_set),
                ("action", credit.model_fields_set),
                ("corrects", credit.model_fields_set),
            )
            if field.rpartition(".")[2] in known
        ]
        return [{"path": path, "message": "Extra inputs are not permitted"} for path in later]

    def _credit(self, request: Request) -> Answer:
        if not self._is_authorised(request):
            return unauthorised()
        reference = unquote(request.path.removeprefix(CREDIT_PATH))
        result = self._books.look_up(reference)
        if result is None:
            return problem(404, "No credit with this reference was ever judged here.")
        return json_answer(result.model_dump(exclude={"detail"}))

    def _is_authorised(self, request: Request) -> bool:
        token = _bearer(request)
        return token is not None and self._tokens.is_good(token, self._clock())


def unauthorised() -> Answer:
    """The answer to a request whose token is missing, unknown or expired (RFC 6750)."""
    return problem(
        401,
        "The access token is missing, unknown or expired. Ask /oauth/token for a new one.",
        headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
    )


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.casefold() == "bearer" and token.strip() else None


def token_refused(status: int, error: str, description: str) -> Answer:
    """A refusal of the token route (RFC 6749, section 5.2)."""
    return json_answer(
        {"error": error, "error_description": description}, status, headers={"Cache-Control": "no-store"}
    )


def _wrong_method(allowed: str) -> Answer:
    return problem(405, f"Only {allowed} is possible here.", headers={"Allow": allowed})
