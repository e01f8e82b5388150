"""Writing reports: to stdout, or to a file that is either whole or not there."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from provenance.errors import UsageError

Put = Callable[[str], object]


def may_write(output: Path) -> None:
    """Look before a long run whether a report can be put there at its end.

    Raises
    ------
    UsageError
        The folder is missing or may not be written to, or the name is a folder's.
    """
    folder = output.parent
    if output.is_dir():
        raise UsageError(f"cannot write {output}: it is a folder; name a file in it after --output")
    if not folder.is_dir():
        raise UsageError(f"cannot write {output}: there is no folder {folder}; make it, or name another file after --output")
    if not os.access(output if output.exists() else folder, os.W_OK):
        raise UsageError(f"cannot write {output}: permission denied; name another file after --output")


def write(text: str | bytes, output: Path | None) -> None:
    """Write ``text`` to a file, or to stdout without one.

    Raises
    ------
    UsageError
        The file cannot be written.
    """
    if isinstance(text, str):
        with writer(output) as put:
            put(text)
    elif output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
    else:
        with _replaced(output) as number, open(number, "wb") as file:
            file.write(text)


@contextmanager
def writer(output: Path | None) -> Iterator[Put]:
    """A way to write text piece by piece. A file is put in its place at the end, whole; errors as for :func:`write`."""
    if output is None:
        try:
            try:
                yield sys.stdout.write
            finally:
                sys.stdout.flush()
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            raise UsageError(f"cannot write the report: {error.strerror}; make room, or name a file elsewhere with --output") from error
        return
    # newlines as they are: a format that wants CR LF has written them itself
    with _replaced(output) as number, open(number, "w", encoding="utf-8", newline="") as file:
        yield file.write


@contextmanager
def _replaced(output: Path) -> Iterator[int]:
    """The descriptor of a new file beside ``output`` that takes its place when all is written, and goes when that fails."""
    target = Path(os.path.realpath(output))  # a link stays a link
    try:
        mode = target.stat().st_mode
    except OSError:
        mode = 0
    try:
        if mode and not stat.S_ISREG(mode):  # a pipe or a device cannot be replaced
            yield os.open(target, os.O_WRONLY)
            return
        new = target.with_name(f".{target.name[:200]}.{os.getpid()}.new")
        number = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror}; name another file after --output") from error
    try:
        if mode:
            with contextlib.suppress(OSError):
                new.chmod(stat.S_IMODE(mode))
        yield number
        new.replace(target)
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror}; name another file after --output") from error
    finally:
        new.unlink(missing_ok=True)
