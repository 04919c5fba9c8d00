"""The portal on the local stack: the files of `portal/`, served as CloudFront serves them.

Headers, and the list of addresses that are files, come from template.yaml, so they are the same as in the cloud. Each
request reads its file again: reload the page to see a change. Run as `python -m local.portal SETTINGS`; it serves until
its process ends.
"""

import gzip
import hashlib
import json
import re
import sys
import threading
import time
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import urllib3
import yaml

from local.places import REGION, ROOT, environment
from local.portal_files import CACHE_CONTROL, CONFIG, INDEX, PortalFile, config_file, portal_file
from local.processes import Register, still_runs
from local.sign_in import SignIn, sign_in_server
from local.troubles import TroubleError

_START_SECONDS = 30
_SMALLEST_TO_COMPRESS = 1000  # as CloudFront: smaller ones are sent as they are


@dataclass(frozen=True)
class Settings:
    """Where the portal and its sign-in are served, and the stack that they use."""

    port: int
    sign_in_port: int
    endpoint_url: str
    api_url: str
    user_pool_id: str
    user_pool_client_id: str
    contact: str

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


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags, of which only the value is looked at."""


_Loader.add_multi_constructor("!", lambda loader, _, node: _plain(loader, node))


def _plain(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]


def _resources() -> dict[str, Any]:
    # S506: the loader is a SafeLoader that knows CloudFormation's tags.
    template = yaml.load((ROOT / "template.yaml").read_text(encoding="utf-8"), _Loader)  # noqa: S506
    found: dict[str, Any] = template["Resources"]
    return found


def file_pattern() -> re.Pattern[str]:
    """Which addresses are files; every other is a page, and served by index.html."""
    code = _resources()["PortalPaths"]["Properties"]["FunctionCode"]
    found = re.search(r"const FILE = /(.+)/;", code)
    if found is None:
        raise ValueError("The function PortalPaths of template.yaml has no pattern FILE.")
    return re.compile(found[1].replace(r"\/", "/"))


def response_headers(api_origin: str, sign_in_origin: str) -> dict[str, str]:
    """The headers of the template's policy, with the places of the local stack in it."""
    policy = _resources()["PortalHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    security = policy["SecurityHeadersConfig"]
    content = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    content = re.sub(r"https://\$\{HttpApi\}\.\S+", api_origin, content)
    content = re.sub(r"https://cognito-idp\.[^\s;]+", sign_in_origin, content)
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
        origin = str(urllib3.util.parse_url(settings.api_url)._replace(path=None))
        self.headers = response_headers(origin, settings.sign_in_url) | {"Cache-Control": CACHE_CONTROL}
        outputs = {
            "UserPoolId": settings.user_pool_id,
            "UserPoolClientId": settings.user_pool_client_id,
            "ContactEmail": settings.contact,
        }
        self._config = config_file(outputs, region=REGION, api_url=settings.api_url, sign_in_url=settings.sign_in_url)
        self._files = file_pattern()

    def file(self, address: str) -> PortalFile | None:
        """The file for an address such as `/transcript` or `/app/main.js`; None if there is none."""
        path = address.partition("?")[0]
        wanted = path.removeprefix("/") if self._files.search(path) else INDEX
        if wanted == CONFIG:
            return self._config
        return portal_file(wanted)


def handler(portal: Portal) -> type[BaseHTTPRequestHandler]:
    """A handler of requests that answers what `portal` has."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            file = portal.file(self.path)
            if file is None:
                self._answer(404, PortalFile("", "text/plain; charset=utf-8", b"There is no such file.\n"))
                return
            tag = f'"{hashlib.sha256(file.body).hexdigest()[:32]}"'
            if self.headers.get("If-None-Match") == tag:
                self._answer(304, PortalFile(file.path, file.content_type, b""), tag)
            else:
                self._answer(200, file, tag)

        def do_HEAD(self) -> None:
            self.do_GET()

        def _answer(self, status: int, file: PortalFile, tag: str = "") -> None:
            body, sent = file.body, dict(portal.headers)
            if "gzip" in self.headers.get("Accept-Encoding", "") and len(body) >= _SMALLEST_TO_COMPRESS:
                body = gzip.compress(body, mtime=0)
                sent["Content-Encoding"] = "gzip"
            if tag:
                sent["ETag"] = tag
            self.send_response(status)
            for name, value in {**sent, "Content-Type": file.content_type, "Vary": "Accept-Encoding"}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Requests are not logged."""

    return Handler


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
