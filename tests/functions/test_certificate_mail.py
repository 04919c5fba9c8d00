"""A certificate by e-mail: to its learner alone, the bytes on record, once in five minutes, ten a day."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from certificate_routes.dependencies import dependencies

from laurel.certificate_mail.mailed import MailedCertificate
from laurel.certificate_mail.send import MOST, PAUSE, WINDOW, mail_certificate, mailed_key
from laurel.platform import aws as aws_clients
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.refusal import Refusal
from tests.api_events import Answer, learner, staff
from tests.functions.certificate_pdf_desk import PrintDesk, print_desk_on_moto
from tests.functions.claim_api_desk import counted, mails

ANA = Caller("ana", "ana@example.org", is_staff=False)
ADDRESS = "ana@example.org"


class Ses:
    """SES as a client; each call raises the next of `errors`, or is noted."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.sent: list[dict[str, Any]] = []

    def send_email(self, **mail: Any) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(mail)


def refusal(code: str, said: str = "") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": said}}, "SendEmail")


@pytest.fixture
def desk(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintDesk]:
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


@pytest.fixture
def paper(desk: PrintDesk) -> dict[str, Any]:
    return desk.printed_already()


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ses]:
    def put(*errors: Exception) -> Ses:
        double = Ses(*errors)
        monkeypatch.setattr(aws_clients, "sesv2", lambda: double)
        return double

    return put


def ask(desk: PrintDesk, number: str, who: dict[str, Any] | None = None) -> Answer:
    return desk.call("POST", f"/v1/certificates/{number}/mail", who or learner("ana"))


def at(number: str, moment: datetime) -> MailedCertificate | Refusal:
    """The same at another time."""
    post = dependencies().post
    return mail_certificate(replace(post, printer=replace(post.printer, clock=lambda: moment)), ANA, number)


def test_the_bytes_on_record_go_to_the_address_of_the_account(
    desk: PrintDesk, paper: dict[str, Any], ses: Callable[..., Ses]
) -> None:
    double = ses()
    with counted() as calls:
        answer = ask(desk, paper["number"].lower())
    assert answer.status == 200, answer
    assert calls == ["BatchGetItem", "PutItem"]
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json()
    assert (told["number"], told["sent_to"], told["state"]) == (paper["number"], ADDRESS, "sent")
    (mail,) = double.sent
    assert mail["Destination"] == {"ToAddresses": [ADDRESS]}
    message = mail["Content"]["Simple"]
    (file,) = message["Attachments"]
    assert file["RawContent"] == desk.document(paper)
    assert (file["FileName"], file["ContentType"]) == (f"certificate-{paper['number']}.pdf", "application/pdf")
    assert file["ContentTransferEncoding"] == "BASE64"
    said = message["Body"]["Text"]["Data"]
    assert paper["activity"] in said
    # The only link is the one that is printed on the certificate.
    assert [word for word in said.split() if word.startswith("http")] == [paper["verification_url"]]
    assert paper["learner"] not in said


def test_ses_takes_such_a_request(desk: PrintDesk, paper: dict[str, Any]) -> None:
    assert ask(desk, paper["number"]).status == 200
    assert mails()[-1].destinations["ToAddresses"] == [ADDRESS]


def test_it_speaks_the_language_of_the_pages(desk: PrintDesk, paper: dict[str, Any], ses: Callable[..., Ses]) -> None:
    double = ses()
    desk.claims.call("PATCH", "/v1/me", learner("ana"), json_body={"language": "es"})
    assert ask(desk, paper["number"]).status == 200
    message = double.sent[0]["Content"]["Simple"]
    assert message["Subject"]["Data"] == f"Su certificado: {paper['activity']}"
    assert 'lang="es"' in message["Body"]["Html"]["Data"]


def test_nobody_elses_certificate_is_sent_and_a_try_is_on_record(
    desk: PrintDesk, paper: dict[str, Any], ses: Callable[..., Ses]
) -> None:
    double = ses()
    for who in (learner("bea"), staff()):
        refused = ask(desk, paper["number"], who)
        assert (refused.status, refused.code) == (404, "certificate_not_found")
    assert ask(desk, "AAAAA-AAAAA-AAAAA").code in ("certificate_not_found", "number_mistyped")
    assert double.sent == []
    acts = desk.claims.call("GET", "/v1/me/audit", learner("ana")).json()["items"]
    assert "refused" in {one["act"] for one in acts}


def test_asking_again_within_five_minutes_answers_what_was_sent(
    desk: PrintDesk, paper: dict[str, Any], ses: Callable[..., Ses]
) -> None:
    double, begin = ses(), utc_now()
    first = at(paper["number"], begin)
    assert at(paper["number"], begin + PAUSE - timedelta(seconds=1)) == first
    assert len(double.sent) == 1
    assert at(paper["number"], begin + PAUSE) != first
    assert len(double.sent) == 2


