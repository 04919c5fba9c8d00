"""How a claim is stored in the claims table: one mapping each way. The owner is in the key.

The sessions' titles, times and evaluations are compressed in `detail`, the answers about the whole activity in
`overall`. `chosen` (credits by session id) is separate:
the index `activity_claims` includes it, for staff who change the activity.
"""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from laurel.catalog.activity import Kind
from laurel.claims.claim import (
    AccessUsed,
    Acknowledgement,
    Attempt,
    Claim,
    ClaimedSession,
    Heading,
    Reopened,
    StaffAct,
    Status,
    claim_id_of,
)
from laurel.platform.clock import instant, read_instant
from laurel.platform.retention import CLAIMS, EXPIRES_AT
from laurel.platform.table import Item, Key
from laurel.statements import Statement

CLAIM_PREFIX = "CLAIM#"
LARGEST_DETAIL = 300_000
"""Bytes of compressed detail; DynamoDB accepts items of 400 KB, and the rest of a claim needs space too."""


class ClaimTooLarge(Exception):
    """The texts of the evaluations are too long for the claim to be stored."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What the index `activity_claims` holds of a claim: the claimed credits, by session id."""

    claim_id: str
    statement: Statement
    status: Status
    credits: Mapping[str, Decimal]


def key_of(learner_id: str, activity_id: str) -> Key:
    """The table key of the one claim of this learner for this activity."""
    return f"LEARNER#{learner_id}", f"{CLAIM_PREFIX}{claim_id_of(learner_id, activity_id)}"


def owner_of(item: Item) -> str:
    """The ID of the learner whose claim the item is, also an item of the index."""
    return str(item["pk"]).removeprefix("LEARNER#")


def to_item(claim: Claim) -> Item:
    """`claim` as an item. Amounts, dates and instants are strings. Raises ClaimTooLarge."""
    pk, sk = key_of(claim.learner_id, claim.activity_id)
    heading = claim.activity
    return {
        "pk": pk,
        "sk": sk,
        "claim_id": claim.claim_id,
        "claim_key": f"{claim.learner_id}#{claim.claim_id}",
        "activity_id": claim.activity_id,
        "activity": {
            "title": heading.title,
            "kind": heading.kind.value,
            "provider": heading.provider,
            "number": heading.number,
            "time_zone": heading.time_zone,
            **({"provider_id": heading.provider_id} if heading.provider_id else {}),
        },
        "statement": claim.statement.value,
        "access": [claim.access.kind, claim.access.key],
        "status": claim.status.value,
        "version": claim.version,
        "opened_at": instant(claim.opened_at),
        "updated_at": instant(claim.updated_at),
        "acknowledged": [[one.disclosure_id, one.version, instant(one.at)] for one in claim.acknowledgements],
        "attempts": [[one.score, one.passed, instant(one.at)] for one in claim.attempts],
        "chosen": {session_id: str(credits) for session_id, credits in claim.credits.items()},
        **_details(claim),
        "total": str(claim.total),
        "completed_on": claim.completed_on and claim.completed_on.isoformat(),
        "finalised_at": claim.finalised_at and instant(claim.finalised_at),
        "certificate_number": claim.certificate_number,
        "certificate_revoked_at": claim.certificate_revoked_at and instant(claim.certificate_revoked_at),
        "reopened": _reopening(claim.reopened) if claim.reopened else None,
        "open_until": claim.open_until and instant(claim.open_until),
        "extra_attempts": claim.extra_attempts or None,
        "staff_acts": [[one.by, instant(one.at), one.what, one.reason] for one in claim.staff_acts] or None,
        EXPIRES_AT: CLAIMS.expires_at(_last_change(claim)),
    }


def from_item(item: Item) -> Claim:
    """The claim in `item`."""
    heading = item["activity"]
    completed_on, finalised_at = item.get("completed_on"), item.get("finalised_at")
    revoked_at, reopened, open_until = (item.get(name) for name in ("certificate_revoked_at", "reopened", "open_until"))
    return Claim(
        claim_id=item["claim_id"],
        learner_id=owner_of(item),
        activity_id=item["activity_id"],
        activity=Heading(
            heading["title"],
            Kind(heading["kind"]),
            heading["provider"],
            heading["number"],
            heading["time_zone"],
            heading.get("provider_id"),
        ),
        statement=Statement(item["statement"]),
        access=AccessUsed(*item["access"]),
        status=Status(item["status"]),
        version=int(item["version"]),
        opened_at=read_instant(item["opened_at"]),
        updated_at=read_instant(item["updated_at"]),
        acknowledgements=tuple(
            Acknowledgement(disclosure_id, int(version), read_instant(at))
            for disclosure_id, version, at in item["acknowledged"]
        ),
        attempts=tuple(Attempt(int(score), passed, read_instant(at)) for score, passed, at in item["attempts"]),
        sessions=_sessions(item),
        total=Decimal(item["total"]),
        completed_on=date.fromisoformat(completed_on) if completed_on else None,
        finalised_at=read_instant(finalised_at) if finalised_at else None,
        certificate_number=item.get("certificate_number"),
        certificate_revoked_at=read_instant(revoked_at) if revoked_at else None,
        reopened=Reopened(read_instant(reopened[0]), reopened[1], date.fromisoformat(reopened[2]))
        if reopened
        else None,
        open_until=read_instant(open_until) if open_until else None,
        extra_attempts=int(item.get("extra_attempts", 0)),
        evaluation=_unpacked(item["overall"]) if "overall" in item else {},
        staff_acts=tuple(
            StaffAct(by, read_instant(at), what, reason) for by, at, what, reason in item.get("staff_acts", ())
        ),
    )


def _last_change(claim: Claim) -> datetime:
    """The last change by its learner or by staff, from which the time counts for which it is kept."""
    return max(
        claim.updated_at, *(act.at for act in claim.staff_acts), claim.certificate_revoked_at or claim.updated_at
    )


def _reopening(reopened: Reopened) -> list[str]:
    return [instant(reopened.at), reopened.certificate_number, reopened.completed_on.isoformat()]


def outline(item: Item) -> Outline:
    """The outline in an item of the index `activity_claims`."""
    chosen = {session_id: Decimal(credits) for session_id, credits in item["chosen"].items()}
    return Outline(item["claim_id"], Statement(item["statement"]), Status(item["status"]), chosen)


def _details(claim: Claim) -> dict[str, bytes | None]:
    sessions = [
        [one.session_id, one.title, instant(one.starts_at), instant(one.ends_at), dict(one.evaluation)]
        for one in claim.sessions
    ]
    packed = {
        "detail": _packed(sessions) if sessions else None,
        "overall": _packed(dict(claim.evaluation)) if claim.evaluation else None,
    }
    size = sum(len(one) for one in packed.values() if one)
    if size > LARGEST_DETAIL:
        raise ClaimTooLarge(f"{size} bytes of evaluations")
    return packed


def _packed(plain: object) -> bytes:
    return gzip.compress(json.dumps(plain, ensure_ascii=False).encode(), compresslevel=6, mtime=0)


def _unpacked(packed: bytes) -> Any:
    return json.loads(gzip.decompress(bytes(packed)))


def _sessions(item: Item) -> tuple[ClaimedSession, ...]:
    if "detail" not in item:
        return ()
    chosen = item["chosen"]
    return tuple(
        ClaimedSession(
            session_id, title, read_instant(starts_at), read_instant(ends_at), Decimal(chosen[session_id]), evaluation
        )
        for session_id, title, starts_at, ends_at, evaluation in _unpacked(item["detail"])
    )
