"""Where each problem can be: the table in `problem_places.toml`, read and checked."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from local.places import ROOT

FILE = ROOT / "local" / "problem_places.toml"
WHOLE = "(whole)"
NONE = "(none)"
ERRORS = "(errors)"
_NEVER = r"(?!)"


@cache
def places() -> Mapping[str, tuple[str, ...]]:
    """The places of each code, as they are written in the table."""
    return {code: tuple(listed) for code, listed in _table()["places"].items()}


@cache
def groups() -> Mapping[str, tuple[str, ...]]:
    """The places that a <group> stands for."""
    return {name: tuple(listed) for name, listed in _table()["groups"].items()}


@cache
def pattern(code: str) -> re.Pattern[str]:
    """What matches a path that a problem of this code may have."""
    listed = [one for place in places().get(code, ()) for one in groups().get(place, (place,))]
    return re.compile("|".join(_pattern(one) for one in listed if one not in (NONE, ERRORS)) or _NEVER)


def _pattern(place: str) -> str:
    if place == WHOLE:
        return r"\Z"
    return re.sub(r"\\\{\w+\\\}", r"[^.\\[\\]]+", re.escape(place).replace(r"\[\]", r"\[[0-9]+\]"))


@cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
