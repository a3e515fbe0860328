"""The ledger: what `dump` writes, `load` understands, whatever the edits and the characters are."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parkclean
from parkclean.decoding import decode
from parkclean.document import Document
from parkclean.edits import Edit, apply, tidy
from parkclean.ledger import counts, dump, load, to_json
from parkclean.rules import Layer


def layered(text: str, *steps: list[Edit]) -> Document:
    """A document with one layer for each list of edits."""
    document = Document(text, text)
    for number, edits in enumerate(steps, 1):
        layer = Layer(1, f"s{number}", tuple(tidy(document.text, edits)), document.text)
        document = document.with_layers([layer], apply(document.text, layer.edits))
    return document


def through(document: Document, file: str = "a.txt") -> str:
    """The source, from the text and the lines alone."""
    lines = [line.encode("utf-8") for line in dump(document, file)]
    entries = list(load(lines))
    return entries[0].restore(document.text) if entries else document.text


def test_equal_replacements_are_grouped_with_delta_coded_places() -> None:
    document = layered("a-b-c-d", [Edit(i, i + 1, "+", "x.dash") for i in (1, 3, 5)])
    assert list(dump(document, "a.txt", proved=["x.dash"])) == [
        '{"v":1,"file":"a.txt","round":1,"stage":"s1","rule":"x.dash","proved":true,"edits":[["-","+",[1,2,2]]]}'
    ]


def test_one_line_for_each_rule_of_a_stage() -> None:
    document = layered("a-b=c", [Edit(1, 2, "", "x.dash"), Edit(3, 4, "", "x.equals")])
    assert [json.loads(line)["rule"] for line in dump(document, "a.txt")] == ["x.dash", "x.equals"]


def test_how_bytes_were_read_is_a_line_of_round_zero() -> None:
    document = decode(b"\xef\xbb\xbf" + "园区的字\n".encode() * 400 + b"\xff\n" + "另一种编码\n".encode("gb18030"))
    assert [json.loads(line) for line in dump(document, "a.txt")] == [
        {
            "v": 1,
            "file": "a.txt",
            "round": 0,
            "stage": "decode",
            "rule": "decode.encoding",
            "encoding": "utf-8",
            "bom": "efbbbf",
            "sections": [[2002, 2008, "gb18030"]],
            "raw": [[2000, 2001, "/w=="]],
        }
    ]
    assert counts(document) == {"decode.bom": 1, "decode.encoding": 1, "decode.undecodable": 1}


def test_plain_utf8_without_edits_has_no_line() -> None:
    assert list(dump(decode("园区".encode()), "a.txt")) == []


def test_lines_hold_no_invisible_character() -> None:
    line = to_json(["\u200b\u2028\x85\ufeff\ue000\xa0", "园 区"])
    assert line == r'["\u200b\u2028\u0085\ufeff\ue000\u00a0","园 区"]'


@pytest.mark.parametrize("text", ["\ud83d\ude00", "\ud83d", "\ude00\ud83d", "😀\ud83d\ude00😀", "\ud83d\ud83d\ude00"])  # noqa: PT014
def test_lone_surrogates_survive(text: str) -> None:
    assert through(layered(f"一{text}二", [Edit(1, 1 + len(text), "x", "x.y")])) == f"一{text}二"
    assert through(layered("一二", [Edit(1, 1, text, "x.y")])) == "一二"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"v":1', "line 1 of the ledger is damaged; clean the inputs again"),
        ("[]", "line 1 of the ledger is damaged; clean the inputs again"),
        ('{"v":2,"file":"a"}', "line 1 of the ledger has version 2; this parkclean reads 1"),
    ],
)
def test_a_damaged_ledger_is_named_by_line(line: str, message: str) -> None:
    with pytest.raises(ValueError, match="line 1") as caught:
        list(load([line]))
    assert str(caught.value) == message


TEXTS = st.text(st.characters() | st.sampled_from("\ud83d\ude00\u2028\0"), max_size=30)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    document = layered(draw(TEXTS))
    steps = []
    for _ in range(draw(st.integers(0, 3))):
        size = len(document.text)
        places = st.tuples(st.integers(0, size), st.integers(0, size)).map(sorted)
        rules = st.sampled_from(["x.a", "x.b", "x.c"])
        made = st.builds(lambda p, new, rule: Edit(*p, new, rule), places, TEXTS, rules)
        steps.append(draw(st.lists(made, max_size=8)))
        document = layered(document.decoded, *steps)
    return document


@settings(deadline=None)
@given(documents())
def test_dump_then_load_gives_the_source_and_the_same_edits(document: Document) -> None:
    assert through(document) == document.decoded
    lines = list(dump(document, "a.txt"))
    entries = list(load(lines))
    assert [tuple(layer.edits) for entry in entries for layer in entry.layers] == [
        tuple(layer.edits) for layer in document.layers if layer.edits
    ]


@settings(deadline=None)
@given(st.lists(documents(), max_size=4))
def test_a_ledger_holds_many_files(many: list[Document]) -> None:
    lines = [line for n, document in enumerate(many) for line in dump(document, f"{n}.txt")]
    entries = {entry.file: entry for entry in load(lines)}
    for n, document in enumerate(many):
        entry = entries.get(f"{n}.txt")
        assert (entry.restore(document.text) if entry else document.text) == document.decoded


def test_the_default_pipeline_comes_back_through_the_ledger() -> None:
    data = "一\u200b二园区\r\n\r\n\r\n\r\n园区&nbsp;里的\u200b字".encode("gb18030")
    document = parkclean.explain(data)
    entries = list(load(dump(document, "a.txt")))
    assert entries[0].restore_bytes(document.text) == data
