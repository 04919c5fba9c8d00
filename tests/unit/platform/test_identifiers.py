"""Identifiers that passed through spreadsheets."""

import pytest

from laurel.platform.identifiers import comparable, formerly_comparable, is_no_value, is_scientific, unwrapped


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
        "LCE\u3164-00412",  # hidden, and a letter to Unicode
        "LCE\u0600-00412",  # a format character that is shown
        "\u202dLCE-00412\u202c",
        "\uff2c\uff23\uff25-\uff10\uff10\uff14\uff11\uff12",
        "\u00a0LCE-00412\u3000",
        "LCE\u201000412",
        "LCE\u201100412",
        "LCE\u201300412",
        "LCE\u221200412",
    ],
)
def test_what_a_spreadsheet_does_to_one_leaves_it_the_same(written):
    assert comparable(written) == "lce-00412"


@pytest.mark.parametrize("written", ["LCE  00412", "lce\u00a000412", "LCE \u200900412", "'LCE\u300000412"])
def test_spaces_of_any_kind_and_number_are_one(written):
    assert comparable(written) == "lce 00412"


def test_earlier_versions_kept_each_dash_and_space():
    assert formerly_comparable("'LCE\u201300\u00a0 4") == "lce\u201300\u00a0 4"


@pytest.mark.parametrize(
    "written",
    [
        *("null", "(null)", "[null]", "<null>", "<na>", "\\n", "nan", "none", "undefined", "n/a"),
        *("NULL", "(NULL)", "[NULL]", "<NULL>", "<NA>", "\\N", "NaN", "None", "Undefined", "N/A"),
        *("#N/A", "#n/a", "#N/A!", "#D/V?", "#VALUE!", "#DIV/0!", "#NAME?", "#GETTING_DATA", "##", "########"),
        "#\u00a1VALOR!",
        "#\u00bfNOMBRE?",
        "#\u0417\u041d\u0410\u0427!",
        "#\u041d/\u0414",
        "#I/T",
        "#ADR!",
        "Err:502",
        "Loading...",
        "#Loading...",
        "<NA>",
        "'#REF!",
    ],
)
def test_what_stands_for_a_missing_value_is_recognised(written):
    assert is_no_value(written)


@pytest.mark.parametrize(
    "written",
    ["#12", "#12/34", "A!", "Err:5021", "err:502", "loading...", "Loading..", "Ann Nan", "Nonesuch", "#", "null)"],
)
def test_what_is_a_value_is_one(written):
    assert not is_no_value(written)


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


def test_each_dash_is_a_hyphen_and_no_other_sign_is():
    dashes = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
    assert {comparable(f"578{dash}104") for dash in dashes} == {"578-104"}
    # A full stop, a low line, a tilde, a bullet: also full-width.
    assert {comparable(f"578{sign}104") for sign in "._~\uff0e\uff3f\uff5e\u2016\u2022"} & {"578-104"} == set()
    assert comparable("578\uff0e104") == "578.104"
