"""How the runs of a line become one, on contents as typst draws them; which letters are split, and into what."""

import pytest

from laurel.signing.readable_text import Letters, bare, has_marks, readable

FONTS = {b"f0": 7, b"f1": 8}
# Glyphs 1 and 2 draw J with a caron in parts; 3 an a, 4 a b; 8 is a glyph of another font.
J = "J\u030c"
LETTERS: Letters = {7: {1: J, 2: J, 3: "a", 4: "b"}, 8: {8: "c"}}


def run(number: int, x: float, y: float, drawn: bytes, *, color: bytes = b"/c0 cs", font: bytes = b"f0") -> bytes:
    """A run at this place, with its number in the structure tree."""
    return (b"/Span<</MCID %d/Lang(cs)>>BDC\nq 1 0 0 -1 %g %g cm%s\nBT/%s 9 Tf 1 0 0 -1 0.5 0 Tm[%s]TJ\nET\nQ\nEMC") % (
        number,
        x,
        y,
        color,
        font,
        drawn,
    )


def whole(drawn: bytes, said: str = J) -> bytes:
    """Glyphs that together stand for a letter."""
    return b"/Span<</ActualText<%s>>>BDC%s\nEMC" % (("\ufeff" + said).encode("utf-16-be").hex().upper().encode(), drawn)


def made(content: bytes, *given: str, letters: Letters = LETTERS) -> tuple[bytes, dict[tuple[int, int], str]]:
    """The content that says these texts, and what glyphs then stand for."""
    better: dict[tuple[int, int], str] = {}
    return readable(content, FONTS, letters, "\n".join(map(bare, given)), better), better


SPLIT = run(1, 10, 20, b"<00030001>") + run(2, 12, 17.5, whole(b"<0002>"))
PARTS = {(7, 1): "J", (7, 2): "\u030c"}


def test_the_runs_of_a_letter_become_one_that_says_its_text() -> None:
    content, better = made(b"before " + SPLIT + b" after", "x a" + J + " y")
    assert content == (
        b"before /Span<</MCID 1/Lang(cs)>>BDC\nq 1 0 0 -1 10 20 cm/c0 cs\nBT/Span<</ActualText<FEFF0061004A030C>>>BDC"
        b"/f0 9 Tf 1 0 0 -1 0.50000 0.00000 Tm[<00030001>]TJ"
        b"\n/f0 9 Tf 1 0 0 -1 2.50000 2.50000 Tm[<0002>]TJ"
        b"\nEMC\nET\nQ\nEMC/Span<</MCID 2/Lang(cs)>>BDC\nEMC after"
    )
    assert better == PARTS


def said(content: bytes) -> list[str]:
    """What each run that says its text says."""
    begun = b"BT/Span<</ActualText<"
    parts = [one.partition(b">")[0] for one in content.split(begun)[1:]]
    return [bytes.fromhex(one.decode()).decode("utf-16") for one in parts]


A, B = run(8, 1, 20, b"<0003>"), run(9, 20, 20, b"<0004>")


@pytest.mark.parametrize(
    ("content", "given", "expected"),
    [
        (A + SPLIT + B, "aa" + J + "b", ["aa" + J + "b"]),
        # Only what is part of a given text, in one line, side by side and in one color.
        (A + SPLIT + B, "a" + J + "b", ["a" + J + "b"]),
        (A + SPLIT + B, "aa" + J, ["aa" + J]),
        (A + SPLIT + B, "b", []),
        (A + b" " + SPLIT + b" " + B, "aa" + J + "b", ["a" + J]),
        (run(8, 1, 20, b"<0003>", color=b"/c1 cs") + SPLIT, "aa" + J, ["a" + J]),
        (run(8, 1, 6.5, b"<0003>") + SPLIT, "aa" + J, ["aa" + J]),
        (run(8, 1, 6, b"<0003>") + SPLIT, "aa" + J, ["a" + J]),
        (SPLIT + run(8, 1, 33.5, b"<0003>"), "a" + J + "a", ["a" + J + "a"]),
        (SPLIT + run(8, 1, 34, b"<0003>"), "a" + J + "a", ["a" + J]),
        (SPLIT + SPLIT, "a" + J + "a" + J, ["a" + J + "a" + J]),
        (SPLIT + b" " + SPLIT, "a" + J, ["a" + J, "a" + J]),
        (SPLIT + SPLIT, "a" + J, ["a" + J, "a" + J]),
    ],
)
def test_what_adjoins_a_letter_in_its_text_becomes_part_of_its_run(
    content: bytes, given: str, expected: list[str]
) -> None:
    assert said(made(content, given)[0]) == expected


@pytest.mark.parametrize(
    "content",
    [
        A + B,
        # The same part again, another letter, another font, something between: that is the next letter.
        run(1, 10, 20, b"<0001>") + run(2, 12, 17.5, b"<0001>"),
        run(1, 10, 20, b"<0001>") + run(2, 12, 17.5, whole(b"<0002>", "a")),
        run(1, 10, 20, b"<0001>") + run(2, 12, 17.5, whole(b"<0008>"), font=b"f1"),
        run(1, 10, 20, b"<0001>") + b" " + run(2, 12, 17.5, b"<0002>"),
        run(1, 10, 20, b"<0001>") + run(2, 12, 17.5, b"<0002>", color=b"/c1 cs"),
        run(1, 10, 20, b""),
    ],
)
def test_letters_that_are_not_split_stay(content: bytes) -> None:
    assert made(content, J + J, J + "a", "ab", J)[0] == content


