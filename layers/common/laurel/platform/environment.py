"""Records of environment variables, written as pydantic's models are: a field has a type, a default and limits.

The import of pydantic takes a sixth of the forwarder's cold start, and functions that answer no requests need it for
nothing else (docs/decisions/2026-11-28-imports-at-first-use.md).
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Self, dataclass_transform
from zoneinfo import ZoneInfo

from laurel.platform.dates import zone_of


class InvalidSettingsError(Exception):
    """Names each variable that is missing or invalid, without its value."""


def Field(  # noqa: N802  # the name that pydantic gives it
    *,
    default: Any = MISSING,
    min_length: int = 0,
    pattern: str | None = None,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
) -> Any:
    """A field with limits: of a text its length and pattern, of a number its bounds. Without a default it is needed."""

    def fits(value: Any) -> bool:
        if isinstance(value, str):
            # `$` would let the end of a line through.
            return len(value) >= min_length and (
                pattern is None or ("\n" not in value and re.search(pattern, value) is not None)
            )
        return (ge is None or value >= ge) and (gt is None or value > gt) and (le is None or value <= le)

    return field(default=default, metadata={"fits": fits})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(Field,))
class Settings:
    """Base of a function's settings: every subclass is a frozen dataclass."""

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True, kw_only=True)(cls)

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Self:
        """The settings in `environ` (by default the process's own).

        Raises InvalidSettingsError, which names each variable that is missing or invalid.
        """
        source = os.environ if environ is None else environ
        found, invalid = {}, []
        for one in fields(cls):  # type: ignore[arg-type]  # a subclass is a dataclass
            name = one.name.upper()
            if name not in source and one.default is not MISSING:
                continue
            try:
                found[one.name] = _READ[one.type](source[name])
                if not one.metadata.get("fits", _anything)(found[one.name]):
                    invalid.append(name)
            except (KeyError, ValueError):
                invalid.append(name)
        if invalid:
            raise InvalidSettingsError(", ".join(invalid))
        return cls(**found)


def _zone(name: str) -> ZoneInfo:
    if not (found := zone_of(name)):
        raise ValueError(name)
    return found


def _anything(_value: Any) -> bool:
    return True


# How the value of a variable is read, by the type of its field.
_READ: Mapping[Any, Callable[[str], Any]] = {str: str, int: int, float: float, ZoneInfo: _zone}
