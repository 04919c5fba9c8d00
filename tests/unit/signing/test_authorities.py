"""Level B-LT: documents carry what authorities said about the certificates; without it they are printed as B-T."""

import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic

import pytest
from asn1crypto import tsp

from laurel.signing import authorities
from laurel.signing.authorities import Authorities
from laurel.signing.chains import Chain, chain_key
from laurel.signing.revocation import ValidationInfo
from laurel.signing.signing_metrics import SigningMetrics
from local.verify_certificate import verify
from tests.unit.certificates.pages import nonconformities, read
from tests.unit.signing.authority import SIGNER, STAMPER, Authority, authority
from tests.unit.signing.test_signer import KEY, World, unsigned

LEVELS = ("Level B-B", "Level B-T", "Level B-LT")


def signer_of(found: Authority) -> World:
    world = World(found.url + "tsa")
    world.s3.objects[chain_key(KEY)] = found.chain()
    return world


def level(pdf: bytes, found: Authority) -> str:
    """The level, of a document that is genuine in all else."""
    findings = list(verify(pdf, found.trusted()))
    assert all(one.good for one in findings), findings
    return next(one.words.partition(":")[0] for one in findings if one.words.startswith(LEVELS))


def store_of(pdf: bytes) -> dict[str, int]:
    """How many things of each kind the document security store has."""
    store = read(pdf).trailer["/Root"].get("/DSS", {})
    return {name: len(listed) for name, listed in store.items() if name != "/Type"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lists", "held"),
    [
        (("ocsp", "ca"), {"/Certs": 3, "/OCSPs": 2}),
        (("ocsp", "crl", "ca"), {"/Certs": 3, "/OCSPs": 2}),
        (("crl", "ca"), {"/Certs": 3, "/CRLs": 1}),
    ],
    ids="-".join,
)
def test_a_document_carries_what_the_authorities_said(lists: tuple[str, ...], held: dict[str, int]) -> None:
    with authority(*lists) as found:
        world = signer_of(found)
        pdf = world.signed()
    assert level(pdf, found) == "Level B-LT"
    assert store_of(pdf) == held
    assert "ValidationInfoMissing" not in world.counts
    assert nonconformities(pdf) == []


def test_the_signature_covers_what_the_authorities_said() -> None:
    with authority("ocsp", "ca") as found:
        pdf = signer_of(found).signed()
    place = pdf.rindex(b"An authority")
    changed = pdf[:place] + b"No" + pdf[place + 2 :]
    assert not all(one.good for one in verify(changed, found.trusted()))


def test_the_record_keeps_such_an_end_in_few_bytes() -> None:
    with authority("ocsp", "ca") as found:
        end = signer_of(found).signed()[len(unsigned()) :]
    assert len(zlib.compress(end)) < 12_000


@pytest.mark.slow
def test_hundreds_of_prints_ask_the_authorities_once() -> None:
    with authority("ocsp", "ca") as found:
        world = signer_of(found)
        for _ in range(4):
            world.signed()
            world.now += timedelta(minutes=6)  # the installed certificates are read again
        assert found.asked == {"/ca": 2, "/ocsp": 2, "/tsa": 5}
        world.now += timedelta(hours=6)
        world.signed()
        assert found.asked["/ocsp"] == 4


@pytest.mark.slow
def test_what_an_authority_said_is_used_no_longer_than_it_counts() -> None:
    with authority("ocsp", "ca") as found:
        found.days = 0.1
        world = signer_of(found)
        world.signed()
        found.now = world.now = world.now + timedelta(days=0.1)
        assert level(world.signed(), found) == "Level B-LT"
        assert found.asked["/ocsp"] == 4


def revoke(found: Authority, serial: int) -> None:
    found.revoked.add(serial)


def stamp_by_nobody(found: Authority) -> tuple[int, bytes]:
    made = tsp.TimeStampResp.load(found.stamp(found.last))
    made["time_stamp_token"]["content"]["signer_infos"] = []
    return 200, made.dump(force=True)


def test_a_time_stamp_by_nobody_stops_no_print(caplog: pytest.LogCaptureFixture) -> None:
    with authority("ocsp", "ca") as found:
        found.broken["/tsa"] = lambda: stamp_by_nobody(found)
        world = signer_of(found)
        assert level(world.signed(), found) == "Level B-B"
    assert (world.counts["TimeStampsMissing"], world.counts["ValidationInfoMissing"]) == (1, 1)
    assert "the time stamp is damaged" in {vars(one).get("why") for one in caplog.records}


