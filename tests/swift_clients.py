"""Sessions, clients and the mock of a test without what each test would make again.

A client is used again as long as it is as it was made: nobody registered anything at it, replaced one of its methods,
or used up a part of its retries.
"""

import inspect
import os
from collections import Counter
from functools import cache
from types import FunctionType, MethodType
from typing import Any
from weakref import WeakKeyDictionary

import boto3
import botocore.hooks
import botocore.loaders
import botocore.session
import botocore.useragent
from botocore.config import Config
from botocore.hooks import EventAliaser
from botocore.regions import EndpointRulesetResolver
from botocore.retries.quota import RetryQuota
from moto.core.base_backend import BaseBackend
from moto.core.models import MockAWS, botocore_stubber, responses_mock
from pytest import MonkeyPatch

from laurel.platform import aws as aws_clients


def install(patch: MonkeyPatch) -> None:
    """Use the quick ways, until `patch` is undone."""
    patch.setattr(botocore.session, "create_loader", cache(botocore.loaders.create_loader))
    patch.setattr(botocore.useragent.UserAgentString, "to_string", lambda _self: "laurel")
    patch.setattr(boto3, "client", _client)
    patch.setattr(botocore.hooks, "accepts_kwargs", _accepts_kwargs)
    patch.setattr(EventAliaser, "_alias_event_name", _alias)
    for name, by in (("register", 1), ("register_first", 1), ("register_last", 1), ("unregister", -1)):
        patch.setattr(EventAliaser, name, _counting(getattr(EventAliaser, name), by))
    patch.setattr(aws_clients, "_client", _client_of_laurel)
    patch.setattr(RetryQuota, "acquire", _acquire)
    patch.setattr(MockAWS, "_enable_patching", _enable_patching)
    patch.setattr(BaseBackend, "urls", property(_addresses))
    patch.setattr(EndpointRulesetResolver, "construct_endpoint", _construct_endpoint)


_make_client = boto3.client
_make_client_of_laurel = aws_clients._client
_any_addresses = BaseBackend.urls.fget
_construct_any_endpoint = EndpointRulesetResolver.construct_endpoint
_acquire_any = RetryQuota.acquire
_enable_any = MockAWS._enable_patching
_accepts_any = botocore.hooks.accepts_kwargs
_alias_any = EventAliaser._alias_event_name
_ALIASES: dict[str, str] = {}
_ACCEPTING: dict[Any, Any] = {}
_URLS: dict[type[BaseBackend], dict[str, Any]] = {}
_ADDRESSES: dict[str, list[Any]] = {}
# Clients as they were made, with the names of their attributes and the retries that there had been.
_MADE: dict[Any, tuple[Any, set[str], int]] = {}
_HANDLERS: WeakKeyDictionary[EventAliaser, Counter[tuple[str, Any]]] = WeakKeyDictionary()
_ENDPOINTS: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()
_retries = 0


@cache
def _session(_region: str | None, _key: str | None) -> boto3.Session:
    return boto3.Session()


def _client(service: str, *more: Any, **named: Any) -> Any:
    """A plain client is made once for each session; the one that Laurel makes is never this one.

    While moto is up, each region and key has one session, though moto would renew it with each test.
    """
    if more or named:
        return _make_client(service, *more, **named)
    if boto3.DEFAULT_SESSION is None and botocore_stubber.enabled:
        boto3.DEFAULT_SESSION = _session(os.environ.get("AWS_DEFAULT_REGION"), os.environ.get("AWS_ACCESS_KEY_ID"))
    known = vars(boto3._get_default_session()).setdefault("laurel_clients", {})
    place = service, os.environ.get("AWS_ENDPOINT_URL")
    if place not in known:
        known[place] = _make_client(service)
    return known[place]


def _client_of_laurel(service: str, config: Config | None = None) -> Any:
    """While moto is up, a client that an earlier test left as it was made."""
    config = config or aws_clients._CONFIG
    if not botocore_stubber.enabled:
        return _make_client_of_laurel(service, config)
    environment = tuple(sorted((key, value) for key, value in os.environ.items() if key.startswith("AWS_")))
    place = service, repr(sorted(config._user_provided_options.items())), environment
    if place in _MADE:
        client, attributes, retries = _MADE[place]
        handlers = _HANDLERS.get(client.meta.events, {})
        if not any(handlers.values()) and set(vars(client)) == attributes and retries == _retries:
            return client
    client = _make_client_of_laurel(service, config)
    _HANDLERS.pop(client.meta.events, None)
    _MADE[place] = client, set(vars(client)), _retries
    return client


def _counting(change: Any, by: int) -> Any:
    """`change`, and how often each handler was registered more than it was taken away."""

    def counted(self: EventAliaser, event_name: str, handler: Any = None, *more: Any, **named: Any) -> Any:
        counts = _HANDLERS.setdefault(self, Counter())
        counts[event_name, handler] += by
        return change(self, event_name, handler, *more, **named)

    return counted


def _acquire(self: RetryQuota, amount: int) -> bool:
    global _retries
    _retries += 1
    return bool(_acquire_any(self, amount))


def _accepts_kwargs(handler: Any) -> Any:
    """botocore looks at the signature of each handler, for each session again."""
    plain = handler.__func__ if isinstance(handler, MethodType) else handler
    if not isinstance(plain, FunctionType) or "__wrapped__" in vars(plain):
        return _accepts_any(handler)
    code = plain.__code__
    if code not in _ACCEPTING:
        _ACCEPTING[code] = bool(code.co_flags & inspect.CO_VARKEYWORDS)
    return _ACCEPTING[code]


def _alias(self: Any, event: str) -> str:
    """botocore remembers the names of events for one client; they are the same for all."""
    if self._event_aliases is not botocore.hooks.EVENT_ALIASES:
        return str(_alias_any(self, event))
    if event not in _ALIASES:
        _ALIASES[event] = _alias_any(self, event)
    return _ALIASES[event]


def _enable_patching(self: MockAWS, reset: bool = True) -> None:
    """moto lists all of its addresses for each mock; the list is the same each time."""
    if not _ADDRESSES:
        _enable_any(self, reset=reset)
        _ADDRESSES.update({method: list(some) for method, some in responses_mock._registry._registered.items()})
        return
    botocore_stubber.enabled = True
    if reset:
        self.reset()
    responses_mock.start()
    responses_mock._registry._registered.update({method: list(some) for method, some in _ADDRESSES.items()})


def _addresses(self: BaseBackend) -> dict[str, Any]:
    """moto puts the addresses of a service together for each request."""
    if type(self) not in _URLS:
        _URLS[type(self)] = _any_addresses(self)
    return _URLS[type(self)]


def _construct_endpoint(self: EndpointRulesetResolver, operation_model: Any, *more: Any, **named: Any) -> Any:
    """All of the calls of one operation of DynamoDB go to the same endpoint."""
    if operation_model.service_model.service_name != "dynamodb":
        return _construct_any_endpoint(self, operation_model, *more, **named)
    known = _ENDPOINTS.setdefault(self, {})
    if operation_model.name not in known:
        known[operation_model.name] = _construct_any_endpoint(self, operation_model, *more, **named)
    return known[operation_model.name]
