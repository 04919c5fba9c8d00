"""An activity: the whole document that staff save in the catalog (pure).

Amounts are decimal strings with at most two places, dates are calendar dates in the activity's own zone, instants are
UTC. Checks across several parts are in `laurel.catalog.checks`.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from laurel.catalog.field_types import Amount, Day, Instant, LineText, Prose
from laurel.platform import problem_words
from laurel.statements import Statement

MOST_CODES = 200
"""The most session codes of an activity."""


class Kind(StrEnum):
    """The kind of activity."""

    LIVE_MEETING = "live_meeting"
    TELECONFERENCE = "teleconference"
    WEBINAR = "webinar"
    ONLINE = "online"


class Level(StrEnum):
    """Level of instruction, which P.A.C.E. requires on the certificate."""

    BASIC = "basic"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class QuestionKind(StrEnum):
    """The kind of answer to an evaluation question."""

    LIKERT = "likert"  # 1 to 5
    CHOICE = "choice"
    YES_NO = "yes_no"
    TEXT = "text"


class QuestionPart(StrEnum):
    """What an evaluation question is about, as P.A.C.E. divides evaluations."""

    SPEAKER = "speaker"
    OBJECTIVE = "objective"
    CONTENT = "content"
    FACILITIES = "facilities"
    COMMENT = "comment"


type Id = Annotated[str, StringConstraints(pattern=problem_words.ID)]
type Whole = Annotated[int, Field(strict=True)]
type YesNo = Annotated[bool, Field(strict=True)]


class DocumentPart(BaseModel):
    """Base of the parts of an activity: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class OfferedStatement(DocumentPart):
    """A statement of credit that the activity was designated for."""

    type: Statement
    maximum: Amount = Field(description="The most that one learner may claim for the whole activity.")
    step: Amount = Field(description="Credit is claimed in multiples of this.", examples=["0.25", "0.5"])
    wording: Prose = Field(description="The text of the statement, in the accreditor's words.")
    approval_number: LineText | None = None


class Disclosure(DocumentPart):
    """A text that a learner acknowledges before claiming. A new text is a new version."""

    id: Id
    version: Whole = Field(ge=1, le=10_000)
    title: LineText
    text: Prose


class EvaluationQuestion(DocumentPart):
    """A question of an evaluation form. `choices` are only for the kind `choice`."""

    id: Id
    kind: QuestionKind
    part: QuestionPart | None = Field(default=None, description="What it is about; results have a mean for each part.")
    text: LineText
    required: YesNo = True
    choices: tuple[LineText, ...] = Field(default=(), max_length=20)


class EvaluationForm(DocumentPart):
    """An evaluation form, used by one session or many."""

    id: Id
    title: LineText
    questions: tuple[EvaluationQuestion, ...] = Field(min_length=1, max_length=30)


class Session(DocumentPart):
    """One session. `maximum` is per statement type; a missing type gives no credit for this session.

    A session of an `online` activity has no fixed time: its times only give the order and length of the parts. Credit
    for it can be claimed while the claim window is open.
    """

    id: Id
    title: LineText
    speakers: tuple[LineText, ...] = Field(default=(), max_length=50)
    track: LineText | None = None
    starts_at: Instant
    ends_at: Instant
    maximum: dict[Statement, Amount] = Field(min_length=1)
    evaluation_form: Id
    specialty_area: LineText | None = Field(
        default=None, description="Florida's certificate lists hours by specialty area.", examples=["Microbiology"]
    )


class Signatory(DocumentPart):
    """Who signs the certificates, and as what."""

    name: LineText = Field(examples=["Inés Quintero Vidal, MD, PhD"])
    title: LineText = Field(examples=["Chair, Continuing Education"])


class FacultyMember(DocumentPart):
    """A speaker, and what qualifies them: degrees, certification, position."""

    name: LineText = Field(description="As the sessions name them.", examples=["Ngozi Okonkwo"])
    credentials: LineText = Field(examples=["PhD, MLS(ASCP); chief of hematology, Lakeside Hospital"])


class SessionCode(DocumentPart):
    """A code given out at the activity, with the time in which it opens a claim.

    `session_id` and `site` say where it is given out: sheets to print and the list of who used it name them. It opens
    a claim for the whole activity all the same.
    """

    code: Annotated[str, StringConstraints(pattern=problem_words.ACCESS_CODE)]
    valid_from: Instant | None = None
    valid_until: Instant | None = None
    session_id: Id | None = Field(default=None, description="The session at which it is given out, if it is one.")
    site: LineText | None = Field(default=None, description="The site at which it is given out, if it is one.")


class Access(DocumentPart):
    """What a learner must show to open a claim.

    Badges and groups are uploaded separately; codes never leave the server.
    """

    type: Literal["badge", "group", "session_code", "none"]
    codes: tuple[SessionCode, ...] = Field(default=(), max_length=MOST_CODES)


class ContentLink(DocumentPart):
    """A part of an online course."""

    title: LineText
    url: Annotated[str, StringConstraints(pattern=problem_words.WEB_ADDRESS)]


