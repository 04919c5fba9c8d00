"""`make smoke`: each check fails when what it looks at is broken, and none changes anything."""

import json
from types import SimpleNamespace

import pytest
import urllib3

from local import smoke
from local.deployed import Deployed

PORTAL, API = "https://ce.lab.test", "https://api.lab.test"
RELEASE = f"{'0' * 16}-{'a' * 40}"
OUTPUTS = {
    "PortalUrl": PORTAL,
    "ApiUrl": API,
    "UserPoolId": "pool",
    "Commit": "a" * 40,
    **{f"{name}FunctionName": f"arn:aws:lambda:r:1:function:{name}:live" for name in ("One", "Two", "Three")},
}
PAGE = b"<!DOCTYPE html><html>"
DOCUMENT = json.dumps({"openapi": "3.1.0"}).encode()
GOOD = {
    f"{PORTAL}/": (200, PAGE),
    f"{PORTAL}/config.json": (200, b'{"user_pool_id": "pool"}'),
    f"{PORTAL}/v1/openapi.json": (200, DOCUMENT),
    f"{API}/v1/openapi.json": (200, DOCUMENT),
    f"{PORTAL}/v1/activities": (200, b'{"items": []}'),
    f"{PORTAL}/v1/me": (401, b"{}"),
    f"{PORTAL}/v1/staff/credits": (401, b"{}"),
    "https://verify.lab.test/v1/verify/AAAAA-AAAAA-AAAAA": (422, PAGE),
}


class World:
    """A stack and its addresses."""

    def __init__(self):
        self.pages = dict(GOOD)
        self.status, self.alarms, self.schedule = "UPDATE_COMPLETE", [], "ENABLED"
        self.mappings = dict.fromkeys(("One", "Two", "Three"), "Enabled")
        self.releases = dict.fromkeys(("One", "Two", "Three"), RELEASE)

    def request(self, method, url, **_):
        assert method == "GET"
        if url not in self.pages:
            raise urllib3.exceptions.HTTPError("nothing answers")
        status, body = self.pages[url]
        return SimpleNamespace(status=status, data=body)

    def describe_stacks(self, **_):
        given = {"VerifyBaseUrl": "https://verify.lab.test/v1/verify", "ScheduleState": self.schedule}
        parameters = [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()]
        return {"Stacks": [{"StackStatus": self.status, "Parameters": parameters}]}

    def get_alias(self, **_):
        return {"FunctionVersion": "1", "RevisionId": "r"}

    def get_paginator(self, operation):
        def pages(**asked):
            if operation == "list_versions_by_function":
                return [{"Versions": [{"Version": "1", "Description": f"x {self.releases[asked['FunctionName']]}"}]}]
            if operation == "describe_alarms":
                assert asked["StateValue"] == "ALARM"
                return [{"MetricAlarms": [{"AlarmName": one} for one in self.alarms]}]
            assert operation == "list_event_source_mappings"
            found = [(f"arn:aws:lambda:r:1:function:{name}:live", state) for name, state in self.mappings.items()]
            found.append(("arn:aws:lambda:r:1:function:of-another-stack:live", "Disabled"))
            return [{"EventSourceMappings": [{"FunctionArn": arn, "State": state} for arn, state in found]}]

        return SimpleNamespace(paginate=pages)

    def wrong(self):
        results = smoke.run(Deployed(OUTPUTS, lambda _: self, ""), "laurel-prod", http=self)
        assert len(results) == 13
        return {one.name: one.wrong for one in results if one.wrong}


def test_a_stack_that_is_well_passes():
    assert World().wrong() == {}


@pytest.mark.parametrize(
    ("url", "answer", "check"),
    [
        (f"{PORTAL}/", (403, PAGE), "the portal's first page"),
        (f"{PORTAL}/", (200, b"{}"), "the portal's first page"),
        (f"{PORTAL}/config.json", (200, b'{"user_pool_id": "other"}'), "the portal's settings are of this stack"),
        (f"{PORTAL}/config.json", (200, b"<html>"), "the portal's settings are of this stack"),
        (f"{PORTAL}/v1/openapi.json", (200, b"{}"), "the API's description"),
        (f"{PORTAL}/v1/activities", (503, b"{}"), "the API reads its table"),
        (f"{API}/v1/openapi.json", (500, DOCUMENT), "the API's own address"),
        (f"{PORTAL}/v1/staff/credits", (200, b"{}"), "no page of staff without a sign-in"),
        ("https://verify.lab.test/v1/verify/AAAAA-AAAAA-AAAAA", (200, PAGE), "a certificate that is none"),
        ("https://verify.lab.test/v1/verify/AAAAA-AAAAA-AAAAA", (404, b"{}"), "a certificate that is none"),
    ],
)
def test_an_answer_that_is_wrong_fails_its_check(url, answer, check):
    world = World()
    world.pages[url] = answer
    assert list(world.wrong()) == [check]


def test_an_open_door_fails_both_checks_of_it():
    world = World()
    world.pages[f"{PORTAL}/v1/me"] = (200, b"{}")
    assert list(world.wrong()) == ["nobody's data without a sign-in", "a false token is refused"]


def test_what_does_not_answer_is_a_line_and_no_traceback():
    world = World()
    del world.pages[f"{PORTAL}/"]
    assert world.wrong() == {"the portal's first page": "HTTPError: nothing answers"}


def test_the_state_of_the_stack_its_release_its_triggers_and_alarms_count():
    world = World()
    world.status = "UPDATE_ROLLBACK_FAILED"
    world.mappings["Two"] = "Disabled"
    world.releases["One"] = f"{'1' * 16}-{'b' * 40}"
    world.alarms = ["laurel-prod-x"]
    wrong = world.wrong()
    assert wrong["the stack is whole"] == "UPDATE_ROLLBACK_FAILED"
    assert wrong["queues and stream start functions"] == "arn:aws:lambda:r:1:function:Two:live is Disabled"
    assert "different ones run" in wrong["every function runs the same release"]
    assert wrong["no alarm is on"] == "laurel-prod-x"


def test_after_a_rollback_it_says_that_another_commit_runs():
    world = World()
    world.releases = dict.fromkeys(world.releases, f"{'1' * 16}-{'b' * 40}")
    assert "somebody went back" in world.wrong()["every function runs the same release"]


def test_before_the_schedule_is_on_a_missing_night_is_no_fault():
    world = World()
    world.alarms = ["laurel-prod-Monitoring-1-NightlyRunMissingAlarm-2"]
    assert list(world.wrong()) == ["no alarm is on"]
    world.schedule = "DISABLED"
    assert world.wrong() == {}
