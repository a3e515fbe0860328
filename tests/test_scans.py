"""Clean text pays for few scans: every rule subscribes to one trigger class, and lines are split once."""

from __future__ import annotations

import re
import sys
from types import FrameType

import parkclean
from parkclean import quick

CLEAN = "长治高新区是国家新型工业化产业示范基地，也是山西省循环化改造示范园区。\n\n园区里的企业正在扩建。\n\n"
READS = [
    "findall",
    "search",
    "finditer",
    "sub",
    "split",
    "splitlines",
    "match",
    "fullmatch",
    "translate",
    "replace",
    "count",
    "find",
    "index",
]


def scans(text: str) -> list[str]:
    """C calls that read the whole text: methods of it, and of patterns called where the text is at hand."""
    found: list[str] = []

    def watch(frame: FrameType, event: str, called: object) -> None:
        if event != "c_call" or getattr(called, "__name__", "") not in READS:
            return
        owner = getattr(called, "__self__", None)
        at_hand = (frame.f_locals.get("text"), getattr(frame.f_locals.get("self"), "text", None))
        if owner is text or (isinstance(owner, re.Pattern) and any(t is text for t in at_hand)):
            found.append(f"{frame.f_code.co_filename}:{frame.f_lineno} {called}")

    sys.setprofile(watch)
    try:
        out = parkclean.clean(text)
    finally:
        sys.setprofile(None)
    assert out is text
    return found


def test_clean_text_is_scanned_at_most_three_times() -> None:
    quick.use("numpy")  # compiled, no look at the text is a method that could be counted
    try:
        parkclean.clean(CLEAN)
        found = scans(CLEAN)
    finally:
        quick.use("auto")
    assert 1 <= len(found) <= 3, found
