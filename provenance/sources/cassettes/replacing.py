"""Files written beside the real one and put in its place when they are complete."""

from __future__ import annotations

import glob
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

from provenance.errors import CassetteError

_DAY = 24 * 3600


class Replacement:
    """A file written beside the real one and put in its place when it is complete: a kill leaves the old file or the new.

    Parameters
    ----------
    path
        The file to make or replace.
    keep
        Whether it begins with what the old file holds.
    """

    def __init__(self, path: Path, *, keep: bool) -> None:
        self._path = path
        self._part: Path | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
            self._part = Path(name)
            self._sweep()
            self.out: IO[bytes] = os.fdopen(handle, "wb")
            if keep:
                with path.open("rb") as old:
                    while chunk := old.read(1 << 20):
                        self.out.write(chunk)
        except OSError as error:
            self.discard()
            raise CassetteError(f"{path}: cannot be written ({error.strerror}); name a file in a folder that can") from error

    def _sweep(self) -> None:
        """Remove what runs that were killed left behind; what is younger than a day may be another writer's."""
        if self._part is None:
            return
        now = self._part.stat().st_mtime
        for left in self._path.parent.glob(f".{glob.escape(self._path.name)}.*.part"):
            with suppress(OSError):
                if now - left.stat().st_mtime > _DAY:
                    left.unlink()

    def commit(self) -> None:
        """Put the file in its place."""
        try:
            self.out.flush()
            os.fsync(self.out.fileno())
            self.out.close()
            # readable like any file the user makes, not only by its owner as temporary files are
            mask = os.umask(0)
            os.umask(mask)
            if self._part is not None:
                self._part.chmod(0o666 & ~mask)
                self._part.replace(self._path)
        except OSError as error:
            self.discard()
            raise CassetteError(f"{self._path}: cannot be written ({error.strerror}); what was recorded is lost") from error

    def discard(self) -> None:
        """Leave the old file as it was."""
        with suppress(OSError, ValueError, AttributeError):
            self.out.close()
        if self._part is not None:
            with suppress(OSError):
                self._part.unlink()
