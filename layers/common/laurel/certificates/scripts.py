"""How a text is set: its direction, the language a screen reader tries, the order of fonts for Han (pure).

A learner can choose the language of their name; that of any other text is taken from its letters. Han characters look
different in China, Taiwan, Japan and Korea: kana means Japanese and hangul Korean; otherwise the first of these
character sets that holds the whole text decides: simplified Chinese (GB 2312), traditional Chinese (Big5), Japanese
(Windows-31J).
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
# Scripts of later fonts: earlier certificates have no letters of theirs.
_LANGUAGES |= {
    "ADLAM": "ff",
    "BALINESE": "ban",
    "CANADIAN": "iu",
    "CHAKMA": "ccp",
    "CHEROKEE": "chr",
    "HANIFI": "rhg",
    "JAVANESE": "jv",
    "LISU": "lis",
    "MEETEI": "mni",
    "MONGOLIAN": "mn",
    "NKO": "nqo",
    "OL": "sat",
    "ORIYA": "or",
    "OSAGE": "osa",
    "SYRIAC": "syr",
    "THAANA": "dv",
    "TIBETAN": "bo",
    "TIFINAGH": "zgh",
    "VAI": "vai",
    "YI": "ii",
}
# Letters that tell a language, in the order in which they decide: earlier languages use letters of later ones too. The
# last letters of a script have several languages, of which the most spoken one counts.
_OWN_LETTERS = (
    ("ur", "ٹڈڑںےہۃھ"),
    ("ps", "ټډړښځڅۍڼګ"),
    ("sd", "ڄڃٻڀٺڦڻڳڪڊڌڏ"),
    ("ckb", "ڕڵێ"),
    ("ug", "ۇۈ"),
    ("ckb", "ەۆ"),
    ("fa", "پچژگیک"),
    ("be", "ўЎ"),
    ("mk", "ѓЃќЌѕЅ"),
    ("sr", "ђЂћЋјЈљЉњЊџЏ"),
    ("uk", "ґҐєЄїЇ"),
    ("tg", "ҷҶӣӢӯӮҳҲ"),
    ("kk", "ұҰқҚғҒ"),
    ("uk", "іІ"),
    ("mr", "ळ"),
    ("as", "ৰৱ"),
    ("vi", "ơƠưƯảẢẩẨẳẲẻẺểỂỉỈỏỎổỔởỞủỦửỬấẤầẦẫẪậẬắẮằẰẵẴặẶếẾềỀễỄệỆốỐồỒỗỖộỘớỚờỜỡỠợỢứỨừỪữỮựỰ"),
)
_CHOSEN_HAN = {"ja": "ja", "ko": "ko", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}

_HAN = "CJK"
_LATIN = "en-US"


@dataclass(frozen=True, slots=True)
class Setting:
    """How one text is set. `direction` is `ltr` or `rtl`, `language` an ISO 639 code, `region` an ISO 3166 code."""

    direction: str
    language: str
    region: str | None
    han_fonts: tuple[str, ...]


def guessed_language(name: str) -> str | None:
    """The language that a name shows by letters or kana of its own; None if only its script is known."""
    letters = set(unicodedata.normalize("NFC", name))
    if any(_script(c) in ("HIRAGANA", "KATAKANA") for c in letters):
        return "ja"
    return next((language for language, own in _OWN_LETTERS if letters & set(own)), None)


def setting_of(text: str, chosen: str | None = None) -> Setting:
    """How `text` is set: its direction is that of its first strong character (UAX #9, P2), and its language too unless
    one was `chosen` (BCP 47).
    """
    first = next((c for c in text if unicodedata.bidirectional(c) in ("L", "R", "AL")), "")
    direction = "rtl" if first and unicodedata.bidirectional(first) != "L" else "ltr"
    script = _script(first)
    han = _CHOSEN_HAN.get(chosen or "") or _han_language(text)
    tag = _CHOSEN_HAN.get(chosen, chosen) if chosen else han if script == _HAN else _LANGUAGES.get(script, _LATIN)
    language, _, region = tag.partition("-")
    return Setting(direction, language, region or None, _HAN_FONTS[han])


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0].partition("-")[0] if character else ""


def _han_language(text: str) -> str:
    if text.isascii():
        return _HAN_SETS[0][1]  # as below, without the tables of that character set
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
