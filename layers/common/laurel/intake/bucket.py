"""The intake bucket: the files of partners, fetched whole to disk, and the files that Laurel writes back."""

import filecmp
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from laurel.platform import aws
from laurel.platform.aws_errors import AwsError, AwsRefused, AwsSilent, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ListObjectsV2OutputTypeDef

_CHUNK = 1 << 20  # bytes
_TRIES = 3
_KEY_LENGTH = 100  # characters of a key in a message
_MADE_OF = "made-of"
MOST_OUTSIDE = 10_000
"""Files to read in a folder where no files belong."""
LINK_SECONDS = 300
# S3's errors if the file to replace is not the version that was read: replaced, being written, or gone.
_OVERTAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"})
# S3's errors for a key without a file; the second is for callers that may not list it.
_ABSENT = frozenset({"NoSuchKey", "AccessDenied"})


class FileUnavailable(Exception):
    """A file could not be fetched whole, or a file that belongs to it not written: the next run tries again."""


class FileGone(FileUnavailable):
    """The bucket no longer has this version of a file."""


@dataclass(frozen=True, slots=True)
class IntakeFile:
    """One version of a file in the bucket; `size` in bytes, `last_modified` in UTC."""

    key: str
    etag: str
    size: int
    last_modified: datetime


@dataclass(frozen=True, slots=True)
class StateFile:
    """A file of Laurel's own: its ETag, and the ETag of the partner's file that it comes from, if known."""

    etag: str
    made_of: str | None


