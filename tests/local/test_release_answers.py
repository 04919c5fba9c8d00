"""`make deploy` and its questions: sam exits with 0 after every answer, and nothing may be published after a no."""

import json
import subprocess
from threading import Lock
from types import SimpleNamespace

import boto3
import pytest

from local import release
from local.release import Release
from local.rollback import Function
from local.settings import Settings
from local.troubles import TroubleError
from tests.stores import ROOT

NAME = "laurel-dev"
SETTINGS = Settings("dev", NAME, "us-east-1", {})


def template(retention=30, outputs=release._OUTPUTS):
    resources = {
        "Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": retention}},
        "PortalBucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "the-portal"}},
    }
    values = {name: {"Value": f"value-of-{name}"} for name in outputs}
    if "PortalBucketName" in values:
        values["PortalBucketName"] = {"Value": "the-portal"}
    return json.dumps({"Resources": resources, "Outputs": values})


class Sam:
    """sam as `make deploy` calls it: it shows a change set, and `answer`s itself for the person at the terminal."""

    def __init__(self):
        self.cloudformation = boto3.client("cloudformation")
        self.answer, self.template, self.returncode, self.calls = "y", template(), 0, 0

    def run(self, command, **_):
        assert command[:2] == ["sam", "deploy"]
        self.calls += 1
        if self.template is not None:
            there = [one["StackName"] for one in self.cloudformation.describe_stacks()["Stacks"]]
            given = {"StackName": NAME, "TemplateBody": self.template}
            if self.answer == "y":
                (self.cloudformation.update_stack if NAME in there else self.cloudformation.create_stack)(**given)
            else:
                kind = "UPDATE" if NAME in there else "CREATE"
                self.cloudformation.create_change_set(**given, ChangeSetName=f"c{self.calls}", ChangeSetType=kind)
        return subprocess.CompletedProcess(command, self.returncode)


@pytest.fixture
def sam(aws, monkeypatch):
    found = Sam()
    monkeypatch.setattr(release.subprocess, "run", found.run)
    monkeypatch.setattr(release, "sam_deploy", lambda *_, **__: ["sam", "deploy"])
    return found


@pytest.fixture
def asked(monkeypatch):
    """The questions that were asked here, all answered with no."""
    questions = []

    def no(question):
        questions.append(question)
        return "n"

    monkeypatch.setattr("builtins.input", no)
    return questions


def deploy():
    made = Release(NAME, "us-east-1")
    # moto does not know this call.
    made._cloudformation.meta.events.register("before-call.cloudformation.UpdateTerminationProtection", protected)
    made.check()
    made.deploy(SETTINGS, {})
    made.protect()
    made.publish_portal()


PROTECTED = []


def protected(params, **_):
    PROTECTED.append(params["body"])
    return SimpleNamespace(status_code=200), {}


def published():
    s3 = boto3.client("s3")
    if "the-portal" not in [one["Name"] for one in s3.list_buckets()["Buckets"]]:
        return None
    return {one["Key"] for one in s3.list_objects_v2(Bucket="the-portal").get("Contents", [])}


def test_a_yes_deploys_and_publishes_without_a_second_question(sam, asked, capsys):
    deploy()
    assert {"index.html", "config.json", "app/main.js"} <= published()
    assert asked == []
    assert "files put" in capsys.readouterr().out


def test_a_deployed_stack_is_protected_from_deletion_and_its_data_from_replacement(sam, asked):
    deploy()
    asked_for = {"StackName": NAME, "EnableTerminationProtection": "true"}
    assert PROTECTED[-1].items() >= asked_for.items()
    policy = sam.cloudformation.get_stack_policy(StackName=NAME)["StackPolicyBody"]
    assert json.loads(policy) == json.loads((ROOT / "settings/stack-policy.json").read_text())


def test_a_pipeline_is_asked_nothing(sam, asked):
    deploy()
    boto3.client("s3").delete_object(Bucket="the-portal", Key="index.html")
    sam.template = None
    Release(NAME, "us-east-1", ask=False).publish_portal()
    assert (asked, "index.html" in published()) == ([], True)


def test_a_no_at_the_first_deploy_publishes_nothing_fails_and_leaves_nothing_behind(sam, asked):
    sam.answer = "n"
    with pytest.raises(TroubleError, match="Nothing was deployed, and nothing was published"):
        deploy()
    assert published() is None
    with pytest.raises(sam.cloudformation.exceptions.ClientError, match="does not exist"):
        sam.cloudformation.describe_stacks(StackName=NAME)


