"""What was earned, by whom and where: another claim or row for the same credit may change it (pure)."""

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from laurel.ledger.credit import Credit


def with_facts_of[C: Credit](other: "Credit", credit: C) -> C:
    """`credit` with what was earned, by whom and where, as `other` has it."""
    return replace(
        credit,
        fingerprint=other.fingerprint,
        email=other.email,
        email_key=other.email_key,
        name=other.name,
        provider=other.provider,
        activity_number=other.activity_number,
        activity_title=other.activity_title,
        statement=other.statement,
        contact_hours=other.contact_hours,
        completed_on=other.completed_on,
    )
