"""The portal runs in the browsers that index.html names: Safari 14, Chrome 86, Edge 86, Firefox 78, and newer."""

import re

import pytest

from local.places import ROOT

PORTAL = ROOT / "portal"
SCRIPTS = sorted([*PORTAL.glob("app/**/*.js"), *PORTAL.glob("texts/*.js")])
STYLES = sorted(PORTAL.glob("styles/*.css"))

ROUTES = PORTAL / "app/frame/routes.js"
STAFF_ROUTES = PORTAL / "app/frame/staff_routes.js"
KINDS = PORTAL / "app/platform/kinds.js"
# The page of an address in these two, with all that loads it: `['/verify', withKinds(() => import('…')), …],`.
ROUTE = re.compile(r"^  \[\s*'(/[^']*)',(.*?)\],$", re.MULTILINE | re.DOTALL)
IMPORTED = re.compile(r"^(?:import|export) [^;]*?from '(\.[^']+)'", re.MULTILINE)

# What is newer than those browsers, and where it may stand because something else is done without it.
NEWER = {
    r"AbortSignal\.(?:timeout|any)": set(),
    r"BroadcastChannel": {"channel.js"},
    r"structuredClone": set(),
    r"\.at\(": set(),
    r"\.(?:findLast|findLastIndex|toSorted|toReversed|toSpliced|with)\(": set(),
    r"Object\.(?:hasOwn|groupBy)\b": set(),
    r"Promise\.(?:any|try|withResolvers)": set(),
    r"randomUUID": set(),
    r"requestSubmit": set(),
    r"\?\?=|\|\|=|&&=": set(),
    r"\(\?<[=!]": set(),  # Safari reads these in patterns from 16.4 on
    r"^await\b": set(),
    r"\bstatic\s*\{": set(),
    r"longGeneric|shortOffset|Intl\.(?:ListFormat|Segmenter|DurationFormat)": set(),
    r"Array\.fromAsync|Iterator\.": set(),
    r"\bnavigator\.(?:locks|clipboard|share)\b": {"copied.js"},  # without it the text is selected
    r"requestIdleCallback|scheduler\.|startViewTransition|showPopover": set(),
}
# The code has a fallback for these.
GUARDED = {"formatRange": "if (formatter.formatRange)", "showModal": "if (dialog.showModal)"}


@pytest.mark.parametrize("newer", NEWER)
def test_nothing_is_used_that_those_browsers_lack(newer):
    users = {path.name for path in SCRIPTS if re.search(newer, path.read_text(encoding="utf-8"), re.MULTILINE)}
    assert users <= NEWER[newer]


@pytest.mark.parametrize("name", GUARDED)
def test_what_is_newer_has_a_way_round(name):
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        assert name not in text or GUARDED[name] in text, path.name


def test_the_script_that_tells_old_browsers_is_written_for_them():
    text = (PORTAL / "app/early.js").read_text(encoding="utf-8")
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    assert not re.search(r"=>|\b(?:const|let|class|import|export|async|await)\b|`|\?\.|\?\?|,\s*\)", code)


def test_what_is_chosen_shows_without_has():
    """Browsers without `:has` pass over a whole rule that names it."""
    for path in STYLES:
        rules = re.findall(r"[^{}]*:has\([^{}]*\{[^{}]*\}", path.read_text(encoding="utf-8"))
        assert all(".scale" not in rule for rule in rules)


def test_what_sticks_does_not_depend_on_the_size_of_letters():
    for path in STYLES:
        for size, inside in re.findall(
            r"@media \((?:max|min)-height: ([^)]+)\) \{(.*)", path.read_text(encoding="utf-8")
        ):
            sticks = ".banner" in inside or ".totals" in inside
            assert size.endswith("px") or not sticks, f"{path.name}: {size}"


def _imports(script):
    return {(script.parent / path).resolve() for path in IMPORTED.findall(script.read_text(encoding="utf-8"))}


def _needs_kinds(script, seen):
    """Whether a page uses the names of statements; the router, which every page may use, only loads them."""
    seen.add(script)
    found = _imports(script) - seen - {ROUTES, STAFF_ROUTES}
    return KINDS in found or any(_needs_kinds(one, seen) for one in found)


PAGES = [
    (path, load, re.findall(r"import\('([^']+)'\)", load))
    for file in (ROUTES, STAFF_ROUTES)
    for path, load in ROUTE.findall(file.read_text("utf-8"))
]


@pytest.mark.slow
def test_a_page_that_names_statements_waits_for_their_names():
    assert len(PAGES) > 40
    needing = []
    for path, load, modules in PAGES:
        page = (ROUTES.parent / modules[0]).resolve()
        if _needs_kinds(page, set()):
            needing.append(path)
            assert "withKinds" in load or "loadKinds" in page.read_text(encoding="utf-8"), path
    assert "/organizer/manual-entry" in needing