def test_ten_in_a_day_and_the_next_when_the_first_is_a_day_old(
    desk: PrintDesk, paper: dict[str, Any], ses: Callable[..., Ses]
) -> None:
    double, begin = ses(), utc_now()
    for n in range(MOST):
        assert isinstance(at(paper["number"], begin + n * PAUSE), MailedCertificate)
    refused = at(paper["number"], begin + WINDOW - timedelta(seconds=90))
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.retry_after) == ("too_many_mails", 90)
    assert len(double.sent) == MOST
    assert isinstance(at(paper["number"], begin + WINDOW), MailedCertificate)


def test_two_requests_at_once_send_one_mail(
    desk: PrintDesk, paper: dict[str, Any], ses: Callable[..., Ses], monkeypatch: pytest.MonkeyPatch
) -> None:
    double, begin = ses(), utc_now()
    put, others = dependencies().table.put, [True]

    def second_comes_first(write: Any) -> bool:
        if others and others.pop():
            assert isinstance(at(paper["number"], begin), MailedCertificate)
        return put(write)

    monkeypatch.setattr(type(dependencies().table), "put", lambda _, write: second_comes_first(write))
    assert isinstance(at(paper["number"], begin), MailedCertificate)
    assert len(double.sent) == 1


def test_what_was_certainly_not_sent_is_not_counted(
    desk: PrintDesk, paper: dict[str, Any], ses: Callable[..., Ses]
) -> None:
    ses(refusal("AccountSuspendedException"))
    refused = ask(desk, paper["number"])
    assert (refused.status, refused.code) == (503, "mail_not_sent")
    assert "Download the certificate instead" in refused.json()["detail"]
    ses(refusal("BadRequestException", "Local address starts with a dot"))
    refused = ask(desk, paper["number"])
    assert (refused.status, refused.code) == (409, "mail_refused")
    assert dependencies().table.get(mailed_key("ana"))["sent"] == []  # type: ignore[index]
    double = ses()
    assert ask(desk, paper["number"]).status == 200
    assert len(double.sent) == 1


def test_a_mail_that_may_have_been_sent_says_so_and_counts(
    desk: PrintDesk, paper: dict[str, Any], ses: Callable[..., Ses]
) -> None:
    ses(ReadTimeoutError(endpoint_url="https://email.us-east-1.amazonaws.com"))
    told = ask(desk, paper["number"])
    assert (told.status, told.json()["state"]) == (200, "unclear")
    double = ses()
    assert ask(desk, paper["number"]).status == 200
    assert double.sent == []


def test_without_mail_the_learner_is_told_to_download(
    desk: PrintDesk, paper: dict[str, Any], ses: Callable[..., Ses]
) -> None:
    double = ses()
    post = replace(dependencies().post, mailer=None)
    refused = mail_certificate(post, ANA, paper["number"])
    assert isinstance(refused, Refusal)
    assert refused.code == "mail_off"
    assert double.sent == []


@pytest.mark.parametrize(("act", "code"), [("reissue", "certificate_superseded"), ("revoke", "certificate_revoked")])
def test_only_a_valid_one_is_sent(
    desk: PrintDesk, paper: dict[str, Any], ses: Callable[..., Ses], act: str, code: str
) -> None:
    double = ses()
    desk.claims.call("PATCH", "/v1/me", learner("ana"), json_body={"name_as_printed": "Ana Sofía Lima"})
    path = f"/v1/staff/certificates/{paper['number']}/{act}"
    assert desk.call("POST", path, staff(), json_body={"reason": "A test."}).status in (200, 201)
    refused = ask(desk, paper["number"])
    assert (refused.status, refused.code) == (409, code)
    assert double.sent == []


def test_a_lost_document_is_printed_again_and_other_bytes_are_never_sent(
    desk: PrintDesk, paper: dict[str, Any], ses: Callable[..., Ses], monkeypatch: pytest.MonkeyPatch
) -> None:
    double, kept = ses(), desk.document(paper)
    key = f"certificates/{paper['number']}/{paper['sha256']}.pdf"
    aws_clients.s3().put_object(Bucket=desk.bucket, Key=key, Body=b"%PDF of somebody else")
    assert ask(desk, paper["number"]).status == 500
    assert double.sent == []
    aws_clients.s3().delete_object(Bucket=desk.bucket, Key=key)
    begin = utc_now() + PAUSE
    assert isinstance(at(paper["number"], begin), MailedCertificate)
    assert double.sent[0]["Content"]["Simple"]["Attachments"][0]["RawContent"] == kept


def test_nothing_of_an_erased_account_is_sent(desk: PrintDesk, paper: dict[str, Any], ses: Callable[..., Ses]) -> None:
    double = ses()
    table = dependencies().table
    item = table.get(("LEARNER#ana", "PROFILE"))
    assert item
    table.put_many([{**item, "erased_at": "2026-11-29T00:00:00.000Z"}])
    assert ask(desk, paper["number"]).status == 403
    assert double.sent == []
