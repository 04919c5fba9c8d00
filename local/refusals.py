"""Every refusal of Laurel, collected from the `refusals.py` of its packages, for the documents that list them.

`python -m local.refusals`, a part of `make openapi`, writes docs/messages.md.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from laurel.platform.problems import STATUS
from laurel.platform.refusal import ProblemType, RefusalType
from local.places import ROOT
from local.problem_places import groups, places
from local.troubles import told

FILE = ROOT / "docs" / "messages.md"
_LAUREL = ROOT / "layers" / "common" / "laurel"
_INTRODUCTION = """\
# Messages

What Laurel answers when it does not do what was asked: each code with its HTTP status, when it happens, and what it
says. A code is stable; the sentences may change. {Names} stand for what is put in.

`make openapi` writes this file from the `refusals.py` of each package and from `local/problem_places.toml`. Do not edit
it: change the sentence or the place there.
The pages have their own words for many codes, in `portal/texts/en/problems.js` and
`portal/texts/en/workbench/problems.js`.
"""
_PROBLEMS = "Listed in the `errors` of a refusal:\n"
_PLACES = """\
## Places

The `path` of each error says where the problem is. `[]` stands for the number of an item in its list, or of a line in a
file; `{names}` stand for an ID. (whole) is the empty path: the request, the file or the record as a whole. (none) means
that the refusal may also come without `errors`, (errors) that it lists problems of other codes. A code that is not here
comes without a place. Errors of single fields (a number that is no number) have the path of the field. An answer about
one session of a claim leaves out `sessions.{session}`.
"""

# Samples for the {names} in an example. Where a name means different things, _SAMPLES_OF has those of a code.
_SAMPLES = {
    "left": 3,
    "access": "badge",
    "allowed": "GET, PATCH",
    "attempts": "3",
    "capacity": "25",
    "characters": "“𐤀” (U+10900)",
    "claims": "12",
    "columns": "Name, City",
    "compared": "the name and the license in the profile, and the facts of the activity",
    "contact": "education@example.org",
    "count": "250",
    "credits": "0.30",
    "day": "June 4, 2026",
    "end": "June 4, 2026, 5:00 PM EDT",
    "final": "3",
    "found": "group",
    "hours": "7.5",
    "id": "webinar-2026-12",
    "kibibytes": "64",
    "kind": "Badge ID",
    "largest": "380,000",
    "maximum": "1.5",
    "media_types": "application/json",
    "method": "DELETE",
    "minutes": "40",
    "most": "7",
    "needed": 48,
    "number": "7XKDA-9GQMT-C4WHX",
    "offered": "P.A.C.E.®, California credit",
    "other": "Blood gases",
    "pass_mark": "80",
    "receipt": "ASCP-2026-000123",
    "owner": "labce",
    "scope": "labce/credits.write",
    "seen": "1.5",
    "session": "Sepsis",
    "revision": "2",
    "size": "402,113",
    "state": "California",
    "statement": "P.A.C.E.®",
    "step": "0.5",
    "times": "3",
    "total": "1.25",
    "until": "until June 4, 2026, 5:00 PM EDT",
    "what": "your Badge ID",
}
_SAMPLES_OF = {
    "attempts_left": {"attempts": "2 attempts"},
    "draft_too_large": {"what": "The draft"},
    "credit_at_ascp": {"why": "ASCP accepted the credit of this certificate (receipt ASCP-2026-000123)."},
    "attendance_unreadable": {"why": "it is no text in UTF-8 or UTF-16. Save it as CSV in UTF-8"},
    "table_unreadable": {"why": "it is no text in UTF-8 or UTF-16. Save it as CSV in UTF-8"},
    "sessions_unreadable": {"why": "it is no text in UTF-8 or UTF-16. Save it as CSV in UTF-8"},
    "email_unusable": {"why": "An e-mail address must have an @-sign."},
    "list_too_large": {"what": "The list of badges"},
    "not_a_code": {"why": "It has no letters or digits."},
    "not_json": {"why": "expected value at line 1 column 1"},
    "physicians_only": {"statement": "AMA PRA Category 1 Credit™"},
    "too_many_credits": {"most": "100"},
    "upload_too_large": {"size": "41,203,118", "largest": "30,000,000"},
    "too_many_previews": {"until": "June 4, 2026, 5:00 PM EDT"},
    "too_many_attempts": {"until": "June 4, 2026, 5:00 PM EDT"},
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A code with its sentences: `kind` and `when` are those of its first type, which defines it."""

    package: str
    type: RefusalType | ProblemType
    sentences: tuple[str, ...]

    @property
    def is_refusal(self) -> bool:
        """Whether it can be the answer itself, and not only one of its `errors`."""
        return isinstance(self.type, RefusalType)


