"""The function that makes exports on moto, with the API's two: asked for with one, made by the other."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from export_dependencies import build

from functions.export_data import app
from laurel.exports.export import Export
from laurel.exports.records import Exports, write_of
from laurel.platform import aws as aws_clients
from laurel.platform.clock import utc_now
from laurel.platform.runtime import Runtime
from laurel.platform.table import Table
from tests.api_events import Answer, learner
from tests.functions.certificate_pdf_desk import PrintDesk, print_desk_on_moto
from tests.permitted import permitted

BUCKET = "exportbucket"


class Mailbox:
    """Takes the place of SES, and keeps the e-mails."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.troubles: list[Exception] = []

    def send_email(self, **given: Any) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.sent.append(given)


class ExportDesk:
    """The three functions; `late` is how far its clock is ahead of the API's, `prefix` is where its files are."""

    def __init__(self, printing: PrintDesk, mailbox: Mailbox) -> None:
        self.printing, self.claims, self.mailbox = printing, printing.claims, mailbox
        self.late = timedelta(0)
        self.prefix = "exports/"

    def ask(self, sub: str = "ana") -> Answer:
        return self.claims.call("POST", "/v1/me/export", learner(sub))

    def look(self, sub: str = "ana") -> dict[str, Any]:
        found: dict[str, Any] = self.claims.call("GET", "/v1/me/export", learner(sub)).json()
        return found

    def clock(self) -> datetime:
        return utc_now() + self.late

    def make(self, event: dict[str, str] | None = None) -> str:
        """Runs the function with `event`, by default with the last one that the API started it with."""
        here = build(Runtime(clock=self.clock, publish=lambda _: None))
        with permitted("ExportDataRole"):
            return app.make(here, event or self.claims.started[-1])["made"]

    def make_until_it_dies(self, calls: int) -> None:
        """Runs the function, whose process dies after so many calls of DynamoDB and S3, if it makes as many."""
        left = iter(range(calls))

        def stop(model: Any, **_: Any) -> None:
            if next(left, None) is None:
                raise RuntimeError("the process died")

        clients = (aws_clients.dynamodb().meta.events, "dynamodb"), (aws_clients.s3().meta.events, "s3")
        for events, name in clients:
            events.register(f"before-call.{name}", stop)
        try:
            self.make()
        except RuntimeError:
            pass
        finally:
            for events, name in clients:
                events.unregister(f"before-call.{name}", stop)

    def keys(self) -> list[str]:
        found = aws_clients.s3().list_objects_v2(Bucket=BUCKET, Prefix=self.prefix)
        return [one["Key"] for one in found.get("Contents", [])]

    def open_uploads(self) -> int:
        return len(aws_clients.s3().list_multipart_uploads(Bucket=BUCKET).get("Uploads", []))

    def zip(self) -> ZipFile:
        """The one file of the bucket."""
        (key,) = self.keys()
        return ZipFile(io.BytesIO(aws_clients.s3().get_object(Bucket=BUCKET, Key=key)["Body"].read()))

    def read(self, name: str) -> Any:
        """What a JSON file of it says."""
        return json.loads(self.zip().read(name))


def stored(learner_id: str = "ana") -> Export | None:
    return Exports(Table("ClaimsTable")).of(learner_id)


def put(export: Export, before: Export | None = None) -> Export:
    assert Table("ClaimsTable").put(write_of(before, export))
    return export


def an_hour_older(export: Export) -> Export:
    return replace(export, requested_at=export.requested_at - timedelta(hours=1), version=export.version + 1)


@contextmanager
def export_desk_on_moto(monkeypatch: pytest.MonkeyPatch) -> Iterator[ExportDesk]:
    """A desk with the sample catalog and a mailbox; moto must be up."""
    setenv, mailbox = monkeypatch.setenv, Mailbox()
    monkeypatch.setattr(aws_clients, "sesv2", lambda: mailbox)
    with print_desk_on_moto(setenv) as printing:
        setenv("MAIL_FROM", "ce@example.org")
        setenv("MAIL_CONFIGURATION_SET", "laurel-notices")
        setenv("PORTAL_URL", "https://ce.example.org")
        setenv("CONTACT_EMAIL", "help@example.org")
        setenv("PROVIDER_NAMES", "labce=LabCE")
        yield ExportDesk(printing, mailbox)
