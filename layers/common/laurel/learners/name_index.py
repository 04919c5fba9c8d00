"""The index of names: learners by each word of their name, whatever case, accents or script.

An item for each word in the claims table: `NAMES#<its beginning>`, `<the word> <the other words>#<learner ID>`. The
items are written and removed in the transaction that writes the name. What is found is read again from the profiles, so
that a name is shown as it is. Names from before the index are put into it when their profile is looked at.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from laurel.learners.address_registry import AddressRegistry
from laurel.learners.profile import Profile
from laurel.learners.records import profile_write
from laurel.platform.table import Delete, Item, Key, Put, Table, TableBusy
from laurel.platform.text_search import search_text

NAMES_PREFIX = "NAMES#"
MOST_WORDS = 8
"""A learner is found by so many words of their name."""
MOST_READ = 1000
MOST_FOUND = 50
_LONGEST = 200
# Their words have no spaces between them, and one character tells much.
_WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


@dataclass(frozen=True, slots=True)
class FoundNames:
    """Learners whose name has all words of a query, by the longest of these; `more` if these are not all."""

    profiles: list[Profile]
    more: bool


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Finds learners by name; `table` is the claims table."""

    table: Table
    registry: AddressRegistry

    def find(self, words: tuple[str, ...]) -> FoundNames:
        """Learners whose name has a word that begins with each of `words`, which `words_to_find` gave.

        One query and one read of their profiles. At most MOST_FOUND are found among MOST_READ: a longer query finds
        others. Raises TableBusy.
        """
        longest = max(filter(_is_indexed, words), key=len)
        page = self.table.page(
            None, "pk = :pk AND begins_with(sk, :word)", limit=MOST_READ, pk=_partition(longest), word=longest
        )
        keys = [item["sk"].rpartition("#") for item in page.items]
        ids = list(dict.fromkeys(learner_id for text, _, learner_id in keys if has_words(text.split(), words)))
        profiles = self.registry.profiles_of(ids[:MOST_FOUND]) if ids else {}
        return FoundNames(
            [profiles[one] for one in ids[:MOST_FOUND] if one in profiles],
            more=page.last_key is not None or len(ids) > MOST_FOUND,
        )


def index_name(table: Table, profile: Profile) -> None:
    """Puts the name of a profile from before the index into it: one transaction, once; else no call.

    The profile keeps its version, so that nobody's change is refused for it. If another write comes first, nothing is
    written, and the next look does it.
    """
    if profile.in_name_index or not profile.name_as_printed:
        return
    after = replace(profile, in_name_index=True)
    with suppress(TableBusy):
        table.write_all([profile_write(profile, after), *name_writes(profile, after)])


def name_words(text: str) -> tuple[str, ...]:
    """The distinct words of a name in the form for searching, in their order (pure)."""
    bare = "".join(_separated(char) for char in search_text(text))
    return tuple(dict.fromkeys(bare.split()))


def words_to_find(query: str) -> tuple[str, ...]:
    """The words of a query (pure); none if it has no word that can be found: two letters, or one Han character."""
    words = name_words(query)
    return words if any(map(_is_indexed, words)) else ()


def has_words(name: Iterable[str], words: Iterable[str]) -> bool:
    """Whether each of `words` begins a word of the name, each another one (pure)."""
    left = list(name)
    for word in sorted(words, key=len, reverse=True):
        match = next((one for one in left if one.startswith(word)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def name_writes(before: Profile, after: Profile) -> list[Put | Delete]:
    """The writes that make the index name `after` instead of `before`, for the transaction of the profile."""
    now = {(item["pk"], item["sk"]): item for item in _items(after)}
    gone = [key for key in _keys(before) if key not in now]
    return [*(Delete(key) for key in gone), *(Put(item, "", {}, {}) for item in now.values())]


def _keys(profile: Profile) -> Iterator[Key]:
    return ((item["pk"], item["sk"]) for item in _items(profile))


def _items(profile: Profile) -> Iterator[Item]:
    words = name_words(profile.name_as_printed or "")
    for n, word in [(n, word) for n, word in enumerate(words) if _is_indexed(word)][:MOST_WORDS]:
        text = " ".join((word, *words[:n], *words[n + 1 :]))[:_LONGEST]
        yield {"pk": _partition(word), "sk": f"{text}#{profile.learner_id}", "learner_id": profile.learner_id}


def _partition(word: str) -> str:
    return f"{NAMES_PREFIX}{word[:1] if _has_no_spaces(word) else word[:2]}"


def _is_indexed(word: str) -> bool:
    return len(word) > 1 or _has_no_spaces(word)


def _has_no_spaces(word: str) -> bool:
    return unicodedata.name(word[0], "").startswith(_WITHOUT_SPACES)


def _separated(char: str) -> str:
    """What takes the place of `char`: nothing for apostrophes and joiners, a space for what is between words."""
    if char in "'\u2018\u2019\u02bb\u02bc\u00b4`\u200c\u200d":
        return ""
    return " " if unicodedata.category(char)[0] in "PSZC" else char
