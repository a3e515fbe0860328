"""Tasks: texts that begin with what somebody is told to do with what follows, as records of exercises and models do.

Such a text says the same again on purpose: a sentence and its correction, an article and its summary, a statement and
its discussion.  Labels below the task (`关键词：…`) are what it gives, no frame of a page.
"""

from __future__ import annotations

import re

from parkclean.tables import TASK, TASK_ANSWER, TASK_FIRST, TASK_ORDER, TASK_VERBS

LONGEST = 400
"""No task has more characters."""

ROWS = 6
"""A title may say what a task says; a text of so few rows has none."""

_TASK = re.compile(TASK)
_FIRST = re.compile(TASK_FIRST)
_ORDER = re.compile(TASK_ORDER)
_VERB = re.compile(TASK_VERBS)
_ANSWER = re.compile(TASK_ANSWER)
_ENDED = ("。", "：", ":", "？", "?", ".")
_TAKEN = 6
"""So many characters of an order show that its answer takes it up."""
_EDGE = 2000
"""Characters in which the first rows stand."""


def sets_task(line: str) -> bool:
    """Whether a line tells what to do with what follows.

    >>> sets_task("改正下面句子中的错别字。"), sets_task("使用给定的关键词写一个标题")
    (True, True)
    >>> sets_task("老街的门面都刷成了白色。"), sets_task("把河边的树都栽上")
    (False, False)
    """
    line = line.strip()
    if not 4 <= len(line) <= LONGEST:
        return False
    return _TASK.search(line) is not None or _FIRST.match(line) is not None


def is_task(text: str) -> bool:
    """Whether a text begins with a task; an order, and what could be a title, count in a text of few rows only.

    >>> is_task("改正下面句子中的错别字。\\n他在做再见。\\n他在说再见。")
    True
    """
    rows = [row for row in text[:_EDGE].split("\n") if row.strip()]
    if len(rows) < 2:
        return False
    if any(_ANSWER.search(row) for row in rows[1:4] if len(row) <= LONGEST):
        return True
    few = len(text) <= _EDGE and len(rows) <= ROWS
    first = rows[0].strip()
    if few and len(first) <= LONGEST and (_ORDER.match(first) or _is_taken_up(first, rows[1].strip())):
        return True
    return sets_task(first) and (few or first.endswith(_ENDED))


def _is_taken_up(first: str, answer: str) -> bool:
    """Whether the answer begins with what the verb of an order stands in front of: `计算这块地的面积`."""
    m = _VERB.match(first)
    return m is not None and len(answer) >= _TAKEN and first.startswith(answer[:_TAKEN], m.end())
