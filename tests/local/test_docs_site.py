"""The site of the documents: links between folders of the repository, and nothing from another host."""

from types import SimpleNamespace

import pytest
from mkdocs.exceptions import PluginError

from local.docs_site import on_page_markdown, on_post_page


def page(name):
    return SimpleNamespace(file=SimpleNamespace(src_uri=name, dest_uri=name.replace(".md", ".html")))


LINKS = {
    "from the first page to docs": ("index.md", "docs/guides/staff.md", "guides/staff.md"),
    "with an anchor": ("index.md", "docs/runbook.md#names", "runbook.md#names"),
    "from the first page to the top folder": ("index.md", "CONTRIBUTING.md", "contributing.md"),
    "from contributing to the first page": ("contributing.md", "README.md", "index.md"),
    "from docs to the top folder": ("guides/developer.md", "../../CONTRIBUTING.md", "../contributing.md"),
    "within docs": ("guides/staff.md", "../runbook.md", "../runbook.md"),
    "to an index": ("index.md", "docs/guides/README.md", "guides/README.md"),
    "to a picture": ("index.md", "docs/pictures/home.png", "pictures/home.png"),
    "to code, which the site does not have": ("architecture.md", "../template.yaml", "../template.yaml"),
    "to another host": ("index.md", "https://example.org/docs/a.md", "https://example.org/docs/a.md"),
    "in a page": ("runbook.md", "#names", "#names"),
}


@pytest.mark.parametrize(("on", "written", "expected"), LINKS.values(), ids=LINKS)
def test_links_are_written_for_the_site(on, written, expected):
    assert on_page_markdown(f"See [this]({written}).", page(on)) == f"See [this]({expected})."


@pytest.mark.parametrize("block", ["- more", "1. more", "```sh", "![a picture](a.png)"])
def test_a_block_that_would_end_its_list_is_refused(block):
    with pytest.raises(PluginError, match="four blanks"):
        on_page_markdown(f"1. one\n\n   {block}\n", page("a.md"))
    assert on_page_markdown(f"1. one\n\n    {block}\n", page("a.md"))


def test_a_page_with_a_diagram_has_its_script_before_the_theme():
    html = '<pre class="mermaid">a</pre><script src="assets/bundle.js"></script>'
    made = on_post_page(html, page("guides/a.md"))
    assert made.index('src="../assets/javascripts/mermaid.js"') < made.index("bundle.js")


def test_a_page_without_a_diagram_loads_no_script_for_it():
    html = '<p>a</p><script src="assets/bundle.js"></script>'
    assert on_post_page(html, page("a.md")) == html


@pytest.mark.parametrize(
    "tag",
    [
        '<script src="https://example.org/a.js"></script>',
        '<link rel="stylesheet" href="https://example.org/a.css">',
        '<img alt="a" src="//example.org/a.png">',
    ],
)
def test_a_page_that_loads_from_another_host_is_refused(tag):
    with pytest.raises(PluginError, match=r"a\.md loads from another host"):
        on_post_page(tag, page("a.md"))


def test_a_link_that_a_person_follows_may_lead_to_another_host():
    html = '<a href="https://example.org">a</a>'
    assert on_post_page(html, page("a.md")) == html
