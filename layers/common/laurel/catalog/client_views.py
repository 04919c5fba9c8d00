"""Machine clients as they go over the wire. Only a new one has its secret."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from laurel.catalog.activity import DocumentPart
from laurel.catalog.client_desk import MOST_OVERLAP_DAYS, OVERLAP_DAYS
from laurel.catalog.client_pool import NewClient
from laurel.catalog.field_types import SeenLine
from laurel.catalog.machine_clients import ClientRecord
from laurel.platform.callers import Right


class ClientWanted(DocumentPart):
    """A new client."""

    name: Annotated[SeenLine, Field(max_length=100)] = Field(
        description="What you call the program.", examples=["Nightly export"]
    )
    rights: tuple[Right, ...] | None = Field(
        default=None, min_length=1, description="What it may do; all that its owner may, if you do not say."
    )


class Replacement(DocumentPart):
    """How a client is replaced."""

    overlap_days: int = Field(
        default=OVERLAP_DAYS,
        ge=0,
        le=MOST_OVERLAP_DAYS,
        description="For how many days the old client still works; 0: it ends at once.",
    )


class ClientModel(BaseModel):
    """Base of the views: frozen."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class ClientView(ClientModel):
    """A client on record."""

    client_id: str
    name: str
    rights: tuple[Right, ...]
    created_at: AwareDatetime
    created_by: str = Field(description="The learner ID of the person who made it, or `make provider`.")
    ends_at: AwareDatetime | None = Field(description="From then on its tokens are refused; null while it is in use.")
    in_use: bool

    @classmethod
    def of(cls, record: ClientRecord, at: datetime) -> Self:
        """`record` as the API shows it at the instant `at`."""
        return cls(
            client_id=record.client_id,
            name=record.name,
            rights=record.rights,
            created_at=record.created_at,
            created_by=record.created_by,
            ends_at=record.ends_at,
            in_use=record.is_in_use(at),
        )


class ClientList(ClientModel):
    """The clients of an owner, the latest first."""

    owner_name: str = Field(description="The display name of the provider, or ASCLS.", examples=["LabCE"])
    items: tuple[ClientView, ...]
    next_cursor: str | None = None

    @classmethod
    def of(cls, owner_name: str, records: Iterable[ClientRecord], at: datetime) -> Self:
        """`records` of the owner as the API shows them at the instant `at`."""
        return cls(owner_name=owner_name, items=tuple(ClientView.of(one, at) for one in records))


class NewClientView(ClientModel):
    """A client that was made just now."""

    client_id: str
    secret: str = Field(description="Shown here and never again. Nobody can read it later.")
    token_url: str = Field(description="Where the client gets its tokens.")

    @classmethod
    def of(cls, made: NewClient, token_url: str) -> Self:
        """`made` as the API shows it, once."""
        return cls(client_id=made.client_id, secret=made.secret, token_url=token_url)
