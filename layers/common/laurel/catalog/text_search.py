"""Searching as people mean it: without case, accents, width or order of words (pure)."""

import unicodedata

# Letters that Unicode does not take apart into a base and a mark.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def search_text(*parts: str | None) -> str:
    """All `parts` in the form in which words are looked for in them."""
    text = unicodedata.normalize("NFKD", " ".join(part for part in parts if part)).casefold().translate(_PLAIN)
    # Once more, since folding case can bring marks back.
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def search_words(query: str) -> tuple[str, ...]:
    """The words to look for: every one must occur. Their order and repetition say nothing."""
    return tuple(sorted(set(search_text(query).split())))


def has_words(text: str, words: tuple[str, ...]) -> bool:
    """Whether every one of `words` occurs in `text` (both in search form), if only within a longer word."""
    return all(word in text for word in words)
