"""Which logos are taken, and what is said about the others."""

import io
import zlib
from struct import pack
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from laurel.certificates.logo import LARGEST, InvalidLogo, LogoKind, check_logo


def png(size: tuple[int, int] = (40, 20), mode: str = "RGBA", **options: Any) -> bytes:
    page = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(page, "PNG", **options)
    return page.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))


def handmade(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def header(width: int = 2, height: int = 2, depth: int = 8, color: int = 0, interlace: int = 0) -> bytes:
    return chunk(b"IHDR", pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace))


def svg(inside: str = "", attributes: str = 'viewBox="0 0 10 10"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


PIXELS = chunk(b"IDAT", zlib.compress(bytes(6)))
END = chunk(b"IEND", b"")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_png_is_taken(mode: str) -> None:
    logo = check_logo(png(mode=mode))
    assert logo.kind is LogoKind.PNG
    with Image.open(io.BytesIO(logo.data)) as kept:
        kept.load()
        assert kept.size == (40, 20)


CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ALLOWED = {(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8)} | {
    (color, depth) for color in (4, 6) for depth in (8, 16)
}


@pytest.mark.parametrize("color", CHANNELS)
@pytest.mark.parametrize("depth", [1, 2, 4, 8, 16, 17, 32])
def test_a_kind_of_color_has_the_depths_of_the_standard(color: int, depth: int) -> None:
    row = 1 + -(-2 * CHANNELS[color] * depth // 8)
    palette = [chunk(b"PLTE", bytes(6))] if color == 3 else []
    picture = handmade(header(color=color, depth=depth), *palette, chunk(b"IDAT", zlib.compress(bytes(2 * row))), END)
    if (color, depth) in ALLOWED:
        assert check_logo(picture).kind is LogoKind.PNG
    else:
        with pytest.raises(InvalidLogo, match="damaged"):
            check_logo(picture)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (2, 2), (3, 5), (8, 8), (9, 17), (2000, 3)])
def test_interlaced_pictures_are_measured_pass_by_pass(width: int, height: int) -> None:
    rows = 0
    for left, top, across, down in (
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ):  # fmt: skip
        columns = len(range(left, width, across))
        rows += len(range(top, height, down)) * (1 + columns) if columns else 0
    pixels = chunk(b"IDAT", zlib.compress(bytes(rows)))
    data = handmade(header(width, height, interlace=1), pixels, END)
    with Image.open(io.BytesIO(check_logo(data).data)) as kept:
        kept.load()


def test_only_what_is_drawn_is_kept() -> None:
    noisy = (
        handmade(header(), chunk(b"tEXt", b"Author\0Ada"), chunk(b"iCCP", b"broken"), PIXELS, END) + b"after the end"
    )
    assert check_logo(noisy).data == handmade(header(), PIXELS, END)


def test_the_digest_is_of_what_is_drawn() -> None:
    one, other = handmade(header(), PIXELS, END), handmade(header(), chunk(b"tIME", bytes(7)), PIXELS, END)
    assert check_logo(one).sha256 == check_logo(other).sha256 != check_logo(png()).sha256


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"GIF89a", "neither a PNG nor an SVG"),
        (b"\xff\xd8\xff\xe0", "neither a PNG nor an SVG"),
        (b"%PDF-1.7", "neither a PNG nor an SVG"),
        (b"\x89PNG", "damaged"),
        (png()[:-20], "damaged"),
        (png()[:60], "damaged"),
        (handmade(header(), PIXELS) + b"\0\0\0\0IE", "damaged"),
        (handmade(header(), END), "damaged"),
        (handmade(PIXELS, END), "damaged"),
        (handmade(header(), PIXELS), "damaged"),
        (handmade(header(), header(), PIXELS, END), "damaged"),
        (handmade(header(), PIXELS, chunk(b"IDAT", b"more"), END), "damaged"),
        (handmade(header(color=3), PIXELS, END), "damaged"),
        (handmade(header(color=3), chunk(b"PLTE", b"1234"), PIXELS, END), "damaged"),
        (handmade(header(color=5), PIXELS, END), "damaged"),
        (handmade(header(depth=3), PIXELS, END), "damaged"),
        (handmade(header(0, 2), PIXELS, END), "damaged"),
        (handmade(header(2, 3), PIXELS, END), "damaged"),
        (handmade(header(interlace=2), PIXELS, END), "damaged"),
        (handmade(header(), chunk(b"NEWs", b""), PIXELS, END), "damaged"),
        (handmade(header(), chunk(b"IDAT", b"not packed"), END), "damaged"),
        (handmade(header(2001, 10), PIXELS, END), "2001 by 10 pixels; at most 2000"),
        (handmade(header(10, 2001), PIXELS, END), "Save it smaller"),
        (b"<svg>" + b" " * LARGEST, "201 KB; a logo may have at most 200 KB"),
        (b"<?xml version='1.0' encoding='shift_jis'?>" + svg(), "not in UTF-8"),
        (b"<?xml version='1.0' encoding='nobody-knows'?>" + svg(), "not in UTF-8"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, said: str) -> None:
    with pytest.raises(InvalidLogo, match=said) as refused:
        check_logo(data)
    assert refused.value.problem.path == "", "the body of the request is the file"


def test_a_damaged_byte_is_found() -> None:
    whole = bytearray(png())
    whole[50] ^= 1
    with pytest.raises(InvalidLogo, match="damaged"):
        check_logo(bytes(whole))


@pytest.mark.slow
def test_a_bomb_is_not_unpacked() -> None:
    bomb = chunk(b"IDAT", zlib.compress(bytes(50_000_000), 9))
    with pytest.raises(InvalidLogo, match="damaged"):
        check_logo(handmade(header(), bomb, END))


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_taken_or_refused(data: bytes, as_png: bool) -> None:
    try:
        check_logo((b"\x89PNG\r\n\x1a\n" if as_png else b"<") + data)
    except InvalidLogo as problem:
        assert str(problem)
