"""Finds the module with the routes of a path, so that a request imports no other.

A cold start does not wait for the routes that the first request does not ask for
(docs/decisions/2026-11-28-imports-at-first-use.md).
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

type ApiOf = Callable[..., APIGatewayHttpResolver]
"""Makes the API with the routes of some routers."""


class RoutesByPath:
    """The APIs of a function, one for each module of `package` with routes: made when they are first asked.

    `modules` names the module of the routes at and below each path; `*` is any one segment. The longest path counts.
    """

    def __init__(self, package: str, modules: Mapping[str, str], api_of: ApiOf) -> None:
        self._package, self._modules, self._api_of = package, modules, api_of
        self._made: dict[str | None, APIGatewayHttpResolver] = {}

    def api(self, path: str) -> APIGatewayHttpResolver:
        """The API with the routes of `path`; without a module it has no routes and refuses each request."""
        return self._with(self.module_at(path))

    def all(self) -> Iterator[APIGatewayHttpResolver]:
        """The API of each module; together they have all routes."""
        yield from map(self._with, sorted(set(self._modules.values())))

    def module_at(self, path: str) -> str | None:
        """The module with the routes at `path`; None if there is none."""
        asked = path.split("/")
        leading = [one for one in self._modules if _leads(one.split("/"), asked)]
        # Of two paths of the same length, the one that names its segments counts.
        longest = max(leading, key=lambda one: (one.count("/"), -one.count("*")), default=None)
        return self._modules[longest] if longest is not None else None

    def _with(self, module: str | None) -> APIGatewayHttpResolver:
        if module not in self._made:
            routers = [import_module(f"{self._package}.{module}").router] if module else []
            self._made[module] = self._api_of(*routers)
        return self._made[module]


def _leads(path: list[str], asked: list[str]) -> bool:
    return len(path) <= len(asked) and all(one in ("*", other) for one, other in zip(path, asked, strict=False))
