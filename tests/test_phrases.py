"""Short strings in a long text: found as one by one, whether they are looked for together or not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkclean import phrases
from parkclean.mojibake.model import CHINESE, Words
from parkclean.phrases import Phrases

TEXTS = st.text("山上花开\x01\U00020000", max_size=60)
PARTS = st.lists(st.text("山上花开\x01\U00020000", max_size=5), max_size=8)


@pytest.mark.parametrize("at_once", [0, 1 << 60])
@given(TEXTS, PARTS, st.integers(0, 5))
def test_places_of_strings(at_once: int, text: str, parts: list[str], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phrases, "AT_ONCE", at_once)
        found = Phrases(text, [part for part in parts if part])
    for part in filter(None, [*parts, text[1:3], "山上"]):
        assert (part in found) == (part in text)
        places = found.places(part, most)
        assert len(places) == min(most, text.count(part))
        assert all(text.startswith(part, at) for at in places)
        assert "".join(text[at : at + len(part)] for at in places) == part * len(places)
        assert all(b - a >= len(part) for a, b in pairwise(places))


@given(TEXTS)
def test_words_of_a_text(text: str) -> None:
    words = Words(text)
    for c in set(text):
        behind = {b for a, b in pairwise(text) if a == c and b >= CHINESE and a >= CHINESE}
        assert words.behind(c) == behind
