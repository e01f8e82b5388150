"""From what a user names to single drafts: files, addresses, standard input, and what lies in folders or fits a glob.

A folder is looked through recursively, in the order of the names. Hidden files, formats that nobody reads, the ``…_files``
folders that browsers save beside a page, and what an ignore file excludes are passed over; a file that the user names is
always taken. ``.provenanceignore`` holds patterns as Git's ``gitignore`` has them, for its folder and all below.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.draft.file import shown
from provenance.errors import UsageError
from provenance.model import DraftFailure

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".provenanceignore"
MAX_DRAFTS = 200_000
_MAX_DEPTH = 100
_MAX_IGNORE_BYTES = 1 << 20
_MAX_IGNORE_LINES = 10_000
_MAGIC = re.compile(r"[*?\[]")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_SAVED = re.compile(r"(?P<page>.{1,250})(?:_files|\.files|_fichiers|_archivos|-Dateien|_pliki|_файлы|_файли)", re.IGNORECASE)
_PAGES = (".html", ".htm", ".xhtml", ".docx")


def is_address(name: str) -> bool:
    """Whether a draft's name is a web address."""
    return _ADDRESS.match(name) is not None


def collect(names: Iterable[str], *, endings: Iterable[str]) -> Iterator[str | DraftFailure]:
    """The drafts behind the names that a user gives, each once.

    Parameters:
        names: files, folders, globs (``*``, ``?``, ``[…]``, ``**`` for any folders), web addresses, ``-`` for standard input.
        endings: of the files that are read, in lower case and without a dot; in folders all others are passed over.

    Yields:
        Names of single drafts as :func:`provenance.draft.read` takes them, ``-``, and addresses; in place of a folder or glob
        that holds no draft, a :class:`~provenance.model.DraftFailure`. A file that does not exist is yielded as it is named.

    Raises:
        UsageError: there are more than 200,000, or an ignore file cannot be read.
    """
    search = _Search(frozenset(endings))
    seen: set[str] = set()
    for name in names:
        count = 0
        for found in search.behind(name):
            count += 1
            if found not in seen:
                seen.add(found)
                if len(seen) > MAX_DRAFTS:
                    raise UsageError(f"more than {MAX_DRAFTS:,} drafts: name fewer folders at a time")
                yield found
        if not count:
            kinds = " ".join(f".{ending}" for ending in sorted(search.endings))
            what = "no draft in this folder" if os.path.isdir(name) else "no file matches this pattern"
            next_step = f"name another folder or a file ({kinds})" if os.path.isdir(name) else "check the pattern"
            yield DraftFailure(name, f"{shown(name)}: {what}; {next_step}")


def listed(text: str) -> tuple[str, ...]:
    """The names in a list of drafts: one a line, or parted by zero bytes as ``find -print0`` writes them; ``#`` begins a comment."""
    if "\0" in text:
        return tuple(name for name in text.split("\0") if name)
    lines = text.removeprefix("\ufeff").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))


