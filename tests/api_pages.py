"""The reference of the public names in two languages, written from signatures and docstrings.

Chinese sentences are in `docs/_reference/api.zh.toml`; signatures and examples are the same in both.
`python tests/pages.py` writes the pages.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import tomllib
from collections.abc import Iterator
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from rule_pages import examples, fenced

import parkclean

DOCS = Path(__file__).parent.parent / "docs"
CHINESE = DOCS / "_reference" / "api.zh.toml"

GROUPS: dict[str, list[str]] = {
    "clean": ["clean", "explain", "read", "Document", "Change", "Options", "DecodeError"],
    "corpus": ["clean_corpus", "restore_corpus", "progress_bar", "Report", "Restored"],
    "dedup": ["dedup", "Deduped", "Duplicate"],
    "own": ["DEFAULT", "Pipeline", "rule", "Rule", "Edit", "Stage", "RuleStage", "Seen", "Lines"],
}
TITLES = {
    "clean": ("One text", "一篇文本"),
    "corpus": ("A corpus", "一个语料库"),
    "dedup": ("Repeats among rows", "行间去重"),
    "own": ("Rules and pipelines of your own", "自己的规则与流水线"),
    "more": ("Names behind the public ones", "公开名字之外"),
}
MORE = {
    "Finding": "neardup.results",
    "FileCount": "report",
    "Sample": "report",
    "Reject": "files",
    "describe": "formats",
    "Kind": "formats",
    "open_records": "formats",
    "Record": "formats",
    "open_writer": "formats",
    "spans": "formats",
    "Index": "neardup.interchange",
    "Match": "neardup.interchange",
    "signatures": "neardup.interchange",
    "to_bytes": "neardup.interchange",
    "from_bytes": "neardup.interchange",
    "check_tag": "neardup.interchange",
}
"""Names outside `parkclean.__all__`: what public names return, files of records, the exchange with datasketch."""

DEFAULT = "The pipeline behind `clean`: all stages, in order."

HEAD = """# Python reference

Written from the signatures and docstrings of the code; a test fails when this page is stale.
All options are keyword-only.
A name is imported when it is first used, so `import parkclean` costs almost nothing.

```python
>>> from parkclean import DEFAULT, Edit, clean, dedup, explain, rule

```
"""
HEAD_ZH = """# Python 参考

由代码里的签名和文档字符串生成；页面一旦过期，测试就会失败。
选项一律用关键字传递。
每个名字第一次用到时才导入，所以 `import parkclean` 几乎不花时间。

