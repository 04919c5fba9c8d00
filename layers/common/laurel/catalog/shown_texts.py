"""Checks the texts of an activity or a provider: each must show something and hide nothing (pure).

These checks run when staff save a document, not when a stored one is read: older activities stay readable.
"""

import re
from collections.abc import Iterator

from pydantic import BaseModel

from laurel.catalog.refusals import (
    INVISIBLE_CHARACTER,
    LOST_CHARACTER,
    MARKUP,
    TEXT_UNPRINTABLE,
    TOO_MANY_MARKS,
    TURNS_DIRECTION,
)
from laurel.platform.printable import unprintable
from laurel.platform.refusal import Problem
from laurel.platform.refusals import NO_LETTER_OR_DIGIT, NOTHING_VISIBLE
from laurel.platform.visible import (
    MOST_MARKS,
    has_piled_marks,
    hidden_characters,
    lost_characters,
    named,
    shows_letter_or_digit,
    shows_something,
    turning_characters,
)

# Long texts that are not printed on certificates: a soft hyphen does no harm there.
_PROSE = frozenset({"description", "disclosures[].text", "assessment.questions[].text"})
# Of these, the learner has to read something.
_NEEDED_PROSE = _PROSE - {"description"}
# Of the hidden characters, these do no harm there: where a line may break, and how a letter is drawn.
_HARMLESS = frozenset(
    "\n\r\t\u00ad\u034f\u061c\u180b\u180c\u180d\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"
)
# Names, which people use and search for: they need a letter or a digit.
_PRINTED_NAMES = frozenset(
    {
        "title",
        "provider",
        "display_name",
        "pace_provider_number",
        "signatory.name",
        "signatory.title",
        "number",
        "location",
        "statements[].approval_number",
        "sessions[].title",
        "sessions[].specialty_area",
    }
)
_OTHER_NAMES = frozenset(
    {
        "sessions[].speakers[]",
        "sessions[].track",
        "disclosures[].title",
        "evaluation_forms[].title",
        "content[].title",
    }
)
_NAMES = _PRINTED_NAMES | _OTHER_NAMES
_PRINTED_PROSE = frozenset({"provider_statement", "statements[].wording"})
_PRINTED = _PRINTED_NAMES | _PRINTED_PROSE
_INDEX = re.compile(r"\[[0-9]+\]")
# Tags left over from a web page or a word processor. Others, as in "<LOD>", may be intended.
_MARKUP = re.compile(
    r"</?(?:a|b|br|div|em|font|i|p|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>|&(?:[a-z]{2,8}|#[0-9]{1,6});"
)


def check_texts(document: BaseModel) -> Iterator[Problem]:
    """The problems of single texts, in the order of the document: at most one for each text."""
    for path, text in texts_of(document):
        if found := _fault(path, _INDEX.sub("[]", path), text):
            yield found


def texts_of(part: BaseModel, above: str = "") -> Iterator[tuple[str, str]]:
    """Every text below `part`, with its path: `sessions[3].title`."""
    for name in type(part).model_fields:
        yield from _texts_in(getattr(part, name), f"{above}.{name}" if above else name)


def _texts_in(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, BaseModel):
        yield from texts_of(value, path)
    elif isinstance(value, tuple):
        for n, one in enumerate(value):
            yield from _texts_in(one, f"{path}[{n}]")


def _fault(path: str, field: str, text: str) -> Problem | None:
    """The first problem with the text of this field."""
    if not text:
        return NOTHING_VISIBLE.at(path) if field in _NEEDED_PROSE else None
    if turning := turning_characters(text):
        return TURNS_DIRECTION.at(path, characters=named(turning))
    harmless = _HARMLESS if field in _PROSE else frozenset[str]()
    if hidden := [one for one in hidden_characters(text) if one not in harmless]:
        return INVISIBLE_CHARACTER.at(path, characters=named(hidden))
    if field in _NAMES and not shows_letter_or_digit(text):
        return NO_LETTER_OR_DIGIT.at(path)
    if not shows_something(text):
        return NOTHING_VISIBLE.at(path)
    if has_piled_marks(text):
        return TOO_MANY_MARKS.at(path, most=MOST_MARKS)
    if lost := [one for one in lost_characters(text) if one not in _HARMLESS]:
        return LOST_CHARACTER.at(path, characters=named(lost))
    if field in _PRINTED and (lacking := unprintable(text)):
        return TEXT_UNPRINTABLE.at(path, characters=named(lacking))
    if (field in _NAMES or field in _PRINTED_PROSE) and (markup := _MARKUP.search(text)):
        return MARKUP.at(path, markup=markup.group())
    return None
