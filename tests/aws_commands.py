"""The commands of AWS's CLI in the documents: found, compared with AWS's own descriptions, and made here.

The CLI makes its commands from the same descriptions of AWS's services that botocore has.
"""

import json
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import jmespath
from botocore import xform_name
from botocore.exceptions import UnknownServiceError
from botocore.session import get_session

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


def answer_to(words: list[str], clients: Callable[[str], Any], files: Mapping[str, str]) -> Any:
    """What AWS answers to a command, and `--query` takes from it. `files` has the text of each `file://…`."""
    service, operation, *rest = words
    name = _operations(service)[operation]
    members = _service(service).operation_model(name).input_shape.members
    by_option = {f"--{xform_name(one, '-')}": one for one in members}
    made, given = {}, dict(_options(rest))
    for option, values in given.items():
        if member := by_option.get(option) or by_option.get(option.replace("--no-", "--", 1)):
            made[member] = _value(members[member], values, files, negated=option not in by_option)
    answer = getattr(clients(service), operation.replace("-", "_"))(**made)
    return jmespath.search(given["--query"][0], answer) if "--query" in given else answer


def _value(shape: Any, values: list[str], files: Mapping[str, str], *, negated: bool) -> Any:
    if shape.type_name == "boolean":
        return not negated
    texts = [files[one.removeprefix("file://")] if one.startswith("file://") else one for one in values]
    if shape.type_name == "list":
        return json.loads(texts[0]) if texts[0].startswith("[") else texts
    return texts[0]
