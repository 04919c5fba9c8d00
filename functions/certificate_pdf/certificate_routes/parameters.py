"""The parameters that several routes share."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Header, Path, Query

from laurel.platform.problem_words import CLAIM_ID, ETAG, ID, PROVIDER_ID

NumberParam = Annotated[
    str,
    Path(
        max_length=200,
        description="The certificate's number. Case, spaces and dashes make no difference.",
        examples=["7XKDA-9GQMT-C4WHX"],
    ),
]
ClaimIdParam = Annotated[
    str,
    Path(
        pattern=CLAIM_ID,
        description="The claim's id.",
        examples=["0f343b0931126a20f133d67c2b018a3b.micro-2026"],
    ),
]
SeenParam = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=ETAG,
        description="The ETag of the claim or its summary that the learner saw. Needed until the claim is final (428).",
        examples=['"3"'],
    ),
]
DryRunParam = Annotated[bool, Query(description="Check everything, write nothing.")]
ActivityIdParam = Annotated[
    str,
    Path(pattern=ID, description="The activity's id.", examples=["micro-2026"]),
]
ProviderIdParam = Annotated[
    str,
    Path(pattern=PROVIDER_ID, description="The provider's ID.", examples=["labce"]),
]
