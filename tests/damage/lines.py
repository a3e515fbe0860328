"""Damage of single lines: what mirrors, converters and careless copying do to them."""

from __future__ import annotations

from collections.abc import Callable


def letter_spaced(line: str) -> str:
    return " ".join(line)


def utf8_as_gbk(line: str) -> str:
    return line.encode("utf-8").decode("gbk", "replace")


def flattened(line: str) -> str:
    return line.translate(str.maketrans("，：；？！（）", ",:;?!()"))


def glossed(line: str) -> str:
    for char, reading in (("的", "de"), ("和", "hé"), ("会", "huì"), ("人", "rén")):
        line = line.replace(char, f"{char}({reading})", 1)
    return line


LINES: dict[str, Callable[[str], str]] = {
    "tags": lambda line: f'<samp id="k3xq9"></samp>{line}<del id="k3xq9"></del><sup id="k3xq9"></sup>',
    "zero_width": lambda line: "\u200b".join((line[:4], line[4:8], line[8:])),  # ZERO WIDTH SPACE
    "references": lambda line: "&nbsp;&nbsp;" + line.replace("“", "&ldquo;").replace("”", "&rdquo;"),
    "flattened_marks": flattened,
    "stray_word": lambda line: line.replace("和", " and ", 1),
    "letter_spaced": letter_spaced,
    "footer": lambda line: line + "\n\n责任编辑：张三",
    "utf8_as_gbk": utf8_as_gbk,
    "glosses": glossed,
    "page_break": lambda line: line[: len(line) // 2] + "\n\n- 12 -\n\n" + line[len(line) // 2 :],
    "copy": lambda line: f"{line}\n\n{line}",
    "wide_figures": lambda line: "".join(chr(ord(c) + 0xFEE0) if "0" <= c <= "9" else c for c in line),
}
