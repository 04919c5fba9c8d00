"""The learners' pages speak Spanish to those who read it: by their browser, their choice or their profile."""

import json
import re

import pytest
from playwright.sync_api import expect

from local.places import ROOT
from tests.browser.pictured import ANSWERS
from tests.browser.pictures import opened, served
from tests.browser.tour import LEARNERS, tour

EN, ES = "en-US", "es-US"


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def language_of(page):
    return page.locator("html").get_attribute("lang")


def words_loaded(page):
    """The languages whose words the page has asked for."""
    urls = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    return {found[1] for url in urls if (found := re.search(r"/texts/(\w\w)\.js", url))}


@pytest.mark.parametrize(
    ("locale", "language"), [("en-US", EN), ("es-MX", ES), ("es", ES), ("en-GB", EN), ("fr-FR", EN), ("eu-ES", EN)]
)
def test_a_visitor_reads_the_language_of_their_browser(browser, address, locale, language):
    with opened(browser, address, "/", signed_in=False, locale=locale) as page:
        assert language_of(page) == language
        welcome = {EN: "Credit for what you learned", ES: "Crédito por lo que aprendió"}[language]
        expect(page.get_by_role("heading", level=1)).to_have_text(welcome)
        assert words_loaded(page) == {language[:2]}


def test_the_first_language_that_the_portal_knows_counts(browser, address):
    script = "Object.defineProperty(navigator, 'languages', { get: () => ['fr-FR', 'es-MX', 'en-US'] });"
    with opened(browser, address, "/", signed_in=False, script=script) as page:
        assert language_of(page) == ES


@pytest.mark.parametrize("locale", ["en-US", "es-MX"])
def test_the_document_speaks_before_the_modules_are_there(browser, address, locale):
    context = browser.new_context(locale=locale, java_script_enabled=True)
    page = context.new_page()
    page.route("**/app/main.js", lambda route: route.abort())
    page.goto(address, wait_until="commit")
    welcome = {"en-US": "Credit for what you learned", "es-MX": "Crédito por lo que aprendió"}[locale]
    # Until the styles are there, both languages are in sight of the test, but nothing is painted.
    expect(page.locator(".hero.early h1 :visible")).to_have_count(1)
    expect(page.locator(".hero.early h1 :visible")).to_have_text(welcome)
    page.goto(f"{address}/verify", wait_until="commit")
    expect(page.locator(".brand")).to_be_visible()
    expect(page.locator(".hero.early")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("code", ["en", "es"])
def test_the_document_says_what_the_first_page_says(code):
    """Nothing may change on the screen when the modules are there."""
    document = (ROOT / "portal/index.html").read_text(encoding="utf-8")
    texts = (ROOT / f"portal/texts/{code}/common.js").read_text(encoding="utf-8")
    found = re.findall(rf'<span class="either" lang="{code}-US">(.*?)</span>', document, re.DOTALL)
    said = [" ".join(one.split()) for one in found]
    for key in ("welcome", "welcome_lead"):
        literals = re.search(rf"^    {key}:((?:\s*'[^']*'(?:\s*\+)?)+),$", texts, re.MULTILINE)[1]
        assert "".join(re.findall(r"'([^']*)'", literals)) in said


def test_the_switch_changes_the_page_and_stays(browser, address):
    with opened(browser, address, "/verify", signed_in=False) as page:
        page.get_by_role("button", name="Español").click()
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        assert language_of(page) == ES
        page.get_by_role("link", name="Iniciar sesión", exact=True).click()
        expect(page.get_by_label("Correo electrónico")).to_be_visible()
        page.reload()
        expect(page.get_by_label("Correo electrónico")).to_be_visible()
        assert "es" in words_loaded(page) and "en" not in words_loaded(page)
        page.get_by_role("button", name="English").click()
        expect(page.get_by_label("E-mail", exact=True)).to_be_visible()
        assert language_of(page) == EN


def test_the_switch_is_kept_in_the_profile(browser, address):
    with opened(browser, address, "/", signed_in=True) as page:
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        place = page.evaluate("scrollY")
        with page.expect_request(lambda request: request.method == "PATCH") as told:
            page.get_by_role("button", name="Español").click()
        assert told.value.url.endswith("/v1/me")
        assert json.loads(told.value.post_data) == {"language": "es"}
        # The switch is at the foot, and who pressed it stays there.
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        assert place > 100
        assert abs(page.evaluate("scrollY") - place) < 50


def test_the_profile_chooses_the_language(browser, address):
    with opened(browser, address, "/profile", signed_in=True) as page:
        with page.expect_request(lambda request: request.method == "PATCH") as told:
            page.get_by_role("radio", name="Español").check()
        assert json.loads(told.value.post_data) == {"language": "es"}
        expect(page.locator("html[lang=es-US]")).to_have_count(1)
        # Another tab of the same learner speaks it too.
        kept = page.evaluate("JSON.parse(sessionStorage.getItem('laurel.session')).language")
        assert kept == "es"


def test_the_learners_language_is_known_after_a_sign_in(browser, address):
    profile = next(answer for start, answer in ANSWERS if "/v1/me".startswith(start))
    answers = [("/v1/me/sessions", {}), ("/v1/me", {**profile, "language": "es"})]
    with opened(browser, address, "/", signed_in=True, answers=answers) as page:
        page.evaluate("import('/app/frame/this_session.js').then((module) => module.arrived())")
        expect(page.locator("html[lang=es-US]")).to_have_count(1)
        expect(page.get_by_role("button", name="Cerrar sesión")).to_be_visible()


@pytest.mark.parametrize(("locale", "kept"), [("es-MX", [{"language": "es"}]), ("en-US", [])])
def test_who_never_chose_gets_e_mails_in_the_language_of_the_browser(browser, address, locale, kept):
    with opened(browser, address, "/help", signed_in=True, locale=locale) as page:
        told = []
        page.on("request", lambda request: request.method == "PATCH" and told.append(json.loads(request.post_data)))
        page.evaluate("import('/app/frame/this_session.js').then((module) => module.arrived())")
        assert told == kept


def test_pages_of_staff_are_in_english(browser, address):
    with opened(browser, address, "/staff", signed_in=True, staff=True, locale="es-MX") as page:
        assert language_of(page) == EN
        expect(page.get_by_role("button", name="Log out")).to_be_visible()
        page.get_by_role("link", name="Help", exact=True).first.click()
        expect(page.get_by_role("heading", level=1, name="Ayuda")).to_be_visible()
        assert language_of(page) == ES


# What the page says in Spanish: its text, and the names of its parts.
_SAID = """() => {
  const said = [];
  const spanish = (one) => one.closest('[lang]').lang.startsWith('es') && !one.closest('script, noscript, .either');
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (spanish(texts.currentNode.parentElement)) said.push(texts.currentNode.data);
  for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
    for (const one of document.querySelectorAll(`[${name}]`)) if (spanish(one)) said.push(one.getAttribute(name));
  return said;
}"""
# Words that English has and Spanish has not.
_ENGLISH = re.compile(
    r"\b(?:the|of|your|you|is|are|and|with|for|this|that|has|have|not|from|to|it|or|was)\b", re.IGNORECASE
)


def strings_in(answer):
    """All texts in an answer of the API."""
    if isinstance(answer, str):
        return {answer}
    inside = answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list | tuple) else ()
    return {text for one in inside for text in strings_in(one)}


