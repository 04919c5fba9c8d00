"""An erasure as the API shows it: the data that goes now, and the data to keep, with reasons and times."""

from datetime import datetime
from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from laurel.erasure.request import Holdings
from laurel.platform.retention import AUDIT, BACKUPS, CERTIFICATES, CREDITS

_RULE = "State boards and accreditors ask for proof of credit for up to six years."


class ErasedView(BaseModel):
    """Data that is erased."""

    model_config = ConfigDict(frozen=True)

    what: str = Field(description="For programs.", examples=["drafts"])
    text: str = Field(description="For people.", examples=["Claims without a certificate: 2"])


class KeptView(BaseModel):
    """Data that must be kept for a time."""

    model_config = ConfigDict(frozen=True)

    what: str = Field(description="For programs.", examples=["certificates"])
    text: str = Field(description="For people.", examples=["Printed certificates: 3"])
    why: str = Field(description="Why it has to be kept.", examples=[_RULE])
    until: AwareDatetime | None = Field(description="By when the last of it is removed; null where no time is set.")


class ErasureView(BaseModel):
    """What an erasure of the account does, or what the one does that has just started."""

    model_config = ConfigDict(frozen=True)

    state: Literal["possible", "started"] = Field(description="`started` answers the request that started it.")
    version: int = Field(description="The version of the profile.")
    erased: tuple[ErasedView, ...]
    kept: tuple[KeptView, ...]

    @classmethod
    def of(cls, found: Holdings, at: datetime, *, started: bool) -> Self:
        """The view of `found`, at the instant `at`."""
        return cls(
            state="started" if started else "possible",
            version=found.profile.version,
            erased=tuple(_erased(found)),
            kept=tuple(_kept(found, at)),
        )


def _erased(found: Holdings) -> list[ErasedView]:
    counted = {
        "joined": ("Accounts that are joined with this one, with all that is listed here", len(found.joined)),
        "drafts": ("Claims without a certificate", len(found.drafts)),
        "evaluations": (
            "Claims whose evaluations are removed",
            sum(bool(claim.evaluation) or any(one.evaluation for one in claim.sessions) for claim in found.final),
        ),
        "own_credits": ("Credits from elsewhere that you entered, with their proofs", len(found.own_credits)),
        "unsent_credits": ("Credits that were not sent to ASCP, which are withdrawn", len(found.unsent)),
    }
    return [
        ErasedView(what="account", text="Your account, its password, and your log-in on all devices"),
        ErasedView(what="profile", text="Your profile: name, licenses, professions, choices, and consent to reporting"),
        ErasedView(what="addresses", text="Your e-mail addresses: you can sign up with them again"),
        *([ErasedView(what="export", text="The file with your data that you asked for")] if found.has_export else []),
        *(ErasedView(what=what, text=f"{text}: {count}") for what, (text, count) in counted.items() if count),
    ]


def _counted(found: Holdings, at: datetime) -> list[KeptView]:
    """The claims and credits to keep."""
    rows = [
        (
            "certificates",
            "Claims with a printed certificate, also a replaced or revoked one, with name and license as printed",
            len(found.certified),
            f"{_RULE} Anyone you gave a certificate can check its number.",
            CERTIFICATES,
        ),
        (
            "credits",
            "Credits of your claims, also withdrawn ones, with your name and their history, without your e-mail",
            len(found.credits),
            "They prove which credits were reported to ASCP. Laurel cannot take back what ASCP has.",
            CREDITS,
        ),
    ]
    kept = [
        KeptView(what=what, text=f"{text}: {count}", why=why, until=kind.until(at))
        for what, text, count, why, kind in rows
        if count
    ]
    if waiting := len(found.on_their_way):
        kept.append(
            KeptView(
                what="on_their_way",
                text="Credits on their way to ASCP, also those whose correction or withdrawal is on its way, with your "
                f"e-mail address and the claim as it is: {waiting}",
                why="What is being sent cannot be changed. Both go within an hour after ASCP has answered.",
                until=None,
            )
        )
    return kept


def _kept(found: Holdings, at: datetime) -> list[KeptView]:
    more = [
        KeptView(
            what="provider_credits",
            text="Credits that a provider reported about you, under the address that the provider has",
            why="They belong to the provider's report, which does not depend on your account.",
            until=None,
        ),
        KeptView(
            what="roster",
            text="Your line in the list of members that ASCLS sends, if you are one",
            why="The list is ASCLS's. Laurel gets it again and again, whether you have an account or not.",
            until=None,
        ),
        KeptView(
            what="audit",
            text="The record of who did what to your data",
            why="It proves that the erasure was yours, and names each act before it.",
            until=AUDIT.until(at),
        ),
        KeptView(
            what="backups",
            text="Backups from before: of the stored data, and of the list of accounts",
            why="They are used only after a failure, and then your account is erased again.",
            until=BACKUPS.until(at),
        ),
    ]
    return [*_counted(found, at), *more]
