"""Files as they come: taken from disk within bounds, never blocking, and told apart by their first bytes."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field

from provenance.errors import DraftError

MAX_BYTES = 32 * 1024 * 1024
_CHUNK = 1 << 20
_SYSTEM = ("/dev", "/proc", "/sys", "/etc")  # no draft lies there, and some of what does never ends

_BINARY = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a sound or image file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
)
_DOCUMENTS = {
    "docx": "a Word document (.docx)",
    "odt": "an OpenDocument text (.odt)",
    "pdf": "a PDF",
    "eml": "a mail (.eml)",
}
_UNREAD = {
    "doc": "an old Word document (.doc), a format that is not read; save it as .docx",
    "rtf": "a rich text file (.rtf), a format that is not read; save it as .docx or plain text (.txt)",
    "epub": "an e-book (.epub), a format that is not read; save the text in it as HTML",
    "zip": "a ZIP archive, which is not read; unpack it",
    "xlsx": "an Excel workbook (.xlsx), not a text; copy its text into one",
    "pptx": "a PowerPoint presentation (.pptx), not a text; copy its text into one",
    "locked": "an Office file that is protected with a password; open it, save it without the password",
}
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # the stream of a compound file that holds what a password protects (MS-OFFCRYPTO)
_HEAD, _TAIL = 4096, 65536
_MAIL = re.compile(rb"(?:[A-Za-z][A-Za-z-]{1,40}:[^\r\n]{0,2000}(?:\r?\n[ \t][^\r\n]{0,2000}){0,50}\r?\n){3}")
_TAG = re.compile(
    r"(?is)\s{0,1000}(?:<\?xml[^>]{0,200}>\s{0,1000})?(?:<!--.{0,2000}?-->\s{0,1000}){0,5}<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])"
)
_ANY_TAG = re.compile(r"<(?:p|div|a|span|h[1-6]|ul|ol|li|table|article|section|br)(?:\s[^<>]{0,500})?/?>", re.I)
_CLOSING_TAG = re.compile(r"</(?:p|div|h[1-6]|ul|ol|table|article|section)>", re.I)


@dataclass(frozen=True, slots=True)
class File:
    """A file that a reader is to read.

    Attributes:
        path: its name for messages and the report.
        text: its characters, decoded, without a byte order mark; empty for a format that is no text.
        notes: what had to be decided so far, a sentence each.
        address: where it was fetched from; empty for a file.
        body: its bytes.
    """

    path: str
    text: str
    notes: tuple[str, ...] = ()
    address: str = ""
    body: bytes = field(default=b"", repr=False)


def shown(path: str) -> str:
    """A file's name for a message of one line."""
    return path if path.isprintable() else ascii(path)


def take(path: str) -> bytes:
    """The bytes of a regular file.

    Raises:
        DraftError: there is none, it is no regular file, it may not be read, is larger than 32 MiB, or changes all the time.
    """
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://", path) or path.lower().startswith("file:"):
        raise DraftError(f"{shown(path)}: an address, not a file; save the page and give the file's name")
    if "\0" in path:
        raise DraftError(f"{shown(path)}: it cannot be opened, its name holds a zero byte; check the name")
    real = os.path.realpath(path)
    if any(real == folder or real.startswith(folder + "/") for folder in _SYSTEM):
        raise DraftError(f"{shown(path)}: a system file or device, not a draft; give a text, Markdown or HTML file")
    for _ in range(3):
        body, settled = _snapshot(path)
        if settled:
            return body
    raise DraftError(f"{shown(path)}: it is being written to while it is read; try again when it is finished")


def _snapshot(path: str) -> tuple[bytes, bool]:
    """The bytes, and whether the file stayed the same while they were read."""
    try:
        # Not blocking: opening a pipe that nobody writes to would wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise DraftError(f"{shown(path)}: there is no such file; check the name") from None
    except IsADirectoryError:
        raise DraftError(f"{shown(path)}: a folder, not a file; name the drafts in it") from None
    except PermissionError:
        raise DraftError(f"{shown(path)}: it may not be read by you; change its permissions or give a copy") from None
    except (OSError, ValueError) as error:
        raise DraftError(f"{shown(path)}: it cannot be opened ({getattr(error, 'strerror', None) or error}); give another file") from None
    try:
        before = os.fstat(handle)
        if stat.S_ISDIR(before.st_mode):
            raise DraftError(f"{shown(path)}: a folder, not a file; name the drafts in it")
        if not stat.S_ISREG(before.st_mode):
            raise DraftError(f"{shown(path)}: a pipe, socket or device, not a file; save its contents to a file first")
        if before.st_size > MAX_BYTES:
            raise DraftError(
                f"{shown(path)}: {before.st_size / 2**20:.0f} MiB is more than the {MAX_BYTES // 2**20} MiB that are read; split it"
            )
        parts: list[bytes] = []
        size = 0
        while chunk := os.read(handle, _CHUNK):
            parts.append(chunk)
            size += len(chunk)
            if size > MAX_BYTES:
                raise DraftError(f"{shown(path)}: more than the {MAX_BYTES // 2**20} MiB that are read; split it")
        after = os.fstat(handle)
        settled = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) and size == after.st_size
        return b"".join(parts), settled
    except OSError as error:
        raise DraftError(f"{shown(path)}: reading it failed ({error.strerror or error}); give another copy") from None
    finally:
        os.close(handle)


