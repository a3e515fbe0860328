"""The command `clean`: argument parsing; each option is one call of the public API.

Imports stay inside the functions that need them, so that `clean --help` is there at once.
Only this module and `terminal` print; the library logs.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, NoReturn

from parkclean import __version__
from parkclean.terminal import Terminal, say

if TYPE_CHECKING:
    from parkclean.document import Document
    from parkclean.formats import Kind, Record, Records, Writer
    from parkclean.pipeline import Options
    from parkclean.report import Report

OK, SET_ASIDE, WRONG_USE, STOPPED = 0, 1, 2, 130

SLOWEST = 5
"""Files that the table names because they took longest."""

DESCRIPTION = """\
Turn damaged Chinese text into clean corpus files, and say what was done.

  clean seeds -o corpus             clean a folder; what was done is in corpus/_audit
  clean page.txt                    one file, to standard output
  cat page.txt | clean              a filter
  clean page.txt --explain          every change, with its rule and its place
  clean --restore corpus -o back    the input files again, byte for byte
  clean --rules                     what it repairs
"""


class UsageError(Exception):
    """Wrong use: one line, exit status 2."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns 0, or 1 if something was set aside or --diff found changes, or 2 for wrong use."""
    parser = _parser()
    asked = argparse.Namespace()
    try:
        asked = _asked(parser, arguments)
        _refuse_alone(asked)
        _configure(parser, asked)
        status = _run(parser, asked)
        sys.stdout.flush()
        return status
    except UsageError as error:
        return _fail(str(error), WRONG_USE)
    except BrokenPipeError:
        _drop_output()
        return OK
    except KeyboardInterrupt:
        again = "; the same command with --resume goes on" if getattr(asked, "output", None) else ""
        return _fail(f"stopped; what was written is whole{again}", STOPPED)
    except OSError as error:
        _drop_output()
        return _fail(_os_line(error), SET_ASIDE)
    except (ValueError, TypeError) as error:
        return _fail(str(error), WRONG_USE)


