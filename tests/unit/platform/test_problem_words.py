"""No message shows a pattern, or the words of a library."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pydantic_core._pydantic_core as pydantic_errors
import pytest
from pydantic_core import core_schema

from laurel.platform.problem_words import FORMS, words_for
from local.places import ROOT

DOCUMENT = json.loads(Path(ROOT, "docs/openapi.json").read_text(encoding="utf-8"))
A_PATTERN = re.compile(r"\^|\$['.]|\[[^\]]*-[^\]]*\]|\\[sdw]|\{\d+(?:,\d*)?\}|\(\?")
LIBRARY = re.compile(r"^(Input|String|Data|Decimal|URL|UUID|Extra|Field|Keys|Unable|Value error|List|Tuple)\b|pydantic")
BOUNDS = {
    "greater_than_equal": ("Input should be greater than or equal to 1", "Write 1 or more."),
    "less_than_equal": ("Input should be less than or equal to 100", "Write 100 or less."),
    "string_too_long": ("String should have at most 200 characters", "Write at most 200 characters."),
    "string_too_short": ("String should have at least 1 character", "Fill this in."),
    "too_short": ("Tuple should have at least 1 item after validation, not 0", "Give at least 1."),
    "decimal_max_places": ("Decimal input should have no more than 2 decimal places", "Write at most 2 digits after"),
    "greater_than": ("Input should be greater than 0", "Write more than 0."),
    "less_than": ("Input should be less than 9", "Write less than 9."),
    "multiple_of": ("Input should be a multiple of 0.25", "Write a multiple of 0.25."),
    "bytes_too_short": ("Data should have at least 2 bytes", "Write at least 2 characters."),
    "too_long": ("List should have at most 3 items after validation, not 4", "Give at most 3."),
    "decimal_max_digits": ("Decimal input should have no more than 6 digits in total", "Write at most 6 digits."),
    "decimal_whole_digits": (
        "Decimal input should have no more than 4 digits before the decimal point",
        "Write at most 4 digits before the point.",
    ),
    "enum": ("Input should be 'pace' or 'florida'", "Choose one of 'pace' or 'florida'."),
}


def parts_of(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for inner in node.values():
            yield from parts_of(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from parts_of(inner)


def schemas_that_are_sent() -> Iterator[dict[str, Any]]:
    """The schemas of all parameters and request bodies, with whatever they refer to."""
    waiting: list[Any] = []
    for path in DOCUMENT["paths"].values():
        for operation in path.values():
            waiting += [operation.get("parameters", []), operation.get("requestBody", {})]
    seen = set()
    while waiting:
        for part in parts_of(waiting.pop()):
            yield part
            name = part.get("$ref")
            if isinstance(name, str) and name not in seen:
                seen.add(name)
                waiting.append(DOCUMENT["components"]["schemas"][name.rpartition("/")[2]])


# What an amount or a name looks like, its own check says in words: such a form is only in the description.
SAID_ELSEWHERE = {r"^[0-9]{1,4}(\.[0-9]{1,2})?$"}


def test_every_form_that_is_asked_for_has_words():
    forms = {part["pattern"] for part in schemas_that_are_sent() if isinstance(part.get("pattern"), str)}
    assert len(forms) > 5
    assert forms - set(FORMS) <= SAID_ELSEWHERE


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_asked_for_in_words(form):
    code, words = words_for("string_pattern_mismatch", f"String should match pattern '{form}'")
    assert code == "string_pattern_mismatch"
    assert words == FORMS[form]
    assert not A_PATTERN.search(words)


def test_a_form_without_words_is_not_shown_either():
    _, words = words_for("string_pattern_mismatch", "String should match pattern '^[a-z]{3}$'")
    assert not A_PATTERN.search(words)


@pytest.mark.parametrize(
    ("kind", "message"),
    [(one["type"], one["example_message_python"]) for one in pydantic_errors.list_all_errors()],
)
def test_no_error_speaks_the_words_of_the_library(kind, message):
    _, words = words_for(kind, message)
    assert not LIBRARY.search(words)
    assert words.endswith(".")


@pytest.mark.parametrize("kind", BOUNDS)
def test_a_bound_or_a_choice_is_named(kind):
    message, words = BOUNDS[kind]
    assert words_for(kind, message)[1].startswith(words)


def test_all_types_of_error_are_known():
    assert {one["type"] for one in pydantic_errors.list_all_errors()} <= set(get_args(core_schema.ErrorType))


def test_our_own_words_stay_as_they_are():
    said = "At most 300 characters can be kept; this has 301."
    assert words_for("too_long", said) == ("too_long", said)
    assert words_for("amount", "Write amounts as text.") == ("amount", "Write amounts as text.")