class AnswerChoice(DocumentPart):
    """One possible answer to a question of the post-test."""

    id: Id
    text: LineText


class AssessmentQuestion(DocumentPart):
    """A question of the post-test. `right` is the id of the right choice and never leaves the server."""

    id: Id
    text: Prose
    choices: tuple[AnswerChoice, ...] = Field(min_length=2, max_length=10)
    right: Id


class Assessment(DocumentPart):
    """The post-test of an online course. `pass_mark` is in percent of the questions, `attempts` per learner."""

    pass_mark: Whole = Field(ge=1, le=100)
    attempts: Whole = Field(default=3, ge=1, le=100)
    tells_wrong: bool = Field(
        default=False, description="Whether learners who do not pass learn which of their answers were wrong."
    )
    questions: tuple[AssessmentQuestion, ...] = Field(min_length=1, max_length=100)


class ClaimWindow(DocumentPart):
    """When claims may be opened and changed: from `opens_at` until before `closes_at`."""

    opens_at: Instant
    closes_at: Instant


class AttendanceRule(DocumentPart):
    """Only who attended may claim a session, by the reports of attendance that staff hand in."""

    share: Whole = Field(default=80, ge=1, le=100, description="The percent of a session that one must attend.")


class Activity(DocumentPart):
    """An activity with everything except its badges and group IDs."""

    id: Id
    kind: Kind
    title: LineText
    description: Prose = ""
    provider: LineText = Field(description="The provider's name, as the certificate prints it.")
    provider_id: Annotated[str, StringConstraints(pattern=problem_words.PROVIDER_ID)] | None = Field(
        default=None,
        description="Whose activity it is: the ID of a provider on record. Its staff may change it. Null: operators'.",
        examples=["asm"],
    )
    provider_statement: Prose = Field(
        default="",
        description="How the accreditor wants the provider named, such as the P.A.C.E. approval.",
    )
    signatory: Signatory | None = Field(default=None, description="Required: who signs the certificate.")
    number: LineText = Field(description="The provider's program number.")
    level: Level
    objectives: tuple[LineText, ...] = Field(default=(), max_length=50)
    faculty: tuple[FacultyMember, ...] = Field(
        default=(), max_length=200, description="The speakers' credentials, for the request of the program."
    )
    canceled: YesNo = Field(default=False, description="Announced, but not held: nobody can claim credit for it.")
    starts_on: Day
    ends_on: Day
    time_zone: Annotated[str, StringConstraints(pattern=problem_words.ZONE)] = Field(
        description="IANA name, such as America/New_York."
    )
    location: LineText | None = None
    contact: Annotated[str, StringConstraints(pattern=problem_words.EMAIL)]
    claim_window: ClaimWindow
    access: Access
    statements: tuple[OfferedStatement, ...] = Field(min_length=1, max_length=10)
    disclosures: tuple[Disclosure, ...] = Field(default=(), max_length=20)
    evaluation_forms: tuple[EvaluationForm, ...] = Field(min_length=1, max_length=50)
    overall_evaluation: Id | None = Field(
        default=None,
        description="The form about the activity as a whole, which a learner answers once, before printing.",
    )
    sessions: tuple[Session, ...] = Field(min_length=1, max_length=1000)
    content: tuple[ContentLink, ...] = Field(default=(), max_length=100)
    assessment: Assessment | None = None
    attendance: AttendanceRule | None = Field(
        default=None,
        description="Set: a session can be claimed once a report shows that the learner attended its share. Null: not.",
    )

    @property
    def credit_provider(self) -> str:
        """The provider as credits name it: its ID, which has a display name; without one the printed name."""
        return self.provider_id or self.provider

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its calendar dates."""
        return ZoneInfo(self.time_zone)

    def offered(self, statement: Statement) -> OfferedStatement | None:
        """The statement of this type, if the activity was designated for it."""
        return next((one for one in self.statements if one.type == statement), None)

    def session(self, session_id: str) -> Session | None:
        """The session with this id."""
        return next((one for one in self.sessions if one.id == session_id), None)

    def disclosure(self, disclosure_id: str) -> Disclosure | None:
        """The disclosure with this id."""
        return next((one for one in self.disclosures if one.id == disclosure_id), None)

    def form(self, form_id: str) -> EvaluationForm | None:
        """The evaluation form with this id."""
        return next((one for one in self.evaluation_forms if one.id == form_id), None)

    @property
    def overall_form(self) -> EvaluationForm | None:
        """The form about the activity as a whole, besides those of its sessions."""
        return self.form(self.overall_evaluation) if self.overall_evaluation else None

    def maximum(self, session: Session, statement: Statement) -> Decimal:
        """The most that `session` gives for `statement`; 0 where it gives none."""
        return session.maximum.get(statement, Decimal(0))

    def day_of(self, session: Session) -> date:
        """The calendar date on which `session` starts, in the activity's own zone."""
        return session.starts_at.astimezone(self.zone).date()

    def is_open(self, at: datetime) -> bool:
        """Whether claims may be opened and changed at the instant `at`."""
        return not self.canceled and self.claim_window.opens_at <= at < self.claim_window.closes_at
