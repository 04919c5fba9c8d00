"""Asking for a certificate: who gets what, under which number, and what it costs."""

import base64
import urllib.parse

import pytest

from laurel.certificates.archive import Archive, LogoLost
from laurel.certificates.certificate import Certificate
from laurel.certificates.lookup import find_certificate, look_up
from laurel.certificates.number import new_number
from laurel.platform import aws as aws_clients
from laurel.platform.callers import Caller
from laurel.platform.problems import status_of
from laurel.platform.refusal import Refusal
from tests.unit.certificates.printers import ANA, World, ready
from tests.unit.certificates.samples import logo

STAFF = Caller("sam", "sam@example.org", True)
BO = Caller("bo", "bo@example.org", False)


@pytest.fixture
def printed(world: World) -> Certificate:
    certificate = ready(world).issued()
    world.wires.calls.clear()
    return certificate


@pytest.mark.parametrize(("who", "recorded"), [(ANA, []), (STAFF, ["put_item"])])
def test_owner_and_staff_have_it_at_one_read_and_one_look_and_that_of_staff_is_recorded(
    world: World, printed: Certificate, who: Caller, recorded: list[str]
) -> None:
    assert find_certificate(world.printer, who, printed.number) == printed
    assert world.wires.calls == ["get_item", *recorded, "head_object"]


def test_another_learner_is_told_what_is_told_of_a_number_that_is_nobodys(world: World, printed: Certificate) -> None:
    theirs = find_certificate(world.printer, BO, printed.number)
    nobodys = find_certificate(world.printer, BO, new_number(lambda n: n - 1))
    assert theirs == nobodys
    assert isinstance(theirs, Refusal)
    assert (status_of(theirs), theirs.code) == (404, "certificate_not_found")


@pytest.mark.parametrize("typed", [str.lower, lambda number: number.replace("-", " "), lambda n: n.replace("-", "")])
def test_it_is_found_however_its_number_is_typed(world: World, printed: Certificate, typed) -> None:  # type: ignore[no-untyped-def]
    assert look_up(world.printer.certificates, typed(printed.number)) == printed
    assert world.wires.calls == ["get_item"]


@pytest.mark.parametrize("typed", ["", "7XKDA", "7XKDA-9GQMT-C4WHO", "<script>", "x" * 200, "٣٤٦٧٩-ACDEF-GHJKM"])
def test_what_cannot_be_a_number_is_said_without_asking_the_table(world: World, typed: str) -> None:
    answer = look_up(world.printer.certificates, typed)
    assert isinstance(answer, Refusal)
    assert (status_of(answer), answer.code, answer.errors[0].path) == (422, "number_mistyped", "number")
    assert world.wires.calls == []


def test_a_link_is_made_without_a_call_and_lasts_five_minutes(world: World, printed: Certificate) -> None:
    link = urllib.parse.urlsplit(world.printer.archive.link(printed))
    query = dict(urllib.parse.parse_qsl(link.query))
    assert world.wires.calls == []
    assert query["X-Amz-Expires"] == "300"
    assert query["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"
    assert query["response-content-type"] == "application/pdf"
    assert query["response-content-disposition"].startswith("attachment; ")
    assert link.path.endswith(f"{printed.number}/{printed.sha256}.pdf")


def test_s3_is_told_the_digest_so_that_it_refuses_what_was_damaged_on_its_way(printed: Certificate) -> None:
    sent: dict[str, str] = {}

    class Client:
        def put_object(self, **request: str) -> None:
            sent.update(request)

    Archive("bucket", Client()).keep(printed, b"")  # type: ignore[arg-type]
    assert base64.b64decode(sent["ChecksumSHA256"]).hex() == printed.sha256


def test_a_logo_comes_back_as_it_was_kept_and_is_fetched_once(world: World) -> None:
    archive = world.printer.archive
    archive.keep_logo(logo())
    world.wires.calls.clear()
    assert archive.logo(logo().sha256) == logo() == archive.logo(logo().sha256)
    assert world.wires.calls == ["get_object"]


def test_a_logo_that_is_gone_or_another_one_is_not_printed(world: World) -> None:
    archive = world.printer.archive
    with pytest.raises(LogoLost):
        archive.logo(logo().sha256)
    aws_clients.s3().put_object(
        Bucket=world.bucket, Key=f"logos/{logo().sha256}", Body=b"<svg/>", ContentType="image/svg+xml"
    )
    with pytest.raises(LogoLost):
        archive.logo(logo().sha256)
