"""The parameters that several routes share."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Header, Path, Query

from laurel.catalog.field_types import Day
from laurel.ledger.states import State
from laurel.platform.problem_words import CLAIM_ID, CREDIT_ID, ETAG, ID, PROVIDER_ID
from laurel.platform.table_heads import LONGEST_NAME

ActivityIdParam = Annotated[str, Path(pattern=ID, description="The activity's id.", examples=["micro-2026"])]
ProviderIdParam = Annotated[
    str, Path(pattern=PROVIDER_ID, description="The provider's ID: the folder of its feeds.", examples=["labce"])
]
ReferenceParam = Annotated[
    str,
    Path(
        min_length=1,
        max_length=384,
        description="The provider's own reference, percent-encoded.",
        examples=["LC-2026-0117"],
    ),
]
UploadIdParam = Annotated[
    str, Path(pattern=CREDIT_ID, description="`upload_id` of the form.", examples=["0f343b0931126a20f133d67c2b018a3b"])
]
FileBytesParam = Annotated[
    int | None,
    Query(
        alias="bytes",
        ge=0,
        description="The size of the file, so that one that is empty or too large is refused before it is sent.",
        examples=[51234],
    ),
]
FileTypeParam = Annotated[
    str | None,
    Query(
        alias="type",
        max_length=200,
        description="The media type of the file, so that another than `text/csv` is refused before it is sent.",
        examples=["text/csv"],
    ),
]


def column_param(what: str) -> object:
    """The parameter that says how a file calls its column with `what`."""
    about = f"How the file calls the column with {what}, if it is not found by itself."
    return Query(min_length=1, max_length=LONGEST_NAME, description=about)


SessionIdParam = Annotated[str, Path(pattern=ID, description="The session's id.", examples=["sym-014"])]
LearnerIdParam = Annotated[
    str, Path(pattern=ID, description="The learner's id.", examples=["4a6f2c1e-8c0b-4d53-9d0a-6f1f0f6c2b11"])
]
JoinIdParam = Annotated[str, Path(pattern=ID, description="The join's id.")]
SessionIdOfMineParam = Annotated[
    str, Path(pattern=ID, description="The session's id, or `this` for the one of this request.")
]
ClaimIdParam = Annotated[
    str,
    Path(
        pattern=CLAIM_ID,
        description="The claim's id.",
        examples=["0f343b0931126a20f133d67c2b018a3b.micro-2026"],
    ),
]
CreditIdParam = Annotated[
    str, Path(pattern=CREDIT_ID, description="The credit's id.", examples=["0f343b0931126a20f133d67c2b018a3b"])
]
StateParam = Annotated[State | None, Query(description="Only credits in this state.")]
ProviderParam = Annotated[
    str | None,
    Query(
        max_length=300,
        description="Only credits of this provider, by its name or its folder; letter case makes no difference.",
        examples=["LabCE"],
    ),
]
IfMatchParam = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=ETAG,
        description="The ETag that you saw. If it is no longer the present one, nothing is changed (412).",
        examples=['"3"'],
    ),
]
BaseParam = Annotated[
    int | None,
    Query(
        ge=0,
        le=999_999,
        description="The published revision that the draft changes; 0 for a new activity. Without it, the present one.",
        examples=[3],
    ),
]
OwnerParam = Annotated[
    str | None, Query(pattern=PROVIDER_ID, description="Only activities of the provider with this ID.")
]
LimitParam = Annotated[int, Query(ge=1, le=100, description="How many to list at most.")]
CursorParam = Annotated[
    str | None, Query(max_length=2000, description="`next_cursor` of the page before; only with the same filters.")
]
SearchParam = Annotated[
    str | None, Query(max_length=200, description="Words that must all occur; case and accents make no difference.")
]
ConfirmParam = Annotated[
    Literal["erase"],
    Query(description="The word `erase`, so that no request does this by accident.", examples=["erase"]),
]
DryRunParam = Annotated[bool, Query(description="Check everything, write nothing.")]
FromParam = Annotated[Day | None, Query(alias="from", description="A calendar date.", examples=["2026-06-04"])]
ToParam = Annotated[Day | None, Query(alias="to", description="A calendar date, included.", examples=["2026-06-08"])]
