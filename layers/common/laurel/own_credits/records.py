"""How credits from elsewhere are stored: `LEARNER#<learner ID>`, `OWN#<credit ID>` in the claims table."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from laurel.own_credits.own_credit import OwnCredit, OwnUnit, Proof, ProofType, Topic, in_order
from laurel.platform.amounts import amount_text
from laurel.platform.clock import instant, read_instant
from laurel.platform.retention import EXPIRES_AT, OWN_CREDITS
from laurel.platform.table import Item, Key, Put, Table, create
from laurel.statements import Statement

OWN_PREFIX = "OWN#"


def own_credits(table: Table, learner_ids: Iterable[str]) -> list[OwnCredit]:
    """All credits from elsewhere of these accounts, the latest completed first. One query for each account."""
    found = (_of_learner(table, one) for one in learner_ids)
    return in_order(credit for credits in found for credit in credits)


def _of_learner(table: Table, learner_id: str) -> Iterable[OwnCredit]:
    pk = key_of(learner_id, "")[0]
    return found_in(table.query(None, "pk = :pk AND begins_with(sk, :prefix)", pk=pk, prefix=OWN_PREFIX))


def found_in(items: Iterable[Item]) -> Iterator[OwnCredit]:
    """The credits in `items`, without those that were deleted."""
    return (from_item(item) for item in items if "removed_at" not in item)


def key_of(learner_id: str, credit_id: str) -> Key:
    """The table key of this credit."""
    return f"LEARNER#{learner_id}", f"{OWN_PREFIX}{credit_id}"


def write_of(before: OwnCredit | None, after: OwnCredit) -> Put:
    """The write of `after`, which succeeds only if the stored credit is still `before`."""
    item = _to_item(after)
    if before is None:
        return create(item)
    return Put(item, "#version = :version", {"#version": "version"}, {":version": before.version})


def removal_of(credit: OwnCredit, at: datetime) -> Put:
    """The write that empties the item of a credit, which DynamoDB then removes. May be repeated."""
    pk, sk = key_of(credit.learner_id, credit.credit_id)
    item = {"pk": pk, "sk": sk, "removed_at": instant(at), EXPIRES_AT: int(at.timestamp())}
    return Put(item, "attribute_exists(pk)", {}, {})


def _to_item(credit: OwnCredit) -> Item:
    pk, sk = key_of(credit.learner_id, credit.credit_id)
    proof = credit.proof
    return {
        "pk": pk,
        "sk": sk,
        "title": credit.title,
        "provider": credit.provider,
        "completed_on": credit.completed_on.isoformat(),
        "amount": amount_text(credit.amount),
        "unit": credit.unit.value,
        "statement": credit.statement and credit.statement.value,
        "topic": credit.topic and credit.topic.value,
        "proof": proof
        and {
            "upload_id": proof.upload_id,
            "type": proof.type.value,
            "size": proof.size,
            "added_at": instant(proof.added_at),
        },
        "created_at": instant(credit.created_at),
        "changed_at": instant(credit.changed_at),
        "version": credit.version,
        EXPIRES_AT: OWN_CREDITS.expires_at(credit.changed_at),
    }


def from_item(item: Item) -> OwnCredit:
    """The credit in `item`."""
    proof, statement, topic = item.get("proof"), item.get("statement"), item.get("topic")
    return OwnCredit(
        learner_id=item["pk"].removeprefix("LEARNER#"),
        credit_id=item["sk"].removeprefix(OWN_PREFIX),
        title=item["title"],
        provider=item["provider"],
        completed_on=date.fromisoformat(item["completed_on"]),
        amount=Decimal(item["amount"]),
        unit=OwnUnit(item["unit"]),
        statement=Statement(statement) if statement else None,
        topic=Topic(topic) if topic else None,
        proof=proof
        and Proof(proof["upload_id"], ProofType(proof["type"]), int(proof["size"]), read_instant(proof["added_at"])),
        created_at=read_instant(item["created_at"]),
        changed_at=read_instant(item["changed_at"]),
        version=int(item["version"]),
    )
