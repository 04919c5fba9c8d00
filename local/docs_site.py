"""Hooks of `make docs` (mkdocs.yml): the pages from the top folder, and the diagrams without another host."""

import os
import re
from pathlib import Path
from posixpath import dirname, normpath, relpath
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
# Files of the top folder, and where the site has them.
FROM_TOP = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md", "LICENSE": "license.txt"}
MERMAID = "node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js"
MERMAID_ON_SITE = "assets/javascripts/mermaid.js"

_LINK = re.compile(r"(\]\()([^)\s#:]+)(?=[)#])")
_OUTSIDE_ITS_LIST = re.compile(r"^ {1,3}(?:[-*+] |\d+\. |```|!\[).*", re.MULTILINE)
_FOREIGN = re.compile(r'<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="(?:https?:)?//[^"]*"')


def on_files(files: Files, config: Any) -> Files:
    """Adds the files of the top folder and the script that draws diagrams."""
    for source, on_site in {**FROM_TOP, MERMAID: MERMAID_ON_SITE}.items():
        files.append(File.generated(config, on_site, abs_src_path=os.fspath(ROOT / source)))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Links as the site needs them: they are written for the folders of the repository.

    Raises PluginError for a block in a list that is indented by less than four blanks: GitHub shows it in the list, but
    the site would end the list there.
    """
    on_site = page.file.src_uri
    if outside := _OUTSIDE_ITS_LIST.search(markdown):
        message = f"{on_site}: indent by four blanks, so that this stays in its list: {outside[0].strip()}"
        raise PluginError(message)
    source = next((name for name, to in FROM_TOP.items() if to == on_site), f"docs/{on_site}")
    return _LINK.sub(lambda link: link[1] + site_link(link[2], source=source, on_site=on_site), markdown)


def site_link(link: str, *, source: str, on_site: str) -> str:
    """The link on the page `on_site` for a `link` in the file `source` of the repository."""
    target = normpath(f"{dirname(source)}/{link}" if dirname(source) else link)
    if target in FROM_TOP:
        target = FROM_TOP[target]
    elif target.startswith("docs/"):
        target = target.removeprefix("docs/")
    else:
        return link
    return relpath(target, dirname(on_site) or ".")


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """Adds the script to pages with a diagram. Raises PluginError for a page that loads from another host."""
    if foreign := _FOREIGN.search(output):
        message = f"{page.file.src_uri} loads from another host: {foreign[0]}"
        raise PluginError(message)
    if 'class="mermaid"' not in output:
        return output
    script = relpath(MERMAID_ON_SITE, dirname(page.file.dest_uri) or ".")
    # Before the theme's own scripts: without it they would load it from another host.
    return re.sub(r"(?=<script src=)", f'<script src="{script}"></script>', output, count=1)
