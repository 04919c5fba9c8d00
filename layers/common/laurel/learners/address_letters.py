"""The characters that an e-mail address may contain: no look-alikes of other characters (pure).

Only width and letter case are normalized. Look-alikes (ligatures, mathematical letters, a Cyrillic letter among Latin
ones, a curly apostrophe) are refused with a message that names them. Otherwise the address would be another mailbox, or
would never match.
"""

import unicodedata
from collections.abc import Iterable

from laurel.platform.identifiers import narrow
from laurel.platform.visible import is_hidden

_QUOTES = "'`"
# Scripts that may be mixed (Unicode TR 39, "highly restrictive"): Japanese, Chinese and Korean, with Latin.
_TOGETHER = (
    {"LATIN", "CJK", "HIRAGANA", "KATAKANA"},
    {"LATIN", "CJK", "BOPOMOFO"},
    {"LATIN", "CJK", "HANGUL"},
)
# First words of Unicode character names that are not script names.
_SCRIPTS = {
    "IDEOGRAPHIC": "CJK",
    "KATAKANA-HIRAGANA": "KATAKANA",
    "ARABIC-INDIC": "ARABIC",
    "EXTENDED": "ARABIC",
}
_MODIFIER_LETTERS = range(0x02B0, 0x0300)  # U+02BC and others look like an apostrophe
_SALTILLO = frozenset("\ua78b\ua78c\u07f4\u07f5")


def folded(local_part: str) -> str:
    """The normalized part before the @-sign: in NFC, in one width, in lower case."""
    # Letter by letter, so that a final sigma becomes an ordinary one; lower case can undo the normal form.
    lower = "".join(map(str.lower, unicodedata.normalize("NFC", one_width(local_part)))).replace("ς", "σ")
    return unicodedata.normalize("NFC", lower)


def one_width(text: str) -> str:
    """`text` with full-width and half-width characters replaced by ordinary ones."""
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFKC", one) if unicodedata.decomposition(one)[:6] in ("<wide>", "<narro") else one
        for one in narrow(text)
    )


def fault_of_local_part(text: str) -> str | None:
    """What is wrong with the characters before the @-sign, and what to do; None if nothing."""
    local = one_width(text)
    quoted = [end for end in (local[:1], local[-1:]) if end and end in _QUOTES]
    if quoted:
        return f"The part before the @-sign starts or ends with {_named(quoted[0])}. Remove it."
    if local.isascii():
        return None
    return _fault_of_letters(local) or fault_of_scripts(local)


def _fault_of_letters(local: str) -> str | None:
    for one in local:
        if one.isascii():
            continue
        if is_hidden(one):
            return f"The e-mail address contains an invisible character, {_name(one)}. Type the address again."
        if not unicodedata.category(one).startswith(("L", "M", "N")) or _is_like_an_apostrophe(one):
            return (
                f"The e-mail address contains {_named(one)}, which e-mail addresses cannot have. Type a straight"
                " apostrophe or a plain hyphen if one belongs there, or remove it."
            )
        if fault := _fault_of_form(one):
            return fault
    return None


def fault_of_domain(text: str) -> str | None:
    """What is wrong with the characters after the @-sign, which the rules of domains would turn into others."""
    return next((fault for one in one_width(text) if not one.isascii() and (fault := _fault_of_form(one))), None)


def _fault_of_form(one: str) -> str | None:
    if not _is_special_form(one):
        return None
    plain = unicodedata.normalize("NFKC", one)
    return f"The e-mail address contains {_named(one)}, which is not the same as {plain}. Type {plain} instead."


def fault_of_scripts(text: str) -> str | None:
    """What is wrong with mixed scripts, and what to do; None if the scripts may be mixed."""
    found = {script: one for one in reversed(text) if (script := _script(one))}
    if len(found) < 2 or any(set(found) <= together for together in _TOGETHER):
        return None
    strange = next(one for script, one in found.items() if script != "LATIN")
    return (
        f"The e-mail address mixes {_listed(script.title() for script in found)} letters:"
        f" it contains {_named(strange)}. Type all of it in one script."
    )


def _is_like_an_apostrophe(one: str) -> bool:
    return ord(one) in _MODIFIER_LETTERS or one in _SALTILLO


def _is_special_form(one: str) -> bool:
    """Whether it is a special form of another character: a ligature, a mathematical letter, the kelvin sign."""
    composed = unicodedata.normalize("NFC", one)
    return unicodedata.normalize("NFKC", one) != composed or (len(composed) == 1 and composed != one)


def _script(one: str) -> str | None:
    """The script of a letter or non-ASCII digit; None for signs and marks, which go with any script."""
    category = unicodedata.category(one)
    if (one.isascii() and not one.isalpha()) or not category.startswith(("L", "N")):
        return None
    first = unicodedata.name(one, "UNNAMED").split()[0]
    return _SCRIPTS.get(first, first)


def _named(one: str) -> str:
    return f"{one} ({_name(one)})"


def _name(one: str) -> str:
    return unicodedata.name(one, f"U+{ord(one):04X}")


def _listed(words: Iterable[str]) -> str:
    return " and ".join(sorted(words))
