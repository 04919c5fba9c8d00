"""Words are found however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.platform.text_search import has_words, search_text, search_words


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Søren Lindqvist", "soren"),
        ("Łucja Żuraw", "ZURAW lucja"),
        ("Straße", "strasse"),
        ("Ｍａｌａｒｉａ", "malaria"),
        ("Inés", "Ine\u0301s"),
        ("İstanbul", "istanbul"),
        ("Clinical Microbiology", "micro clin"),
        ("anything", "  "),
    ],
)
def test_found(text: str, query: str) -> None:
    assert has_words(search_text(text), search_words(query))


def test_every_word_must_occur() -> None:
    assert not has_words(search_text("Malaria at night"), search_words("malaria day"))


@given(st.text(max_size=30))
def test_a_text_is_found_by_itself_in_any_case(text: str) -> None:
    for query in (text, text.upper(), text.lower()):
        if search_text(query) == search_text(text):
            assert has_words(search_text("before", text, "behind"), search_words(query))
    assert search_text(search_text(text)) == search_text(text)
