"""Pages in a real browser: they load without a word, the filter and the click work, and no injection runs.

Needs Chromium and Playwright (`pip install 'parkclean[browser]'`); without them the tests are skipped, unless
PARKCLEAN_BROWSER=required says that they must run.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from reports import SEEDS, hostile_document, hostile_map, hostile_report, injections, parsed, repeating_document
from test_report_hostile import described

import parkclean
from parkclean import Report
from parkclean.files import Reject
from parkclean.report import FileCount, Sample
from parkclean.report.html import cell
from parkclean.report.map import drawn

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path = None
    if path is None:
        if os.environ.get("PARKCLEAN_BROWSER") == "required":
            pytest.fail("PARKCLEAN_BROWSER=required, but Chromium or Playwright is missing", pytrace=False)
        pytest.skip("needs Chromium and Playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Opened:
    """A page on the disk, opened; what it said, asked for or ran is kept."""

    def __init__(self, page: Page, path: Path, html: str) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        path.write_text(html, "utf-8")
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: self.said.append(f"dialog {dialog.message}"))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(path.as_uri())

    def check(self) -> None:
        assert self.said == []
        assert len(self.asked) == 1, self.asked
        assert self.page.evaluate("window.pwned") is None
        assert not self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), "scrolls sideways"

    def tags(self) -> list[str]:
        found: list[str] = self.page.evaluate("[...document.querySelectorAll('*')].map((e) => e.localName)")
        return found


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    contexts = []

    def open_page(html: str, *, width: int = 1280, height: int = 900, dark: bool = False) -> Opened:
        scheme: Any = "dark" if dark else "light"
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme))
        return Opened(contexts[-1].new_page(), tmp_path / f"{len(contexts)}.html", html)

    yield open_page
    for context in contexts:
        context.close()


def seed(number: int) -> str:
    return parkclean.explain(parkclean.read(SEEDS[number])).to_html(SEEDS[number].name)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("number", range(5))
def test_pages_of_the_seeds_load_in_silence(opened: Callable[..., Opened], number: int, width: int, dark: bool) -> None:
    one = opened(seed(number), width=width, dark=dark)
    one.check()
    ground = one.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 200) == dark


def test_what_a_browser_makes_of_a_page_is_what_was_written(opened: Callable[..., Opened]) -> None:
    html = seed(4)
    assert opened(html).tags() == [tag.name for tag in parsed(html).find_all(True)]


def test_a_click_shows_rule_reason_proof_and_origin(opened: Callable[..., Opened]) -> None:
    one = opened(seed(3))
    assert not one.page.locator("#pk-card").is_visible()
    one.page.locator("#L1 .pk-b .pk-m").first.click()
    card = one.page.locator("#pk-card").inner_text()
    assert "boilerplate.breadcrumb" in card
    assert "The path to a page in front of an article goes." in card
    assert "line 1, column 1 (character 0 of the source)" in card
    assert "Evidence in the whole document" in card
    one.page.locator("mark", has_text="?qǐng)?bào)").first.click()
    card = one.page.locator("#pk-card").inner_text()
    assert "glosses.straddle_proved" in card
    assert "Proved: running the damage forward" in card
    assert "line 5, column 10" in card
    one.page.locator("#pk-close").click()
    assert not one.page.locator("#pk-card").is_visible()
    one.check()


@pytest.mark.parametrize(("width", "height"), [(1280, 640), (390, 700)])
def test_the_card_does_not_hide_the_change(opened: Callable[..., Opened], width: int, height: int) -> None:
    """Neither one that was clicked at the foot of the window nor any that is walked to."""
    one = opened(seed(3), width=width, height=height)
    covered = """() => {
        const card = document.querySelector("#pk-card").getBoundingClientRect();
        const mark = document.querySelector(".pk-m.pk-on").getBoundingClientRect();
        return mark.bottom > card.top && mark.right > card.left;
    }"""
    one.page.evaluate("document.querySelector('#L5 .pk-a .pk-m').scrollIntoView({block: 'end', behavior: 'instant'})")
    one.page.locator("#L5 .pk-a .pk-m").first.click()
    assert not one.page.evaluate(covered)
    for _ in range(30):
        one.page.keyboard.press("n")
        assert not one.page.evaluate(covered)


def test_the_card_of_a_repeat_leads_to_the_copy_that_stays(opened: Callable[..., Opened]) -> None:
    one = opened(seed(4))
    one.page.locator("#L47 .pk-b .pk-m").first.click()
    link = one.page.locator("#pk-d-kept a")
    assert link.inner_text() == "line 125"
    link.click()
    assert one.page.evaluate("location.hash") == "#L125"
    assert one.page.locator("#L125").evaluate("(row) => row.matches(':target')")
    one.check()


def test_the_map_leads_to_its_paragraphs(opened: Callable[..., Opened]) -> None:
    """A paragraph of lines 89 to 91 stands in the rows of line 89 and 91; the second heading is in a row of its own."""
    one = opened(seed(4))
    one.page.locator(".pk-map-lines a", has_text="lines 121–123").first.click()
    assert one.page.evaluate("location.hash") == "#L121"
    one.page.locator(".pk-map-lines li", has_text="129").last.hover()
    assert one.page.locator(".pk-map-lines li.pk-on").count() == 5
    one.check()


def test_the_filter_shows_the_lines_and_marks_of_its_rules(opened: Callable[..., Opened]) -> None:
    one = opened(seed(4))
    rows = one.page.locator("#pk-rows tbody tr:visible")
    everything = rows.count()
    one.page.locator(".pk-chip", has_text="joined").click()
    assert one.page.locator("#pk-count").inner_text() == "8 changes"
    joined = rows.count()
    assert joined < everything
    assert one.page.locator("#pk-rows tbody tr:visible").evaluate_all("(rows) => rows.every((r) => r.dataset.r)")
    assert one.page.locator(".pk-m:not(.pk-off)").count() < one.page.locator(".pk-m").count()
    one.page.locator(".pk-chip-family", has_text="Repeats").click()
    assert one.page.locator("#pk-count").inner_text() == "19 changes"
    assert rows.count() > joined
    one.page.keyboard.press("Escape")
    assert rows.count() == everything
    one.page.locator("#pk-only").check()
    assert rows.count() < everything
    one.check()


def test_the_keyboard_walks_from_change_to_change(opened: Callable[..., Opened]) -> None:
    one = opened(seed(4))
    origin = one.page.locator("#pk-d-origin")
    one.page.keyboard.press("n")
    first = origin.inner_text()
    one.page.keyboard.press("n")
    assert origin.inner_text() != first
    one.page.keyboard.press("p")
    assert origin.inner_text() == first
    assert one.page.evaluate("document.activeElement.localName") == "mark"
    assert one.page.locator(".pk-m[tabindex='0']").count() == 1
    one.page.keyboard.press("Escape")
    assert not one.page.locator("#pk-card").is_visible()
    one.page.keyboard.press("Enter")
    assert one.page.locator("#pk-card").is_visible()
    chip = one.page.locator(".pk-chip", has_text="stray_english")
    chip.focus()
    one.page.keyboard.press("Space")
    assert chip.get_attribute("aria-pressed") == "true"
    one.check()


def test_the_keyboard_walks_within_the_filter(opened: Callable[..., Opened]) -> None:
    one = opened(seed(4))
    one.page.locator(".pk-chip", has_text="blank_lines").click()
    seen = set()
    for _ in range(20):
        one.page.keyboard.press("n")
        assert one.page.locator("#pk-d-rule").inner_text() == "layout.blank_lines"
        seen.add(one.page.locator("#pk-d-origin").inner_text())
    assert len(seen) == 6
    one.check()


# --- a corpus -----------------------------------------------------------------------------------------------------


def corpus(documents: int) -> Report:
    rules = [rule.id for rule in parkclean.DEFAULT.rules()]
    files = tuple(
        FileCount(f"新闻/页面{n:05}.txt", 2000, 2000 - n % 900, dict.fromkeys(rules[n % 5 :: 5], n % 9 + 1), n % 2, 0)
        for n in range(documents)
    )
    samples = {r: tuple(Sample(f"{n}.txt", n, "旧" * 9, "新", "前" * 30, "后" * 30) for n in range(5)) for r in rules}
    record = {"file": "a.txt", "kind": "exact", "dropped": True, "line": 1, "kept_line": 2, "text": "字" * 400}
    aside = tuple(Reject(f"{n}.bin", "not text", "") for n in range(documents // 20))
    return Report(files, aside, ("a note",), samples=samples, duplicates=(record,) * 200)


def test_a_page_of_ten_thousand_documents_opens_in_three_seconds(opened: Callable[..., Opened]) -> None:
    """Wall time on a machine that does other things: a bound for the size of the page, not a measurement."""
    html = corpus(10_000).to_html()
    assert len(html.encode()) < 5_000_000
    start = time.perf_counter()
    one = opened(html)
    assert time.perf_counter() - start < 3
    one.check()


def test_files_are_sorted_and_found(opened: Callable[..., Opened]) -> None:
    one = opened(corpus(100).to_html())
    rows = one.page.locator("#pk-files tbody tr:visible")
    assert rows.count() == 100
    one.page.locator("#pk-files thead button", has_text="changes").click()
    figures = [int(text) for text in one.page.locator("#pk-files tbody td:nth-child(5)").all_inner_texts()]
    assert figures == sorted(figures, reverse=True)
    one.page.locator("#pk-files thead button", has_text="changes").click()
    figures = [int(text) for text in one.page.locator("#pk-files tbody td:nth-child(5)").all_inner_texts()]
    assert figures == sorted(figures)
    assert one.page.locator("#pk-files th[aria-sort=ascending]").inner_text().startswith("changes")
    one.page.locator("#pk-find").fill("页面00042")
    assert rows.count() == 1
    one.page.locator("#pk-find").fill("utf8_as_gbk")
    assert 0 < rows.count() < 100
    one.check()


def test_a_rule_opens_to_its_reason_and_examples(opened: Callable[..., Opened]) -> None:
    one = opened(corpus(20).to_html(), width=390)
    rule = one.page.locator(".pk-rule", has_text="zero_width").first
    assert not rule.locator(".pk-samples").is_visible()
    rule.locator("summary").click()
    assert rule.locator(".pk-samples li").count() == 5
    one.check()


# --- hostile texts ------------------------------------------------------------------------------------------------

EVERYTHING = "".join(one.text.replace("\n", "") for one in injections())


@pytest.mark.parametrize(
    "make",
    [
        lambda text: hostile_document(text).to_html(text, rules=[described(text)]),
        lambda text: repeating_document(text).to_html(text),
        lambda text: hostile_report(text).to_html(times=True),
        lambda text: "<!doctype html><title>x</title>" + hostile_document(text)._repr_html_(),
        lambda text: "<!doctype html><title>x</title>" + hostile_report(text)._repr_html_(),
        lambda text: "<!doctype html><title>x</title>" + cell(drawn(hostile_map(text))),
    ],
    ids=["document", "repeats", "corpus", "document cell", "corpus cell", "map"],
)
def test_no_injection_runs_in_a_browser(opened: Callable[..., Opened], make: Callable[[str], str]) -> None:
    """All of them at once, opened and clicked; then each one alone, as the browser's own parser reads it."""
    html = make(EVERYTHING)
    one = opened(html)
    assert one.tags() == tags_of(html)
    one.page.evaluate("document.querySelectorAll('mark, a, button, summary, th').forEach((e) => e.click?.())")
    assert one.said == []
    assert {url.partition("#")[0] for url in one.asked} == {one.asked[0]}
    assert one.page.evaluate("window.pwned") is None
    elements = "[...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('*')]"
    for injection in injections():
        html = make(injection.text)
        assert one.page.evaluate(f"(html) => {elements}.map((e) => e.localName)", html) == tags_of(html), (
            injection.label
        )


