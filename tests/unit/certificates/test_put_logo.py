"""A provider's logo: put by staff, proved on the renderer, carried by what is printed afterwards."""

import struct
import zlib

import pytest

from laurel.catalog.provider import Provider
from laurel.catalog.providers import Providers
from laurel.certificates.put_logo import LogoPut, put_logo, put_provider_logo
from laurel.certificates.reissue_or_revoke import Corrected, reissue
from laurel.platform.problems import status_of
from laurel.platform.refusal import Refusal
from tests.unit.certificates.printers import World, ready
from tests.unit.certificates.samples import SVG, logo
from tests.unit.claims.samples import activity


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress((b"\0" + b"\x20\x40\x80" * 2) * 2))
    + chunk(b"IEND", b"")
)

# It passes every check of the file, and cannot be drawn: only the proof shows it.
BAD_FILTER = PNG.replace(
    chunk(b"IDAT", zlib.compress((b"\0" + b"\x20\x40\x80" * 2) * 2)),
    chunk(b"IDAT", zlib.compress((b"\x09" + b"\x20\x40\x80" * 2) * 2)),
)


@pytest.mark.parametrize("file", [SVG, PNG], ids=["svg", "png"])
def test_what_is_printed_afterwards_carries_it(world: World, file: bytes) -> None:
    ready(world)
    found = put_logo(world.printer, "eva", "micro-2026", file)
    assert world.wires.calls == ["batch_get_item", "put_object", "transact_write_items"]
    assert isinstance(found, LogoPut)
    certificate = world.issued()
    assert certificate.content.logo_sha256 == found.logo.sha256
    world.lose_objects()
    assert not isinstance(world.issue(), Refusal)
    assert any(key.endswith(f"{certificate.sha256}.pdf") for key in world.objects())


@pytest.mark.slow
def test_an_activity_without_a_logo_has_that_of_its_provider(world: World) -> None:
    ready(world)
    labce = Provider(display_name="LabCE", contact_email="labce@example.org", time_zone="America/Chicago")
    Providers(world.table).save("labce", labce, seen=None)
    world.has(activity(provider_id="labce"))
    found = put_provider_logo(world.printer, "eva", "labce", SVG)
    assert isinstance(found, LogoPut)
    certificate = world.issued()
    assert certificate.content.logo_sha256 == logo().sha256
    # Its own goes before, and costs no further read.
    put_logo(world.printer, "eva", "micro-2026", PNG)
    world.wires.calls.clear()
    again = reissue(world.printer, "eva", certificate.number, reason="A logo", verify_url="https://ce.example.org")
    assert isinstance(again, Corrected)
    assert again.certificate.content.logo_sha256 not in (None, logo().sha256)
    refused = put_provider_logo(world.printer, "eva", "asm", SVG)
    assert isinstance(refused, Refusal)
    assert refused.code == "provider_not_found"


def test_what_was_printed_before_stays_as_it_is(world: World) -> None:
    certificate = ready(world).issued()
    put_logo(world.printer, "eva", "micro-2026", SVG)
    assert certificate.content.logo_sha256 is None
    world.lose_objects()
    again = world.issue()
    assert not isinstance(again, Refusal)
    assert again.certificate == certificate


def test_the_last_logo_counts_and_staff_putting_the_activity_anew_leave_it(world: World) -> None:
    ready(world)
    put_logo(world.printer, "eva", "micro-2026", PNG)
    put_logo(world.printer, "eva", "micro-2026", SVG)
    world.has(activity(title="Anew"))
    assert world.issued().content.logo_sha256 == logo().sha256


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"GIF89a",
        PNG[:-5],
        BAD_FILTER,
        b"<html></html>",
        SVG.replace(b"<circle", b"<script>1</script><circle"),
        SVG.replace(b"url(#dawn)", b"url(//example.org/dawn)"),
        b"<svg" + b" " * 300_000,
    ],
    ids=["empty", "gif", "broken", "filter", "html", "script", "elsewhere", "large"],
)
def test_what_is_no_logo_is_refused_and_nothing_is_kept(world: World, file: bytes) -> None:
    ready(world)
    found = put_logo(world.printer, "eva", "micro-2026", file)
    assert isinstance(found, Refusal)
    assert (status_of(found), found.code) == (422, "invalid_logo")
    assert found.message
    assert world.objects() == {}
    assert world.issued().content.logo_sha256 is None


def test_a_logo_needs_its_activity(world: World) -> None:
    found = put_logo(world.printer, "eva", "micro-2027", SVG)
    assert isinstance(found, Refusal)
    assert (status_of(found), found.code) == (404, "activity_not_found")
    assert world.objects() == {}
