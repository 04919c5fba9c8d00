"""The check of texts: which parts of a file are prose, what counts as a hit, and which files are read."""

import pytest

from local.prose import STYLE, find_hits, main, read_style

TEXT = r"""
paths = ["docs", "app"]
left_out = ["app/examples.py"]

[phrases]
'\bbears?\b' = "has"
'\blet go\b' = "drop"
'\b\d{1,2} (May|June) \d{4}\b' = "June 4, 2026"

[spelling]
whilst = "while"
"""
REAL = read_style(STYLE.read_text(encoding="utf-8"))


@pytest.fixture
def style():
    return read_style(TEXT)


def found(style, path, source):
    return [(hit.line, hit.phrase) for hit in style.hits(path, source)]


PROSE = {
    "a paragraph": ("a.md", "It bears\na name.", [(1, "bears")]),
    "case does not count": ("a.md", "Bears it.", [(1, "Bears")]),
    "a phrase over two lines": ("a.md", "The message is let\n  go.", [(1, "let go")]),
    "a date with the day first": ("a.md", "On 4 June 2026.", [(1, "4 June 2026")]),
    "a date with the month first": ("a.md", "On June 4, 2026.", []),
    "code in backticks": ("a.md", "Call `bears` here.", []),
    "a block of code": ("a.md", "```sh\nlet go\n```\nlet go", [(4, "let go")]),
    "an indented block of code": ("a.md", "- one\n  ```sh\n  let go\n  ```\n", []),
    "the target of a link": ("a.md", "[see](who-bears.md)", []),
    "the text of a link": ("a.md", "[who bears it](a.md)", [(1, "bears")]),
    "a comment": ("a.py", "x = 1  # bears it\n", [(1, "bears")]),
    "a comment over two lines": ("a.py", "def f():\n    # it is let\n    # go\n    pass\n", [(2, "let go")]),
    "a docstring": ("a.py", '"""One.\n\nIt bears two.\n"""\n', [(3, "bears")]),
    "a docstring with code": ("a.py", '"""One `bears` two."""\n', []),
    "a string": ("a.py", 'x = "it bears it"\n', [(1, "bears")]),
    "a string in two pieces": ("a.py", 'x = (\n    "it is let "\n    "go here"\n)\n', [(2, "let go")]),
    "two strings": ("a.py", 'x = ["it is let", "go here"]\n', []),
    "a string that formats": ("a.py", 'x = f"it {bears} bears {1}"\n', [(1, "bears")]),
    "a name on the wire": ("a.py", 'x = {"bears": 1}\n', []),
    "a name in the code": ("a.py", "bears = let = go = 1\n", []),
    "a comment of JavaScript": ("a.js", "const a = 1; // bears it\n/* let go */\n", [(1, "bears"), (2, "let go")]),
    "a text of JavaScript": ("a.js", "bears: 'it bears',\n", [(1, "bears")]),
    "a text of JavaScript in two pieces": ("a.js", "a: 'it is let ' +\n  'go here',\n", [(1, "let go")]),
    "a key of JavaScript": ("a.js", "bears: 'it',\n", []),
    "a description of YAML": ("a.yaml", "Description: >-\n  It is let\n  go.\n", [(2, "let go")]),
    "a comment of YAML": ("a.yaml", "# It is let\n# go.\nA: 1\n", [(1, "let go")]),
    "a substitution of YAML": ("a.yaml", "A: !Sub ${bears}\n", []),
    "a British word of the dictionary": ("a.md", "the Colour", [(1, "Colour")]),
    "a British word of the style": ("a.md", "whilst", [(1, "whilst")]),
    "a British word in a path": ("a.md", "see colour.py and app/colour", []),
    "an American word": ("a.md", "the color, while", []),
}


@pytest.mark.parametrize(("path", "source", "expected"), PROSE.values(), ids=PROSE)
def test_only_prose_is_read(style, path, source, expected):
    assert found(style, path, source) == expected


def test_a_hit_says_where_it_is_and_what_to_write(style):
    (hit,) = style.hits("docs/a.md", "one\nit bears\n")
    assert str(hit) == "docs/a.md:2: “bears”: has"


def test_only_the_paths_of_the_style_are_read(style, tmp_path):
    read = {"docs/a.md", "app/a.py", "app/more/examples.py"}
    for name in (*read, "docs/a.json", "other/a.md", "app/__pycache__/b.py", "docs/a.yaml", "app/examples.py"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("# it bears\n", encoding="utf-8")
    assert {hit.path for hit in find_hits(style, tmp_path)} == read


@pytest.mark.parametrize(
    ("text", "only", "code"), [("It bears it.\n", [], 1), ("It has it.\n", [], 0), ("It bears it.\n", ["app"], 0)]
)
def test_the_command_fails_for_every_hit(monkeypatch, capsys, tmp_path, text, only, code):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "style.toml").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr("local.prose.ROOT", tmp_path)
    monkeypatch.setattr("local.prose.STYLE", tmp_path / "style.toml")
    assert main(only) == code
    assert ("docs/a.md:1: “bears”: has" in capsys.readouterr().out) is bool(code)


@pytest.mark.parametrize(
    "text",
    [
        "It is judged anew.",
        "Mend the cause.",
        "The e-mail address that it bears.",
        "A run is gone on\nwith.",
        "The message is let go.",
        "The learner is told.",
        "Find out whose it is.",
        "It shall wait.",
        "Not nought.",
        "Behind that it queues.",
        "The test beside it.",
        "What a run owes, and what is owed.",
        "The culprits are put aside.",
        "Your licence and the programme were cancelled.",
        "Its colour and behaviour.",
        "June 4 and 4 June 2026.",
        "Bearers of this address.",
    ],
)
def test_the_style_of_laurel_finds_its_old_phrases(text):
    assert REAL.hits("docs/a.md", text)


@pytest.mark.parametrize(
    "text",
    [
        "It is checked again on June 4, 2026, 5:00 PM EDT.",
        "Send `Authorization: Bearer` with a bearer token.",
        "Fix the cause, then queue the credits again.",
        "Your license and program were canceled.",
        "The recommended members show their skin to the owner.",
        "There is room for more.",
    ],
)
def test_plain_english_passes(text):
    assert REAL.hits("docs/a.md", text) == []


def test_no_path_of_the_style_is_missing():
    assert [path for path in (*REAL.paths, *REAL.left_out) if not (STYLE.parents[1] / path).exists()] == []
