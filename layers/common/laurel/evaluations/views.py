"""Response bodies of the results of evaluations."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from laurel.catalog.activity import QuestionKind, QuestionPart
from laurel.evaluations.counts import AnswerCounts
from laurel.evaluations.results import OverallResults, Results, SessionResults, SpeakerResults


class ResultsModel(BaseModel):
    """Base of the responses."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class AnswerCountView(ResultsModel):
    """How often an answer was given."""

    answer: str = Field(description="`1` to `5`, `true` or `false`, or a choice.", examples=["5"])
    count: int


class QuestionResultsView(ResultsModel):
    """The answers to one question."""

    form_id: str
    question_id: str
    text: str
    kind: QuestionKind
    part: QuestionPart | None
    answered: int
    unlike: int = Field(description="Answers that the question does not take now: it was another one then.")
    mean: str | None = Field(description="Of answers 1 to 5, to two places; null without one.", examples=["4.35"])
    counts: tuple[AnswerCountView, ...]

    @classmethod
    def of(cls, form_id: str, counts: AnswerCounts) -> Self:
        """`counts` as they are sent."""
        question, mean = counts.question, counts.mean
        return cls(
            form_id=form_id,
            question_id=question.id,
            text=question.text,
            kind=question.kind,
            part=question.part,
            answered=counts.answered,
            unlike=counts.unlike,
            mean=None if mean is None else str(mean),
            counts=tuple(AnswerCountView(answer=one, count=counts.by_answer[one]) for one in counts.choices),
        )


class SessionResultsView(ResultsModel):
    """One session."""

    session_id: str
    title: str
    day: date = Field(description="In the activity's time zone.")
    speakers: tuple[str, ...]
    claimed: int
    evaluated: int
    questions: tuple[QuestionResultsView, ...]

    @classmethod
    def of(cls, results: Results, one: SessionResults) -> Self:
        """`one` as it is sent."""
        return cls(
            session_id=one.session.id,
            title=one.session.title,
            day=results.activity.day_of(one.session),
            speakers=one.session.speakers,
            claimed=one.people.claimed,
            evaluated=one.people.evaluated,
            questions=_questions(one.form.id, one.questions.values()),
        )


class SpeakerResultsView(ResultsModel):
    """One speaker, over all their sessions."""

    name: str
    sessions: int
    claimed: int
    evaluated: int
    mean: str | None = Field(description="Of the answers 1 to 5 to questions of the part `speaker`.")
    questions: tuple[QuestionResultsView, ...] = Field(description="Those of the part `speaker`, over all sessions.")

    @classmethod
    def of(cls, one: SpeakerResults) -> Self:
        """`one` as it is sent."""
        return cls(
            name=one.name,
            sessions=one.sessions,
            claimed=one.people.claimed,
            evaluated=one.people.evaluated,
            mean=None if one.mean is None else str(one.mean),
            questions=tuple(QuestionResultsView.of(form, counts) for (form, _), counts in one.questions.items()),
        )


class OverallResultsView(ResultsModel):
    """The evaluation of the whole activity."""

    form_id: str
    title: str
    claimed: int
    evaluated: int
    questions: tuple[QuestionResultsView, ...]

    @classmethod
    def of(cls, one: OverallResults) -> Self:
        """`one` as it is sent."""
        return cls(
            form_id=one.form.id,
            title=one.form.title,
            claimed=one.people.claimed,
            evaluated=one.people.evaluated,
            questions=_questions(one.form.id, one.questions.values()),
        )


class PartMeanView(ResultsModel):
    """The mean of all answers 1 to 5 to the questions of one part."""

    part: QuestionPart
    mean: str | None


class CommentsView(ResultsModel):
    """The comments on one question, shuffled, without names."""

    question_id: str
    given: int
    texts: tuple[str, ...] = Field(description="All of them, or a random 500.")


class EvaluationResultsView(ResultsModel):
    """The results of an activity's evaluations."""

    activity_id: str
    title: str
    number: str
    claimed: int = Field(description="Learners with at least one session in a claim, draft or printed.")
    evaluated: int = Field(description="Those of them who evaluated at least one session.")
    parts: tuple[PartMeanView, ...]
    questions: tuple[QuestionResultsView, ...] = Field(description="Each question, over all sessions.")
    sessions: tuple[SessionResultsView, ...]
    speakers: tuple[SpeakerResultsView, ...]
    overall: OverallResultsView | None = Field(description="The evaluation of the whole activity; null if it has none.")
    comments: tuple[CommentsView, ...] | None = Field(
        description="Of the session that was asked for, else of `overall`; null if too few learners evaluated it."
    )
    comments_from: int = Field(description="How many must have evaluated before comments are shown.")

    @classmethod
    def of(cls, results: Results, comments_from: int) -> Self:
        """`results` as they are sent."""
        comments = results.comments
        return cls(
            activity_id=results.activity.id,
            title=results.activity.title,
            number=results.activity.number,
            claimed=results.people.claimed,
            evaluated=results.people.evaluated,
            parts=tuple(
                PartMeanView(part=part, mean=None if mean is None else str(mean))
                for part, mean in results.means.items()
            ),
            questions=tuple(view for form, counts in results.forms.items() for view in _questions(form, counts)),
            sessions=tuple(SessionResultsView.of(results, one) for one in results.sessions),
            speakers=tuple(map(SpeakerResultsView.of, results.speakers)),
            overall=OverallResultsView.of(results.overall) if results.overall else None,
            comments=None
            if comments is None
            else tuple(CommentsView(question_id=one.question_id, given=one.given, texts=one.texts) for one in comments),
            comments_from=comments_from,
        )


def _questions(form_id: str, counts: Iterable[AnswerCounts]) -> tuple[QuestionResultsView, ...]:
    return tuple(QuestionResultsView.of(form_id, one) for one in counts)
