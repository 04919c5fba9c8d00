"""What a notice says: the fix, no personal data, nothing that a title could do to it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.ledger.credit import Credit
from laurel.ledger.explanations import explain
from laurel.ledger.notifications import NoticeCause
from laurel.ledger.states import RejectedReason, UnmatchedReason
from laurel.notices.email_layout import NoticeEmail
from laurel.notices.notice_email import Links, compose, subject
from laurel.platform.provider_names import ProviderNames
from laurel.platform.speech import Speech
from tests.credits import START, a_credit

LINKS = Links(
    "https://ce.example.org/organizer", "https://api.example.org/v1/notices/stop?token=t0k&x=1", "ce@example.org"
)
NAMES = ProviderNames({"labce": "<b>LabCE</b>"})


def unmatched(reason: UnmatchedReason = UnmatchedReason.NOT_A_MEMBER, credit_id: str = "c1", **given: str) -> Credit:
    return a_credit(credit_id, **given).leave_unmatched(reason, at=START)


def sent(**given: str) -> Credit:
    credit = a_credit(**given).report(member_number="M-4711", at=START, look_again_at=START)
    return credit.lease("s1", at=START, until=START + timedelta(days=1))


def rejected(reason: RejectedReason) -> Credit:
    return sent().reject(reason, detail="another name: Eve Example", at=START)


def accepted(**given: str) -> Credit:
    return sent(**given).accept("R-99", at=START)


class Tags(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("reason", [*RejectedReason, *sorted(set(UnmatchedReason) - {UnmatchedReason.NOT_REPORTABLE})])
def test_a_stuck_credit_is_told_with_the_fix_in_text_and_html(reason: RejectedReason | UnmatchedReason) -> None:
    if isinstance(reason, RejectedReason):
        email = compose([(rejected(reason), NoticeCause.REJECTED)], LINKS, NAMES, Speech())
    else:
        email = compose([(unmatched(reason), NoticeCause.UNMATCHED)], LINKS, NAMES, Speech())
    assert email.subject == "One of your credits needs your action"
    for said in (email.text, Tags(email.html).words):
        assert "Blood smears, read right (1.5 hours from <b>LabCE</b>, completed on November 1, 2026)" in said
        assert explain(reason).words in said
        assert explain(reason).do in said


@pytest.mark.parametrize(("hours", "said"), [("1", "1 hour"), ("0.5", "0.5 hours"), ("12", "12 hours")])
def test_hours_are_counted_in_plain_english(hours: str, said: str) -> None:
    credit = replace(unmatched(), contact_hours=Decimal(hours))
    email = compose([(credit, NoticeCause.UNMATCHED)], LINKS, NAMES, Speech())
    assert f"Blood smears, read right ({said} from <b>LabCE</b>, completed on November 1, 2026)" in email.text


def test_what_needs_the_reader_comes_first_then_what_is_late_then_what_is_done() -> None:
    told = [
        (accepted(activity_title="Third"), NoticeCause.ACCEPTED),
        (sent(activity_title="Second"), NoticeCause.LATE),
        (unmatched(activity_title="First"), NoticeCause.UNMATCHED),
    ]
    email = compose(told, LINKS, NAMES, Speech())
    for said in (email.text, email.html):
        assert 0 < said.index("First") < said.index("Second") < said.index("Third")
    assert "looking into it" in email.text


@pytest.mark.parametrize(
    ("causes", "line"),
    [
        ([NoticeCause.REJECTED, NoticeCause.ACCEPTED], "One of your credits needs your action"),
        ([NoticeCause.REJECTED, NoticeCause.UNMATCHED, NoticeCause.LATE], "2 of your credits need your action"),
        ([NoticeCause.LATE, NoticeCause.ACCEPTED], "One of your credits is late"),
        ([NoticeCause.LATE, NoticeCause.LATE], "2 of your credits are late"),
        ([NoticeCause.ACCEPTED], "ASCP has accepted one of your credits"),
        ([NoticeCause.ACCEPTED] * 3, "ASCP has accepted 3 of your credits"),
    ],
)
def test_the_subject_says_the_most_pressing_thing(causes: list[NoticeCause], line: str) -> None:
    assert subject([(a_credit(), cause) for cause in causes], Speech()) == line


def everything() -> NoticeEmail:
    told = [
        (rejected(RejectedReason.NAME_MISMATCH), NoticeCause.REJECTED),
        (sent(), NoticeCause.LATE),
        (accepted(), NoticeCause.ACCEPTED),
    ]
    return compose([*told, (unmatched(), NoticeCause.UNMATCHED)], LINKS, NAMES, Speech())


def test_it_holds_no_more_of_a_person_than_needed() -> None:
    email = everything()
    for said in (email.subject, email.text, email.html):
        for secret in ("c1@example.org", "Ada", "Eve", "M-4711", "R-99", "ref-c1"):
            assert secret not in said


def test_both_forms_tell_where_the_credits_are_and_how_to_stop_the_mails() -> None:
    email = everything()
    assert LINKS.credits in email.text
    assert LINKS.unsubscribe in email.text
    assert f'href="{LINKS.credits}"' in email.html
    assert 'href="https://api.example.org/v1/notices/stop?token=t0k&amp;x=1"' in email.html


@given(st.text(max_size=80))
def test_a_title_stays_text_whatever_it_is(title: str) -> None:
    plain = Tags(compose([(unmatched(activity_title="Title"), NoticeCause.UNMATCHED)], LINKS, NAMES, Speech()).html)
    email = compose([(unmatched(activity_title=title), NoticeCause.UNMATCHED)], LINKS, NAMES, Speech())
    assert Tags(email.html).tags == plain.tags
    assert email.text.count("\n* ") == 1


def test_markup_in_a_title_is_shown_not_run() -> None:
    email = compose(
        [(unmatched(activity_title='<img src=x onerror="alert(1)">'), NoticeCause.UNMATCHED)], LINKS, NAMES, Speech()
    )
    assert "<img" not in email.html
    assert "&lt;img src=x" in email.html


def test_of_very_many_the_first_are_listed_and_the_others_counted() -> None:
    many = [(unmatched(credit_id=f"c{n}", activity_title=f"Course {n}"), NoticeCause.UNMATCHED) for n in range(32)]
    email = compose(many, LINKS, NAMES, Speech())
    assert email.text.count("\n* ") == 25
    assert "and 7 more" in email.text
    assert "and 7 more" in email.html
    assert email.subject == "32 of your credits need your action"
    assert "more; see the list" not in compose(many[:25], LINKS, NAMES, Speech()).text


def test_the_reader_learns_who_writes_where_their_credits_are_and_whom_to_ask() -> None:
    email = compose([(rejected(RejectedReason.INVALID), NoticeCause.REJECTED)], LINKS, NAMES, Speech())
    for said in (email.text, Tags(email.html).words):
        assert "This e-mail is from Laurel" in said
        assert "Questions? Write to ce@example.org." in said
    for written in (email.text, email.html):
        assert "https://ce.example.org/organizer" in written


def test_the_text_of_each_cause_is_as_approved() -> None:
    unread = sent().reject(RejectedReason.INVALID, detail="x", at=START, judged=False)
    causes = {
        NoticeCause.ACCEPTED: accepted(),
        NoticeCause.LATE: replace(sent(), contact_hours=Decimal(1)),
        NoticeCause.UNMATCHED: unmatched(),
    }
    notices = [
        *((credit, cause) for cause, credit in causes.items()),
        (rejected(RejectedReason.NAME_MISMATCH), NoticeCause.REJECTED),
        (unread, NoticeCause.REJECTED),
    ]
    assert compose(notices, LINKS, NAMES, Speech()).text == (
        Path(__file__).with_name("approved") / "notices.txt"
    ).read_text(encoding="utf-8")


def test_the_entries_of_a_section_are_items_of_one_list() -> None:
    credits = [accepted(activity_title=title) for title in ("Cells", "Tissue")]
    html = compose([(one, NoticeCause.ACCEPTED) for one in credits], LINKS, NAMES, Speech()).html
    provider = "1.5 hours from &lt;b&gt;LabCE&lt;/b&gt;, completed on November 1, 2026"
    assert (
        "<h2>ASCP has accepted these credits</h2>"
        f"<ul><li><bdi>Cells ({provider})</bdi></li><li><bdi>Tissue ({provider})</bdi></li></ul><p>"
    ) in html
