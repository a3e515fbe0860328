"""The seeds come out as their goldens, paragraph by paragraph and character by character.

`NNN.wide.txt` has the flattened punctuation restored, `NNN.txt` keeps the seed's own;
`optional.json` lists lines that may stay or go. DECISIONS.md says why each golden is as it is.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from scoring import loose

import parkclean

GOLDENS = Path(__file__).parent / "goldens"
SEEDS = Path(__file__).parent.parent / "seeds"
OPTIONAL = json.loads((GOLDENS / "optional.json").read_text("utf-8"))


def paragraphs(text: str, number: str) -> list[str]:
    optional = {loose(line) for line in OPTIONAL[number]}
    lines = [line.strip() for line in re.split(r"\n+", text)]
    return [line for line in lines if line and loose(line) not in optional]


def seed(number: str) -> str:
    return next(SEEDS.glob(f"{number}_*.txt")).read_text("utf-8")


@pytest.mark.parametrize("number", sorted(OPTIONAL))
def test_seed_with_its_punctuation_restored(number: str) -> None:
    gold = (GOLDENS / f"{number}.wide.txt").read_text("utf-8")
    assert paragraphs(parkclean.clean(seed(number)), number) == paragraphs(gold, number)


@pytest.mark.parametrize("number", sorted(OPTIONAL))
def test_seed_with_its_own_punctuation(number: str) -> None:
    gold = (GOLDENS / f"{number}.txt").read_text("utf-8")
    assert paragraphs(parkclean.clean(seed(number), skip=["width"]), number) == paragraphs(gold, number)


@pytest.mark.parametrize("number", sorted(OPTIONAL))
def test_golden_is_clean(number: str) -> None:
    """Optional lines aside: `编辑：…` at the foot of a page is a frame line wherever it stands."""
    gold = (GOLDENS / f"{number}.wide.txt").read_text("utf-8")
    assert paragraphs(parkclean.clean(gold), number) == paragraphs(gold, number)


def test_exactly_four_straddles_of_seed_003_are_proved() -> None:
    document = parkclean.explain(seed("003"))
    proved = {rule.id for rule in parkclean.DEFAULT.rules() if rule.proved and rule.id.startswith("glosses.")}
    places = [c.start for c in document.changes() if c.rule in proved]
    lines = sorted({(document.decoded.count("\n", 0, start) + 1, start) for start in places})
    assert [line for line, _ in lines] == [5, 13, 13, 21]
