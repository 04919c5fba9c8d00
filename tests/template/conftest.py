"""The template as it is written: `!Ref X` as {"Ref": "X"}, `!GetAtt A.B` as {"Fn::GetAtt": "A.B"}.

The nested stack counts as a part of it: its loops are expanded, and its parameters are what template.yaml passes.
"""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from ministack.services.cloudformation import language_extensions

from tests import stores


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    return stores.template()


@pytest.fixture(scope="session")
def nested() -> dict[str, Any]:
    """monitoring.yaml with its loops expanded."""
    return language_extensions.apply(stores.template("monitoring.yaml"), {})


@pytest.fixture(scope="session")
def resources(template, nested) -> dict[str, Any]:
    """The resources of both templates."""
    passed = template["Resources"]["Monitoring"]["Properties"]["Parameters"]
    return template["Resources"] | {name: _with(passed, one) for name, one in nested["Resources"].items()}


@pytest.fixture(scope="session")
def of_type(resources):
    """The resources of a type, by logical id: their properties."""

    def find(resource_type: str) -> dict[str, Any]:
        return {
            name: resource["Properties"] for name, resource in resources.items() if resource["Type"] == resource_type
        }

    return find


@pytest.fixture(scope="session")
def functions(of_type) -> dict[str, Any]:
    return of_type("AWS::Serverless::Function")


def _with(passed: Mapping[str, Any], value: Any) -> Any:
    """`value` of the nested stack with what template.yaml passes in place of each parameter."""
    match value:
        case {"Ref": str(name)}:
            return passed.get(name, value)
        case {"Fn::Sub": str(text)}:
            return {"Fn::Sub": _filled(text, passed)}
        case {"Fn::Sub": [str(text), dict(variables)]}:
            return {"Fn::Sub": _filled(text, passed | variables)}
        case dict():
            return {key: _with(passed, one) for key, one in value.items()}
        case list():
            return [_with(passed, one) for one in value]
    return value


def _filled(text: str, values: Mapping[str, Any]) -> str:
    """`text` of an Fn::Sub, its variables replaced by those of template.yaml."""

    def value_of(variable: re.Match[str]) -> str:
        match values.get(variable[1], {"Ref": variable[1]}):
            case {"Ref": name} | {"Fn::GetAtt": name}:
                return f"${{{name}}}"
            case str(plain):
                return plain
        raise ValueError(f"{variable[1]} is no text that an Fn::Sub can take.")

    return re.sub(r"\$\{([^}]+)\}", value_of, text)
