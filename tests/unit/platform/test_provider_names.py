"""The display names of the providers of feeds."""

import pytest

from laurel.platform.provider_names import ProviderNames

NAMES = ProviderNames.read("labce=LabCE; ASM = American Society for Microbiology;")


@pytest.mark.parametrize(
    ("folder", "name"),
    [("labce", "LabCE"), ("LabCE", "LabCE"), ("asm", "American Society for Microbiology"), ("other", "other")],
)
def test_a_folder_is_shown_by_its_name(folder, name):
    assert NAMES.name(folder) == name


@pytest.mark.parametrize(
    ("said", "folder"), [("american society for microbiology", "asm"), ("labce", "labce"), ("X", "X")]
)
def test_a_provider_is_found_by_name_and_by_folder(said, folder):
    assert NAMES.folder(said) == folder


def test_without_names_every_folder_is_shown_as_it_is():
    assert ProviderNames.read("").name("labce") == "labce"


@pytest.mark.parametrize("setting", ["labce", "labce=", "=LabCE"])
def test_a_part_that_names_nothing_is_refused(setting):
    with pytest.raises(ValueError, match="is not written as folder=Name"):
        ProviderNames.read(setting)
