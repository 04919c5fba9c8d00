"""The intake bucket: what partners put there, fetched whole to disk, and what Laurel writes back."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from laurel.platform import aws

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CHUNK = 1 << 20  # bytes
_TRIES = 3


class FileUnavailable(Exception):
    """A file could not be fetched whole; it stays where it is and is tried again the next night."""


@dataclass(frozen=True, slots=True)
class IntakeFile:
    """One version of a file in the bucket; `size` in bytes, `last_modified` in UTC."""

    key: str
    etag: str
    size: int
    last_modified: datetime


class IntakeBucket:
    """The bucket called `name`."""

    def __init__(self, name: str, client: "S3Client | None" = None) -> None:
        self._name = name
        self._given = client

    @property
    def _client(self) -> "S3Client":
        return self._given or aws.s3()

    def list(self, prefix: str) -> Iterator[IntakeFile]:
        """The files under `prefix`: one call for each thousand; folder markers are passed over."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix=prefix)
        for page in pages:
            for found in page.get("Contents", []):
                if not found["Key"].endswith("/"):
                    yield IntakeFile(found["Key"], found["ETag"].strip('"'), found["Size"], found["LastModified"])

    def fetch(self, file: IntakeFile, to: Path) -> None:
        """Copies exactly this version of `file` to disk, again if it breaks off. Raises FileUnavailable."""
        for tries_left in reversed(range(_TRIES)):
            try:
                self._copy(file, to)
                break
            except (BotoCoreError, HTTPError) as error:
                if not tries_left:
                    raise FileUnavailable(f"could not be read: {type(error).__name__}") from error
            except (ClientError, OSError) as error:  # boto3 has tried again already; the disk is full
                raise FileUnavailable(f"could not be read: {type(error).__name__}") from error
        if to.stat().st_size != file.size:
            raise FileUnavailable(f"only {to.stat().st_size} of {file.size} bytes could be read")

    def _copy(self, file: IntakeFile, to: Path) -> None:
        answer = self._client.get_object(Bucket=self._name, Key=file.key, IfMatch=f'"{file.etag}"')
        with to.open("wb") as target:
            shutil.copyfileobj(answer["Body"], target, _CHUNK)

    def fetch_state(self, key: str, to: Path) -> bool:
        """Copies a file of Laurel's own to disk; False if there is none. Raises FileUnavailable."""
        # Looked up, not just asked for: S3 says "access denied" of a missing key to who may not list all of the bucket.
        found = next((file for file in self.list(key) if file.key == key), None)
        if found is None:
            return False
        self.fetch(found, to)
        return True

    def store(self, key: str, source: Path, content_type: str) -> None:
        """Writes the file at `source` under `key`, in parts when it is large."""
        self._client.upload_file(str(source), self._name, key, ExtraArgs={"ContentType": content_type})
