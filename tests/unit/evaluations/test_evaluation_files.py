"""The files of results and comments as a whole, line by line."""

from random import Random

from laurel.evaluations.results import Results, results_of
from laurel.evaluations.results_csv import comments_csv, results_csv
from tests.unit.claims.samples import SESSIONS, activity
from tests.unit.evaluations.test_results import ACTIVITY, QUESTIONS, claim_of

HEAD = "\ufeffsession_id,session,speakers,claimed,evaluated,question_id,question,part,kind,answered,mean,answer,count"
ONE = activity(
    evaluation_forms=[
        {"id": "form", "title": "Evaluation", "questions": QUESTIONS},
        {"id": "whole", "title": "The meeting", "questions": QUESTIONS[2:4]},
    ],
    overall_evaluation="whole",
    sessions=[SESSIONS[0] | {"speakers": ["Ana", "Bo"]}],
)
CLAIMS = [
    claim_of(
        "l1", {"a": {"objectives": 5, "change": "Yes", "bias": True, "remarks": "Long, but good"}}, {"bias": True}
    ),
    claim_of("l2", {"a": {"objectives": 4, "change": "Not yet", "bias": False, "talk": 2}}, {"remarks": "Cold"}),
    claim_of("l3", {"a": {}}),
]


def results(session: str | None = None, least: int = 1) -> Results:
    return results_of(ONE, CLAIMS, comments_of=session, comments_from=least, random=Random(7))


def lines(text: str) -> list[str]:
    head, *rows, end = text.split("\r\n")
    assert (head, end) == (HEAD, "")
    return rows


def test_each_answer_has_its_line_with_the_question_and_the_session() -> None:
    of_session, of_meeting = "a,Session a,Ana; Bo,3,2", ",The meeting,,3,2"
    met = "objectives,Were the objectives met?,objective,likert,2,4.50"
    change, bias = "change,Will you change anything?,,choice,2,", "bias,Was there bias?,,yes_no,{},"
    talk = "talk,How was the talk?,speaker,likert,1,2.00"
    assert lines(results_csv(results())) == [
        *(f"{of_session},{met},{n},{count}" for n, count in enumerate((0, 0, 0, 1, 1), 1)),
        f"{of_session},{change},Yes,1",
        f"{of_session},{change},Not yet,1",
        f"{of_session},{bias.format(2)},true,1",
        f"{of_session},{bias.format(2)},false,1",
        f"{of_session},remarks,Anything else?,,text,1,,,1",
        *(f"{of_session},{talk},{n},{count}" for n, count in enumerate((0, 1, 0, 0, 0), 1)),
        f"{of_meeting},{bias.format(1)},true,1",
        f"{of_meeting},{bias.format(1)},false,0",
        f"{of_meeting},remarks,Anything else?,,text,1,,,1",
    ]


def test_each_comment_has_its_line() -> None:
    assert lines(comments_csv(results("a"), "a")) == [
        'a,Session a,Ana; Bo,3,2,remarks,Anything else?,,text,1,,"Long, but good",1'
    ]
    assert lines(comments_csv(results(), None)) == [",The meeting,,3,2,remarks,Anything else?,,text,1,,Cold,1"]
    assert lines(comments_csv(results("a", least=3), "a")) == []


def test_an_activity_without_an_evaluation_of_its_own_has_no_comments_on_it() -> None:
    plain = ACTIVITY.model_copy(update={"overall_evaluation": None})
    found = results_of(plain, [], comments_of=None, comments_from=1, random=Random(7))
    assert (found.overall, lines(comments_csv(found, None))) == (None, [])
