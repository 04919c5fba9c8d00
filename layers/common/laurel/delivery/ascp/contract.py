"""A submission to ASCP: how it is written, and what an answer to it means (pure).

The contract is `docs/partners/ascp-intake-v1.openapi.yaml`. An answer is never trusted further than it goes: what it
leaves open about a credit is Unknown, and such a credit is asked for before it is sent again.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from laurel.ledger.credit import Credit
from laurel.ledger.states import RejectedReason
from laurel.platform.clock import instant
from laurel.platform.provider_names import NO_NAMES, ProviderNames

MOST_CREDITS = 100  # in one submission
DETAIL_LENGTH = 200  # characters of ASCP's own words that are kept
RECEIPT_LENGTH = 128
PROBLEM_JSON = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Accepted:
    """ASCP holds the credit, under `receipt`."""

    receipt: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """ASCP refuses the credit; `detail` is what it says about it. Not `judged`: it cannot even read it."""

    reason: RejectedReason
    detail: str | None
    judged: bool = True


@dataclass(frozen=True, slots=True)
class Unknown:
    """ASCP answered, but not whether it holds the credit."""

    why: str


@dataclass(frozen=True, slots=True)
class NotHeld:
    """ASCP was asked for the credit and does not hold it."""


type CreditOutcome = Accepted | Rejected | Unknown


@dataclass(frozen=True, slots=True)
class Answered:
    """An outcome for every credit of the submission; `strangers` counts results about credits that were not in it.

    `contradictions` counts the credits with two results that differ, or with a receipt that another one has too.
    """

    results: Mapping[str, CreditOutcome]
    strangers: int = 0
    contradictions: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Malformed:
    """ASCP took nothing: it cannot read the submission."""

    detail: str | None


@dataclass(frozen=True, slots=True)
class TooLarge:
    """ASCP took nothing: the submission is too large for it."""


@dataclass(frozen=True, slots=True)
class ProblemAnswer:
    """Why ASCP refused a whole request, in its own words, and which credit it was asked about, where it says so."""

    detail: str | None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Unauthorized:
    """ASCP took nothing: it does not accept our token, not even a new one."""


@dataclass(frozen=True, slots=True)
class Busy:
    """ASCP took nothing and asks us to wait `retry_after` seconds."""

    retry_after: int = 0


@dataclass(frozen=True, slots=True)
class Unclear:
    """It went out, and whether ASCP took any of it cannot be told; not to be tried within `retry_after` seconds.

    `for_all` is set where no other call would fare better for now: something on the way says that we ask too much, or
    does not let us through. `cut_off`: our own deadline ended it.
    """

    why: str
    retry_after: int = 0
    for_all: bool = False
    cut_off: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class NotSent:
    """It certainly never reached ASCP; not to be tried within `retry_after` seconds.

    `ours` is set when that was our own doing, which says nothing of ASCP: without `retry_after` there was no time left
    for this call, with it no other call would have gone out either. `cut_off`: our own deadline ended it.
    """

    why: str
    retry_after: int = 0
    ours: bool = False
    cut_off: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class NotAsked:
    """ASCP fails over questions at present: the next one after `retry_after` seconds."""

    retry_after: int


type CallFailure = Unauthorized | Busy | Unclear | NotSent
type SubmissionOutcome = Answered | Malformed | TooLarge | CallFailure
type AskOutcome = CreditOutcome | NotHeld | CallFailure


def write_submission(
    submission_id: str, credits_: Sequence[Credit], *, at: datetime, names: ProviderNames = NO_NAMES
) -> bytes:
    """The body that hands `credits_` over at `at` (UTC), with the `names` of their providers."""
    written = [_write(one, names) for one in credits_]
    body = {"submission_id": submission_id, "submitted_at": instant(at), "credits": written}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _write(credit: Credit, names: ProviderNames) -> dict[str, Any]:
    return {
        "reference": credit.credit_id,
        # The address as it is compared: what a provider wrote in other letters, ASCP may not even read.
        "participant": {"email": credit.email_key, "name": credit.name, "member_number": credit.member_number or ""},
        "activity": {
            "provider": names.name(credit.provider),
            "number": credit.activity_number,
            "title": credit.activity_title,
        },
        "statement": credit.statement,
        "contact_hours": f"{credit.contact_hours:f}",  # never 1E+1
        "completed_on": credit.completed_on.isoformat(),
    }


def read_results(body: bytes, references: Sequence[str]) -> Answered | Unclear:
    """What a 200 to a submission of `references` says: an outcome for each of them, Unknown where it says nothing."""
    answer = _json_object(body)
    results = answer.get("results") if answer else None
    if not isinstance(results, list):
        return Unclear("ASCP's answer could not be read")
    wanted = frozenset(references)
    found: dict[str, CreditOutcome] = {}
    strangers, contradicting = 0, set()
    for result in results:
        reference = result.get("reference") if isinstance(result, dict) else None
        if not isinstance(reference, str) or reference not in wanted:
            strangers += 1
            continue
        outcome = _outcome(result)
        known = found.setdefault(reference, outcome)
        if known != outcome:
            found[reference] = Unknown("ASCP gave two results that contradict each other")
            contradicting.add(reference)
    receipts = Counter(one.receipt for one in found.values() if isinstance(one, Accepted))
    contradicting |= {one for one, held in found.items() if isinstance(held, Accepted) and receipts[held.receipt] > 1}
    none = Unknown("ASCP gave no result for this credit")
    return Answered({reference: found.get(reference, none) for reference in references}, strangers, len(contradicting))


def read_holding(body: bytes, reference: str) -> CreditOutcome | Unclear:
    """What a 200 to a question after `reference` says."""
    answer = _json_object(body)
    if answer is None or not isinstance(answer.get("reference"), str):
        return Unclear("ASCP's answer could not be read")
    if answer["reference"] != reference:
        return Unknown("ASCP answered about another credit")
    return _outcome(answer)


def read_problem(status: int, media_type: str, body: bytes) -> ProblemAnswer | None:
    """The problem details that an answer with `status` brings as the contract has them; None for any other answer.

    Only then has ASCP spoken. Gateways, firewalls and default pages answer with the same statuses.
    """
    answer = _json_object(body) if media_type == PROBLEM_JSON else None
    if answer is None or not all(isinstance(answer.get(name), str) for name in ("type", "title", "detail")):
        return None
    said = answer.get("status")
    if type(said) is not int or said != status:
        return None
    reference = answer.get("reference")
    return ProblemAnswer(_words(answer["detail"], DETAIL_LENGTH), reference if isinstance(reference, str) else None)


def _outcome(result: Mapping[str, Any]) -> CreditOutcome:
    match result.get("outcome"):
        case "accepted" | "duplicate":
            receipt = result.get("receipt")
            # A receipt is proof: it is kept to the letter or not at all.
            if isinstance(receipt, str) and 0 < len(receipt) <= RECEIPT_LENGTH and receipt.isprintable():
                return Accepted(receipt)
            return Unknown("ASCP accepted it without a receipt that can be kept")
        case "rejected":
            return _rejected(result.get("reason"), _words(result.get("detail"), DETAIL_LENGTH))
        case _:
            return Unknown("ASCP gave an outcome that is not in the contract")


def _rejected(reason: object, detail: str | None) -> Rejected:
    """A reason that the contract does not name counts as `invalid`, and is kept in its own words."""
    known = next((one for one in RejectedReason if one.value == reason), None)
    return (
        Rejected(known, detail) if known else Rejected(RejectedReason.INVALID, detail or _words(reason, DETAIL_LENGTH))
    )


def _words(text: object, length: int) -> str | None:
    """`text` on one line, without characters that are not to be seen, cut to `length`; None if nothing is left.

    A lone surrogate, which JSON can carry and no database can, goes too.
    """
    if not isinstance(text, str):
        return None
    seen = "".join(" " if one.isspace() else one for one in text[: length * 4] if one.isspace() or not _hidden(one))
    return " ".join(seen.split())[:length].rstrip() or None


def _hidden(character: str) -> bool:
    return unicodedata.category(character)[0] == "C"


def _json_object(body: bytes) -> dict[str, Any] | None:
    """The JSON object that `body` is, by the letter of RFC 8259; None if it is none."""
    try:
        answer = json.loads(body.decode("utf-8"), parse_constant=_no_json)
    except (ValueError, RecursionError):  # not UTF-8, not JSON, or nested beyond reason
        return None
    return answer if isinstance(answer, dict) else None


def _no_json(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")
