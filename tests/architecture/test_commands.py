"""The commands that the documents say can be typed: make targets and calls of AWS are there."""

import re
from functools import cache

import pytest
from botocore import xform_name
from botocore.exceptions import UnknownServiceError
from botocore.session import Session

from tests.stores import ROOT

DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")} - {ROOT / "CHANGELOG.md"})
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
# Commands of the AWS CLI that are more than one call.
OF_THE_CLI = {"s3", "configure", "sso", "logs tail", "cloudformation deploy"}
OPTIONS_OF_THE_CLI = {"region", "query", "output", "cli-binary-format", "cli-read-timeout"}


def code_of(document) -> str:
    """What a document writes as code; a line that ends with a backslash goes on."""
    text = document.read_text(encoding="utf-8").replace("\\\n", " ")
    fences = re.findall(r"```\w*\n(.*?)```", text, flags=re.DOTALL)
    spans = re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return "\n".join([*fences, *(" ".join(one.split()) for one in spans)])


@cache
def operations(service: str) -> dict[str, set[str]]:
    """The calls of a service as the CLI names them, each with its options."""
    model = Session().get_service_model({"s3api": "s3"}.get(service, service))
    found = {}
    for name in model.operation_names:
        shape = model.operation_model(name).input_shape
        options = {xform_name(one).replace("_", "-") for one in (shape.members if shape else ())}
        found[xform_name(name).replace("_", "-")] = options
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_make_target_that_a_document_names_exists(document):
    named = set(re.findall(r"^(?:[^#\n]*&& )?make ([a-z][a-z-]*)\b", code_of(document), flags=re.MULTILINE))
    assert named - TARGETS == set()


@pytest.mark.parametrize("name", ["docs/deploy.md", "docs/runbook.md"])
def test_each_call_of_aws_that_operators_read_exists(name):
    called = set(re.findall(r"\baws ([a-z0-9-]+) ([a-z0-9-]+)", code_of(ROOT / name)))
    assert len(called) > 10
    wrong = []
    for service, operation in called:
        if service in OF_THE_CLI or f"{service} {operation}" in OF_THE_CLI:
            continue
        try:
            known = operation in {*operations(service), "wait"}
        except UnknownServiceError:
            known = False
        if not known:
            wrong.append(f"{service} {operation}")
    assert wrong == []


def test_each_option_in_the_first_deployment_exists():
    wrong = []
    for line in code_of(ROOT / "docs/deploy.md").splitlines():
        for service, operation, rest in re.findall(r"\baws ([a-z0-9-]+) ([a-z0-9-]+)([^;|)]*)", line):
            known = operations(service)[operation] | OPTIONS_OF_THE_CLI
            options = re.findall(r"(?:^|\s)--([a-z-]+)", re.sub(r"'[^']*'", "''", rest))
            wrong += [f"{service} {operation} --{one}" for one in options if one not in known]
    assert wrong == []
