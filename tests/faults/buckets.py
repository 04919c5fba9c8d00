"""S3 in memory, as far as Laurel's nights use it: one bucket, listed, read by ETag, written.

It speaks S3's HTTP, so that boto3 stays in the game. `test_doubles.py` holds it against moto.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, unquote
from xml.sax.saxutils import escape

_XML = {"Content-Type": "application/xml"}


@dataclass(frozen=True)
class Stored:
    """One object."""

    body: bytes
    etag: str
    at: datetime
    metadata: dict[str, str] = field(default_factory=dict)


class Bucket:
    """The bucket; `clock` gives the present instant (UTC)."""

    def __init__(self, clock) -> None:
        self.clock = clock
        self.objects: dict[str, Stored] = {}

    def put(self, key: str, body: bytes, metadata: dict[str, str] | None = None) -> str:
        """Stores `body`; its ETag."""
        etag = f'"{hashlib.md5(body).hexdigest()}"'
        self.objects[key] = Stored(body, etag, self.clock().replace(microsecond=0), metadata or {})
        return etag

    def keep(self):
        """Remembers the objects; what is given back brings them back."""
        kept = dict(self.objects)

        def bring_back() -> None:
            self.objects = dict(kept)

        return bring_back

    def call(self, method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> tuple[int, dict, bytes]:
        """Answers one request: status, headers, body."""
        key = unquote(path.removeprefix("/").partition("/")[2])
        stored = self.objects.get(key)
        if method == "PUT":
            if refusal := _refusal(stored, headers):
                return refusal
            own = {name: value for name, value in headers.items() if name.startswith("x-amz-meta-")}
            return 200, {"ETag": self.put(key, _unchunked(body, headers), own)}, b""
        if method == "GET" and not key:
            asked = {name: values[0] for name, values in parse_qs(query).items()}
            return 200, _XML, self._list(asked.get("prefix", ""), asked.get("delimiter"))
        if method == "DELETE":
            if refusal := _refusal(stored, headers):
                return refusal
            self.objects.pop(key, None)
            return 204, {}, b""
        if stored is None:
            return 404, _XML, b"<Error><Code>NoSuchKey</Code></Error>"
        wanted = headers.get("if-match")
        if wanted and wanted != stored.etag:
            return 412, _XML, b"<Error><Code>PreconditionFailed</Code></Error>"
        return 200, {"ETag": stored.etag, "Content-Length": str(len(stored.body)), **stored.metadata}, stored.body

    def _list(self, prefix: str, delimiter: str | None) -> bytes:
        prefix = unquote(prefix)
        found = {key: one for key, one in sorted(self.objects.items()) if key.startswith(prefix)}
        folders = set()
        if delimiter:
            within = [key for key in found if delimiter in key[len(prefix) :]]
            folders = {prefix + key[len(prefix) :].partition(delimiter)[0] + delimiter for key in within}
            found = {key: one for key, one in found.items() if key not in within}
        entries = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>{one.at:%Y-%m-%dT%H:%M:%S}.000Z</LastModified>"
            f"<ETag>{escape(one.etag)}</ETag><Size>{len(one.body)}</Size></Contents>"
            for key, one in found.items()
        )
        entries += "".join(
            f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>" for folder in sorted(folders)
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>".encode()


def _refusal(stored: Stored | None, headers: dict[str, str]) -> tuple[int, dict, bytes] | None:
    """Why an object may not be written as it was asked for; None if it may."""
    wanted = headers.get("if-match")
    if wanted and stored is None:
        return 404, _XML, b"<Error><Code>NoSuchKey</Code></Error>"
    if (wanted and stored.etag != wanted) or (stored and headers.get("if-none-match") == "*"):
        return 412, _XML, b"<Error><Code>PreconditionFailed</Code></Error>"
    return None


def _unchunked(body: bytes, headers: dict[str, str]) -> bytes:
    """The content of an upload that boto3 sends in signed chunks with a checksum after them."""
    if "aws-chunked" not in headers.get("content-encoding", ""):
        return body
    content, rest = b"", body
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        if not length:
            break
        content, rest = content + rest[:length], rest[length + 2 :]
    return content
