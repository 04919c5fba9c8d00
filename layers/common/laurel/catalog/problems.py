"""What is wrong with a document: where, a stable code, and what to do about it (pure)."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field, ValidationError

_LONGEST_STEP = 80


class Problem(BaseModel):
    """One thing that is wrong with a document."""

    model_config = ConfigDict(frozen=True)

    path: str = Field(description="Where it is; empty for the whole document.", examples=["sessions[3].ends_at"])
    code: str = Field(description="What is wrong: stable, for programs.", examples=["ends_before_start"])
    message: str = Field(
        description="What is wrong and what to do, for people.", examples=["The session ends before it starts."]
    )


# pydantic's own types of error that people meet, in this house's words.
_IN_OUR_WORDS = {
    "missing": ("missing", "This is needed."),
    "extra_forbidden": ("unknown_field", "There is no such field. Check how its name is written, or leave it out."),
    "string_type": ("not_text", "Write this as text."),
    "string_unicode": ("broken_unicode", "This text holds broken Unicode. Enter it anew."),
    "int_type": ("not_whole_number", "Write this as a whole number, without quotation marks."),
    "bool_type": ("not_yes_or_no", "Write true or false, without quotation marks."),
    "tuple_type": ("not_a_list", "Write this as a list."),
    "dict_type": ("not_an_object", "Write this as an object."),
    "model_type": ("not_an_object", "Write this as an object."),
    "model_attributes_type": ("not_an_object", "Write this as an object."),
}


def problems_of(error: ValidationError) -> list[Problem]:
    """Pydantic's errors, every one, in the shape and words of Laurel."""
    return [
        _problem(one["loc"], one["type"], one["msg"])
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _problem(location: Sequence[int | str], kind: str, message: str) -> Problem:
    code, words = _IN_OUR_WORDS.get(kind, (kind, f"{message.removesuffix('.')}."))
    return Problem(path=path_of(location), code=code, message=words)


def path_of(location: Sequence[int | str]) -> str:
    """A path as people write it: `sessions[3].maximum.pace`."""
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step != "[key]":  # pydantic's mark for the key of an object; the step before names it
            path += f".{_shown(step)}" if path else _shown(step)
    return path


def _shown(step: str) -> str:
    plain = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in step)
    return plain if len(plain) <= _LONGEST_STEP else f"{plain[:_LONGEST_STEP]}…"
