"""The pages of the unsubscribe link, in their words."""

from laurel.notices.unsubscribe_page import confirm_page, refusal_page, stopped_page
from laurel.platform.refusals import TRY_AGAIN


def test_the_first_page_says_what_stops_and_asks() -> None:
    page = confirm_page('a&b"<c>/')
    assert page.count("Stop these e-mails?") == 2, "title and heading"
    assert (
        "<p>Laurel writes to you when one of your credits is stuck, late or accepted, before the time to finish a claim"
        " ends, and when a certificate is ready, corrected or revoked. Stopping these e-mails does not affect your"
        " credits, claims or certificates.</p>"
        '<form method="post" action="?token=a%26b%22%3Cc%3E%2F">'
        '<button type="submit">Stop these e-mails</button></form>'
    ) in page


def test_the_second_page_says_that_it_is_done_and_how_to_undo_it() -> None:
    page = stopped_page()
    assert page.count("You will get no more of these e-mails") == 2
    assert (
        '<p role="status">You are unsubscribed. To get them again, sign in and turn them on in your profile.</p>'
    ) in page


def test_a_link_that_does_not_work_says_why() -> None:
    page = refusal_page(TRY_AGAIN.saying("<b> & more").refuse())
    assert page.count("This link does not work") == 2
    assert '<p role="status">&lt;b&gt; &amp; more</p>' in page
