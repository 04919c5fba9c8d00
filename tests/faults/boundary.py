"""The one place where Laurel meets the world: each call to AWS and to ASCP passes here, is counted, and may go wrong.

Calls to AWS are caught where botocore would put them on the wire, calls to ASCP where urllib3 would. A call may be lost
before or after it took effect, be throttled, be answered in part; the process may be killed before or after it; and
something else may happen in between.
"""

import io
import json
import random
import ssl
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import urllib3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError, EndpointConnectionError, ReadTimeoutError

from tests.faults.dynamo import Refused
from tests.faults.queues import QueueError
from tests.swift_requests import read_as_it_is

BEFORE, AFTER = "before", "after"


class Killed(BaseException):
    """The process is no more."""


@dataclass
class Boundary:
    """`cloud` answers calls to AWS, `ascp` those to ASCP.

    `trouble` names what goes wrong with a call, or None. `kill_at` is the number of the call (from 1) at which the
    process is killed, BEFORE or AFTER; `meanwhile` says what happens before the call of a number. Reading one of the
    `unreadable` keys of S3 breaks off half-way. `draw` chooses among the answers of a service that refuses.
    """

    cloud: Any
    ascp: Any
    trouble: Callable[[str], str | None] = lambda _name: None
    kill_at: tuple[int, str] | None = None
    meanwhile: dict[int, Callable[[], object]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    draw: random.Random = field(default_factory=lambda: random.Random(0))
    number: int = 0
    dead: bool = False
    calls: Counter = field(default_factory=Counter)
    injected: Counter = field(default_factory=Counter)
    injected_at: Counter = field(default_factory=Counter)
    lock: Any = field(default_factory=RLock)

    def revive(self) -> None:
        """A new process, with calls counted from zero."""
        self.dead, self.number, self.kill_at = False, 0, None

    def send(self, request: Any) -> AWSResponse:
        """In place of botocore's sending."""
        name, operation = name_of(request)
        breaks_off = name == "s3.GET" and key_in(request.url) in self.unreadable
        number, went_wrong = self._enter(name, breaks_off=breaks_off)
        if went_wrong == "lost before":
            raise EndpointConnectionError(endpoint_url=request.url)
        with self.lock:
            status, headers, body = self._answer(name, operation, request, went_wrong)
        self._leave(number, name)
        if went_wrong == "lost after":
            raise ReadTimeoutError(endpoint_url=request.url)
        if went_wrong == "broken off" and not request.stream_output:
            raise ConnectionClosedError(endpoint_url=request.url)
        stream = Breaking(body) if went_wrong == "broken off" else io.BytesIO(body)
        raw = urllib3.HTTPResponse(stream, headers, status, preload_content=False)
        response = AWSResponse(request.url, status, raw.headers, raw)
        if not request.stream_output:
            _ = response.content
        return response

    def _answer(self, name: str, operation: str, request: Any, went_wrong: str | None) -> tuple[int, dict, bytes]:
        match went_wrong:
            case "throttled" if name == "dynamodb.TransactWriteItems":
                return self._canceled(request, *THROTTLES) if self.draw.random() < 0.5 else throttled(name, self.draw)
            case "throttled":
                return throttled(name, self.draw)
            case "error":
                return 500, {}, b'{"__type": "InternalServerError"}'
            case "conflict" if name == "dynamodb.TransactWriteItems":
                return self._canceled(request, "TransactionConflict")
            case "conflict":
                return refused("TransactionConflictException")
            case "in part":
                return self._in_part(name, operation, json.loads(request.body))
        return self.cloud.answer(name, operation, request)

    def _canceled(self, request: Any, *why: str) -> tuple[int, dict, bytes]:
        """A transaction canceled for one or more of its items, and for those whose condition fails too."""
        reasons = [{"Code": "None" if held else "ConditionalCheckFailed"} for held in self.cloud.conditions(request)]
        count = self.draw.randint(1, max(1, len(reasons) // 2))
        for n in self.draw.sample(range(len(reasons)), count):
            reasons[n] = {"Code": self.draw.choice(why)}
        return refused("TransactionCanceledException", CancellationReasons=reasons)

    def _in_part(self, name: str, operation: str, request: dict) -> tuple[int, dict, bytes]:
        """Half of the request succeeds; the other half is returned as failed."""
        if name == "sqs.SendMessageBatch":
            half = (len(request["Entries"]) + 1) // 2
            left = request["Entries"][half:]
            answer = self.cloud.queues.call(operation, {**request, "Entries": request["Entries"][:half]})
            answer["Failed"] = [{"Id": one["Id"], "Code": "InternalError", "SenderFault": False} for one in left]
        elif name == "dynamodb.BatchGetItem":
            ((table, wanted),) = request["RequestItems"].items()
            half = (len(wanted["Keys"]) + 1) // 2
            first, left = ({**wanted, "Keys": keys} for keys in (wanted["Keys"][:half], wanted["Keys"][half:]))
            answer = self.cloud.dynamo.call(operation, {"RequestItems": {table: first}})
            answer["UnprocessedKeys"] = {table: left} if left["Keys"] else {}
        else:
            ((table, writes),) = request["RequestItems"].items()
            half = (len(writes) + 1) // 2
            answer = self.cloud.dynamo.call(operation, {"RequestItems": {table: writes[:half]}})
            answer["UnprocessedItems"] = {table: writes[half:]} if writes[half:] else {}
        return 200, {}, json.dumps(answer).encode()

    def ask_ascp(self, method: str, url: str, **request: Any) -> urllib3.HTTPResponse:
        """In place of urllib3's request."""
        name = f"ascp.{method} {url.split('/')[3]}"
        number, _ = self._enter(name, ours=False)
        try:
            return self.ascp.answer(method, url, **request)
        finally:
            self._leave(number, name)

    def _enter(self, name: str, *, ours: bool = True, breaks_off: bool = False) -> tuple[int, str | None]:
        """The number of this call, and its failure, if any. Calls run side by side, each with its own."""
        if self.dead:
            self._die(name)
        with self.lock:
            self.number += 1
            number = self.number
            self.calls[name] += 1
        if happens := self.meanwhile.pop(number, None):
            happens()
        if self.kill_at == (number, BEFORE):
            self._die(name)
        went_wrong = self.trouble(name) if ours else None
        if went_wrong == "killed":
            self._die(name)
        if breaks_off:
            went_wrong = "broken off"
        if went_wrong:
            self.injected[went_wrong] += 1
            self.injected_at[name, went_wrong] += 1
        return number, went_wrong

    def _leave(self, number: int, name: str) -> None:
        if self.kill_at == (number, AFTER):
            self._die(name)

    def _die(self, name: str) -> None:
        if not self.dead:
            self.injected["killed"] += 1
            self.injected_at[name, "killed"] += 1
        self.dead = True
        raise Killed(name)


class Breaking(io.BytesIO):
    """A body whose connection breaks off half-way."""

    def __init__(self, body: bytes) -> None:
        super().__init__(body)
        self._left = len(body) // 2

    def read(self, size: int = -1) -> bytes:
        piece = super().read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(piece)
        if not piece:
            raise ConnectionResetError("broken off")
        return piece


def name_of(request: Any) -> tuple[str, str]:
    """Service and operation of a request to AWS, `dynamodb.PutItem`, and the operation alone."""
    target = request.headers.get("X-Amz-Target", b"")
    target = target.decode() if isinstance(target, bytes) else target
    if target:
        service, operation = target.split(".")
        return f"{'dynamodb' if service.startswith('DynamoDB') else 'sqs'}.{operation}", operation
    if "/functions/" in request.url:
        return "lambda.Invoke", "Invoke"
    listed = request.method == "GET" and "list-type=" in request.url
    return f"s3.{'LIST' if listed else request.method}", request.method


def key_in(url: str) -> str:
    """The key of S3 in a URL."""
    return unquote(url.partition("?")[0].split("/", 4)[4])


# Why DynamoDB cancels a transaction when it has enough.
THROTTLES = ("ThrottlingError", "ProvisionedThroughputExceeded")


def throttled(name: str, draw: random.Random) -> tuple[int, dict, bytes]:
    """The answer of a service that has enough."""
    if name.startswith("s3"):
        return 503, {"Content-Type": "application/xml"}, b"<Error><Code>SlowDown</Code></Error>"
    if not name.startswith("dynamodb"):
        return refused("ThrottlingException")
    kinds = ["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"]
    # A transaction that is sent again while DynamoDB still works on the first.
    kinds += ["TransactionInProgressException"] * (name == "dynamodb.TransactWriteItems")
    return refused(draw.choice(kinds))


def refused(kind: str, **more: Any) -> tuple[int, dict, bytes]:
    """An error in AWS's JSON."""
    return 400, {}, json.dumps({"__type": f"com.amazonaws#{kind}", "message": kind, **more}).encode()


class Cloud:
    """AWS as the doubles know it; `invoked` are the events of functions started without waiting for them."""

    def __init__(self, dynamo: Any, queues: Any, bucket: Any) -> None:
        self.dynamo = dynamo
        self.queues = queues
        self.bucket = bucket
        self.invoked: list[dict] = []

    def keep(self) -> Callable[[], None]:
        """Remembers what AWS holds; what is given back brings it back."""
        parts = (self.dynamo.keep(), self.queues.keep(), self.bucket.keep())

        def bring_back() -> None:
            for part in parts:
                part()
            self.invoked.clear()

        return bring_back

    def conditions(self, request: Any) -> list[bool]:
        """Which conditions of a transaction hold."""
        return self.dynamo.conditions(json.loads(request.body))

    def answer(self, name: str, operation: str, request: Any) -> tuple[int, dict, bytes]:
        """What the service answers to `request`."""
        body = request.body.read() if hasattr(request.body, "read") else request.body or b""
        if name.startswith("s3"):
            url = urllib3.util.parse_url(request.url)
            headers = {key.lower(): _text(value) for key, value in request.headers.items()}
            return self.bucket.call(request.method, url.path or "/", url.query or "", headers, body)
        if name == "lambda.Invoke":
            self.invoked.append(json.loads(body))
            return 202, {}, b""
        service = self.dynamo if name.startswith("dynamodb") else self.queues
        try:
            return 200, {}, json.dumps(service.call(operation, json.loads(body))).encode()
        except Refused as error:
            return refused(error.kind, **error.more)
        except QueueError as error:
            return refused(str(error))


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def put_between(monkeypatch: Any, boundary: Boundary) -> None:
    """Sends every call of this process through `boundary`, and lets nobody wait for a retry."""
    monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", lambda _session, request: boundary.send(request))
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _seconds: None))
    monkeypatch.setattr("botocore.parsers.JSONParser._handle_json_body", read_as_it_is)
    # The doubles read neither; together they take half of the time of a call.
    monkeypatch.setattr("botocore.useragent.UserAgentString.to_string", lambda _self: "laurel")
    monkeypatch.setattr("botocore.signers.RequestSigner.sign", lambda *_, **__: None)
    monkeypatch.setattr("laurel.platform.table.Table.__init__.__defaults__", (None, lambda _seconds: None))
    pool = SimpleNamespace(request=boundary.ask_ascp, clear=lambda: None)
    urllib3_instead = SimpleNamespace(PoolManager=lambda **_: pool, Timeout=urllib3.Timeout)
    monkeypatch.setattr("laurel.delivery.ascp.http.urllib3", urllib3_instead)
    # Nothing is sent over TLS, and each process of the forwarder would read all authorities: 20 ms.
    ssl_instead = SimpleNamespace(**{**vars(ssl), "create_default_context": lambda: None})
    monkeypatch.setattr("laurel.delivery.ascp.http.ssl", ssl_instead)
