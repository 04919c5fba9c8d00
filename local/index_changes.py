"""Whether the indexes of the tables can change in one deploy, and in which steps if they cannot (pure).

DynamoDB makes or removes one index of a table with each update of its stack, and changes none in place: CloudFormation
fails in the middle of a deploy and rolls everything back. So `make deploy` compares the two templates first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_TABLE = "AWS::DynamoDB::Table"
_HOW = "keep the other indexes of the table in template.yaml as they are deployed"

type _Template = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TableChange:
    """How the indexes of one table differ: names of indexes in the order of the templates."""

    table: str
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def fits_one_deploy(self) -> bool:
        """Whether CloudFormation can make the change in one update."""
        return not self.changed and len(self.new) + len(self.gone) <= 1

    @property
    def steps(self) -> tuple[str, ...]:
        """What each deploy has to hold, in order. New indexes come first, so that nothing is without its index."""
        added = (f"deploy with the new index {name} alone" for name in self.new)
        removed = (f"deploy without the index {name}" for name in self.gone)
        return (*added, *removed)


def index_changes(deployed: _Template, wanted: _Template) -> tuple[TableChange, ...]:
    """How the indexes of the tables in both templates differ. A new table brings all of its indexes at once."""
    before, after = dict(_tables(deployed)), dict(_tables(wanted))
    found = [_compared(name, before[name], after[name]) for name in after if name in before]
    return tuple(one for one in found if one.new or one.gone or one.changed)


def index_refusal(deployed: _Template, wanted: _Template) -> tuple[str, str] | None:
    """What is wrong with the change, and what to do; None if one deploy can make it."""
    hard = [one for one in index_changes(deployed, wanted) if not one.fits_one_deploy]
    if not hard:
        return None
    what = "; ".join(f"{one.table}: {_differences(one)}" for one in hard)
    return f"The indexes cannot change in one deploy ({what}).", " ".join(map(_instructions, hard))


def _instructions(one: TableChange) -> str:
    if one.changed:
        return (
            f"{one.table}: give the changed index ({', '.join(one.changed)}) a new name, in the code too. Its old one"
            " goes with a later deploy."
        )
    steps = ", then ".join(f"({n}) {step}" for n, step in enumerate(one.steps, start=1))
    return f"{one.table}: {steps}; each time {_HOW}, and wait until the index is ACTIVE."


def _differences(one: TableChange) -> str:
    parts = (("new", one.new), ("removed", one.gone), ("changed", one.changed))
    return ", ".join(f"{word} {', '.join(names)}" for word, names in parts if names)


def _tables(template: _Template) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, resource in template["Resources"].items():
        if resource["Type"] == _TABLE:
            indexes: Sequence[Mapping[str, Any]] = resource["Properties"].get("GlobalSecondaryIndexes", ())
            yield name, {one["IndexName"]: _form(one) for one in indexes}


def _form(index: Mapping[str, Any]) -> tuple[Any, ...]:
    """What cannot change in place. The order of the attributes that are copied does not count."""
    projection = index["Projection"]
    keys = tuple((key["AttributeName"], key["KeyType"]) for key in index["KeySchema"])
    return keys, projection["ProjectionType"], frozenset(projection.get("NonKeyAttributes", ()))


def _compared(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> TableChange:
    new = tuple(one for one in after if one not in before)
    gone = tuple(one for one in before if one not in after)
    return TableChange(name, new, gone, tuple(one for one in after if one in before and after[one] != before[one]))
