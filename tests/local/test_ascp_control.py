"""The control interface, and the stand-in as a program."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import pytest
import urllib3

from local.ascp.server import start
from tests.local.ascp_client import Client, credit, partner, submission

ROOT = Path(__file__).parents[2]


def test_participants_are_replaced_by_json_or_csv() -> None:
    with partner() as (_, client):
        assert len(client.control("GET", "participants")) == 2
        assert client.control("PUT", "participants", [{"email": "eva@example.org", "name": "Eva Lund"}]) == {
            "participants": 1
        }
        assert client.results(submission())["c-1"]["reason"] == "unknown_email"
        csv = "email,name,cycle_from\nines.ferreira@example.org,Inês Ferreira,2026-01-01\n".encode()
        assert client.send("PUT", "/control/participants", csv, {"Content-Type": "text/csv"}).status == 200
        assert client.control("GET", "participants") == [
            {
                "email": "ines.ferreira@example.org",
                "name": "Inês Ferreira",
                "cycle_from": "2026-01-01",
                "cycle_to": None,
                "ascp_customer_id": "",
            }
        ]
        assert client.results(submission(credit("c-1"), submission_id="s-2"))["c-1"]["outcome"] == "accepted"
        for body, media_type in [(b"[{}]", "application/json"), (b"email\n", "text/csv"), (b"\xff", "text/csv")]:
            refused = client.send("PUT", "/control/participants", body, {"Content-Type": media_type})
            assert refused.status == 400
        assert len(client.control("GET", "participants")) == 1


def test_settings_change_one_by_one() -> None:
    with partner() as (_, client):
        first = {"deduplicate": True, "token_lifetime": 5, "contract": "1.1"}
        assert client.control("PUT", "settings", {"token_lifetime": 5}) == first
        assert client.control("PUT", "settings", {"deduplicate": False})["token_lifetime"] == 5
        assert client.ask_token().json()["expires_in"] == 5
        assert client.send("PUT", "/control/settings", b'{"dedup": true}').status == 400
        assert client.control("GET", "settings") == {**first, "deduplicate": False}


def test_faults_are_shown_with_their_counts_and_healed() -> None:
    with partner() as (_, client):
        client.control("PUT", "faults", [{"kind": "status", "status": 503, "times": 1}])
        client.ask_token()
        client.ask_token()
        (rule,) = client.control("GET", "faults")
        assert (rule["kind"], rule["status"], rule["seen"], rule["fired"]) == ("status", 503, 2, 1)
        assert client.control("DELETE", "faults") == []


def test_reset_empties_the_books_and_keeps_the_participants() -> None:
    with partner() as (_, client):
        client.results(submission())
        client.control("PUT", "faults", [{"kind": "reset_before"}])
        client.control("PUT", "settings", {"deduplicate": False})
        client.control("POST", "reset")
        assert client.control("GET", "books") == client.control("GET", "requests") == []
        assert client.control("GET", "settings")["deduplicate"] is True
        assert client.results(submission())["c-1"]["outcome"] == "accepted"


def test_control_is_never_on_record_and_never_fails() -> None:
    with partner() as (_, client):
        client.control("PUT", "faults", [{"kind": "reset_before"}])
        assert client.control("GET", "requests") == []
        assert client.send("GET", "/control/nothing").status == 404


@contextmanager
def program(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], Client]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "local.ascp", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": ""},
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        found = re.fullmatch(r"listening on (http://127\.0\.0\.1:[0-9]+)\n", line)
        assert found, line
        yield process, Client(found[1])
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_as_a_program_it_ends_cleanly_and_forgets_nothing(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("email,name\nines.ferreira@example.org,Inês Ferreira\n", encoding="utf-8")
    state = str(tmp_path / "new" / "state")
    with program("--state", state, "--participants", str(people)) as (process, client):
        receipt = client.results(submission())["c-1"]["receipt"]  # and the connection stays open
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        with pytest.raises(urllib3.exceptions.HTTPError):
            client.ask_token()
    with program("--state", state) as (process, client):
        result = client.results(submission(credit("c-1"), submission_id="s-2"))["c-1"]
        assert (result["outcome"], result["receipt"]) == ("duplicate", receipt)
        process.kill()
        process.wait()
    with program("--state", state, "--no-deduplication", "--token-lifetime", "9") as (_, client):
        assert len(client.control("GET", "books")) == 1
        assert client.control("GET", "settings") == {
            "deduplicate": False,
            "token_lifetime": 9,
            "contract": "1.1",
        }


def test_wrong_arguments_are_said_plainly(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("mail\n")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for arguments, code, said in [
            (["--participants", str(bad)], 2, "no column email"),
            (["--participants", str(tmp_path / "none.csv")], 2, "No such file"),
            (["--token-lifetime", "-1"], 2, "--token-lifetime"),
            (["--port", str(taken.getsockname()[1])], 1, "cannot start"),
        ]:
            ended = subprocess.run(
                [sys.executable, "-m", "local.ascp", "--state", str(tmp_path / "state"), *arguments],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
                timeout=20,
            )
            assert (ended.returncode, ended.stdout) == (code, "")
            assert said in ended.stderr


def test_stopping_ends_open_waits_and_may_be_done_twice() -> None:
    ascp = start()
    client = Client(ascp.url, timeout=20)
    client.control("PUT", "faults", [{"kind": "timeout_before", "seconds": 600}])
    with ThreadPoolExecutor(1) as elsewhere:
        waiting = elsewhere.submit(client.ask_token)
        while not ascp.records.seen():
            sleep(0.005)
        ascp.stop()
        with pytest.raises(urllib3.exceptions.ProtocolError):  # hung up on, not timed out
            waiting.result()
    ascp.stop()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(ascp.url.rpartition(":")[2]))) != 0
