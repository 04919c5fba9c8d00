"""The files of proofs, in the bucket of exports: it keeps no versions, so what is removed is gone.

A signed form puts a file under `arriving/`, where nobody gets it and where it ends after a day. Once its content was
checked, the bytes that were checked go under `proofs/<learner ID>/<credit ID>/`.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING

from laurel.own_credits.own_credit import LARGEST_PROOF, OwnCredit, Proof, ProofType
from laurel.platform import aws
from laurel.platform.aws_errors import AwsRefused, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FORM_SECONDS = 900
LINK_SECONDS = 300
_ANY_TYPE = "application/octet-stream"


class ProofFiles:
    """The bucket called `name`."""

    def __init__(self, name: str, client: "S3Client | None" = None) -> None:
        self._name = name
        self._given = client

    @property
    def _client(self) -> "S3Client":
        return self._given or aws.s3()

    def form(self, credit: OwnCredit, upload_id: str) -> dict[str, str]:
        """The fields of a signed form that puts one file of at most LARGEST_PROOF bytes. No call."""
        made = self._client.generate_presigned_post(
            Bucket=self._name,
            Key=_arriving_key(credit, upload_id),
            Fields={"Content-Type": _ANY_TYPE},
            Conditions=[["content-length-range", 1, LARGEST_PROOF], {"Content-Type": _ANY_TYPE}],
            ExpiresIn=FORM_SECONDS,
        )
        signed: dict[str, str] = made["fields"]
        return signed

    def arrived(self, credit: OwnCredit, upload_id: str) -> bytes | None:
        """The file that a form brought; None if it did not. One call."""
        try:
            with aws_errors():
                found = self._client.get_object(Bucket=self._name, Key=_arriving_key(credit, upload_id))
                return found["Body"].read()
        except AwsRefused as error:
            # For a missing key S3 answers "forbidden" to callers that may not list the folder.
            if error.status in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN):
                return None
            raise

    def keep(self, credit: OwnCredit, upload_id: str, file_type: ProofType, data: bytes) -> None:
        """Stores the checked bytes of an upload. Doing it again does no harm."""
        key = _key(credit, upload_id)
        self._client.put_object(Bucket=self._name, Key=key, Body=data, ContentType=file_type.value)

    def read(self, credit: OwnCredit, proof: Proof) -> bytes | None:
        """The proof; None if its time is over. One call."""
        try:
            with aws_errors():
                found = self._client.get_object(Bucket=self._name, Key=_key(credit, proof.upload_id))
                return found["Body"].read()
        except AwsRefused as error:
            if error.status in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN):
                return None
            raise

    def link(self, credit: OwnCredit, proof: Proof) -> str:
        """A link that downloads the proof, and never shows it in the browser, for 5 minutes. No call."""
        wanted = {
            "Bucket": self._name,
            "Key": _key(credit, proof.upload_id),
            "ResponseContentType": proof.type.value,
            "ResponseContentDisposition": f'attachment; filename="{file_name(credit, proof)}"',
            "ResponseCacheControl": "no-store",
        }
        return self._client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=LINK_SECONDS)

    def discard(self, credit: OwnCredit, upload_id: str) -> None:
        """Removes what a form brought. May be repeated."""
        self._client.delete_object(Bucket=self._name, Key=_arriving_key(credit, upload_id))

    def tidy(self, credit: OwnCredit) -> None:
        """Removes all proofs of the credit but the one that it names. May be repeated. A call for each file."""
        keep = _key(credit, credit.proof.upload_id) if credit.proof else None
        self._remove(_folder(credit.learner_id, credit.credit_id), keep)

    def remove(self, learner_id: str) -> None:
        """Removes all proofs of the learner, also those that arrived and were not checked. May be repeated."""
        self._remove(_folder(learner_id), None)
        self._remove(f"arriving/{learner_id}/", None)

    def _remove(self, prefix: str, keep: str | None) -> None:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix=prefix)
        for key in [one["Key"] for page in pages for one in page.get("Contents", [])]:
            if key != keep:
                self._client.delete_object(Bucket=self._name, Key=key)


def file_name(credit: OwnCredit, proof: Proof) -> str:
    """The name of a proof when it is downloaded: the day and a part of the ID, never what somebody typed."""
    return f"proof-{credit.completed_on.isoformat()}-{credit.credit_id[-8:]}.{proof.type.ending}"


def _folder(learner_id: str, credit_id: str = "") -> str:
    return f"proofs/{learner_id}/{credit_id}/" if credit_id else f"proofs/{learner_id}/"


def _key(credit: OwnCredit, upload_id: str) -> str:
    return f"{_folder(credit.learner_id, credit.credit_id)}{upload_id}"


def _arriving_key(credit: OwnCredit, upload_id: str) -> str:
    return f"arriving/{credit.learner_id}/{credit.credit_id}/{upload_id}"
