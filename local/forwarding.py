"""Requests that the portal's address passes on to the API, as CloudFront does."""

from collections.abc import Mapping
from dataclasses import dataclass

import urllib3

API_PATH = "/v1/"

# They belong to one connection, or are counted again for the next one.
_OWN = frozenset(
    {"connection", "content-length", "host", "keep-alive", "transfer-encoding", "upgrade", "date", "server"}
)


@dataclass(frozen=True)
class Passed:
    """What the API answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Forwarding:
    """The way to the API at `api_url`."""

    def __init__(self, api_url: str) -> None:
        self._url = api_url
        self._http = urllib3.PoolManager(retries=False, timeout=60, maxsize=16)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Passed:
        """Send the request on; 502 when nothing answers. No answer is cached."""
        sent = {name: value for name, value in headers.items() if name.lower() not in _OWN}
        try:
            answer = self._http.request(
                method, self._url + path, headers=sent, body=body or None, redirect=False, decode_content=False
            )
        except urllib3.exceptions.HTTPError:
            return Passed(502, {"Content-Type": "text/plain; charset=utf-8"}, b"The API does not answer.\n")
        kept = {name: value for name, value in answer.headers.items() if name.lower() not in _OWN}
        return Passed(answer.status, kept, answer.data)
