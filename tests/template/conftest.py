"""The template as CloudFormation reads it: `!Ref` and its kin as `{"Ref": ...}`."""

from pathlib import Path
from typing import Any

import pytest
from samcli.yamlhelper import yaml_parse

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    return yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def resources(template) -> dict[str, Any]:
    return template["Resources"]


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
