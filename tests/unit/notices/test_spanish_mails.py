"""E-mails in Spanish: each sentence has a translation with the same placeholders, and no translation is left over."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from laurel.certificates.certificate_notice import CertificateEvent
from laurel.claim_notices import claim_email
from laurel.exports import ready_mail
from laurel.learners.profile import Language, Profile, speech_of
from laurel.ledger.credit import Credit
from laurel.ledger.notifications import NoticeCause
from laurel.ledger.states import RejectedReason, UnmatchedReason
from laurel.notices import notice_email
from laurel.notices.email_layout import MOST_LISTED, NoticeEmail
from laurel.platform.spanish_sentences import SENTENCES
from laurel.platform.speech import SPANISH, Speech
from laurel.progress.cycles import LicenseFacts
from laurel.progress.progress import RuleProgress, progress_of
from laurel.progress.read_rules import rules_by_id
from laurel.reminders.reminder_email import ReminderLinks, compose_reminder
from tests.credits import START, a_credit
from tests.unit.claim_notices.test_claim_email import LINKS as CLAIM_LINKS
from tests.unit.claim_notices.test_claim_email import NOTICE, REMINDER
from tests.unit.exports.test_export import READY
from tests.unit.notices.test_notice_email import LINKS, NAMES, accepted, rejected, sent, unmatched

PLACEHOLDERS = re.compile(r"\{(\w+)\}")
# Words that English has and Spanish has not.
ENGLISH = re.compile(
    r"\b(?:the|of|your|you|is|are|and|with|for|this|that|has|have|not|from|to|it|or|was)\b", re.IGNORECASE
)


class Asked(Speech):
    """Spanish that notes what it was asked to say, and does not fall back to English."""

    def __init__(self) -> None:
        super().__init__(SPANISH)
        self.said: set[str] = set()

    def __call__(self, english: str, **values: object) -> str:
        assert english in SENTENCES, english
        self.said.add(english)
        return super().__call__(english, **values)


def notices(say: Speech) -> Iterator[NoticeEmail]:
    """Notices about credits: each reason and cause, one and many."""
    told = [(rejected(reason), NoticeCause.REJECTED) for reason in RejectedReason]
    told += [(unmatched(reason), NoticeCause.UNMATCHED) for reason in UnmatchedReason]
    told += [(replace(sent(), contact_hours=Decimal("2.5")), NoticeCause.LATE), (accepted(), NoticeCause.ACCEPTED)]
    told += [(unjudged(), NoticeCause.REJECTED), (replace(sent(), contact_hours=Decimal(1)), NoticeCause.LATE)]
    for one in told:
        yield notice_email.compose([one], LINKS, NAMES, say)
        yield notice_email.compose([one] * (MOST_LISTED + 1), LINKS, NAMES, say)


def unjudged() -> Credit:
    credit = a_credit().report(member_number="M1", at=START, look_again_at=START)
    return credit.lease("s1", at=START, until=START).reject(RejectedReason.INVALID, detail="x", at=START, judged=False)


def claims(say: Speech) -> Iterator[NoticeEmail]:
    """E-mails about claims and certificates: each event, with and without an end."""
    ends = (None, datetime(2026, 12, 30, 5, tzinfo=UTC))
    for count in (1, 2):
        yield claim_email.compose([REMINDER] * count, [], CLAIM_LINKS, say)
        for event, until in product(CertificateEvent, ends):
            yield claim_email.compose([], [replace(NOTICE, event=event, open_until=until)] * count, CLAIM_LINKS, say)


def reminders(say: Speech) -> Iterator[NoticeEmail]:
    """Reminders of each rule, on the last days of its cycle."""
    ends = date(2027, 6, 30)
    links = ReminderLinks("https://ce.example.org/progress", "https://ce.example.org/stop", "help@example.org")
    for rule, before in product(rules_by_id().values(), (0, 1, 30)):
        found = progress_of(rule, LicenseFacts(date(2024, 7, 15), ends), [], ends - timedelta(days=before))
        assert isinstance(found, RuleProgress)
        # All of it, all but one, and nothing left.
        for missing in (found.needed, Decimal(1), Decimal(0)):
            one = replace(found, counted=found.needed - missing, topics=())
            yield compose_reminder([one], ends - timedelta(days=before), links, say)


def exports(say: Speech) -> Iterator[NoticeEmail]:
    """The e-mail about a learner's copy of their data."""
    yield ready_mail.compose(READY, "https://ce.example.org", "help@example.org", say)


KINDS: tuple[Callable[[Speech], Iterator[NoticeEmail]], ...] = (notices, claims, reminders, exports)


def test_each_sentence_has_a_translation_and_no_translation_is_left_over() -> None:
    say = Asked()
    for kind in KINDS:
        assert list(kind(say))
    assert set(SENTENCES) - say.said == set()


@pytest.mark.parametrize("english", SENTENCES)
def test_a_translation_has_the_same_placeholders_and_no_english(english: str) -> None:
    spanish = SENTENCES[english]
    assert sorted(PLACEHOLDERS.findall(spanish)) == sorted(PLACEHOLDERS.findall(english))
    assert not ENGLISH.search(PLACEHOLDERS.sub("", spanish))
    assert spanish != english


@pytest.mark.parametrize("kind", KINDS)
def test_the_frame_says_which_language_it_is(kind: Callable[[Speech], Iterator[NoticeEmail]]) -> None:
    for email in kind(Speech(SPANISH)):
        assert '<html lang="es">' in email.html
        assert "¿Tiene preguntas? Escriba a" in email.text
        assert "Hello" not in email.text + email.html


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        (Language.SPANISH, "ASCP aceptó uno de sus créditos"),
        (Language.ENGLISH, "ASCP has accepted one of your credits"),
        (None, "ASCP has accepted one of your credits"),
    ],
)
def test_a_mail_speaks_the_language_of_the_profile(language: Language | None, subject: str) -> None:
    say = speech_of(Profile(learner_id="ana", language=language))
    assert notice_email.compose([(accepted(), NoticeCause.ACCEPTED)], LINKS, NAMES, say).subject == subject


def test_deadlines_in_spanish() -> None:
    say = Speech(SPANISH)
    eastern, tokyo = ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")
    assert (
        say.deadline(datetime(2027, 2, 27, 5, tzinfo=UTC), eastern) == "hasta el 26 de febrero de 2027 (hora del Este)"
    )
    assert (
        say.deadline(datetime(2027, 2, 27, 5, tzinfo=UTC), tokyo) == "hasta el 27 de febrero de 2027, 2:00 p. m. GMT+9"
    )
    assert say.day(date(2026, 6, 4)) == "4 de junio de 2026"
