"""All valid certificates of a learner in one ZIP file: the bytes on record, made in the background."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from laurel.certificates.archive import Archive
from laurel.certificates.certificate import Certificate
from laurel.certificates.store import Certificates
from laurel.exports.certificate_contents import CertificateContents
from laurel.exports.export import MOST_A_DAY, Export, ExportKind, ExportPart, Progress, taken
from laurel.exports.records import Exports
from laurel.platform import aws as aws_clients
from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from tests.api_events import Answer, learner, staff
from tests.functions.export_desk import BUCKET, ExportDesk, export_desk_on_moto, put

PATH = "/v1/me/export/certificates"


@pytest.fixture
def desk(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExportDesk]:
    with export_desk_on_moto(monkeypatch) as found:
        found.prefix = "certificates/"
        yield found


def ask(desk: ExportDesk, sub: str = "ana") -> Answer:
    return desk.claims.call("POST", PATH, learner(sub))


def look(desk: ExportDesk, sub: str = "ana") -> dict[str, Any]:
    found: dict[str, Any] = desk.claims.call("GET", PATH, learner(sub)).json()
    return found


def stored() -> Export:
    found = Exports(Table("ClaimsTable")).of("ana", ExportKind.CERTIFICATES)
    assert found
    return found


def test_it_has_each_document_as_it_is_on_record_and_a_list(desk: ExportDesk) -> None:
    paper = desk.printing.printed_already()
    assert ask(desk).status == 202
    assert desk.make() == "ready"
    found = look(desk)
    assert (found["state"], found["progress"]) == ("ready", None)
    assert f"laurel-certificates-{utc_now().date()}.zip" in found["url"]
    with desk.zip() as file:
        (name,) = [name for name in file.namelist() if name.endswith(".pdf")]
        (row,) = csv.DictReader(io.StringIO(file.read("certificates.csv").decode("utf-8-sig")))
        assert file.read(name) == desk.printing.document(paper)
        assert name == f"{paper['completed_on'][:4]}/{paper['activity'].replace(':', '')} {paper['number']}.pdf"
        assert (row["number"], row["file"]) == (paper["number"], name)
        assert "as of" in file.read("README.txt").decode()
        assert file.testzip() is None
    assert desk.mailbox.sent == []


@pytest.mark.slow
def test_those_no_longer_valid_are_left_out_and_the_new_one_is_there(desk: ExportDesk) -> None:
    old = desk.printing.printed_already()
    desk.claims.call("PATCH", "/v1/me", learner("ana"), json_body={"name_as_printed": "Ана 娜"})
    path = f"/v1/staff/certificates/{old['number']}/reissue"
    new = desk.printing.call("POST", path, staff(), json_body={"reason": "A test."}).json()["certificate"]
    ask(desk)
    desk.make()
    names = " ".join(desk.zip().namelist())
    assert new["number"] in names
    assert old["number"] not in names
    again = f"/v1/staff/certificates/{new['number']}/revoke"
    assert desk.printing.call("POST", again, staff(), json_body={"reason": "A test."}).status == 200
    ask(desk)
    desk.make()
    assert sorted(desk.zip().namelist()) == ["README.txt", "certificates.csv"]


def test_other_bytes_than_those_on_record_are_never_in_it(desk: ExportDesk) -> None:
    paper = desk.printing.printed_already()
    key = f"certificates/{paper['number']}/{paper['sha256']}.pdf"
    aws_clients.s3().put_object(Bucket=desk.printing.bucket, Key=key, Body=b"%PDF of somebody else")
    ask(desk)
    assert desk.make() == "ready"
    assert not [name for name in desk.zip().namelist() if name.endswith(".pdf")]
    assert paper["number"] in desk.zip().read("README.txt").decode()


def test_it_is_apart_from_the_copy_of_the_data(desk: ExportDesk) -> None:
    desk.printing.printed_already()
    ask(desk)
    assert desk.look()["state"] == "none"
    desk.make()
    desk.ask()
    desk.make()
    assert (desk.look()["state"], look(desk)["state"]) == ("ready", "ready")
    keys = [one["Key"] for one in aws_clients.s3().list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert sorted(key.partition("/")[0] for key in keys) == ["certificates", "exports"]
    assert look(desk, "bea")["state"] == "none"


def test_an_older_sign_in_gets_the_link_too(desk: ExportDesk) -> None:
    desk.printing.printed_already()
    long_ago = learner("ana", auth_time=str(int((utc_now() - timedelta(hours=2)).timestamp())))
    assert desk.claims.call("POST", PATH, long_ago).status == 202
    desk.make()
    assert desk.claims.call("GET", PATH, long_ago).json()["url"]


def test_five_in_a_day_and_the_next_when_the_first_is_a_day_old(desk: ExportDesk) -> None:
    for _ in range(MOST_A_DAY):
        assert ask(desk).status == 202
        assert desk.make() == "ready"
    refused = ask(desk)
    assert (refused.status, refused.code) == (429, "too_many_exports")
    assert len(desk.keys()) == 1
    before = stored()
    assert len(before.asked) == MOST_A_DAY
    older = (before.asked[0] - timedelta(days=1), *before.asked[1:])
    put(replace(before, asked=older, version=before.version + 1), before)
    assert ask(desk).status == 202


def test_while_it_is_made_asking_answers_that_one_and_progress_is_seen(desk: ExportDesk) -> None:
    ask(desk)
    first = stored()
    assert ask(desk).status == 202
    assert stored().export_id == first.export_id
    making = taken(first, utc_now())
    put(making, first)
    put(replace(making, progress=Progress(ExportPart.CERTIFICATES, 3, 12), version=making.version + 1), making)
    assert look(desk)["progress"] == {"part": "certificates", "step": 1, "steps": 1, "done": 3, "total": 12}
    assert desk.make() == "nothing_to_do"


@pytest.mark.parametrize("calls", range(0, 14, 2))
def test_it_may_stop_anywhere_and_the_next_run_makes_it(desk: ExportDesk, calls: int) -> None:
    paper = desk.printing.printed_already()
    ask(desk)
    desk.make_until_it_dies(calls)
    desk.late = timedelta(minutes=1)
    desk.make()
    assert look(desk)["state"] == "ready"
    assert len(desk.keys()) == 1
    assert any(paper["number"] in name for name in desk.zip().namelist())


def test_an_erasure_stops_it_and_removes_every_file(desk: ExportDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.printing.printed_already()
    ask(desk)
    desk.make()
    ask(desk)
    document = Archive.document
    # By another client, whose rights are not looked at: the account guard does this.
    key = {"pk": {"S": "EXPORT#ana"}, "sk": {"S": "CERTIFICATES"}}

    def erased_first(self: Archive, certificate: Certificate) -> bytes | None:
        boto3.client("dynamodb").delete_item(TableName="ClaimsTable", Key=key)
        return document(self, certificate)

    monkeypatch.setattr(Archive, "document", erased_first)
    assert desk.make() == "lost"
    assert (desk.keys(), desk.open_uploads()) == ([], 0)


def test_no_more_than_two_documents_are_in_memory_at_once(desk: ExportDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    paper, held, most = desk.printing.printed_already(), [0], [0]
    (printed,) = Certificates(Table("ClaimsTable")).get_many([paper["number"]])
    pdf = desk.printing.document(paper)

    class Counted(bytes):
        def __del__(self) -> None:
            held[0] -= 1

    def counted(*_: Any) -> bytes:
        held[0] += 1
        most[0] = max(most[0], held[0])
        return Counted(pdf)

    def many(_: Any, some: Iterable[str]) -> list[Certificate]:
        contents = [printed.content.model_copy(update={"number": one}) for one in some]
        return [replace(printed, number=one.number, content=one) for one in contents]

    monkeypatch.setattr(Archive, "document", counted)
    monkeypatch.setattr(CertificateContents, "_numbers", lambda _: [f"{n:05}" for n in range(60)])
    monkeypatch.setattr(Certificates, "get_many", many)
    ask(desk)
    assert desk.make() == "ready"
    names = [name for name in desk.zip().namelist() if name.endswith(".pdf")]
    assert len(set(names)) == 60
    assert most[0] <= 2


@pytest.mark.parametrize("title", ["微生物学週間", "أسبوع علم الأحياء", "../../etc: <Week> / 2026\u202e", "Café  Ω"])
def test_names_have_any_script_and_no_path(desk: ExportDesk, monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    paper = desk.printing.printed_already()
    (printed,) = Certificates(Table("ClaimsTable")).get_many([paper["number"]])
    named = replace(printed, content=printed.content.model_copy(update={"activity": title}))
    monkeypatch.setattr(Certificates, "get_many", lambda *_: [named])
    ask(desk)
    desk.make()
    (name,) = [one for one in desk.zip().namelist() if one.endswith(".pdf")]
    assert name.count("/") == 1
    assert not {"..", "<", ":", "\u202e"} & {*name, *name.split("/")}
    assert name.endswith(f"{paper['number']}.pdf")
