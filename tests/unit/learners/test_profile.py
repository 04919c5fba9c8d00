"""What a profile says of its learner: licenses, the language, and addresses that are theirs."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from laurel.learners.held_addresses import held_addresses, is_held, is_new_here
from laurel.learners.profile import Language, License, NewEmail, Profile, speech_of

NEW = NewEmail(email="Ana.New@example.org", change_id="c1", counts_from=datetime(2026, 12, 1, tzinfo=UTC))


def test_the_first_license_of_a_state_counts() -> None:
    mine = Profile(learner_id="ana", licences=(License("CA", "1"), License("FL", "2"), License("FL", "3")))
    assert mine.license("FL") == License("FL", "2")
    assert mine.license("NY") is None


@pytest.mark.parametrize(
    ("chosen", "language"), [(None, Language.ENGLISH), (Language.ENGLISH, Language.ENGLISH), (Language.SPANISH, "es")]
)
def test_who_never_chose_a_language_reads_english(chosen: Language | None, language: str) -> None:
    assert speech_of(Profile(learner_id="ana", language=chosen)).language == language


def test_a_learner_holds_the_present_address_then_the_former_ones_then_a_new_one() -> None:
    mine = Profile(
        learner_id="ana", email="Ana@example.org", former_emails=("a1@example.org", "no address"), new_email=NEW
    )
    assert held_addresses(mine) == ("ana@example.org", "a1@example.org", "ana.new@example.org")
    of_another = replace(mine, new_email=replace(NEW, is_theirs=False))
    assert held_addresses(of_another) == ("ana@example.org", "a1@example.org")
    assert held_addresses(replace(mine, email="ANA.NEW@example.org")) == ("ana.new@example.org", "a1@example.org")
    assert held_addresses(Profile(learner_id="ana")) == ()


def test_only_the_present_address_is_held_and_a_new_one_is_new() -> None:
    mine = Profile(learner_id="ana", email="ana@example.org", former_emails=("a1@example.org",), new_email=NEW)
    texts = ["ANA@example.org", "a1@example.org", "ANA.new@example.org", "no address"]
    assert [is_held(mine, text) for text in texts] == [True, False, False, False]
    assert [is_new_here(mine, text) for text in texts] == [False, False, True, False]
    assert not is_new_here(replace(mine, new_email=None), "ana.new@example.org")
    assert not is_new_here(replace(mine, new_email=replace(NEW, is_theirs=False)), "ana.new@example.org")
    nobody = Profile(learner_id="bo")
    assert not any(is_held(nobody, text) or is_new_here(nobody, text) for text in texts)
