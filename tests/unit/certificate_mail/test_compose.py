"""The e-mail with a certificate, word for word in both languages, as text and as HTML."""

from dataclasses import replace

import pytest

from laurel.certificate_mail.compose import attachment_of, compose
from laurel.learners.profile import Language
from laurel.notices.email_layout import Attachment
from tests.unit.certificates import samples
from tests.unit.pace.test_participants import certificate

PRINTED = replace(
    certificate("LRL-1"),
    content=samples.content().model_copy(
        update={"activity": "Cells & <Blood>", "verification_url": "https://x.org/?a&b"}
    ),
)
ENGLISH = """Hello,

This e-mail is from Laurel, which keeps continuing-education credits for laboratory professionals.

You asked for your certificate by e-mail. It is attached as a PDF file:

    Cells & <Blood>
    Certificate LRL-1

Anybody can check it here: https://x.org/?a&b

You did not ask for it? Then somebody may know your password: set a new one, and write to us.

Questions? Write to ce@example.org.
"""
SPANISH = """Buenos días:

Este mensaje es de Laurel, que guarda los créditos de educación continua de profesionales del laboratorio.

Usted pidió su certificado por correo electrónico. Está adjunto como archivo PDF:

    Cells & <Blood>
    Certificado LRL-1

Cualquiera puede comprobarlo aquí: https://x.org/?a&b

¿No lo pidió usted? Entonces alguien puede saber su contraseña: elija otra y escríbanos.

¿Preguntas? Escriba a ce@example.org.
"""


@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        (Language.ENGLISH, "Your certificate: Cells & <Blood>", ENGLISH),
        (Language.SPANISH, "Su certificado: Cells & <Blood>", SPANISH),
    ],
)
def test_the_text_is_as_approved(language: Language, subject: str, text: str) -> None:
    mail = compose(PRINTED, language, "ce@example.org")
    assert (mail.subject, mail.text) == (subject, text)


def test_the_page_says_the_same_and_runs_nothing_of_what_others_wrote() -> None:
    assert compose(PRINTED, Language.SPANISH, "ce@example.org").html == (
        '<!doctype html><html lang="es"><head><meta charset="utf-8">'
        "<title>Su certificado: Cells &amp; &lt;Blood&gt;</title>"
        '</head><body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">'
        "<p>Buenos días:</p><p>Este mensaje es de Laurel, que guarda los créditos de educación continua de"
        " profesionales del laboratorio.</p><p>Usted pidió su certificado por correo electrónico. Está adjunto como"
        " archivo PDF:</p>"
        "<p><strong><bdi>Cells &amp; &lt;Blood&gt;</bdi></strong><br>Certificado LRL-1</p>"
        '<p>Cualquiera puede comprobarlo aquí: <a href="https://x.org/?a&amp;b">https://x.org/?a&amp;b</a></p>'
        "<p>¿No lo pidió usted? Entonces alguien puede saber su contraseña: elija otra y escríbanos.</p>"
        '<p>¿Preguntas? Escriba a <a href="mailto:ce@example.org">ce@example.org</a>.</p></body></html>\n'
    )


def test_a_title_of_several_lines_is_one_line_of_the_subject() -> None:
    several = replace(PRINTED, content=PRINTED.content.model_copy(update={"activity": "Cells\r\nBcc:  x"}))
    assert compose(several, Language.ENGLISH, "x").subject == "Your certificate: Cells Bcc: x"


def test_the_file_is_named_by_the_number() -> None:
    assert attachment_of(PRINTED, b"%PDF") == Attachment("certificate-LRL-1.pdf", "application/pdf", b"%PDF")
