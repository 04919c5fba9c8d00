"""ASCP customer IDs: the numbers by which ASCP knows people, whatever their e-mail address (pure).

ASCP describes them as eight digits, with which people sign in at ascp.org.
"""

import re

from laurel.platform.identifiers import is_no_value, narrow, unwrapped

DIGITS = 8
_CUSTOMER_ID = re.compile(f"[0-9]{{{DIGITS}}}")


class InvalidCustomerId(ValueError):
    """The text is no ASCP customer ID; the message says why, as a sentence."""


def customer_id_of(text: str) -> str | None:
    """The ASCP customer ID in `text`, None if it is empty or what an export writes for a missing value.

    Full-width digits count, and what spreadsheets add to keep a number as text. Raises InvalidCustomerId.
    """
    found = narrow(unwrapped(text))
    if not found or is_no_value(found):
        return None
    if not _CUSTOMER_ID.fullmatch(found):
        raise InvalidCustomerId(_fault(found))
    return found


def _fault(text: str) -> str:
    if text.isascii() and text.isdecimal() and len(text) < DIGITS:
        short = f"An ASCP customer ID has {DIGITS} digits; this has {len(text)}."
        return f"{short} A spreadsheet may have removed zeros at the beginning."
    return f"An ASCP customer ID has {DIGITS} digits and nothing else."
