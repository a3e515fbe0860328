"""The page around a report: one file that needs no network, with its own style and script and nothing else.

The content security policy names the script by its hash, so a page runs that script or none at all.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from parkclean.report.element import Element, data_block, el, render


@lru_cache(8)
def asset(name: str) -> str:
    """The text of `page.css`, `cell.css` or `page.js`."""
    return files("parkclean.report").joinpath(name).read_bytes().decode("utf-8").replace("\r\n", "\n").strip()


def page(title: str, main: Element, data: Mapping[str, object]) -> str:
    """A whole page.

    data: what the script reads; it stands in the page as JSON.
    """
    script = asset("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}; form-action \'none\'">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            render(el("title", title)),
            f"<style>\n{asset('cell.css')}\n{asset('page.css')}\n</style>",
            "</head>",
            '<body class="pk pk-page">',
            render(main),
            data_block(data),
            f"<script>{script}</script>",
            "</body>",
            "</html>",
            "",
        ]
    )


def cell(*content: Element | None) -> str:
    """The output of a notebook cell: the same look, no script, nothing that reaches beyond the cell."""
    return f"<style>{asset('cell.css')}</style>" + render(el("div", *content, class_="pk pk-cell"))


def footer() -> Element:
    """Which parkclean made the page, and that it is all there is."""
    from parkclean import __version__

    return el(
        "footer",
        f"Made by parkclean {__version__}. This page is one file: it loads nothing and sends nothing.",
        class_="pk-quiet pk-foot",
    )
