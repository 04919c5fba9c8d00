"""The results of evaluations equal an independent recount of the claims."""

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from laurel.catalog.activity import QuestionKind, QuestionPart
from laurel.claims.claim import AccessUsed, ClaimedSession, opened
from laurel.evaluations.results import MOST_COMMENTS, results_of
from laurel.evaluations.results_csv import COLUMNS, comments_csv, results_csv
from laurel.evaluations.views import EvaluationResultsView
from laurel.statements import Statement
from tests.examples import examples
from tests.unit.claims.samples import AFTER, SESSIONS, activity, document

FORM = document()["evaluation_forms"][0]
SPEAKERS = {"a": ["Ana", "Bo"], "b": ["Bo"], "c": ["Bo", "Bo"]}
QUESTIONS = [
    FORM["questions"][0] | {"part": "objective"},
    *FORM["questions"][1:],
    {"id": "talk", "kind": "likert", "text": "How was the talk?", "part": "speaker", "required": False},
]
ACTIVITY = activity(
    evaluation_forms=[FORM | {"questions": QUESTIONS}, FORM | {"id": "other"}, FORM | {"id": "whole"}],
    overall_evaluation="whole",
    sessions=[
        one | {"speakers": SPEAKERS.get(one["id"], []), "evaluation_form": "other" if one["id"] == "e" else "form"}
        for one in SESSIONS
    ],
)
IDS = [one.id for one in ACTIVITY.sessions]


def claim_of(learner, evaluations, overall=None):
    """A draft of `learner` with an evaluation for each session that it names, and one of the whole activity."""
    empty = opened(learner, ACTIVITY, Statement.PACE, AccessUsed("none"), AFTER)
    sessions = tuple(
        ClaimedSession(id_, "T", AFTER - timedelta(1), AFTER, Decimal(1), answers)
        for id_, answers in evaluations.items()
    )
    return replace(empty, sessions=sessions, evaluation=overall or {})


def results(claims, session=None, least=5):
    return results_of(ACTIVITY, claims, comments_of=session, comments_from=least, random=Random(7))


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "objectives": st.sampled_from([1, 2, 3, 4, 5, 6, True, "5"]),
        "change": st.sampled_from(["Yes", "Not yet", "Maybe"]),
        "bias": st.sampled_from([True, False, 1]),
        "remarks": st.sampled_from(["Good", "=1+1", "Ünï"]),
        "talk": st.integers(1, 5),
        "gone": st.integers(1, 5),
    },
)
CLAIMS = st.lists(st.dictionaries(st.sampled_from([*IDS, "removed"]), ANSWERS, max_size=4), max_size=12)


def taken(question, answer):
    if question.kind is QuestionKind.LIKERT:
        return type(answer) is int and 1 <= answer <= 5
    if question.kind is QuestionKind.YES_NO:
        return type(answer) is bool
    return type(answer) is str and (question.kind is QuestionKind.TEXT or answer in question.choices)


def mean(numbers):
    return (Decimal(sum(numbers)) / len(numbers)).quantize(Decimal("0.01"), ROUND_HALF_UP) if numbers else None


def recounted(question, answers, counts):
    """Compares one question's counts with its answers; returns those that are numbers it takes."""
    given_ = [one[question.id] for one in answers if question.id in one]
    good = [one for one in given_ if taken(question, one)]
    assert (counts.answered, counts.unlike) == (len(good), len(given_) - len(good))
    if question.kind is not QuestionKind.TEXT:
        assert counts.by_answer == Counter(str(one).lower() if type(one) is bool else str(one) for one in good)
    likert = question.kind is QuestionKind.LIKERT
    assert counts.mean == (mean(good) if likert else None)
    return good if likert else []


@examples(40)
@given(st.lists(st.tuples(st.dictionaries(st.sampled_from(IDS), ANSWERS, max_size=2), ANSWERS), max_size=12))
def test_figures_of_the_whole_activity_equal_an_independent_recount(raw):
    found = results(claim_of(f"l{n}", *one) for n, one in enumerate(raw)).overall
    counted = [overall for sessions, overall in raw if sessions]
    assert (found.people.claimed, found.people.evaluated) == (len(counted), sum(map(bool, counted)))
    for question in ACTIVITY.overall_form.questions:
        recounted(question, counted, found.questions[question.id])


@examples(60)
@given(CLAIMS)
def test_every_figure_equals_an_independent_recount(raw):
    found = results(iter([claim_of(f"l{n}", one) for n, one in enumerate(raw)]))
    known = [{id_: one[id_] for id_ in one if id_ in IDS} for one in raw]
    assert (found.people.claimed, found.people.evaluated) == (
        sum(map(bool, known)),
        sum(any(one.values()) for one in known),
    )
    by_part = {part: [] for part in QuestionPart}
    for session in found.sessions:
        mine = [one[session.session.id] for one in known if session.session.id in one]
        assert (session.people.claimed, session.people.evaluated) == (len(mine), sum(map(bool, mine)))
        for question in ACTIVITY.form(session.session.evaluation_form).questions:
            numbers = recounted(question, mine, session.questions[question.id])
            if question.part:
                by_part[question.part] += numbers
    assert found.means == {part: mean(numbers) for part, numbers in by_part.items()}


