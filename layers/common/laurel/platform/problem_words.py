"""Messages for invalid values, for people: never a pattern, never a library's words (pure).

Each format that the API requires is defined here with its message, so that the two stay in step.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import get_args

ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
CREDIT_ID = r"^[0-9a-f]{32}$"
CLAIM_ID = r"^[0-9a-f]{32}\.[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
PROVIDER_ID = r"^[a-z][a-z0-9-]{0,31}$"
ETAG = r'^(\*|(W/)?"[0-9]{1,9}")$'
ACCESS_CODE = r"^[A-Za-z0-9-]{4,32}$"
WEB_ADDRESS = r"^https://[^\s\"<>\\]{1,2000}$"
ZONE = r"^[A-Za-z0-9_+/-]{1,64}$"
EMAIL = r"^[^\s@<>]{1,64}@[^\s@<>]{1,189}$"
REVISION = r"^[0-9]{1,6}$"
KEY_ID = r"^[A-Za-z0-9_-]{43}$"
REQUEST_ID = r"^[0-9A-Za-z-]{16,64}$"

FORMS: Mapping[str, str] = {
    ID: "Write an id of up to 64 letters, digits, dots, dashes and underscores that begins with a letter or digit.",
    CREDIT_ID: "This is not the id of a credit. Copy it whole: 32 digits and letters from a to f.",
    CLAIM_ID: "This is not the id of a claim. Copy it whole.",
    PROVIDER_ID: "Write the ID of a provider: up to 32 small letters, digits and dashes, a letter first.",
    ETAG: 'Send the ETag as you got it, with its quotation marks, such as "3".',
    ACCESS_CODE: "Write a code of 4 to 32 letters, digits and dashes.",
    WEB_ADDRESS: "Write a web address that begins with https:// and holds no spaces.",
    ZONE: "Write a time zone like America/New_York.",
    REVISION: "Write the number of a revision, such as 2.",
    KEY_ID: "This is not the thumbprint of a key. Copy it whole: 43 letters, digits, dashes and underscores.",
    REQUEST_ID: "Send an id of your own for this request: 16 to 64 letters, digits and dashes.",
    EMAIL: "Write one e-mail address, such as education@example.org.",
}

_OTHER_FORM = "This is not written as it should be. The description of the API shows an example."
_NOT_AS_ASKED = "This cannot be taken as it is. The description of the API says what it should be."
_A_NUMBER = "Write this as a number."
_A_DATE = ("date", "There is no such date. Write it as year-month-day, such as 2026-06-04.")
_A_TIME = ("instant", "There is no such time. Write it as 2026-06-04T13:00:00Z, or with an offset from UTC.")
_AN_OBJECT = ("not_an_object", "Write this as an object.")
_A_LIST = ("not_a_list", "Write this as a list.")

# The library's error types that need only a sentence; some share one of our codes.
_SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing": ("missing", "This is needed."),
    "extra_forbidden": ("unknown_field", "There is no such field. Check how its name is written, or leave it out."),
    "string_type": ("not_text", "Write this as text."),
    "string_unicode": ("broken_unicode", "This text holds broken Unicode. Enter it again."),
    "int_type": ("not_whole_number", "Write this as a whole number, without quotation marks."),
    "int_parsing": ("not_whole_number", "Write this as a whole number."),
    "int_from_float": ("not_whole_number", "Write this as a whole number."),
    "int_parsing_size": ("int_parsing_size", "This number is too large."),
    "bool_type": ("not_yes_or_no", "Write true or false, without quotation marks."),
    "bool_parsing": ("not_yes_or_no", "Write true or false."),
    "tuple_type": _A_LIST,
    "list_type": _A_LIST,
    "dict_type": _AN_OBJECT,
    "model_type": _AN_OBJECT,
    "model_attributes_type": _AN_OBJECT,
    "date_type": _A_DATE,
    "date_from_datetime_parsing": _A_DATE,
    "date_from_datetime_inexact": _A_DATE,
    "date_parsing": _A_DATE,
    "datetime_type": _A_TIME,
    "datetime_from_date_parsing": _A_TIME,
    "datetime_parsing": _A_TIME,
    "datetime_object_invalid": _A_TIME,
    "timezone_aware": _A_TIME,
    "finite_number": ("finite_number", _A_NUMBER),
    "float_type": ("float_type", _A_NUMBER),
    "float_parsing": ("float_parsing", _A_NUMBER),
    "decimal_type": ("decimal_type", _A_NUMBER),
    "decimal_parsing": ("decimal_parsing", _A_NUMBER),
}
# Errors that name a limit or a choice: the library's words, and ours.
_REWORDED: tuple[tuple[str, str], ...] = (
    (r"Input should be greater than or equal to (\S+)", r"Write \1 or more."),
    (r"Input should be less than or equal to (\S+)", r"Write \1 or less."),
    (r"Input should be greater than (\S+)", r"Write more than \1."),
    (r"Input should be less than (\S+)", r"Write less than \1."),
    (r"Input should be a multiple of (\S+)", r"Write a multiple of \1."),
    (r"(?:String|Data) should have at least 1 (?:character|byte)", r"Fill this in."),
    (r"(?:String|Data) should have at least (\d+) (?:characters|bytes)", r"Write at least \1 characters."),
    (r"(?:String|Data|URL) should have at most (\d+) (?:characters?|bytes?)", r"Write at most \1 characters."),
    (r"\w* should have at least (\d+) items? after validation, not .*", r"Give at least \1."),
    (r"\w* should have at most (\d+) items? after validation, not .*", r"Give at most \1."),
    (r"Decimal input should have no more than (\d+) digits? in total", r"Write at most \1 digits."),
    (r"Decimal input should have no more than (\d+) decimal places?", r"Write at most \1 digits after the point."),
    (r"Decimal input should have no more than (\d+) digits? before .*", r"Write at most \1 digits before the point."),
)
_CHOICES = {
    "enum": r"Input should be (.+)",
    "literal_error": r"Input should be (.+)",
    "union_tag_invalid": r"Input tag .* does not match any of the expected tags: (.+)",
}
_FORM = "String should match pattern '"


def words_for(kind: str, message: str) -> tuple[str, str]:
    """The code and the message for an error of the library's type `kind` with its `message`.

    Our own errors stay unchanged: their types are not the library's, and their messages are for people already.
    """
    if kind in _SENTENCES:
        return _SENTENCES[kind]
    if kind == "string_pattern_mismatch":
        return kind, FORMS.get(message.removeprefix(_FORM).removesuffix("'"), _OTHER_FORM)
    if kind in _CHOICES:
        found = re.fullmatch(_CHOICES[kind], message, re.DOTALL)
        return kind, f"Choose one of {found[1].rstrip('.')}." if found and found[1] else _NOT_AS_ASKED
    for theirs, ours in _REWORDED:
        if found := re.fullmatch(theirs, message.rstrip(".")):
            return kind, found.expand(ours)
    return kind, _NOT_AS_ASKED if is_of_library(kind) else f"{message.removesuffix('.')}."


def is_of_library(kind: str) -> bool:
    """Whether `kind` is one of pydantic's own error types."""
    return kind in _of_library() and kind not in _OURS_TOO


# Our error of the same name says how long the value was.
_OURS_TOO = frozenset({"too_long"})


@cache
def _of_library() -> frozenset[str]:
    from pydantic_core.core_schema import ErrorType  # functions without requests do not import pydantic

    return frozenset(get_args(ErrorType))