def tags_of(html: str) -> list[str]:
    """The tags as written, with those that a browser adds where a cell stands alone."""
    tags = [tag.name for tag in parsed(html).find_all(True)]
    if tags[0] == "html":
        return tags
    head = [tag for tag in tags if tag in ("title", "style")]
    return ["html", "head", *head, "body", *tags[len(head) :]]


def test_the_card_shows_a_hostile_rule_as_text(opened: Callable[..., Opened]) -> None:
    text = "<img src=x onerror=window.pwned=1>\u202e"
    one = opened(hostile_document(text).to_html(text, rules=[described(text)]))
    one.page.locator("#L1 .pk-m, #L2 .pk-m").first.click()
    assert "<img src=x onerror=window.pwned=1>U+202E" in one.page.locator("#pk-d-rule").inner_text()
    assert one.page.locator("#pk-card img").count() == 0
    one.check()


def test_the_policy_stops_a_script_that_is_not_ours(opened: Callable[..., Opened]) -> None:
    """The belt beside the braces: even markup that got in would not run."""
    html = seed(0).replace("<main>", "<main><script>window.pwned=1</script><img src=x onerror=window.pwned=2>", 1)
    one = opened(html)
    assert one.page.evaluate("window.pwned") is None
    assert any("Content Security Policy" in line for line in one.said)
