"""How a text is set: its direction, the language a screen reader tries, the order of fonts for Han (pure).

Nobody tells Laurel which language a name is in, so it is taken from the letters. Han characters look different in
China, Taiwan, Japan and Korea: kana means Japanese and hangul Korean; otherwise the first of these character sets that
holds the whole text decides: simplified Chinese (GB 2312), traditional Chinese (Big5), Japanese (Windows-31J).
"""

import unicodedata
from dataclasses import dataclass

# The fonts that have Han characters, in the order in which they are asked.
_HAN_FONTS = {
    "zh-CN": ("Noto Sans SC", "Noto Sans TC", "Noto Sans JP", "Noto Sans KR"),
    "zh-TW": ("Noto Sans TC", "Noto Sans SC", "Noto Sans JP", "Noto Sans KR"),
    "ja": ("Noto Sans JP", "Noto Sans SC", "Noto Sans TC", "Noto Sans KR"),
    "ko": ("Noto Sans KR", "Noto Sans TC", "Noto Sans SC", "Noto Sans JP"),
}
_HAN_SETS = (("gb2312", "zh-CN"), ("big5", "zh-TW"), ("cp932", "ja"))

# By the first word of a letter's Unicode name. Scripts of several languages carry the most spoken one's tag: it is
# heard as that language rather than as broken English.
_LANGUAGES = {
    "ARABIC": "ar",
    "ARMENIAN": "hy",
    "BENGALI": "bn",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "ETHIOPIC": "am",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KANNADA": "kn",
    "KATAKANA": "ja",
    "KHMER": "km",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
}
_HAN = "CJK"
_LATIN = "en-US"


@dataclass(frozen=True, slots=True)
class Setting:
    """How one text is set. `direction` is `ltr` or `rtl`, `language` an ISO 639 code, `region` an ISO 3166 code."""

    direction: str
    language: str
    region: str | None
    han_fonts: tuple[str, ...]


def setting_of(text: str) -> Setting:
    """How `text` is set: its direction and language are those of its first strong character (UAX #9, P2)."""
    first = next((c for c in text if unicodedata.bidirectional(c) in ("L", "R", "AL")), "")
    direction = "rtl" if first and unicodedata.bidirectional(first) != "L" else "ltr"
    script = _script(first)
    han = _han_language(text)
    tag = han if script == _HAN else _LANGUAGES.get(script, _LATIN)
    language, _, region = tag.partition("-")
    return Setting(direction, language, region or None, _HAN_FONTS[han])


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0].partition("-")[0] if character else ""


def _han_language(text: str) -> str:
    scripts = {_script(c) for c in text}
    if scripts & {"HIRAGANA", "KATAKANA"}:
        return "ja"
    if "HANGUL" in scripts:
        return "ko"
    han = "".join(c for c in text if _script(c) == _HAN)
    for encoding, language in _HAN_SETS:
        try:
            han.encode(encoding)
        except UnicodeEncodeError:
            continue
        return language
    return "zh-CN"
