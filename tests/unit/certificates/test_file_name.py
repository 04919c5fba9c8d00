"""The file name of a downloaded certificate, in any script, and what its header says to older programs."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.certificates.certificate import CertificateStatus
from laurel.certificates.file_name import disposition, file_name
from tests.unit.certificates.samples import NUMBER, content


@pytest.mark.parametrize(
    ("status", "plain", "whole"),
    [
        (CertificateStatus.VALID, "", ""),
        (CertificateStatus.REVOKED, "-REVOKED", " REVOKED"),
        (CertificateStatus.SUPERSEDED, "-REPLACED", " REPLACED"),
    ],
)
def test_the_name_says_what_no_longer_holds(status: CertificateStatus, plain: str, whole: str) -> None:
    shown = content().model_copy(update={"activity": "Zellen & Gewebe"})
    assert file_name(shown, status) == f"Zellen & Gewebe 7XKDA-9GQMT-C4WHE{whole}.pdf"
    assert disposition(shown, status) == (
        f'attachment; filename="certificate-7XKDA-9GQMT-C4WHE{plain}.pdf";'
        f" filename*=UTF-8''Zellen%20%26%20Gewebe%207XKDA-9GQMT-C4WHE{whole.replace(' ', '%20')}.pdf"
    )


def test_a_certificate_is_valid_unless_something_else_is_said() -> None:
    assert disposition(content()) == disposition(content(), CertificateStatus.VALID)
    assert file_name(content()) == file_name(content(), CertificateStatus.VALID)


def test_without_a_title_the_number_is_the_name() -> None:
    assert file_name(content().model_copy(update={"activity": "???"})) == f"{NUMBER}.pdf"


def saved_as(header: str) -> str:
    """The name that a browser takes."""
    assert header.isascii()
    assert header.isprintable()
    start, _, encoded = header.partition("; filename*=UTF-8''")
    assert start == f'attachment; filename="certificate-{NUMBER}.pdf"'
    return unquote(encoded, errors="strict")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Clinical Microbiology 2026", "Clinical Microbiology 2026"),
        ("علم الأحياء الدقيقة السريري", "علم الأحياء الدقيقة السريري"),
        ("临床微生物学：从血培养到基因组", "临床微生物学：从血培养到基因组"),
        ('A/B: "C" <D> | E? *F* \\ G', "A B C D E F G"),
        ("../../etc/passwd", "etc passwd"),
        ("\u202efdp.exe", "fdp.exe"),
        ("CON.", "CON"),
        ("…", "…"),
        ("X-ray: A.B, an X ", "X-ray A.B, an X"),
        # No folder has a name that ends with a period or begins with a space.
        (" . Cells. ", "Cells"),
        # A tab, a joiner, a place without a letter, one for private use, half a letter: nobody sees them.
        ("a\tb\u200dc\u0378d\ue000e\ud800f", "a b c d e f"),
        ("e\u0301", "\u00e9"),
        ("ü" * 300, "ü" * 90),
        ("a" + "微" * 300, "a" + "微" * 59),  # 180 bytes would end within a character
    ],
)
def test_the_document_is_saved_under_its_title_in_any_script(title: str, name: str) -> None:
    shown = content().model_copy(update={"activity": title})
    assert saved_as(disposition(shown)) == f"{name} {NUMBER}.pdf"


@given(st.text(max_size=400))
def test_no_title_breaks_out_of_the_header_or_the_folder(title: str) -> None:
    shown = content().model_copy(update={"activity": title.encode(errors="ignore").decode()})
    name = saved_as(disposition(shown))
    assert name.endswith(f"{NUMBER}.pdf")
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|\r\n\0')
