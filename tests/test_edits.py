"""Edits, layers, offsets: the arithmetic that everything stands on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkclean.edits import Edit, Offsets, apply, compose, diff, tidy, undo

TEXT = st.text(alphabet="一二三ab\n，\U0001f600", max_size=30)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(TEXT)
    spans = draw(
        st.lists(
            st.tuples(st.integers(0, len(text)), st.integers(0, len(text)), st.text("一xy", max_size=4)), max_size=8
        )
    )
    return text, tidy(text, [Edit(min(a, b), max(a, b), new, f"t.r{i}") for i, (a, b, new) in enumerate(spans)])


def test_nothing_to_do_is_the_same_object() -> None:
    text = "你好，世界"
    assert apply(text, []) is text


@given(edited())
def test_tidy_sorts_and_leaves_no_overlap(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    assert all(a.end <= b.start for a, b in pairwise(edits))
    assert all(text[e.start : e.end] != e.new for e in edits)


@given(edited())
def test_undo_gives_the_text_back(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    assert undo(apply(text, edits), edits, [text[e.start : e.end] for e in edits]) == text


@given(edited())
def test_offsets_back_is_right_for_every_character(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    after = apply(text, edits)
    origins: list[tuple[int, int]] = []
    at = 0
    for e in edits:
        origins += [(i, i + 1) for i in range(at, e.start)] + [(e.start, e.end)] * len(e.new)
        at = e.end
    origins += [(i, i + 1) for i in range(at, len(text))]
    assert [Offsets(edits).back(i) for i in range(len(after))] == origins


@given(edited())
def test_offsets_forward_undoes_back_on_unchanged_characters(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    offsets = Offsets(edits)
    kept = [i for i in range(len(text)) if not any(e.start <= i < e.end for e in edits)]
    for i in kept:
        assert offsets.back(offsets.forward(i)) == (i, i + 1)
    assert offsets.forwards(range(len(text) + 1)) == list(map(offsets.forward, range(len(text) + 1)))


@st.composite
def edited_twice(draw: st.DrawFn) -> tuple[str, list[Edit], list[Edit]]:
    text, first = draw(edited())
    middle = apply(text, first)
    spans = draw(
        st.lists(st.tuples(st.integers(0, len(middle)), st.integers(0, 4), st.text("一xy二", max_size=3)), max_size=8)
    )
    second = [Edit(a, min(len(middle), a + size), new, "t.second") for a, size, new in spans]
    return text, first, tidy(middle, second)


@given(edited_twice())
def test_compose_does_the_work_of_both(case: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first, second = case
    both = compose(text, first, second)
    assert apply(text, both) == apply(apply(text, first), second)
    assert tidy(text, both) == both
    assert {e.rule for e in both} <= {e.rule for e in (*first, *second)}


def test_compose_keeps_apart_what_does_not_meet() -> None:
    first = [Edit(0, 1, "x", "t.a"), Edit(4, 5, "", "t.a")]
    second = [Edit(1, 2, "y", "t.b"), Edit(4, 4, "z", "t.b")]
    assert compose("一二三四五六", first, second) == [
        Edit(0, 1, "x", "t.a"),
        Edit(1, 2, "y", "t.b"),
        Edit(4, 5, "z", "t.a"),
    ]


def test_the_first_proposed_wins_an_overlap() -> None:
    edits = tidy("一二三四", [Edit(1, 3, "x", "a.a"), Edit(0, 2, "y", "a.b"), Edit(2, 4, "z", "a.c")])
    assert edits == [Edit(1, 3, "x", "a.a")]


def test_what_both_sides_share_is_trimmed() -> None:
    assert tidy("一二三四", [Edit(0, 4, "一五四", "a.a")]) == [Edit(1, 3, "五", "a.a")]


def test_an_edit_outside_the_text_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^edit 1:9 of a\.a leaves the text \(length 2\)$"):
        tidy("一二", [Edit(1, 9, "", "a.a")])
    with pytest.raises(ValueError, match=r"^edit 0:1 of a\.b overlaps its neighbour or leaves the text$"):
        apply("一二", [Edit(0, 2, "", "a.a"), Edit(0, 1, "", "a.b")])


@given(TEXT, TEXT)
def test_diff_turns_one_text_into_the_other(before: str, after: str) -> None:
    assert apply(before, list(diff(before, after, "t.d"))) == after


def test_diff_of_equal_length_is_by_character() -> None:
    assert list(diff("長治高新區", "长治高新区", "t.d", 10)) == [Edit(10, 11, "长", "t.d"), Edit(14, 15, "区", "t.d")]
