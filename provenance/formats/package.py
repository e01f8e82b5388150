"""The ZIP archive that office files are: its parts by name, within bounds, and never unpacked to disk."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from provenance.formats.outcomes import Refused

MAX_ENTRIES = 20_000
MAX_PART = 48 * 1024**2
"""Bytes of one part, unpacked: ten times what a draft of the longest length read takes."""
MAX_TOTAL = 64 * 1024**2
"""Bytes of all parts that are read, unpacked."""
_MAX_RATIO = 250  # prose in markup shrinks to a tenth or a thirtieth; what shrinks more than this says nothing
_SMALL = 8 * 1024**2  # and is let pass up to this size
_CHUNK = 1 << 16
_ENCRYPTED = 1
_LEADS_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")


class Package:
    """A ZIP archive whose parts are read one by one, on request.

    Only the parts that are asked for are unpacked, so that pictures and what else a file brings along cost nothing. Names are
    compared without case, as the Open Packaging Conventions (ECMA-376 part 2) have it.

    Parameters
    ----------
    body:
        The archive.

    Raises
    ------
    Refused
        It is no whole archive, has too many entries, or is encrypted.
    """

    def __init__(self, body: bytes) -> None:
        if body.count(b"PK\x01\x02") > MAX_ENTRIES:
            raise Refused(f"has more than {MAX_ENTRIES:,} entries in its archive, as no document has")
        try:
            self._archive = zipfile.ZipFile(BytesIO(body))
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, IndexError, UnicodeDecodeError):
            raise Refused("is damaged: its archive is not whole") from None
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise Refused("is protected with a password")
        usable = [entry for entry in entries if not _LEADS_OUT.search(entry.orig_filename) and not entry.is_dir()]
        self.strays = len(entries) - len(usable) - sum(entry.is_dir() for entry in entries)
        """Entries whose names lead out of the archive; they are never looked at."""
        self._entries = {entry.filename.lower(): entry for entry in usable}
        self._often = Counter(entry.filename.lower() for entry in usable)
        self._left = MAX_TOTAL

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._entries

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts, in lower case."""
        return frozenset(self._entries)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack a part bit by bit.

        Parameters
        ----------
        name:
            Of the part; :class:`KeyError` if there is none.

        Raises
        ------
        Refused
            The part is there twice, too large, a bomb, damaged, or packed in a way that office files are not.
        """
        entry = self._entries[name.lower()]
        if self._often[name.lower()] > 1:
            raise Refused(f"holds {name} more than once, so that what it says depends on the program that opens it")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(f"is no office file: {name} in it is packed in a way that they are not")
        size = 0
        most = min(MAX_PART, self._left)
        if entry.file_size > most:
            raise Refused(f"unpacks to {entry.file_size / 2**20:.0f} MiB of {name}, more than the {most / 2**20:.0f} MiB that are read")
        try:
            with self._archive.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    if size > most or (size > _SMALL and size > _MAX_RATIO * max(1, entry.compress_size)):
                        raise Refused(f"is a bomb: {name} in it unpacks to many times its size")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError):
            raise Refused(f"is damaged: {name} in it cannot be unpacked") from None
        finally:
            self._left -= size

    def read(self, name: str) -> bytes:
        """A small part as a whole; errors as for :meth:`chunks`."""
        return b"".join(self.chunks(name))
