"""A signed certificate: as valid as before, signed by this key over every byte, and every attack on it is found."""

import io
import re
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from laurel.learners.profile import Paper
from laurel.signing.chains import Chain
from laurel.signing.increment import SignatureFacts, Unsigned, with_place_for_signature
from laurel.signing.signed_data import signed_data
from laurel.statements import Statement
from local import verify_certificate
from local.troubles import TroubleError
from local.verify_certificate import verify
from tests.unit.certificates.pages import nonconformities, printed, read, tool
from tests.unit.certificates.samples import content, logo, sessions, with_logo
from tests.unit.certificates.scripts_of_the_world import NAMES
from tests.unit.signing.keys import AT, in_pem, self_made_chain, signature

FACTS = SignatureFacts("Łódź Society (Sons)", "This certificate is as it was issued.", AT)


def place(pdf: bytes) -> Unsigned:
    return with_place_for_signature(pdf, FACTS, 3_000)


def signed(pdf: bytes, key: str = "signer", chain: Chain | None = None) -> bytes:
    unsigned = place(pdf)
    chain = chain or self_made_chain(key)
    return unsigned.with_signature(
        signed_data(unsigned.signed_part, chain, lambda message: signature(key, message), lambda _: None)
    )


def status_of(pdf: bytes) -> PdfSignatureStatus:
    """What pyHanko says to somebody who trusts the self-made certificate."""
    (found,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    trust = ValidationContext(trust_roots=list(self_made_chain()), allow_fetching=False, moment=AT)
    return validate_pdf_signature(found, trust)


def pdfsig(pdf: bytes, folder: Path) -> str:
    file = folder / "signed.pdf"
    file.write_bytes(pdf)
    return tool("pdfsig", "-nocert", str(file)).decode()


def is_genuine(pdf: bytes) -> bool:
    return all(one.good for one in verify(pdf, in_pem(*self_made_chain())))


@pytest.mark.slow
@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("statement", Statement)
def test_every_layout_can_be_signed_and_stays_archival_and_accessible(
    statement: Statement, paper: Paper, tmp_path: Path
) -> None:
    pdf = signed(printed(content(statement, paper=paper, issuer=with_logo(), sessions=sessions(60)), logo()))
    assert nonconformities(pdf) == []
    assert status_of(pdf).bottom_line
    assert is_genuine(pdf)
    said = pdfsig(pdf, tmp_path)
    assert "Signature is Valid." in said
    assert "Total document signed" in said


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_every_script_can_be_signed(name: str) -> None:
    pdf = signed(printed(content(learner=name)))
    assert is_genuine(pdf)
    assert nonconformities(pdf) == []


def test_what_was_printed_is_kept_byte_for_byte_and_the_same_print_gets_the_same_place() -> None:
    before = printed(content())
    after = signed(before)
    assert after.startswith(before)
    assert place(before) == place(before)
    assert signed(before) == after


def test_a_reader_is_told_who_signed_when_and_why_and_that_nothing_may_change(tmp_path: Path) -> None:
    pdf = signed(printed(content()))
    (field,) = read(pdf).trailer["/Root"]["/AcroForm"]["/Fields"]
    field = field.get_object()
    value = field["/V"]
    assert (value["/Name"], value["/Reason"]) == (FACTS.name, FACTS.reason)
    assert (value["/M"], value["/SubFilter"]) == ("D:20261201153000Z", "/ETSI.CAdES.detached")
    assert read(pdf).trailer["/Root"]["/Perms"]["/DocMDP"]["/Reference"][0]["/TransformParams"]["/P"] == 1
    assert field["/TU"] == "Digital signature"
    assert "Łódź" in pdfsig(pdf, tmp_path)


def changed(pdf: bytes) -> bytes:
    """One letter of the document's own bytes."""
    return pdf.replace(b"/Lang(en-US)", b"/Lang(en-GB)", 1)


def appended(pdf: bytes) -> bytes:
    """An increment after the signature, as an attacker writes it: the catalog names another language."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def signed_again(pdf: bytes) -> bytes:
    """The same print, signed by somebody else under the same name."""
    return signed(pdf[: _printed_length(pdf)], "attacker")


def swapped(pdf: bytes) -> bytes:
    """The certificate of the true key with a signature of another key."""
    return signed(pdf[: _printed_length(pdf)], "attacker", self_made_chain("signer"))


def stripped(pdf: bytes) -> bytes:
    return pdf[: _printed_length(pdf)]


def _printed_length(pdf: bytes) -> int:
    found = re.search(rb"%%EOF", pdf)
    assert found
    return found.end()


def truncated(pdf: bytes) -> bytes:
    return pdf[:-200]


def other_range(pdf: bytes) -> bytes:
    """The signature covers less than it did."""
    found = re.search(rb"/ByteRange\[0{10} (\d{10}) (\d{10}) (\d{10})\]", pdf)
    assert found
    less = b"%010d" % (int(found[3]) - 1)
    return pdf[: found.start(3)] + less + pdf[found.end(3) :]


@pytest.mark.parametrize("attack", [changed, appended, signed_again, swapped, stripped, truncated, other_range])
def test_every_attack_is_found(attack, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    pdf = signed(printed(content()))
    forged = attack(pdf)
    assert forged != pdf
    assert not is_genuine(forged)


@pytest.mark.parametrize("attack", [changed, swapped])
def test_other_readers_find_a_changed_document_too(attack, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    forged = attack(signed(printed(content())))
    assert not status_of(forged).bottom_line
    assert "Signature is Valid." not in pdfsig(forged, tmp_path)


@pytest.mark.parametrize("entry", [b"/M(D:2", b"/TransformMethod", b"/Contents<30", b"/ByteRange[0000000000 "])
def test_a_damaged_entry_of_the_signature_is_found(entry: bytes) -> None:
    pdf = signed(printed(content()))
    at = pdf.rindex(entry) + len(entry) - 1
    assert not all(one.good for one in verify(pdf[:at] + b"z" + pdf[at + 1 :], None))


def with_another_entry(pdf: bytes) -> bytes:
    """pyHanko logs such a change with its trace."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root["/Other"] = writer.root["/Lang"]
    writer.update_root()
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_the_command_prints_plain_words_alone(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    file, trust = tmp_path / "certificate.pdf", tmp_path / "trust.pem"
    trust.write_bytes(in_pem(*self_made_chain()))
    monkeypatch.setattr("sys.argv", ["verify", str(file), "--trust", str(trust)])
    pdf = signed(printed(content()))
    file.write_bytes(pdf)
    verify_certificate.main()
    assert "revoked or replaced later" in capsys.readouterr().out
    file.write_bytes(with_another_entry(pdf))
    with pytest.raises(TroubleError, match="not shown to be genuine"):
        verify_certificate.main()
    assert "revoked or replaced later" not in capsys.readouterr().out
    assert caplog.records == []


def test_a_change_is_not_blamed_on_the_certificate_of_the_signer() -> None:
    found = verify(changed(signed(printed(content()))), in_pem(*self_made_chain()))
    assert [one.words for one in found if not one.good] == [
        "The document was changed after it was signed.",
        "So nobody answers for what it says now.",
    ]


def test_something_that_was_added_is_seen_although_the_signature_itself_is_sound() -> None:
    forged = appended(signed(printed(content())))
    status = status_of(forged)
    assert status.coverage is not SignatureCoverageLevel.ENTIRE_FILE
    words = [one.words for one in verify(forged, None) if not one.good]
    assert "Something was added to the file after it was signed." in words
