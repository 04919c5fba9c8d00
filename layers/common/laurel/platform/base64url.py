"""Bytes as letters of an address, without filling at the end (RFC 7515, section 2) (pure)."""

import base64


def base64url(data: bytes) -> str:
    """`data` in the alphabet of RFC 4648, section 5."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