def document(path: str, body: bytes) -> str:
    """The format of a file that is no text, whatever its name ends in: ``docx``, ``odt`` or ``pdf``; empty for what may be a text.

    Raises:
        DraftError: it is empty, a picture, an archive, a program, or a document of a format that is not read.
    """
    if not body:
        raise DraftError(f"{path}: the file is empty; give a file with text in it")
    for magic, what in _BINARY:
        if body.startswith(magic):
            raise DraftError(f"{path}: {what}, not a text; give a text, Markdown or HTML file")
    if b"%PDF-" in body[:1024] and body.lstrip()[:5] == b"%PDF-":
        return "pdf"
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(path, body)
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        raise _unread(path, "locked" if _LOCKED in body else "doc")
    if body.startswith(b"{\\rtf"):
        raise _unread(path, "rtf")
    return ""


def _package(path: str, body: bytes) -> str:
    """Which of the formats that are ZIP archives: by the names at its beginning and in the directory at its end."""
    names = body[:_HEAD] + body[-_TAIL:]
    if b"epub+zip" in names:
        raise _unread(path, "epub")
    if b"vnd.oasis.opendocument" in body[:_HEAD]:
        return "odt"
    for folder, kind in ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx")):
        if folder in names:
            if kind in _UNREAD:
                raise _unread(path, kind)
            return kind
    if b"content.xml" in names:
        return "odt"
    ending = os.path.splitext(path)[1].lower()
    if ending.startswith((".doc", ".dot", ".odt", ".ott")):
        return "odt" if ending.startswith(".o") else "docx"  # its reader says what is wrong with it
    raise _unread(path, "zip")


def refuse_unread(path: str, name: str) -> None:
    """Say of a format's name that it is not read.

    Raises:
        DraftError: if it is one of those formats.
    """
    if name in _UNREAD:
        raise _unread(path, name)


def refuse_pretence(path: str, name: str, body: bytes) -> None:
    """Say of a file that bears the name of a document's format that it is none.

    Parameters:
        path: the file's name for messages.
        name: the format that its ending or the caller names.
        body: its bytes, in which :func:`document` saw no document.

    Raises:
        DraftError: if it is such a format.
    """
    if name in _DOCUMENTS and name != "eml":
        what = "an HTML page" if looks_like_html(body[:20_000].decode("utf-8", "replace")) else "something else, perhaps a text"
        raise DraftError(
            f"{path}: not {_DOCUMENTS[name]}, whatever its name says, but {what}; name it after what it is, or give --input-format"
        )


def message(body: bytes) -> str:
    """``mhtml`` if the file begins as a page that a browser saved as one file, ``eml`` if as a mail, else empty."""
    head = body[:20_000]
    low = head.lower()
    if not _MAIL.match(head.lstrip(b"\xef\xbb\xbf\r\n")):
        return ""
    if (
        b"\nsnapshot-content-location:" in low
        or low.startswith(b"from: <saved by")
        or (b"multipart/related" in low and b"\nto:" not in low)
    ):
        return "mhtml"
    return "eml" if b"from:" in low and (b"mime-version:" in low or b"received:" in low) else ""


def looks_like_html(text: str) -> bool:
    """Whether a text is an HTML page or a fragment of one, whatever its name says."""
    if _TAG.match(text[:20_000]):
        return True
    head = text[:20_000].lstrip()
    return head.startswith("<") and bool(_ANY_TAG.match(head)) and len(_CLOSING_TAG.findall(head)) >= 2


def _unread(path: str, kind: str) -> DraftError:
    return DraftError(f"{path}: {_UNREAD[kind]} and give that file")


def no_reader(path: str, name: str) -> DraftError:
    """That a document's format is not read yet."""
    return DraftError(f"{path}: {_DOCUMENTS[name]}, a format that is not read yet; save it as plain text (.txt) or HTML and give that file")