def test_a_no_later_publishes_nothing_fails_and_leaves_no_change_set(sam, asked):
    deploy()
    boto3.client("s3").delete_object(Bucket="the-portal", Key="index.html")
    sam.answer, sam.template = "n", template(retention=90)
    with pytest.raises(TroubleError, match="Nothing was deployed, and nothing was published"):
        deploy()
    assert "index.html" not in published()
    assert asked == []
    waiting = sam.cloudformation.list_change_sets(StackName=NAME)["Summaries"]
    assert [one for one in waiting if one.get("ExecutionStatus") == "AVAILABLE"] == []


def test_a_change_of_the_portal_alone_is_asked_about(sam, asked, monkeypatch):
    deploy()
    boto3.client("s3").put_object(Bucket="the-portal", Key="app/main.js", Body=b"of yesterday")
    sam.template = None  # "No changes to deploy."
    with pytest.raises(TroubleError, match="The portal was not published"):
        deploy()
    assert asked == ["Publish the portal (app/main.js)? [y/N]: "]
    body = boto3.client("s3").get_object(Bucket="the-portal", Key="app/main.js")["Body"].read()
    assert body == b"of yesterday"
    monkeypatch.setattr("builtins.input", lambda _: "y")
    deploy()
    assert boto3.client("s3").get_object(Bucket="the-portal", Key="app/main.js")["Body"].read() != b"of yesterday"


def test_nobody_at_the_terminal_is_a_no(sam, asked, monkeypatch):
    deploy()
    boto3.client("s3").delete_object(Bucket="the-portal", Key="index.html")
    sam.template = None

    def nobody(_):
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    with pytest.raises(TroubleError, match="was not published"):
        deploy()


def test_where_nothing_changed_nothing_is_asked_and_nothing_fails(sam, asked, capsys):
    deploy()
    sam.template = None
    deploy()
    assert asked == []
    assert "The portal has not changed." in capsys.readouterr().out


def test_a_sam_that_deploys_nothing_and_says_all_is_well_publishes_nothing(sam, asked):
    sam.template = None
    with pytest.raises(TroubleError, match=r"the stack laurel-dev is not there\. Nothing was published"):
        deploy()


def test_a_sam_that_fails_publishes_nothing(sam, asked):
    deploy()
    boto3.client("s3").delete_object(Bucket="the-portal", Key="index.html")
    sam.template, sam.returncode = None, 1
    with pytest.raises(TroubleError, match="sam deploy did not come to its end"):
        deploy()
    assert "index.html" not in published()


def test_a_stack_without_our_outputs_is_a_message_and_no_traceback(sam, asked):
    sam.template = template(outputs=("ApiUrl",))
    with pytest.raises(TroubleError, match="has no output PortalUrl and no PortalBucketName"):
        deploy()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (
            "ROLLBACK_COMPLETE",
            "Delete it first: aws cloudformation delete-stack --region us-east-1 --stack-name laurel-dev",
        ),
        ("ROLLBACK_FAILED", "Delete it first"),
        ("UPDATE_IN_PROGRESS", "Wait until that has ended"),
        ("UPDATE_ROLLBACK_FAILED", "continue the rollback"),
    ],
)
def test_a_stack_that_cannot_be_deployed_to_is_said_before_anything_is_built(sam, asked, monkeypatch, status, said):
    monkeypatch.setattr(Release, "_stack", lambda _: {"StackStatus": status})
    with pytest.raises(TroubleError, match=f"is in {status}.*{said}"):
        deploy()
    assert sam.calls == 0


@pytest.mark.parametrize("status", ["UPDATE_ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS", "UPDATE_COMPLETE"])
def test_a_stack_that_is_whole_or_only_planned_can_be_deployed_to(sam, monkeypatch, status):
    sam.run(["sam", "deploy"])
    monkeypatch.setattr(Release, "_stack", lambda _: {"StackStatus": status})
    Release(NAME, "us-east-1").check()


def test_changes_of_indexes_that_need_several_deploys_are_refused_before_the_first(sam, asked, monkeypatch):
    deploy()
    wanted = {"Resources": {"LedgerTable": a_table("due", "waiting", "stuck")}}
    monkeypatch.setattr(release, "read_template", lambda: wanted)
    Release(NAME, "us-east-1").check()  # a new table
    given = json.dumps({"Resources": {"LedgerTable": a_table("due")}})
    sam.cloudformation.update_stack(StackName=NAME, TemplateBody=given)
    with pytest.raises(TroubleError, match="new waiting, stuck") as refused:
        Release(NAME, "us-east-1").check()
    assert "(1) deploy with the new index waiting alone" in str(refused.value)
    wanted["Resources"]["LedgerTable"] = a_table("due", "waiting")
    Release(NAME, "us-east-1").check()


