"""Which elements a drawing may have, and what to do about each other one, in these words."""

import pytest

from laurel.certificates.svg import checked_svg
from laurel.platform.refusal import ProblemFound
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
    problem = found.value.problem
    assert problem.path == ""
    assert f"“{name}”" in problem.message
    assert f"{instead}" in problem.message


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
