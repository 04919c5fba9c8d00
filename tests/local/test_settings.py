"""The settings of a stage: everything that is wrong is said at once, before anything is built."""

import json
import re
import tomllib
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from samcli.cli.types import CfnParameterOverridesType
from samcli.commands.deploy.deploy_context import DeployContext

from local import commits, release
from local.settings import STAGES, missing_nights, missing_settings, read_settings
from local.template import read_template
from local.troubles import TroubleError
from tests import stores
from tests.stores import ROOT

KNOWN = read_template()["Parameters"]
HEAD = 'stack_name = "laurel-x"\nregion = "us-west-2"\n[parameters]\n'
DEFAULTS = {name: str(one["Default"]) for name, one in KNOWN.items() if "Default" in one}
NEEDED = {
    "AscpBaseUrl": "https://intake.ascp.test",
    "PortalOrigin": "https://ce.lab.test",
    "ContactEmail": "help@lab.test",
}
FOR_PROD = NEEDED | {
    "PortalCertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1",
    "VerifyBaseUrl": "https://verify.lab.test/v1/verify",
    "MailFrom": "ce@lab.test",
    "MailIdentity": "lab.test",
    "AlarmEmail": "operations@lab.test",
}


def text(parameters, head=HEAD):
    return head + "".join(f"{name} = {json.dumps(value)}\n" for name, value in parameters.items())


def read(parameters, stage="dev", head=HEAD):
    return read_settings(text(parameters, head), stage, KNOWN)


def refused(parameters, stage="dev", head=HEAD):
    with pytest.raises(TroubleError) as trouble:
        read(parameters, stage, head)
    assert f"settings/{stage}.toml" in trouble.value.do
    return re.findall(r"^  - (.+)$", trouble.value.what, flags=re.MULTILINE)


def test_a_stage_is_read():
    found = read({**NEEDED, "LogRetentionDays": 30, "Architecture": "x86_64"})
    assert (found.stage, found.stack_name, found.region) == ("dev", "laurel-x", "us-west-2")
    assert found.architecture == "x86_64"
    given = {**NEEDED, "LogRetentionDays": "30", "Architecture": "x86_64", "Stage": "dev"}
    assert found.parameters == DEFAULTS | given
    assert read(NEEDED).architecture == "arm64"
    assert read(FOR_PROD, "prod").parameters["Stage"] == "prod"


@pytest.mark.parametrize(
    "value",
    ["cron(30 3 * * ? *)", "rate(1 day)", "a=b c='d' \"e\"", "x,y", "ParameterKey=a,ParameterValue=b", "file://a"],
)
def test_every_value_reaches_sam_as_it_was_written(value, tmp_path, monkeypatch):
    monkeypatch.setattr(release, "BUILD", tmp_path / "build")
    settings = read({**NEEDED, "ScheduleExpression": value})
    command = release.sam_deploy(settings, settings.parameters, ask=True)
    given = command[command.index("--parameter-overrides") + 1]
    assert CfnParameterOverridesType().convert((given,), None, None) == settings.parameters
    assert settings.parameters["ScheduleExpression"] == value


def test_a_line_that_goes_means_the_default_and_not_the_value_of_the_last_deploy():
    """sam has CloudFormation keep what it is not given, such as a slow release that one deploy switched off."""
    template = {"Parameters": KNOWN}
    identity = {"Commit": "c", "Release": "r"}
    given = DeployContext.merge_parameters(template, {**read(NEEDED).parameters, **identity})
    assert {one["ParameterKey"]: one.get("ParameterValue") for one in given} == {
        **DEFAULTS,
        **NEEDED,
        **identity,
        "Stage": "dev",
    }
    assert read(NEEDED).parameters["GradualRelease"] == "true"


