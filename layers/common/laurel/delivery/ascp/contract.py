"""A submission to ASCP: how it is written, and what an answer to it means (pure).

The contract is `docs/partners/ascp-intake-v1.openapi.yaml`. If an answer does not say clearly what happened to a
credit, that credit's outcome is Unknown, and ASCP is asked for it before it is sent again.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from laurel.delivery.partner import Accepted, Answered, CreditOutcome, Rejected, Unclear, Unknown
from laurel.ledger.credit import Credit
from laurel.ledger.follow_ups import reference_of
from laurel.ledger.states import Action, RejectedReason
from laurel.platform.clock import instant
from laurel.platform.provider_names import NO_NAMES, ProviderNames

MOST_CREDITS = 100  # in one submission
DETAIL_LENGTH = 200  # characters of ASCP's own words that are kept
RECEIPT_LENGTH = 128
PROBLEM_JSON = "application/problem+json"

type Version = tuple[int, int]
"""A version of the contract, major and minor."""
_VERSION = re.compile(r"1\.([0-9]{1,3})")
FIRST: Version = (1, 0)  # what an ASCP knows that names no version
FOLLOW_UPS: Version = (1, 1)  # since which a credit may correct or withdraw one that was accepted
NO_FOLLOW_UPS = (
    "ASCP's intake takes no corrections and withdrawals yet. Ask ASCP to make the change, and give them the receipt."
)
CUSTOMER_IDS: Version = (1, 1)  # since which a participant may have an `ascp_customer_id`


@dataclass(frozen=True, slots=True)
class ProblemAnswer:
    """Why ASCP refused a whole request, in its own words, and the credit it was asked about, if it names one."""

    detail: str | None
    reference: str | None = None


def write_submission(
    submission_id: str,
    credits_: Sequence[Credit],
    *,
    at: datetime,
    names: ProviderNames = NO_NAMES,
    version: Version = FIRST,
) -> bytes:
    """The body of the submission of `credits_` at `at` (UTC), with the `names` of their providers.

    `version` is the contract that ASCP knows: it refuses fields of a later one.
    """
    written = [_write(one, names, version) for one in credits_]
    body = {"submission_id": submission_id, "submitted_at": instant(at), "credits": written}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _write(credit: Credit, names: ProviderNames, version: Version) -> dict[str, Any]:
    # The normalized address: ASCP may not accept the provider's original spelling.
    participant = {"email": credit.participant, "name": credit.name, "member_number": credit.member_number or ""}
    if credit.ascp_customer_id and version >= CUSTOMER_IDS:
        participant["ascp_customer_id"] = credit.ascp_customer_id
    # An addition says nothing of actions: it is the same in version 1.0 of the contract.
    follow_up = {"action": credit.action.value, "corrects": credit.credit_id}
    return {
        "reference": reference_of(credit),
        **(follow_up if credit.action is not Action.ADD else {}),
        "participant": participant,
        "activity": {
            "provider": names.name(credit.provider),
            "number": credit.activity_number,
            "title": credit.activity_title,
        },
        "statement": credit.statement,
        "contact_hours": f"{credit.contact_hours:f}",  # never 1E+1
        "completed_on": credit.completed_on.isoformat(),
    }


def read_version(said: object) -> Version:
    """The version in the `contract` of a token's answer; FIRST if it names none, or none that we can read."""
    found = _VERSION.fullmatch(said) if isinstance(said, str) else None
    return (1, int(found[1])) if found else FIRST


def read_results(body: bytes, references: Sequence[str]) -> Answered | Unclear:
    """The outcomes in a 200 answer to a submission of `references`: one for each, Unknown if the answer has none."""
    answer = _json_object(body)
    results = answer.get("results") if answer else None
    if not isinstance(results, list):
        return Unclear("ASCP's answer could not be read")
    wanted = frozenset(references)
    found: dict[str, CreditOutcome] = {}
    unexpected, contradicting = 0, set()
    for result in results:
        reference = result.get("reference") if isinstance(result, dict) else None
        if not isinstance(reference, str) or reference not in wanted:
            unexpected += 1
            continue
        outcome = _outcome(result)
        known = found.setdefault(reference, outcome)
        if known != outcome:
            found[reference] = Unknown("ASCP gave two results that contradict each other")
            contradicting.add(reference)
    receipts = Counter(one.receipt for one in found.values() if isinstance(one, Accepted))
    contradicting |= {one for one, held in found.items() if isinstance(held, Accepted) and receipts[held.receipt] > 1}
    none = Unknown("ASCP gave no result for this credit")
    return Answered({reference: found.get(reference, none) for reference in references}, unexpected, len(contradicting))


def read_holding(body: bytes, reference: str) -> CreditOutcome | Unclear:
    """The outcome in a 200 answer to a lookup of `reference`."""
    answer = _json_object(body)
    if answer is None or not isinstance(answer.get("reference"), str):
        return Unclear("ASCP's answer could not be read")
    if answer["reference"] != reference:
        return Unknown("ASCP answered about another credit")
    return _outcome(answer)


def read_problem(status: int, media_type: str, body: bytes) -> ProblemAnswer | None:
    """The problem details of an answer with `status`, in the form of the contract; None for any other answer.

    Only such an answer is ASCP's own. Gateways, firewalls and default pages answer with the same statuses.
    """
    answer = _json_object(body) if media_type == PROBLEM_JSON else None
    if answer is None or not all(isinstance(answer.get(name), str) for name in ("type", "title", "detail")):
        return None
    said = answer.get("status")
    if type(said) is not int or said != status:
        return None
    reference = answer.get("reference")
    if not isinstance(reference, str | None):
        return None
    return ProblemAnswer(_words(answer["detail"], DETAIL_LENGTH), reference)


def _outcome(result: Mapping[str, Any]) -> CreditOutcome:
    match result.get("outcome"):
        case "accepted" | "duplicate":
            receipt = result.get("receipt")
            # A receipt is proof: it is kept exactly as it is, or not at all.
            if isinstance(receipt, str) and 0 < len(receipt) <= RECEIPT_LENGTH and receipt.isprintable():
                return Accepted(receipt)
            return Unknown("ASCP accepted it without a receipt that can be kept")
        case "rejected":
            return _rejected(result.get("reason"), _words(result.get("detail"), DETAIL_LENGTH))
        case _:
            return Unknown("ASCP gave an outcome that is not in the contract")


def _rejected(reason: object, detail: str | None) -> Rejected:
    """A reason that is not in the contract counts as `invalid`; its text is kept as the detail."""
    known = next((one for one in RejectedReason if one.value == reason), None)
    return (
        Rejected(known, detail) if known else Rejected(RejectedReason.INVALID, detail or _words(reason, DETAIL_LENGTH))
    )


def _words(text: object, length: int) -> str | None:
    """`text` on one line, without invisible characters, cut to `length`; None if nothing is left.

    Lone surrogates, which JSON can hold but databases cannot, are removed too.
    """
    if not isinstance(text, str):
        return None
    seen = "".join(" " if one.isspace() else one for one in text[: length * 4] if one.isspace() or not _hidden(one))
    return " ".join(seen.split())[:length].rstrip() or None


def _hidden(character: str) -> bool:
    return unicodedata.category(character)[0] == "C"


def _json_object(body: bytes) -> dict[str, Any] | None:
    """The JSON object in `body` (strict RFC 8259); None if `body` is anything else."""
    try:
        answer = json.loads(body.decode("utf-8"), parse_constant=_no_json)
    except (ValueError, RecursionError):  # not UTF-8, not JSON, or nested beyond reason
        return None
    return answer if isinstance(answer, dict) else None


def _no_json(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")
