"""The layout of the portal: its imports lead to files, never in a circle, and its folders stay small."""

import json
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from laurel.claims import refusals as claim_refusals
from laurel.platform.refusal import ProblemType
from tests.architecture.test_structure import ROOT, name_of

PORTAL = ROOT / "portal"
SCRIPTS = sorted(PORTAL.rglob("*.js"))
FOLDERS = sorted({PORTAL, *(path.parent for path in PORTAL.rglob("*") if path.is_file())})
MOST_FILES = 15

_STATIC = re.compile(r"^(?:import|export)\b(?:[^'\";]*\bfrom)?\s*'([^']+)'", re.MULTILINE)
_DYNAMIC = re.compile(r"\bimport\('([^']+)'\)")


def imported(pattern: re.Pattern[str], path: Path) -> Iterator[str]:
    """What `path` imports, as it is written there."""
    yield from pattern.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_imports_are_relative_and_lead_to_a_file(path):
    """Editors, node and the check of types find them as browsers do."""
    for name in [*imported(_STATIC, path), *imported(_DYNAMIC, path)]:
        assert name.startswith(("./", "../")), name
        assert (path.parent / name).is_file(), name


def test_every_import_is_looked_at():
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        assert len(re.findall(r"^import\b|\bimport\(", text, re.MULTILINE)) == len(
            [*imported(_STATIC, path), *imported(_DYNAMIC, path)]
        ), path


def test_no_module_imports_itself_by_way_of_others():
    graph = {path: [(path.parent / name).resolve() for name in imported(_STATIC, path)] for path in SCRIPTS}
    assert sum(map(len, graph.values())) > len(SCRIPTS)
    TopologicalSorter(graph).prepare()


def test_the_document_preloads_every_module_that_the_first_one_imports():
    """Otherwise a browser finds them one level after another."""
    needed = needed_by(PORTAL / "app" / "main.js")
    text = (PORTAL / "index.html").read_text(encoding="utf-8")
    preloaded = [PORTAL / name for name in re.findall(r'rel="modulepreload" href="/([^"]+)"', text)]
    assert sorted(preloaded) == sorted(needed - {PORTAL / "app" / "main.js"})


def needed_by(path):
    """The modules that are fetched for this one: itself and all that it imports, one level after another."""
    needed, left = set(), [path.resolve()]
    while left:
        path = left.pop()
        if path not in needed:
            needed.add(path)
            left += [(path.parent / name).resolve() for name in imported(_STATIC, path)]
    return needed


@pytest.mark.parametrize(
    ("variable", "page"),
    [("home", "pages/home.js"), ("rings", "progress/home_rings.js"), ("sessions", "pages/claim/sessions.js")],
)
def test_the_pages_that_visits_begin_with_are_fetched_with_the_first_modules(variable, page):
    source = (PORTAL / "app/early.js").read_text(encoding="utf-8")
    listed = re.findall(r"'([^']+)'", re.search(rf"/\* {variable} \*/ \[(.*?)\]", source, re.DOTALL)[1])
    wanted = needed_by(PORTAL / "app" / page) - needed_by(PORTAL / "app/main.js")
    assert [f"{name}.js" for name in listed] == sorted(
        path.relative_to(PORTAL.resolve() / "app").as_posix() for path in wanted
    )


def test_the_spanish_of_the_api_is_fetched_with_the_first_words():
    source = (PORTAL / "app/early.js").read_text(encoding="utf-8")
    listed = re.findall(r"'([^']+)'", re.search(r"/\* spanish \*/ \[(.*?)\]", source, re.DOTALL)[1])
    wanted = needed_by(PORTAL / "texts/es/api.js")
    assert [f"{name}.js".lstrip("/") for name in listed] == sorted(
        path.relative_to(PORTAL.resolve() / "texts/es").as_posix() for path in wanted
    )


