"""Nothing in a document, a file name, a reason or the name of a rule becomes markup or script."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable

import pytest
from reports import (
    Injection,
    described,
    harmless,
    hostile_document,
    hostile_map,
    hostile_report,
    injections,
    parsed,
    shown,
    skeleton,
    surrogates,
)

import parkclean
from parkclean import Pipeline, RuleStage
from parkclean.report.element import INVISIBLE, el, render
from parkclean.report.html import cell
from parkclean.report.map import drawn

ALL = [*injections(), surrogates()]
DANGEROUS = re.compile(r"(?i)^(?:on|srcdoc|src|action|formaction|background|ping|xlink:href)")


def document_page(text: str) -> str:
    return hostile_document(text).to_html(text, rules=[described(text)])


def pipeline_cell(text: str) -> str:
    return Pipeline((RuleStage("mine", (described(text),)),))._repr_html_()


def deduped_cell(text: str) -> str:
    flat = re.sub(r"\s", "", text)
    one = f"{flat}园区今年新建的三座实验室全部免费开放，已有九个团队入驻，明年再增加两座，周边的道路和食堂也在施工。"
    return parkclean.dedup([one, one.replace("建的", "建"), one.replace("三", "五")])._repr_html_()


MAKERS: dict[str, Callable[[str], str]] = {
    "document page": document_page,
    "document cell": lambda text: hostile_document(text)._repr_html_(),
    "map": lambda text: cell(drawn(hostile_map(text))),
    "corpus page": lambda text: hostile_report(text).to_html(times=True),
    "corpus cell": lambda text: hostile_report(text)._repr_html_(),
    "pipeline cell": pipeline_cell,
}


def test_there_are_enough_injections() -> None:
    assert len({one.text for one in ALL}) >= 60
    assert len({one.label for one in ALL}) == len(ALL)


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("one", ALL, ids=lambda one: one.label)
def test_an_injection_changes_nothing_but_text(name: str, one: Injection) -> None:
    page = MAKERS[name](one.text)
    assert skeleton(page) == skeleton(MAKERS[name](harmless(one.text)))
    for tag in parsed(page).find_all(True):
        assert not any(DANGEROUS.match(key) for key in tag.attrs), tag
        assert str(tag.get("href", "#")).startswith("#")


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("one", ALL, ids=lambda one: one.label)
def test_an_injection_is_there_to_read(name: str, one: Injection) -> None:
    """Escaped is not lost: the text stands in the page as it came, characters that cannot be seen aside."""
    seen = re.sub(r"\s", "", re.sub(f"[{INVISIBLE}]", "", one.text))
    assert seen[:120] in re.sub(r"\s", "", shown(MAKERS[name](one.text)))


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.label)
def test_nothing_in_a_page_turns_it_around_or_breaks_it(one: Injection) -> None:
    for make in (*MAKERS.values(), deduped_cell):
        page = make(one.text)
        page.encode("utf-8")
        odd = {c for c in page if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n", "\t"}
        assert not odd, odd


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.label)
def test_the_data_of_a_page_is_json_and_only_that(one: Injection) -> None:
    page = document_page(one.text)
    scripts = parsed(page).find_all("script")
    assert len(scripts) == 2
    data = json.loads(scripts[0].get_text())
    assert one.text in [rule[0] for rule in data["rules"]] or "\n" in one.text
    block = page[page.index('id="pk-data">') : page.index("</script>")]
    assert not set("<>&\u2028\u2029") & set(block.partition(">")[2])


@pytest.mark.parametrize(
    ("tag", "attributes", "message"),
    [
        ("script", {}, "no page of ours has a <script>"),
        ("p", {"onclick": "x"}, "no page of ours has onclick='x' in a <p>"),
        ("a", {"href": "javascript:x"}, "no page of ours has href='javascript:x' in a <a>"),
        ("a", {"href": "https://example.invalid"}, "no page of ours has href='https://example.invalid' in a <a>"),
        ("p", {"style": "background:url(x)"}, "no page of ours has style='background:url(x)' in a <p>"),
        ("p", {"src": "x"}, "no page of ours has src='x' in a <p>"),
    ],
)
def test_an_element_that_no_page_has_is_refused(tag: str, attributes: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        el(tag, **attributes)


def test_an_attribute_is_escaped() -> None:
    assert render(el("p", title="\"'<>&\u202e")) == '<p title="&quot;&#x27;&lt;&gt;&amp;[U+202E]"></p>'