@examples(30)
@given(CLAIMS)
def test_figures_of_speakers_count_a_learner_once(raw):
    found = {one.name: one for one in results([claim_of(f"l{n}", one) for n, one in enumerate(raw)]).speakers}
    assert {name: one.sessions for name, one in found.items()} == {"Ana": 1, "Bo": 3}
    for name, of in (("Ana", {"a"}), ("Bo", {"a", "b", "c"})):
        mine = [[answers for id_, answers in one.items() if id_ in of] for one in raw]
        assert found[name].people.claimed == sum(map(bool, mine))
        assert found[name].people.evaluated == sum(any(one) for one in mine)
        assert found[name].mean == mean([one["talk"] for some in mine for one in some if "talk" in one])
        (((form, question), counts),) = found[name].questions.items()
        assert (form, question) == ("form", "talk")
        recounted(counts.question, [one for some in mine for one in some], counts)


def test_what_is_sent_of_a_speaker_has_the_counts_of_each_question_about_them():
    found = results([claim_of("l1", {"a": {"talk": 5}, "b": {"talk": 4}}), claim_of("l2", {"b": {"talk": 4}})])
    ana, bo = EvaluationResultsView.of(found, 5).speakers
    assert [(one.name, one.sessions, one.claimed, one.evaluated, one.mean) for one in (ana, bo)] == [
        ("Ana", 1, 1, 1, "5.00"),
        ("Bo", 3, 2, 2, "4.33"),
    ]
    (about,) = bo.questions
    assert (about.form_id, about.question_id, about.answered, about.mean) == ("form", "talk", 3, "4.33")
    assert [(one.answer, one.count) for one in about.counts] == [("1", 0), ("2", 0), ("3", 0), ("4", 2), ("5", 1)]
    # Answers in other sessions of the same form are not theirs.
    assert ana.questions[0].answered == 1


def said(n):
    return [claim_of(f"l{one}", {"a": {"remarks": f"={one}"}, "b": {"remarks": "of b"}}) for one in range(n)]


def test_comments_are_withheld_until_enough_learners_evaluated_the_session():
    assert results(said(4), "a").comments is None
    (comments,) = results(said(5), "a").comments
    assert (comments.question_id, comments.given, sorted(comments.texts)) == ("remarks", 5, [f"={n}" for n in range(5)])
    assert results(said(4), "a", least=4).comments
    # Who claims and says nothing does not count.
    assert results([*said(4), claim_of("silent", {"a": {}})], "a").comments is None
    assert results_of(activity(), said(5), comments_of=None, comments_from=5, random=Random(7)).comments == ()


def test_comments_on_the_whole_activity_are_withheld_alike():
    claims = [claim_of(f"l{n}", {"a": {}}, {"remarks": f"={n}"}) for n in range(5)]
    assert results(claims[:4]).comments is None
    (comments,) = results(claims).comments
    assert sorted(comments.texts) == [f"={n}" for n in range(5)]
    _, *rows = csv.reader(io.StringIO(comments_csv(results(claims), None).removeprefix("\ufeff")))
    assert sorted((row[0], row[1], row[11]) for row in rows) == [("", "Evaluation", f"'={n}") for n in range(5)]
    counts = [row for row in csv.reader(io.StringIO(results_csv(results(claims)))) if not row[0]]
    assert [row[11:] for row in counts if row[5] == "remarks"] == [["", "5"]]


def test_comments_are_in_no_order_and_at_most_as_many_as_are_shown():
    (comments,) = results(said(40), "a").comments
    assert list(comments.texts) != [f"={n}" for n in range(40)]
    (sample,) = results(said(MOST_COMMENTS + 200), "a").comments
    assert (len(set(sample.texts)), sample.given) == (MOST_COMMENTS, MOST_COMMENTS + 200)


def test_the_files_run_no_formula_and_name_nobody():
    found = results(said(5), "a")
    head, *rows = csv.reader(io.StringIO(results_csv(found).removeprefix("\ufeff")))
    assert tuple(head) == COLUMNS
    assert {tuple(row[3:5]) for row in rows if row[0] == "a"} == {("5", "5")}
    likert = [row for row in rows if row[0] == "a" and row[5] == "objectives"]
    assert [row[11:] for row in likert] == [[str(n), "0"] for n in range(1, 6)]
    _, *comments = csv.reader(io.StringIO(comments_csv(found, "a").removeprefix("\ufeff")))
    assert sorted(row[11] for row in comments) == [f"'={n}" for n in range(5)]
    assert "l1" not in results_csv(found) + comments_csv(found, "a")
