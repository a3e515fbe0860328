"""What is reached on damage made from the clean articles: a floor, by kind and for mixtures of three."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from damage.copies import COPIES
from damage.dropped import DROPPED
from damage.mojibake import some_lines
from damage.pages import DAMAGES, mixture
from damage.readings import WAYS, annotated, each_once
from scoring import distance, loose, paragraph_f1

import parkclean
from parkclean.han import convert

ARTICLES = [p.read_bytes().decode("utf-8") for p in sorted((Path(__file__).parent / "floor" / "articles").iterdir())]

FLOOR = {
    "watermark": (0.011, 0.94),
    "pictographs": (0.007, 0.78),
    "column_cuts": (0.0, 1.0),
    "hard_wraps": (0.0, 1.0),
    "frame": (0.0, 1.0),
    "novel_site": (0.0, 1.0),
    "misread": (0.05, 0.97),
    "said_twice": (0.012, 0.97),
    "teaser": (0.005, 0.97),
    "put_down_twice": (0.056, 0.95),
    "readers": (0.0, 1.0),
    "links": (0.0, 1.0),
    "shells": (0.0, 1.0),
    "jammers": (0.017, 0.87),
    "running_heads": (0.002, 0.92),
    "torn_codes": (0.015, 0.86),
    "notes": (0.007, 0.86),
    "strangers": (0.005, 0.89),
    "numbers_of_characters": (0.021, 0.9),
    "line_numbers": (0.029, 0.46),
    "scrambled": (0.024, 0.84),
    "traditional_paragraphs": (0.036, 0.85),
    "shown_ends": (0.004, 0.77),
    "written_quotes": (0.005, 0.91),
    "mixed_twins": (0.0, 1.0),
    "read_across": (0.224, 0.65),
    "side_by_side": (0.224, 0.57),
    "pieces_of_tags": (0.019, 0.96),
    "glued_keywords": (0.0, 1.0),
    "turned_pages": (0.0, 0.98),
    "page_edges": (0.004, 0.95),
    "more_turns": (0.0, 0.99),
    "asides": (0.0, 1.0),
    "quoted_mail": (0.008, 0.84),
    "whole_page": (0.0, 1.0),
    "narrow_wraps": (0.0, 0.79),
    "gapped_wraps": (0.0, 0.83),
    "ragged_wraps": (0.0, 0.79),
    "hanging_wraps": (0.0, 0.86),
    "idle_elements": (0.038, 0.96),
    "run_on": (0.0, 0.88),
    "line_boxes": (0.005, 0.92),
    "questions_site": (0.0, 1.0),
    "open_codes": (0.034, 0.96),
}
"""The mean loose distance that is reached, and the F1 of paragraphs."""

MIXTURES = [
    (("pictographs", "column_cuts", "frame"), 0.006, 0.78),
    (("watermark", "frame", "novel_site"), 0.011, 0.92),
    (("column_cuts", "hard_wraps", "frame"), 0.0, 1.0),
    (("watermark", "pictographs", "column_cuts"), 0.017, 0.75),
    (("misread", "readers", "links"), 0.076, 0.86),
    (("said_twice", "running_heads", "shells"), 0.017, 0.94),
    (("jammers", "teaser", "links"), 0.022, 0.87),
    (("put_down_twice", "frame", "readers"), 0.055, 0.95),
]

COPIED = {
    "interleaved": 0.014,
    "end_again": 0.068,
    "two_as_one": 0.0,
    "near_copies": 0.0,
    "title_above": 0.0,
    "doubled_marks": 0.0,
    "key_words": 0.018,
    "traditional_sentences": 0.03,
    "woven_scripts": 0.001,
    "box_elsewhere": 0.142,
    "turned_box": 0.07,
    "tails_in_front": 0.016,
    "sentences_beside": 0.02,
    "sentence_overlap": 0.024,
    "page_lines": 0.0,
    "end_behind": 0.036,
    "leaked_inside": 0.067,
    "between_halves": 0.0,
    "page_titles": 0.002,
    "lines_overlap": 0.015,
    "pair_turned": 0.004,
    "sections_turned": 0.095,
    "traditional_end": 0.001,
    "twice_by_sentence": 0.057,
    "overlapping_pages": 0.03,
    "narrow_columns": 0.028,
    "pulled_quote": 0.013,
    "next_column": 0.014,
    "marred_copy": 0.0,
    "signed_copy": 0.01,
    "both_ends_lost": 0.0,
    "worn_copy": 0.08,
    "stopless_copy": 0.0,
}
"""The mean loose distance that is left of copies."""

MISREAD = {
    "utf8_as_gbk_dropped": 0.009,
    "utf8_as_gbk_simplified": 0.021,
    "utf8_as_gbk_traditional": 0.01,
    "utf8_as_baltic": 0.019,
    "utf8_as_turkish": 0.0,
    "utf8_as_latin9": 0.0,
    "utf8_as_cp1252_plain_blanks": 0.0,
    "gbk_as_latin1_as_latin1": 0.001,
    "gbk_as_big5_marks": 0.037,
    "big5_as_gbk_marks": 0.046,
}
"""The mean loose distance that is left of lines that were read in a wrong charset."""

STREWN = {
    "lost_indents": 0.012,
    "base_16": 0.017,
    "nameless_tags": 0.028,
    "marks_as_latin1": 0.033,
    "marks_as_gbk": 0.016,
    "residue": 0.03,
    "residue_as_latin1": 0.024,
    "memory": 0.008,
    "dingbats": 0.004,
    "emoji_sequences": 0.016,
    "one_private_use": 0.004,
    "selectors": 0.0,
}
"""The mean loose distance that is left of what was strewn over a text."""

ANNOTATED = 0.004
"""The mean loose distance that is left of readings, whatever stands around them, script aside."""


ONCE = 0.03
"""The same where each of some characters has its reading once."""


def reached(names: tuple[str, ...]) -> tuple[float, float]:
    pairs = [
        (parkclean.clean(mixture(gold, random.Random(f"{names} {n}"), names)), gold) for n, gold in enumerate(ARTICLES)
    ]
    far = [distance(loose(out), loose(gold)) for out, gold in pairs]
    return sum(far) / len(far), sum(paragraph_f1(out, gold) for out, gold in pairs) / len(pairs)


@pytest.mark.parametrize("name", COPIES)
def test_copies(name: str) -> None:
    pairs = [
        (parkclean.clean(COPIES[name](gold, random.Random(f"{name} {n}"))), gold) for n, gold in enumerate(ARTICLES)
    ]
    assert sum(distance(loose(out), loose(gold)) for out, gold in pairs) / len(pairs) <= COPIED[name]


@pytest.mark.parametrize("name", DAMAGES)
def test_kind(name: str) -> None:
    far, paragraphs = reached((name,))
    assert far <= FLOOR[name][0]
    assert paragraphs >= FLOOR[name][1]


@pytest.mark.parametrize(
    ("names", "most", "least"), MIXTURES, ids=lambda v: "+".join(v) if isinstance(v, tuple) else ""
)
def test_mixture(names: tuple[str, ...], most: float, least: float) -> None:
    far, paragraphs = reached(names)
    assert far <= most
    assert paragraphs >= least


@pytest.mark.parametrize("wreck", MISREAD)
def test_misread(wreck: str) -> None:
    golds = [convert(gold, "s2t") if wreck.startswith("big5") else gold for gold in ARTICLES]
    damaged = [some_lines(gold, random.Random(str(n)), wreck).text for n, gold in enumerate(golds)]
    far = [distance(loose(parkclean.clean(text)), loose(gold)) for text, gold in zip(damaged, golds, strict=True)]
    assert sum(far) / len(far) <= MISREAD[wreck]


@pytest.mark.parametrize("name", DROPPED)
def test_strewn(name: str) -> None:
    far = []
    for n, gold in enumerate(ARTICLES):
        out = parkclean.clean(DROPPED[name](gold, random.Random(f"{name} {n}")))
        far.append(distance(loose(out), loose(gold)))
    assert sum(far) / len(far) <= STREWN[name]


@pytest.mark.parametrize("spelled", ["tones", "letters"])
@pytest.mark.parametrize("way", WAYS)
def test_readings(way: str, spelled: str) -> None:
    if way == "lost_tones" and spelled == "letters":
        pytest.skip("without tones nothing is lost")
    share, form = WAYS[way]
    far = []
    for n, gold in enumerate(ARTICLES):
        out = parkclean.clean(annotated(gold, random.Random(f"{way} {n}"), share, form, spelled))
        far.append(distance(loose(convert(out, "t2s")), loose(convert(gold, "t2s"))))
    assert sum(far) / len(far) <= ANNOTATED


def test_readings_that_stand_once() -> None:
    far = []
    for n, gold in enumerate(ARTICLES):
        out = parkclean.clean(each_once(gold, random.Random(str(n))))
        far.append(distance(loose(convert(out, "t2s")), loose(convert(gold, "t2s"))))
    assert sum(far) / len(far) <= ONCE
