"""Bytes as letters of an address."""

import pytest

from laurel.platform.base64url import base64url


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"f", "Zg"),
        (b"fo", "Zm8"),
        (b"foo", "Zm9v"),
        # The example of RFC 7515, appendix C.
        (bytes([3, 236, 255, 224, 193]), "A-z_4ME"),
        (b"\x00\x00\x17", "AAAX"),
    ],
)
def test_there_is_no_filling_and_every_letter_stays(data: bytes, text: str) -> None:
    assert base64url(data) == text
