"""Reading and changing a profile."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from laurel.learners.address_registry import AddressRegistry
from laurel.learners.edit_profile import edit_profile
from laurel.learners.name_languages import NameLanguage
from laurel.learners.profile import License, Paper, Profile
from laurel.learners.records import from_item, to_item
from laurel.learners.views import ProfileChange, ProfileView
from laurel.platform import aws
from laurel.platform.callers import Caller
from laurel.platform.problems import status_of
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table
from tests import stores

NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)
EMAIL = "ana@example.org"


ANA = Caller("ana", EMAIL, is_staff=False)


@pytest.fixture
def table(aws: None) -> Table:
    stores.make_table("LedgerTable")
    return Table(stores.make_table("ClaimsTable"))


def registry(table: Table) -> AddressRegistry:
    return AddressRegistry(table, "LedgerTable", lambda: NOW)


def read(table: Table, who: Caller = ANA) -> Profile:
    return registry(table).recognize(who)


def edit(table: Table, *, at: datetime = NOW, if_match: int | None = None, **fields: Any) -> Profile:
    change = ProfileChange.model_validate(fields)
    answer = edit_profile(table, registry(table), lambda: at, ANA, change, if_match)
    assert isinstance(answer, Profile)
    return answer


def test_a_new_learner_has_their_address_and_defaults(table: Table) -> None:
    assert read(table) == Profile(learner_id="ana", email=EMAIL, version=1, updated_at=NOW)


def test_only_the_given_fields_change_and_null_clears(table: Table) -> None:
    edit(table, name_as_printed="Ana Lima", physician=True, licences=[{"state": "CA", "number": "7"}], paper="a4")
    edit(table, name_as_printed=None, physician=False)
    profile = read(table)
    assert (profile.name_as_printed, profile.physician, profile.paper, profile.version) == (None, False, Paper.A4, 3)
    assert profile.license("CA") == License("CA", "7")
    cleared = edit(table, licences=None, paper=None, physician=None)
    assert (cleared.licences, cleared.paper, cleared.physician) == ((), Paper.LETTER, None)
    assert read(table) == cleared


def test_reading_is_one_call_and_changing_two(table: Table) -> None:
    read(table)
    calls: list[str] = []
    aws.dynamodb().meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    read(table)
    assert calls == ["GetItem"]
    edit(table, physician=True)
    assert calls == ["GetItem", "GetItem", "PutItem"]


def test_consent_keeps_the_time_it_was_first_given(table: Table) -> None:
    edit(table, consent_to_report=True)
    again = edit(table, consent_to_report=True, at=NOW + timedelta(days=1))
    assert again.consent_at == NOW
    assert edit(table, consent_to_report=False).consent_at is None
    assert edit(table, consent_to_report=True, at=NOW + timedelta(days=2)).consent_at == NOW + timedelta(days=2)


def test_mail_comes_until_it_is_stopped_and_comes_again_when_wanted(table: Table) -> None:
    assert read(table).notices_stopped_at is None
    assert edit(table, notices=False).notices_stopped_at == NOW
    assert edit(table, notices=False, at=NOW + timedelta(days=1)).notices_stopped_at == NOW
    shown = ProfileView.of(edit(table, name_as_printed="Ana"), EMAIL)
    assert shown.notices is False
    assert edit(table, notices=True).notices_stopped_at is None


def test_profiles_of_others_are_never_touched(table: Table) -> None:
    edit(table, name_as_printed="Ana Lima")
    bo = read(table, Caller("bo", "bo@example.org", is_staff=False))
    assert (bo.name_as_printed, bo.email, bo.version) == (None, "bo@example.org", 1)


def test_an_old_version_is_refused_and_says_the_new_one(table: Table) -> None:
    edit(table, name_as_printed="Ana Lima")
    answer = edit_profile(table, registry(table), lambda: NOW, ANA, ProfileChange(physician=True), if_match=1)
    assert isinstance(answer, Refusal)
    assert (status_of(answer), answer.code, answer.version) == (412, "changed_elsewhere", 2)
    assert read(table).physician is None


def test_two_devices_that_change_different_fields_lose_nothing(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    read(table)
    real = table.write_all

    def interrupted(writes: Any) -> list[bool]:
        monkeypatch.setattr(table, "write_all", real)
        edit(table, physician=True)
        return real(writes)

    monkeypatch.setattr(table, "write_all", interrupted)
    edit(table, name_as_printed="Ana Lima")
    profile = read(table)
    assert (profile.name_as_printed, profile.physician, profile.version) == ("Ana Lima", True, 3)


def test_a_profile_comes_back_from_its_item_as_it_was() -> None:
    profile = Profile(
        learner_id="ana",
        email=EMAIL,
        former_emails=("ana@old.example.org", "ana@older.example.org"),
        email_proved_at=1_790_000_000,
        notices_stopped_at=NOW,
        name_as_printed="Ana Lima",
        name_language=NameLanguage.CHINESE_TRADITIONAL,
        physician=False,
        professions=("MLS",),
        licences=(License("NY", "1", "MLS"), License("FL", "2")),
        ascls_email="a@example.org",
        ascp_email="b@example.org",
        consent_at=NOW,
        paper=Paper.A4,
        version=3,
        updated_at=NOW,
    )
    assert from_item("ana", to_item(profile)) == profile
    bare = replace(Profile(learner_id="ana"), version=1)
    assert from_item("ana", {k: v for k, v in to_item(bare).items() if v is not None}) == bare


def test_the_view_tells_consent_and_its_time() -> None:
    profile = Profile(learner_id="ana", email=EMAIL, consent_at=NOW, licences=(License("NY", "1"),))
    shown = ProfileView.of(profile, EMAIL).model_dump(mode="json")
    assert shown["consent_to_report"] is True
    assert shown["consent_given_at"] == "2026-11-20T07:00:00Z"
    assert shown["licences"] == [{"state": "NY", "number": "1", "profession": None}]


def test_the_language_of_the_name_is_chosen_and_taken_back(table: Table) -> None:
    assert edit(table, name_as_printed="佐藤 令子", name_language="ja").name_language is NameLanguage.JAPANESE
    assert edit(table, physician=True).name_language is NameLanguage.JAPANESE
    assert edit(table, name_language=None).name_language is None
