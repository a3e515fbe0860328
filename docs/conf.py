"""The documentation as a site: `sphinx-build -W docs docs/_site/en`; in Chinese with `-t zh`, into `docs/_site/zh`.

A page `name.md` is English, `name.zh.md` beside it says the same in Chinese.
Why Sphinx: `decisions/documentation.md`.
"""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent
PAGES = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.md")}
CHINESE = {name for name in PAGES if name.endswith(".zh.md")}
TRANSLATED = {name.removesuffix(".zh.md") + ".md" for name in CHINESE} & PAGES

zh = tags.has("zh")  # type: ignore[name-defined]  # noqa: F821  # Sphinx puts `tags` here

project = "parkclean"
copyright = "parkclean"
language = "zh_CN" if zh else "en"
root_doc = "index.zh" if zh else "index"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_site", "_reference", "README.zh.md", *(TRANSLATED if zh else CHINESE)]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "parkclean"
html_show_sphinx = False
html_copy_source = False
templates_path = ["_templates"]
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/language.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
html_context = {"alone": ["genindex", "search", *(name[:-3] for name in PAGES - CHINESE - TRANSLATED)]}
if zh:  # the root page is index.zh.html; a folder is opened by index.html
    html_additional_pages = {"index": "to_chinese.html"}

_FENCE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_BREAK = re.compile(
    r"(?<=[\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e\u201d])\n *(?=[\u300a\u4e00-\u9fff\u201c\uff08`A-Za-z])"
)
_LINK = re.compile(r"\]\(([^)#:]+\.md)(#[^)]*)?\)")


def without_gap(app: object, name: str, source: list[str]) -> None:
    """The blank line that ends an example in a test is of no use to a reader."""
    source[0] = source[0].replace("\n\n```\n", "\n```\n")


def to_chinese(app: object, name: str, source: list[str]) -> None:
    """In Chinese a line break is no blank, and a link leads to the Chinese page where there is one."""
    here = (FOLDER / name).parent

    def link(found: re.Match[str]) -> str:
        target = (here / found[1]).resolve()
        inside = target.is_relative_to(FOLDER) and target.relative_to(FOLDER).as_posix() in TRANSLATED
        return f"]({found[1][:-3]}.zh.md{found[2] or ''})" if inside else found[0]

    parts = _FENCE.split(source[0])
    parts[::2] = [_LINK.sub(link, _joined(part)) for part in parts[::2]]
    source[0] = "".join(parts)


def _joined(text: str) -> str:
    return "\n\n".join(
        part if part.lstrip().startswith(("#", "|")) else _BREAK.sub("", part) for part in text.split("\n\n")
    )


def setup(app: object) -> None:
    app.connect("source-read", without_gap)  # type: ignore[attr-defined]
    if zh:
        app.connect("source-read", to_chinese)  # type: ignore[attr-defined]
