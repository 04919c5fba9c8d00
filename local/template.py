"""The templates as the local stack reads them: YAML, with the value of each short tag in place of the tag."""

from typing import Any

import yaml

from local.places import ROOT


class _Loader(yaml.CSafeLoader):
    """YAML with CloudFormation's short tags, of which only the value is looked at."""


def _plain(loader: yaml.CSafeLoader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]


_Loader.add_multi_constructor("!", lambda loader, _, node: _plain(loader, node))


def read_template(name: str = "template.yaml") -> dict[str, Any]:
    """The template of this name; `!Ref Name` is read as `Name`, `!If [A, b, c]` as a list of the three."""
    return parse_template((ROOT / name).read_text(encoding="utf-8"))


def parse_template(text: str) -> dict[str, Any]:
    """A template, in YAML or JSON, read in the same way."""
    # S506: the loader is a CSafeLoader, which is ten times as fast, and knows CloudFormation's tags.
    found: dict[str, Any] = yaml.load(text, _Loader)  # noqa: S506
    return found
