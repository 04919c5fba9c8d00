"""Which elements a drawing may have, and what to do about each other one, in these words."""

import pytest

from laurel.certificates.svg import checked_svg
from laurel.platform.refusal import ProblemFound
from tests.unit.certificates.samples import SVG
from tests.unit.certificates.test_logo import svg

ALLOWED = [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "title",
    "desc",
    "metadata",
    "style",
]
NOTES = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://purl.org/dc/elements/1.1/",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
)


@pytest.mark.parametrize("name", ALLOWED)
def test_each_element_of_a_drawing_is_taken(name: str) -> None:
    picture = svg(f"<{name}/>")
    assert checked_svg(picture) == picture


@pytest.mark.parametrize("space", NOTES)
def test_the_notes_of_drawing_programs_are_taken(space: str) -> None:
    assert checked_svg(svg(f'<metadata><n:note xmlns:n="{space}"/></metadata>'))


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("text", "Convert the text to paths"),
        ("image", "Leave out pictures inside the picture, or upload the logo as PNG"),
        ("use", "Expand symbols and copies (“use”)"),
        ("filter", "Leave out effects such as shadows, or upload the logo as PNG"),
        ("script", "Take the script out"),
        ("foreignObject", "Take the embedded page out"),
        ("animate", "Take it out"),
    ],
)
def test_each_other_element_is_named_with_what_to_do_instead(name: str, instead: str) -> None:
    with pytest.raises(ProblemFound) as found:
        checked_svg(svg(f"<{name}/>"))
    message = f"The SVG file holds “{name}”. {instead}, and save it again."
    assert (found.value.problem.path, found.value.problem.message) == ("", message)


@pytest.mark.parametrize(
    ("inside", "is_taken"),
    [
        ("<g>" * 49 + "</g>" * 49, True),
        ("<g>" * 50 + "</g>" * 50, False),
        ("<g/>" * 4_999, True),
        ("<g/>" * 5_000, False),
        # A mask of so many bytes, on a thousand parts.
        (f"<mask id='m'>{' ' * 4_987}</mask>{"<g mask='url(#m)'/>" * 1_000}", True),
        (f"<mask id='m'>{' ' * 4_988}</mask>{"<g mask='url(#m)'/>" * 1_000}", False),
        (f"<style>.a{{mask:url(#m)}}</style><mask id='m'>{' ' * 4_987}</mask>{'<g/>' * 997}", True),
        (f"<style>.a{{mask:url(#m)}}</style><mask id='m'>{' ' * 4_988}</mask>{'<g/>' * 997}", False),
    ],
)
def test_a_drawing_has_its_limits(inside: str, is_taken: bool) -> None:
    picture = svg(inside)
    if is_taken:
        assert checked_svg(picture) == picture
        return
    with pytest.raises(ProblemFound) as found:
        checked_svg(picture)
    assert found.value.problem.path == ""
    assert "too complicated" in found.value.problem.message


@pytest.mark.parametrize(
    "inside",
    [
        "<mask id='a'/><mask id='b' mask='url(#a)'/>",
        "<style>g{mask:url(#b)}</style><mask id='a'/><mask id='b'/>",
    ],
)
def test_masks_within_masks_are_named(inside: str) -> None:
    with pytest.raises(ProblemFound) as found:
        checked_svg(svg(inside))
    assert found.value.problem.path == ""
    assert "itself masked" in found.value.problem.message


@pytest.mark.parametrize(
    "data",
    [
        SVG,
        b"\xef\xbb\xbf" + svg("<path d='M0 0L1 1'/>"),
        b"<?xml version='1.0' encoding='UTF-8'?>\n<!-- made by hand -->" + svg(),
        svg("<style>.a{fill:url(#b)} .c{fill:#fff}</style><g class='a' style='fill: url( \"#b\" )'/>"),
        svg(
            "<metadata><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:li/></rdf:RDF></metadata>"
        ),
        *(svg(attributes=f"width='12.5{unit}' height='.4{unit}'") for unit in ("", "px", "pt", "pc", "cm", "mm", "in")),
        svg(attributes="viewBox='-1,-1,10,.5'"),
        svg("<linearGradient href=' #a'/><desc>url of the society, on the Web</desc>"),
    ],
)
def test_drawings_are_taken_as_they_are(data: bytes) -> None:
    assert checked_svg(data) == data


