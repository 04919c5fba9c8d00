"""What a learner at a meeting asks of the API and of DynamoDB, measured request by request on the functions' own code.

The learner logs in, finds the meeting, opens a claim, claims twelve sessions one by one, enters a name, prints, and
looks at the transcript. Tables are in memory; request units follow DynamoDB's rules (`benchmarks.scale_cost`).
"""

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType
from pytest import MonkeyPatch

from benchmarks.scale_cost import Attributes, bytes_of, indexes, units
from laurel.platform import aws as aws_clients
from local.demo_claims import answers
from local.sample_catalog import MEETING, badge_ids
from tests.api_events import learner
from tests.conftest import aws_in_memory
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.records.gather import wire_value

SESSIONS = 12
# Two people with nothing in common but the meeting.
LEARNERS = {"bea": "Berit Quist", "ana": "Ana Lima"}
PRINTING = "printCertificate"
_READ_BYTES = 4096
_WRITES = {"Put": "Item", "Update": "Key", "Delete": "Key", "ConditionCheck": "Key"}
type _Item = Mapping[str, Any]


@dataclass
class Asked:
    """What one request took: its calls of DynamoDB, and units by partition of a table or index."""

    route: str
    calls: list[str] = field(default_factory=list)
    reads: dict[str, float] = field(default_factory=dict)
    writes: dict[str, float] = field(default_factory=dict)
    answer_bytes: int = 0


