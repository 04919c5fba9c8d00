"""Uploads files to a stack as a partner's program does, for the benchmarks and the demo."""

import time
from typing import Any

import urllib3

from local.api import Api
from local.troubles import TroubleError


def upload(api: Api, path: str, content: bytes) -> str:
    """Uploads a file; `path` is that of the uploads, such as `/v1/providers/labce/uploads`. Gives its upload ID.

    Raises TroubleError when it is refused.
    """
    answer = api.call("POST", f"{path}?bytes={len(content)}&type=text/csv")
    if answer.status != 201:
        raise TroubleError(f"No form: {answer.data.decode()}", do="Read the message.")
    form = answer.json()
    sent = urllib3.request("POST", form["url"], fields={**form["fields"], "file": ("credits.csv", content, "text/csv")})
    if sent.status >= 300:
        raise TroubleError(f"The form was refused: {sent.status} {sent.data.decode()}", do="Ask for a new one.")
    upload_id: str = form["upload_id"]
    return upload_id


def wait_for_report(api: Api, path: str, upload_id: str, seconds: float) -> dict[str, Any]:
    """The upload, once it was read. Raises TroubleError when that takes longer than `seconds`."""
    give_up_at = time.monotonic() + seconds
    while True:
        found: dict[str, Any] = api.call("GET", f"{path}/{upload_id}").json()
        if found["state"] in ("done", "refused"):
            return found
        if time.monotonic() > give_up_at:
            raise TroubleError(f"No report after {seconds:.0f} s: {found['state']}", do="Read the log of the run.")
        time.sleep(0.5)
