"""Documentation that goes stale fails here: examples and commands are run, and nothing lacks a language."""

from __future__ import annotations

import doctest
import json
import re
import sys
import tomllib
from pathlib import Path

import api_pages
import command_pages
import consoles
import libraries
import pages
import pytest
import rule_pages
from command import clean

import parkclean

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
PAIRS = [(path, path.with_suffix("").with_suffix(".md")) for path in PAGES if path.name.endswith(".zh.md")]
PAIRS = [(zh, ROOT / "README.md" if zh.name == "README.zh.md" else en) for zh, en in PAIRS]
ENGLISH_ONLY = {"changelog.md"}


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


SHELL_PAGES = list({tuple(consoles.blocks(read(page))): page for page in PAGES if consoles.blocks(read(page))}.values())
"""Of pages whose commands and outputs are the same to the letter, as in two languages, one."""
LANGUAGES = pytest.mark.parametrize("suffix", ["", ".zh"], ids=["en", "zh"])


def name(path: object) -> str:
    return path.relative_to(ROOT).as_posix() if isinstance(path, Path) else str(path)


def blocks(language: str, page: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


# --- examples -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_examples_run(page: Path) -> None:
    """What a command prints may look like an example, so console blocks are left to the test for them."""
    libraries.of_adapters(read(page))
    test = doctest.DocTestParser().get_doctest(_examples(page), {"__name__": "__main__"}, name(page), str(page), 0)
    assert doctest.DocTestRunner(verbose=False).run(test).failed == 0


def _examples(page: Path) -> str:
    return consoles.BLOCK.sub(lambda block: "\n" * block[0].count("\n"), read(page))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_python_blocks_are_examples(page: Path) -> None:
    """A block that the test above does not see would not be run."""
    assert [block for block in blocks("python", read(page)) if not block.startswith(">>> ")] == []


@pytest.mark.skipif(sys.platform == "win32", reason="the commands are those of a Unix shell")
@pytest.mark.parametrize("page", SHELL_PAGES, ids=name)
def test_commands_print_what_the_page_says(page: Path) -> None:
    for step, printed in consoles.told(read(page)):
        said, now = consoles.comparable(step.shown), consoles.comparable(printed)
        assert now == said, f"{step.command}; python tests/consoles.py writes it down again"


def test_a_console_block_starts_with_a_command() -> None:
    assert list(consoles.steps("$ cat <<END\n> a\n>\n> b\n> END\na\n\nb\n$ ls\n")) == [
        ("cat <<END\na\n\nb\nEND\n", "a\n\nb\n"),
        ("ls\n", ""),
    ]
    with pytest.raises(ValueError, match=r"^a console block starts with '\$ ', not 'ls\\n'$"):
        list(consoles.steps("ls\n"))


def test_what_a_command_prints_is_written_down_again() -> None:
    page = "```console\n$ cat <<END\n> 一\n>\n> END\nold\n$ echo 0.5 s\n0.7 s\n```\n"
    assert consoles.rewritten(page) == "```console\n$ cat <<END\n> 一\n>\n> END\n一\n\n$ echo 0.5 s\n0.7 s\n```\n"


def test_install_commands_are_those_of_the_readme() -> None:
    """They cannot be run here, so they are at least the ones that CI and the README know."""
    known = read(ROOT / "README.md") + read(ROOT / ".ci" / "run")
    for page in PAGES:
        for command in "".join(blocks("sh", read(page))).splitlines():
            assert command in known, f"{name(page)}: {command}"


@pytest.mark.parametrize("page", [ROOT / "README.md", DOCS / "README.zh.md"], ids=name)
def test_before_and_after_of_the_readme_hold(page: Path) -> None:
    rows = re.findall(r"^\| [^|`]+ \| `([^`|]+)` \| `([^`|]+)` \|$", read(page), re.MULTILINE)
    assert len(rows) >= 6
    assert [parkclean.clean(before) for before, _ in rows] == [after for _, after in rows]


# --- two languages ------------------------------------------------------------------------------------------------


def test_every_page_is_in_both_languages() -> None:
    english = {page for page in PAGES if not page.name.endswith(".zh.md")}
    translated = {en for _, en in PAIRS}
    assert sorted(map(name, english - translated)) == sorted(f"docs/{page}" for page in ENGLISH_ONLY)
    assert sorted(map(name, translated - english)) == []


@pytest.mark.parametrize(("zh", "en"), PAIRS, ids=name)
def test_both_languages_have_the_same_headings_commands_and_examples(zh: Path, en: Path) -> None:
    here, there = read(zh), read(en)
    assert re.findall(r"^#+ ", _prose(here), re.MULTILINE) == re.findall(r"^#+ ", _prose(there), re.MULTILINE)
    assert consoles.blocks(here) == consoles.blocks(there)
    assert _sources(zh) == _sources(en)


def _prose(page: str) -> str:
    return re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)


def _sources(page: Path) -> list[str]:
    """What the examples do; their comments are in the language of the page."""
    return [re.sub(r" +# .*", "", example.source) for example in doctest.DocTestParser().get_examples(_examples(page))]


