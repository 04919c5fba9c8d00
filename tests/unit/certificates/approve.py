"""The pages whose pictures were looked at and approved.

`PYTHONPATH=layers/common python -m tests.unit.certificates.approve [name ...]` draws them again. Look at them before
you commit them.
"""

import sys

from PIL import Image

from laurel.certificates.content import CertificateContent
from laurel.learners.profile import Paper
from laurel.statements import Statement
from tests.unit.certificates.pages import APPROVED, picture_of, printed
from tests.unit.certificates.samples import content, logo, sessions, with_logo
from tests.unit.certificates.scripts_of_the_world import NAMES


def _with_logo(statement: Statement, paper: Paper = Paper.LETTER) -> CertificateContent:
    return content(statement, paper=paper, issuer=with_logo(), sessions=sessions(60))


# Name of the picture: the content, and which page of it.
PICTURES: dict[str, tuple[CertificateContent, int]] = {
    **{statement.value: (_with_logo(statement), 1) for statement in Statement},
    "florida_a4": (_with_logo(Statement.FLORIDA, Paper.A4), 1),
    "annexe": (_with_logo(Statement.PACE), 2),
    "annexe_end": (_with_logo(Statement.FLORIDA), 3),
    **{name: (content(learner=NAMES[name]), 1) for name in ("arabic", "devanagari", "japanese", "thai", "vietnamese")},
    "mixed": (content(learner=NAMES["arabic with latin"]), 1),
    "longest": (content(learner="W" * 120), 1),
}


def render(name: str) -> Image.Image:
    """The page of this name, as it is drawn now."""
    said, sheet = PICTURES[name]
    return picture_of(printed(said, logo() if said.logo_sha256 else None), sheet)


def main(names: list[str]) -> None:
    """Draws the pictures of these names, or all."""
    APPROVED.mkdir(exist_ok=True)
    for name in names or PICTURES:
        render(name).quantize(32).save(APPROVED / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
