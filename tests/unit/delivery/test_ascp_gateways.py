"""Gateways in front of ASCP answer with the same statuses, and never speak for ASCP."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from laurel.delivery.ascp.client import Ascp
from laurel.delivery.partner import Answered, NotHeld, NotSent, Unclear
from tests.ascp_words import ACCEPTED, CREDIT, UNTIL, Vault, Watch, problem, say, token
from tests.scripted_server import Say, ScriptedServer

GATEWAYS = [
    Say(400, b"<html><h1>Request blocked</h1></html>", {"Content-Type": "text/html"}),
    Say(400, b""),
    Say(400, b'{"message": "no Route matched with those values"}', {"Content-Type": "application/json"}),
    Say(400, problem(400).body, {"Content-Type": "application/json"}),
    Say(400, problem(404).body, {"Content-Type": "application/problem+json"}),
    Say(400, b"{}", {"Content-Type": "application/problem+json; charset=utf-8"}),
]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 407, 408, 409, 410, 413, 415, 422, 425, 429, 431, 451])
@pytest.mark.parametrize("gateway", GATEWAYS, ids=lambda one: str(one.body[:12]))
def test_a_gateway_never_speaks_for_ascp(ascp: Ascp, server: ScriptedServer, gateway: Say, status: int) -> None:
    if status == 404:
        gateway = replace(gateway, body=gateway.body.replace(b"404", b"400"))
    answer = replace(gateway, status=status, headers={**gateway.headers, "Retry-After": "90"})
    server.script = [token(), answer, *([token()] if status == 401 else []), answer]
    for outcome in (ascp.submit("s-1", [CREDIT], until=UNTIL), ascp.ask("c1", until=UNTIL)):
        for_all = status in (401, 403, 407, 429)
        assert outcome == Unclear(f"something in front of ASCP answered {status}", 90, for_all)


def test_a_gateways_401_renews_the_token_and_sends_nothing_twice(ascp: Ascp, server: ScriptedServer) -> None:
    server.script = [token("t1"), Say(401, b"<html>"), token("t2"), ACCEPTED]
    assert isinstance(ascp.submit("s-1", [CREDIT], until=UNTIL), Unclear)
    assert [seen.path for seen in server.seen] == ["/oauth/token", "/v1/submissions"]
    assert isinstance(ascp.submit("s-2", [CREDIT], until=UNTIL), Answered)
    assert server.seen[-1].headers["authorization"] == "Bearer t2"


def test_a_404_about_another_credit_says_nothing_of_this_one(ascp: Ascp, server: ScriptedServer) -> None:
    content = json.loads(problem(404).body)
    named = [say(404, content | {"reference": one}, Content_Type="application/problem+json") for one in ("c2", "c1")]
    server.script = [token(), *named]
    assert ascp.ask("c1", until=UNTIL) == Unclear("ASCP answered about another credit")
    assert ascp.ask("c1", until=UNTIL) == NotHeld()


@pytest.mark.parametrize("reference", [1, 1.0, True, ["c1"], {"id": "c1"}])
def test_a_404_whose_reference_is_no_text_is_not_the_contracts(
    ascp: Ascp, server: ScriptedServer, reference: object
) -> None:
    content = json.loads(problem(404).body) | {"reference": reference}
    server.script = [token(), say(404, content, Content_Type="application/problem+json")]
    assert ascp.ask("c1", until=UNTIL) == Unclear("something in front of ASCP answered 404")


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"reference": null}', b'{"status": "ok"}'])
def test_a_200_that_is_not_the_contracts_is_no_answer(ascp: Ascp, server: ScriptedServer, body: bytes) -> None:
    server.script = [token(), Say(200, body), Say(200, body)]
    unread = Unclear("ASCP's answer could not be read")
    assert (ascp.ask("c1", until=UNTIL), ascp.submit("s-1", [CREDIT], until=UNTIL)) == (unread, unread)


def test_refused_credentials_rest_and_wake_nobody(
    ascp: Ascp, server: ScriptedServer, watch: Watch, vault: Vault
) -> None:
    """A partner may lock out a client that sends the wrong password too often."""
    server.script = [say(401)] * 20
    waits = []
    for _ in range(6):
        outcomes = [ascp.ask(f"c{n}", until=watch.now + timedelta(seconds=50)) for n in range(50)]
        assert {type(one) for one in outcomes} == {NotSent}
        waits.append(outcomes[0].retry_after)  # type: ignore[union-attr]
        watch.now += timedelta(seconds=waits[-1])
    assert waits == [60, 120, 240, 480, 900, 900]
    assert len(server.seen) == 6, "one try for each wait, however many questions there are"
    vault.secret = "rotated"
    server.script = [token(), problem(404)]
    assert ascp.ask("c1", until=watch.now + timedelta(seconds=50)) == NotHeld()


def test_credentials_that_were_kept_and_are_refused_are_tried_once_while_they_are_the_same(
    ascp: Ascp, server: ScriptedServer, watch: Watch, vault: Vault
) -> None:
    server.script = [token(), problem(404)]
    ascp.ask("c1", until=UNTIL)
    server.seen.clear()
    watch.now += timedelta(hours=2)
    server.script = [say(401, {"error": "invalid_client"}), token(), problem(404)]
    assert ascp.ask("c1", until=watch.now + timedelta(seconds=50)) == NotSent("no token: ASCP answered 401", 60)
    assert (len(server.seen), vault.reads) == (1, 2)
