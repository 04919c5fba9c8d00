"""AWS and ASCP as they would be if they answered at once: for finding our own limit.

They stand where botocore and urllib3 would put a request on the wire, keep nothing, and work their answers out of the
question. What they take of the processor is measured apart, so that it can be taken off.
"""

import io
import json
import re
import time
from collections import Counter
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import Any

import urllib3
from botocore.awsrequest import AWSResponse
from botocore.httpsession import URLLib3Session

from laurel.delivery.ascp import http as ascp_http
from laurel.ledger.records import to_item
from laurel.platform.attributes import write_value

_REFERENCE = re.compile(rb'"reference":"([0-9a-f]{32})"')
_NO_MEMBER = re.compile(r"ROSTER#stranger")


def email_of(n: int) -> str:
    """The address of the member number `n`."""
    return f"member{n:07d}@example.org"


class StandIns:
    """Answers everything. `credit` is what the ledger holds under each id that is asked for, or None if it is empty."""

    def __init__(self, files: dict[str, Path], latency: dict[str, float] | None = None) -> None:
        self.files = files
        self.latency = latency or {}
        self.credit: Any = None
        self.calls: Counter[str] = Counter()
        self.seconds = 0.0  # of processor time spent in here
        self._lock = Lock()
        self._credit_text = ""

    def hold(self, credit: Any) -> None:
        """From now on the ledger holds a credit like `credit` under every id."""
        item = {name: write_value(value) for name, value in to_item(credit).items() if value is not None}
        self._credit_text = json.dumps(item).replace(credit.credit_id, "@ID@")

    def send(self, request: Any) -> AWSResponse:
        """In place of botocore's sending."""
        began = time.thread_time()
        target = request.headers.get("X-Amz-Target", b"")
        name = (target.decode() if isinstance(target, bytes) else target).partition(".")[2] or f"s3.{request.method}"
        headers, body = self._answer(name, request)
        raw = urllib3.HTTPResponse(body if hasattr(body, "read") else io.BytesIO(body), headers, preload_content=False)
        response = AWSResponse(request.url, 200, raw.headers, raw)
        if not request.stream_output:
            _ = response.content
        with self._lock:
            self.calls[name] += 1
            self.seconds += time.thread_time() - began
        if wait := self.latency.get(name):
            time.sleep(wait)
        return response

    def _answer(self, name: str, request: Any) -> tuple[dict[str, str], Any]:
        match name:
            case "BatchGetItem":
                return {}, self._batch_get(json.loads(request.body))
            case "SendMessageBatch":
                count = request.body.count(b'"Id"')
                return {}, json.dumps({"Successful": [{"Id": str(n), "MessageId": "m"} for n in range(count)]}).encode()
            case "Query":
                return {}, b'{"Items": [], "Count": 0}'
            case "s3.GET":
                return self._file(request.url)
            case "s3.PUT":
                body = request.body
                while hasattr(body, "read") and body.read(1 << 20):
                    pass
                return {"ETag": '"x"'}, b""
            case "s3.POST":  # a large file goes up in parts
                kind = "InitiateMultipartUpload" if "uploads" in request.url else "CompleteMultipartUpload"
                return {}, f"<{kind}Result><UploadId>u</UploadId><ETag>x</ETag></{kind}Result>".encode()
        return {}, b"{}"

    def _batch_get(self, request: dict[str, Any]) -> bytes:
        ((table, wanted),) = request["RequestItems"].items()
        found = []
        for key in wanted["Keys"]:
            pk = key["pk"]["S"]
            if pk.startswith("ROSTER#") and not _NO_MEMBER.match(pk):
                email = pk.removeprefix("ROSTER#")
                found.append(
                    f'{{"pk": {{"S": "{pk}"}}, "sk": {{"S": "MEMBERS"}}, "email_key": {{"S": "{email}"}}, "members":'
                    f' {{"L": [{{"M": {{"member_number": {{"S": "M{email[6:13]}"}}, "email": {{"S": "{email}"}},'
                    f' "name": {{"S": "Ada Example"}}, "status": {{"S": "active"}}}}}}]}}}}'
                )
            elif pk.startswith("CREDIT#") and self._credit_text:
                found.append(self._credit_text.replace("@ID@", pk.removeprefix("CREDIT#")))
        return f'{{"Responses": {{"{table}": [{", ".join(found)}]}}, "UnprocessedKeys": {{}}}}'.encode()

    def _file(self, url: str) -> tuple[dict[str, str], Any]:
        parsed = urllib3.util.parse_url(url)
        if "list-type" in (parsed.query or ""):
            prefix = (parsed.query or "").replace("%2F", "/")
            entries = "".join(
                f'<Contents><Key>{key}</Key><LastModified>2026-11-20T00:00:00.000Z</LastModified><ETag>"e"</ETag>'
                f"<Size>{path.stat().st_size}</Size></Contents>"
                for key, path in self.files.items()
                if f"prefix={key.split('/')[0]}" in prefix
            )
            return {}, f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>".encode()
        path = self.files[(parsed.path or "").removeprefix("/intake/")]
        return {"Content-Length": str(path.stat().st_size)}, path.open("rb")

    def ask_ascp(self, method: str, url: str, *, body: bytes | None = None, **_: Any) -> urllib3.HTTPResponse:
        """In place of urllib3's request: every credit is accepted."""
        began = time.thread_time()
        if url.endswith("/oauth/token"):
            answer = b'{"access_token": "t", "expires_in": 3600}'
        else:
            results = [
                b'{"reference":"%b","outcome":"accepted","receipt":"ASCP-%b"}' % (one, one[:9])
                for one in _REFERENCE.findall(body or b"")
            ]
            answer = b'{"results":[' + b",".join(results) + b"]}"
        with self._lock:
            self.calls["ascp"] += 1
            self.seconds += time.thread_time() - began
        if wait := self.latency.get("ascp"):
            time.sleep(wait)
        return urllib3.HTTPResponse(io.BytesIO(answer), status=200, preload_content=False)

    def take_the_place_of_the_world(self) -> None:
        """From now on every call of this process comes here."""
        URLLib3Session.send = lambda _session, request: self.send(request)  # type: ignore[method-assign]
        pool = SimpleNamespace(request=self.ask_ascp, clear=lambda: None)
        ascp_http.urllib3 = SimpleNamespace(  # type: ignore[assignment]
            PoolManager=lambda **_: pool, Timeout=urllib3.Timeout
        )
