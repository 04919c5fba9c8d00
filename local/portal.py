"""The portal on the local stack: the files of `portal/`, served as CloudFront serves them, and the API under `/v1/`.

Headers, the list of addresses that are files, and the limits per caller come from the templates, so they are the same
as in the cloud. Each request reads its file again: reload the page to see a change. Run as
`python -m local.portal SETTINGS`; it serves until its process ends.
"""

import gzip
import hashlib
import json
import re
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import urllib3

from local.forwarding import API_PATH, Forwarding
from local.http_handler import HttpHandler
from local.limits import ADDRESS_HEADER, PORTAL, Limits
from local.places import REGION, ROOT, environment
from local.portal_files import CACHE_CONTROL, CONFIG, INDEX, PortalFile, config_file, portal_file
from local.processes import Register, still_runs
from local.sign_in import SignIn, sign_in_server
from local.template import read_template
from local.troubles import TroubleError

_START_SECONDS = 30
_SMALLEST_TO_COMPRESS = 1000  # as CloudFront: smaller ones are sent as they are


@lru_cache(256)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


@dataclass(frozen=True)
class Settings:
    """Where the portal and its sign-in are served, and the stack that they use."""

    port: int
    sign_in_port: int
    endpoint_url: str
    api_url: str
    user_pool_id: str
    user_pool_client_id: str
    account_client_id: str
    contact: str
    mail_code_client_id: str = ""

    @property
    def sign_in_url(self) -> str:
        """Where Cognito's public calls go."""
        return f"http://127.0.0.1:{self.sign_in_port}"


def start(folder: Path, register: Register, settings: Settings) -> str:
    """Start the portal as a process of the local stack and wait until it answers; gives its address.

    Raises TroubleError when it does not answer.
    """
    log, told = folder / "logs" / "portal.log", folder / "portal.json"
    told.write_text(json.dumps(asdict(settings)), encoding="utf-8")
    command = [sys.executable, "-m", "local.portal", str(told)]
    started = register.start("The portal", command, env=environment() | {"PYTHONPATH": str(ROOT)}, log=log)
    address = f"http://127.0.0.1:{settings.port}"
    http = urllib3.PoolManager(retries=False, timeout=2)
    give_up_at = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up_at:
        still_runs(started, log)
        try:
            if http.request("GET", f"{address}/{CONFIG}").status == 200:
                return address
        except urllib3.exceptions.HTTPError:
            time.sleep(0.05)
    raise TroubleError("The portal does not answer.", do="Read its log.", log=log)


def _resources() -> dict[str, Any]:
    found: dict[str, Any] = read_template()["Resources"]
    return found


def file_pattern() -> re.Pattern[str]:
    """Which addresses are files; every other is a page, and served by index.html."""
    code = _resources()["PortalPaths"]["Properties"]["FunctionCode"]
    found = re.search(r"const FILE = /(.+)/;", code)
    if found is None:
        raise ValueError("The function PortalPaths of template.yaml has no pattern FILE.")
    return re.compile(found[1].replace(r"\/", "/"))


def response_headers(sign_in_origin: str, bucket_origin: str) -> dict[str, str]:
    """The headers of the template's policy, with the places of the local sign-in and of the buckets of uploads."""
    policy = _resources()["PortalHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    security = policy["SecurityHeadersConfig"]
    content = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    content = re.sub(r"https://cognito-idp\.[^\s;]+", sign_in_origin, content)
    content = re.sub(r"https://\$\{(?:Intake|Export)Bucket\}[^\s;]+", bucket_origin, content)
    transport = security["StrictTransportSecurity"]
    return {
        "Content-Security-Policy": content,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": security["FrameOptions"]["FrameOption"],
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "Strict-Transport-Security": f"max-age={transport['AccessControlMaxAgeSec']}; includeSubDomains",
        **{one["Header"]: one["Value"] for one in policy["CustomHeadersConfig"]["Items"]},
    }


class Portal:
    """What is answered under each address of the portal."""

    def __init__(self, settings: Settings) -> None:
        self.headers = response_headers(settings.sign_in_url, settings.endpoint_url) | {"Cache-Control": CACHE_CONTROL}
        outputs = {
            "UserPoolId": settings.user_pool_id,
            "UserPoolClientId": settings.user_pool_client_id,
            "AccountClientId": settings.account_client_id,
            "ContactEmail": settings.contact,
            "MailCodeClientId": settings.mail_code_client_id,
        }
        self._config = config_file(outputs, region=REGION, sign_in_url=settings.sign_in_url)
        self._files = file_pattern()
        self.api = Forwarding(settings.api_url)
        self.limits = Limits(PORTAL)

    def file(self, address: str) -> PortalFile | None:
        """The file for an address such as `/transcript` or `/app/main.js`; None if there is none."""
        path = address.partition("?")[0]
        wanted = path.removeprefix("/") if self._files.search(path) else INDEX
        if wanted == CONFIG:
            return self._config
        return portal_file(wanted)


class _Handler(HttpHandler):
    portal: Portal

    def do_GET(self) -> None:  # noqa: N802
        if self._limited() or self._passed_on():
            return
        file = self.portal.file(self.path)
        if file is None:
            self._answer(404, PortalFile("", "text/plain; charset=utf-8", b"There is no such file.\n"))
            return
        tag = f'"{hashlib.sha256(file.body).hexdigest()[:32]}"'
        if self.headers.get("If-None-Match") == tag:
            self._answer(304, PortalFile(file.path, file.content_type, b""), tag)
        else:
            self._answer(200, file, tag)

    def do_POST(self) -> None:  # noqa: N802
        if not self._limited() and not self._passed_on():
            self._send(403, {"Content-Type": "text/plain; charset=utf-8"}, b"Pages can only be read.\n")

    do_HEAD = do_GET  # noqa: N815
    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_POST  # noqa: N815

    def _limited(self) -> bool:
        """Whether the caller is over a limit, and got that answer."""
        address = self.headers.get(ADDRESS_HEADER, self.client_address[0])
        told = self.portal.limits.refusal(address, self.path.partition("?")[0], {})
        if told:
            self._body()
            self._send(told.status, {"Content-Type": told.content_type, **(told.headers or {})}, told.body)
        return told is not None

    def _passed_on(self) -> bool:
        """Whether the request is one for the API, and was answered by it."""
        if not self.path.startswith(API_PATH):
            return False
        answer = self.portal.api.send(self.command, self.path, dict(self.headers), self._body())
        self._send(answer.status, answer.headers, answer.body)
        return True

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _answer(self, status: int, file: PortalFile, tag: str = "") -> None:
        body, sent = file.body, dict(self.portal.headers)
        if "gzip" in self.headers.get("Accept-Encoding", "") and len(body) >= _SMALLEST_TO_COMPRESS:
            body = _compressed(body)
            sent["Content-Encoding"] = "gzip"
        if tag:
            sent["ETag"] = tag
        self._send(status, {**sent, "Content-Type": file.content_type, "Vary": "Accept-Encoding"}, body)

    def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not logged."""


def handler(portal: Portal) -> type[HttpHandler]:
    """A handler of requests that answers what `portal` has."""
    return type("Handler", (_Handler,), {"portal": portal})


def main() -> None:
    """Serve the portal and its sign-in until the process is ended."""
    settings = Settings(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    sign_in = SignIn(settings.endpoint_url, settings.user_pool_id)
    server = sign_in_server(settings.sign_in_port, sign_in)
    sign_in.warm_up()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ThreadingHTTPServer(("127.0.0.1", settings.port), handler(Portal(settings))).serve_forever()


if __name__ == "__main__":
    main()
