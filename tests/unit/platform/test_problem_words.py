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
# What the library says, and what we say.
BOUNDS = [
    ("greater_than_equal", "Input should be greater than or equal to 1", "Write 1 or more."),
    ("less_than_equal", "Input should be less than or equal to 100", "Write 100 or less."),
    ("greater_than", "Input should be greater than 0", "Write more than 0."),
    ("less_than", "Input should be less than 9", "Write less than 9."),
    ("multiple_of", "Input should be a multiple of 0.25", "Write a multiple of 0.25."),
    ("string_too_short", "String should have at least 1 character", "Fill this in."),
    ("bytes_too_short", "Data should have at least 1 byte", "Fill this in."),
    ("string_too_short", "String should have at least 12 characters", "Write at least 12 characters."),
    ("bytes_too_short", "Data should have at least 2 bytes", "Write at least 2 characters."),
    ("string_too_long", "String should have at most 200 characters", "Write at most 200 characters."),
    ("string_too_long", "String should have at most 1 character", "Write at most 1 characters."),
    ("bytes_too_long", "Data should have at most 2 bytes", "Write at most 2 characters."),
    ("bytes_too_long", "Data should have at most 1 byte", "Write at most 1 characters."),
    ("url_too_long", "URL should have at most 2083 characters", "Write at most 2083 characters."),
    ("too_short", "Tuple should have at least 1 item after validation, not 0", "Give at least 1."),
    ("too_short", "List should have at least 12 items after validation, not 0", "Give at least 12."),
    ("too_long", "List should have at most 30 items after validation, not 41", "Give at most 30."),
    ("too_long", "Tuple should have at most 1 item after validation, not more", "Give at most 1."),
    (
        "decimal_max_digits",
        "Decimal input should have no more than 16 digits in total",
        "Write at most 16 digits.",
    ),
    ("decimal_max_digits", "Decimal input should have no more than 1 digit in total", "Write at most 1 digits."),
    (
        "decimal_max_places",
        "Decimal input should have no more than 12 decimal places",
        "Write at most 12 digits after the point.",
    ),
    (
        "decimal_max_places",
        "Decimal input should have no more than 1 decimal place",
        "Write at most 1 digits after the point.",
    ),
    (
        "decimal_whole_digits",
        "Decimal input should have no more than 14 digits before the decimal point",
        "Write at most 14 digits before the point.",
    ),
    (
        "decimal_whole_digits",
        "Decimal input should have no more than 1 digit before the decimal point",
        "Write at most 1 digits before the point.",
    ),
    ("enum", "Input should be 'pace' or 'florida'", "Choose one of 'pace' or 'florida'."),
    ("enum", "Input should be 'one\nline' or 'x'.", "Choose one of 'one\nline' or 'x'."),
]


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


@pytest.mark.parametrize(("kind", "message", "words"), BOUNDS)
def test_a_bound_or_a_choice_is_named(kind, message, words):
    assert words_for(kind, message) == (kind, words)


def test_all_types_of_error_are_known():
    assert {one["type"] for one in pydantic_errors.list_all_errors()} <= set(get_args(core_schema.ErrorType))


def test_our_own_words_stay_as_they_are():
    said = "At most 300 characters can be kept; this has 301."
    assert words_for("too_long", said) == ("too_long", said)
    assert words_for("amount", "Write amounts as text.") == ("amount", "Write amounts as text.")


@pytest.mark.parametrize(
    ("kinds", "code", "words"),
    [
        (("tuple_type", "list_type"), "not_a_list", "Write this as a list."),
        (("dict_type", "model_type", "model_attributes_type"), "not_an_object", "Write this as an object."),
        (
            ("date_type", "date_from_datetime_parsing", "date_from_datetime_inexact", "date_parsing"),
            "date",
            "There is no such date. Write it as year-month-day, such as 2026-06-04.",
        ),
        (
            (
                "datetime_type",
                "datetime_from_date_parsing",
                "datetime_parsing",
                "datetime_object_invalid",
                "timezone_aware",
            ),
            "instant",
            "There is no such time. Write it as 2026-06-04T13:00:00Z, or with an offset from UTC.",
        ),
        (("string_type",), "not_text", "Write this as text."),
        (("string_unicode",), "broken_unicode", "This text holds broken Unicode. Enter it again."),
        (("missing",), "missing", "This is needed."),
        (
            ("extra_forbidden",),
            "unknown_field",
            "There is no such field. Check how its name is written, or leave it out.",
        ),
        (("int_type",), "not_whole_number", "Write this as a whole number, without quotation marks."),
        (("int_parsing", "int_from_float"), "not_whole_number", "Write this as a whole number."),
        (("int_parsing_size",), "int_parsing_size", "This number is too large."),
        (("bool_type",), "not_yes_or_no", "Write true or false, without quotation marks."),
        (("bool_parsing",), "not_yes_or_no", "Write true or false."),
        *(
            ((kind,), kind, "Write this as a number.")
            for kind in ("finite_number", "float_type", "float_parsing", "decimal_type", "decimal_parsing")
        ),
    ],
)
def test_an_error_of_the_library_has_our_code_and_our_sentence(kinds, code, words):
    for kind in kinds:
        assert words_for(kind, "the library's words") == (code, words)


def test_what_no_table_names_is_said_in_general():
    assert words_for("url_parsing", "Input should be a valid URL") == (
        *("url_parsing", "This cannot be taken as it is. The description of the API says what it should be."),
    )
    assert words_for("string_pattern_mismatch", "String should match pattern '^x$'")[1] == (
        "This is not written as it should be. The description of the API shows an example."
    )
    theirs = "Input tag 'x' found using 'kind' does not match any of the expected tags: 'a', 'b'"
    assert words_for("union_tag_invalid", theirs)[1] == "Choose one of 'a', 'b'."
    assert words_for("literal_error", "Input should be 'a' or 'b'")[1] == "Choose one of 'a' or 'b'."
