"""Providers as they go over the wire."""

from collections.abc import Iterable
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from laurel.catalog.provider import Provider, StoredProvider


class ProviderView(Provider):
    """A provider, with its ID and its revision."""

    id: str = Field(description="The folder of its feeds and its segment of paths.", examples=["labce"])
    revision: int

    @classmethod
    def of(cls, stored: StoredProvider) -> Self:
        """`stored` as the API shows it."""
        return cls(id=stored.provider_id, revision=stored.revision, **stored.provider.model_dump())


class ProviderList(BaseModel):
    """All providers, by ID."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    items: tuple[ProviderView, ...]
    next_cursor: str | None = None

    @classmethod
    def of(cls, stored: Iterable[StoredProvider]) -> Self:
        """`stored` as the API shows them."""
        return cls(items=tuple(map(ProviderView.of, stored)))