def test_words_of_the_glossary_are_the_same_in_both_languages() -> None:
    english = re.findall(r"^\| ([^|]+?) \|", read(DOCS / "glossary.md"), re.MULTILINE)[2:]
    chinese = re.findall(r"^\| [^|]+ \| ([^|]+?) \|", read(DOCS / "glossary.zh.md"), re.MULTILINE)[2:]
    assert chinese == english


# --- nothing is left out ------------------------------------------------------------------------------------------


def test_every_rule_has_a_sentence_in_chinese() -> None:
    assert rule_pages.missing(parkclean.DEFAULT.rules()) == [], "docs/_reference/rules.zh.toml"


def test_every_name_is_documented_in_both_languages() -> None:
    listed = [one for names in api_pages.GROUPS.values() for one in names]
    assert sorted(listed) == sorted(parkclean.__all__), "GROUPS of tests/api_pages.py"
    assert api_pages.undocumented() == []
    assert api_pages.missing() == [], "docs/_reference/api.zh.toml"


def test_every_argument_of_the_command_is_documented_in_both_languages() -> None:
    assert command_pages.missing() == [], "docs/_reference/command.toml"
    assert [one.dest for one in command_pages.actions() if not one.help] == []


@LANGUAGES
def test_every_stage_is_in_the_architecture(suffix: str) -> None:
    order = " ▸ ".join(stage.name for stage in parkclean.DEFAULT.stages)
    assert f"`{order}`" in read(DOCS / f"architecture{suffix}.md")


@LANGUAGES
def test_every_field_of_the_audit_is_documented(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for seed in (ROOT / "seeds").iterdir():
        (tmp_path / "in" / seed.name).write_bytes(seed.read_bytes())
        (tmp_path / "in" / f"copy-{seed.name}").write_bytes(seed.read_bytes())
    (tmp_path / "in" / "gbk.txt").write_bytes("園区今年新建了三座实验室，全部免费开放。".encode("gb18030") + b"\xff")
    (tmp_path / "in" / "bom.txt").write_bytes("雨停了，山上的雾散了。".encode("utf-8-sig"))
    (tmp_path / "in" / "noise.txt").write_bytes(b"\xff" * 300)
    assert clean("in", "-o", "out", "--dedup", "documents", cwd=tmp_path).status == 1
    page = read(DOCS / f"audit{suffix}.md")
    audit = tmp_path / "out" / "_audit"
    fields = {key for path in audit.iterdir() for record in _records(path) for key in _keys(record)}
    assert {"encoding", "bom", "raw", "kept_file", "left_out"} <= fields
    assert sorted(field for field in fields if f"`{field}`" not in page and f'"{field}"' not in page) == []
    assert sorted(path.name for path in audit.iterdir() if f"## {path.name}\n" not in page) == []


def _records(path: Path) -> list[dict[str, object]]:
    text = read(path)
    return [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else [json.loads(text)]


def _keys(record: dict[str, object]) -> set[str]:
    """The names of the fields; what stands in `rules`, `meta` and `options` is named elsewhere."""
    keys = set(record)
    for one in record.get("files", []):  # type: ignore[attr-defined]
        keys |= set(one)
    return keys


# --- stale pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", pages.made(), ids=name)
def test_generated_pages_are_fresh(path: Path) -> None:
    assert read(path) == pages.fresh(path), "run python tests/pages.py"


def test_readme_and_ci_run_the_same_test_command() -> None:
    command = "pip install -e '.[test]' && pytest -n 2"
    for page in (ROOT / "README.md", DOCS / "README.zh.md", ROOT / ".ci" / "run"):
        assert command in read(page)


def test_links_between_pages_hold() -> None:
    broken = [
        f"{name(page)}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", read(page))
        if not (page.parent / target).exists()
    ]
    assert broken == []


@pytest.mark.parametrize(("zh", "en"), PAIRS, ids=name)
def test_chinese_pages_lead_to_chinese_pages(zh: Path, en: Path) -> None:
    found = re.findall(r"\]\(([^)#:]+\.(?:md|ipynb))(?:#[^)]*)?\)", read(zh))
    targets = {(zh.parent / target).resolve() for target in found}
    allowed = {ROOT / "README.md", *(DOCS / page for page in ENGLISH_ONLY)}
    assert sorted(name(one) for one in targets - allowed if not one.stem.endswith(".zh")) == []


def test_every_page_is_in_the_table_of_contents() -> None:
    for index in (DOCS / "index.md", DOCS / "index.zh.md"):
        listed = {f"{line}.md" for block in blocks(r"\{toctree\}", read(index)) for line in block.split()}
        ours = index.name.endswith(".zh.md")
        wanted = {
            page.relative_to(DOCS).as_posix()
            for page in DOCS.rglob("*.md")
            if page.name.endswith(".zh.md") == ours or page.name in ENGLISH_ONLY
        } - {index.name, "README.zh.md"}
        assert wanted - listed == set()


def test_version_is_said_once() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    assert project["version"] == parkclean.__version__