# Which folder of `app` may import which, besides itself. `routes.js` fetches pages when they are needed.
LAYERS = {
    "libraries": set(),
    "platform": set(),
    "elements": {"platform", "libraries"},
    "frame": {"platform", "elements"},
    "claim": {"platform", "elements", "frame"},
    "profile": {"platform", "elements", "frame"},
    "credits": {"platform", "elements", "frame"},
    "progress": {"platform", "elements", "frame"},
    "workbench": {"platform", "elements", "frame"},
    "intake": {"platform", "elements", "frame", "workbench"},
    "pages": {"platform", "elements", "frame", "claim", "profile", "credits", "progress", "workbench", "intake"},
}


@pytest.mark.parametrize("path", sorted((PORTAL / "app").glob("*/**/*.js")), ids=name_of)
def test_a_folder_imports_lower_ones_alone(path):
    folder = path.relative_to(PORTAL / "app").parts[0]
    tops = {(path.parent / name).resolve().relative_to(PORTAL).parts for name in imported(_STATIC, path)}
    assert {parts[1] for parts in tops if parts[0] == "app"} <= LAYERS[folder] | {folder}


OWN = [path for folder in FOLDERS if folder.name != "libraries" for path in folder.glob("*.*")]


@pytest.mark.parametrize("path", OWN, ids=name_of)
def test_files_and_lines_are_short(path):
    """Functions too: biome holds that they have at most 50 lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 400
    assert [number for number, line in enumerate(lines, 1) if len(line) > 120] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_folders_stay_small(folder):
    assert len([path for path in folder.iterdir() if path.is_file()]) <= MOST_FILES


def test_the_document_loads_files_that_are_there():
    text = (PORTAL / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'(?:href|src)="(/[^"]+)"', text)
    assert named
    assert [name for name in named if not (PORTAL / name.removeprefix("/")).is_file()] == ["/config.json"]


API = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
# Whose callers are programs, or pages of staff.
NOT_LEARNERS = ("/v1/staff/", "/v1/providers/", "/v1/rosters/")
# What is wrong with a document of staff; and a name, which is asked for in place.
NOT_SAID = {"provider_unknown", "not_own_provider", "other_id", "name_missing"}


def worded(*files: str) -> set[str]:
    """The codes of refusals that have words in these files of `texts`."""
    said: set[str] = set()
    for path in files:
        words = (PORTAL / "texts" / path).read_text(encoding="utf-8")
        said |= set(re.findall(r"^ {4,6}(\w+):", words[words.index("codes: {") :], re.MULTILINE))
    return said


def test_every_refusal_of_the_api_has_words_of_its_own():
    codes = {name for name, one in API["components"]["examples"].items() if one["value"].get("code")}
    # A session that has ended is asked for the password instead, a busy API is asked again.
    said = worded("en/problems.js", "en/workbench/problems.js")
    assert codes - said <= {"not_signed_in", "not_an_id_token", "busy"}


def answered(path: str) -> Iterator[str]:
    """The codes of refusals that `path` answers."""
    for operation in API["paths"][path].values():
        for answer in operation["responses"].values():
            whole = API["components"]["responses"].get(answer.get("$ref", "").rpartition("/")[2], answer)
            for content in whole.get("content", {}).values():
                yield from content.get("schema", {}).get("properties", {}).get("code", {}).get("enum", [])


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_a_learner_may_be_refused_has_words_that_their_pages_load(language):
    theirs = [path for path in API["paths"] if not path.startswith(NOT_LEARNERS)]
    codes = {code for path in theirs for code in answered(path)}
    listed = {one.code for one in vars(claim_refusals).values() if type(one) is ProblemType} - NOT_SAID
    assert {"no_code_to_change", "not_attended"} <= codes
    assert {"no_session_claimed", "answer_kind"} <= listed
    assert (codes | listed) - worded(f"{language}/problems.js") <= {"busy"}


def test_pages_of_staff_and_of_the_audit_log_are_loaded_with_their_words():
    for name in ("router.js", "routes.js", "staff_routes.js"):
        source = (PORTAL / "app" / "frame" / name).read_text(encoding="utf-8")
        for call in re.findall(r"import\('\.\./pages/(?:staff/\w+|account/audit)\.js'\)[^\]]*", source):
            assert re.search(r"'(staff|audit)'[,\s]*\)", call), call
