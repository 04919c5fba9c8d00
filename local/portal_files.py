"""The portal's files, and the settings they run with: what CloudFront serves and what the local stack serves."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.places import ROOT

PORTAL = ROOT / "portal"
CONFIG = "config.json"
INDEX = "index.html"
# The files have no version in their names: browsers ask each time whether theirs is current.
CACHE_CONTROL = "no-cache"

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class PortalFile:
    """A file of the portal: its path below the portal's address, its content type and what it holds."""

    path: str
    content_type: str
    body: bytes


def portal_files(folder: Path = PORTAL) -> Iterator[PortalFile]:
    """All files of the portal in `folder` but its settings."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield _read(file, folder)


def portal_file(path: str) -> PortalFile | None:
    """The file of the portal at `path` (`app/main.js`); None if there is none."""
    file = (PORTAL / path).resolve()
    return _read(file) if file.is_file() and file.is_relative_to(PORTAL) else None


def _read(file: Path, folder: Path = PORTAL) -> PortalFile:
    return PortalFile(file.relative_to(folder).as_posix(), _TYPES[file.suffix], file.read_bytes())


def config_file(outputs: Mapping[str, str], *, region: str, sign_in_url: str) -> PortalFile:
    """The settings of a deployed portal, from the outputs of its stack. None of them is a secret.

    The API's address is not among them: it is the portal's own.
    """
    settings = {
        "sign_in_url": sign_in_url,
        "region": region,
        "user_pool_id": outputs["UserPoolId"],
        "user_pool_client_id": outputs["UserPoolClientId"],
        # Empty where no code by e-mail signs in.
        "mail_code_client_id": outputs.get("MailCodeClientId", ""),
        "account_client_id": outputs["AccountClientId"],
        "contact": outputs["ContactEmail"],
    }
    return PortalFile(CONFIG, _TYPES[".json"], json.dumps(settings, indent=2).encode())


def differences(s3: Any, bucket: str, files: Iterable[PortalFile]) -> list[str]:
    """The paths that `publish` would put or delete. S3's ETag is the MD5 of a file that was put whole."""
    wanted = {file.path: hashlib.md5(file.body, usedforsecurity=False).hexdigest() for file in files}
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    there = {one["Key"]: one["ETag"].strip('"') for page in pages for one in page.get("Contents", [])}
    return sorted(path for path in wanted.keys() | there.keys() if wanted.get(path) != there.get(path))


def publish(s3: Any, bucket: str, files: Iterable[PortalFile]) -> tuple[int, int]:
    """Put `files` into the portal's bucket and take out what is no longer one of them; gives how many of each.

    The pages come first and the document that leads to them last, so that nobody is led to a page that is not there.
    """
    wanted = {file.path: file for file in files}
    for path in sorted(wanted, key=lambda path: path == INDEX):
        file = wanted[path]
        s3.put_object(
            Bucket=bucket, Key=path, Body=file.body, ContentType=file.content_type, CacheControl=CACHE_CONTROL
        )
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    gone = [one["Key"] for page in pages for one in page.get("Contents", []) if one["Key"] not in wanted]
    for path in gone:
        s3.delete_object(Bucket=bucket, Key=path)
    return len(wanted), len(gone)
