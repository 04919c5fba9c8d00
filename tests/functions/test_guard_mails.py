"""The guard gives Cognito the words of an e-mail."""

import json
from pathlib import Path
from types import SimpleNamespace

from functions.guard_accounts import app

EVENT = json.loads((Path(__file__).parents[2] / "events" / "guard_accounts.json").read_text(encoding="utf-8"))
HERE = SimpleNamespace(portal_url="https://ce.example.org", contact="help@example.org")


def mail(source):
    event = {**EVENT, "triggerSource": source, "request": {"codeParameter": "{####}"}, "response": {}}
    return app.guard(HERE, event)["response"]


def test_cognito_gets_the_words_for_an_email():
    found = mail("CustomMessage_SignUp")
    assert found["emailSubject"] == "Your code to open an account at Laurel"
    assert "https://ce.example.org/confirm" in found["emailMessage"]
    assert "help@example.org" in found["emailMessage"]


def test_an_email_of_another_purpose_keeps_cognitos_own_words():
    assert mail("CustomMessage_SomethingNew") == {}
