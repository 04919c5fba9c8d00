"""Badge IDs, Group IDs and session codes as people type them, and the one form in which they are compared (pure).

People type codes from a badge or a slide: `ab-12 34`, `AB1234`, `ＡＢ１２３４`. They all mean the same code.
"""

import re
import unicodedata

_KEY = re.compile(r"[A-Z0-9._/]{1,40}")
_LONGEST_TYPED = 200


def access_code_key(typed: str) -> str | None:
    """The one form in which a code is kept and compared; None for what cannot be a code.

    Full-width characters count as plain ones, letters as capitals; spaces and dashes of every kind are left out.
    """
    if len(typed) > _LONGEST_TYPED:
        return None
    text = unicodedata.normalize("NFKC", typed).upper()
    key = "".join(char for char in text if not char.isspace() and unicodedata.category(char) != "Pd")
    return key if _KEY.fullmatch(key) else None
