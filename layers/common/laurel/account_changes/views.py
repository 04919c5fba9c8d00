"""A change as the page of the links in its e-mail shows it, to anyone who has a link."""

from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from laurel.account_changes.change_links import LONGEST_LINK_TOKEN, LinkUse
from laurel.account_changes.changes import AccountChange, ChangeKind
from laurel.platform.masking import masked_email


class ChangeToken(BaseModel):
    """The token of a link."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: str = Field(min_length=1, max_length=LONGEST_LINK_TOKEN, description="The token in the link of the e-mail.")


class AccountChangeView(BaseModel):
    """A change of the sign-in address, of the password, or of the second factor."""

    model_config = ConfigDict(frozen=True)

    kind: ChangeKind
    use: LinkUse = Field(description="What the link is for.")
    former_email: str = Field(description="The address that the e-mail went to.")
    new_email: str | None = Field(description="The new address, masked; null if something else was changed.")
    changed_at: AwareDatetime
    until: AwareDatetime = Field(description="Until when the change can be undone.")
    done: bool = Field(description="Whether this request did what the link is for.")
    finished: bool = Field(
        description="False while the account is still being restored; that ends within an hour. Nobody can log in until"
        " then."
    )

    @classmethod
    def of(cls, change: AccountChange, use: LinkUse, *, done: bool, finished: bool = True) -> Self:
        """`change` as it is sent."""
        return cls(
            kind=change.kind,
            use=use,
            former_email=change.former_email,
            new_email=masked_email(change.email) if change.kind is ChangeKind.EMAIL else None,
            changed_at=change.at,
            until=change.until,
            done=done,
            finished=finished,
        )
