"""The calls to DynamoDB and SQS for what arrives: `python -m benchmarks.arrival_calls [samples]`.

The functions run in this process on moto, with the rights of their roles. Rows of members are pushed, one in each call
and a hundred in one; learners print certificates, and `match_arrivals` matches each credit, alone in its batch. Counted
is what boto3 sends, until the credit is on the delivery queue. The check of the token is not in it: one read a minute.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from arrival_dependencies import build

from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform import aws
from laurel.platform.log import logger
from laurel.platform.runtime import MACHINE
from laurel.platform.table import Table
from local.sample_providers import PROVIDERS
from tests.api_events import client, learner, staff
from tests.conftest import aws_in_memory
from tests.functions.certificate_pdf_desk import ATTESTED, PrintDesk, print_desk_on_moto
from tests.functions.provider_rows import row
from tests.permitted import permitted
from tests.unit.nightly.nights import Nights, roster

PROVIDER, MOST_ROWS = "labce", 100
SERVICES = {"DynamoDB": "dynamodb", "SQS": "sqs"}


def main() -> None:
    """Measures and prints."""
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    found: dict[str, list[Counter[str]]] = {}
    logger.setLevel("CRITICAL")
    with pytest.MonkeyPatch.context() as patch, aws_in_memory(patch), print_desk_on_moto(patch.setenv) as desk:
        prepare(desk, samples)
        found["a row that is pushed alone"] = [pushed(desk, [f"alone-{n}"]) for n in range(samples)]
        found["a hundred rows in one push"] = [pushed(desk, [f"row-{n}" for n in range(MOST_ROWS)])]
        printed_and_matched = [printed(desk, f"learner{n}") for n in range(samples)]
        found["a claim: printing"] = [one for one, _ in printed_and_matched]
        found["a claim: matched, alone in its batch"] = [one for _, one in printed_and_matched]
    print(f"| calls, the most of {samples} samples | DynamoDB | SQS | which |\n|---|---|---|---|")
    for title, counts in found.items():
        most = max(counts, key=Counter.total)
        sums = [sum(n for name, n in most.items() if name.startswith(f"{one}.")) for one in SERVICES.values()]
        print(f"| {title} | {sums[0]} | {sums[1]} | {', '.join(f'{name} {n}' for name, n in sorted(most.items()))} |")


def prepare(desk: PrintDesk, samples: int) -> None:
    """A roster with everybody, a provider, and the first push of the hour, which is noted."""
    record = PROVIDERS[PROVIDER].model_dump(mode="json")
    answer = desk.claims.call("PUT", f"/v1/staff/providers/{PROVIDER}", staff(), json_body=record)
    assert answer.status in (200, 201), answer
    nights = Nights(Table("LedgerTable"), os.environ["DELIVERY_QUEUE_URL"], "intakebucket")
    people = ["ana", *(f"learner{n}" for n in range(samples))]
    nights.put("roster/ascls/1.csv", roster(*((f"M{n}", f"{one}@example.org") for n, one in enumerate(people))))
    nights.run()
    pushed(desk, ["first"])


def pushed(desk: PrintDesk, references: list[str]) -> Counter[str]:
    """The calls of a push of rows with these references, all of one member."""
    today = datetime.now(UTC).date().isoformat()
    rows = [row(reference, completed_on=today) for reference in references]
    who = client(f"{PROVIDER}/credits.write")
    with counted() as calls:
        path = f"/v1/providers/{PROVIDER}/credits"
        answer = desk.claims.call("POST", path, who, json_body={"credits": rows}).json()
    assert [one["state"] for one in answer["results"]] == [State.REPORTED] * len(rows), answer
    return calls


def printed(desk: PrintDesk, sub: str) -> tuple[Counter[str], Counter[str]]:
    """The calls of printing a certificate, and of matching its credit."""
    path = desk.complete(sub)
    seen = {"If-Match": desk.claims.call("GET", f"{path}/summary", learner(sub)).headers["ETag"]}
    with counted() as printing:
        answer = desk.call("POST", f"{path}/certificate", learner(sub), json_body=ATTESTED, headers=seen)
    credit_id = answer.json()["credit_id"]
    here = build(MACHINE)
    with counted() as matching, permitted("MatchArrivalsRole"):
        here.arrivals.match([credit_id])
    stored = Ledger(Table("LedgerTable")).get(credit_id)
    assert stored and stored.state is State.REPORTED, stored
    return printing, matching


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """The calls to DynamoDB and SQS in the block, by service and name."""
    calls: Counter[str] = Counter()
    clients = {"dynamodb": aws.dynamodb(), "sqs": aws.sqs()}

    def noting(service: str) -> Callable[..., None]:
        return lambda model, **_: calls.update([f"{service}.{model.name}"])

    notes = {service: noting(service) for service in clients}
    for service, one in clients.items():
        one.meta.events.register(f"before-call.{service}", notes[service])
    try:
        yield calls
    finally:
        for service, one in clients.items():
            one.meta.events.unregister(f"before-call.{service}", notes[service])


if __name__ == "__main__":
    main()
