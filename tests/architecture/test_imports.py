"""The rooms import each other in one direction only, and pure modules stay pure."""

import ast
import sys
from pathlib import Path

import pytest

LAUREL = Path(__file__).parents[2] / "layers" / "common" / "laurel"
FUNCTIONS = Path(__file__).parents[2] / "functions"

# Who may import whom, besides itself and the shared vocabulary.
ROOMS = {
    "platform": set(),
    "ledger": {"platform"},
    "catalog": {"platform"},
    "learners": {"platform"},
    "claims": {"catalog", "learners", "ledger", "platform"},
    "certificates": {"claims", "catalog", "learners", "ledger", "platform"},
    "reporting": {"ledger", "learners", "platform"},
    "notices": {"ledger", "learners", "platform"},
}
VOCABULARY = {"laurel.statements"}

# Rules that a reader must understand, and a test must reach, without AWS: standard library and pydantic only.
PURE = {
    "laurel.statements",
    "laurel.ledger.states",
    "laurel.ledger.credit",
    "laurel.ledger.timeline",
    "laurel.ledger.deadline",
    "laurel.ledger.notifications",
    "laurel.ledger.explanations",
    "laurel.catalog.activity",
    "laurel.catalog.field_types",
    "laurel.roster.member",
    "laurel.roster.matching",
    "laurel.nightly.run_report",
    "laurel.delivery.retry",
    "laurel.delivery.ascp.contract",
    "laurel.organizer.phases",
    "laurel.nightly.schedule",
    "laurel.organizer.entries",
    "laurel.organizer.unreported",
    "laurel.certificates.claim_credit",
    "laurel.organizer.manual_entry",
    "laurel.organizer.diagnosis",
    "laurel.organizer.diagnosis_texts",
    "laurel.organizer.diagnosis_rules",
    "laurel.catalog.accreditors",
    "laurel.catalog.changes",
    "laurel.catalog.checks",
    "laurel.catalog.shown_texts",
    "laurel.certificates.number",
    "laurel.certificates.facts",
    "laurel.certificates.content",
    "laurel.certificates.wording",
    "laurel.certificates.scripts",
    "laurel.certificates.certificate",
    "laurel.certificates.claim_facts",
    "laurel.certificates.file_name",
    "laurel.certificates.verified",
    "laurel.certificates.verify_page",
    "laurel.catalog.access_codes",
    "laurel.certificates.logo",
    "laurel.certificates.png",
    "laurel.certificates.svg",
    "laurel.claims.claim",
    "laurel.claims.evaluation",
    "laurel.claims.sessions",
    "laurel.claims.messages",
    "laurel.claims.rules",
    "laurel.claims.printed_texts",
    "laurel.claims.summary",
    "laurel.learners.name_languages",
    "laurel.learners.profile",
}
# Of platform, pure modules may use what does no I/O.
PURE_PLATFORM = {
    "laurel.platform.clock",
    "laurel.platform.ids",
    "laurel.platform.problems",
    "laurel.platform.refusal",
    "laurel.platform.amounts",
    "laurel.platform.csv_tables",
    "laurel.platform.dates",
    "laurel.platform.masking",
    "laurel.platform.visible",
    "laurel.platform.problem_words",
    "laurel.platform.provider_names",
    "laurel.platform.printable",  # a table, which lies in a file beside it
}

# The AWS SDK is spoken in these places alone.
SDK = {"laurel.platform.aws", "laurel.platform.table"}


def modules(root):
    return sorted(root.rglob("*.py"))


def name_of(path):
    return ".".join(path.relative_to(LAUREL.parent).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path):
    """Every module that `path` imports, wherever in it, but for what only the type checker sees."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if is_module(whole) else str(node.module))
    return found


def is_module(name):
    path = LAUREL.parent.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def room_of(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def test_the_rooms_are_those_of_the_design():
    found = {path.name for path in LAUREL.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert found <= ROOMS.keys()


@pytest.mark.parametrize("path", modules(LAUREL), ids=name_of)
def test_a_room_imports_only_what_it_may(path):
    own = room_of(name_of(path))
    inner = {module for module in imports_of(path) if module.startswith("laurel.")} - VOCABULARY
    breaches = {module for module in inner if room_of(module) not in ROOMS.get(own, set()) | {own}}
    assert not breaches


@pytest.mark.parametrize("path", modules(LAUREL), ids=name_of)
def test_nothing_imports_functions_local_or_tests(path):
    assert not {module for module in imports_of(path) if module.split(".")[0] in ("functions", "local", "tests")}


@pytest.mark.parametrize("name", sorted(PURE | PURE_PLATFORM))
def test_pure_modules_stay_pure(name):
    path = LAUREL.parent.joinpath(*name.split(".")).with_suffix(".py")
    allowed = PURE | PURE_PLATFORM
    for module in imports_of(path):
        top = module.split(".")[0]
        if top == "laurel":
            assert module in allowed, f"{name} imports {module}"
        else:
            assert top in sys.stdlib_module_names or top in ("pydantic", "pydantic_core"), f"{name} imports {module}"


@pytest.mark.parametrize("path", modules(LAUREL), ids=name_of)
def test_boto3_is_spoken_in_one_place(path):
    speaks = {module.split(".")[0] for module in imports_of(path)} & {"boto3"}
    assert not speaks or name_of(path) in SDK


@pytest.mark.parametrize("path", modules(FUNCTIONS), ids=lambda path: str(path.relative_to(FUNCTIONS)))
def test_doors_do_not_call_aws(path):
    assert not {module.split(".")[0] for module in imports_of(path)} & {"boto3", "botocore"}


@pytest.mark.parametrize("path", modules(LAUREL) + modules(FUNCTIONS), ids=str)
def test_files_are_short(path):
    assert path.read_text(encoding="utf-8").count("\n") < 400
