"""Badge IDs, Group IDs and session codes as people type and paste them, and how they are compared (pure).

People type codes from a badge or a slide: `ab-12 34`, `AB1234`, `ＡＢ１２３４`, `#AB–1234`. All are the same code.
If there is no such code, a similar one may be meant: `AB-I234` for `AB-1234`, or `1234` for `001234`.
"""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from laurel.platform.visible import is_hidden, named

CODE_NAMES = {"badge": "Badge ID", "group": "Group ID", "session_code": "session code"}
LONGEST = 40
_KEY = re.compile(rf"[A-Z0-9._/]{{1,{LONGEST}}}")
_LONGEST_TYPED = 200
# Labels that people paste with a code. No code begins with one of these words and a colon, or with two such words.
_WHAT, _ID = "(?:badge|group|session|access)", r"(?:id|code|number|no\.?|nr\.?)"
_LABEL = re.compile(rf"(?:{_WHAT}?[\s-]*{_ID}?\s*[:#=]|{_WHAT}[\s-]+{_ID}\s+(?=\S))", re.IGNORECASE)
# Words before a code in a sentence or on a badge. A code may begin with one, so the text as it is counts first.
_WORDS_BEFORE = re.compile(
    r"(?:(?:my|your|our|the|this|here|is|it|it['’]s|badge|group|session|access|meeting|event|id|code|number|no|nr)"
    r"\b[\s.:=#-]*)+(?=[^\W_])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S*[/?&=#](?P<last>[^\s/?&=#]+)[/#]?", re.IGNORECASE)
_WITH_DIGIT = re.compile(r".*\d\S*", re.DOTALL)  # up to the end of the last word with a digit
# Signs that can surround a code but are in no code: U+2212 is a minus sign, U+2043 a bullet like a hyphen.
_IGNORED = frozenset("\u2212\u2043#'\"`´“”„‘’‚«»‹›()[]{}<>*:;,!?=")
_LATIN = str.maketrans(
    {
        **dict(zip("АВЕЅІЈКМНОРСТУХ", "ABESIJKMHOPCTYX", strict=True)),  # Cyrillic, from another keyboard
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),  # Greek
        "|": "I",
    }
)
_ALIKE = str.maketrans(
    {"O": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8", ".": "", "_": "", "/": ""}
)


def access_code_key(typed: str) -> str | None:
    """The form in which a code is stored and compared; None for a text that cannot be a code.

    Full-width characters become plain ones, letters capitals; spaces, dashes of every kind, quotation marks, a number
    sign and invisible characters are removed.
    """
    if len(typed) > _LONGEST_TYPED:
        return None
    key = _plain(typed)
    return key if _KEY.fullmatch(key) else None


def readings(typed: str) -> tuple[str, ...]:
    """The codes that a text can mean, as keys, the likeliest first: at most three; none if it cannot be a code.

    People paste a code with text around it: “My Badge ID is AB-1234”, “AB-1234 (Ana Lima)”, the address in a QR code.
    """
    if len(typed) > _LONGEST_TYPED:
        return ()
    text = unicodedata.normalize("NFKC", typed).strip()
    if address := _ADDRESS.fullmatch(text):
        return _keys([unquote(address["last"])])
    bare = text[before.end() :] if (before := _WORDS_BEFORE.match(text)) else text
    return _keys([typed, bare, cut.group() if (cut := _WITH_DIGIT.match(bare)) else bare])


def look_alike(key: str) -> str:
    """The form that is the same for codes that people confuse: O is 0, I and L are 1, and so on.

    Dots and slashes are removed, and leading zeros of a number, which a spreadsheet drops.
    """
    alike = key.translate(_ALIKE)
    return (alike.lstrip("0") or "0") if alike.isdigit() else alike or key


def meant(key: str, codes: Iterable[str]) -> str | None:
    """`key` if it is one of `codes`, or else the only code that looks like it; None if none or several do."""
    found = set(codes)
    if key in found:
        return key
    alike = look_alike(key)
    similar = [code for code in found if look_alike(code) == alike]
    return similar[0] if len(similar) == 1 else None


def meant_by(wanted: Iterable[str], codes: Iterable[str]) -> str | None:
    """The code that the first of the `wanted` keys (`readings`) means; an exact one goes before a similar one."""
    wanted, found = tuple(wanted), frozenset(codes)
    exact = (key for key in wanted if key in found)
    return next(exact, None) or next((code for key in wanted if (code := meant(key, found))), None)


def why_no_code(typed: str) -> str:
    """Why `access_code_key` refused a text, as a sentence for the person who typed it."""
    if len(typed) > _LONGEST_TYPED or len(key := _plain(typed)) > LONGEST:
        return f"It is too long: a code has at most {LONGEST} letters and digits."
    foreign = sorted({char for char in key if not _KEY.fullmatch(char)})
    if not foreign:
        return "It has no letters or digits."
    return f"A code has letters A to Z and digits. It cannot have {named(foreign)}."


def _keys(texts: Iterable[str]) -> tuple[str, ...]:
    """The keys of `texts`, each once."""
    return tuple(dict.fromkeys(key for text in texts if (key := access_code_key(text))))


def _plain(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed.replace("№", "#")).strip()
    text = text[label.end() :] if (label := _LABEL.match(text)) else text
    return "".join(map(_plain_character, text)).upper().translate(_LATIN)


def _plain_character(char: str) -> str:
    if char.isspace() or char in _IGNORED or unicodedata.category(char) == "Pd":
        return ""
    if is_hidden(char) and unicodedata.category(char) != "Cc":
        return ""
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)
