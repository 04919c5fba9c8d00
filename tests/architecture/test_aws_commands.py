"""The commands of AWS's CLI in the documents: operations and options are AWS's own, and nothing needed is left out.

The CLI makes its commands from the same descriptions of AWS's services that botocore has.
"""

from pathlib import Path

import pytest

from tests.aws_commands import commands, wrong_with
from tests.stores import ROOT

_DOCUMENTS = (*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md")))
FOUND = [(file, words) for file in _DOCUMENTS for words in commands(file.read_text(encoding="utf-8"))]


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
