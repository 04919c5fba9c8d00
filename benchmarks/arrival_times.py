"""How long a credit takes from its arrival to ASCP's receipt: `python -m benchmarks.arrival_times [credits]`.

On the local stack, one after the other: a provider's program pushes credits, one in each call, and learners print
certificates. No nightly run is started. The clock starts before the request, and ends at the step `accepted` in the
credit's timeline. MiniStack and all functions share this machine, so this says whether the mechanism is fast enough;
the cloud has other numbers.
"""

import csv
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from laurel.audit.acts import Actor, ActorKind
from laurel.catalog.client_desk import rights_of
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.clock import instant_in_seconds, utc_now
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table
from local import users
from local.api import Api
from local.catalog import put_catalog
from local.clients import access_token, desk_of
from local.demo_claims import answers, done
from local.sample import generate_plain
from local.sample_catalog import TELECONFERENCE
from local.stack import LocalStack
from local.users import STAFF, User, new_password

PROVIDER = "labce"
GROUP = "BENCH-24"
PATIENCE = 120.0  # seconds after the last request
PREPARING = 4  # learners at once


def main() -> None:
    """Measures and prints."""
    credits = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        sample = generate_plain(Path(folder, "sample"), members=credits, rows=1, today=date.today())
        with LocalStack.start(folder=Path(folder, "stack"), participants=sample.participants) as stack:
            put_catalog(stack.api(STAFF), date.today())
            staff, groups = stack.api(STAFF), f"group_id,site,capacity\r\n{GROUP},Benchmark,{credits}\r\n"
            path, csv_file = f"/v1/staff/activities/{TELECONFERENCE}/groups", {"Content-Type": "text/csv"}
            done(staff.call("PUT", path, body=groups.encode(), headers=csv_file))
            stack.put("roster/ascls/1.csv", sample.roster)
            stack.night(instant_in_seconds(utc_now()))
            with sample.participants.open(encoding="utf-8-sig", newline="") as file:
                people = list(csv.DictReader(file))[:credits]
            show("push → receipt", measured(stack, pushes(stack, people)))
            show("print → receipt", measured(stack, prints(stack, people)))


def pushes(stack: LocalStack, people: Sequence[Mapping[str, str]]) -> dict[str, float]:
    """Pushes one credit of each of `people`; when (Unix time) each call began, by the credit's id."""
    made = desk_of(stack).create(
        PROVIDER, "Benchmark", rights_of(PROVIDER), actor=Actor(ActorKind.OPERATOR, "benchmark")
    )
    if isinstance(made, Refusal):
        raise SystemExit(made.message)
    program = Api(stack.api_url, access_token(stack.outputs["TokenUrl"], made.client_id, made.secret))
    began: dict[str, float] = {}
    for number, person in enumerate(people):
        row = {
            "reference": f"bench-{number}",
            "email": person["email"],
            "name": person["name"],
            "activity_number": f"571-{number:03}-26",
            "activity_title": "Platelet function",
            "statement": "pace",
            "contact_hours": "1.5",
            "completed_on": date.today().isoformat(),
        }
        at = time.time()
        answer = done(program.call("POST", f"/v1/providers/{PROVIDER}/credits", json={"credits": [row]}))
        began[answer["results"][0]["credit_id"]] = at
    return began


def prints(stack: LocalStack, people: Sequence[Mapping[str, str]]) -> dict[str, float]:
    """Prints one certificate of each of `people`; when (Unix time) each call began, by the credit's id."""
    activity = done(stack.api().call("GET", f"/v1/activities/{TELECONFERENCE}"))
    [session] = done(stack.api().call("GET", f"/v1/activities/{TELECONFERENCE}/sessions"))["items"]
    with ThreadPoolExecutor(PREPARING) as pool:
        ready = list(pool.map(lambda person: claim_of(stack, person, activity, session), people))
    began: dict[str, float] = {}
    for learner, path in ready:
        summary = learner.call("GET", f"{path}/summary")
        body, seen = {"attested": True, "total": done(summary)["total"]}, {"If-Match": summary.headers["ETag"]}
        at = time.time()
        printed = done(learner.call("POST", f"{path}/certificate", json=body, headers=seen))
        began[printed["credit_id"]] = at
    return began


def claim_of(
    stack: LocalStack, person: Mapping[str, str], activity: Mapping[str, Any], session: Mapping[str, Any]
) -> tuple[Api, str]:
    """A learner of that name and address, and the path of a claim of theirs that can be printed."""
    user = User(person["email"], new_password())
    users.create(stack.client, stack.outputs["UserPoolId"], [user])
    learner = Api(stack.api_url, users.sign_in(stack.client, stack.outputs["UserPoolClientId"], user))
    done(learner.call("PATCH", "/v1/me", json={"name_as_printed": person["name"], "consent_to_report": True}))
    wanted = {"activity_id": activity["id"], "statement": "pace", "access_code": GROUP}
    path = f"/v1/claims/{done(learner.call('POST', '/v1/claims', json=wanted))['claim_id']}"
    read = {"acknowledged": [one["id"] for one in activity["disclosures"]]}
    done(learner.call("PUT", f"{path}/disclosures", json=read))
    attended = {"credits": "1", "evaluation": answers(activity, session["evaluation_form"])}
    done(learner.call("PUT", f"{path}/sessions/{session['id']}", json=attended))
    return learner, path


def measured(stack: LocalStack, began: Mapping[str, float]) -> list[float]:
    """Seconds from the beginning of each call to ASCP's receipt, in order of size; ends early if one gets none."""
    ledger = Ledger(Table(stack.outputs["LedgerTableName"], stack.client("dynamodb")))
    give_up_at = time.monotonic() + PATIENCE
    while True:
        found = ledger.get_many(list(began))
        if all(credit.state is State.ACCEPTED for credit in found.values()) and len(found) == len(began):
            return sorted(found[one].timeline[-1].at.timestamp() - at for one, at in began.items())
        if time.monotonic() > give_up_at:
            raise SystemExit(f"{[credit.state for credit in found.values() if credit.state is not State.ACCEPTED]}")
        time.sleep(1)


def show(title: str, seconds: Sequence[float]) -> None:
    """Prints one line."""
    p99 = seconds[min(len(seconds) - 1, int(len(seconds) * 0.99))]
    print(
        f"{title}: {len(seconds)} credits, median {statistics.median(seconds):.1f} s, p99 {p99:.1f} s,"
        f" longest {seconds[-1]:.1f} s (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)",
        flush=True,
    )


if __name__ == "__main__":
    main()
