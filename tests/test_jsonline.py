"""One JSON line: found, spliced, restored, for any line; and what is no record is refused in one way."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parkclean.formats import jsonline, restored
from parkclean.formats.jsonline import find, manner, spliced, written

TEXTS = st.text(st.sampled_from("中文，a/<>&'\"\\\n\t\b\x7f\x1f\u200b\u2028é😀\ud83d\ude00\ud800"), max_size=12)
# JSON joins a high surrogate and a low one that follows.
WHOLE = TEXTS.map(lambda text: text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass"))


@st.composite
def literals(draw: st.DrawFn) -> str:
    """A JSON string in the manner of some program, or with its escapes at random."""
    text = draw(WHOLE)
    how = draw(st.sampled_from(["python", "ascii", "upper", "php", "go", "random"]))
    if how in ("ascii", "upper", "php"):
        literal = json.dumps(text)
        if how == "upper":
            literal = written(text, jsonline.Manner(True, True))
        return literal.replace("/", "\\/") if how == "php" else literal
    parts = []
    for char in text:
        plain = json.dumps(char, ensure_ascii="\ud800" <= char <= "\udfff")[1:-1]
        if how == "go" and char in "<>&\u2028":
            plain = f"\\u{ord(char):04x}"
        if how == "random" and draw(st.booleans()):
            plain = json.dumps(char)[1:-1]
            if plain == char and draw(st.booleans()):
                plain = "\\/" if char == "/" else f"\\u{ord(char):04X}"
        parts.append(plain)
    return '"' + "".join(parts) + '"'


SPACES = st.text(" \t\r\n", max_size=2)
VALUES = st.sampled_from(
    [
        "1.0",
        "-0",
        "1E400",
        "12e-7",
        "9" * 5000,
        "null",
        "true",
        "NaN",
        "-Infinity",
        "[]",
        "{}",
        '[[1, {"text": "x"}], ""]',
    ]
)


@st.composite
def lines(draw: st.DrawFn, key: str = "text") -> str:
    """An object with a text among other members, spaced at random."""
    names = st.sampled_from(['"id"', '"a"', '"\\u0061"', '""', '"te xt"', '"正文"', '"x\\"y"'])
    members = draw(st.lists(st.tuples(names, st.one_of(VALUES, literals())), max_size=4))
    place = draw(st.integers(0, len(members)))
    members.insert(place, (draw(st.sampled_from([f'"{key}"', '"\\u0074ext"'])), draw(literals())))
    space = [draw(SPACES) for _ in range(4)]
    body = f"{space[0]},{space[1]}".join(f"{name}{space[2]}:{space[3]}{value}" for name, value in members)
    end = draw(st.sampled_from(["", "\n", "\r\n", " \n"]))
    return f"{space[0]}{{{space[1]}{body}{space[2]}}}{end}"


@given(lines(), WHOLE)
def test_a_spliced_line_holds_the_new_text_and_nothing_else_changes(line: str, new: str) -> None:
    found = find(line, "text")
    changed = spliced(line, found, new)
    assert find(changed, "text").text == new
    after = find(changed, "text")
    assert (line[: found.start], line[found.end :]) == (changed[: after.start], changed[after.end :])
    changed.encode("utf-8")


@given(lines(), WHOLE)
@example('{"text":"\\/a/"}', "")
@example('{"text":"\\u4E2D\\u6587\\u000a"}', "中")
@example('{"text":"a\\ud800"}', "b")
@example('{"text":"\x7f\\ud800"}', "\x7f\ud800")
def test_a_spliced_line_can_be_restored(line: str, new: str) -> None:
    found = find(line, "text")
    assert found.text is not None
    note = json.loads(json.dumps(jsonline.note(line, found)))
    changed = spliced(line, found, new).encode("utf-8")
    assert restored(changed, found.text, note) == line.encode("utf-8")


@given(lines())
def test_the_walk_agrees_with_json(line: str) -> None:
    assert find(line, "text").text == dict(json.loads(line, parse_int=str, object_pairs_hook=list))["text"]


@given(st.text('{}[]",:\\u0041 \ntextNa1e.-+"', max_size=30), st.booleans())
@example('{"text":"a",}', False)
@example('{"id":1,}', False)
@example('{"id":1,"text":"a"}x', False)
@example('{"id":01}', False)
@example('{"a":[1,]}', True)
def test_what_json_refuses_is_broken(line: str, nested: bool) -> None:
    line = f'{{"a":{line}}}' if nested else line
    try:
        valid = isinstance(json.loads(line), dict)
    except ValueError:
        valid = False
    assert find(line, "text").broken != valid


@given(st.recursive(VALUES | literals(), lambda inner: st.lists(inner, max_size=3).map(lambda x: f"[{','.join(x)}]")))
def test_skipping_without_building_agrees_with_the_scanner(value: str) -> None:
    line = f'{{"a": {value} , "b": {{"c":{value}}}}}'
    assert jsonline._skip(line, 6) == jsonline._value(line, 6) == 6 + len(value)
    assert jsonline._skip(line, 0) == len(line)


@given(st.text('{}[]",:\\ 1e.-ntrue', max_size=20))
def test_skipping_refuses_what_the_scanner_refuses(value: str) -> None:
    value = value.strip()
    try:
        end = json.JSONDecoder().scan_once(value, 0)[1]  # type: ignore[attr-defined]
    except (ValueError, StopIteration):
        with pytest.raises(jsonline._BrokenError):
            jsonline._skip(value, 0)
        return
    assert jsonline._skip(value, 0) == end


def test_nesting_of_any_depth_is_read() -> None:
    line = '{"a":' + "[" * 100_000 + "]" * 100_000 + ',"text":"中"}'
    assert find(line, "text").text == "中"
    assert find(line.replace("]", "", 1), "text").broken


@pytest.mark.parametrize(
    ("line", "reason", "broken"),
    [
        ("{", "broken JSON at character 2: a comma, a key or the closing brace is missing", True),
        ('{"text": "中文', "broken JSON at character 10: unterminated string", True),
        ('{"text": "a\tb"}', "broken JSON at character 12: invalid control character", True),
        ('{"text": "\\x"}', "broken JSON at character 11: invalid \\escape", True),
        ('{"text" 1}', "broken JSON at character 8: a colon is missing", True),
        ('{"text": }', "broken JSON at character 10: a value was expected", True),
        ('{"text": nope}', "broken JSON at character 10: no valid value", True),
        ('{"a": [1 2]}', "broken JSON at character 10: a comma or the end was expected", True),
        ('{"a": 1,}', "broken JSON at character 8: a comma, a key or the closing brace is missing", True),
        ('{"text": "a"} {"text": "b"}', "broken JSON at character 15: more behind the end of the record", True),
        ("just text", "broken JSON at character 1: no valid value", True),
        ('["a"]', "not a JSON object, but a list", True),
        ('"a"', "not a JSON object, but a string", True),
        ("12 13", "broken JSON at character 4: more behind the end of the record", True),
        ('{"text": null}', '"text" is null, not a text', False),
        ('{"text": -1.5}', '"text" is a number, not a text', False),
        ('{"text": NaN}', '"text" is a number, not a text', False),
        ('{"text": false}', '"text" is false, not a text', False),
        ('{"text": ["a"]}', '"text" is a list, not a text', False),
        ('{"text": {"text": "a"}}', '"text" is an object, not a text', False),
        ('{"text": "a", "text": "b"}', 'has the key "text" twice', False),
        ('{"text": "a", "t\\u0065xt": 1}', 'has the key "text" twice', False),
        ("{}", 'has no key "text" at the top level; name the key of the text with --text-key', False),
        ('{"a": {"text": "b"}}', 'has no key "text" at the top level; name the key of the text with --text-key', False),
    ],
)
def test_reasons(line: str, reason: str, broken: bool) -> None:
    assert find(line, "text")[0] is None
    assert find(line, "text")[3:] == (reason, broken)


@pytest.mark.parametrize(
    ("old", "text", "new"),
    [
        ('"中文"', "中\n文", '"中\\n文"'),
        ('"\\u4e2d"', "中文", '"\\u4e2d\\u6587"'),
        ('"\\u4E2D\\u000a"', "文\n", '"\\u6587\\u000a"'),
        ('"\\u4E2D"', "啊", '"\\u554A"'),
        ('"a\\/b"', "a/b/c", '"a\\/b\\/c"'),
        ('"\\u003cp\\u003e"', "<b>", '"\\u003cb\\u003e"'),
        ('"a\\n"', "中", '"中"'),  # nothing shows that this program escapes what is not ASCII
        ('"\\u4e2d"', "\ud800", '"\\ud800"'),
        ('"中"', "\ud800", '"\\ud800"'),
        ('"中\\u200b"', "\u200b", '"\\u200b"'),
        ('"\\u4e2d\\\\u4e2d"', "\\u4e2d中", '"\\\\u4e2d\\u4e2d"'),
        ('"\\ud83d\\ude00"', "😀", '"\\ud83d\\ude00"'),
    ],
)
def test_a_new_text_is_written_in_the_manner_of_the_old_one(old: str, text: str, new: str) -> None:
    assert written(text, manner(old)) == new


def test_a_note_is_small() -> None:
    for literal, note in [
        ('"中文"', {}),
        ('"中\\n\\"文"', {}),
        ('"\\u4e2d\\n"', {"ascii": True}),
        ('"\\u4E2D"', {"ascii": True, "upper": True}),
        ('"a\\/b"', {"forms": {"/": "\\/"}}),
        ('"a\\/b/"', {"literal": '"a\\/b/"'}),
    ]:
        line = f'{{"text":{literal}}}'
        assert jsonline.note(line, find(line, "text")) == note


def test_surrogates_that_json_would_join_are_refused() -> None:
    message = "^a lone high surrogate before a lone low one: JSON cannot hold this text$"
    with pytest.raises(ValueError, match=message):
        written("\ud83d\ude00", manner('"a"'))
    assert written("\ude00\ud83d", manner('"a"')) == '"\\ude00\\ud83d"'
