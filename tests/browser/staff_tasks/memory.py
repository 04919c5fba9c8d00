"""The portal over the API in memory: pages on the real routes, rules and tables, without the stack.

Requests of a page reach the functions as API Gateway hands them over, with the claims of the page's ID token.
"""

import base64
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from traceback import format_exception
from typing import Any

from laurel.platform.base64url import base64url
from local.forwarding import Passed
from tests import stores
from tests.api_events import Answer, staff
from tests.browser.pictures import served
from tests.functions.certificate_pdf_desk import PrintDesk, print_desk_on_moto
from tests.functions.organizer_desk import Books


@dataclass
class Memory:
    """The API in memory, and the address of the portal over it. `portal_url` and `api_url` are the same place."""

    desk: PrintDesk
    books: Books
    portal_url: str = ""
    troubles: list[str] = field(default_factory=list)
    one_at_a_time: threading.RLock = field(default_factory=threading.RLock)

    @property
    def api_url(self) -> str:
        return self.portal_url

    def ask(self, method: str, path: str, who: dict[str, str] | None = None, **given: Any) -> Any:
        """What the API answers to `who`, staff unless somebody else is named; it did what was asked."""
        answer = self._call(method, path, who or staff(), **given)
        assert answer.status in (200, 201), answer
        return answer.json()

    def _call(self, method: str, path: str, claims: dict[str, str] | None, **given: Any) -> Answer:
        function = self.desk if _is_of_certificates(method, path.partition("?")[0]) else self.desk.claims
        with self.one_at_a_time:
            return function.call(method, path, claims, **given)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Passed:
        """Takes the place of the way to the API: the answer to a request of a page."""
        given = {name.lower(): value for name, value in headers.items() if name.lower() != "accept-encoding"}
        try:
            answer = self._call(method, path, _claims_of(given), body=body or None, headers=given)
        except BaseException as error:
            self.troubles.append(f"{method} {path}: {''.join(format_exception(error))}")
            raise
        if answer.status >= 500:
            self.troubles.append(f"{method} {path}: {answer}")
        is_pdf = answer.headers.get("Content-Type") == "application/pdf"
        return Passed(answer.status, answer.headers, base64.b64decode(answer.body) if is_pdf else answer.body.encode())


def token(claims: Mapping[str, Any]) -> str:
    """An ID token with these claims; nobody looks at its signature."""
    body = base64url(json.dumps(claims).encode())
    return f"e30.{body}.x"


@cache
def _certificates() -> list[tuple[str, re.Pattern[str]]]:
    """Which requests the certificates' function answers; the others are for the claims' function."""
    events = [one["Properties"] for one in stores.properties("CertificatePdf")["Events"].values()]
    return [(one["Method"], re.compile(re.sub(r"\{\w+\}", "[^/]+", one["Path"]))) for one in events]


def _is_of_certificates(method: str, path: str) -> bool:
    return any(method == one and pattern.fullmatch(path) for one, pattern in _certificates())


def _claims_of(headers: Mapping[str, str]) -> dict[str, str] | None:
    """The claims of the caller, as the authorizer hands them over: all of them texts; None of an unknown one."""
    sent = headers.get("authorization", "").removeprefix("Bearer ")
    if not sent:
        return None
    body = sent.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return {name: f"[{' '.join(one)}]" if isinstance(one, list) else str(one) for name, one in claims.items()}


@contextmanager
def portal_in_memory(setenv: Callable[[str, str], None]) -> Iterator[Memory]:
    """The portal over an API with the sample catalog; AWS must be in memory."""
    with print_desk_on_moto(setenv) as desk:
        memory = Memory(desk, Books())
        memory.books.put_roster_in_force()
        with served(api=memory) as memory.portal_url:
            yield memory
