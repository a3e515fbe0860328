"""Figures in the documentation, each made from a result file of `tests/bench`; nothing else may quote one.

A page holds `<!-- figures: NAME LANGUAGE -->` and `<!-- end -->`; what stands between is written by `tests/pages.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from bench import dedup_table

MARK = re.compile(r"(<!-- figures: (\w+) (en|zh) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(text: str) -> str:
    """The page with its figures as the result files have them; KeyError for a name that nobody makes."""
    return MARK.sub(lambda found: f"{found[1]}\n{FIGURES[found[2]](found[3] == 'zh')}\n{found[4]}", text)


def result(name: str) -> dict[str, Any]:
    """A result file."""
    found: dict[str, Any] = json.loads((dedup_table.RESULTS / f"{name}.json").read_text("utf-8"))
    return found


def cleaning(zh: bool) -> str:
    """Speed on clean and on damaged text against what people write today."""
    head = ("| 每秒处理 | parkclean | ftfy + BeautifulSoup + OpenCC | 对比 |" if zh else
            "| MB a second | parkclean | ftfy + BeautifulSoup + OpenCC | compared |")  # fmt: skip
    rows = [head, "|---|---|---|---|"]
    for name, label in (("clean_speed", ("clean text", "干净文本")), ("damaged_speed", ("damaged text", "受损文本"))):
        found = result(name)
        for kernel, with_what in (("numpy", ""), ("numba", (", ", "，")[zh] + "`parkclean[fast]`")):
            if kernel in found:
                one = found[kernel]
                speeds = f"{one['ours_mb_per_s']} | {one['theirs_mb_per_s']}"
                rows.append(f"| {label[zh]}{with_what} | {speeds} | {_times(one['ratio'], zh)} |")
    return "\n".join(rows) + "\n"


def repair(zh: bool) -> str:
    """How much of each family of damage is left, against what people write today."""
    names = {
        "charsets": ("wrong charsets", "字符集读错"),
        "mirrors": ("mirrors, readings", "镜像与注音"),
        "pages": ("pages", "页面残留与重复"),
        "copies": ("careless copying", "抄贴走样"),
        "characters": ("characters", "字符"),
    }
    head = (("damage", "kinds", "damaged", "parkclean", "ftfy + BeautifulSoup + OpenCC"),
            ("损坏", "种数", "清洗前", "parkclean", "ftfy + BeautifulSoup + OpenCC"))[zh]  # fmt: skip
    rows = [f"| {' | '.join(head)} |", "|---|---|---|---|---|"]
    found = result("repair")
    for family, one in found["families"].items():
        far = " | ".join(f"{one[way]:.1%}" for way in ("damaged", "parkclean", "today"))
        rows.append(f"| {names[family][zh]} | {len(found['kinds'][family])} | {far} |")
    return "\n".join(rows) + "\n"


def _times(ratio: float, zh: bool) -> str:
    """In words that cannot be read the other way round."""
    if ratio >= 1:
        return f"速度是它的 {ratio:.1f} 倍" if zh else f"{ratio:.1f} times as fast"
    return f"慢，用时是它的 {1 / ratio:.1f} 倍" if zh else f"slower: {1 / ratio:.1f} times the time"


def repeats(zh: bool) -> str:
    """Near-duplicates among 100,000 paragraphs, the columns that decide."""
    head = (("tool", "paragraphs a second", "found at Jaccard .80 to .85", "wrong removals"),
            ("工具", "每秒段落数", "找回率（Jaccard .80 到 .85）", "误删"))[zh]  # fmt: skip
    rows = [f"| {' | '.join(head)} |", "|---|---|---|---|"]
    for tool, one in result("dedup")["tools"].items():
        rows.append(f"| {tool} | {one['paragraphs_per_s']:,} | {one['recall 0.80']:.1%} | {one['wrong_removals']} |")
    return "\n".join(rows) + "\n"


def _in_10_million(sets: list[dict[str, Any]]) -> float:
    """What clean text lost before any rule was mended on these sets, in characters of 10 million."""
    return 1e7 * sum(one["false_characters then"] for one in sets) / sum(one["characters"] for one in sets)


def harm(zh: bool) -> str:
    """What clean text loses."""
    one = result("no_harm")
    false, rate = one["false_characters"], one["false_in_10_million"]
    prose, programs = (
        _in_10_million([part for name, part in one["unseen"].items() if name.startswith(which)])
        for which in (("twenty-eighth", "twenty-ninth"), ("thirtieth", "thirty-first"))
    )
    if zh:
        return (
            f"在 {one['characters'] / 1e8:.2f} 亿字干净的公开文本上，默认流水线误改 {false} 字，合每千万字 {rate} 字"
            "（属于喜好的也算误改；没有逐条读完的规则，按读过的比例推算）。"
            f"规则还没有照着改过的文本误改更多：每类最近读的两组，散文和记录每千万字 {prose:,.0f} 字，"
            f"程序、数据和手册每千万字 {programs:,.0f} 字（文章四周的标签不算）；读后规则已经改过。\n"
        )
    return (
        f"Over {one['characters'] / 1e6:.0f} million characters of clean public text the default pipeline changed "
        f"{false} wrongly, {rate} in 10 million; matters of taste count as wrong, and of a rule whose changes were not "
        "all read the share found wrong is taken for all. "
        f"Text that no rule was mended on fares worse: in the last two sets of each kind {prose:,.0f} in 10 million "
        f"of prose and records, and {programs:,.0f} of programs, data and manuals, tags around articles aside; the "
        "rules were mended since.\n"
    )


def start(zh: bool) -> str:
    """How long one waits before anything happens."""
    one = result("start_time")
    imported, shown = one["import_parkclean_over_bare_ms"], one["clean_help_ms"]
    if zh:
        return f"`import parkclean` 比空的 Python 多 {imported} 毫秒，`clean --help` 共 {shown} 毫秒。\n"
    return f"`import parkclean` takes {imported} ms over bare Python, `clean --help` {shown} ms in all.\n"


def grouping(zh: bool) -> str:
    """What it takes to group the band rows of a corpus that is larger than memory."""
    one = result("grouping")
    rows, keys, disk, peak = one["rows"] / 1e6, one["band_rows"] / 1e6, one["disk_mb"] / 1e3, one["peak_mb"] / 1e3
    if zh:
        return (
            f"{rows / 10:.0f} 千万段的带（{keys / 100:.1f} 亿个键，连同标记在磁盘上 {disk:.1f} GB）用一个核分组，"
            f"内存最高 {peak:.2f} GB（`tests/bench/grouping.py`）。\n"
        )
    return (
        f"The band rows of {rows:.0f} million paragraphs ({keys:.0f} million keys, with their marks {disk:.1f} GB on "
        f"disk) are grouped on one core in at most {peak:.2f} GB of memory (`tests/bench/grouping.py`).\n"
    )


def runs(zh: bool) -> str:
    """A whole run, from files to files."""
    one = result("corpus")
    head = ("| 输入 | 进程 | MB/秒 | 内存 MB |" if zh else "| input | processes | MB/s | memory, MB |")  # fmt: skip
    rows = [head, "|---|---|---|---|"]
    for name, part in one["runs"].items():
        size, jobs = name.removesuffix(" jobs").split(", ")
        megabytes = round(one[size]["bytes"] / 1e6)
        rows.append(f"| {megabytes:,} MB | {jobs} | {part['mb_per_s']:.1f} | {part['peak_mb']:,.0f} |")
    today = one["today"]["mb_per_s"]
    rows.append(f"| {'ftfy + BeautifulSoup + OpenCC + datasketch'} | 1 | {today:.2f} | |")
    return "\n".join(rows) + "\n"


def _dedup(name: str) -> Callable[[bool], str]:
    def made(zh: bool) -> str:
        table = dedup_table.table(name)
        for english, chinese in _DEDUP_ZH.items() if zh else ():
            table = table.replace(f"| {english} |", f"| {chinese} |", 1)
        return table

    return made


_DEDUP_ZH = {
    "tool": "工具",
    "paragraphs/s": "段/秒",
    "times slower": "慢几倍",
    "recall .80 to .85": "找回率 .80 到 .85",
    "from .90": ".90 以上",
    "wrong removals": "误删",
}


def adapters(zh: bool) -> str:
    """What the adapters cost over a plain loop."""
    head = (
        ("library", "longer than the loop", "from", "to", "the library alone"),
        ("库", "比循环多花", "最少", "最多", "其中库自身"),
    )[zh]
    rows = [f"| {' | '.join(head)} |", "|---|---|---|---|---|"]
    for name, one in result("adapters")["adapters"].items():
        shares = (one[share] for share in ("overhead_percent", "from", "to", "library_percent"))
        rows.append(f"| {name} | {' | '.join(f'{share} %' for share in shares)} |")
    return "\n".join(rows) + "\n"


def splicing(zh: bool) -> str:
    """What it costs to change only the text of a JSON line, beside reading and writing the line anew."""
    one = result("records")
    times = [1 / one[name]["ratio"] for name in ("unchanged", "changed")]
    speeds = [one[name]["mb_per_s"] for name in ("unchanged", "changed")]
    if zh:
        return (
            f"只改正文这样的拼接，用时与逐行 `json.loads`、`json.dumps` 相比，正文没变的记录是 {times[0]:.1f} 倍，"
            f"变了的是 {times[1]:.1f} 倍：单核每秒 {speeds[0]} 和 {speeds[1]} MB（`tests/bench/records.py`）。\n"
        )
    return (
        f"Splicing takes {times[0]:.1f} times as long as `json.loads` and `json.dumps` where a record did not change "
        f"and {times[1]:.1f} times where it did: {speeds[0]} and {speeds[1]} MB a second of one core "
        "(`tests/bench/records.py`).\n"
    )


def page(zh: bool) -> str:
    """What the page of a run costs beside the run."""
    one = result("report_page")
    files, size = one["documents"], one["page_bytes"] / 1e6
    share = one["to_html_over_clean_corpus"]["median"]
    if zh:
        return (
            f"{files:,} 个文件的页面有 {size:.1f} MB，用时是整次运行的 {share:.2%}（`tests/bench/report_page.py`）。\n"
        )
    return (
        f"Of {files:,} files it has {size:.1f} MB and takes {share:.2%} of the time of the run "
        "(`tests/bench/report_page.py`).\n"
    )


FIGURES: dict[str, Callable[[bool], str]] = {
    "cleaning": cleaning,
    "repeats": repeats,
    "harm": harm,
    "repair": repair,
    "start": start,
    "grouping": grouping,
    "runs": runs,
    "dedup": _dedup("dedup"),
    "dedup_1m": _dedup("dedup_1m"),
    "adapters": adapters,
    "splicing": splicing,
    "page": page,
}
