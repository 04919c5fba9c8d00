"""Every work of others that a package ships is in its notices and its bill of materials, under a license we allow."""

import json
import re
import tomllib
from functools import cache

import pytest
import typst
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from license_expression import get_spdx_licensing

from local.notices import NAME, notices
from local.sbom import bills
from local.third_party import EMBEDDED, packages, pinned, rust_bill
from tests.stores import ROOT

PACKAGES = {one.name: one for one in packages()}
LICENSES = get_spdx_licensing()
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ALLOWED = set(PYPROJECT["tool"]["pip-licenses"]["allow-only"].split(";"))


def parts_of(package):
    """All works of others in a package, with those inside of others."""
    inside = [part for library in package.libraries for part in (*library.compiled_in, *library.embedded)]
    return [*package.libraries, *inside, *package.fonts]


@cache
def is_allowed(expression: str) -> bool:
    """Whether a license expression can be met with the allowed licenses alone."""
    parsed = LICENSES.parse(expression, simple=True)
    values = {one: LICENSES.TRUE if one.render() in ALLOWED else LICENSES.FALSE for one in parsed.literals}
    return parsed.subs(values, simplify=True) == LICENSES.TRUE


def shortened(bill):
    """`bill` with few of the Rust libraries: to check hundreds of addresses takes the validator a minute."""
    components = [{**one, "components": one.get("components", [])[-3:]} for one in bill["components"]]
    return {**bill, "components": components}


@pytest.fixture(scope="module")
def written():
    return bills()


def test_the_notices_are_those_of_what_is_shipped():
    """`make notices` writes them."""
    for path, text in notices().items():
        assert path.read_text(encoding="utf-8") == text, path.relative_to(ROOT)
    assert {path for folder in ("layers", "functions", "portal") for path in (ROOT / folder).rglob(NAME)} == set(
        notices()
    )


@pytest.mark.parametrize("name", PACKAGES)
def test_every_shipped_library_is_in_the_notices(name):
    package = PACKAGES[name]
    file = package.folder / NAME
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    requirements = package.folder / "requirements.txt"
    lines = requirements.read_text(encoding="utf-8").splitlines() if requirements.exists() else []
    versions = dict(re.match(r"([\w.-]+)==([\w.]+)", line).groups() for line in lines if "==" in line)
    assert set(pinned(package.folder)) == set(versions)
    missing = [one for one, version in versions.items() if f"\n{one} {version} (" not in text]
    missing += [part.name for part in parts_of(package) if f"\n{part.name} {part.version}".rstrip() not in text]
    assert missing == []
    assert all(library.texts for library in package.libraries)


def test_every_font_is_in_the_notices():
    folders = {path.parent for path in ROOT.joinpath("functions").rglob("*.ttf")}
    assert len(folders) == len(PACKAGES["certificate_pdf"].fonts) > 40


def test_what_is_compiled_in_is_known():
    assert [name for one in PACKAGES.values() for name in pinned(one.folder) if rust_bill(name)] == [
        "pydantic-core",
        "python-calamine",
        "typst",
    ]
    assert typst.Fonts(include_system_fonts=False).families() == [font.name for font in EMBEDDED["typst"]]


@pytest.mark.parametrize("name", PACKAGES)
def test_every_license_is_allowed(name):
    assert [(one.name, one.license) for one in parts_of(PACKAGES[name]) if not is_allowed(one.license)] == []


def test_a_license_that_is_not_on_the_list_is_refused():
    assert is_allowed("(GPL-3.0-only OR MIT) AND Apache-2.0")
    assert not is_allowed("MIT AND GPL-3.0-only")


@pytest.mark.parametrize("name", PACKAGES)
def test_the_bill_of_materials_lists_what_is_shipped(written, name):
    bill, package = written[name], PACKAGES[name]
    listed = [(one["name"].replace("_", "-"), one.get("version")) for one in bill["components"]]
    assert listed == [(one.name, one.version) for one in (*package.libraries, *package.fonts)]
    known = {package.name} | {one["bom-ref"] for one in bill["components"]}
    assert {one["ref"] for one in bill["dependencies"]} <= known
    inside = sum(len(one.get("components", [])) for one in bill["components"])
    assert inside == len(parts_of(package)) - len(package.libraries) - len(package.fonts)


@pytest.mark.parametrize("name", ["certificate_pdf", "portal"])
def test_a_bill_of_materials_follows_its_schema(written, name):
    """One with libraries, Rust and fonts, and an empty one: the others are made in the same way."""
    bill = shortened(written[name])
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill)) is None


def test_the_portal_loads_nothing_from_others():
    """Scripts of others are copies in it: no address of another host is imported or loaded as a script."""
    sources = [*ROOT.joinpath("portal").rglob("*.js"), ROOT / "portal" / "index.html"]
    assert len(sources) > 50
    pattern = re.compile(r"""(?:from|import|import\()\s*['"](?:https?:)?//|<script[^>]+src="(?:https?:)?//""")
    assert [path.name for path in sources if pattern.search(path.read_text(encoding="utf-8"))] == []
