"""The examples in the documents for partners work as they are written, one after the other, on the deployed stack."""

import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from laurel.audit.acts import Actor, ActorKind
from laurel.catalog.client_desk import rights_of
from local.api import Api
from local.clients import access_token, desk_of
from local.places import ROOT
from local.sample_providers import put_providers
from local.users import STAFF
from tests.flow.nights import PATIENCE, Flow, feed_of
from tests.functions.provider_rows import row

PARTNERS = ROOT / "docs" / "partners"
# A row of the table of test people: e-mail address, name, state, and reason if there is one.
PERSON = r"^\| (\S+@\S+) \| ([^|]+) \| `(\w+)`(?:, `(\w+)`)? \|"
NEXT = "--- the next example"
SECONDS = 150  # for all examples of a document in one language


def examples(document, language):
    """The code of this document in this language, block by block."""
    text = (PARTNERS / document).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


class Desk:
    """A partner's developer: a folder, and the addresses and the client that the operator gave them."""

    def __init__(self, stack, folder, owner):
        made = desk_of(stack).create(owner, "Examples", rights_of(owner), actor=Actor(ActorKind.OPERATOR, "tests"))
        self.folder = folder
        self.environment = {
            **os.environ,
            "API_URL": stack.api_url,
            "TOKEN_URL": stack.outputs["TokenUrl"],
            "CLIENT_ID": made.client_id,
            "CLIENT_SECRET": made.secret,
        }

    def run(self, *command, given):
        done = subprocess.run(
            command, input=given, env=self.environment, cwd=self.folder, capture_output=True, text=True, timeout=SECONDS
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def shell(self, document):
        """What each example prints; they share their variables, as in one terminal."""
        blocks = examples(document, "sh")
        assert blocks
        script = f"\necho; echo '{NEXT}'\n".join([*blocks, 'echo "$TOKEN"'])
        *printed, token = self.run("bash", "-euo", "pipefail", "-s", given=script).split(NEXT)
        self.environment["TOKEN"] = token.strip()
        return [one.strip() for one in printed]

    def python(self, document):
        """What each example prints; each is a program of its own."""
        blocks = examples(document, "python")
        assert blocks
        return [self.run(sys.executable, "-", given=block) for block in blocks]


@pytest.fixture
def stack(local_stack, day_one):
    put_providers(local_stack.api(STAFF))
    local_stack.put("roster/ascls/documents.csv", day_one.roster)
    Flow(local_stack).night()
    local_stack.take_files_on_arrival()
    yield local_stack
    local_stack.take_files_on_arrival(switched_on=False)


def test_a_provider_follows_its_guide(stack, tmp_path):
    member = {"email": "trang.nguyen@lab.example.com", "name": "Nguyễn Thị Thu Trang"}
    (tmp_path / "credits.csv").write_text(feed_of("guide", [member], count=1)[0], encoding="utf-8")
    desk = Desk(stack, tmp_path, "labce")
    record, pushed, shown, changes, upload, corrected = map(json.loads, desk.shell("providers.md")[:6])
    assert record["id"] == "labce"
    assert (pushed["taken"], pushed["results"][0]["state"]) == (1, "unmatched")
    assert shown["reference"] == pushed["results"][0]["reference"] == "LC-2026-0117"
    assert set(changes) == {"items", "cursor", "more"}
    assert upload["state"] in ("waiting", "being_read", "done")
    assert (corrected["contact_hours"], corrected["follow_up"]) == ("1", None)
    by_program = "".join(desk.python("providers.md"))
    # The file was uploaded before, by the other example.
    assert "done {'rows': 2, 'credits': 0, 'repeats': 1, 'rejected': 1" in by_program
    assert "3 contact_hours" in by_program
    assert "LC-2026-0118 taken unmatched []" in by_program
    assert "LC-2026-0117 unmatched not_a_member" in by_program


def test_ascls_follows_the_document_about_its_roster(stack, day_one, tmp_path):
    (tmp_path / "roster.csv").write_bytes(day_one.roster.read_bytes())
    desk = Desk(stack, tmp_path, "ascls")
    [upload] = map(json.loads, desk.shell("ascls-roster.md"))
    assert upload["state"] in ("waiting", "being_read", "done")
    # It waits for the report of its own upload.
    [by_program] = desk.python("ascls-roster.md")
    assert by_program.startswith("done {'rows': ")


def test_the_test_people_of_the_guide_are_what_it_says(stack, tmp_path):
    desk = Desk(stack, tmp_path, "labce")
    program = Api(
        stack.api_url, access_token(*(desk.environment[one] for one in ("TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET")))
    )
    people = re.findall(PERSON, (PARTNERS / "providers.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(people) == 4
    path, day = "/v1/providers/labce/credits", datetime.now(UTC).date().isoformat()
    rows = [row(f"guide-{n}", email, name=name, completed_on=day) for n, (email, name, *_) in enumerate(people)]
    assert program.call("POST", path, json={"credits": rows}).json()["taken"] == len(rows)
    give_up_at = time.monotonic() + PATIENCE
    for one, (_, _, state, reason) in zip(rows, people, strict=True):
        while (found := program.call("GET", f"{path}/{one['reference']}").json())["state"] in ("reported", "sending"):
            assert time.monotonic() < give_up_at
            time.sleep(0.5)
        assert (found["state"], found["reason"] or "") == (state, reason)
