"""The table with which a public body's site records a document, in front of it: 索引号, 发文机关, 成文日期 and so on.

However it was laid out: a label and its value on a line, several of them, in cells, or each on a line of its own.
"""

from __future__ import annotations

import re

from parkclean.rules import Lines
from parkclean.stages.frames import Frame, Trust
from parkclean.tables import RECORD_LABELS, RECORD_MARKS

_EARLY = 4
"""A table starts within so many lines."""
_FEWEST = 3
_HEAD = 200
_EDGES = "|│【[〔】]〕:： \t\u3000"
_APART = "[ \u00a0\u3000]{0,8}"
"""How far the characters of a label stand apart: `标    题`."""
_LABELS = "|".join(_APART.join(label) for label in sorted(RECORD_LABELS, key=len, reverse=True))
_ANY = re.compile(_LABELS)
_LABEL = re.compile(
    rf"[|│【\[〔•· \t\u3000]*({_LABELS})"
    r"[ \t\u3000]*(?:[:：|│】\]〕]|(?=\s)|$)(.*)"
)
_MARK = re.compile("|".join(_APART.join(label) for label in sorted(RECORD_MARKS, key=len, reverse=True)))
HINTS = ("索引", "索 ", "索\u00a0", "索\u3000", "分类", "公开", "字号", "有效", "时效", "文种", "登记号")
"""One of these stands in each of them: cheap to ask."""
_TITLES = ("标题", "名称", "信息名称", "文件名称")
_LONG = 200


def starts_record(text: str) -> bool:
    """Whether the head of a text names something that only such a table has."""
    head = text[:_HEAD]
    return bool([hint for hint in HINTS if hint in head]) and _MARK.search(head) is not None


def record(lines: Lines) -> list[Frame]:
    """The lines of a table in front of the text; a title that stands nowhere else stays."""
    if not starts_record("\n".join(lines.texts[:20])[:_HEAD]):
        return []
    full = [n for n, line in enumerate(lines.texts[:60]) if line.strip()]
    first = next((k for k, n in enumerate(full[:_EARLY]) if _LABEL.match(lines.texts[n])), None)
    if first is None:
        return []
    rows: list[int] = []
    labels: set[str] = set()
    value = kept = False  # whether the line holds the value of the label above, and that label stays
    empty = False  # whether some label has no value
    for k in range(first, len(full)):
        line = lines.texts[full[k]]
        m = _LABEL.match(line) if len(line) <= _LONG else None
        if m is None and (not value or len(line) > _LONG):
            break
        if m is None and empty and (k + 1 == len(full) or not _LABEL.match(lines.texts[full[k + 1]])):
            break  # below the last label the title may stand
        if m is not None:
            labels.update(re.sub(r"\s", "", label) for label in _ANY.findall(line))
            empty |= value
            label, said = re.sub(r"\s", "", m[1]), m[2].strip(_EDGES)
            kept = label in _TITLES and not _again(lines, full[k + 2 - bool(said) :], said or _next(lines, full, k))
            value = not said
        else:
            value = False
        if not kept:
            rows.append(full[k])
        kept = kept and value
    if len(labels) < _FEWEST or len(labels & RECORD_MARKS) < 1 + ("索引号" not in labels):
        return []
    return [Frame(lines.starts[n], lines.starts[n] + len(lines.texts[n]), "metadata", Trust.SURE) for n in rows]


def _next(lines: Lines, full: list[int], k: int) -> str:
    return lines.texts[full[k + 1]] if k + 1 < len(full) else ""


def _again(lines: Lines, numbers: list[int], title: str) -> bool:
    """Whether the title stands below on a line of its own; a long one may be broken there."""
    start = title.strip(_EDGES)[:20]
    return any(lines.texts[n].strip(_EDGES)[:20] == start for n in numbers)
