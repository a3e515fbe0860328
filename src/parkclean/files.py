"""Files: which ones are input, where output may go, and how it is written so that no half file is ever left."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from glob import iglob
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from parkclean.formats import FileFormat, output_name
from parkclean.ledger import VERSION, to_json

AUDIT = "_audit"
MANIFEST = "manifest.json"

AnyPath = str | os.PathLike[str]


class RefusedError(ValueError):
    """The run was asked for something it will not do; nothing was written."""


class WriteError(OSError):
    """Output could not be written, so the run stopped; what was written before is whole."""


class Source(NamedTuple):
    """A file to read: its path, its name in the corpus's terms, and the name of its clean text."""

    path: str
    name: str
    output: str
    size: int


class Reject(NamedTuple):
    """A file that was set aside, and why: its name in the corpus's terms, and the path that was read.

    record: the number of the record, where it is only one of them.
    """

    file: str
    reason: str
    path: str
    record: int | None = None


@dataclass
class Listing:
    """What the inputs hold, sorted by name."""

    sources: list[Source] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    format: FileFormat | None = None


def shown(path: object) -> str:
    """A path for a message: on one line, whatever its name holds."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in str(path))


def reason(error: OSError) -> str:
    """The system's words for an error, without the path."""
    return error.strerror or str(error)