BEFORE, LAST, NEXT = (f"{digit * 16}-{digit * 40}" for digit in "abc")


@pytest.fixture
def functions(monkeypatch):
    """A stack whose last deploy was of LAST, and what its functions run: a list that a test changes."""
    running = [LAST, LAST]
    stack = {
        "StackStatus": "UPDATE_COMPLETE",
        "Parameters": [{"ParameterKey": "Release", "ParameterValue": LAST}],
        "Outputs": [{"OutputKey": "ApiFunctionName", "OutputValue": "arn:aws:lambda:x:1:function:api:live"}],
    }

    def read(here):
        assert here.outputs == {"ApiFunctionName": "arn:aws:lambda:x:1:function:api:live"}
        return [Function("f", 1, "r", {one: 1}) for one in running]

    monkeypatch.setattr(Release, "_stack", lambda _: stack)
    monkeypatch.setattr(release, "read", read)
    return SimpleNamespace(running=running, stack=stack)


def test_a_deploy_without_a_rollback_before_it_changes_by_a_tenth_first(functions, capsys):
    assert Release(NAME, "us-east-1").after_rollback(NEXT) == {}
    assert Release(NAME, "us-east-1").after_rollback(LAST) == {}  # only the portal, perhaps
    assert capsys.readouterr().out == ""


def test_after_a_rollback_another_commit_is_deployed_at_once_and_that_is_said(functions, capsys):
    """CodeDeploy refuses to move an alias that does not name the version of the last deploy."""
    functions.running[:] = [BEFORE, BEFORE]
    assert Release(NAME, "us-east-1").after_rollback(NEXT) == {"GradualRelease": "false"}
    assert f"Note: the functions run {'a' * 40} since a rollback" in capsys.readouterr().out


def test_after_a_rollback_the_same_commit_is_refused_with_the_way_forward(functions):
    functions.running[:] = [LAST, BEFORE]
    said = f"make rollback STACK={NAME} TO={'b' * 40}"
    with pytest.raises(TroubleError, match=f"run {'a' * 40} since a rollback.*Nothing was changed.*{said}"):
        Release(NAME, "us-east-1").after_rollback(LAST)


@pytest.mark.parametrize("stack", [None, {"StackStatus": "REVIEW_IN_PROGRESS"}, {"StackStatus": "UPDATE_COMPLETE"}])
def test_a_stack_that_is_not_there_or_knows_no_releases_was_not_rolled_back(functions, monkeypatch, stack):
    functions.running[:] = [BEFORE]
    monkeypatch.setattr(Release, "_stack", lambda _: stack)
    assert Release(NAME, "us-east-1").after_rollback(LAST) == {}


def test_make_deploy_sends_settings_and_release_and_what_the_rollback_before_it_asks_for(functions, monkeypatch):
    functions.running[:] = [BEFORE, BEFORE]
    settings = Settings("dev", NAME, "us-east-1", {"Architecture": "arm64", "GradualRelease": "true"})
    steps = []
    monkeypatch.setattr("sys.argv", ["release", "--stage", "dev", "--yes"])
    answers = {"read_settings": settings, "commit_here": "c" * 40, "release_of": NEXT, "_account": "1", "alone": Lock()}
    for name, answer in (answers | {"_refuse_unready": None, "build": None}).items():
        monkeypatch.setattr(release, name, lambda *_, answer=answer, **__: answer)
    for name in ("check", "deploy", "protect", "publish_portal"):
        monkeypatch.setattr(Release, name, lambda _, *given, name=name: steps.append((name, *given)))
    release.main()
    sent = {"Architecture": "arm64", "GradualRelease": "false", "Commit": "c" * 40, "Release": NEXT}
    assert steps == [("check",), ("deploy", settings, sent), ("protect",), ("publish_portal",)]


def a_table(*indexes):
    keys = [{"AttributeName": "pk", "KeyType": "HASH"}]
    made = [{"IndexName": one, "KeySchema": keys, "Projection": {"ProjectionType": "ALL"}} for one in indexes]
    attributes = [{"AttributeName": "pk", "AttributeType": "S"}]
    given = {"AttributeDefinitions": attributes, "KeySchema": keys, "BillingMode": "PAY_PER_REQUEST"}
    return {"Type": "AWS::DynamoDB::Table", "Properties": {**given, "GlobalSecondaryIndexes": made}}
