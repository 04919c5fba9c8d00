"""A provider of continuing education: what operators record of it, and the checks of that (pure).

Its ID is the folder of its feeds, a segment of paths, and the prefix of the scopes of its machine clients.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StringConstraints

from laurel.catalog.activity import DocumentPart, Whole, YesNo
from laurel.catalog.field_types import LineText, Prose
from laurel.catalog.refusals import DISPLAY_NAME_TAKEN, ID_OF_ASCLS, PROVIDER_ID_TAKEN, UNKNOWN_ZONE
from laurel.catalog.shown_texts import check_texts
from laurel.platform import problem_words
from laurel.platform.callers import ASCLS
from laurel.platform.dates import zone_of
from laurel.platform.refusal import Problem


class Provider(DocumentPart):
    """A provider of continuing education."""

    display_name: LineText = Field(
        description="What learners, staff and ASCP see. No two providers share one.", examples=["LabCE"]
    )
    pace_provider_number: LineText | None = Field(
        default=None, description="Its number as a provider approved by P.A.C.E.", examples=["900"]
    )
    provider_statement: Prose = Field(
        default="",
        description="The sentence in which the accreditor wants the provider named, such as the P.A.C.E. approval.",
    )
    contact_email: Annotated[str, StringConstraints(pattern=problem_words.EMAIL)] = Field(
        description="Where we ask about its files.", examples=["education@example.org"]
    )
    time_zone: Annotated[str, StringConstraints(pattern=problem_words.ZONE)] = Field(
        description="IANA name.", examples=["America/New_York"]
    )
    active: YesNo = Field(default=True, description="Whether it works with Laurel at present.")
    expected_every_days: Annotated[Whole, Field(ge=1, le=366)] | None = Field(
        default=None,
        description="The most days between two files or pushes. When more have passed, operators get an alarm. null: no"
        " alarm, as for a provider that sends something now and then. A provider that is not active raises none.",
        examples=[7],
    )


@dataclass(frozen=True, slots=True)
class StoredProvider:
    """A provider as stored; every write increments `revision`."""

    provider_id: str
    provider: Provider
    revision: int


def check_provider(provider_id: str, provider: Provider, others: Iterable[StoredProvider]) -> tuple[Problem, ...]:
    """What is wrong with `provider` beyond its single fields; `others` are all stored providers."""
    return tuple(_problems(provider_id, provider, others))


def _problems(provider_id: str, provider: Provider, others: Iterable[StoredProvider]) -> Iterator[Problem]:
    yield from check_texts(provider)
    others = list(others)
    if all(one.provider_id != provider_id for one in others):
        yield from _problems_of_id(provider_id, others)
    name = provider.display_name.casefold()
    for one in others:
        if one.provider_id != provider_id and name in (one.provider.display_name.casefold(), one.provider_id):
            yield DISPLAY_NAME_TAKEN.at("display_name", provider=one.provider_id)
    if zone_of(provider.time_zone) is None:
        yield UNKNOWN_ZONE.at("time_zone")


def _problems_of_id(provider_id: str, others: Iterable[StoredProvider]) -> Iterator[Problem]:
    """What is wrong with the ID of a new provider: credits are searched by ID or name, and clients have one owner."""
    if provider_id == ASCLS:
        yield ID_OF_ASCLS.at("provider_id", provider_id=provider_id)
    for one in others:
        if one.provider.display_name.casefold() == provider_id:
            yield PROVIDER_ID_TAKEN.at("provider_id", provider_id=provider_id, provider=one.provider_id)