def write_error(error: OSError, path: object = "") -> WriteError:
    """What stopped the run, in one line that names the file and says what to do."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    remedy = "make room and start the run again" if full else "start the run again when it can be written"
    return WriteError(f"{shown(path or error.filename or 'output')}: {reason(error)}; {remedy}")


# --- input --------------------------------------------------------------------------------------------------------


def list_inputs(inputs: Sequence[AnyPath], output: Path, format: FileFormat | None = None) -> Listing:
    """Files and the files in folders, sorted by name.

    Hidden files and `_audit` folders are no input; neither is `output`, where it lies inside an input folder.
    What does not exist is read as a pattern, `data/*.txt` or `data/**/*.jsonl`, and names are relative to the folder
    in front of its first wildcard.
    format: overrides the suffixes, which say what clean texts are called.
    Raises RefusedError if an input does not exist or there is none at all.
    """
    listing = Listing(format=format)
    for given in [os.fspath(path) for path in inputs]:
        if not os.path.lexists(given):
            _add_matching(listing, given, output)
        elif not os.path.isdir(given):
            _add(listing, given, os.path.basename(given))
        elif os.path.basename(os.path.abspath(given)) == AUDIT:
            raise RefusedError(f"{shown(given)} is the audit folder of a corpus, which is never input")
        else:
            _add_folder(listing, given, output)
    listing.sources.sort(key=lambda source: source.name)
    _set_aside_clashes(listing)
    listing.rejects.sort()
    if not listing.sources and not listing.rejects:
        raise RefusedError(f"no files in {', '.join(map(shown, inputs))}")
    return listing


def _add_matching(listing: Listing, pattern: str, output: Path) -> None:
    """The files and folders that a pattern stands for, named as if the folder in front of it had been given."""
    fixed, *wild = re.split("[*?[]", pattern, maxsplit=1)
    found = sorted(iglob(pattern, recursive=True)) if wild else []
    if not found:
        raise RefusedError(f"{shown(pattern)}: no such file or folder")
    root = os.path.dirname(fixed) or os.curdir
    target = os.path.realpath(output)
    for path in found:
        name = os.path.relpath(path, root).replace(os.sep, "/")
        if AUDIT in name.split("/") or Path(os.path.realpath(path)).is_relative_to(target):
            continue
        if os.path.isdir(path):
            _add_folder(listing, path, output, "" if name == "." else f"{name}/")
        else:
            _add(listing, path, name)


def _add_folder(listing: Listing, root: str, output: Path, prefix: str = "") -> None:
    """Walk a folder without recursion; `above` are the real folders on the way, so a link back up is seen.

    prefix: what the names of its files begin with.
    """
    target = os.path.realpath(output)
    stack: list[tuple[str, str, frozenset[str]]] = [(root, prefix, frozenset())]
    while stack:
        folder, prefix, above = stack.pop()
        real = os.path.realpath(folder)
        if real == target:
            listing.notes.append(f"{shown(folder)} lies inside the input and is the output folder: left out")
            continue
        if real in above:
            listing.rejects.append(Reject(prefix.rstrip("/"), "a link to a folder above it; remove the link", folder))
            continue
        try:
            names = os.listdir(folder)
        except OSError as error:
            name = prefix.rstrip("/") or os.path.basename(folder)
            listing.rejects.append(Reject(name, f"cannot be read: {reason(error)}", folder))
            continue
        for name in names:
            path = os.path.join(folder, name)
            if name.startswith("."):
                continue
            if not os.path.isdir(path):
                _add(listing, path, prefix + name)
            elif name != AUDIT:
                stack.append((path, f"{prefix}{name}/", above | {real}))


def _add(listing: Listing, path: str, name: str) -> None:
    try:
        status = os.stat(path)
    except OSError as error:
        listing.rejects.append(Reject(name, f"cannot be read: {reason(error)}", path))
        return
    if not stat.S_ISREG(status.st_mode):
        listing.rejects.append(Reject(name, "not a regular file", path))
        return
    listing.sources.append(Source(path, name, output_name(name, listing.format), status.st_size))


def _set_aside_clashes(listing: Listing) -> None:
    """Of two files whose clean text would have one name, the first in order keeps it; one file given twice is one."""
    taken: dict[str, Source] = {}
    for source in listing.sources:
        first = taken.setdefault(source.output, source)
        if first is source or os.path.samefile(first.path, source.path):
            continue
        other = "another input of that name" if first.name == source.name else shown(first.name)
        why = f"its clean text would be called {shown(source.output)}, like that of {other}"
        listing.rejects.append(Reject(source.name, f"{why}; clean it into another folder", source.path))
    listing.sources = list(taken.values())


# --- output -------------------------------------------------------------------------------------------------------


def check_output(inputs: Sequence[AnyPath], output: Path) -> dict[str, str]:
    """The names and hashes of what an earlier run left in `output`; empty for a new or empty folder.

    Raises RefusedError if writing there could touch an input or what somebody else has put there.
    """
    check_folder(output)
    real = Path(os.path.realpath(output))
    for given in [os.fspath(path) for path in inputs]:
        here = Path(os.path.realpath(given))
        if here == real:
            raise RefusedError(f"{shown(output)} is an input as well as the output; name another output folder")
        if real in here.parents:
            raise RefusedError(f"{shown(given)} lies inside the output folder {shown(output)}; name another one")
    if _is_empty(output):
        return {}
    manifest = read_manifest(output)
    if manifest is None:
        raise RefusedError(f"{shown(output)} is not empty and holds no corpus of an earlier run; name a new folder")
    return {entry["output"]: entry.get("output_sha256", "") for entry in manifest["files"]}


def check_folder(output: Path) -> None:
    """Raises RefusedError if the folder cannot be there, or be made, because something else stands in its place."""
    if os.path.lexists(output):
        if not output.is_dir():
            what = "a file" if output.exists() else "a link that leads nowhere"
            raise RefusedError(f"{shown(output)} is {what}; -o names a folder")
        return
    above = next(folder for folder in output.parents if os.path.lexists(folder))
    if not above.is_dir():
        what = "a file" if above.exists() else "a link that leads nowhere"
        raise RefusedError(f"{shown(above)} is {what}, so the folder {shown(output)} cannot be made; name another one")


def _is_empty(output: Path) -> bool:
    """Whether nothing stands in the folder; a run that could not write its first file leaves an empty `_audit`."""
    if not output.is_dir():
        return True
    names = os.listdir(output)
    return not names or (names == [AUDIT] and all(name.endswith(".part") for name in os.listdir(output / AUDIT)))


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a corpus, or None if the folder has none that is ours."""
    try:
        manifest = json.loads((folder / AUDIT / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(manifest, dict) or manifest.get("v") != VERSION:
        return None
    names = [entry.get(key, "x") for entry in manifest["files"] for key in ("input", "output")]
    return cast("dict[str, Any]", manifest) if all(map(_inside, names)) else None


def _inside(name: str) -> bool:
    """Whether a name stays inside its folder: a corpus from elsewhere must not reach out of it."""
    return not os.path.isabs(name) and ".." not in Path(name).parts


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def hash_file(path: AnyPath, start: int = 0, end: int | None = None) -> str:
    """The sha256 of a file, or of the bytes between two offsets. Raises OSError."""
    found = hashlib.sha256()
    with open(path, "rb") as file:
        file.seek(start)
        left = end - start if end is not None else 1 << 62
        while left and (block := file.read(min(left, 1 << 20))):
            found.update(block)
            left -= len(block)
    return found.hexdigest()


def remove_stale(output: Path, old: dict[str, str], names: Iterable[str]) -> Iterator[str]:
    """Remove what only the earlier run made; yield a line for each file that stays because it was edited since."""
    for name in sorted(old.keys() - set(names)):
        path = output / name
        try:
            if old[name] and sha256(path.read_bytes()) != old[name]:
                yield f"{shown(path)} is from an earlier run and was edited since: left there"
                continue
            remove(path, output)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            yield f"{shown(path)} is from an earlier run and cannot be removed: {reason(error)}"


def remove(path: Path, top: Path) -> None:
    """Remove a file, and the folders below `top` that it leaves empty. Raises OSError if the file cannot go."""
    path.unlink()
    folder = path.parent
    while folder != top:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def part_name(path: Path) -> Path:
    """The temporary name of a file while it is written: in the same folder, and never longer than the system allows."""
    return path.with_name(f".parkclean-{sha256(os.fsencode(path.name))[:12]}.part")


def remove_parts(folder: Path) -> None:
    """Remove what processes that were ended had begun to write below a folder."""
    for part in folder.rglob(".parkclean-*.part"):
        part.unlink(missing_ok=True)


def write(path: Path, data: bytes) -> None:
    """Write a file whole, or not at all. Raises OSError."""
    with written_whole(path) as file:
        file.write(data)


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which is there whole at the end, or not at all. Raises OSError that names it."""
    with replaced(path) as part, open(part, "wb") as file:
        yield file


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A temporary name in the same folder to write under; at the end the file gets its own name, unless that failed.

    Raises OSError that names the file that was meant.
    """
    part = part_name(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield part
            os.replace(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        if error.filename not in (None, os.fspath(part), os.fspath(path.parent)):
            raise
        raise named(error, path) from None


def named(error: OSError, path: AnyPath) -> OSError:
    """The error with the name of the file that was meant, not the temporary one."""
    return OSError(error.errno, error.strerror, os.fspath(path))


def write_json(path: Path, value: object) -> None:
    """Write an audit file that is one JSON object: a key a line, and each element of a list on its own line."""
    write(path, pretty(value).encode("utf-8"))


def pretty(value: object) -> str:
    if not isinstance(value, dict):
        return to_json(value) + "\n"
    parts = []
    for key, item in value.items():
        body = to_json(item)
        if isinstance(item, list) and item:
            body = "[\n" + ",\n".join(f"  {to_json(one)}" for one in item) + "\n ]"
        parts.append(f" {to_json(key)}: {body}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
