"""The life of each reason for being stuck, from stuck to accepted, on the deployed stack: API, nights and ASCP."""

import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
import urllib3

from laurel.delivery.batching import TIME_BETWEEN_REFUSALS, refused_alone_at
from laurel.ledger.states import State
from laurel.ledger.store import Change
from laurel.platform.ids import derived_id
from local import users
from local.api import Api
from local.users import STAFF, User, new_password
from tests.flow.nights import FEED_HEADER, PATIENCE, Flow

HTTP = urllib3.PoolManager(timeout=30)
TODAY = datetime.now(UTC).date()
PROVIDER = "second-chances"
# Stuck for what, and what then happens without anybody of staff.
BY_ROSTER = ("not_a_member", "membership_lapsed", "ambiguous_email")
BY_ASCP = ("unknown_email", "name_mismatch", "outside_cycle")
BY_STAFF = ("shared", "invalid")
EVERYONE = (*BY_ROSTER, *BY_ASCP, *BY_STAFF, "not_reportable")


def email_of(who):
    return f"{who.replace('_', '-')}@second-chances.example.org"


def credit_id(who):
    return derived_id("feed", PROVIDER, who)


@dataclass
class World:
    flow: Flow
    roster: str
    participants: list[dict]
    members: dict[str, list[str]]
    report: dict | None = None  # of the last night
    healing: dict | None = None  # of the night after the fixes

    def put_roster(self, name):
        """The sample's second day with our people on it, as ASCLS would send it whole."""
        lines = [line for bearers in self.members.values() for line in bearers]
        self.flow.put(f"roster/ascls/{name}.csv", self.roster + "".join(f"{line}\n" for line in lines))

    def put_participants(self, *ours):
        answer = HTTP.request(
            "PUT", f"{self.flow.stack.ascp_url}/control/participants", json=[*self.participants, *ours]
        )
        assert answer.status == 200, answer.data

    def night(self, *who):
        self.report = self.flow.night()
        assert self.report["reconciles"]
        return self.flow.follow([credit_id(one) for one in who])

    def put_steps_back(self, who):
        """As if the credit had come hours earlier: ASCP's refusal of it, sent alone, counts again only after hours."""
        give_up_at = time.monotonic() + PATIENCE
        while time.monotonic() < give_up_at:
            credit = self.flow.credits([credit_id(who)]).get(credit_id(who))
            if credit and credit.state is State.REPORTED and refused_alone_at(credit, "ASCP"):
                steps = (replace(step, at=step.at - TIME_BETWEEN_REFUSALS) for step in credit.timeline)
                earlier = replace(credit, timeline=tuple(steps))
                if self.flow.ledger.save([Change(credit, earlier)])[0]:
                    return
            time.sleep(0.1)
        raise AssertionError(f"ASCP never refused {who}, sent alone")

    def learner(self, who) -> Api:
        stack = self.flow.stack
        user = User(email_of(who), new_password())
        users.create(stack.client, stack.outputs["UserPoolId"], [user])
        return Api(stack.api_url, users.sign_in(stack.client, stack.outputs["UserPoolClientId"], user))


def line(number, who, *, status="active", expires_on=""):
    return f"Person of {who},{number},MLS,{email_of(who)},{status},{expires_on}"


def known(who, *, name=None, cycle_from=None, cycle_to=None):
    return {"email": email_of(who), "name": name or f"Person of {who}", "cycle_from": cycle_from, "cycle_to": cycle_to}


def feed(*people):
    rows = [
        f"{who},{email_of(who)},Person of {who},578-1,Hemostasis,"
        f"{'attendance' if who == 'not_reportable' else 'pace'},1.5,{TODAY.isoformat()}"
        for who in people
    ]
    return "\n".join([FEED_HEADER, *rows]) + "\n"


