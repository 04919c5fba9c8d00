"""The document of a refusal as a model, for OpenAPI. `platform.problems` writes it without pydantic (pure)."""

from pydantic import BaseModel, ConfigDict, Field


class ErrorDocument(BaseModel):
    """One thing that is wrong or missing."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    path: str = Field(description="Where it is; empty for the whole request.", examples=["sessions[3].ends_at"])
    code: str = Field(description="What is wrong: stable, for programs.", examples=["credits_step"])
    message: str = Field(
        description="What is wrong and what to do, for people.", examples=["Claim credits in steps of 0.25."]
    )


class ProblemDocument(BaseModel):
    """Why something was not done (RFC 9457)."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"title": "Problem"})

    type: str = Field(description="Names the kind of problem.", examples=["urn:laurel:problem:claim_final"])
    title: str = Field(description="The kind of problem in a few words.", examples=["Claim final"])
    status: int = Field(ge=400, le=599, examples=[409])
    code: str = Field(description="The kind of problem: stable, for programs.", examples=["claim_final"])
    detail: str = Field(
        description="What happened and what to do, for people.",
        examples=["The certificate of this claim was printed, so it can no longer be changed."],
    )
    errors: tuple[ErrorDocument, ...] | None = Field(default=None, description="Each single thing that is wrong.")
    request_id: str | None = Field(default=None, description="Name it when you ask for help.")