TROUBLES: dict[str, Callable[[Authority], object]] = {
    "an error": lambda found: found.broken.update({"/ocsp": lambda: (503, b"")}),
    "nothing": lambda found: found.broken.update({"/ocsp": lambda: (200, b"")}),
    "a page": lambda found: found.broken.update({"/ocsp": lambda: (200, b"<html>sign in</html>")}),
    "too much": lambda found: found.broken.update({"/ocsp": lambda: (200, bytes(70_000))}),
    "too busy": lambda found: found.broken.update({"/ocsp": lambda: (200, bytes.fromhex("30030a0103"))}),
    "old": lambda found: setattr(found, "days", -0.5),
    "the signer's is revoked": lambda found: revoke(found, SIGNER),
    "the stamper's is revoked": lambda found: revoke(found, STAMPER),
    "no issuer": lambda found: found.broken.update({"/ca": lambda: (200, b"nothing")}),
    "a damaged issuer": lambda found: found.broken.update(
        {"/ca": lambda: (200, bytes.fromhex("300830003000030200ff"))}
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("trouble", TROUBLES)
def test_without_the_authorities_a_certificate_is_printed_as_before_and_counted(trouble: str) -> None:
    with authority("ocsp", "ca") as found:
        TROUBLES[trouble](found)
        world = signer_of(found)
        assert level(world.signed(), found) == "Level B-T"
        asked = found.asked["/ocsp"]
        assert store_of(world.signed()) == {}
        assert found.asked["/ocsp"] == asked  # no learner waits for it again
        assert world.counts["ValidationInfoMissing"] == 2
        found.broken.clear()
        found.revoked.clear()
        found.days = 7
        world.now += timedelta(minutes=5)
        assert level(world.signed(), found) == "Level B-LT"


@pytest.mark.parametrize("trouble", ["too long", "revoked"])
def test_a_list_that_does_not_help_is_not_carried(trouble: str, caplog: pytest.LogCaptureFixture) -> None:
    with authority("crl", "ca") as found:
        found.filler = 4_000 if trouble == "too long" else 0
        found.revoked = {SIGNER} if trouble == "revoked" else set()
        world = signer_of(found)
        assert level(world.signed(), found) == "Level B-T"
    assert world.counts["ValidationInfoMissing"] == 1
    said = {"too long": "has more than 65,536 bytes", "revoked": "says that the certificate is revoked"}
    assert said[trouble] in vars(caplog.records[-1])["why"]


def test_certificates_without_the_authorities_word_make_no_higher_level() -> None:
    class WithoutAnswers(Authorities):
        def info(self, chain: Chain, at: datetime) -> ValidationInfo | None:  # type: ignore[override]
            found = super().info(chain, at)
            assert found
            return replace(found, ocsps=())

    with authority("ocsp", "ca") as found:
        world = signer_of(found)
        world.signer._kept_authorities = WithoutAnswers(
            world.signer._time_stamps.stamp, SigningMetrics(world.hear), world.signer._web
        )
        pdf = world.signed()
    assert store_of(pdf) == {"/Certs": 3}
    assert level(pdf, found) == "Level B-T"


@pytest.mark.slow
def test_another_chain_is_asked_about_at_once() -> None:
    with authority("ocsp", "ca") as found, authority("ocsp", "ca") as other:
        world = signer_of(found)
        world.signed()
        world.s3.objects[chain_key(KEY)] = other.chain()
        world.now += timedelta(minutes=5)
        assert level(world.signed(), other) == "Level B-LT"
    assert other.asked["/ocsp"] == 1


@pytest.mark.slow
def test_the_list_helps_when_the_status_does_not() -> None:
    with authority("ocsp", "crl", "ca") as found:
        found.broken["/ocsp"] = lambda: (500, b"")
        assert level(signer_of(found).signed(), found) == "Level B-LT"


@pytest.mark.slow
@pytest.mark.parametrize("lists", [("ocsp", "ca", "others"), ("crl", "ca", "others")], ids="-".join)
def test_of_several_addresses_the_next_one_is_tried(lists: tuple[str, ...]) -> None:
    with authority(*lists) as found:
        found.broken["/gone"] = lambda: (404, b"")
        world = signer_of(found)
        assert level(world.signed(), found) == "Level B-LT"
    assert found.asked["/gone"] == 4  # the issuer's, and the status, of both certificates


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/ocsp", "/ca"])
def test_an_authority_that_answers_byte_by_byte_is_not_waited_for(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authorities, "_SECONDS", 0.3)
    with authority("ocsp", "ca") as found:
        found.slow = {path}
        world = signer_of(found)
        began = monotonic()
        assert level(world.signed(), found) == "Level B-T"
        assert monotonic() - began < 3
    assert world.counts["ValidationInfoMissing"] == 1


def test_an_authority_that_is_away_is_waited_for_once() -> None:
    with authority("ocsp", "ca") as away:
        chain = away.chain()
    with authority("ocsp", "ca") as found:
        world = signer_of(found)
        world.s3.objects[chain_key(KEY)] = chain
        pdf = world.signed()
    assert store_of(pdf) == {}
    assert world.counts["ValidationInfoMissing"] == 1


@pytest.mark.parametrize("lists", [(), ("ocsp", "crl", "ca", "directory")], ids=["none", "directory"])
def test_authorities_that_name_no_web_address_are_no_trouble(lists: tuple[str, ...]) -> None:
    with authority(*lists) as found:
        world = signer_of(found)
        assert level(world.signed(), found) == "Level B-T"
    assert "ValidationInfoMissing" not in world.counts


@pytest.mark.slow
def test_a_time_stamp_by_a_certificate_that_nobody_asked_about_is_counted() -> None:
    with authority("ocsp", "ca") as found, authority("ocsp", "ca") as other:
        world = signer_of(found)
        world.signed()
        found.broken["/tsa"] = lambda: (200, other.stamp(found.last))
        world.signed()
    assert world.counts["ValidationInfoMissing"] == 1


def test_without_a_time_stamp_authority_nobody_is_asked() -> None:
    with authority("ocsp", "ca") as found:
        world = World()
        world.s3.objects[chain_key(KEY)] = found.chain()
        assert level(world.signed(), found) == "Level B-B"
    assert not found.asked