@pytest.fixture(scope="module")
def world(local_stack, day_one):
    """After one night in which each of our people's credits became stuck."""
    known_before = HTTP.request("GET", f"{local_stack.ascp_url}/control/participants").json()
    roster = day_one.later_roster.read_text(encoding="utf-8")
    world = World(Flow(local_stack), roster if roster.endswith("\n") else roster + "\n", known_before, {})
    world.members = {
        "membership_lapsed": [line("970001", "membership_lapsed", status="lapsed")],
        "ambiguous_email": [line("970002", "ambiguous_email"), line("970003", "ambiguous_email")],
        "shared": [line("970004", "shared"), line("970005", "shared")],
        **{who: [line(f"97001{n}", who)] for n, who in enumerate((*BY_ASCP, "invalid", "not_reportable"))},
    }
    world.put_participants(
        *(known(who) for who in (*BY_ROSTER, *BY_STAFF)),
        known("name_mismatch", name="Somebody Else"),
        known("outside_cycle", cycle_from="2019-01-01", cycle_to="2021-12-31"),
    )
    world.put_roster("second-chances-1")
    world.flow.put(f"feed/{PROVIDER}/1.csv", feed(*(who for who in EVERYONE if who != "invalid")))
    world.night(*(who for who in EVERYONE if who != "invalid"))
    # ASCP refuses whatever it is sent in the night of this one.
    local_stack.fail([{"kind": "status", "status": 400, "path": "/v1/submissions"}])
    world.flow.put(f"feed/{PROVIDER}/2.csv", feed("invalid"))
    world.flow.night()
    world.put_steps_back("invalid")
    world.flow.follow([credit_id("invalid")])
    local_stack.fail([])
    yield world
    HTTP.request("PUT", f"{local_stack.ascp_url}/control/participants", json=known_before)


@pytest.fixture(scope="module")
def told(world):
    """What the organizer said of each credit while it was stuck, and the learners."""
    apis = {who: world.learner(who) for who in EVERYONE}
    stuck = {}
    for who, api in apis.items():
        (one,) = api.call("GET", "/v1/organizer").json()["items"]
        assert one["credit_id"] == credit_id(who)
        stuck[who] = one
    return stuck, apis


@pytest.fixture(scope="module")
def healed(world, told):
    """After the fixes and one more night: ASCLS's by its roster, ASCP's by its participants and another try."""
    _, apis = told
    world.members |= {
        "not_a_member": [line("970000", "not_a_member")],
        "membership_lapsed": [line("970001", "membership_lapsed", expires_on=str(TODAY + timedelta(days=365)))],
        "ambiguous_email": [line("970002", "ambiguous_email"), "Another,970003,MLS,another@example.org,active,"],
    }
    world.put_roster("second-chances-2")
    world.put_participants(*(known(who) for who in (*BY_ROSTER, *BY_ASCP, *BY_STAFF)))
    for who in BY_ASCP:
        answer = apis[who].call("POST", f"/v1/organizer/{credit_id(who)}/retry")
        assert (answer.status, answer.json()["state"]) == (200, "earned")
    found = world.night(*BY_ROSTER, *BY_ASCP)
    world.healing = world.report
    return found


@pytest.mark.parametrize("who", EVERYONE)
def test_each_is_stuck_for_its_own_reason_and_is_told_the_fix(told, who):
    stuck, _ = told
    one = stuck[who]
    reason = "ambiguous_email" if who == "shared" else who
    assert one["reason"]["code"] == reason
    assert one["reason"]["do"]
    assert one["phase"] == ("done" if who == "not_reportable" else "needs_you")
    assert one["state"] == ("rejected" if who in (*BY_ASCP, "invalid") else "unmatched")


@pytest.mark.parametrize(
    ("who", "question", "answer", "cause"),
    [
        ("not_a_member", "member", "no", "not_there"),
        ("membership_lapsed", "member", "no", "lapsed"),
        ("ambiguous_email", "member", "unknown", "shared"),
        ("unknown_email", "emails", "no", "ascp_refused"),
        ("name_mismatch", "emails", "yes", "all_same"),
        ("outside_cycle", "time", "no", "refused"),
        ("invalid", "organizer", "yes", "reached"),
    ],
)
def test_the_diagnosis_tells_them_apart(world, told, who, question, answer, cause):
    _, apis = told
    if world.flow.credits([credit_id(who)])[credit_id(who)].state is State.ACCEPTED:
        pytest.fail("the diagnosis must be asked for while the credit is stuck")
    (stuck,) = apis[who].call("GET", "/v1/organizer/diagnosis").json()["stuck"]
    (found,) = [one for one in stuck["findings"] if one["question"] == question]
    assert (found["answer"], found["causes"]) == (answer, [cause])


