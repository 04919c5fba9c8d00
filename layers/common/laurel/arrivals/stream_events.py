"""The events of the ledger's stream, as Lambda hands them over."""

from collections.abc import Mapping
from typing import Any

from laurel.ledger.records import credit_id_of


def credit_ids(event: Mapping[str, Any]) -> list[str]:
    """The IDs of the credits that the `event` says were written, each once, in the order of the stream."""
    keys = (record["dynamodb"]["Keys"] for record in event["Records"])
    return list(dict.fromkeys(credit_id_of(key["pk"]["S"]) for key in keys if key["sk"]["S"] == "CREDIT"))
