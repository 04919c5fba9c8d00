"""The template as it is written: `!Ref X` as {"Ref": "X"}, `!GetAtt A.B` as {"Fn::GetAtt": "A.B"}."""

from typing import Any

import pytest

from tests import stores


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    return stores.template()


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