HTML = "http://www.w3.org/1999/xhtml"
LINK = "http://www.w3.org/1999/xlink"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (svg("<script>alert(1)</script>"), "holds “script”. Take the script out"),
        (svg("<g><script/></g>"), "holds “script”"),
        (svg("<metadata><script/></metadata>"), "holds “script”"),
        (svg(f"<metadata><script xmlns='{HTML}'/></metadata>"), "“script”, which is not SVG"),
        (svg("<g onload='alert(1)'/>"), "a script in “onload”"),
        (svg("<g ONLOAD='alert(1)'/>"), "a script in “ONLOAD”"),
        (svg("<foreignObject/>"), "holds “foreignObject”. Take the embedded page out"),
        (svg("<image href='https://example.org/a.png'/>"), "holds “image”"),
        (svg("<image href='data:image/png;base64,AAAA'/>"), "upload the logo as PNG"),
        (svg("<text>Ada</text>"), "Convert the text to paths"),
        (svg("<use href='#a'/>"), "Expand symbols and copies"),
        (svg("<filter/>"), "Leave out effects"),
        (svg("<animate attributeName='href'/>"), "holds “animate”. Take it out"),
        (svg("<linearGradient href='other.svg#a'/>"), "refers to another file"),
        (svg(f"<linearGradient xmlns:x='{LINK}' x:href='https://example.org/#a'/>"), "refers to another file"),
        (svg("<g fill='url(https://example.org/#a)'/>"), "refers to another file"),
        (svg("<g style='fill:URL( \"//example.org\")'/>"), "refers to another file"),
        (svg("<style>@import 'https://example.org/a.css';</style>"), "fetches another one"),
        (svg("<style>.a{fill:u\\72l(https://example.org)}</style>"), "fetches another one"),
        (svg("<style>.a{fill:url(</style><g/><style>https://example.org)}</style>"), "refers to another file"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg("&a;"), "DOCTYPE"),
        (b"<?xml-stylesheet href='a.css'?>" + svg(), "processing instruction"),
        (svg(f"<x xmlns='{HTML}'/>"), "“x”, which is not SVG"),
        (f"<svg xmlns='{HTML}'/>".encode(), "no SVG picture"),
        (b"<svg viewBox='0 0 1 1'/>", "no SVG picture"),
        (b"<html></html>", "no SVG picture"),
        (svg("<g>"), "damaged in line 1"),
        (b"\n\n" + svg("<g></h>"), "damaged in line 3"),
        (svg(f"<n:note xmlns:n='{NOTES[0]}'/>"), "“note”, which is not SVG"),
        (svg("<g style='a:b' onclick='c'/>"), "a script in “onclick”"),
        (svg(attributes=""), "how large it is"),
        *(
            (svg(attributes=f"viewBox='{box}'"), "how large it is")
            for box in ("0 0 0 10", "0 0 10 0", "0 0 10", "0 0 10 10 10", "0 0 a 10", "0 0 -1 10", "")
        ),
        (svg(attributes="width='4'"), "how large it is"),
        (svg(attributes="height='4'"), "how large it is"),
        (svg(attributes="width='4' height='0'"), "how large it is"),
        (svg(attributes="width='4em' height='4em'"), "how large it is"),
        (svg(attributes="width='100%' height='4'"), "how large it is"),
        (svg("<g>" * 60 + "</g>" * 60), "too complicated"),
        (svg("<g/>" * 5001), "too complicated"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><svg xmlns='é'/>".encode("latin-1"), "not in UTF-8"),
    ],
)
def test_what_is_no_drawing_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(ProblemFound, match=said) as found:
        checked_svg(data)
    assert found.value.problem.path == ""


def _masked_twice(depth: int, attribute: str) -> bytes:
    """Each mask has two parts that the next one masks: the work doubles with each."""
    parts = (f"<rect width='9' height='9' {attribute.format(n + 1)}/>" * 2 for n in range(depth))
    return svg("".join(f"<mask id='m{n}'>{part}</mask>" for n, part in enumerate(parts)) + "<rect mask='url(#m0)'/>")


@pytest.mark.parametrize(
    "attribute",
    ["mask='url(#m{})'", "clip-path='url(#m{})'", "style='fill:red; mask : url(#m{})'", "style='MASK:url(#m{})'"],
)
def test_masks_whose_parts_are_masked_again_are_refused(attribute: str) -> None:
    with pytest.raises(ProblemFound, match="itself masked"):
        checked_svg(_masked_twice(17, attribute))


def test_masks_on_masks_by_a_style_sheet_are_refused_too() -> None:
    masks = "".join(f"<mask id='m{n}'><rect class='a{n + 1}'/></mask>" for n in range(3))
    with pytest.raises(ProblemFound, match="itself masked"):
        checked_svg(svg(f"<style>.a1{{mask:url(#m1)}}.a2{{clip-path:url(#m2)}}</style>{masks}"))


def test_a_mask_that_is_itself_masked_is_refused() -> None:
    with pytest.raises(ProblemFound, match="itself masked"):
        checked_svg(svg("<mask id='a'/><mask id='b' mask='url(#a)'><rect/></mask>"))


@pytest.mark.parametrize(
    ("mask", "parts"),
    [
        (f"<mask id='m'>{"<rect width='9' height='9'/>" * 2_000}</mask>", "<rect mask='url(#m)'/>" * 2_000),
        (f"<clipPath id='m'><path d='{'h1v1' * 20_000}'/></clipPath>", "<g style='clip-path:url(#m)'/>" * 2_000),
        (f"<style>g{{mask:url(#m)}}</style><mask id='m'><path d='{'h1v1' * 20_000}'/></mask>", "<g/>" * 2_000),
    ],
    ids=["parts", "path", "sheet"],
)
def test_a_large_mask_on_many_parts_is_refused(mask: str, parts: str) -> None:
    with pytest.raises(ProblemFound, match="too complicated"):
        checked_svg(svg(mask + parts))
    assert checked_svg(svg(mask + parts[: len(parts) // 50]))


def test_plain_masks_and_clips_are_taken() -> None:
    clip = "<clipPath id='c'><rect width='5' height='5'/></clipPath>"
    mask = "<mask id='m'><rect width='9' height='9' fill='url(#g)'/></mask>"
    drawing = svg(f"{clip}{mask}<g clip-path='url(#c)'><rect mask='url(#m)' width='9' height='9'/></g>")
    assert checked_svg(drawing)
