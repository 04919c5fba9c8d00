"""The command line of the sample."""

from pathlib import Path

import pytest

from local.sample.__main__ import main


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr("sys.argv", ["sample", *arguments])
    main()


def test_it_says_what_should_become_of_the_rows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run(monkeypatch, "--out", str(tmp_path), "--members", "300", "--rows", "200", "--today", "2027-01-04")
    said = capsys.readouterr().out
    assert "200 rows" in said
    assert "membership_lapsed" in said
    assert "unmatched (not_a_member), later accepted" in said
    assert (tmp_path / "feed/asm/2027-01-04.csv").exists()


def test_plain_samples_have_no_later_roster(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run(monkeypatch, "--out", str(tmp_path), "--members", "5", "--rows", "7", "--plain")
    assert sum(len(path.read_text("utf-8").splitlines()) - 1 for path in tmp_path.glob("feed/*/*.csv")) >= 7
    assert not (tmp_path / "later").exists()


@pytest.mark.parametrize("arguments", [("--members", "5"), ("--plain", "--members", "0")])
def test_it_refuses_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit, match=r"^No sample: .* at least .*\.$"):
        run(monkeypatch, "--out", str(tmp_path), *arguments)
