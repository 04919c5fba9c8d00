"""A text that an activity leaves out is its provider's, as its record has it when the activity is saved (pure).

It is filled in then and not when a certificate is printed: the accreditor approved the activity as it was announced.
"""

import re
from collections.abc import Mapping

from laurel.catalog.provider import Provider
from laurel.platform.problem_words import PROVIDER_ID

_TEXTS = {"provider": "display_name", "provider_statement": "provider_statement"}
"""Fields of a document, and those of the provider's record."""


def provider_wanted(document: object) -> str | None:
    """The ID of the provider whose texts are missing in `document` (decoded JSON); None if nothing is."""
    if not isinstance(document, Mapping) or all(document.get(name) for name in _TEXTS):
        return None
    named = document.get("provider_id")
    return named if isinstance(named, str) and re.fullmatch(PROVIDER_ID, named) else None


def with_texts_of(document: object, provider: Provider | None) -> object:
    """`document` with the texts of its provider where it has none."""
    if provider is None or not isinstance(document, Mapping):
        return document
    own = {name: getattr(provider, field) for name, field in _TEXTS.items() if document.get(name) in (None, "")}
    return {**document, **{name: text for name, text in own.items() if text}}
