"""What a function imports before its first answer, as in Lambda: in a process of its own, from its own folder."""

import json
import os
import subprocess
import sys
from functools import cache
from importlib import import_module

import pytest

from functions.certificate_pdf.app import MODULES as CERTIFICATE_MODULES
from functions.certificate_pdf.app import routes as certificate_routes
from functions.claim_api.app import MODULES as CLAIM_MODULES
from functions.claim_api.app import routes as claim_routes
from tests.stores import ROOT

FUNCTIONS = ROOT / "functions"
_IMPORT = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(list(sys.modules)))
"""

# boto3 would come with its resources and file transfers; few events need email-validator; a client is made in time.
NOBODY = {"boto3", "botocore.client", "dns", "email_validator", "s3transfer", "segno", "typst"}
# For functions that answer no requests.
NO_ROUTES = {"asyncio", "aws_lambda_powertools.event_handler", "pydantic", "pydantic_core"}
PACKAGES = {path.name for path in (ROOT / "layers" / "common" / "laurel").iterdir() if (path / "__init__.py").exists()}


def laurel(*but: str) -> set[str]:
    """The packages of laurel without these."""
    assert PACKAGES.issuperset(but)
    return {f"laurel.{name}" for name in PACKAGES - {"platform", *but}}


# What no module of a function may be part of, for the function alone and with a part that it imports at first use.
FORBIDDEN = {
    ("claim_api", "app"): NOBODY | laurel() | {"claim_routes.catalog", "claim_routes.dependencies"},
    ("claim_api", "app", "claim_routes.dependencies"): NOBODY | laurel(),
    ("claim_api", "app", "claim_routes.catalog"): NOBODY | laurel("catalog", "claims", "learners", "ledger"),
    ("certificate_pdf", "app"): NOBODY
    | laurel("catalog", "certificates", "claims")
    | {"certificate_routes.dependencies", "laurel.certificates.printing"},
    ("certificate_pdf", "app", "certificate_routes.certificates"): NOBODY
    | laurel("audit", "catalog", "certificates", "claims", "learners", "ledger")
    | {"asn1crypto", "certificate_routes.staff", "laurel.certificates.staff_views", "laurel.learners.views"},
    ("certificate_pdf", "app", "certificate_routes.verify"): NOBODY
    | laurel("audit", "catalog", "certificates", "claims", "learners", "ledger")
    | {"laurel.certificates.issue", "laurel.certificates.views"},
    ("authorize_clients", "app"): NOBODY | NO_ROUTES | laurel("catalog"),
    ("export_data", "app"): NOBODY | {"laurel.account_changes", "laurel.arrivals", "laurel.erasure", "laurel.nightly"},
    ("forward_ascp", "app"): NOBODY | NO_ROUTES | laurel("delivery", "learners", "ledger"),
    ("guard_accounts", "app"): NOBODY | NO_ROUTES | laurel("account_changes", "audit", "learners"),
    ("match_arrivals", "app"): NOBODY
    | NO_ROUTES
    | {"laurel.catalog", "laurel.certificates", "laurel.claims", "laurel.erasure"},
    ("reconcile_ascp", "app"): NOBODY | NO_ROUTES | laurel("delivery", "intake", "ledger", "nightly"),
    ("report_nightly", "app"): NOBODY
    | NO_ROUTES
    | {"laurel.catalog", "laurel.certificates", "laurel.claims", "laurel.erasure", "laurel.organizer"},
}


@cache
def imported(function: str, *names: str) -> frozenset[str]:
    """The modules in a new process that imported `names` of a function."""
    folders = (FUNCTIONS / function, ROOT / "layers" / "common")
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT, *names],
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(map(str, folders))},
        capture_output=True,
        check=True,
        text=True,
    )
    return frozenset(json.loads(done.stdout))


def test_every_function_is_looked_at():
    assert {name for name, *_ in FORBIDDEN} == {one.parent.name for one in FUNCTIONS.glob("*/app.py")}


@pytest.mark.slow
@pytest.mark.parametrize("what", FORBIDDEN, ids="-".join)
def test_nothing_is_imported_that_can_wait(what):
    found = {name for name in imported(*what) for part in FORBIDDEN[what] if f"{name}.".startswith(f"{part}.")}
    assert found == set()


@pytest.mark.parametrize(
    ("function", "package", "modules", "found_at"),
    [
        ("claim_api", "claim_routes", CLAIM_MODULES, claim_routes.module_at),
        ("certificate_pdf", "certificate_routes", CERTIFICATE_MODULES, certificate_routes.module_at),
    ],
    ids=["claim_api", "certificate_pdf"],
)
def test_each_route_of_an_api_is_in_the_module_that_its_path_names(function, package, modules, found_at):
    """So no request needs the routes of another module, to be answered or to be refused with 405."""
    files = (FUNCTIONS / function / package).glob("*.py")
    names = {one.stem for one in files if "router: Router = " in one.read_text(encoding="utf-8")}
    assert names == set(modules.values())
    routes = {name: {rule for rule, *_ in import_module(f"{package}.{name}").router._routes} for name in names}
    assert all(routes.values())
    assert {(name, rule): found_at(rule) for name, rules in routes.items() for rule in rules} == {
        (name, rule): name for name, rules in routes.items() for rule in rules
    }
    assert {path for path, name in modules.items() if not any(leads(path, rule) for rule in routes[name])} == set()


def leads(path: str, rule: str) -> bool:
    """Whether `path`, in which `*` is any one segment, is the beginning of `rule`."""
    return all(one in ("*", other) for one, other in zip(path.split("/"), rule.split("/"), strict=False))


def test_a_path_without_routes_has_no_module():
    module_at = claim_routes.module_at
    assert [module_at(path) for path in ("", "/", "/v1", "/v1/staff", "/v1/meetings", "v1/me", "/v2/me")] == [None] * 7
    assert module_at("/v1/me/audit") == module_at("/v1/staff/audit/more/") == "audit"
