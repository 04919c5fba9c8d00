"""`make rollback`: all functions go back together, or none."""

from types import SimpleNamespace

import boto3
import pytest

from local import rollback
from local.deployed import Deployed
from local.troubles import TroubleError
from tests.stores import ROOT

OLD, NEW, LAST = (f"{digest * 16}-{commit * 40}" for digest, commit in ("0a", "1b", "2c"))
ARN = "arn:aws:lambda:us-east-1:111122223333:function:laurel-{}:live"


class Lambda:
    """Functions by name: what their alias names, and their versions' descriptions from version 1 on."""

    def __init__(self, **functions):
        self.functions, self.moved = functions, {}

    def get_alias(self, **asked):
        assert asked["Name"] == "live"
        name = asked["FunctionName"]
        return {"FunctionVersion": str(self.functions[name][0]), "RevisionId": f"of-{name}"}

    def get_paginator(self, operation):
        assert operation == "list_versions_by_function"

        def pages(**asked):
            said = self.functions[asked["FunctionName"]][1]
            found = [{"Version": str(number), "Description": one} for number, one in enumerate(said, 1)]
            return [{"Versions": [{"Version": "$LATEST", "Description": said[-1]}]}, {"Versions": found}]

        return SimpleNamespace(paginate=pages)

    def update_alias(self, **change):
        self.moved[change.pop("FunctionName")] = change


def here(functions):
    outputs = {f"{name}FunctionName": ARN.format(name) for name in ("Api", "Night")}
    return Deployed(outputs, {"lambda": functions}.__getitem__, "")


def functions(api=3, night=4, of_night=None):
    said = [f"Serves. {one}" for one in (OLD, NEW, LAST)]
    nightly = of_night or ["By hand.", *(f"Runs. {one}" for one in (OLD, NEW, LAST))]
    return Lambda(**{"laurel-Api": (api, said), "laurel-Night": (night, nightly)})


def test_the_release_before_is_found_by_what_the_versions_say():
    found = rollback.read(here(functions()))
    assert [(one.name, one.version, one.release) for one in found] == [
        ("laurel-Api", 3, LAST),
        ("laurel-Night", 4, LAST),
    ]
    assert rollback.target_of(found, "") == NEW
    assert rollback.target_of(rollback.read(here(functions(api=2, night=3))), "") == OLD


def test_another_release_is_chosen_by_its_commit_also_a_later_one():
    found = rollback.read(here(functions(api=1, night=2)))
    assert rollback.target_of(found, "ccc") == LAST
    with pytest.raises(TroubleError, match=f"No release of ddd is there.*The last releases are {'c' * 40}, {'b' * 40}"):
        rollback.target_of(found, "ddd")


def test_what_runs_in_place_of_the_last_deploy_is_named():
    assert rollback.runs_instead(rollback.read(here(functions())), LAST) == ""
    assert rollback.runs_instead(rollback.read(here(functions(api=2, night=3))), LAST) == "b" * 40
    half_way = rollback.read(here(functions(api=2, night=1)))
    assert rollback.runs_instead(half_way, LAST) == f"{'b' * 40} and no release"
    assert rollback.runs_instead(half_way, "") == ""  # a stack that is older than releases


def test_before_the_first_release_there_is_none():
    with pytest.raises(TroubleError, match="There is no release before"):
        rollback.target_of(rollback.read(here(functions(api=1, night=2))), "")


def test_a_release_that_a_function_lacks_is_no_choice():
    lacking = functions(night=2, of_night=[f"Runs. {OLD}", f"Runs. {LAST}"])
    assert rollback.target_of(rollback.read(here(lacking)), "") == OLD


def test_after_a_rollback_that_stopped_half_way_the_commit_must_be_said():
    found = rollback.read(here(functions(api=2, night=4)))
    with pytest.raises(TroubleError, match=r"stopped half-way.*Say which with TO"):
        rollback.target_of(found, "")
    assert rollback.target_of(found, "b") == NEW


def test_every_alias_moves_unless_somebody_else_moved_it_and_no_canary_stays():
    given = functions()
    found = rollback.read(here(given))
    rollback.move(here(given), found, NEW)
    whole = {"Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {}}}
    assert given.moved == {
        "laurel-Api": {**whole, "FunctionVersion": "2", "RevisionId": "of-laurel-Api"},
        "laurel-Night": {**whole, "FunctionVersion": "3", "RevisionId": "of-laurel-Night"},
    }
    assert rollback.table(found, NEW).splitlines()[0] == f"laurel-Api: 3 ({LAST}) -> 2"


def test_nothing_moves_while_cloudformation_changes_the_stack():
    stacks = SimpleNamespace(describe_stacks=lambda **_: {"Stacks": [{"StackStatus": "UPDATE_IN_PROGRESS"}]})
    with pytest.raises(TroubleError, match="cancel-update-stack --stack-name laurel-prod"):
        rollback.refuse_while_changing(Deployed({}, lambda _: stacks, ""), "laurel-prod")


def test_the_portal_of_that_commit_is_published_and_a_commit_that_is_not_here_is_said(aws, monkeypatch):
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="portal")
    s3.put_object(Bucket="portal", Key="app/later.js", Body=b"1")
    names = ("UserPoolId", "UserPoolClientId", "AccountClientId", "ContactEmail")
    at = Deployed({"PortalBucketName": "portal", **dict.fromkeys(names, "x")}, lambda _: s3, "")
    assert "does not have the files" in rollback.publish_portal_of(at, "d" * 40)
    assert "app/later.js" in {one["Key"] for one in s3.list_objects_v2(Bucket="portal")["Contents"]}
    if (ROOT / ".git").exists():
        assert " files put, 1 taken out" in rollback.publish_portal_of(at, "HEAD")
        assert {"index.html", "config.json", "app/main.js"} <= {
            one["Key"] for one in s3.list_objects_v2(Bucket="portal")["Contents"]
        }
