"""The laws, as properties of any text: see docs/architecture.md.

Leave it alone · everything is accounted for · idempotent · deterministic · does not fall over · one path.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from cases import load
from hypothesis import HealthCheck, given, settings
from strategies import any_text

import parkclean
from parkclean import Document
from parkclean.edits import apply

SLOW = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
LONG = settings(SLOW, max_examples=1000)


def check(text: str) -> None:
    """Every law that can be seen on one text."""
    document = parkclean.explain(text)
    check_document(document, text)
    assert parkclean.clean(text) == document.text


def check_document(document: Document, text: str) -> None:
    """Every law that can be seen on one text and what `explain` made of it."""
    unchanged_is_the_same_object(document, text)
    layers_replay(document)
    assert document.restore() == text
    origins_are_true(document)
    changes_say_what_stood_there(document)
    if document.text is not text:
        assert parkclean.clean(document.text) == document.text


def unchanged_is_the_same_object(document: Document, text: str) -> None:
    if document.text == text:
        assert document.text is text or document.layers
    if not document.layers:
        assert document.text is text


def layers_replay(document: Document) -> None:
    texts = [layer.before for layer in document.layers] + [document.text]
    for layer, after in zip(document.layers, texts[1:], strict=True):
        assert layer.edits
        assert apply(layer.before, layer.edits) == after


def origins_are_true(document: Document) -> None:
    """A character that no edit made stands at its origin, and origins never run backward."""
    origins = [document.origin(i) for i in range(len(document.text))]
    assert origins == sorted(origins)
    made = _made_by_edits(document)
    for i, origin in enumerate(origins):
        if i not in made:
            assert document.text[i] == document.decoded[origin]


def _made_by_edits(document: Document) -> set[int]:
    """The characters of the text that an edit of some layer wrote."""
    place = list(range(len(document.text)))
    made: set[int] = set()
    for offsets, layer in zip(reversed(document._offsets), reversed(document.layers), strict=True):
        replaced = {edit.start for edit in layer.edits if edit.new and edit.end - edit.start == 1}
        for i in set(range(len(place))) - made:
            start, end = offsets.back(place[i])
            if end - start != 1 or start in replaced:
                made.add(i)
            place[i] = start
    return made


def changes_say_what_stood_there(document: Document) -> None:
    for change in document.changes():
        assert 0 <= change.start <= change.end <= len(document.decoded)
        assert change.before != change.after
    if document.layers:
        first = document.layers[0]
        for change, edit in zip(document.changes(), first.edits, strict=False):
            assert document.decoded[change.start : change.end] == change.before == first.before[edit.start : edit.end]


@SLOW
@given(any_text())
def test_laws(text: str) -> None:
    check(text)


@pytest.mark.long
@LONG
@given(any_text())
def test_laws_long(text: str) -> None:
    check(text)


@pytest.mark.parametrize("case", load(), ids=lambda c: f"{c.file}: {c.label}")
def test_laws_on_every_case(case: object) -> None:
    check(case.text)  # type: ignore[attr-defined]


CLEAN_CASES = [case for case in load() if case.refuses and not case.options and not case.known_failure]


@pytest.mark.parametrize("case", CLEAN_CASES, ids=lambda c: f"{c.file}: {c.label}")
def test_clean_text_is_the_same_object(case: object) -> None:
    text = case.text  # type: ignore[attr-defined]
    assert parkclean.clean(text) is text


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_hash_seed_does_not_matter(seed: str) -> None:
    """Same ledger for any PYTHONHASHSEED."""
    program = (
        "import hashlib, parkclean; from cases import load\n"
        "d = hashlib.sha256()\n"
        "for c in load():\n"
        "    x = parkclean.explain(c.text, **c.options)\n"
        "    d.update(repr((x.text, [tuple(l) for l in x.layers])).encode('utf-8', 'surrogatepass'))\n"
        "print(d.hexdigest())"
    )
    digests = {_run(program, value) for value in (seed, "7")}
    assert len(digests) == 1


def _run(program: str, seed: str) -> str:
    env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True).stdout
