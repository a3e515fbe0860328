"""References: undoing the escape is exact, and a text about references is left alone."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

import parkclean
from parkclean.stages import entities

ENTITIES = parkclean.DEFAULT.only("entities")

TUTORIAL = """转义的层次

先看一段代码：

```python
if data["workers"] < 1 and a & b:
    raise ValueError("must be >= 1")
```

用户输入`<script>`时，前端应当原样显示；保存两次，`&`就变成了`&amp;amp;`。"""


def escaped(text: str, times: int) -> str:
    """What a program that escapes `times` times makes of a page with indented paragraphs."""
    indent = ("&" + "amp;" * (times - 1) + "nbsp;") * 2
    for _ in range(times):
        text = escape(text)
    return "\n".join(indent + line if "\u4e00" <= line[:1] <= "\u9fff" else line for line in text.split("\n"))


@pytest.mark.parametrize("times", [1, 2, 3])
def test_an_escape_of_the_whole_text_is_undone_exactly(times: int) -> None:
    assert ENTITIES(escaped(TUTORIAL, times)) == TUTORIAL


def test_a_tutorial_behind_an_escaped_text_keeps_its_references() -> None:
    damaged = "&amp;nbsp;&amp;nbsp;春天到了。\n\n&amp;nbsp;&amp;nbsp;他说&amp;ldquo;河水涨了&amp;rdquo;。"
    assert ENTITIES(f"{damaged}\n\n{TUTORIAL}") == f"春天到了。\n\n他说“河水涨了”。\n\n{TUTORIAL}"


def test_peeled() -> None:
    reference = entities.references("&amp;amp;lt;")[0]
    assert [reference.peeled(times) for times in (1, 2, 3)] == ["&amp;lt;", "&lt;", "<"]


@given(
    st.lists(st.sampled_from(["&", "amp;", "nbsp;", "lt;", "#", "x4e2d;", "春", "。", "\n", " ", "`", "＆", "；"])).map(
        "".join
    )
)
def test_stable_and_undone(text: str) -> None:
    document = ENTITIES.explain(text)
    assert not document.unstable
    assert document.restore() == text
    assert ENTITIES(document.text) == document.text
