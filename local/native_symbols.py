"""Takes the tables of symbols out of native libraries (ELF, 64 bits, little-endian: both of Lambda's processors).

Debuggers alone read them; a process loads the segments. They are a seventh of typst's library.
"""

import struct
from pathlib import Path

_IDENTITY = b"\x7fELF\x02\x01"
_SECTIONS = struct.Struct("<Q")  # where the table of sections is
_COUNTS = struct.Struct("<HHH")  # the size of a section's entry, how many there are, which has their names
_SEGMENT = struct.Struct("<IIQQQQ")  # type, flags, offset, two addresses, bytes in the file


def drop_symbols(library: Path) -> None:
    """Cut off what follows the last segment, if `library` is such a library; doing so again changes nothing."""
    data = bytearray(library.read_bytes())
    if not data.startswith(_IDENTITY):
        return
    (segments,) = _SECTIONS.unpack_from(data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    end = segments + size * count
    for place in range(segments, segments + size * count, size):
        _, _, offset, _, _, length = _SEGMENT.unpack_from(data, place)
        end = max(end, offset + length)
    _SECTIONS.pack_into(data, 40, 0)
    _COUNTS.pack_into(data, 58, 0, 0, 0)
    library.write_bytes(data[:end])
