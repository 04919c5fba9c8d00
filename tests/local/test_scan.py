"""What the scanners find needs a person, unless it has an exception with its reason."""

import copy
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from local import audit, scan
from local.troubles import TroubleError
from tests.stores import template

KEPT = {"CKV_1": {"resources": ["AWS::S3::Bucket.*"], "reason": "why"}}


def of_type(stack: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(one for one in stack["Resources"].values() if one["Type"] == kind)


def bucket(stack: dict[str, Any]) -> dict[str, Any]:
    return of_type(stack, "AWS::S3::Bucket")["Properties"]


def table(stack: dict[str, Any]) -> dict[str, Any]:
    return of_type(stack, "AWS::DynamoDB::Table")


def distribution(stack: dict[str, Any]) -> dict[str, Any]:
    return of_type(stack, "AWS::CloudFront::Distribution")["Properties"]["DistributionConfig"]


def statement(stack: dict[str, Any]) -> dict[str, Any]:
    roles = [one["Properties"] for one in stack["Resources"].values() if one["Type"] == "AWS::IAM::Role"]
    return next(one for one in roles if one["Policies"])["Policies"][0]["PolicyDocument"]["Statement"][0]


# A template with one weak setting each, and the rule that names it.
WEAK: dict[str, tuple[str, Callable[[dict[str, Any]], Any]]] = {
    "public bucket": (
        "buckets_are_private",
        lambda one: bucket(one)["PublicAccessBlockConfiguration"].update(BlockPublicPolicy=False),
    ),
    "bucket with lists of rights": ("buckets_are_private", lambda one: bucket(one).pop("OwnershipControls")),
    "plain bucket": ("buckets_are_encrypted_and_forget", lambda one: bucket(one).pop("BucketEncryption")),
    "bucket for ever": ("buckets_are_encrypted_and_forget", lambda one: bucket(one).pop("LifecycleConfiguration")),
    "table without backup": (
        "tables_come_back_and_stay",
        lambda one: table(one)["Properties"].pop("PointInTimeRecoverySpecification"),
    ),
    "table that goes": ("tables_come_back_and_stay", lambda one: table(one).update(DeletionPolicy="Delete")),
    "plain queue": (
        "queues_are_encrypted",
        lambda one: of_type(one, "AWS::SQS::Queue")["Properties"].pop("SqsManagedSseEnabled"),
    ),
    "log for ever": ("logs_end", lambda one: of_type(one, "AWS::Logs::LogGroup")["Properties"].pop("RetentionInDays")),
    "rights from SAM": (
        "functions_have_their_own_role_and_log",
        lambda one: one["Resources"]["ClaimApi"]["Properties"].update(Policies=["AdministratorAccess"]),
    ),
    "any account's service": (
        "only_this_account_has_a_service_take_a_role",
        lambda one: one["Resources"]["ScheduleRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0].pop(
            "Condition"
        ),
    ),
    "every action": ("no_role_may_do_everything", lambda one: statement(one).update(Action="*")),
    "every resource": ("no_role_may_do_everything", lambda one: statement(one).update(Resource="*")),
    "pages without TLS": (
        "browsers_and_origins_use_tls",
        lambda one: distribution(one)["DefaultCacheBehavior"].update(ViewerProtocolPolicy="allow-all"),
    ),
    "old TLS to the API": (
        "browsers_and_origins_use_tls",
        lambda one: distribution(one)["Origins"][1]["CustomOriginConfig"].update(OriginSSLProtocols=["TLSv1"]),
    ),
}


def test_the_template_keeps_its_promises() -> None:
    assert scan.guard(template()) == []


@pytest.mark.parametrize("weak", WEAK)
def test_each_promise_that_is_broken_is_named(weak: str) -> None:
    rule, change = WEAK[weak]
    stack = copy.deepcopy(template())
    change(stack)
    found = scan.guard(stack)
    assert {name for name, _ in found} == {rule}
    assert all(where for _, where in found)


def test_a_finding_needs_an_exception_for_its_rule_and_resource() -> None:
    bucket_, queue = ("CKV_1", "AWS::S3::Bucket.A"), ("CKV_1", "AWS::SQS::Queue.A")
    assert scan.judged([bucket_], KEPT) == []
    assert scan.judged([bucket_, queue], KEPT) == ["checkov, CKV_1: AWS::SQS::Queue.A"]
    assert scan.judged([bucket_, ("CKV_2", bucket_[1])], KEPT) == ["checkov, CKV_2: AWS::S3::Bucket.A"]


def test_an_exception_that_nothing_needs_must_go() -> None:
    assert scan.judged([], KEPT) == ["No longer found, take the exception out: CKV_1: AWS::S3::Bucket.*"]


def test_every_exception_has_its_reason() -> None:
    assert all(len(one["reason"]) > 30 and one["resources"] for one in scan.exceptions().values())


def answers(monkeypatch: pytest.MonkeyPatch, module: Any, code: int, out: str = "", error: str = "") -> None:
    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        exported = "export" in command
        return subprocess.CompletedProcess(command, 0 if exported else code, "" if exported else out, error)

    monkeypatch.setattr(module.subprocess, "run", run)
    monkeypatch.delenv("CI", raising=False)


def test_without_a_network_checkov_and_actionlint_are_left_out_with_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(monkeypatch, scan, 2, error="error: Failed to fetch: `https://registry.example.org/checkov/`")
    scan.main()
    said = capsys.readouterr().out
    assert "checkov did NOT run" in said
    assert "actionlint did NOT run" in said
    monkeypatch.setenv("CI", "true")
    with pytest.raises(TroubleError, match=r"checkov could not be fetched\.\nactionlint could not be fetched"):
        scan.main()


def test_what_actionlint_says_against_the_workflow_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, scan, 1, out='release.yml:32:3: job "dev" needs job "chek" which does not exist\n')
    assert scan.actionlint() == ['actionlint, release.yml:32:3: job "dev" needs job "chek" which does not exist']
    monkeypatch.setattr(scan, "checkov", lambda: None)
    with pytest.raises(TroubleError, match='needs job "chek"'):
        scan.main()
    answers(monkeypatch, scan, 0)
    assert scan.actionlint() == []


def test_a_checkov_that_fails_is_no_checkov_that_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, scan, 2, error="Traceback: a fault")
    with pytest.raises(TroubleError, match="checkov failed"):
        scan.main()


@pytest.mark.parametrize(
    ("out", "error"), [("", "Failed to fetch https://…"), ("npm error code ENOTFOUND", ""), ("", "Connection refused")]
)
def test_without_a_network_an_audit_says_that_it_did_not_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], out: str, error: str
) -> None:
    answers(monkeypatch, audit, 1, out, error)
    audit.main()
    assert capsys.readouterr().out.count("did NOT run") == 2
    monkeypatch.setenv("CI", "true")
    with pytest.raises(TroubleError, match="no registry answered it"):
        audit.main()


def test_a_known_weakness_fails_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, audit, 1, "Found 1 known vulnerability in 1 package\nany 1.0 PYSEC-2026-1 1.1")
    with pytest.raises(TroubleError, match="PYSEC-2026-1"):
        audit.main()
