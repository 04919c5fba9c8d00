"""The HTTP API on the local stack: what MiniStack leaves out of it, and calls as programs make them.

MiniStack ignores the OpenAPI body in which SAM describes the routes of an HTTP API. It is read from the processed
template here, and each integration, authorizer and route is made from it; so what runs is what the template says.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import urllib3

from local.places import REGION, STACK_NAME

# Written bare in a shell it vanishes, and MiniStack takes the empty name for the same stage.
_STAGE = "$default"

type Clients = Callable[[str], Any]


def open_api(clients: Clients, endpoint_url: str) -> str:
    """Complete the stack's HTTP API; gives the URL under which plain requests reach it."""
    cloudformation, gateway = clients("cloudformation"), clients("apigatewayv2")
    names = {
        one["LogicalResourceId"]: one["PhysicalResourceId"]
        for one in cloudformation.describe_stack_resources(StackName=STACK_NAME)["StackResources"]
    }
    stack = cloudformation.describe_stacks(StackName=STACK_NAME)["Stacks"][0]
    given = {one["ParameterKey"]: one["ParameterValue"] for one in stack["Parameters"]}
    body = _filled(_processed(cloudformation)["Resources"]["HttpApi"]["Properties"]["Body"], names | given)
    api_id = names["HttpApi"]
    gateway.update_api(ApiId=api_id, CorsConfiguration=_capitalised(body["x-amazon-apigateway-cors"]))
    authorizers = {name: _authorizer(gateway, api_id, name, one) for name, one in _schemes(body)}
    integrations: dict[str, str] = {}
    for path, methods in body["paths"].items():
        for method, operation in methods.items():
            uri = operation["x-amazon-apigateway-integration"]["uri"]
            if uri not in integrations:
                integrations[uri] = _integration(gateway, api_id, uri)
            _route(gateway, api_id, _key(path, method), operation, integrations[uri], authorizers)
    return f"{endpoint_url}/_aws/execute-api/{api_id}/{_STAGE}"


def _processed(cloudformation: Any) -> dict[str, Any]:
    template = cloudformation.get_template(StackName=STACK_NAME, TemplateStage="Processed")["TemplateBody"]
    found: dict[str, Any] = json.loads(template) if isinstance(template, str) else template
    return found


def _filled(value: Any, names: Mapping[str, str]) -> Any:
    """`value` with its references to resources, parameters and AWS itself replaced."""
    aws = {"AWS::Region": REGION, "AWS::URLSuffix": "amazonaws.com", "AWS::Partition": "aws"}
    known = {**names, **aws, "AWS::StackName": STACK_NAME, "AWS::AccountId": "000000000000"}
    match value:
        case {"Ref": str(name)}:
            return known[name]
        case {"Fn::Sub": str(text)}:
            # A function's ARN becomes its name, which MiniStack takes as well.
            return re.sub(r"\$\{([\w:]+?)(\.Arn)?\}", lambda found: known[found[1]], text)
        case {"Fn::Sub": [str(text), dict(variables)]}:
            return _filled(
                {"Fn::Sub": text}, {**names, **{name: _filled(one, names) for name, one in variables.items()}}
            )
        case {"Fn::GetAtt": [str(name), "Arn"]}:
            return known[name]
        case {"Fn::If": [_, {"Ref": str(name)}, {"Ref": "AWS::NoValue"}]}:
            return known.get(name)  # a resource that its condition leaves out has no name
        case dict():
            return {key: _filled(one, names) for key, one in value.items()}
        case list():
            return [filled for one in value if (filled := _filled(one, names)) is not None]
    return value


def _capitalised(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name[0].upper() + name[1:]: value for name, value in settings.items()}


def _schemes(body: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    schemes = body["components"]["securitySchemes"].items()
    return [(name, one["x-amazon-apigateway-authorizer"]) for name, one in schemes]


def _authorizer(gateway: Any, api_id: str, name: str, settings: Mapping[str, Any]) -> str:
    if "authorizerUri" in settings:
        return _own_authorizer(gateway, api_id, name, settings)
    answer = gateway.create_authorizer(
        ApiId=api_id,
        Name=name,
        AuthorizerType="JWT",
        IdentitySource=[settings["identitySource"]],
        JwtConfiguration=_capitalised(settings["jwtConfiguration"]),
    )
    authorizer_id: str = answer["AuthorizerId"]
    return authorizer_id


def _own_authorizer(gateway: Any, api_id: str, name: str, settings: Mapping[str, Any]) -> str:
    """An authorizer that is one of our functions."""
    answer = gateway.create_authorizer(
        ApiId=api_id,
        Name=name,
        AuthorizerType="REQUEST",
        IdentitySource=settings["identitySource"],
        AuthorizerUri=settings["authorizerUri"],
        AuthorizerPayloadFormatVersion=str(settings["authorizerPayloadFormatVersion"]),
        EnableSimpleResponses=settings["enableSimpleResponses"],
        AuthorizerResultTtlInSeconds=int(settings["authorizerResultTtlInSeconds"]),
    )
    authorizer_id: str = answer["AuthorizerId"]
    return authorizer_id


def _integration(gateway: Any, api_id: str, uri: str) -> str:
    answer = gateway.create_integration(
        ApiId=api_id, IntegrationType="AWS_PROXY", IntegrationUri=uri, PayloadFormatVersion="2.0"
    )
    integration_id: str = answer["IntegrationId"]
    return integration_id


def _key(path: str, method: str) -> str:
    return path if path == "$default" else f"{method.upper()} {path}"


def _route(
    gateway: Any,
    api_id: str,
    key: str,
    operation: Mapping[str, Any],
    integration_id: str,
    authorizers: Mapping[str, str],
) -> None:
    (scheme,) = operation["security"][0]
    # NONE is SAM's word for a public route.
    kind = "CUSTOM" if scheme == "ProvidersOwn" else "JWT"
    guard = {} if scheme == "NONE" else {"AuthorizationType": kind, "AuthorizerId": authorizers[scheme]}
    gateway.create_route(ApiId=api_id, RouteKey=key, Target=f"integrations/{integration_id}", **guard)


class Api:
    """The API as a program calls it, signed in or not."""

    def __init__(self, api_url: str, token: str | None = None) -> None:
        self.url = api_url
        self._http = urllib3.PoolManager(retries=False, timeout=30, maxsize=16)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def call(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> urllib3.BaseHTTPResponse:
        """Send a request; `json` becomes a JSON body."""
        sent = {**self._headers, **(headers or {})}
        if json is not None:
            return self._http.request(method, self.url + path, json=json, headers=sent)
        return self._http.request(method, self.url + path, body=body, headers=sent)
