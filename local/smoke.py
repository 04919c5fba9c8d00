"""`make smoke`: whether a stack works, as a visitor sees it; it changes nothing.

It asks as a visitor does: the pages, the API, what needs a sign-in, the page that checks certificates. Then it looks at
what `make deploy` left: state, release, triggers and alarms. It ends with 1 if something is wrong.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import urllib3
from botocore.exceptions import BotoCoreError, ClientError

from local.deployed import Deployed, deployed
from local.places import STACK_NAME
from local.rollback import read
from local.troubles import told
from local.versions import function_of

_WHOLE = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE")
# A number that cannot be one of a certificate: the answer is a page that says so.
_NO_CERTIFICATE = "AAAAA-AAAAA-AAAAA"
_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Result:
    """One check: what it looked at, and what is wrong; empty when nothing is."""

    name: str
    wrong: str = ""


def main() -> None:
    """Run every check, print each, end with 1 if one failed."""
    parser = argparse.ArgumentParser(prog="python -m local.smoke", description="Check a stack as a visitor sees it.")
    parser.add_argument("--stack", help="a stack in the cloud; without it the one of `make up`")
    name = parser.parse_args().stack or None
    results = run(deployed(name), name or STACK_NAME)
    for one in results:
        print(f"{'!' if one.wrong else ' '} {one.name}{': ' if one.wrong else ''}{one.wrong}")
    failed = sum(bool(one.wrong) for one in results)
    print(f"{len(results) - failed} of {len(results)} checks passed.")
    if failed:
        sys.exit(1)


def run(stack: Deployed, name: str, http: Any = None) -> list[Result]:
    """All checks. One that cannot be made is one that failed."""
    http = http or urllib3.PoolManager(retries=False, timeout=_SECONDS)
    found = stack.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    parameters = {one["ParameterKey"]: one["ParameterValue"] for one in found.get("Parameters", [])}
    portal = stack.outputs["PortalUrl"]
    verify = parameters.get("VerifyBaseUrl") or f"{portal}/v1/verify"

    def get(url: str, **headers: str) -> Any:
        return http.request("GET", url, headers=headers)

    checks: Sequence[tuple[str, Callable[[], str]]] = (
        ("the stack is whole", lambda: _unless(found["StackStatus"] in _WHOLE, found["StackStatus"])),
        ("the portal's first page", lambda: _page(get(f"{portal}/"))),
        ("the portal's settings are of this stack", lambda: _settings(get(f"{portal}/config.json"), stack.outputs)),
        ("the API's description", lambda: _json(get(f"{portal}/v1/openapi.json"), "openapi")),
        ("the API reads its table", lambda: _json(get(f"{portal}/v1/activities"), "items")),
        ("the API's own address", lambda: _json(get(f"{stack.outputs['ApiUrl']}/v1/openapi.json"), "openapi")),
        ("nobody's data without a sign-in", lambda: _status(get(f"{portal}/v1/me"), 401)),
        ("a false token is refused", lambda: _status(get(f"{portal}/v1/me", Authorization="Bearer no"), 401)),
        ("no page of staff without a sign-in", lambda: _status(get(f"{portal}/v1/staff/credits"), 401)),
        ("a certificate that is none", lambda: _verify(get(f"{verify}/{_NO_CERTIFICATE}", Accept="text/html"))),
        ("every function runs the same release", lambda: _release(stack)),
        ("queues and stream start functions", lambda: _triggers(stack)),
        ("no alarm is on", lambda: _alarms(stack, name, parameters)),
    )
    return [Result(subject, _tried(check)) for subject, check in checks]


def _tried(check: Callable[[], str]) -> str:
    try:
        return check()
    except (urllib3.exceptions.HTTPError, ClientError, BotoCoreError, KeyError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


def _unless(well: bool, said: str) -> str:
    return "" if well else said


def _status(answer: Any, wanted: int) -> str:
    return _unless(answer.status == wanted, f"status {answer.status} instead of {wanted}")


def _page(answer: Any) -> str:
    return _status(answer, 200) or _unless(b"<html" in answer.data.lower(), "the answer is no page")


def _json(answer: Any, key: str) -> str:
    return _status(answer, 200) or _unless(key in json.loads(answer.data), f"the answer has no {key}")


def _settings(answer: Any, outputs: Mapping[str, str]) -> str:
    if wrong := _status(answer, 200):
        return wrong
    pool = json.loads(answer.data)["user_pool_id"]
    return _unless(pool == outputs["UserPoolId"], f"they name the user pool {pool}")


def _verify(answer: Any) -> str:
    refused = _unless(answer.status in (404, 422), f"status {answer.status} instead of 404 or 422")
    return refused or _unless(b"<html" in answer.data.lower(), "the answer is no page for people")


def _release(stack: Deployed) -> str:
    functions = read(stack)
    running = {one.release for one in functions}
    if len(running) > 1:
        return f"different ones run, as after a rollback that stopped: {', '.join(sorted(running))}"
    commit = stack.outputs.get("Commit", "")
    (release,) = running
    return _unless(release.endswith(commit), f"{release} runs, {commit} was deployed: somebody went back")


def _triggers(stack: Deployed) -> str:
    pages = stack.client("lambda").get_paginator("list_event_source_mappings").paginate()
    own = {function_of(value) for key, value in stack.outputs.items() if key.endswith("FunctionName")}
    states = {
        one["FunctionArn"]: one["State"]
        for page in pages
        for one in page["EventSourceMappings"]
        if function_of(one["FunctionArn"]) in own
    }
    off = [f"{arn} is {state}" for arn, state in sorted(states.items()) if state != "Enabled"]
    return "; ".join(off) or _unless(len(states) == 3, f"{len(states)} instead of 3 are there")


def _alarms(stack: Deployed, name: str, parameters: Mapping[str, str]) -> str:
    pages = (
        stack.client("cloudwatch")
        .get_paginator("describe_alarms")
        .paginate(AlarmNamePrefix=f"{name}-", StateValue="ALARM", AlarmTypes=["MetricAlarm"])
    )
    on = sorted(_expected((one["AlarmName"] for page in pages for one in page["MetricAlarms"]), parameters=parameters))
    return ", ".join(on)


def _expected(names: Iterator[str], *, parameters: Mapping[str, str]) -> Iterator[str]:
    """Without the one that waits for the first night: before the schedule is on, there is none."""
    without_nights = parameters.get("ScheduleState") == "DISABLED"
    yield from (one for one in names if not (without_nights and "NightlyRunMissing" in one))


if __name__ == "__main__":
    sys.exit(told(main))
