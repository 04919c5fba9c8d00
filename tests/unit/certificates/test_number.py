import secrets

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from laurel.certificates.number import ALPHABET, LENGTH, POSSIBLE, InvalidNumber, new_number, parse_number

numbers = st.integers(0, POSSIBLE - 1).map(lambda drawn: new_number(lambda _: drawn))
places = st.integers(0, LENGTH - 1)


def bare(number):
    return number.replace("-", "")


def test_a_number_cannot_be_guessed():
    assert POSSIBLE >= 2**60
    assert len({new_number(secrets.randbelow) for _ in range(1000)}) == 1000


def test_every_draw_is_a_number_of_its_own():
    firsts = {new_number(lambda _, n=n: n) for n in range(5000)}
    lasts = {new_number(lambda below, n=n: below - 1 - n) for n in range(5000)}
    assert len(firsts | lasts) == 10_000


def test_the_whole_range_is_drawn_from():
    asked = []
    new_number(lambda below: asked.append(below) or 0)
    assert asked == [POSSIBLE]


def test_no_symbol_looks_like_another():
    assert len(set(ALPHABET)) == 23
    for alike in ("0O", "1IL", "2Z", "5S", "8B", "UV"):
        assert not set(alike) & set(ALPHABET)


@given(numbers)
def test_it_is_grouped_for_typing(number):
    assert [len(group) for group in number.split("-")] == [5, 5, 5]
    assert parse_number(number) == number


@given(numbers, st.sampled_from([" ", "-", "–", "\t", "", " - ", "\u2011", "\u2212", "\u3000"]), st.booleans())
def test_case_spaces_and_dashes_do_not_matter(number, between, lower):
    typed = between.join(bare(number))
    assert parse_number(f" {typed.lower() if lower else typed}\n") == number


@given(numbers)
def test_full_width_letters_are_read(number):
    wide = "".join(chr(ord(c) + 0xFEE0) for c in bare(number))
    assert parse_number(wide) == number


@given(numbers, places, st.sampled_from(ALPHABET))
def test_every_single_wrong_symbol_is_caught(number, place, wrong):
    symbols = bare(number)
    assume(symbols[place] != wrong)
    with pytest.raises(InvalidNumber, match="typing error"):
        parse_number(symbols[:place] + wrong + symbols[place + 1 :])


@given(numbers)
def test_every_single_wrong_symbol_and_swap_of_one_number_is_caught(number):
    symbols = bare(number)
    for place in range(LENGTH):
        for wrong in set(ALPHABET) - {symbols[place]}:
            with pytest.raises(InvalidNumber):
                parse_number(symbols[:place] + wrong + symbols[place + 1 :])
        for other in range(place + 1, LENGTH):
            if symbols[place] != symbols[other]:
                swapped = list(symbols)
                swapped[place], swapped[other] = swapped[other], swapped[place]
                with pytest.raises(InvalidNumber):
                    parse_number("".join(swapped))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Enter the certificate number"),
        (" - ", "Enter the certificate number"),
        ("33333-3333O-33333", "“O” is not used in certificate numbers"),
        ("33333-33330-33333", "“0” is not used in certificate numbers"),
        ("33333-3333é-33333", "“É” cannot be part"),
        ("33333-33333", "has 15 letters and digits; this one has 10"),
        ("(33333-33333)", "this one has 10"),
        ("33333-33333-333333", "this one has 16"),
        ("33333-33333\x07-33333", "invisible character"),
        ("33333-33333-33333", "typing error in the number"),
    ],
)
def test_what_is_wrong_is_said(text, said):
    with pytest.raises(InvalidNumber, match=said):
        parse_number(text)


@given(st.text())
def test_any_text_is_a_number_or_refused(text):
    try:
        assert parse_number(parse_number(text)) == parse_number(text)
    except InvalidNumber as problem:
        assert str(problem)


@given(numbers)
def test_what_stands_around_a_number_is_passed_over(number):
    for around in ("{})", "{},", "({}).", "“{}”", "\ufeff{}\u200b", "\u2066{}\u2069/", "<{}>", "{};"):
        assert parse_number(around.format(number)) == number


ENDINGS = (
    "'s",
    "\u2019s",
    "\u02bcs",
    "/?utm_source=x",
    "?utm_source=x",
    "#x",
    "&x=1",
    "\u00b9",
    "\u00b9\u00b2",
    "+x",
    "\u2028Page 1",
    "\u2029Page 1",
    "\rPage 1",
    "\nPage 1",
    ".\r\nPage 1",
    "\u0301",
)


@given(numbers, st.sampled_from(ENDINGS))
def test_what_follows_a_whole_number_is_passed_over(number, ending):
    for typed in (number, bare(number).lower(), f"({number}"):
        assert parse_number(typed + ending) == number


@given(numbers, places, st.sampled_from(ALPHABET), st.sampled_from(ENDINGS))
def test_an_ending_hides_no_wrong_symbol(number, place, wrong, ending):
    symbols = bare(number)
    assume(symbols[place] != wrong)
    with pytest.raises(InvalidNumber, match="typing error"):
        parse_number(symbols[:place] + wrong + symbols[place + 1 :] + ending)


@given(numbers, st.sampled_from(["", " ", "-", ".", "\u200b"]), st.sampled_from(ALPHABET))
def test_one_symbol_too_many_is_no_ending(number, between, more):
    with pytest.raises(InvalidNumber, match="this one has 16"):
        parse_number(number + between + more)