```python
>>> from parkclean import DEFAULT, Edit, clean, dedup, explain, rule

```
"""


MORE_HEAD = """
```python
>>> from parkclean.formats import describe
>>> from parkclean.neardup.interchange import Index, check_tag

```
"""


class Entry(NamedTuple):
    """A name as it is shown: how to write it, what it looks like, and its docstring."""

    name: str
    shown: str
    doc: str
    words: frozenset[str]
    member: bool = False


def entries() -> Iterator[tuple[str, list[Entry]]]:
    """Groups of names; the last one holds those that are not public but met."""
    for group, names in GROUPS.items():
        yield group, [entry for name in names for entry in _told(name, getattr(parkclean, name))]
    found = [(f"{home}.{name}", getattr(import_module(f"parkclean.{home}"), name)) for name, home in MORE.items()]
    yield "more", [entry for name, thing in found for entry in _told(name, thing)]


def _told(name: str, thing: object) -> Iterator[Entry]:
    if not inspect.isclass(thing):
        if callable(thing) and not isinstance(thing, parkclean.Pipeline):
            yield Entry(name, _signature(f"parkclean.{name}", thing), _doc(thing), _words(thing))
        else:
            yield Entry(name, f"parkclean.{name}: {type(thing).__name__}", DEFAULT, frozenset())
        return
    yield Entry(name, _class(name, thing), _doc(thing), _words(thing))
    for member, value in vars(thing).items():
        if not member.startswith("_") and member not in _fields(thing):
            yield from _member(f"{name}.{member}", member, value)


def _member(name: str, member: str, value: object) -> Iterator[Entry]:
    short = name.rpartition(".")[0].rpartition(".")[2] + "." + member
    if isinstance(value, property | cached_property):
        function = value.fget if isinstance(value, property) else value.func
        kind = _annotation(inspect.signature(function).return_annotation)
        yield Entry(name, f"{short}: {kind}", _doc(value), frozenset(), True)
    elif isinstance(value, classmethod | staticmethod) or inspect.isfunction(value):
        function = getattr(value, "__func__", value)
        shown = _signature(short, function, bound=not isinstance(value, staticmethod))
        yield Entry(name, shown, _doc(value), _words(function), True)


def _doc(thing: object) -> str:
    return inspect.cleandoc(getattr(thing, "__doc__", None) or "")


def _class(name: str, thing: type) -> str:
    fields = {field: kind for field, kind in _fields(thing).items() if not field.startswith("_")}
    base = next((b.__name__ for b in thing.__mro__[1:] if issubclass(b, Exception)), "")
    head = f"class parkclean.{name}" + (f"({base})" if base else "")
    return "\n".join([head, *(f"    {field}: {kind}" for field, kind in fields.items())])


def _fields(thing: type) -> dict[str, str]:
    """The fields of a dataclass, a tuple or an options dictionary."""
    if dataclasses.is_dataclass(thing):
        return {f.name: _annotation(f.type) for f in dataclasses.fields(thing) if f.init}
    if hasattr(thing, "_fields") or hasattr(thing, "__total__"):
        return {name: _annotation(kind) for name, kind in inspect.get_annotations(thing).items()}
    return {}


def _words(thing: object) -> frozenset[str]:
    """The words that a docstring may explain one a line: parameters and fields."""
    if inspect.isclass(thing):
        return (
            frozenset(_fields(thing)) | {n for n in vars(thing) if not n.startswith("_")} | _parameters(thing.__init__)
        )
    return _parameters(thing)


def _parameters(thing: object) -> frozenset[str]:
    try:
        names = frozenset(inspect.signature(thing).parameters)  # type: ignore[arg-type]
    except ValueError:  # built in
        return frozenset()
    return names | frozenset(parkclean.Options.__annotations__) if "options" in names else names


def _signature(name: str, function: object, bound: bool = False) -> str:
    """The call, one parameter a line where it is long."""
    signature = inspect.signature(function)  # type: ignore[arg-type]
    parts: list[str] = []
    starred = False
    for n, one in enumerate(signature.parameters.values()):
        if bound and n == 0:
            continue
        if one.kind is one.KEYWORD_ONLY and not starred:
            parts.append("*")
            starred = True
        starred = starred or one.kind is one.VAR_POSITIONAL
        parts.append(_parameter(one))
    result = _annotation(signature.return_annotation)
    line = f"{name}({', '.join(parts)}) -> {result}"
    if len(line) <= 100:
        return line
    return f"{name}(\n" + "".join(f"    {part},\n" for part in parts) + f") -> {result}"


def _parameter(one: inspect.Parameter) -> str:
    stars = {one.VAR_POSITIONAL: "*", one.VAR_KEYWORD: "**"}.get(one.kind, "")
    kind = "" if one.annotation is one.empty else f": {_annotation(one.annotation)}"
    default = "" if one.default is one.empty else f" = {one.default!r}"
    return f"{stars}{one.name}{kind}{default}"


def _annotation(kind: object) -> str:
    text = getattr(kind, "__forward_arg__", kind)
    return text if isinstance(text, str) else getattr(text, "__name__", str(text))


def markdown(doc: str, words: frozenset[str]) -> str:
    """A docstring as Markdown: lines that explain a parameter or a field become a list."""
    out: list[str] = []
    listed = False
    for line in fenced(doc).split("\n"):
        names = re.match(r"(\w+(?:, \w+)*): ", line)
        starts = names is not None and set(names[1].split(", ")) <= words
        if starts and not listed and out and out[-1]:
            out.append("")
        if names is not None and starts:
            shown = ", ".join(f"`{name}`" for name in names[1].split(", "))
            line = f"- {shown}: {line[names.end() :]}"
            listed = True
        elif listed and line and (line.startswith("    ") or not out[-1].endswith((".", ":", ";", ")"))):
            line = "  " + line.strip()
        elif listed:
            listed = False
            if line:
                out.append("")
        out.append(line)
    return "\n".join(out).strip()


@cache
def chinese() -> dict[str, str]:
    """Name to what it does, in Chinese."""
    return tomllib.loads(CHINESE.read_bytes().decode("utf-8"))


def missing() -> list[str]:
    """Names without a Chinese entry, and entries without a name."""
    return sorted({entry.name for _, group in entries() for entry in group} ^ set(chinese()))


def undocumented() -> list[str]:
    """Names without a docstring."""
    return [entry.name for _, group in entries() for entry in group if not entry.doc]


def page(zh: bool = False) -> str:
    """The whole page; KeyError for a name that has no Chinese entry."""
    parts = [HEAD_ZH if zh else HEAD]
    for group, found in entries():
        parts.append(f"\n## {TITLES[group][zh]}\n{MORE_HEAD if group == 'more' else ''}")
        for entry in found:
            parts.append(f"\n{'####' if entry.member else '###'} `{entry.name}`\n")
            parts.append(f"\n```text\n{entry.shown}\n```\n\n{_text(entry, zh)}\n")
    return "".join(parts)


def _text(entry: Entry, zh: bool) -> str:
    if not zh:
        return markdown(entry.doc, entry.words)
    block = examples(entry.doc) if ">>>" in entry.doc else ""
    return "\n\n".join(part for part in (chinese()[entry.name].strip(), block) if part)