class IntakeBucket:
    """The bucket called `name`."""

    def __init__(self, name: str, client: "S3Client | None" = None) -> None:
        self._name = name
        self._given = client

    @property
    def _client(self) -> "S3Client":
        return self._given or aws.s3()

    def list(self, prefix: str) -> Iterator[IntakeFile]:
        """The files under `prefix`, without folder markers. One call for each thousand."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix=prefix)
        for page in pages:
            yield from _files(page)

    def list_outside(self, known: Collection[str], *, under: str = "") -> Iterator[IntakeFile]:
        """The files in none of the folders `known`, at most MOST_OUTSIDE of each other folder.

        One call for each folder on the way, and one for each thousand files.
        """
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._name, Prefix=under, Delimiter="/"):
            yield from (file for file in _files(page) if not file.key.startswith(tuple(known)))
            for folder in (one["Prefix"] for one in page.get("CommonPrefixes", [])):
                if any(one.startswith(folder) for one in known if one != folder):
                    yield from self.list_outside(known, under=folder)
                elif folder not in known:
                    yield from islice(self.list(folder), MOST_OUTSIDE)

    def find(self, key: str) -> IntakeFile | None:
        """The file under `key`: one call, which needs no right to list other folders."""
        # For a missing key S3 answers "access denied" to callers that may not list the whole bucket.
        return next((file for file in self.list(key) if file.key == key), None)

    def form(self, key: str, fields: Mapping[str, str], *, most_bytes: int, seconds: int) -> dict[str, str]:
        """The fields of a signed form that puts one file of 1 to `most_bytes` under `key`, for `seconds`. No call.

        `fields` come first and belong to what is signed, such as the content type.
        """
        made = self._client.generate_presigned_post(
            Bucket=self._name,
            Key=key,
            Fields=dict(fields),
            Conditions=[["content-length-range", 1, most_bytes], *({name: value} for name, value in fields.items())],
            ExpiresIn=seconds,
        )
        signed: dict[str, str] = made["fields"]
        return signed

    def beginning_of(self, key: str, most_bytes: int) -> tuple[bytes, StateFile] | None:
        """The first `most_bytes` of a file of Laurel's own; None if there is none. One call.

        Raises FileUnavailable.
        """
        try:
            with aws_errors():
                answer = self._client.get_object(Bucket=self._name, Key=key, Range=f"bytes=0-{most_bytes - 1}")
                made_of = answer.get("Metadata", {}).get(_MADE_OF)
                return answer["Body"].read(), StateFile(answer["ETag"].strip('"'), made_of)
        except AwsRefused as error:
            if error.code in _ABSENT:
                return None
            raise FileUnavailable(f"could not be read: {error.code}") from error
        except AwsError as error:
            raise FileUnavailable(f"could not be read: {error.code}") from error

    def link(self, key: str, name: str, content_type: str) -> str:
        """A link that downloads the file under `key` as `name`, for LINK_SECONDS. No call."""
        wanted = {
            "Bucket": self._name,
            "Key": key,
            "ResponseContentType": content_type,
            "ResponseContentDisposition": f'attachment; filename="{name}"',
        }
        return self._client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=LINK_SECONDS)

    def fetch(self, file: IntakeFile, to: Path) -> None:
        """Copies exactly this version of `file` to disk; retries if the transfer breaks. Raises FileUnavailable."""
        self._fetch(file, to)

    def fetch_taken(self, key: str, etag: str, to: Path) -> None:
        """Copies the version of a partner's file with this ETag to disk, also after it was replaced or removed.

        S3 keeps such versions for 90 days. Raises FileGone, and FileUnavailable. One call, or three.
        """
        try:
            self._tried({"Key": key, "IfMatch": f'"{etag}"'}, to)
        except FileUnavailable as error:
            if not isinstance(error.__cause__, AwsRefused) or error.__cause__.code not in _OVERTAKEN:
                raise
            self._tried({"Key": key, "VersionId": self._version_of(key, etag)}, to)

    def _version_of(self, key: str, etag: str) -> str:
        """The version of `key` with this ETag that S3 still keeps. Raises FileGone, FileUnavailable."""
        try:
            with aws_errors():
                pages = self._client.get_paginator("list_object_versions").paginate(Bucket=self._name, Prefix=key)
                versions = [one for page in pages for one in page.get("Versions", [])]
        except AwsError as error:
            raise FileUnavailable(f"could not be read: {error.code}") from error
        for one in versions:
            if one["Key"] == key and one["ETag"].strip('"') == etag:
                return one["VersionId"]
        raise FileGone("is no longer in the bucket")

    def _fetch(self, file: IntakeFile, to: Path) -> StateFile:
        found = self._tried({"Key": file.key, "IfMatch": f'"{file.etag}"'}, to)
        if to.stat().st_size != file.size:
            raise FileUnavailable(f"only {to.stat().st_size} of {file.size} bytes could be read")
        return StateFile(file.etag, found)

    def _tried(self, wanted: Mapping[str, str], to: Path) -> str | None:
        """Copies the object that `wanted` names to disk; returns the ETag of the partner's file that it comes from."""
        for tries_left in reversed(range(_TRIES)):
            try:
                with aws_errors():
                    return self._copy(wanted, to)
            except AwsSilent as error:
                if not tries_left:
                    raise FileUnavailable(f"could not be read: {error.code}") from error
            except AwsRefused as error:  # boto3 has tried again already
                raise FileUnavailable(f"could not be read: {error.code}") from error
            except OSError as error:  # the disk is full
                raise FileUnavailable(f"could not be read: {type(error).__name__}") from error
        raise AssertionError("unreachable: the last try returns or raises")

    def _copy(self, wanted: Mapping[str, str], to: Path) -> str | None:
        request: Any = {"Bucket": self._name, **wanted}
        answer = self._client.get_object(**request)
        with to.open("wb") as target:
            shutil.copyfileobj(answer["Body"], target, _CHUNK)
        return answer.get("Metadata", {}).get(_MADE_OF)

    def fetch_state(self, key: str, to: Path) -> StateFile | None:
        """Copies a file of Laurel's own to disk; None if there is none. Raises FileUnavailable."""
        found = self.find(key)
        return self._fetch(found, to) if found else None

    def store(self, key: str, source: Path, content_type: str, *, made_of: str | None = None) -> None:
        """Writes the file at `source` (S3 takes 5 GB) under `key`. Raises FileUnavailable.

        `made_of`, the ETag of the partner's file that it comes from, is kept with it.
        """
        try:
            with aws_errors():
                self._put(key, source, content_type, Metadata={_MADE_OF: made_of} if made_of else {})
        except AwsError as error:
            raise _unwritten(key, error) from error

    def remove(self, key: str) -> None:
        """Removes a file of Laurel's own, unless another writer replaces it meanwhile. Raises FileUnavailable."""
        found = self.find(key)
        if found is None:
            return
        try:
            with aws_errors():
                self._client.delete_object(Bucket=self._name, Key=key, IfMatch=f'"{found.etag}"')
        except AwsError as error:
            if error.code not in _OVERTAKEN:
                raise _unwritten(key, error) from error

    def replace_state(self, key: str, source: Path, content_type: str, *, seen: str | None) -> str | None:
        """Writes `source` under `key` if the file there still has the ETag `seen` (None: there is no file).

        Returns the new ETag; None if another writer came first with other content. Raises FileUnavailable.
        """
        condition = {"IfMatch": f'"{seen}"'} if seen else {"IfNoneMatch": "*"}
        try:
            with aws_errors():
                return self._put(key, source, content_type, **condition)
        except AwsError as error:
            if error.code in _OVERTAKEN:
                return self._etag_of_same(key, source)
            raise _unwritten(key, error) from error

    def _etag_of_same(self, key: str, source: Path) -> str | None:
        """The ETag under `key` if its content equals `source`: our own write, if the SDK retried it."""
        there = source.with_name(f"{source.name}.there")
        found = self.fetch_state(key, there)
        same = found is not None and filecmp.cmp(source, there, shallow=False)
        there.unlink(missing_ok=True)
        return found.etag if found and same else None

    def _put(self, key: str, source: Path, content_type: str, **next_event: Any) -> str:
        with source.open("rb") as body:
            answer = self._client.put_object(
                Bucket=self._name, Key=key, Body=body, ContentType=content_type, **next_event
            )
        return answer["ETag"].strip('"')


def _files(page: "ListObjectsV2OutputTypeDef") -> Iterator[IntakeFile]:
    """The files of one page of a listing, without the empty objects with which some programs mark folders."""
    for found in page.get("Contents", []):
        if found["Size"] or not found["Key"].endswith("/"):
            yield IntakeFile(found["Key"], found["ETag"].strip('"'), found["Size"], found["LastModified"])


def _unwritten(key: str, error: AwsError) -> FileUnavailable:
    return FileUnavailable(f"{key[:_KEY_LENGTH]} could not be written: {error.code}")