class Meter:
    """Measures the calls that the functions make between two marks."""

    def __init__(self) -> None:
        self.journey: list[Asked] = []
        self._before: list[tuple[str, _Item, bool, Attributes | None]] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While calls are measured."""
        events = aws_clients.dynamodb().meta.events
        events.register("before-call.dynamodb", self._begins)
        events.register("after-call.dynamodb", self._ended)
        try:
            yield
        finally:
            events.unregister("before-call.dynamodb", self._begins)
            events.unregister("after-call.dynamodb", self._ended)

    def _begins(self, model: Any, params: dict[str, Any], **_: Any) -> None:
        self.journey[-1].calls.append(model.name)
        self._asked = json.loads(params["body"])
        self._before = [(t, key, twice, stored(t, key)) for t, key, twice in written_by(model.name, self._asked)]

    def _ended(self, model: Any, parsed: dict[str, Any], **_: Any) -> None:
        if "Error" in parsed:
            return
        here = self.journey[-1]
        for table, key, twice, before in self._before:
            after = stored(table, key)
            sizes = [bytes_of(one) for one in (before, after) if one]
            _add(here.writes, f"{table} {_key(key)}", (2 if twice else 1) * units(max(sizes, default=1)))
            for index in indexes(table):
                if spent := index.write_units(before, after):
                    entry = index.entry(after) or index.entry(before) or {}
                    _add(here.writes, f"{table}/{index.name} {_text(entry[index.keys[0]])}", spent)
        for place, spent in reads_of(model.name, self._asked, parsed):
            _add(here.reads, place, spent)


def written_by(operation: str, asked: Mapping[str, Any]) -> Iterator[tuple[str, _Item, bool]]:
    """Table and key of each item that a call writes or checks, and whether in a transaction."""
    match operation:
        case "PutItem":
            yield asked["TableName"], _key_of(asked["Item"]), False
        case "UpdateItem" | "DeleteItem":
            yield asked["TableName"], asked["Key"], False
        case "TransactWriteItems":
            for one in asked["TransactItems"]:
                ((kind, write),) = one.items()
                yield write["TableName"], _key_of(write[_WRITES[kind]]), True
        case "BatchWriteItem":
            for table, some in asked["RequestItems"].items():
                for one in some:
                    ((kind, write),) = one.items()
                    yield table, _key_of(write["Item" if kind == "PutRequest" else "Key"]), False


def reads_of(operation: str, asked: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """The read units of a call, by partition."""
    match operation:
        case "GetItem":
            share = 1.0 if asked.get("ConsistentRead") else 0.5
            yield f"{asked['TableName']} {_key(asked['Key'])}", share * _read_units([answer.get("Item", {})])
        case "BatchGetItem":
            for table, some in answer["Responses"].items():
                share = 1.0 if asked["RequestItems"][table].get("ConsistentRead") else 0.5
                for item in some:
                    yield f"{table} {_text(item['pk'])}", share * _read_units([item])
        case "Query":
            place = f"{asked['TableName']}{'/' + asked['IndexName'] if 'IndexName' in asked else ''}"
            share = 1.0 if asked.get("ConsistentRead") else 0.5
            first = _text(next(iter(asked["ExpressionAttributeValues"].values())))
            yield f"{place} {first}", share * _read_units(answer["Items"])


def stored(table: str, key: _Item) -> Attributes | None:
    """The item as the table holds it now."""
    found = dynamodb_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].tables[table]
    item = found.get_item(*(DynamoType(key[name]) for name in ("pk", "sk")))
    return {name: wire_value(value) for name, value in item.attrs.items()} if item else None


def _key_of(item: _Item) -> _Item:
    return {name: item[name] for name in ("pk", "sk")}


def _key(key: _Item) -> str:
    return _text(key["pk"])


def _text(value: Any) -> str:
    return str(value["S"] if isinstance(value, dict) else value)


def _read_units(items: list[Attributes]) -> int:
    return max(1, math.ceil(sum(map(bytes_of, items)) / _READ_BYTES))


def _add(to: dict[str, float], place: str, spent: float) -> None:
    to[place] = to.get(place, 0) + spent


@dataclass
class Learner:
    """One who walks through the desk of a meeting; each request is a line of `meter.journey`."""

    desk: Any
    meter: Meter
    name: str

    def ask(self, route: str, method: str, path: str, *, printing: bool = False, **given: Any) -> Any:
        """The answer to one request. Raises AssertionError if it is a refusal."""
        self.meter.journey.append(Asked(route))
        door = self.desk if printing else self.desk.claims
        answer = door.call(method, path, learner(self.name), **given)
        assert answer.status < 300, (route, answer)
        self.meter.journey[-1].answer_bytes = len(answer.body)
        return answer

    def attend(self, badge: str, sessions: int = SESSIONS) -> None:
        """From the log-in to the certificate and the transcript."""
        self.ask("getMe the first time", "GET", "/v1/me")
        self.ask("listActivities", "GET", "/v1/activities?open=true")
        meeting = self.ask("getActivity", "GET", f"/v1/activities/{MEETING}").json()
        wanted = {"activity_id": MEETING, "statement": "pace", "access_code": badge}
        path = f"/v1/claims/{self.ask('openClaim', 'POST', '/v1/claims', json_body=wanted).json()['claim_id']}"
        read = {"acknowledged": [one["id"] for one in meeting["disclosures"]]}
        self.ask("acknowledgeDisclosures", "PUT", f"{path}/disclosures", json_body=read)
        self.ask("getClaim", "GET", path)
        program = self.ask("listSessions", "GET", f"/v1/activities/{MEETING}/sessions").json()["items"]
        self.ask("getOwnAttendance", "GET", f"{path}/attendance")
        for session in one_after_another(program)[:sessions]:
            given = answers(meeting, session["evaluation_form"])
            body = {"credits": session["maximum"]["pace"], "evaluation": given}
            self.ask("claimSession", "PUT", f"{path}/sessions/{session['id']}", json_body=body)
        self.ask("getMe", "GET", "/v1/me")
        me = {"name_as_printed": LEARNERS[self.name], "consent_to_report": True, "physician": True}
        self.ask("changeMe", "PATCH", "/v1/me", json_body=me)
        seen = self.ask("getSummary", "GET", f"{path}/summary").headers["ETag"]
        headers, attested = {"If-Match": seen}, {"attested": True}
        done = self.ask(PRINTING, "POST", f"{path}/certificate", printing=True, headers=headers, json_body=attested)
        number = done.json()["number"]
        self.ask("getCertificate", "GET", f"/v1/certificates/{number}", printing=True)
        self.ask("getTranscript", "GET", "/v1/transcript")


def one_after_another(program: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sessions of a program that one person can attend: each begins when the one before it has ended."""
    found: list[dict[str, Any]] = []
    for one in sorted(program, key=lambda session: session["ends_at"]):
        if not found or one["starts_at"] >= found[-1]["ends_at"]:
            found.append(one)
    return found


@cache
def measured() -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
    """The journeys of two learners of a meeting, one after the other."""
    meter, found = Meter(), []
    with MonkeyPatch.context() as patch, ExitStack() as stack:
        stack.enter_context(aws_in_memory(patch))
        desk = stack.enter_context(print_desk_on_moto(patch.setenv))
        stack.enter_context(meter.watching())
        for number, name in enumerate(LEARNERS):
            meter.journey = []
            Learner(desk, meter, name).attend(badge_ids(number + 1)[number])
            found.append(tuple(meter.journey))
    one, other = found
    return one, other


def shared(kind: str) -> dict[str, float]:
    """Partitions that both learners used, each with its `reads` or `writes` for the second of them: all learners do."""
    one, other = (_together(kind, journey) for journey in measured())
    return {place: spent for place, spent in other.items() if place in one}


def _together(kind: str, journey: tuple[Asked, ...]) -> dict[str, float]:
    found: dict[str, float] = {}
    for asked in journey:
        for place, spent in getattr(asked, kind).items():
            _add(found, place, spent)
    return found
