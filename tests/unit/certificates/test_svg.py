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
