"""The entry of the audit log about a change of a credit."""

from collections.abc import Mapping

from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import Acting
from laurel.audit.records import changed_values
from laurel.ledger.credit import Credit
from laurel.ledger.follow_ups import SentFacts, is_under_way
from laurel.platform.amounts import amount_text
from laurel.platform.table import Elsewhere


def credit_entry(
    acting: Acting, act: AuditAct, on: AuditSubject, before: Credit | None, after: Credit
) -> list[Elsewhere]:
    """The entry of the audit log about a change of a credit: the state and whatever else changed; all of a new one."""
    was, now = changed_values(_facts(before) if before else {}, _facts(after))
    about = {"credit_id": after.credit_id}
    return acting.record(act, on=on, at=after.timeline[-1].at, before=was, after=now, about=about)


def _facts(credit: Credit) -> Mapping[str, str | bool | None]:
    return {
        "state": credit.state.value,
        "reason": credit.reason,
        "member_number": credit.member_number,
        "ascp_customer_id": credit.ascp_customer_id,
        "distinct": credit.distinct,
        "follow_up": f"{credit.follow_up.action} {credit.follow_up.number}" if credit.follow_up else None,
        **_sent_facts(credit),
    }


def _sent_facts(credit: Credit) -> dict[str, str]:
    """The facts that ASCP has, or gets by what was asked last."""
    latest = credit.follow_up if credit.follow_up and is_under_way(credit) else credit
    facts = SentFacts.of(latest)
    return {
        "name": facts.name,
        "activity_number": facts.activity_number,
        "activity_title": facts.activity_title,
        "contact_hours": amount_text(facts.contact_hours),
        "completed_on": facts.completed_on.isoformat(),
    }
