"""`make sbom`: write a bill of materials (CycloneDX 1.6, JSON) for the layer, each function's package and the portal.

cyclonedx-py reads the installed libraries; of these, each package keeps what it ships. The Rust libraries in a binary
are parts of their Python library, as its own bill of materials lists them.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from local.places import BUILD, ROOT
from local.third_party import Library, Package, Part, packages, rust_bill

FOLDER = BUILD.parent / "sbom"
_CYCLONEDX = ["cyclonedx_py", "environment", "--sv", "1.6", "--no-validate", "--output-reproducible"]


def bills() -> dict[str, dict[str, Any]]:
    """The bill of materials of each package, by the package's name. Raises CalledProcessError if cyclonedx-py fails."""
    command = [sys.executable, "-m", *_CYCLONEDX, sys.executable]
    installed = json.loads(
        subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    )
    return {package.name: _bill(package, installed) for package in packages()}


def _bill(package: Package, installed: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {canonicalize_name(one["name"]): one for one in installed["components"]}
    libraries = [_library(one, found[one.name]) if one.name in found else _script(one) for one in package.libraries]
    fonts = list(map(_font, package.fonts))
    refs = {one["bom-ref"] for one in libraries}
    depends = [
        {**one, "dependsOn": [ref for ref in one.get("dependsOn", []) if ref in refs]}
        for one in installed["dependencies"]
        if one["ref"] in refs
    ]
    own = {"ref": package.name, "dependsOn": [one["bom-ref"] for one in (*libraries, *fonts)]}
    return {
        **{key: installed[key] for key in ("$schema", "bomFormat", "specVersion", "version")},
        "metadata": {"tools": installed["metadata"]["tools"], "component": _main(package)},
        "components": [*libraries, *fonts],
        "dependencies": [own, *depends],
    }


def _library(library: Library, component: dict[str, Any]) -> dict[str, Any]:
    parts = [*rust_bill(library.name), *map(_font, library.embedded)]
    return {**component, "licenses": [{"expression": library.license}], **({"components": parts} if parts else {})}


def _script(library: Library) -> dict[str, Any]:
    """A script of the portal that is a copy from npm."""
    purl = f"pkg:npm/{library.name}@{library.version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": library.name,
        "version": library.version,
        "purl": purl,
        "licenses": [{"expression": library.license}],
        "externalReferences": [{"type": "website", "url": library.home}],
    }


def _font(font: Part) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "file",
        "bom-ref": f"font:{font.name}",
        "name": font.name,
        "licenses": [{"expression": font.license}],
    }
    if font.version:
        component["version"] = font.version
    if font.home:
        component["externalReferences"] = [{"type": "website", "url": font.home}]
    return component


def _main(package: Package) -> dict[str, Any]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "type": "application",
        "bom-ref": package.name,
        "name": f"{project['name']}-{package.name}",
        "version": project["version"],
        "licenses": [{"expression": project["license"]}],
    }


def write(folder: Path = FOLDER) -> None:
    """Write the bills into `folder`, one file for each package."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, bill in bills().items():
        path = folder / f"{name}.cdx.json"
        path.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
        print(f"{path}: {len(bill['components'])} works of others")


if __name__ == "__main__":
    write()