@cache
def answers() -> dict[str, Answer]:
    """Every code, in the order of the packages and of their files; a package comes after those that it imports."""
    found: dict[str, Answer] = {}
    for package, one in _types():
        known = found.get(one.code)
        if known is None:
            found[one.code] = Answer(package, one, (one.sentence,) if one.sentence else ())
        elif one.sentence not in known.sentences:
            found[one.code] = Answer(known.package, known.type, (*known.sentences, one.sentence))
    return found


def refusal_types() -> dict[str, RefusalType]:
    """The refusals by code, without those that are only listed among errors."""
    return {code: one.type for code, one in answers().items() if isinstance(one.type, RefusalType)}


def sentence_of(code: str) -> str:
    """The first sentence of a code, with samples for what is put in."""
    return answers()[code].sentences[0].format(**_SAMPLES | _SAMPLES_OF.get(code, {}))


def _types() -> Iterator[tuple[str, RefusalType | ProblemType]]:
    for package in _packages():
        module = import_module(f"laurel.{package}.refusals")
        for name in _assigned((_LAUREL / package / "refusals.py").read_text(encoding="utf-8")):
            value: Any = getattr(module, name)
            for one in value.values() if isinstance(value, Mapping) else [value]:
                if isinstance(one, RefusalType | ProblemType):
                    yield package, one


def _packages() -> list[str]:
    """The packages with refusals, each after those from which it takes types."""
    imported = {path.parent.name: _imported(path.read_text(encoding="utf-8")) for path in _LAUREL.glob("*/refusals.py")}
    ordered: list[str] = []
    while len(ordered) < len(imported):
        ready = sorted(one for one, needs in imported.items() if one not in ordered and needs <= {*ordered})
        ordered += ready
    return ordered


def _assigned(source: str) -> list[str]:
    """The names that a module defines, in its order."""
    assignments = [one for one in ast.parse(source).body if isinstance(one, ast.Assign)]
    return [target.id for one in assignments for target in one.targets if isinstance(target, ast.Name)]


def _imported(source: str) -> set[str]:
    """The packages from whose `refusals.py` a module imports."""
    modules = [one.module or "" for one in ast.parse(source).body if isinstance(one, ast.ImportFrom)]
    return {module.split(".")[1] for module in modules if module.endswith(".refusals")}


def text() -> str:
    """The document as it is committed."""
    found = answers()
    parts = [_INTRODUCTION]
    for package in dict.fromkeys(one.package for one in found.values()):
        of_package = {code: one for code, one in found.items() if one.package == package}
        parts.append(f"## {package}\n")
        refusals = [_row(code, one) for code, one in of_package.items() if one.is_refusal]
        if refusals:
            parts.append("\n".join(["| code | status | when | says |", "|---|---|---|---|", *refusals, ""]))
        problems = [_row(code, one) for code, one in of_package.items() if not one.is_refusal]
        if problems:
            parts.append("\n".join([_PROBLEMS, "| code | says |", "|---|---|", *problems, ""]))
    parts += [_PLACES, "\n".join(_rows_of_places())]
    return "\n".join(parts)


def _row(code: str, answer: Answer) -> str:
    says = "<br>".join(answer.sentences)
    match answer.type:
        case RefusalType(_, kind, when, _):
            return f"| `{code}` | {STATUS[kind]} | {when} | {says} |"
        case _:
            return f"| `{code}` | {says} |"


def _rows_of_places() -> Iterator[str]:
    yield from ["| code | places |", "|---|---|"]
    yield from (f"| `{code}` | {_joined(listed)} |" for code, listed in sorted(places().items()))
    yield from ["", "| group | places |", "|---|---|"]
    yield from (f"| {name[1:-1]} | {_joined(listed)} |" for name, listed in groups().items())
    yield ""


def _joined(listed: tuple[str, ...]) -> str:
    """Places of a cell: fields as code, (whole) and the names of groups as words."""
    return ", ".join(one if one[0] == "(" else one[1:-1] if one in groups() else f"`{one}`" for one in listed)


def main() -> None:
    """Write the file."""
    FILE.write_text(text(), encoding="utf-8")
    print(f"Wrote {FILE.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(told(main))