@pytest.mark.parametrize("who", [*BY_ROSTER, *BY_ASCP])
def test_mended_it_is_accepted_after_the_next_night(world, told, healed, who):
    _, apis = told
    assert healed[credit_id(who)].state is State.ACCEPTED
    (one,) = apis[who].call("GET", "/v1/organizer").json()["items"]
    assert (one["phase"], one["receipt"]) == ("done", healed[credit_id(who)].receipt)
    assert world.flow.stack.receipts()[credit_id(who)] == [one["receipt"]]
    answers = apis[who].call("GET", "/v1/organizer/diagnosis").json()
    assert answers["subject"]["track"]["code"] == "accepted"
    found = {one["question"]: one["answer"] for one in answers["findings"]}
    assert found == {"member": "yes", "time": "no", "emails": "yes", "organizer": "yes"}


def test_staff_settle_whose_a_shared_credit_is_and_it_goes_out_at_once(world, told):
    staff = world.flow.stack.api(STAFF)
    (found,) = staff.call("GET", f"/v1/staff/credits?credit_id={credit_id('shared')}").json()["items"]
    assert [one["member_number"] for one in found["bearers"]] == ["970004", "970005"]
    act = {"member_number": "970005", "reason": "She named her member number."}
    answer = staff.call("POST", f"/v1/staff/credits/{credit_id('shared')}/match", json=act)
    assert answer.status == 200, answer.data
    credit = world.flow.follow([credit_id("shared")])[credit_id("shared")]
    assert (credit.state, credit.member_number) == (State.ACCEPTED, "970005")


def test_staff_release_what_ascp_could_not_take_and_it_goes_out_at_once(world, told):
    staff = world.flow.stack.api(STAFF)
    listed = staff.call("GET", f"/v1/staff/credits?state=rejected&provider={PROVIDER}").json()["items"]
    assert credit_id("invalid") in {one["credit_id"] for one in listed}
    act = {"reason": "ASCP has fixed its intake."}
    answer = staff.call("POST", f"/v1/staff/credits/{credit_id('invalid')}/release", json=act)
    assert answer.status == 200, answer.data
    credit = world.flow.follow([credit_id("invalid")])[credit_id("invalid")]
    assert credit.state is State.ACCEPTED
    assert [step.by for step in credit.timeline if step.by] == [answer.json()["timeline"][-1]["by"]] * 2


def test_what_is_never_reported_is_entered_by_hand_and_never_sent(world, told):
    _, apis = told
    (entry,) = apis["not_reportable"].call("GET", "/v1/organizer/manual-entry").json()["items"]
    assert (entry["title"], entry["date"], entry["contact_hours"]) == ("Hemostasis", TODAY.isoformat(), "1.5")
    answer = apis["not_reportable"].call("POST", f"/v1/organizer/{credit_id('not_reportable')}/self-reported")
    assert answer.json()["state"] == "withdrawn"
    world.night("not_reportable")
    assert credit_id("not_reportable") not in world.flow.stack.receipts()


def test_staff_read_what_the_nights_report(world, healed):
    staff = world.flow.stack.api(STAFF)
    day = staff.call("GET", f"/v1/staff/runs/{date.today().isoformat()}").json()["items"]
    [healing] = [run for run in day if run["run_id"] == world.healing["run_id"]]
    # ASCP's are tried again as soon as the learner asks, so the night has the others.
    assert healing["reported"] == world.healing["reported"] >= len(BY_ROSTER)
    assert all(run["reconciles"] for run in day)
    assert staff.call("GET", "/v1/staff/runs?limit=1").json()["items"][0]["run_id"] == day[-1]["run_id"]