FROM_THE_API = sorted((text for text in strings_in(ANSWERS) if " " in text), key=len, reverse=True)


@pytest.fixture(scope="module")
def spanish(browser, address):
    with tour(browser, address, locale="es-MX") as walk:
        yield walk


@pytest.mark.parametrize("path", LEARNERS)
def test_no_page_of_a_learner_has_english_of_the_portals_own(spanish, path):
    """Sentences and titles that the API sends stay as they were written."""
    said = spanish.at(path).evaluate(_SAID)
    assert len(said) > 10
    own = []
    for text in said:
        for theirs in FROM_THE_API:
            text = text.replace(theirs, "")
        own.append(text)
    assert [text for text in own if _ENGLISH.search(text)] == []


# What somebody wrote, or an accreditor prescribes, wherever it is in an answer of the API.
_WRITTEN = (
    *("title", "provider", "location", "description", "text", "wording", "track", "award", "statement_name"),
    *("says", "do", "asks", "note", "about"),
)
_NAMES = ("Nguyễn Thị Thu Trang", "Inés Quintero Vidal")


def written_in(answer):
    """The texts of others in an answer of the API; not what learners entered, in the language that they like."""
    if isinstance(answer, list | tuple):
        return {text for one in answer for text in written_in(one)}
    if not isinstance(answer, dict) or answer.get("source") == "own":
        return set()
    here = {answer[name] for name in _WRITTEN if isinstance(answer.get(name), str)}
    return here.union(*map(written_in, answer.values()))


# Each text of the page: what it says, whether it says that it is English, and whether its direction is its own.
_TEXTS = """() => {
  document.querySelectorAll('details').forEach((one) => { one.open = true; });
  const found = [];
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    const isApart = Boolean(one.closest('bdi, [dir=auto], option'));
    found.push([texts.currentNode.data, one.closest('[lang]').lang.startsWith('en'), isApart]);
  }
  return found;
}"""


@pytest.mark.parametrize("path", LEARNERS)
def test_what_others_wrote_stands_apart_and_says_that_it_is_english(spanish, path):
    written = {text for text in written_in(ANSWERS) if " " in text}
    texts = spanish.at(path).evaluate(_TEXTS)
    assert [text for text, is_english, _ in texts if not is_english and any(one in text for one in written)] == []
    assert [
        text for text, _, is_apart in texts if not is_apart and any(one in text for one in (*written, *_NAMES))
    ] == []


