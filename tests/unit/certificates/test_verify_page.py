"""The page that a scanned code opens: safe, accessible, in every script."""

import base64
import hashlib
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from laurel.certificates.certificate import Certificate, CertificateStatus, revoked, superseded
from laurel.certificates.verified import VerifiedView
from laurel.certificates.verify_page import HEADERS, certificate_page, refusal_page
from laurel.platform.refusal import Refusal, RefusalKind
from laurel.statements import Statement
from tests.unit.certificates.samples import NUMBER, content
from tests.unit.certificates.test_certificate_record import CERTIFICATE, RULING

NEW = "34679-ACDEF-GHJKM"


class Page(HTMLParser):
    """The page as a browser takes it apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page(certificate=CERTIFICATE) -> Page:  # type: ignore[no-untyped-def]
    return Page(certificate_page(VerifiedView.of(certificate)))


def test_it_says_everything_that_anyone_may_know() -> None:
    text = page().text
    for said in ("This certificate is valid.", "Ada Marie Łukasiewicz", "6.5 P.A.C.E.® contact hours", NUMBER):
        assert said in text
    for said in ("Clinical Microbiology Today", "Example Society", "June 8, 2026", "June 20, 2026"):
        assert said in text


def headings(text: str) -> tuple[str, str, str]:
    """The title of a page, its heading, and the line with the status."""
    title, heading = (text.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0] for tag in ("title", "h1"))
    return title, heading, next(line for line in text.splitlines() if 'role="status"' in line)


@pytest.mark.parametrize(
    ("certificate", "status", "said"),
    [
        (CERTIFICATE, "valid", "This certificate is valid."),
        (
            superseded(CERTIFICATE, NEW, RULING),
            "superseded",
            "This certificate is no longer valid: it was replaced.",
        ),
        (revoked(CERTIFICATE, RULING), "revoked", "This certificate is no longer valid: it was revoked."),
    ],
)
def test_its_title_and_its_first_line_say_whether_it_is_valid(certificate: Certificate, status: str, said: str) -> None:
    assert headings(certificate_page(VerifiedView.of(certificate))) == (
        f"{said} – Certificate check",
        "Certificate check",
        f'<p class="status {status}" role="status">{said}</p>',
    )


def facts_on(found: Page) -> dict[str, str]:
    """The labels of the page, each with its value."""
    listed = [line for line in found.text.splitlines() if line]
    first = listed.index("Issued to")
    return dict(zip(listed[first::2], listed[first + 1 :: 2], strict=False))


@pytest.mark.parametrize(("statement", "award"), [(Statement.PACE, "Credit"), (Statement.ATTENDANCE, "Attendance")])
def test_every_fact_has_its_label(statement: Statement, award: str) -> None:
    old = superseded(replace(CERTIFICATE, content=content(statement), reissued_on=date(2026, 7, 1)), NEW, RULING)
    view = VerifiedView.of(old)
    assert facts_on(page(old)) == {
        "Issued to": "Ada Marie Łukasiewicz",
        "Activity": "Clinical Microbiology Today: From Blood Culture to Genome",
        "Provider": "Example Society for Microbiology",
        "Statement": view.statement_name,
        award: view.award,
        "Completed on": "June 8, 2026",
        "Issued on": "June 20, 2026",
        "Reissued on": "July 1, 2026",
        "Certificate number": NUMBER,
        "Replaced by": NEW,
    }


def test_attendance_never_reads_as_credit_awarded() -> None:
    paper = replace(CERTIFICATE, content=content(Statement.ATTENDANCE))
    view = VerifiedView.of(paper)
    assert view.award == "Attended; designated for 31.25 AMA PRA Category 1 Credit(s)™; awards no such credit"
    assert (view.statement_name, view.credits) == ("Statement of attendance", "6.5")
    text = page(paper).text
    assert view.award in text
    assert "Statement of attendance" in text
    assert "Credit\n" not in text


@pytest.mark.parametrize("statement", sorted(Statement))
def test_it_names_the_type_of_statement(statement: Statement) -> None:
    paper = replace(CERTIFICATE, content=content(statement))
    name = VerifiedView.of(paper).statement_name
    assert f"Statement\n{name}\n" in page(paper).text
    assert name


def test_it_says_what_no_longer_holds_and_leads_to_what_does() -> None:
    old = page(superseded(CERTIFICATE, NEW, RULING))
    assert "it was replaced" in old.text
    assert [one["href"] for one in old.attributes("a")] == [NEW]
    gone = page(revoked(CERTIFICATE, RULING))
    assert "it was revoked" in gone.text
    assert "Reissued on" not in gone.text
    assert "July 1, 2026" in page(replace(CERTIFICATE, reissued_on=date(2026, 7, 1))).text
    # Why is between staff and the learner.
    for one in (old, gone):
        assert RULING.reason not in one.text
        assert "valid." not in one.text


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><b>", "&lt;"]
)
def test_what_people_wrote_is_text_and_never_markup(hostile: str) -> None:
    shown = content().model_copy(update={"learner": hostile, "activity": hostile, "provider": hostile})
    found = page(replace(CERTIFICATE, content=shown))
    assert {tag for tag, _ in found.tags} == {tag for tag, _ in page().tags}
    assert found.text.count(hostile) == 3
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)
    refusal = Page(refusal_page(Refusal(RefusalKind.INVALID, "number_mistyped", hostile)))
    assert hostile in refusal.text
    assert not refusal.attributes("script") + refusal.attributes("img")


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        (RefusalKind.INVALID, "number_mistyped", "This is not a certificate number"),
        (RefusalKind.NOT_FOUND, "certificate_not_found", "No such certificate"),
    ],
)
def test_a_number_of_no_certificate_says_so_and_what_to_look_at(kind: RefusalKind, code: str, said: str) -> None:
    found = refusal_page(Refusal(kind, code, "Compare it with the certificate."))
    assert headings(found) == (
        f"{said} – Certificate check",
        "Certificate check",
        f'<p class="status unknown" role="status">{said}</p>',
    )
    assert "<p>Compare it with the certificate.</p>" in found
    assert CertificateStatus.VALID not in Page(found).text


def test_a_name_stands_in_its_own_direction_and_language() -> None:
    shown = content().model_copy(update={"learner": "ليلى الأنصاري"})
    bdi = page(replace(CERTIFICATE, content=shown)).attributes("bdi")
    assert bdi[0] == {"lang": "ar", "dir": "rtl"}
    assert bdi[1:] == [{"lang": "en-US", "dir": "ltr"}] * 2
    chosen = shown.model_copy(update={"learner_language": "fa"})
    bdi = page(replace(CERTIFICATE, content=chosen)).attributes("bdi")
    assert bdi[0] == {"lang": "fa", "dir": "rtl"}


def test_it_can_be_read_on_a_phone_and_heard() -> None:
    found = page()
    assert found.attributes("html") == [{"lang": "en"}]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in found.attributes("meta")
    assert len(found.attributes("h1")) == len(found.attributes("main")) == len(found.attributes("title")) == 1
    assert len(found.attributes("dt")) == len(found.attributes("dd")) > 6


def test_the_policy_lets_in_the_pages_own_style_and_nothing_else() -> None:
    text = certificate_page(VerifiedView.of(CERTIFICATE))
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = dict(one.split(" ", 1) for one in HEADERS["Content-Security-Policy"].split("; "))
    assert policy.pop("style-src") == f"'sha256-{digest}'"
    assert policy.pop("default-src") == "'none'"
    assert set(policy.values()) == {"'none'"}
    assert "style=" not in text.replace("<style>", "")
    assert not page().attributes("link") + page().attributes("img") + page().attributes("script")
