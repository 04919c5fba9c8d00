"""The tool that `make mutants` runs: its errors, its trials, and the list of those that nobody can notice."""

import threading
import time
import tomllib
from types import SimpleNamespace

import pytest

from laurel.platform import masking
from tests.mutation import import_trials, quick_trials
from tests.mutation.__main__ import EQUIVALENT, Progress, report
from tests.mutation.lines import Measured
from tests.mutation.mutants import Mutants, path_of, sample
from tests.mutation.running import Outcome, start
from tests.mutation.swap import functions_in_memory, needs_import, swap
from tests.mutation.type_check import is_refused

MODULE = "laurel.platform.masking"
LISTED = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["mutant"]


@pytest.fixture(scope="module")
def mutants():
    return list(Mutants(MODULE))


def outcome(run, seconds=60):
    process = start(run, seconds)
    while (end := process.ended()) is None:
        time.sleep(0.01)
    return end[0]


def test_each_mutant_is_the_module_with_one_line_changed(mutants):
    source = path_of(MODULE).read_text(encoding="utf-8")
    assert len({one.source for one in mutants}) == len(mutants) > 3
    for one in mutants:
        assert one.source != source == one.old_source
        assert one.before in source
        assert one.after in one.source
        [number] = [n for n, line in enumerate(source.splitlines(), 1) if line.strip() == one.before]
        assert number in one.lines


def masked():
    return masking.masked_number("1234567"), masking.masked_number("123"), masking.masked_email("a@b@example.org")


def test_the_functions_in_memory_get_the_code_of_the_mutant(mutants):
    before = masked()
    functions = functions_in_memory([path_of(MODULE)])

    def run():
        swap(mutant, functions)
        try:
            return Outcome.LIVES if masked() == before else Outcome.NOTICED
        except (AttributeError, TypeError):
            return Outcome.NOTICED

    inside = [mutant for mutant in mutants if not needs_import(mutant)]
    for mutant in inside:
        assert outcome(run) is Outcome.NOTICED, mutant
    assert len(inside) > 3
    assert masked() == before, "only in the processes of the trials"


def test_an_error_in_a_table_needs_an_import():
    module = Mutants("laurel.catalog.refusals")
    assert needs_import(module[0])


def test_an_escape_in_other_letters_is_no_error():
    module = Mutants("laurel.platform.file_kinds")
    after = [module[at].after for at in range(len(module)) if module[at].before.startswith("_UTF16 = ")]
    assert after == [
        "_UTF16 = None",
        r'_UTF16 = (b"XX\xff\xfeXX", b"\xfe\xff")',
        r'_UTF16 = (b"\xff\xfe", b"XX\xfe\xffXX")',
    ]


def test_who_goes_round_in_circles_is_ended_and_counts_as_noticed():
    def run():
        while True:
            pass

    assert outcome(run, seconds=0) is Outcome.NOTICED


@pytest.mark.parametrize("end", [Outcome.LIVES, Outcome.NOTICED, Outcome.NEEDS_IMPORT])
def test_a_trial_says_what_it_found(end):
    assert outcome(lambda: end) is end


def test_a_trial_that_breaks_down_notices_nothing():
    assert outcome(lambda: 1 / 0) is Outcome.UNKNOWN


def test_a_test_that_fails_without_a_mutant_is_tried_again_and_then_left_out(monkeypatch):
    runs = [{"good": False, "moody": True, "bad": True}, {"moody": False, "bad": True}]

    def run(items, modules):
        outcomes = runs.pop(0)
        assert [item.nodeid for item in items] == list(outcomes)
        return {test: Measured(1.0, {}, failed) for test, failed in outcomes.items()}

    monkeypatch.setattr(quick_trials, "_measure_once", run)
    items = [SimpleNamespace(nodeid=test) for test in ("good", "moody", "bad")]
    assert list(quick_trials._measure(items, [MODULE])) == ["good", "moody"]


def test_files_are_measured_and_those_that_fail_left_out(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    texts = {
        "pytest.ini": "[pytest]",
        "test_good.py": "def test_it(): sum(range(10**7))",
        "test_bad.py": "def test_it(): assert False",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(import_trials, "MEASURED", {})
    import_trials.measure(["test_good.py", "test_bad.py"])
    assert list(import_trials.MEASURED) == ["test_good.py"]
    assert import_trials.MEASURED["test_good.py"] > 0.01
    assert "left out: test_bad.py" in capfd.readouterr().err


def test_files_that_speak_of_the_error_come_first(monkeypatch, tmp_path, mutants):
    texts = {"quick": "nothing", "slow": "nothing", "near": mutants[0].before}
    files = {name: tmp_path / name for name in texts}
    for name, text in texts.items():
        files[name].write_text(text, encoding="utf-8")
    seconds = {str(files["quick"]): 0.1, str(files["slow"]): 5.0, str(files["near"]): 9.0}
    monkeypatch.setattr(import_trials, "MEASURED", seconds)
    found = import_trials.nearest_first(mutants[0], [str(files["slow"]), str(files["quick"]), str(files["near"])])
    assert found == [str(files[name]) for name in ("near", "quick", "slow")]


def test_what_no_test_notices_lives_unless_the_checker_of_types_refuses_it(mutants, capsys):
    text, nothing, other, number = (mutants[at] for at in (1, 0, 2, 3))
    progress = Progress(4)
    for one in (text, nothing):
        progress.add(one, Outcome.LIVES)
    for one in (other, number):
        progress.add(one, Outcome.NOTICED)
    assert progress.found == {
        text: Outcome.LIVES,
        nothing: Outcome.REFUSED,
        other: Outcome.NOTICED,
        number: Outcome.NOTICED,
    }
    assert report(progress.found) == 1
    *_, summary, unlisted = capsys.readouterr().out.splitlines()
    assert summary == "3 of 4 noticed: 75.0%, 2 by tests and 1 by the checker of types."
    assert unlisted.startswith("1 that live")


def test_a_sample_is_the_same_for_a_seed():
    known = {MODULE: Mutants(MODULE), "laurel.platform.amounts": Mutants("laurel.platform.amounts")}
    assert sample(known, 3, "a") == sample(known, 3, "a")
    assert len({tuple(sample(known, 3, str(seed))) for seed in range(9)}) > 1
    assert len(sample(known, None, "a")) == len(known[MODULE])


def test_what_is_listed_as_equivalent_is_still_in_its_module_and_has_a_reason():
    for one in LISTED:
        lines = path_of(one["module"]).read_text(encoding="utf-8").splitlines()
        assert one["before"] in " ".join(map(str.strip, lines))
        assert one["after"] != one["before"]
        assert len(one["reason"]) > 10


def test_threads_of_a_library_that_no_forked_process_would_have_are_said(monkeypatch):
    monkeypatch.setattr(threading, "active_count", lambda: 0)
    with pytest.raises(pytest.exit.Exception, match="starts threads while tests are collected"):
        quick_trials._Instead([], print).pytest_runtestloop(SimpleNamespace(testsfailed=0, items=[]))


def test_a_text_in_the_place_of_bytes_is_refused_by_the_types_and_another_text_is_not():
    found = {mutant.after.strip(): mutant for mutant in Mutants("laurel.platform.base64url")}
    assert is_refused(found['return base64.urlsafe_b64encode(None).rstrip(b"=").decode()'])
    assert not is_refused(found['return base64.urlsafe_b64encode(data).rstrip(b"XX=XX").decode()'])
