"""Reads a PNG picture without drawing it: checks that it is complete and small enough (pure).

Source: W3C PNG, third edition.
"""

import struct
import zlib
from collections.abc import Iterator

from laurel.certificates.refusals import PNG_DAMAGED, TOO_MANY_PIXELS
from laurel.platform.refusal import ProblemFound

LARGEST_SIDE = 2000

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Chunks that determine how the picture looks. Color profiles, texts, dates and animation are dropped: a damaged profile
# would make the certificate unprintable, and the rest is not visible.
_DRAWN = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
# First column and row, and steps, of the seven passes of an interlaced picture.
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def drawn_png(data: bytes) -> bytes:
    """The picture with only the chunks for drawing.

    Raises ProblemFound when it is damaged or larger than 2000 pixels.
    """
    chunks = [(kind, body) for kind, body in _chunks(data) if kind in _DRAWN]
    kinds = [kind for kind, _ in chunks]
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or kinds.count(b"IHDR") != 1 or len(chunks[0][1]) != 13:
        raise ProblemFound(PNG_DAMAGED.at(""))
    header = chunks[0][1]
    size, palette = _pixel_bytes(header), [body for kind, body in chunks if kind == b"PLTE"]
    is_indexed = header[9] == 3
    if len(palette) > 1 or (is_indexed and not palette) or any(len(one) % 3 or not one for one in palette):
        raise ProblemFound(PNG_DAMAGED.at(""))
    _inflate(b"".join(body for kind, body in chunks if kind == b"IDAT"), size)
    return _SIGNATURE + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not data.startswith(_SIGNATURE):
        raise ProblemFound(PNG_DAMAGED.at(""))
    at = len(_SIGNATURE)
    while at < len(data):
        if at + 12 > len(data):
            raise ProblemFound(PNG_DAMAGED.at(""))
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        at += 12 + length
        if at > len(data) or zlib.crc32(kind + body) != struct.unpack_from(">I", data, at - 4)[0]:
            raise ProblemFound(PNG_DAMAGED.at(""))
        # An upper-case first letter says that nobody can draw the picture without knowing this chunk.
        if kind not in _DRAWN and kind[:1].isupper():
            raise ProblemFound(PNG_DAMAGED.at(""))
        yield kind, body
        if kind == b"IEND":
            return


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _pixel_bytes(header: bytes) -> int:
    """How many bytes the picture has when it is unpacked."""
    width, height, depth, color, compression, filtering, interlace = struct.unpack(">IIBBBBB", header)
    if not (width and height) or color not in _CHANNELS or depth not in _DEPTHS[color]:
        raise ProblemFound(PNG_DAMAGED.at(""))
    if compression or filtering or interlace > 1:
        raise ProblemFound(PNG_DAMAGED.at(""))
    if max(width, height) > LARGEST_SIDE:
        raise ProblemFound(TOO_MANY_PIXELS.at("", width=width, height=height, largest=LARGEST_SIDE))
    passes = _ADAM7 if interlace else ((0, 0, 1, 1),)
    bits = depth * _CHANNELS[color]
    return sum(_pass_bytes(width, height, bits, one) for one in passes)


def _pass_bytes(width: int, height: int, bits: int, one: tuple[int, int, int, int]) -> int:
    left, top, across, down = one
    columns, rows = max(-(-(width - left) // across), 0), max(-(-(height - top) // down), 0)
    # Each row starts with the byte that names its filter; a pass without columns has no rows either.
    return rows * (1 + (columns * bits + 7) // 8) if columns else 0


def _inflate(packed: bytes, size: int) -> None:
    """Makes sure that the pixels unpack to exactly `size` bytes, without ever unpacking more."""
    unpacking = zlib.decompressobj()
    try:
        pixels = unpacking.decompress(packed, size + 1)
    except zlib.error:
        raise ProblemFound(PNG_DAMAGED.at("")) from None
    if len(pixels) != size or not unpacking.eof or unpacking.unused_data:
        raise ProblemFound(PNG_DAMAGED.at(""))
