"""A function's packages on the local stack: unpacked once, for all starts of the function."""

import zipfile
from pathlib import Path

import pytest

from local.emulator_packages import Package


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path / "packages"


def unpacked(file: Path, name: str) -> Path:
    """As MiniStack unpacks a package into a folder of a new process."""
    folder = file.parent / name
    folder.mkdir()
    with Package(str(file)) as package:
        assert package.namelist() == []
        package.extractall(str(folder))
    return folder


def zipped(file: Path, **files: str) -> Path:
    with zipfile.ZipFile(file, "w") as package:
        for name, text in files.items():
            package.writestr(f"{name}/app.py", text)
    return file


def test_each_process_has_what_is_in_its_package_which_is_unpacked_once(tmp_path: Path, place: Path) -> None:
    one, other = zipped(tmp_path / "a.zip", a="A", b="B"), zipped(tmp_path / "b.zip", a="B")
    folders = [unpacked(file, f"{n}") for n, file in enumerate((one, other, one))]
    assert [(folder / "a" / "app.py").read_text() for folder in folders] == ["A", "B", "A"]
    assert [sorted(path.name for path in folder.iterdir()) for folder in folders] == [["a", "b"], ["a"], ["a", "b"]]
    assert len(list(place.iterdir())) == 2


def test_what_is_half_unpacked_is_not_used(tmp_path: Path, place: Path) -> None:
    file = tmp_path / "broken.zip"
    file.write_bytes(b"no zip file")
    with pytest.raises(zipfile.BadZipFile):
        unpacked(file, "first")
    file = zipped(file, a="A")
    assert (unpacked(file, "second") / "a" / "app.py").read_text() == "A"
