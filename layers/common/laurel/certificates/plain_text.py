"""What a certificate says, as plain text, attached to its PDF (pure).

Readers of PDFs take copied and searched text from the letters that are drawn, and many get it wrong for letters with
marks and for scripts that join letters. This text is as it was given. Never change it for a template version that
certificates use: a lost document is printed again with the same bytes.
"""

from collections.abc import Iterator

from laurel.certificates.content import CertificateContent


def plain_text(content: CertificateContent) -> str:
    """The text of the certificate, one fact a line."""
    return "\n".join(_lines(content)) + "\n"


def _lines(content: CertificateContent) -> Iterator[str]:
    yield content.heading
    yield content.provider
    yield f"{content.opening} {content.learner}"
    yield f"{content.deed} {content.activity}"
    yield content.occasion
    yield " ".join(filter(None, (content.award_lead, content.award)))
    yield ""
    for detail in content.details:
        yield f"{detail.label}: {detail.value}"
    for area in content.areas:
        yield f"{area.area}: {area.hours}"
    yield from content.paragraphs
    yield f"{content.signatory}, {content.signatory_title}"
    yield f"Certificate number: {content.number}"
    yield f"Date of issue: {content.issued}"
    yield content.verification_url
    for session in content.sessions:
        yield ", ".join(filter(None, (session.held_on, session.title, session.area, session.credits)))
