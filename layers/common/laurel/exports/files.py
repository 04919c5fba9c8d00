"""The bucket of exports: one ZIP file for each, written in parts while it is made, so that it never is in memory whole.

All files of a learner and kind are below one prefix. The bucket keeps no versions: what is removed is gone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from laurel.exports.export import Export, ExportKind
from laurel.platform import aws
from laurel.platform.aws_errors import AwsError, aws_errors
from laurel.platform.log import logger

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

ZIP = "application/zip"
LINK_SECONDS = 300
_PREFIXES = {ExportKind.DATA: "exports", ExportKind.CERTIFICATES: "certificates"}
PART_BYTES = 8 * 1024 * 1024  # S3 takes no smaller parts than 5 MB, and at most 10,000 of them


class Upload:
    """A file that is being written to the bucket. It is there only once `complete` is called."""

    def __init__(self, client: "S3Client", bucket: str, key: str) -> None:
        self._client, self._where = client, {"Bucket": bucket, "Key": key}
        started = client.create_multipart_upload(Bucket=bucket, Key=key, ContentType=ZIP)
        self._upload_id = started["UploadId"]
        self._parts: list[CompletedPartTypeDef] = []
        self._buffer = bytearray()
        self.size = 0

    def write(self, data: bytes) -> int:
        """Takes more bytes of the file; sends a part when there is enough for one."""
        self._buffer += data
        self.size += len(data)
        while len(self._buffer) >= PART_BYTES:
            self._send(PART_BYTES)
        return len(data)

    def flush(self) -> None:
        """Sends nothing: parts are sent when they are large enough."""

    def close(self) -> None:
        """Ends nothing: `complete` and `abort` do."""

    def complete(self) -> None:
        """Sends the rest and puts the file into its place."""
        if self._buffer or not self._parts:
            self._send(len(self._buffer))
        self._client.complete_multipart_upload(
            Bucket=self._where["Bucket"],
            Key=self._where["Key"],
            UploadId=self._upload_id,
            MultipartUpload={"Parts": self._parts},
        )

    def abort(self) -> None:
        """Drops the parts. What this leaves, because S3 does not answer, a lifecycle rule removes."""
        try:
            with aws_errors():
                self._client.abort_multipart_upload(
                    Bucket=self._where["Bucket"], Key=self._where["Key"], UploadId=self._upload_id
                )
        except AwsError as error:
            logger.warning("parts of an export could not be removed", extra={"error": error.code})

    def _send(self, size: int) -> None:
        number = len(self._parts) + 1
        answer = self._client.upload_part(
            Bucket=self._where["Bucket"],
            Key=self._where["Key"],
            UploadId=self._upload_id,
            PartNumber=number,
            Body=bytes(self._buffer[:size]),
        )
        del self._buffer[:size]
        self._parts.append({"PartNumber": number, "ETag": answer["ETag"]})


class ExportFiles:
    """The bucket called `name`."""

    def __init__(self, name: str, client: "S3Client | None" = None) -> None:
        self._name = name
        self._given = client

    @property
    def _client(self) -> "S3Client":
        return self._given or aws.s3()

    @contextmanager
    def upload(self, key: str) -> Iterator[Upload]:
        """A new file under `key`, which is there when the block ends, and is not when it raises."""
        upload = Upload(self._client, self._name, key)
        try:
            yield upload
            upload.complete()
        except BaseException:
            upload.abort()
            raise

    def link(self, export: Export) -> str | None:
        """A link to the file of a ready export, valid for 5 minutes: no call."""
        if export.key is None or export.ready_at is None:
            return None
        name = f"laurel-{export.kind.value}-{export.ready_at.date().isoformat()}.zip"
        wanted = {
            "Bucket": self._name,
            "Key": export.key,
            "ResponseContentType": ZIP,
            "ResponseContentDisposition": f'attachment; filename="{name}"',
        }
        return self._client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=LINK_SECONDS)

    def remove(self, learner_id: str) -> None:
        """Removes all files of the learner. May be repeated. A call for each kind and file."""
        for kind in ExportKind:
            self.remove_kind(learner_id, kind)

    def remove_kind(self, learner_id: str, kind: ExportKind, *, but: str | None = None) -> None:
        """Removes the files of this kind, except the one under `but`. May be repeated. A call for each file."""
        found = self._client.list_objects_v2(Bucket=self._name, Prefix=prefix_of(learner_id, kind))
        for one in found.get("Contents", []):
            if one["Key"] != but:
                self._client.delete_object(Bucket=self._name, Key=one["Key"])

    def remove_one(self, key: str) -> None:
        """Removes the file under `key`, if there is one."""
        self._client.delete_object(Bucket=self._name, Key=key)


def prefix_of(learner_id: str, kind: ExportKind) -> str:
    """What the keys of this learner's files of this kind begin with."""
    return f"{_PREFIXES[kind]}/{learner_id}/"


def key_of(export: Export) -> str:
    """The key of the file that the present run makes: another one for each run."""
    return f"{prefix_of(export.learner_id, export.kind)}{export.export_id}-{export.attempt}.zip"
