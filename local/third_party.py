"""What the packages ship that others wrote: Python libraries, what is compiled into them, and fonts.

Read from the pinned requirements and the installed libraries, which `uv.lock` holds to the same versions.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from local.places import ROOT

# What a library's own metadata do not say as SPDX has it. The texts were read.
_SPDX = {
    "aws-lambda-powertools": "MIT AND MIT-0",
    "email-validator": "Unlicense",
    "segno": "BSD-3-Clause",
}
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_FONT_LICENSE = "OFL-1.1"
_GUST = "LicenseRef-GUST-Font-License"
_FONT_VERSION = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Part:
    """One work of others: its license as an SPDX expression, and where it comes from. `texts` are its notices.

    `version` and `authors` are empty where nobody says them.
    """

    name: str
    version: str
    license: str
    home: str
    authors: str = ""
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Library(Part):
    """A Python library with what its binary contains.

    `compiled_in` are the Rust libraries that its own bill of materials lists; `embedded` are fonts.
    """

    compiled_in: tuple[Part, ...] = ()
    embedded: tuple[Part, ...] = ()


# No metadata name the fonts in typst's binary; a test compares them with those that it offers.
EMBEDDED = {
    "typst": (
        Part("DejaVu Sans Mono", "", "Bitstream-Vera", "https://github.com/dejavu-fonts/dejavu-fonts"),
        Part("Libertinus Serif", "", _FONT_LICENSE, "https://github.com/alerque/libertinus"),
        Part("New Computer Modern", "", _GUST, "https://ctan.org/pkg/newcomputermodern"),
        Part("New Computer Modern Math", "", _GUST, "https://ctan.org/pkg/newcomputermodern"),
    )
}


@dataclass(frozen=True, slots=True)
class Package:
    """A package that is shipped, and what of it others wrote."""

    name: str
    folder: Path
    libraries: tuple[Library, ...]
    fonts: tuple[Part, ...]


def packages() -> list[Package]:
    """The layer, each function and the portal."""
    folders = [ROOT / "layers" / "common", *sorted(path.parent for path in (ROOT / "functions").glob("*/app.py"))]
    return [
        *(
            Package(folder.name, folder, tuple(map(_library, pinned(folder))), tuple(_fonts(folder / "fonts")))
            for folder in folders
        ),
        Package("portal", ROOT / "portal", tuple(_scripts(ROOT / "portal" / "app" / "libraries")), ()),
    ]


def _scripts(folder: Path) -> Iterable[Library]:
    """The scripts that are copies from npm: `package-lock.json` names version and license, their head the address."""
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for script in sorted(folder.glob("*.js")):
        about = locked[f"node_modules/{script.stem}"]
        head = script.read_text(encoding="utf-8")[:500]
        home = re.search(r"https://[^\s,]+?(?=\.?\s)", head)
        yield Library(
            name=script.stem,
            version=about["version"],
            license=about["license"],
            home=home[0] if home else "",
            texts=((folder / f"{script.stem}.LICENSE.txt").read_text(encoding="utf-8"),),
        )


def pinned(folder: Path) -> list[str]:
    """The names of the libraries that a package's requirements pin; none without requirements."""
    requirements = folder / "requirements.txt"
    return _PINNED.findall(requirements.read_text(encoding="utf-8")) if requirements.exists() else []


def rust_bill(name: str) -> list[dict[str, Any]]:
    """The components of the bill of materials that a library with compiled Rust brings along."""
    bills = [file for file in metadata.files(name) or [] if file.match("*.dist-info/sboms/*.cyclonedx.json")]
    return [one for bill in bills for one in json.loads(bill.read_text(encoding="utf-8"))["components"]]


def _library(name: str) -> Library:
    about = metadata.metadata(name)
    licenses = [
        file.read_text(encoding="utf-8")
        for file in metadata.files(name) or []
        if re.search(r"\.dist-info/(.+/)?(LICEN[SC]E|NOTICE|COPYING)[^/]*$", str(file))
    ]
    return Library(
        name=name,
        version=about["Version"],
        license=_SPDX.get(name) or about.get("License-Expression") or about["License"],
        home=_home(about),
        texts=tuple(licenses),
        compiled_in=tuple(map(_crate, rust_bill(name))),
        embedded=EMBEDDED.get(name, ()),
    )


def _home(about: metadata.PackageMetadata) -> str:
    links = dict(link.split(", ", 1) for link in about.get_all("Project-URL") or [])
    by_name = {name.lower(): link for name, link in links.items()}
    for name in ("source", "repository", "homepage"):
        if name in by_name:
            return str(by_name[name])
    return str(about.get("Home-page", ""))


def _crate(component: dict[str, Any]) -> Part:
    licenses = [one.get("expression") or one["license"].get("id", "") for one in component.get("licenses", [])]
    links = {one["type"]: one["url"] for one in component.get("externalReferences", [])}
    return Part(
        name=component["name"],
        version=component["version"],
        license=" AND ".join(licenses),
        home=links.get("vcs", links.get("website", "")),
        authors=component.get("author", ""),
    )


def _fonts(folder: Path) -> Iterable[Part]:
    """The families in `folder`, each in a folder of its own with its license."""
    for notice in sorted(folder.glob("*/OFL.txt")):
        [file, *_] = sorted(notice.parent.glob("*.ttf"))
        with TTFont(file, lazy=True) as font:
            family, version = font["name"].getBestFamilyName(), font["name"].getDebugName(5)
        text = notice.read_text(encoding="utf-8")
        home = re.search(r"https://[^\s)]+", text.splitlines()[0])
        number = _FONT_VERSION.search(version)
        yield Part(family, number[0] if number else version, _FONT_LICENSE, home=home[0] if home else "", texts=(text,))
