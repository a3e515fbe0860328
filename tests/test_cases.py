"""Every case of every case file: what changes, what must not, and which rule says so."""

from __future__ import annotations

import pytest
from cases import Case, load

import parkclean

CASES = load()


def outcome(case: Case) -> tuple[str, list[str]]:
    document = parkclean.explain(case.text, **case.options)
    return document.text, sorted({edit.rule for layer in document.layers for edit in layer.edits})


@pytest.mark.parametrize("case", [c for c in CASES if not c.known_failure], ids=lambda c: f"{c.file}: {c.label}")
def test_case(case: Case) -> None:
    assert outcome(case) == (case.clean, case.rules)


@pytest.mark.parametrize("case", [c for c in CASES if c.known_failure], ids=lambda c: f"{c.file}: {c.label}")
def test_known_failure_is_still_one(case: Case) -> None:
    assert outcome(case)[0] != case.clean, "reached: drop `known_failure` from the case"


@pytest.mark.parametrize("case", [c for c in CASES if not c.known_failure], ids=lambda c: f"{c.file}: {c.label}")
def test_case_is_stable(case: Case) -> None:
    assert parkclean.clean(case.clean, **case.options) == case.clean


def test_case_files_are_there() -> None:
    assert {case.file for case in CASES} >= {stage.name for stage in parkclean.DEFAULT.stages if stage.rules}


def test_every_rule_has_a_rewrite_and_a_refusal() -> None:
    """A rule is done when a case shows it act, and its stage has at least as many refusals as rewrites."""
    acted = {rule for case in CASES for rule in case.rules}
    rules = [rule.id for rule in parkclean.DEFAULT.rules()]
    assert [rule for rule in rules if rule not in acted] == []
    for stage in parkclean.DEFAULT.stages:
        mine = [case for case in CASES if case.file == stage.name]
        assert sum(case.refuses for case in mine) * 2 >= len(mine), stage.name
