"""A mutant without a new import: the functions that it changes get its code, wherever they are held.

That is only right for an error inside a function that was not called yet. Everything else needs an import.
"""

import gc
from collections.abc import Iterable, Iterator
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FunctionType

from tests.mutation.mutants import Mutant, path_of

type Name = tuple[str, int]
"""A function in a file: its qualified name and its first line."""
type Functions = dict[str, dict[Name, list[FunctionType]]]
"""The functions in memory, by the path of their file."""


class NeedsImport(Exception):
    """The mutant changes what runs when its module is imported."""


def functions_in_memory(paths: Iterable[Path]) -> Functions:
    """All functions of these files, also those inside decorators and dataclasses."""
    found: Functions = {str(path): {} for path in paths}
    gc.unfreeze()  # what is frozen is not among the objects
    for one in gc.get_objects():
        # Not isinstance: it would ask weak references to what is gone.
        if type(one) is FunctionType and one.__code__.co_filename in found:
            found[one.__code__.co_filename].setdefault(name_of(one.__code__), []).append(one)
    return found


def needs_import(mutant: Mutant) -> bool:
    """Whether the error is in what runs when the module is imported."""
    try:
        _changes(mutant)
    except NeedsImport:
        return True
    return False


def swap(mutant: Mutant, functions: Functions) -> set[Name]:
    """Put the mutant's code into the functions of its module, and name those that it changes. Raises NeedsImport."""
    changed = _changes(mutant)
    known = functions[str(path_of(mutant.module))]
    held = [(one, code) for name, code in changed.items() for one in known.get(name, [])]
    if not held:
        raise NeedsImport
    for function, code in held:
        try:
            function.__code__ = code
        except ValueError as error:  # it closes over other variables now
            raise NeedsImport from error
    return set(changed)


def _changes(mutant: Mutant) -> dict[Name, CodeType]:
    path = str(path_of(mutant.module))
    return dict(_changed(compile(mutant.old_source, path, "exec"), compile(mutant.source, path, "exec")))


def nested(code: CodeType) -> list[CodeType]:
    """The functions and classes that are defined directly in this code."""
    return [one for one in code.co_consts if isinstance(one, CodeType)]


def _changed(old: CodeType, new: CodeType) -> Iterator[tuple[Name, CodeType]]:
    """The functions that differ, with their new code. Raises NeedsImport if more than functions differ."""
    is_function = bool(old.co_flags & CO_OPTIMIZED)
    inner_old, inner_new = nested(old), nested(new)
    alike = len(inner_old) == len(inner_new)
    if is_function:
        if _differ(old, new):
            yield name_of(old), new
    elif not alike or _own(old) != _own(new):
        raise NeedsImport
    if alike:
        for one, other in zip(inner_old, inner_new, strict=True):
            yield from _changed(one, other)


def _differ(old: CodeType, new: CodeType) -> bool:
    """Whether these functions differ, or those in them; the numbers of the lines do not matter."""
    inner_old, inner_new = nested(old), nested(new)
    return (
        _own(old) != _own(new)
        or len(inner_old) != len(inner_new)
        or any(_differ(one, other) for one, other in zip(inner_old, inner_new, strict=True))
    )


def _own(code: CodeType) -> tuple[object, ...]:
    constants = [repr(one) for one in code.co_consts if not isinstance(one, CodeType)]
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    return code.co_code, constants, names, code.co_argcount, code.co_kwonlyargcount, code.co_flags


def name_of(code: CodeType) -> Name:
    return code.co_qualname, code.co_firstlineno
