"""The renderer: the same bytes every time, texts that are never code, characters that nobody can print."""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from laurel.certificates.content import TEMPLATE_VERSION
from laurel.certificates.facts import Attended
from laurel.certificates.rendering import LAYOUTS, PdfRenderer, RenderingFailed, UnprintableCharacter, Watermark
from laurel.learners.profile import Paper
from laurel.statements import Statement
from tests.unit.certificates.pages import bare, holds, nonconformities, printed, read, text_of, words_with_boxes
from tests.unit.certificates.samples import ACTIVITY, FONTS, ISSUER, content, logo, renderer, sessions, with_logo

ROOT = Path(__file__).parents[3]

HOSTILE = (
    "#let x = 1",
    "#sys.inputs",
    "\\ \\u{41} \\",
    "$ sum_(k=0)^n k $",
    "@reference",
    "<label>",
    "] [ #[ ]",
    "*bold* _emph_ `raw`",
    "// comment",
    "/* comment",
    "= Heading - list + enum / term: 1.",
    '#import "frame.typ": *',
    '"); #panic("x") //',
    "-- --- ... ~ 'quotes' \"double\"",
    "https://example.org/#a",
    "{{name}} {0} %s ${HOME}",
    "&lt;b&gt; <script>alert(1)</script>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_code(text: str) -> None:
    session = replace(sessions(1)[0], title=text)
    said = content(
        learner=text,
        activity=replace(ACTIVITY, title=text, number=text, location=text),
        issuer=replace(ISSUER, name=text, statement=text, signatory=text, signatory_title=text),
        sessions=(session, session),
    )
    pdf = printed(said)
    # Name, title, place, number, provider twice, sentence, signatory twice and its title, annexe: all as typed.
    assert bare(text_of(pdf)).count(bare(text)) >= 13
    assert text in str(read(pdf).metadata.title)


def test_a_field_that_holds_code_changes_no_other(tmp_path: Path) -> None:
    plain, hostile = text_of(printed(content())), text_of(printed(content(learner="#set text(size: 99pt)")))
    assert bare(plain).replace(bare("Ada Marie Łukasiewicz"), "") == bare(hostile).replace(
        bare("#set text(size: 99pt)"), ""
    )


@pytest.mark.slow
@pytest.mark.parametrize("statement", Statement)
def test_the_same_content_gives_the_same_bytes(statement: Statement) -> None:
    said = content(statement, issuer=with_logo(), sessions=sessions(60))
    first = renderer().render(said, logo())
    renderer().render(content(learner="Somebody Else"))
    assert renderer().render(said, logo()) == first
    assert PdfRenderer(FONTS).render(said, logo()) == first


@pytest.mark.slow
def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    said = content(Statement.FLORIDA, learner="فاطمة Fatima 髙橋", issuer=with_logo())
    (tmp_path / "content.json").write_text(said.model_dump_json(), encoding="utf-8")
    (tmp_path / "logo.svg").write_bytes(logo().data)
    program = (
        "import hashlib, pathlib, sys\n"
        "from laurel.certificates.content import TEMPLATE_VERSION, CertificateContent\n"
        "from laurel.certificates.logo import check_logo\n"
        "from laurel.certificates.rendering import PdfRenderer\n"
        "fonts, folder = map(pathlib.Path, sys.argv[1:])\n"
        "content = CertificateContent.model_validate_json((folder / 'content.json').read_bytes())\n"
        "logo = check_logo((folder / 'logo.svg').read_bytes())\n"
        "print(hashlib.sha256(PdfRenderer(fonts).render(content, logo)).hexdigest())\n"
    )
    environment = {"PYTHONPATH": str(ROOT / "layers" / "common"), "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", program, str(FONTS), str(tmp_path)],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == hashlib.sha256(printed(said, logo())).hexdigest()


def test_where_fonts_and_layouts_lie_makes_no_difference(tmp_path: Path) -> None:
    shutil.copytree(LAYOUTS, tmp_path / "layouts")
    (tmp_path / "fonts").mkdir()
    # In another order, too: a folder lists its files as it likes.
    for n, path in enumerate(sorted(FONTS.rglob("*.ttf"), reverse=True)):
        (tmp_path / "fonts" / f"{n:02d}{path.name}").symlink_to(path)
    said = content(learner="Ada فاطمة 髙橋")
    assert PdfRenderer(tmp_path / "fonts", tmp_path / "layouts").render(said) == printed(said)


def test_other_content_gives_other_bytes() -> None:
    assert printed(content()) != printed(content(learner="Ada Marie Lukasiewicz"))
    assert printed(content()) != printed(content(issued_on=ACTIVITY.ends_on))


@pytest.mark.parametrize("place", ["learner", "activity", "issuer", "sessions"])
def test_characters_without_a_font_are_named_wherever_they_stand(place: str) -> None:
    text = "Ada \U0001f600 and \U00010900"
    changes: dict[str, Any] = {
        "learner": text,
        "activity": replace(ACTIVITY, title=text),
        "issuer": replace(ISSUER, signatory_title=text),
        "sessions": (replace(sessions(1)[0], title=text),),
    }
    with pytest.raises(UnprintableCharacter, match=r"“𐤀” \(U\+10900\), “😀” \(U\+1F600\)") as raised:
        printed(content(**{place: changes[place]}))
    assert raised.value.characters == ("\U00010900", "\U0001f600")


def test_names_can_be_asked_about_beforehand() -> None:
    assert renderer().unprintable("Ada", "Łukasiewicz") == ()
    assert renderer().unprintable("Ada \ue000", "\U0001f600") == ("\ue000", "\U0001f600")


@pytest.mark.slow
def test_what_only_typst_finds_unprintable_is_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    own = PdfRenderer(FONTS)
    monkeypatch.setattr(own, "unprintable", lambda *_: ())
    for character in ("\U0001f600", "\ue000", "\U00010900"):
        with pytest.raises(UnprintableCharacter) as raised:
            own.render(content(learner=f"Ada {character}"))
        assert raised.value.characters == (character,)


def test_a_press_without_fonts_says_so(tmp_path: Path) -> None:
    with pytest.raises(RenderingFailed, match="there are no fonts"):
        PdfRenderer(tmp_path).render(content())


def test_a_layout_that_is_not_there_or_broken_is_an_error(tmp_path: Path) -> None:
    said = content()
    with pytest.raises(RenderingFailed, match=r"there is no layout 99/pace\.typ"):
        renderer().render(said.model_copy(update={"template_version": "99"}))
    (tmp_path / TEMPLATE_VERSION).mkdir()
    (tmp_path / TEMPLATE_VERSION / "pace.typ").write_text("#let = broken", encoding="utf-8")
    with pytest.raises(RenderingFailed, match=r"pace\.typ:1"):
        PdfRenderer(FONTS, tmp_path).render(said)


def test_a_press_goes_on_after_an_error() -> None:
    own = PdfRenderer(FONTS)
    with pytest.raises(UnprintableCharacter):
        own.render(content(learner="\U0001f600"))
    assert own.render(content()) == printed(content())


def test_only_the_logo_that_the_content_names_is_printed() -> None:
    with pytest.raises(ValueError, match="another logo"):
        renderer().render(content(), logo())
    with pytest.raises(ValueError, match="another logo"):
        renderer().render(content(issuer=with_logo()))


@pytest.mark.slow
def test_nothing_is_loaded_before_the_first_certificate() -> None:
    program = (
        "import pathlib, sys; from laurel.certificates.rendering import PdfRenderer;"
        "PdfRenderer(pathlib.Path(sys.argv[1]));"
        "sys.exit(any(name in sys.modules for name in ('typst', 'segno')))"
    )
    environment = {"PYTHONPATH": str(ROOT / "layers" / "common")}
    subprocess.run([sys.executable, "-c", program, str(FONTS)], env=environment, check=True)


@pytest.mark.long
@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("statement", Statement)
@pytest.mark.parametrize(
    "text",
    ["W" * 120, "Ж" * 120, "麗" * 120, "ด" * 120, "ف" * 120, "Wolfeschlegelsteinhausenbergerdorff " * 3, "﷽" * 30],
    ids=["wide latin", "wide cyrillic", "han", "thai", "arabic", "long words", "the widest"],
)
def test_nothing_runs_out_of_the_paper(text: str, statement: Statement, paper: Paper) -> None:
    title = text[:1] * 300 if len(text) == 120 else text
    said = content(
        statement,
        paper=paper,
        learner=text,
        activity=replace(ACTIVITY, title=title, number=title, location=title),
        issuer=replace(ISSUER, name=title, statement=title, signatory=text, signatory_title=title),
        sessions=(replace(sessions(1)[0], title=title, area=title),) * 3,
    )
    pdf = printed(said)
    assert holds(pdf, text)
    margin = 12 * 72 / 25.4  # the inner line of the border
    for (width, height), (left, top, right, bottom) in words_with_boxes(pdf):
        assert left >= margin - 1
        assert top >= margin - 1
        assert right <= width - margin + 1
        assert bottom <= height - margin + 8


def test_each_version_has_a_layout_for_each_statement() -> None:
    versions = {path.name: {file.stem for file in path.glob("*.typ")} for path in LAYOUTS.iterdir() if path.is_dir()}
    assert versions.pop("transcript") == {"transcript"}
    assert versions == {"1": {*Statement, "frame", "words"}, "2": {*Statement, "frame"}}
    assert max(versions) == TEMPLATE_VERSION


@pytest.mark.slow
def test_earlier_versions_are_still_printed() -> None:
    for version in ("1", TEMPLATE_VERSION):
        said = content(sessions=sessions(60)).model_copy(update={"template_version": version})
        assert holds(renderer().render(said), said.learner)


LONG = Attended("Night shift", date(2026, 9, 30), Decimal("0.5"))


@pytest.mark.parametrize("paper", Paper)
def test_dates_stay_on_one_line_and_every_page_names_learner_and_activity(paper: Paper) -> None:
    said = content(sessions=(LONG,) * 120, paper=paper)
    pages = text_of(printed(said)).split("\f")[:-1]
    assert len(pages) >= 4
    assert sum(page.count("September 30, 2026") for page in pages[1:]) == 120
    for page in pages:
        assert said.learner in page
        assert said.activity in page


def test_no_letter_spacing_is_copied_as_spaces() -> None:
    said = content()
    text = text_of(printed(said))
    assert all(one in text for one in (said.kicker, said.heading, said.number))


@pytest.mark.slow
@pytest.mark.parametrize("statement", Statement)
def test_a_mark_is_on_each_page(statement: Statement) -> None:
    said = content(statement, sessions=sessions(60))
    plain, marked = (
        printed(said),
        renderer().render(said, None, Watermark("Revoked", "This certificate is no longer valid.")),
    )
    assert nonconformities(marked) == []
    before, after = ([page.extract_text() for page in read(pdf).pages] for pdf in (plain, marked))
    assert len(before) == len(after)
    assert all("Revoked" in page and "no longer valid" in page for page in after)
    assert not any("Revoked" in page for page in before)
