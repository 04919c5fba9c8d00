"""Text search that ignores case, accents, character width and word order (pure)."""

import unicodedata

# Letters that Unicode does not decompose into a base and a mark.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def search_text(*parts: str | None) -> str:
    """All `parts` as one text in the form for searching."""
    text = unicodedata.normalize("NFKD", " ".join(part for part in parts if part)).casefold().translate(_PLAIN)
    # Again, because case folding can produce marks.
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def search_words(query: str) -> tuple[str, ...]:
    """The words to search for: every one must occur. Order and repetition do not matter."""
    return tuple(sorted(set(search_text(query).split())))


def has_words(text: str, words: tuple[str, ...]) -> bool:
    """Whether every one of `words` occurs in `text` (both in search form), also within a longer word."""
    return all(word in text for word in words)