def test_where_a_credit_is_and_what_to_do_is_said_in_spanish(browser, address):
    with opened(browser, address, "/organizer/why", signed_in=True, locale="es-MX") as page:
        verdict = page.locator(".verdict").first
        says = verdict.get_by_role("heading", level=2)
        expect(says).to_have_text("ASCP rechazó el crédito: tiene otro nombre para su dirección de correo electrónico.")
        expect(says.locator("[lang]")).to_have_count(0)
        expect(verdict.locator(".way li").last).to_contain_text("Rechazado")
        expect(verdict.locator(".way [lang]")).to_have_count(0)
        expect(page.get_by_role("heading", name="¿Figuro como miembro en ASCLS?").first).to_be_visible()
        written = """text => import('/app/elements/dom.js').then(({ written }) => written(text).outerHTML)"""
        said = page.evaluate(written, "Laurel has not received this credit from LabCE.")
        assert said == "<bdi>Laurel no ha recibido este crédito de LabCE.</bdi>"
        asked = "Ask the provider if it has sent the credit, and with which e-mail address of yours."
        said = page.evaluate(written, asked)
        assert said == (
            "<bdi>Pregunte al proveedor si envió el crédito y con qué dirección de correo electrónico suya.</bdi>"
        )
        said = page.evaluate(written, "A new sentence of the API.")
        assert said == '<bdi lang="en-US">A new sentence of the API.</bdi>'


# What says that it is English: in a correction, a history, a session that was refused, and a problem of one.
_MARKED = """async () => {
  const [{ followUp }, { history }, { noteRefused, refusedBox }, { wordsOf }, { Problem }, { h }] = await Promise.all(
    ['credits/follow_up', 'credits/progress_steps', 'claim/unsaved', 'elements/problem_box', 'platform/problems',
      'elements/dom'].map((name) => import(`/app/${name}.js`)));
  const facts = { title: 'Smears', activity_number: '7', name: 'Ana', contact_hours: '1', completed_on: '2026-06-04' };
  const asked = { action: 'correct', status: 'under_way', why: 'Two facts changed.', detail: 'No such member.' };
  const step = { at: '2026-06-04T12:00:00Z', state: 'rejected', detail: 'A note of ASCP.', by: null, judged: true };
  noteRefused('c1', { title: 'Smears', problem: new Problem(409, { code: 'group_full', detail: 'Smears is full.' }) });
  const one = { code: 'evaluation_incomplete', message: '“Smears”: Answer.' };
  const shown = [followUp({ follow_up: { ...asked, ...facts } }), history({ timeline: [step] }), refusedBox('c1'),
    h('p', {}, wordsOf(one))];
  return shown.map((box) => [...box.querySelectorAll('[lang=en-US]')].map((found) => found.textContent));
}"""


def test_english_on_a_spanish_page_says_so(browser, address):
    """A screen reader reads the API's own sentences, and the words of a certificate, as English."""
    refused = {"code": "invalid", "status": 422, "detail": "A sentence of the API.", "errors": []}
    with opened(
        browser, address, "/organizer", signed_in=True, locale="es-MX", answers=[("/v1/organizer", refused)]
    ) as page:
        expect(page.locator(".note.bad [lang=en-US]")).to_have_text("A sentence of the API.")
        expect(page.locator(".note.bad h2")).to_have_text("Algunos de los datos no son válidos.")
        assert page.evaluate(_MARKED) == [
            ["Two facts changed.", "Smears", "No such member."],
            ["A note of ASCP."],
            ["Smears", "Smears is full."],
            ["Smears"],
        ]
    with opened(browser, address, "/profile", signed_in=True, locale="es-MX") as page:
        expect(page.locator(".specimen [lang=en-US]").first).to_have_text("This certifies that")
    with opened(browser, address, "/activities/m1", signed_in=True, locale="es-MX") as page:
        expect(page.locator(".lead [lang=en-US]")).to_be_visible()
    draft = dict(ANSWERS)["/v1/claims/c1"]
    found = {"message": "Claim a session.", "path": "", "session_id": None}
    missing = [{**found, "code": "no_session_claimed"}, {**found, "code": "of_a_newer_api"}]
    answers = [("/v1/claims/c1", {**draft, "summary": {**draft["summary"], "missing": missing}})]
    with opened(browser, address, "/claims/c1/summary", signed_in=True, locale="es-MX", answers=answers) as page:
        known, new = page.locator("li[data-code]").all()
        expect(known).to_contain_text("Solicite el crédito de al menos una sesión a la que asistió.")
        expect(known.locator("[lang]")).to_have_count(0)
        expect(new.locator("> bdi[lang=en-US]")).to_have_text("Claim a session.")
