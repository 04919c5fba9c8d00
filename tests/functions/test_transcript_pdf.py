"""The transcript as PDF: asked for over HTTP, for its learner alone, with every source and the marks."""

import base64
import io
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from tests.api_events import Answer, learner
from tests.functions.certificate_pdf_desk import NAME, PrintDesk, print_desk_on_moto
from tests.functions.organizer_desk import Books, reported
from tests.functions.proof_desk import hand_in

ANA = "ana@example.org"


@pytest.fixture
def desk(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintDesk]:
    monkeypatch.setenv("PROVIDER_NAMES", "labce=LabCE")
    with print_desk_on_moto(monkeypatch.setenv) as found:
        yield found


def asked(desk: PrintDesk, who: str = "ana", query: str = "") -> Answer:
    return desk.call("GET", f"/v1/transcript/pdf{query}", learner(who))


def document(answer: Answer) -> Any:
    assert answer.status == 200, answer
    return PdfReader(io.BytesIO(base64.b64decode(answer.body)))


def text_of(answer: Answer) -> str:
    return " ".join(" ".join(page.extract_text() for page in document(answer).pages).split())


@pytest.mark.slow
def test_it_has_every_source_with_its_mark(desk: PrintDesk) -> None:
    number = desk.printed()["number"]
    Books().add(reported("sent", email=ANA), reported("other", email="bea@example.org", activity_title="Of Bea"))
    hand_in(desk.claims, "ana")
    answer = asked(desk)
    said = text_of(answer)
    for words in (
        NAME,
        "Printed on ",
        "Page 1 of 1",
        "This transcript is not a certificate.",
        "California accepts certificates, not transcripts.",
        f"Certificate {number}",
        "LabCE",
        "Sent by the provider",
        "Credits from elsewhere",
        "The learner's own statements. Nobody has checked them.",
        "Errors in the blood bank",
        "1.5 contact hours",
        "Medical errors, with proof",
    ):
        assert words in said, (words, said)
    assert "Of Bea" not in said
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="transcript.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_is_tagged_titled_and_in_a_language(desk: PrintDesk) -> None:
    desk.printed()
    root = document(asked(desk)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-US"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "Transcript of Continuing Education" in metadata


def test_a_span_takes_both_its_days_and_wrong_ones_are_refused(desk: PrintDesk) -> None:
    Books().add(reported("sent", email=ANA))
    desk.claims.call("GET", "/v1/me", learner())  # the address is recorded
    on = "2026-11-01"
    assert "Sent by the provider" in text_of(asked(desk, query=f"?from={on}&to={on}"))
    nothing = text_of(asked(desk, query="?from=2020-01-01&to=2020-12-31"))
    assert "No credit was completed in this time." in nothing
    assert "Completed from January 1, 2020 through December 31, 2020" in nothing
    assert asked(desk, query="?from=2026-11-02&to=2026-11-01").status == 422


def test_texts_that_no_font_has_do_not_stop_it(desk: PrintDesk) -> None:
    desk.claims.call("GET", "/v1/me", learner())
    Books().add(reported("sent", email=ANA, activity_title="Germs \U0001f9a0 #panic[x] \u0e31 血液学"))
    said = text_of(asked(desk))
    assert "Germs ? #panic[x]" in said
    assert "血液学" in said


def test_an_account_without_anything_has_one_too(desk: PrintDesk) -> None:
    assert "No credit was completed in this time." in text_of(asked(desk, "new"))