@dataclass(slots=True)
class _Search:
    """One look through the file system; ignore files are read once."""

    endings: frozenset[str]
    specs: dict[Path, GitIgnoreSpec | None] = field(default_factory=dict)
    _root: str = ""
    _led_to: set[str] = field(default_factory=set)

    def behind(self, name: str) -> Iterator[str]:
        """The single drafts behind one name."""
        if name == "-" or is_address(name) or "\0" in name:
            yield name
        elif os.path.isdir(name):
            self._begin(Path(name))
            yield from self._folder(Path(name), 0)
        elif _MAGIC.search(name) and not os.path.lexists(name):
            yield from self._glob(name)
        else:
            yield name

    def _begin(self, base: Path) -> None:
        self._root = os.path.realpath(base)
        self._led_to = {self._root}

    # ---- folders ---------------------------------------------------------------------------------------------------

    def _folder(self, folder: Path, depth: int) -> Iterator[str]:
        files, folders = self._entries(folder, depth)
        inside = frozenset(folders)
        for entry in sorted([*files, *folders], key=lambda path: path.name):
            if entry in inside:
                yield from self._folder(entry, depth + 1)
            elif self._readable(entry):
                yield str(entry)

    def _entries(self, folder: Path, depth: int, *, hidden: bool = False) -> tuple[list[Path], list[Path]]:
        """The files and folders in a folder that are not passed over. A folder that may not be read is taken for an empty one."""
        if depth > _MAX_DEPTH:
            raise UsageError(f"{shown(str(folder))[:200]}…: folders within folders, more than {_MAX_DEPTH} deep; name one further down")
        files: list[Path] = []
        folders: list[Path] = []
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError:
            return files, folders
        names = {entry.name.lower() for entry in entries}
        for entry in entries:
            if entry.name.startswith(".") and not hidden:
                continue
            path = folder / entry.name
            try:
                is_folder = entry.is_dir()
                is_file = not is_folder and entry.is_file()
            except OSError:
                continue
            if not (is_folder or is_file) or self._ignored(path, is_folder):
                continue
            if is_file:
                files.append(path)
            elif not _saved_beside(entry.name, names) and not (entry.is_symlink() and self._known(path)):
                folders.append(path)
        return files, folders

    def _known(self, link: Path) -> bool:
        """Whether a link to a folder leads to where the search goes anyway, or has been led to before."""
        target = os.path.realpath(link)
        if target in self._led_to or target.startswith(self._root + os.sep) or self._root.startswith(target + os.sep):
            return True
        self._led_to.add(target)
        return False

    def _readable(self, path: Path) -> bool:
        # "~$story.docx" is what an office program keeps beside an open document
        return path.suffix.lower().lstrip(".") in self.endings and not path.name.startswith("~$")

    # ---- globs -----------------------------------------------------------------------------------------------------

    def _glob(self, pattern: str) -> Iterator[str]:
        parts = Path(pattern).parts
        first = next(index for index, part in enumerate(parts) if _MAGIC.search(part))
        rest = [part for part, before in zip(parts[first:], ("", *parts[first:]), strict=False) if part != "**" or before != "**"]
        base = Path(*parts[:first]) if first else Path()
        # "drafts/*" means the drafts there; "drafts/*.log" says itself what it means
        named = "." in re.split(r"[*?\]]", rest[-1])[-1]
        self._begin(base)
        found = {path for path in self._matching(base, rest, 0) if named or self._readable(path)}
        yield from map(str, sorted(found))

    def _matching(self, folder: Path, parts: list[str], depth: int) -> Iterator[Path]:
        head = parts[0]
        files, folders = self._entries(folder, depth, hidden=head.startswith("."))
        if head == "**":
            if len(parts) == 1:
                yield from files
            else:
                yield from self._matching(folder, parts[1:], depth)
            for below in folders:
                yield from self._matching(below, parts, depth + 1)
            return
        fits = re.compile(translate(head)).match
        if len(parts) == 1:
            yield from (path for path in files if fits(path.name))
        else:
            for below in folders:
                if fits(below.name):
                    yield from self._matching(below, parts[1:], depth + 1)

    # ---- ignore files ----------------------------------------------------------------------------------------------

    def _ignored(self, path: Path, is_folder: bool) -> bool:
        """Whether the nearest ignore file that says anything of ``path`` excludes it."""
        absolute = Path(os.path.abspath(path))
        for folder in absolute.parents:
            spec = self._spec(folder)
            if spec is not None:
                said = spec.check_file(absolute.relative_to(folder).as_posix() + ("/" if is_folder else "")).include
                if said is not None:
                    return said
        return False

    def _spec(self, folder: Path) -> GitIgnoreSpec | None:
        if folder not in self.specs:
            self.specs[folder] = _read_spec(folder / IGNORE_FILE)
        return self.specs[folder]


def _read_spec(path: Path) -> GitIgnoreSpec | None:
    if not path.is_file():
        return None
    from pathspec import GitIgnoreSpec

    try:
        if path.stat().st_size > _MAX_IGNORE_BYTES:
            raise UsageError(f"{path}: too large for an ignore file; shorten it")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: the ignore file cannot be read ({type(error).__name__}); save it as UTF-8 or remove it") from None
    if len(lines) > _MAX_IGNORE_LINES:
        raise UsageError(f"{path}: more than {_MAX_IGNORE_LINES:,} lines; shorten it")
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        raise UsageError(f"{path}: a pattern is wrong ({error}); mend it") from None


def _saved_beside(name: str, names: set[str]) -> bool:
    """Whether a folder holds the pictures and scripts of a page saved beside it."""
    match = _SAVED.fullmatch(name)
    return match is not None and any(match["page"].lower() + ending in names for ending in _PAGES)