def _drop_output() -> None:
    """Nobody can take what is still in the buffer; keep the interpreter from trying again when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(line: str, status: int) -> int:
    say(f"clean: {line}")
    return status


def _os_line(error: OSError) -> str:
    if error.strerror is None:
        return str(error)
    from parkclean.files import shown

    return f"{shown(error.filename or 'standard output')}: {error.strerror}"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def _asked(parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> argparse.Namespace:
    """What the command line says; inputs may stand between options."""
    asked, strange = parser.parse_known_intermixed_args(arguments)
    if strange:
        from parkclean.pipeline import unknown

        known = [name for action in parser._actions for name in action.option_strings if name.startswith("--")]
        raise UsageError(unknown("option", strange[0].partition("=")[0], known, "clean --help"))
    return asked


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        "clean", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    add = parser.add_argument
    add("inputs", nargs="*", metavar="INPUT", help="files and folders; - is standard input")
    add("-o", "--output", metavar="OUT", help="folder for the clean files and their audit; one input may do without")
    add("--diff", action="store_true", help="show what would change as a unified diff; exit 1 if anything would")
    add("--explain", action="store_true", help="list every change: place in the source, rule, before and after")
    add("--restore", action="store_true", help="INPUT is a corpus: write the files it was made from to OUT")
    add("--rules", nargs="?", const="", metavar="ID", help="list the rules, or tell all about one")
    add("--select", metavar="NAMES", help="run only these rules or stages (comma list); 'default' adds the usual ones")
    add("--skip", metavar="NAMES", help="do not run these rules or stages (comma list)")
    add("--script", choices=("auto", "simplified", "traditional", "keep"), help="auto: the script the author wrote")
    add(
        "--format",
        choices=("text", "html", "jsonl", "parquet"),
        help="read every input as this, whatever its suffix; .gz and .zst are unpacked",
    )
    add("--records", choices=("file", "line"), help="line: each line of a text file is a document of its own")
    add("--text-key", metavar="KEY", help="the key, or column, that holds the text of a record (default: text)")
    add("--encoding", metavar="NAME", help="read every input in this encoding; without it each file is looked at")
    add("--max-document", metavar="SIZE", help="set larger documents aside (default: 64M)")
    add("--dedup", choices=("off", "paragraphs", "documents"), help="drop what stands in another file of the run, too")
    add("--jobs", type=int, metavar="N", help="processes; by default one a core")
    add("--resume", action="store_true", help="go on with a run that was stopped")
    add(
        "--audit",
        choices=("full", "summary", "none"),
        help="full (default) keeps every edit, which --restore needs; summary the counts; none what was set aside",
    )
    add(
        "--report", action="store_true", default=None, help="a page to look at: OUT/_audit/report.html, or of one input"
    )
    add(
        "--times",
        action="store_true",
        default=None,
        help="name the slowest files, in the table and on the page of --report",
    )
    add("--config", metavar="FILE", help="options from this file, not from parkclean.toml or pyproject.toml here")
    add("--quiet", action="store_true", default=None, help="no progress and no table; what is set aside is still named")
    add("--version", action="version", version=f"parkclean {__version__}")
    return parser


def _configure(parser: argparse.ArgumentParser, asked: argparse.Namespace) -> None:
    """Fill in what the command line leaves open from the configuration file, as if it had been said."""
    from parkclean.config import FILES, configured

    if asked.config is None and not any(map(os.path.exists, FILES)):
        return
    file, said = configured(asked.config)
    checked = [f"--{name.replace('_', '-')}={value}" for name, value in said.items() if not isinstance(value, bool)]
    try:
        values = vars(parser.parse_args(checked))
    except UsageError as error:
        from parkclean.files import shown

        raise UsageError(f"{shown(file)}: {error}") from None
    values |= {name: value for name, value in said.items() if isinstance(value, bool)}
    for name in said:
        if getattr(asked, name, None) is None:
            setattr(asked, name, values[name])


def _refuse_alone(asked: argparse.Namespace) -> None:
    """What is said of a whole run has no meaning for one text; in a configuration file it waits for a run."""
    if asked.output:
        return
    if asked.dedup not in (None, "off"):
        raise UsageError("--dedup compares files: say where the clean ones go with -o OUT")
    if asked.times:
        raise UsageError("--times tells about a run: say where the clean ones go with -o OUT")


def _size(value: str | None) -> int:
    """`64M`, `1G`, `500K` or a number of bytes."""
    if value is None:
        return 64 << 20
    number, unit = (value[:-1], value[-1].upper()) if value[-1:].upper() in ("K", "M", "G") else (value, "")
    if not number.isdecimal() or int(number) < 1:
        raise UsageError(f"--max-document takes a size such as 64M or 1G; got {value!r}")
    return int(number) << {"": 0, "K": 10, "M": 20, "G": 30}[unit]


def _run(parser: argparse.ArgumentParser, asked: argparse.Namespace) -> int:
    if asked.rules is not None:
        return _show_rules(asked.rules)
    if sum((asked.diff, asked.explain, asked.restore)) > 1:
        raise UsageError("--diff, --explain and --restore are three different things; name one")
    if asked.restore:
        return _restore(asked)
    if not asked.inputs:
        if sys.stdin is None or sys.stdin.isatty():
            parser.print_help()
            return WRONG_USE
        asked.inputs = ["-"]
    options = _options(asked)
    if asked.report and not asked.output and not (asked.diff or asked.explain):
        return _page(asked, options)
    if asked.diff or asked.explain:
        if asked.output:
            raise UsageError("--diff and --explain write to standard output; leave -o out")
        return _show_each(asked, options)
    return _corpus(asked, options) if asked.output else _filter(asked, options)


def _options(asked: argparse.Namespace) -> Options:
    """The options of the library; checked at once, so that a wrong name stops the run before it starts."""
    options: Options = {}
    if asked.select is not None:
        options["select"] = _names(asked.select)
    if asked.skip is not None:
        options["skip"] = _names(asked.skip)
    if asked.script is not None:
        options["script"] = asked.script
    from parkclean.pipeline import pipeline

    pipeline(options)
    if asked.encoding is not None:
        from parkclean.decoding import known_encoding

        known_encoding(asked.encoding)
    return options


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


# --- one document: filter, diff, explain --------------------------------------------------------------------------


def _filter(asked: argparse.Namespace, options: Options) -> int:
    """One file, or standard input, to standard output."""
    if len(asked.inputs) > 1:
        names = " ".join(asked.inputs[:2])
        raise UsageError(f"{len(asked.inputs)} inputs: say where the clean files go: clean {names} ... -o OUT")
    path = asked.inputs[0]
    if os.path.isdir(path):
        raise UsageError(f"{path} is a folder; say where the clean files go: clean {path} -o OUT")
    kind = _kind(path, asked)
    if kind.records:
        return _filter_records(path, kind, asked, options)
    status = OK
    for _, document in _documents(path, asked, options):
        if document is None:
            status = SET_ASIDE
        else:
            _write(document.text)
    return status


def _page(asked: argparse.Namespace, options: Options) -> int:
    """Before and after of one document as a page, to standard output."""
    if len(asked.inputs) > 1 or os.path.isdir(asked.inputs[0]) or _kind(asked.inputs[0], asked).records:
        raise UsageError("--report shows one document on standard output; with -o OUT it shows a whole run")
    ((title, document),) = _documents(asked.inputs[0], asked, options)
    if document is None:
        return SET_ASIDE
    _write(document.to_html(title))
    return OK


def _kind(path: str, asked: argparse.Namespace) -> Kind:
    from parkclean.formats import describe

    return describe(path, asked.format, asked.records or "file")


def _filter_records(path: str, kind: Kind, asked: argparse.Namespace, options: Options) -> int:
    """Records to standard output as they come; what is no record is named and left out."""
    from parkclean.formats import open_writer

    if kind.format == "parquet":
        raise UsageError(f"{_title(path)}: a table does not go to standard output; say where with -o OUT")
    status = OK
    with ExitStack() as stack:
        writer: Writer | None = None
        for records, record, document in _records(path, kind, asked, options):
            if writer is None:
                plain = kind._replace(compression="")
                writer = stack.enter_context(open_writer(os.dup(sys.stdout.fileno()), plain, like=records))
            if record is None:
                return SET_ASIDE
            if record.reason:
                status = SET_ASIDE
            if document is not None:
                writer.write(record, document.text)
            elif not record.broken:
                writer.keep(record)
    return status


def _records(
    path: str, kind: Kind, asked: argparse.Namespace, options: Options
) -> Iterator[tuple[Records, Record | None, Document | None]]:
    """The records of an input, cleaned; what is set aside has its line. None at the end: the rest cannot be read."""
    from parkclean.api import explain
    from parkclean.decoding import DecodeError
    from parkclean.formats import open_records
    from parkclean.run.shard import on_one_line

    source = sys.stdin.fileno() if path == "-" else path
    records = open_records(
        source,
        kind,
        text_key=asked.text_key or "text",
        encoding=asked.encoding,
        max_document=_size(asked.max_document),
    )
    try:
        with records:
            for record in records:
                document = None
                if record.reason:
                    _fail(f"{_title(path)}:{record.number + 1}: set aside: {record.reason}", SET_ASIDE)
                if record.document is not None:
                    document = explain(record.document, **options)
                    document = on_one_line(document) if kind.format == "lines" else document
                yield records, record, document
    except DecodeError as error:
        _fail(f"{_title(path)}: {error}", SET_ASIDE)
        yield records, None, None
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"{_title(path)}: no such file or folder") from None


def _documents(path: str, asked: argparse.Namespace, options: Options) -> Iterator[tuple[str, Document | None]]:
    """The cleaned documents of an input, each with its title; None, and a line, for what cannot be read."""
    kind = _kind(path, asked)
    if kind.records:
        for _, record, document in _records(path, kind, asked, options):
            if record is None or record.reason or document is not None:
                yield _title(path) if record is None else f"{_title(path)}#{record.number + 1}", document
        return
    yield _title(path), _explained(path, kind, asked, options)


def _explained(path: str, kind: Kind, asked: argparse.Namespace, options: Options) -> Document | None:
    """The cleaned document; None, and a line, if the input cannot be read."""
    from parkclean.api import explain
    from parkclean.decoding import DecodeError
    from parkclean.formats import as_read, read_whole

    source = sys.stdin.fileno() if path == "-" else path
    try:
        data = read_whole(source, kind, _size(asked.max_document))
        return explain(as_read(data, path, encoding=asked.encoding, format=kind.format), **options)
    except DecodeError as error:
        _fail(f"{_title(path)}: {error}", SET_ASIDE)
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"{_title(path)}: no such file or folder") from None
    except OSError as error:
        _fail(_os_line(error), SET_ASIDE)
    return None


def _title(path: str) -> str:
    from parkclean.files import shown

    return "standard input" if path == "-" else shown(path)


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def _show_each(asked: argparse.Namespace, options: Options) -> int:
    status = OK
    show = _diff if asked.diff else _changes
    for path in _each(asked.inputs):
        for title, document in _documents(path, asked, options):
            if document is None:
                status = SET_ASIDE
                continue
            changed = False
            for line in show(document, title, options):
                changed = True
                _write(line)
            if changed and asked.diff:
                status = SET_ASIDE
    return status


def _each(inputs: Sequence[str]) -> Iterator[str]:
    """Files one by one; folders and patterns by their files."""
    from pathlib import Path

    from parkclean.files import list_inputs

    for given in inputs:
        if given == "-" or (os.path.lexists(given) and not os.path.isdir(given)):
            yield given
            continue
        listing = list_inputs([given], Path(os.devnull))
        for one in listing.rejects:
            _fail(f"{one.path}: {one.reason}", SET_ASIDE)
        yield from (source.path for source in listing.sources)


def _diff(document: Document, title: str, options: Options) -> Iterator[str]:
    from difflib import unified_diff

    before, after = (text.split("\n") for text in (document.decoded, document.text))
    for line in unified_diff(_ended(before), _ended(after), title, f"{title} (clean)"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _ended(lines: list[str]) -> list[str]:
    """Lines with their line breaks; only `\\n` ends one here, as in every diff."""
    return [line + "\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]


def _changes(document: Document, title: str, options: Options) -> Iterator[str]:
    """`path:line:column: rule: 'before' -> 'after'`, in source coordinates."""
    from bisect import bisect_right

    from parkclean.pipeline import pipeline
    from parkclean.rules import split_lines

    starts = split_lines(document.decoded).starts
    proved = {rule.id for rule in pipeline(options).rules() if rule.proved}
    decoding = document.decoding
    if decoding is not None and decoding.encoding != "utf-8":
        yield f"{title}:1:1: decode.encoding: {decoding.encoding} -> utf-8\n"
    for change in document.changes():
        line = bisect_right(starts, change.start)
        place = f"{title}:{line}:{change.start - starts[line - 1] + 1}"
        sign = " (proved)" if change.rule in proved else ""
        yield f"{place}: {change.rule}: {change.before!r} -> {change.after!r}{sign}\n"
    if document.unstable:
        yield f"{title}: unstable: still changing after three rounds, so it stays as it is\n"


# --- a corpus -----------------------------------------------------------------------------------------------------


def _corpus(asked: argparse.Namespace, options: Options) -> int:
    if "-" in asked.inputs:
        raise UsageError("standard input goes to standard output: clean < FILE > OUT; with -o name files or folders")
    _refuse_file_name(asked.output, asked.inputs)
    if asked.jobs is not None and asked.jobs < 1:
        raise UsageError(f"--jobs is at least 1; got {asked.jobs}")
    if asked.format is not None:
        options["format"] = asked.format
    size = _size(asked.max_document)
    from parkclean.corpus import clean_corpus

    with Terminal(asked.quiet, "B") as terminal:
        report = clean_corpus(
            asked.inputs,
            asked.output,
            dedup=asked.dedup or "off",
            jobs=asked.jobs,
            encoding=asked.encoding,
            records=asked.records or "file",
            text_key=asked.text_key or "text",
            max_document=size,
            audit=asked.audit or "full",
            report=bool(asked.report),
            times=bool(asked.times),
            resume=asked.resume,
            progress=terminal.progress,
            **options,
        )
    if terminal.hidden:
        say(f"clean: and {terminal.hidden} more, see {os.path.join(asked.output, '_audit', 'rejects.jsonl')}")
    if not asked.quiet:
        for line in _table(report, asked.output, SLOWEST if asked.times else 0):
            say(line)
    return SET_ASIDE if report.set_aside else OK


def _refuse_file_name(output: str, inputs: Sequence[str]) -> None:
    """`-o clean.txt` is a slip: OUT is a folder."""
    from parkclean.formats import COMPRESSIONS, FORMATS

    slip = os.path.splitext(output)[1].lower() in {".txt", *FORMATS, *COMPRESSIONS} and not os.path.isdir(output)
    if slip and len(inputs) == 1 and os.path.isfile(inputs[0]):
        raise UsageError(f"-o names a folder; to write one file: clean {inputs[0]} > {output}")


def _table(report: Report, output: str, slowest: int = 0) -> Iterator[str]:
    """The short table at the end of a run; slowest: how many files it names because they took longest."""
    from parkclean.files import shown

    rows = [
        ("documents", f"{report.documents:,} ({report.changed:,} changed) in {output}"),
        ("characters", f"{report.characters_in:,} in, {report.characters_out:,} out"),
    ]
    rows += [(f"  {rule}", f"{count:,}") for rule, count in report.rules.items()]
    rows.append(("repeats dropped", f"{report.repeats:,}"))
    if report.left_out:
        rows.append(("left out", f"{report.left_out:,} documents that repeat another one"))
    if report.unstable:
        rows.append(("unstable", f"{report.unstable:,} (left as they were)"))
    rows.append(("set aside", f"{len(report.set_aside):,}"))
    rows.append(("time", f"{report.seconds:.1f} s"))
    rows += [("  slowest", f"{seconds:.2f} s  {shown(file)}") for file, seconds in report.slowest(slowest)]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        yield f"{name:<{width}}  {value}"


def _restore(asked: argparse.Namespace) -> int:
    if len(asked.inputs) != 1 or not asked.output:
        raise UsageError("to restore, name one corpus and a new folder: clean --restore corpus -o OUT")
    from parkclean.corpus import restore_corpus

    with Terminal(asked.quiet, " files") as terminal:
        restored = restore_corpus(asked.inputs[0], asked.output, progress=terminal.progress)
    if not asked.quiet:
        for line in restored.notes:
            say(f"clean: {line}")
        say(f"restored  {restored.documents:,} files in {asked.output}")
    return SET_ASIDE if restored.refused else OK


# --- rules --------------------------------------------------------------------------------------------------------


def _show_rules(name: str) -> int:
    """The catalogue, or all about one rule: what it repairs, why, and what it refuses."""
    from parkclean.pipeline import rules_of, unknown
    from parkclean.stages import DEFAULT

    rules = DEFAULT.rules()
    if name:
        chosen = [rule for stage in DEFAULT.stages if stage.name == name for rule in rules_of(stage)]
        one = next((rule for rule in rules if rule.id == name), None)
        if one is not None:
            _write(f"{one.id}: {one.summary}\nrisk: {_risk(one.risk, one.proved)}\n\n{one.doc}\n")
            return OK
        if not chosen:
            known = [stage.name for stage in DEFAULT.stages] + [rule.id for rule in rules]
            raise UsageError(unknown("rule", name, known, "clean --rules"))
        rules = chosen
    width = max((len(rule.id) for rule in rules), default=0)
    for rule in rules:
        _write(f"{rule.id:<{width}}  {_risk(rule.risk, rule.proved):<12}  {rule.summary}\n")
    return OK


def _risk(risk: str, proved: bool) -> str:
    return f"{risk}, proved" if proved else risk
