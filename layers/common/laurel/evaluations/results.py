"""The results of an activity's evaluations, counted claim by claim (pure).

A session counts as claimed if it is in a claim, draft or printed, and as evaluated if it has an answer. No claim and no
name of a learner is kept, so memory grows with sessions and questions, not with learners.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from laurel.catalog.activity import Activity, EvaluationForm, QuestionKind, QuestionPart, Session
from laurel.claims.claim import Claim, EvaluationAnswer
from laurel.evaluations.counts import AnswerCounts, mean_of

MOST_COMMENTS = 500
"""The most comments on one question that one answer of the API has."""


@dataclass(slots=True)
class People:
    """How many learners claimed, and how many of these evaluated."""

    claimed: int = 0
    evaluated: int = 0

    def add(self, *, evaluated: bool) -> None:
        """Counts a learner who claimed."""
        self.claimed += 1
        self.evaluated += evaluated


@dataclass(slots=True)
class SessionResults:
    """The figures of one session, by question id in the order of its form."""

    session: Session
    form: EvaluationForm
    questions: Mapping[str, AnswerCounts]
    people: People = field(default_factory=People)


@dataclass(slots=True)
class SpeakerResults:
    """The figures of one speaker: the learners of all their sessions, and the answers about the speaker there."""

    name: str
    sessions: int = 0
    people: People = field(default_factory=People)
    questions: dict[tuple[str, str], AnswerCounts] = field(default_factory=dict)
    """By form id and question id, over all sessions."""

    @property
    def mean(self) -> Decimal | None:
        """The mean of the answers 1 to 5 about the speaker."""
        return mean_of(self.questions.values())

    def add(self, session: SessionResults) -> None:
        """Adds the answers to a session's questions about the speaker."""
        for counts in session.questions.values():
            if counts.question.part is QuestionPart.SPEAKER:
                key = (session.form.id, counts.question.id)
                self.questions.setdefault(key, AnswerCounts(counts.question)).add_all(counts)


@dataclass(slots=True)
class OverallResults:
    """The figures of the evaluation of the whole activity, by question id in the order of its form."""

    form: EvaluationForm
    questions: Mapping[str, AnswerCounts]
    people: People = field(default_factory=People)


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments on one text question, in no order, without names; `given` is how many there are altogether."""

    question_id: str
    texts: tuple[str, ...]
    given: int


@dataclass(frozen=True, slots=True)
class Results:
    """The results of an activity.

    `means` are those of all answers 1 to 5, by the part that questions name. `overall` is the evaluation of the whole
    activity, None if it has none. `comments` are those of one session if one was asked for, else those of `overall`;
    None if they are withheld because too few learners evaluated it.
    """

    activity: Activity
    people: People
    means: Mapping[QuestionPart, Decimal | None]
    forms: Mapping[str, tuple[AnswerCounts, ...]]
    sessions: tuple[SessionResults, ...]
    speakers: tuple[SpeakerResults, ...]
    overall: OverallResults | None
    comments: tuple[Comments, ...] | None


class _Sample:
    """Comments in random order: all of them, or as many as may be shown, each with the same chance."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._kept: list[str] = []
        self._given = 0

    def add(self, text: str) -> None:
        self._given += 1
        if len(self._kept) < MOST_COMMENTS:
            self._kept.append(text)
        elif (place := self._random.randrange(self._given)) < MOST_COMMENTS:
            self._kept[place] = text

    def of(self, question_id: str) -> Comments:
        self._random.shuffle(self._kept)
        return Comments(question_id, tuple(self._kept), self._given)


def results_of(
    activity: Activity, claims: Iterable[Claim], *, comments_of: str | None, comments_from: int, random: Random
) -> Results:
    """The results of the activity from all its claims, read once.

    `comments_of` is the session whose comments are wanted, None: the whole activity. With fewer than `comments_from`
    learners who evaluated it, they are withheld. `random` shuffles them; it must not be predictable.
    """
    count = _Count(activity, comments_of, random)
    for claim in claims:
        count.add(claim)
    return count.results(comments_from)


