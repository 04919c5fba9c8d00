"""Nights on the deployed stack: files in, the function invoked, and credits followed to where they end."""

import time
from datetime import UTC, datetime

from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.ids import derived_id
from laurel.platform.table import Table

OPEN = {State.EARNED, State.REPORTED, State.SENDING}
PATIENCE = 90  # seconds: far more than any of it takes, so that a test ends when something is stuck
FEED_HEADER = "reference,email,name,activity_number,activity_title,statement,contact_hours,completed_on"


class Flow:
    """The deployed stack as a partner, a learner and an operator see it."""

    def __init__(self, stack):
        self.stack = stack
        self.ledger = Ledger(Table(stack.outputs["LedgerTableName"], stack.client("dynamodb")))

    def put(self, key, text):
        self.stack.client("s3").put_object(Bucket=self.stack.outputs["IntakeBucketName"], Key=key, Body=text.encode())

    def night(self):
        return self.stack.night(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))

    def credits(self, ids):
        return self.ledger.get_many(ids)

    def follow(self, ids):
        """The credits, once none of them is under way any more."""
        give_up_at = time.monotonic() + PATIENCE
        while True:
            credits = self.credits(ids)
            under_way = [credit for credit in credits.values() if credit.state in OPEN]
            if not under_way:
                return credits
            if time.monotonic() > give_up_at:
                raise AssertionError(f"{len(under_way)} credits are stuck, such as {under_way[0].timeline}")
            time.sleep(0.25)


def feed_of(provider, people, *, count):
    """A feed of `count` credits of `people` (participants known to ASCP), and the credits' ids."""
    lines, ids = [FEED_HEADER], []
    for n in range(count):
        person = people[n % len(people)]
        reference = f"{provider}-{n}"
        day = datetime.now(UTC).date().isoformat()
        lines.append(f'{reference},{person["email"]},"{person["name"]}",578-{reference},Hemostasis,pace,1.5,{day}')
        ids.append(derived_id("feed", provider, reference))
    return "\n".join(lines) + "\n", ids
