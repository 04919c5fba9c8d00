"""Letters of addresses in one width: full-width and half-width forms stand for the ordinary ones, nothing else does."""

import pytest

from laurel.learners.address_letters import fault_of_scripts, one_width


@pytest.mark.parametrize(
    ("written", "ordinary"),
    [
        ("ａｎａ１＠", "ana1@"),
        ("￡￥", "£¥"),  # full-width signs outside ASCII
        ("ｱﾊ", "アハ"),  # half-width letters
        ("ﬁ²ℌ", "ﬁ²ℌ"),  # a ligature, a raised digit and a mathematical letter are characters of their own
        ("ana", "ana"),
    ],
)
def test_only_the_width_changes(written, ordinary):
    assert one_width(written) == ordinary


@pytest.mark.parametrize(
    "text",
    [
        *("anaさくらア漢", "anaㄅㄆ漢", "ana한국漢", "ana", "шша", "ana漢字", "1234", "шша1"),
        # Marks and digits that belong to a script of another name.
        *("佐々木", "タナカー", "さくらー", "سارة٣", "پژمان۳"),
        "\U00017000",  # a letter without a name
    ],
)
def test_scripts_that_one_language_mixes_may_be_mixed(text):
    assert fault_of_scripts(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("anа", "mixes Cyrillic and Latin letters: it contains а (CYRILLIC SMALL LETTER A)."),
        ("さ한", "mixes Hangul and Hiragana letters: it contains 한"),
        ("ㄅ한", "mixes Bopomofo and Hangul letters"),
        ("ㄅさ", "mixes Bopomofo and Hiragana letters"),
    ],
)
def test_scripts_that_no_language_mixes_are_named(text, said):
    fault = fault_of_scripts(text)
    assert fault
    assert said in fault
    assert fault.endswith("Type all of it in one script.")
