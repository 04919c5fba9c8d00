"""Identifiers that passed through spreadsheets."""

import pytest

from laurel.platform.identifiers import comparable, is_scientific, unwrapped


@pytest.mark.parametrize(
    "written",
    [
        "LCE-00412",
        " lce-00412\t",
        "'LCE-00412",
        "\u2019Lce-00412",
        '="LCE-00412"',
        '\'="lce-00412"',
        '="\'LCE-00412"',
        "\ufeffLCE-00412",
        "LCE-\u200b00412\u200b",
        "LCE\u00ad-00412",
        "\u202dLCE-00412\u202c",
        "\uff2c\uff23\uff25-\uff10\uff10\uff14\uff11\uff12",
        "\u00a0LCE-00412\u3000",
    ],
)
def test_what_a_spreadsheet_does_to_one_leaves_it_the_same(written):
    assert comparable(written) == "lce-00412"


def test_composed_and_decomposed_letters_are_the_same():
    assert comparable("Cafe\u0301-1") == comparable("CAF\u00c9-1") == "caf\u00e9-1"


@pytest.mark.parametrize("other", ["LCE-412", "LCE 00412", "LCE00412", "LCE-00412'", "LCE-00412-", "LCE-0\u04412"])
def test_what_really_differs_stays_apart(other):
    assert comparable(other) != comparable("LCE-00412")


@pytest.mark.parametrize("form", ["LCE-1", "é", "'x", '="="a""', "ǰ", "İ", "ß", "a\u0345"])
def test_the_form_of_a_form_is_itself(form):
    assert comparable(comparable(form)) == comparable(form)


@pytest.mark.parametrize(
    "written",
    ["1.23E+11", "1,23457E+11", "1E+05", "'1.2e+11", '="1.23E+11"', "1.23E+11\u200b", "1.23457E11", "123.4E+09"],
)
def test_a_rounded_number_is_recognised(written):
    assert is_scientific(written)


@pytest.mark.parametrize("written", ["123456789012", "12E3", "12.3E4", "1.5", "E+11", "LCE-1E+11", "578-104-26"])
def test_what_is_no_rounded_number_is_none(written):
    assert not is_scientific(written)


@pytest.mark.parametrize("written", ["", "'", '=""', "\ufeff", "\u200b \u2060"])
def test_nothing_is_left_of_nothing(written):
    assert unwrapped(written) == ""