class _Count:
    def __init__(self, activity: Activity, comments_of: str | None, random: Random) -> None:
        self._activity = activity
        self._people = People()
        self._sessions = {session.id: _empty(activity, session) for session in activity.sessions}
        self._speakers: dict[str, SpeakerResults] = {}
        for name in _speakers(activity.sessions):
            self._speakers.setdefault(name, SpeakerResults(name)).sessions += 1
        form = activity.overall_form
        self._overall = OverallResults(form, _no_answers(form)) if form else None
        self._wanted = self._sessions.get(comments_of) if comments_of else self._overall
        texts = self._wanted.questions.values() if self._wanted else ()
        self._samples = {one.question.id: _Sample(random) for one in texts if one.question.kind is QuestionKind.TEXT}

    def add(self, claim: Claim) -> None:
        """Counts one claim. A draft without sessions claims nothing yet."""
        known = [(self._sessions[one.session_id], one) for one in claim.sessions if one.session_id in self._sessions]
        if not known:
            return
        self._people.add(evaluated=any(one.evaluation for _, one in known))
        if self._overall:
            self._add(self._overall, claim.evaluation)
        speakers: dict[str, bool] = {}
        for results, one in known:
            self._add(results, one.evaluation)
            for name in dict.fromkeys(results.session.speakers):
                speakers[name] = bool(speakers.get(name) or one.evaluation)
        for name, evaluated in speakers.items():
            self._speakers[name].people.add(evaluated=evaluated)

    def _add(self, results: SessionResults | OverallResults, evaluation: Mapping[str, EvaluationAnswer]) -> None:
        results.people.add(evaluated=bool(evaluation))
        for question_id, answer in evaluation.items():
            counts = results.questions.get(question_id)
            is_taken = counts is not None and counts.add(answer)
            sample = self._samples.get(question_id) if results is self._wanted else None
            if is_taken and sample and isinstance(answer, str):
                sample.add(answer)

    def results(self, comments_from: int) -> Results:
        activity, sessions = self._activity, tuple(self._sessions.values())
        forms = {form.id: _added_up(form, sessions) for form in activity.evaluation_forms}
        for results in sessions:
            for name in dict.fromkeys(results.session.speakers):
                self._speakers[name].add(results)
        every = [one for counts in forms.values() for one in counts]
        every += self._overall.questions.values() if self._overall else ()
        means = {part: mean_of(one for one in every if one.question.part is part) for part in QuestionPart}
        return Results(
            activity,
            self._people,
            means,
            forms,
            sessions,
            tuple(self._speakers.values()),
            self._overall,
            self._shown(comments_from),
        )

    def _shown(self, comments_from: int) -> tuple[Comments, ...] | None:
        if self._wanted and self._wanted.people.evaluated < comments_from:
            return None
        return tuple(sample.of(question_id) for question_id, sample in self._samples.items())


def _empty(activity: Activity, session: Session) -> SessionResults:
    form = activity.form(session.evaluation_form)
    assert form is not None, session.evaluation_form  # noqa: S101  # checked when the activity is saved
    return SessionResults(session, form, _no_answers(form))


def _no_answers(form: EvaluationForm) -> dict[str, AnswerCounts]:
    return {one.id: AnswerCounts(one) for one in form.questions}


def _added_up(form: EvaluationForm, sessions: Iterable[SessionResults]) -> tuple[AnswerCounts, ...]:
    total = _no_answers(form)
    for results in sessions:
        if results.form.id == form.id:
            for question_id, counts in results.questions.items():
                total[question_id].add_all(counts)
    return tuple(total.values())


def _speakers(sessions: Iterable[Session]) -> Iterator[str]:
    for session in sessions:
        yield from dict.fromkeys(session.speakers)
