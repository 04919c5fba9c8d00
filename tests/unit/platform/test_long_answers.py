"""Long answers travel as gzip, for callers that accept it."""

import base64
import gzip
from types import SimpleNamespace
from typing import Any

import pytest
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from laurel.platform.http_answers import answer
from tests.api_events import request

LONG = "ü-" * 6_000


def answered(text: str, accepts: str | None, headers: dict[str, str] | None = None) -> dict[str, Any]:
    api = APIGatewayHttpResolver()
    api.get("/text")(lambda: Response(200, "text/plain; charset=utf-8", text, headers or {}))
    given = {} if accepts is None else {"Accept-Encoding": accepts}
    return answer(api, request("GET", "/text", headers=given), SimpleNamespace())  # type: ignore[arg-type]


@pytest.mark.parametrize("accepts", ["gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8"])
def test_a_long_answer_is_compressed(accepts: str) -> None:
    raw = answered(LONG, accepts, {"Vary": "Accept", "ETag": '"3"'})
    assert raw["isBase64Encoded"]
    packed = base64.b64decode(raw["body"])
    assert gzip.decompress(packed).decode() == LONG
    assert len(packed) < 1_000
    headers = raw["headers"]
    assert (headers["Content-Encoding"], headers["Vary"], headers["ETag"]) == ("gzip", "Accept, Accept-Encoding", '"3"')
    assert headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("accepts", [None, "", "br", "identity", "gzip;q=0"])
def test_a_caller_that_does_not_accept_it_gets_the_text(accepts: str | None) -> None:
    raw = answered(LONG, accepts)
    assert (raw["body"], raw["isBase64Encoded"]) == (LONG, False)
    assert "Content-Encoding" not in raw["headers"]


def test_a_short_answer_stays_as_it_is() -> None:
    assert answered("short", "gzip")["body"] == "short"
