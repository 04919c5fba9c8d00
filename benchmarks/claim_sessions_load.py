"""Claims sessions with 8 clients at once on the local stack: `python -m benchmarks.claim_sessions_load [requests]`.

Each client is a learner of their own who claims sessions, changes them and claims them again: `PUT
/v1/claims/{id}/sessions/{session_id}` through the API with its authorizer. MiniStack runs the function in a few
processes of this machine and waits up to 6 ms for its log after each request, so this compares one version with the
next; it says little of the cloud.
"""

import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local import users
from local.api import Api
from local.catalog import put_catalog
from local.demo_claims import answers, one_after_another
from local.sample_catalog import MEETING, badge_ids
from local.stack import LocalStack
from local.users import STAFF, User, new_password

CLIENTS = 8


def main() -> None:
    """Measure and print."""
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder, LocalStack.start(folder=Path(folder)) as stack:
        put_catalog(stack.api(STAFF), datetime.now(UTC).date())
        meeting = stack.api().call("GET", f"/v1/activities/{MEETING}").json()
        sessions = one_after_another(stack.api().call("GET", f"/v1/activities/{MEETING}/sessions").json()["items"])
        clients = [_open(stack, number, meeting) for number in range(CLIENTS)]
        bodies = {one["id"]: answers(meeting, one["evaluation_form"]) for one in sessions}
        with ThreadPoolExecutor(CLIENTS) as pool:
            # Every process of the function is started before the clock runs.
            list(pool.map(lambda client: _claim(*client, bodies, 10), clients))
            began = time.perf_counter()
            taken = [
                one for found in pool.map(lambda client: _claim(*client, bodies, requests), clients) for one in found
            ]
            seconds = time.perf_counter() - began
    taken.sort()
    print(f"{CLIENTS} clients, {len(taken)} requests: {len(taken) / seconds:.0f} a second,", end=" ")
    print(f"p50 {statistics.median(taken):.0f} ms, p99 {taken[int(len(taken) * 0.99)]:.0f} ms")


def _open(stack: LocalStack, number: int, meeting: dict[str, Any]) -> tuple[Api, str]:
    user = User(f"learner-{number}@example.org", new_password())
    users.create(stack.client, stack.outputs["UserPoolId"], [user])
    api = Api(stack.api_url, users.sign_in(stack.client, stack.outputs["UserPoolClientId"], user))
    badge = badge_ids(CLIENTS)[number]
    claim = api.call("POST", "/v1/claims", json={"activity_id": MEETING, "statement": "pace", "access_code": badge})
    path = f"/v1/claims/{claim.json()['claim_id']}"
    api.call("PUT", f"{path}/disclosures", json={"acknowledged": [one["id"] for one in meeting["disclosures"]]})
    return api, path


def _claim(api: Api, path: str, bodies: dict[str, Any], requests: int) -> list[float]:
    """Claims the sessions in turn, each time with other credits, so that every request writes; milliseconds of each."""
    taken = []
    for number in range(requests):
        session_id = list(bodies)[number % len(bodies)]
        evaluation = {**bodies[session_id], "comment": f"Visit {number}."}
        began = time.perf_counter()
        answer = api.call("PUT", f"{path}/sessions/{session_id}", json={"credits": "0.5", "evaluation": evaluation})
        taken.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise SystemExit(f"{answer.status}: {answer.data.decode()}")
    return taken


if __name__ == "__main__":
    main()