def test_sam_is_told_of_stack_region_and_whether_to_ask(tmp_path, monkeypatch):
    monkeypatch.setattr(release, "BUILD", tmp_path / "build")
    command = release.sam_deploy(read(NEEDED), {}, ask=True)
    assert command[:2] == ["sam", "deploy"]
    assert command[command.index("--stack-name") + 1] == "laurel-x"
    assert command[command.index("--region") + 1] == "us-west-2"
    assert ("--confirm-changeset" in command, "--no-confirm-changeset" in command) == (True, False)
    assert "--no-confirm-changeset" in release.sam_deploy(read(NEEDED), {}, ask=False)
    at = command.index("--capabilities")
    assert command[at + 1 : at + 3] == ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]


def test_all_that_prod_lacks_is_named_at_once():
    assert refused({}, "prod") == [f"{name} is not set" for name in KNOWN if name in FOR_PROD]
    assert refused(NEEDED, "prod") == [
        f"{name} is not set" for name in KNOWN if name in FOR_PROD.keys() - NEEDED.keys()
    ]


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"AscpBaseUrl": ""}, "AscpBaseUrl is not set"),
        ({"AwsEndpointUrl": "http://127.0.0.1:4566"}, "AwsEndpointUrl cannot be set: it is for the local stack alone"),
        ({"Stage": "prod"}, "Stage cannot be set: the file's name says it"),
        ({"Commit": "a" * 40}, "Commit cannot be set: make deploy sets it"),
        ({"Release": ""}, "Release cannot be set: make deploy sets it"),
        ({"Ascp": "x"}, "Ascp is no parameter of template.yaml"),
        ({"PortalOrigin": "https://ce.example.org"}, "PortalOrigin is still the example"),
        ({"AscpBaseUrl": "http://127.0.0.1:9000"}, "AscpBaseUrl does not begin with https://"),
        ({"VerifyBaseUrl": "http://verify.lab.test"}, "VerifyBaseUrl does not begin with https://"),
        ({"MailFrom": "ce@lab.test"}, "MailIdentity is not set, and MailFrom needs it"),
        ({"LogLevel": "LOUD"}, "LogLevel is none of DEBUG, INFO, WARN, ERROR"),
        ({"LogRetentionDays": 31}, "LogRetentionDays is none of 7, 14, 30, 60, 90, 180, 365, 400, 731"),
        ({"PortalOrigin": "https://ce.lab.test/"}, "PortalOrigin does not match https?://[^/]+"),
        ({"SettleSeconds": 10}, "SettleSeconds must be at least 300"),
        ({"ForwardConcurrency": 1001}, "ForwardConcurrency must be from 2 to 1000"),
        ({"ForwardConcurrency": "many"}, "ForwardConcurrency is no whole number"),
        ({"ScheduleExpression": "rate(1\n day)"}, "ScheduleExpression has a line break or a control character"),
        ({"ReserveConcurrency": True}, "ReserveConcurrency is neither a text nor a number"),
    ],
)
def test_what_is_wrong_is_said(parameters, said):
    assert said in refused({**NEEDED, **parameters})


def test_the_real_addresses_of_prod_are_no_examples():
    assert read(FOR_PROD, "prod")
    assert "AscpBaseUrl is still the example" in refused({**FOR_PROD, "AscpBaseUrl": "https://a.example.org"}, "prod")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("", "stack_name is missing"),
        ('stack_name = "a"\n', "region is missing"),
        ('stack_name = " "\nregion = "b"\n', "stack_name is missing"),
        ('stack_name = "a"\nregion = "b"\nstage = "dev"\n', "stage is not known here"),
    ],
)
def test_what_the_file_lacks_is_said(head, said):
    assert said in refused(NEEDED, head=f"{head}[parameters]\n")


@pytest.mark.parametrize("broken", ["[dev", "a = 1\na = 2"])
def test_a_file_that_cannot_be_read_is_said(broken):
    with pytest.raises(TroubleError, match=r"settings/dev\.toml cannot be read"):
        read_settings(broken, "dev", KNOWN)
    with pytest.raises(TroubleError, match=r"no table \[parameters\]"):
        read_settings("parameters = 3", "dev", KNOWN)


