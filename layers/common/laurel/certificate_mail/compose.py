"""The e-mail that brings a certificate: the document is attached (pure).

It has no link that works without a log-in, but the one that is printed on the certificate, by which anybody checks it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from laurel.certificates.certificate import Certificate
from laurel.learners.profile import Language
from laurel.notices.email_layout import Attachment, NoticeEmail

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class _Words:
    subject: str
    hello: str
    who_writes: str
    attached: str
    number: str
    check: str
    not_you: str
    questions: str


_ENGLISH = _Words(
    subject="Your certificate: {title}",
    hello="Hello,",
    who_writes="This e-mail is from Laurel, which keeps continuing-education credits for laboratory professionals.",
    attached="You asked for your certificate by e-mail. It is attached as a PDF file:",
    number="Certificate {number}",
    check="Anybody can check it here:",
    not_you="You did not ask for it? Then somebody may know your password: set a new one, and write to us.",
    questions="Questions? Write to",
)
_SPANISH = _Words(
    subject="Su certificado: {title}",
    hello="Buenos días:",
    who_writes="Este mensaje es de Laurel, que guarda los créditos de educación continua de profesionales del"
    " laboratorio.",
    attached="Usted pidió su certificado por correo electrónico. Está adjunto como archivo PDF:",
    number="Certificado {number}",
    check="Cualquiera puede comprobarlo aquí:",
    not_you="¿No lo pidió usted? Entonces alguien puede saber su contraseña: elija otra y escríbanos.",
    questions="¿Preguntas? Escriba a",
)
_WORDS: Mapping[Language, _Words] = {Language.ENGLISH: _ENGLISH, Language.SPANISH: _SPANISH}


def compose(certificate: Certificate, language: Language, contact: str) -> NoticeEmail:
    """The e-mail about this certificate in the language of the learner's pages."""
    words, content = _WORDS[language], certificate.content
    title, number = content.activity, words.number.format(number=certificate.number)
    parts = [
        words.hello,
        words.who_writes,
        words.attached,
        f"    {title}\n    {number}",
        f"{words.check} {content.verification_url}",
        words.not_you,
        f"{words.questions} {contact}.",
    ]
    subject, link = words.subject.format(title=" ".join(title.split())), escape(content.verification_url)
    html = (
        f'<!doctype html><html lang="{language.value}"><head><meta charset="utf-8"><title>{escape(subject)}</title>'
        '</head><body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">'
        f"<p>{words.hello}</p><p>{words.who_writes}</p><p>{words.attached}</p>"
        # A title may be right-to-left text and must not reorder the text around it.
        f"<p><strong><bdi>{escape(title)}</bdi></strong><br>{number}</p>"
        f'<p>{words.check} <a href="{link}">{link}</a></p><p>{words.not_you}</p>'
        f'<p>{words.questions} <a href="mailto:{escape(contact)}">{escape(contact)}</a>.</p></body></html>\n'
    )
    return NoticeEmail(subject, "\n\n".join(parts) + "\n", html)


def attachment_of(certificate: Certificate, pdf: bytes) -> Attachment:
    """The document as a file of the e-mail; its name has ASCII letters alone, which every mail program reads."""
    return Attachment(f"certificate-{certificate.number}.pdf", PDF, pdf)
