"""Providers as they go over the wire."""

from typing import Self

from pydantic import Field

from laurel.catalog.provider import Provider, StoredProvider


class ProviderView(Provider):
    """A provider, with its ID and its revision."""

    id: str = Field(description="The folder of its feeds and its segment of paths.", examples=["labce"])
    revision: int

    @classmethod
    def of(cls, stored: StoredProvider) -> Self:
        """`stored` as the API shows it."""
        return cls(id=stored.provider_id, revision=stored.revision, **stored.provider.model_dump())