@pytest.mark.parametrize("stage", STAGES)
def test_each_file_is_right_once_its_examples_are_real_also_the_lines_that_are_commented_out(stage):
    written = (ROOT / "settings" / f"{stage}.toml").read_text(encoding="utf-8")
    with pytest.raises(TroubleError, match="is still the example"):
        read_settings(written, stage, KNOWN)
    everything = re.sub(r"^# (?=[A-Z]\w+ = )", "", written, flags=re.MULTILINE).replace("example.org", "lab.test")
    found = read_settings(everything, stage, KNOWN)
    assert found.parameters["ScheduleExpression"] == "cron(0 5 * * ? *)"
    assert found.stack_name == f"laurel-{stage}"
    assert len(found.parameters) > len(tomllib.loads(written)["parameters"])


def test_what_a_stack_for_real_use_lacks_is_named():
    assert [line.split()[0] for line in missing_settings({"MailFrom": "ce@lab.test"})] == [
        "PortalCertificateArn",
        "VerifyBaseUrl",
        "AlarmEmail",
        "ReserveConcurrency",
    ]


@pytest.mark.parametrize(
    ("schedule", "zone", "said"),
    [
        ("cron(30 2 * * ? *)", None, ["There is no night on March 14, 2027: the clocks skip"]),
        ("cron(30 2 * * ? *)", "Europe/Berlin", ["There is no night on March 28, 2027: the clocks skip"]),
        ("cron(30 2 * * ? *)", "America/Phoenix", []),
        ("cron(30 3 * * ? *)", None, []),
        ("rate(1 day)", None, []),
        (None, None, []),
    ],
)
def test_a_schedule_that_leaves_a_night_out_is_said(schedule, zone, said):
    given = {"ScheduleExpression": schedule, "ScheduleTimeZone": zone}
    found = missing_nights({name: one for name, one in given.items() if one}, datetime(2026, 11, 30, tzinfo=UTC))
    assert [line.partition(" the time")[0] for line in found] == said


def test_the_stack_policy_keeps_whatever_holds_data():
    policy = json.loads((ROOT / "settings/stack-policy.json").read_text(encoding="utf-8"))
    allow, deny = policy["Statement"]
    assert (allow["Action"], deny["Action"]) == ("Update:*", ["Update:Replace", "Update:Delete"])
    kept = set(deny["Condition"]["StringEquals"]["ResourceType"])
    retained = {
        one["Type"]
        for one in stores.template()["Resources"].values()
        if str(one.get("DeletionPolicy")).startswith("Retain")
    }
    # A changed BadgeKeySpec makes a new key on purpose; the old one is retained.
    assert kept == retained - {"AWS::KMS::Key"} | {"AWS::SecretsManager::Secret"}


class Git:
    def __init__(self, changes=""):
        self.said = {"rev-parse": "a" * 40 + "\n", "status": changes}

    def run(self, command, **_):
        return SimpleNamespace(stdout=self.said[command[1]])


def test_a_folder_with_changes_is_not_deployed_to_prod_and_marked_in_dev(monkeypatch):
    monkeypatch.setattr(commits.subprocess, "run", Git().run)
    assert commits.commit_here(clean=True) == "a" * 40
    monkeypatch.setattr(commits.subprocess, "run", Git(" M template.yaml").run)
    assert commits.commit_here(clean=False) == "a" * 40 + "-changed"
    with pytest.raises(TroubleError, match="changes that no commit has"):
        commits.commit_here(clean=True)


def test_a_release_is_new_when_packages_settings_or_the_commit_are(monkeypatch):
    pattern = KNOWN["Release"]["AllowedPattern"]
    monkeypatch.setattr(commits, "fingerprint", lambda _: "packages")
    first = commits.release_of(read(NEEDED), "a" * 40)
    assert re.fullmatch(pattern, first)
    assert commits.commit_of(first) == "a" * 40
    assert commits.release_of(read(NEEDED), "a" * 40) == first
    assert commits.release_of(read(NEEDED), "b" * 40)[:16] != first[:16]
    assert commits.release_of(read({**NEEDED, "LogLevel": "DEBUG"}), "a" * 40)[:16] != first[:16]
    monkeypatch.setattr(commits, "fingerprint", lambda _: "other packages")
    assert commits.release_of(read(NEEDED), "a" * 40)[:16] != first[:16]
