"""The forms of IDs, codes and addresses in requests: good and bad values at each end, and the sentence for bad ones."""

import re

import pytest

from laurel.platform import problem_words as forms
from laurel.platform.problem_words import FORMS, words_for

# Of each form: the sentence, good values, bad values.
EXAMPLES: dict[str, tuple[str, list[str], list[str]]] = {
    forms.ID: (
        "Write an id of up to 64 letters, digits, dots, dashes and underscores that begins with a letter or digit.",
        ["a", "Z", "0", "9", "z.A_9-0", "a" * 64],
        ["", "-a", ".a", "_a", "a" * 65, "a b", "é", "a/b", "a\n"],
    ),
    forms.CREDIT_ID: (
        "This is not the id of a credit. Copy it whole: 32 digits and letters from a to f.",
        ["0123456789abcdef" * 2],
        ["a" * 31, "a" * 33, "A" * 32, "g" * 32],
    ),
    forms.CLAIM_ID: (
        "This is not the id of a claim. Copy it whole.",
        [f"{'0f' * 16}.a", f"{'9a' * 16}.Z9._-", f"{'0f' * 16}.{'a' * 64}"],
        ["0f" * 16, f"{'0f' * 16}.", f"{'0F' * 16}.a", f"{'a' * 31}.a", f"{'0f' * 16}.-a", f"{'0f' * 16}.{'a' * 65}"],
    ),
    forms.PROVIDER_ID: (
        "Write the ID of a provider: up to 32 small letters, digits and dashes, a letter first.",
        ["a", "z", "a-0z9", "a" * 32],
        ["", "A", "aB", "1a", "-a", "a.b", "a" * 33],
    ),
    forms.ETAG: (
        'Send the ETag as you got it, with its quotation marks, such as "3".',
        ["*", '"0"', '"999999999"', 'W/"3"'],
        ["", "3", '""', '"3', '"x"', 'w/"3"', '"1234567890"', "W/*"],
    ),
    forms.ACCESS_CODE: (
        "Write a code of 4 to 32 letters, digits and dashes.",
        ["AbZ9", "0-az", "a" * 32],
        ["abc", "a" * 33, "a b c", "ab_cd"],
    ),
    forms.WEB_ADDRESS: (
        "Write a web address that begins with https:// and holds no spaces.",
        ["https://a", "https://" + "a" * 2000],
        [*("http://a", "HTTPS://a"), *(f"https://{bad}" for bad in ("", "a b", 'a"', "a<", "a>", "a\\", "a" * 2001))],
    ),
    forms.ZONE: (
        "Write a time zone like America/New_York.",
        ["UTC", "America/New_York", "Etc/GMT+9", "Etc/GMT-9", "a" * 64],
        ["", "America/New York", "a" * 65, "a.b"],
    ),
    forms.REVISION: ("Write the number of a revision, such as 2.", ["0", "999999"], ["", "1234567", "-1", "x"]),
    forms.KEY_ID: (
        "This is not the thumbprint of a key. Copy it whole: 43 letters, digits, dashes and underscores.",
        ["AZaz09_-" + "a" * 35],
        ["a" * 42, "a" * 44, "=" * 43],
    ),
    forms.REQUEST_ID: (
        "Send an id of your own for this request: 16 to 64 letters, digits and dashes.",
        ["AZaz09-" + "0" * 9, "a" * 64],
        ["a" * 15, "a" * 65, "_" * 16],
    ),
    forms.EMAIL: (
        "Write one e-mail address, such as education@example.org.",
        ["a@b", f"{'a' * 64}@{'b' * 189}"],
        ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b c", "<a@b>", f"{'a' * 65}@b", f"a@{'b' * 190}"],
    ),
}


def test_each_form_is_here() -> None:
    assert EXAMPLES.keys() == FORMS.keys()


@pytest.mark.parametrize("form", EXAMPLES)
def test_a_form_takes_what_it_says_and_says_what_it_takes(form: str) -> None:
    sentence, good, bad = EXAMPLES[form]
    asked = words_for("string_pattern_mismatch", f"String should match pattern '{form}'")
    assert asked == ("string_pattern_mismatch", sentence)
    # As the library reads a pattern: its end is the end of the text.
    whole = re.compile(form.removesuffix("$") + r"\Z")
    assert [text for text in good if not whole.search(text)] == []
    assert [text for text in bad if whole.search(text)] == []
