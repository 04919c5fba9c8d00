"""The commands of AWS's CLI in the documents: operations and options are AWS's own, and nothing needed is left out.

The CLI makes its commands from the same descriptions of AWS's services that botocore has.
"""

import json
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jmespath
import pytest
from botocore import xform_name
from botocore.exceptions import UnknownServiceError
from botocore.session import get_session

from tests.stores import ROOT

_DOCUMENTS = (*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md")))
# Of the CLI itself: they have no description.
_OWN = {("s3", "cp"), ("s3", "ls"), ("s3", "sync"), ("logs", "tail"), ("cloudformation", "deploy"), ("sso", "login")}
_EVERYWHERE = {
    "--query",
    "--output",
    "--region",
    "--cli-binary-format",
    "--cli-read-timeout",
    "--max-items",
    "--profile",
}
_SEPARATORS = {"|", "&&", "||", ";", "do", "done", ">", "&"}


def commands(text: str) -> Iterator[list[str]]:
    """Every command `aws …` in shell blocks and in code inside a line, as words; what a shell fills in is one word."""
    text = re.sub(r"\\\n\s*", " ", text)
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", text, flags=re.MULTILINE | re.DOTALL)
    outside = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    inside_lines = [" ".join(one.split()) for one in re.findall(r"`(aws [^`]+)`", outside)]
    for block in [*blocks, *inside_lines]:
        yield from _in(block)


def _in(block: str) -> Iterator[list[str]]:
    while inner := re.search(r"\$\(([^()]*(?:\([^()]*\)[^()]*)*)\)", block):
        yield from _in(inner[1])
        block = block.replace(inner[0], "FILLED_IN")
    for line in block.splitlines():
        yield from _commands(line)


def _commands(line: str) -> Iterator[list[str]]:
    if "aws " not in line:
        return
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;>")
    lexer.whitespace_split = True
    found: list[str] | None = None
    for word in lexer:
        if word == "aws" and found is None:
            found = []
        elif word in _SEPARATORS and found is not None:
            yield found
            found = None
        elif found is not None:
            found.append(word)
    if found:
        yield found


FOUND = [(file, words) for file in _DOCUMENTS for words in commands(file.read_text(encoding="utf-8"))]


@cache
def _service(name: str):
    return get_session().get_service_model({"s3api": "s3", "deploy": "codedeploy"}.get(name, name))


@cache
def _operations(name: str) -> dict[str, str]:
    return {xform_name(one, "-"): one for one in _service(name).operation_names}


def _options(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    option, values = "", []
    for word in [*words, "--"]:
        if word.startswith("--"):
            if option:
                yield option, values
            option, values = word, []
        else:
            values.append(word)


def wrong_with(words: list[str]) -> list[str]:
    """What AWS's CLI would say against a command."""
    service, operation, *rest = words
    said = []
    given = dict(_options(rest))
    for expression in given.get("--query", []):
        jmespath.compile(expression)
    if (service, operation) in _OWN or operation == "wait":
        return said
    try:
        known = _operations(service)
    except UnknownServiceError:
        return [f"no service {service}"]
    if operation not in known:
        return [f"{service} has no {operation}"]
    shape = _service(service).operation_model(known[operation]).input_shape
    members = {f"--{xform_name(one, '-')}": one for one in (shape.members if shape else {})}
    names = {option: option if option in members else option.replace("--no-", "--", 1) for option in given}
    for option, values in given.items():
        if option not in _EVERYWHERE and names[option] not in members:
            said.append(f"{operation} has no {option}")
        for value in values if option != "--query" else ():
            if value[:1] in "{[" and "$" not in value and "FILLED_IN" not in value:
                json.loads(value.replace("…", "0"))
    needed = {f"--{xform_name(one, '-')}" for one in (shape.required_members if shape else [])}
    # A command that is only mentioned in a sentence has no options.
    return said + [f"{operation} needs {one}" for one in sorted(needed - set(names.values())) if given]


def test_commands_are_found_in_blocks_in_lines_and_inside_each_other():
    block = "x=$(aws iam list-roles --query \"R[?contains(N, 'a')]\") && aws s3 ls \\\n  s3://b | sort"
    text = f"`aws sts get-caller-identity`\n```sh\n{block}\n```\n"
    assert list(commands(text)) == [
        ["iam", "list-roles", "--query", "R[?contains(N, 'a')]"],
        ["s3", "ls", "s3://b"],
        ["sts", "get-caller-identity"],
    ]
    assert len(FOUND) > 80
    assert {file.name for file, _ in FOUND} >= {"deploy.md", "runbook.md"}


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("sqs receive-messages --queue-url u", ["sqs has no receive-messages"]),
        ("sqs receive-message --queue-url u --max 3", ["receive-message has no --max"]),
        ("sqs delete-message --queue-url u", ["delete-message needs --receipt-handle"]),
        ("nothing get-it", ["no service nothing"]),
        ("dynamodb update-table --table-name t --no-deletion-protection-enabled", []),
    ],
)
def test_a_wrong_command_is_named(command, said):
    assert wrong_with(command.split()) == said


def _place(one: tuple[Path, list[str]]) -> str:
    return f"{one[0].name}: aws {' '.join(one[1][:2])}"


@pytest.mark.filterwarnings("ignore:deprecated string literal syntax")  # the CLI's own documents use it
@pytest.mark.parametrize("found", FOUND, ids=_place)
def test_a_command_of_the_documents_is_one_of_aws(found):
    assert wrong_with(found[1]) == []