def test_a_letter_of_three_parts_is_one_and_a_part_again_begins_the_next() -> None:
    letters: Letters = {7: {1: J, 2: J, 5: J}}
    three = [run(at, 10, 20 - at, whole(b"<000%d>" % at)) for at in (1, 2, 5)]
    assert said(made(b"".join(three), J, letters=letters)[0]) == [J]
    again = b"".join((three[0], three[1], run(9, 10, 20, whole(b"<0002>"))))
    assert said(made(again, J, letters=letters)[0]) == [J]
    assert said(made(again, J + J, letters=letters)[0]) == [J + J]


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        (b"<000300040003>", "aba"),
        (b"(\\000\\003\\000\\004)", "ab"),
        (b"(\\000\\003)20(\\000\\004)", "ab"),
        (b"<0003>-30<0004>", "ab"),
        (b"<0009>", "\ufffd"),
        (whole(b"<0003>", "fi") + b"<0004>", "fib"),
        (b"<0003>\nEMC<0004>", "ab"),
    ],
)
def test_each_way_to_draw_glyphs_is_read(drawn: bytes, text: str) -> None:
    assert said(made(run(1, 10, 20, drawn) + SPLIT, text + "a" + J)[0]) == [text + "a" + J]


def test_the_letters_of_a_font_that_the_page_does_not_name_are_not_known() -> None:
    letters: Letters = LETTERS | {1: {3: "z"}}
    unnamed = run(1, 10, 20, b"<0003>").replace(b"/f0 9 Tf ", b"")
    for first in (run(1, 10, 20, b"<0003>", font=b"f9"), unnamed):
        assert said(made(first + SPLIT, "\ufffda" + J, letters=letters)[0]) == ["\ufffda" + J]


@pytest.mark.parametrize(
    ("escaped", "code"),
    [(b"\\n", 10), (b"\\r", 13), (b"\\t", 9), (b"\\b", 8), (b"\\f", 12), (b"\\(", 40), (b"\\)", 41), (b"\\\\", 92)],
)
def test_escaped_numbers_of_glyphs_are_read(escaped: bytes, code: int) -> None:
    letters: Letters = {7: LETTERS[7] | {code: "x", 0x100 + code: "y"}}
    drawn = run(1, 10, 20, b"(\\000" + escaped + b"\\001" + escaped + b")")
    assert said(made(drawn + SPLIT, "xya" + J, letters=letters)[0]) == ["xya" + J]


S = "S\u0323\u0304"  # in NFC two letters: S with a dot, and a macron


@pytest.mark.parametrize(
    ("letters", "text", "better"),
    [
        ({1: J, 2: J}, J, {1: "J", 2: "\u030c"}),
        # One part is known already.
        ({1: J, 2: "\u030c"}, J, {1: "J"}),
        ({1: "J", 2: J}, J, {2: "\u030c"}),
        # Two glyphs for S, dot and macron: in NFC each has one; what one glyph lacks, the other has.
        ({1: S, 2: S}, S, {1: "\u1e62", 2: "\u0304"}),
        ({1: S, 2: "\u0323\u0304"}, S, {1: "S"}),
        ({1: "S", 2: S}, S, {2: "\u0323\u0304"}),
        # What is known contradicts the letter, or nothing is left for a glyph; some have more than marks.
        ({1: S, 2: "\u0301"}, S, {}),
        ({1: "S\u0323", 2: "\u0323\u0304"}, S, {}),
        ({1: "fi", 2: "fi"}, "fi", {}),
        ({1: "\u0e01\u0e33", 2: "\u0e01\u0e33"}, "\u0e01\u0e33", {}),
    ],
)
def test_a_glyph_stands_for_its_part_of_the_letter(letters: dict[int, str], text: str, better: dict[int, str]) -> None:
    content = run(1, 10, 20, whole(b"<00010002>", text))
    assert made(content, text, letters={7: letters}) == (content, {(7, code): part for code, part in better.items()})


def test_a_part_that_another_letter_showed_is_known() -> None:
    letters: Letters = {7: {1: J, 2: J, 3: S, 4: S}}
    content = run(1, 10, 20, whole(b"<00010002>") + whole(b"<00030002>", "R\u030c"))
    assert made(content, J, letters=letters | {7: letters[7] | {3: "R\u030c"}})[1] == {**PARTS, (7, 3): "R"} | {
        (7, 1): "J"
    }


def test_texts_are_compared_without_what_nobody_sees() -> None:
    assert bare(" J\u030c\u200b\u200f a\u202ab\u202e\u2066c\u2069\te\u0301\n") == "J\u030cabc\u00e9"
    assert [has_marks(text) for text in ("Ana", "Jos\u00e9", "Jose\u0301", J, "\u0e01\u0e33", "\u0e01\u0e34")] == [
        *(False, False, False, True, False, True)
    ]
