"""A plain client of the ASCP stand-in for its tests: sends exactly what a test asks for, and nothing twice."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode

import urllib3

from local.ascp.participants import Participant
from local.ascp.server import Ascp, start

PARTICIPANTS = [
    Participant(email="ines.ferreira@example.org", name="Inês Ferreira", ascp_customer_id="00412345"),
    Participant.model_validate(
        {
            "email": "Tomas.Okafor@example.org",
            "name": "Tomas O'Kafor-Lund",
            "cycle_from": "2024-04-01",
            "cycle_to": "2027-03-31",
        }
    ),
]


class Client:
    """Talks to a stand-in; `token` is fetched on first use."""

    def __init__(self, url: str, timeout: float = 10) -> None:
        self.url = url
        self._pool = urllib3.PoolManager(retries=False, timeout=timeout)
        self._token: str | None = None

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> urllib3.BaseHTTPResponse:
        return self._pool.request(method, self.url + path, body=body, headers=headers or {})

    def ask_token(self, **changes: str) -> urllib3.BaseHTTPResponse:
        form = {
            "grant_type": "client_credentials",
            "client_id": "laurel-local",
            "client_secret": "laurel-local-secret",
        }
        return self.send(
            "POST",
            "/oauth/token",
            urlencode(form | changes).encode(),
            {"Content-Type": "application/x-www-form-urlencoded"},
        )

    @property
    def token(self) -> str:
        if self._token is None:
            self._token = self.ask_token().json()["access_token"]
        return self._token

    def submit(self, content: Any, headers: dict[str, str] | None = None) -> urllib3.BaseHTTPResponse:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        key = content.get("submission_id") if isinstance(content, dict) else None
        usual = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key if isinstance(key, str) else "s-1",
        }
        return self.send("POST", "/v1/submissions", body, usual | (headers or {}))

    def results(self, content: Any) -> dict[str, dict[str, Any]]:
        """The results of a submission that must be answered with 200, by reference."""
        answer = self.submit(content)
        assert answer.status == 200, answer.data
        return {result["reference"]: result for result in answer.json()["results"]}

    def look_up(self, reference: str) -> urllib3.BaseHTTPResponse:
        path = f"/v1/credits/{quote(reference, safe='')}"
        return self.send("GET", path, headers={"Authorization": f"Bearer {self.token}"})

    def control(self, method: str, name: str, content: Any = None) -> Any:
        """What the control interface answers, which must be 200."""
        answer = self.send(method, f"/control/{name}", None if content is None else json.dumps(content).encode())
        assert answer.status == 200, answer.data
        return answer.json()


@contextmanager
def partner(**options: Any) -> Iterator[tuple[Ascp, Client]]:
    """A stand-in that knows PARTICIPANTS, and a client of it."""
    with start(participants=PARTICIPANTS, **options) as ascp:
        yield ascp, Client(ascp.url)


def credit(reference: str = "c-1", **changes: Any) -> dict[str, Any]:
    """An acceptable credit; a change such as `participant__email` reaches inside."""
    made: dict[str, Any] = {
        "reference": reference,
        "participant": {"email": "ines.ferreira@example.org", "name": "Inês Ferreira", "member_number": "204417"},
        "activity": {"provider": "LabCE", "number": "578-104-26", "title": "Reading the peripheral smear"},
        "statement": "pace",
        "contact_hours": "1.50",
        "completed_on": "2026-11-02",
    }
    for place, value in changes.items():
        outer, _, inner = place.partition("__")
        if inner:
            made[outer][inner] = value
        else:
            made[outer] = value
    return made


def submission(*credits: dict[str, Any], submission_id: str = "s-1", **changes: Any) -> dict[str, Any]:
    """A well-formed submission of these credits, or of one."""
    return {
        "submission_id": submission_id,
        "submitted_at": "2026-11-20T07:00:04.120Z",
        "credits": list(credits) or [credit()],
        **changes,
    }
