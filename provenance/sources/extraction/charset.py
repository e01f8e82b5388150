"""The characters of a page: which encoding its bytes are in.

The order is that of the WHATWG Encoding and HTML standards (byte order mark, then ``Content-Type``, then ``<meta>``), with two
corrections that real servers make necessary: a declared encoding that the bytes do not fit is passed over, and bytes that are
well-formed multi-byte UTF-8 are UTF-8 even where a single-byte encoding is declared. Silence means UTF-8; only bytes that are
not UTF-8 are ever guessed at. Encodings that are no character sets of the web (UTF-7, IDNA, Python's own codecs) are never used.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD = 4096  # the HTML standard looks at 1024 bytes; long comments and inline scripts come before <meta> on real pages

# Python's codec for a label, where the web means another one by it, and the multi-byte ones that the web knows.
_WEB_CODECS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "cp932": "cp932",
    "euc_jp": "euc_jp",
    "iso2022_jp": "iso2022_jp",
    "euc_kr": "cp949",
    "cp949": "cp949",
    "utf-8": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "mac-roman": "mac-roman",
    "mac-cyrillic": "mac-cyrillic",
    "cp866": "cp866",
    **{f"iso8859-{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"cp125{n}": f"cp125{n}" for n in range(9)},
    "cp874": "cp874",
}
_MULTI_BYTE = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949", "utf-8", "utf-16-le", "utf-16-be"})

_META = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s{0,10}=\s{0,10}[\"']?\s{0,10}([a-zA-Z0-9_:.\-]{1,40})", re.I)
_XML_DECLARATION = re.compile(rb"^\s{0,20}<\?xml\b[^>]{0,200}?\bencoding\s{0,10}=\s{0,10}[\"']([a-zA-Z0-9_.\-]{1,40})", re.I)
_PARAMETER = re.compile(r"\bcharset\s{0,10}=\s{0,10}[\"']?\s{0,10}([a-zA-Z0-9_:.\-]{1,40})", re.I)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.S)

# Nothing that could break the JSON or the terminal behind us: C0 controls but tab and line ends, non-characters, lone surrogates.
_UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# What may be one of them in UTF-8; bytes are looked through many times faster.
_CONTROLS = bytes((*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F))
_NO_CHARACTERS = (b"\xef\xb7", b"\xef\xbf\xbe", b"\xef\xbf\xbf")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as characters."""

    text: str
    encoding: str
    """Name of the Python codec that was used."""
    damaged: bool = False
    """Whether bytes did not fit and stand as U+FFFD."""
    notes: tuple[str, ...] = ()


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Decode the bytes of a page.

    Parameters
    ----------
    body:
        The bytes, content encodings (gzip, br, …) already removed.
    content_type:
        The ``Content-Type`` header, if there was one.

    Never raises: bytes that fit no encoding are replaced by U+FFFD and ``damaged`` says so.
    """
    for mark, marked in _BOMS:
        if body.startswith(mark):
            return _replaced(body[len(mark) :], marked, ())
    header = web_codec(match[1]) if content_type and (match := _PARAMETER.search(content_type)) else None
    meta = _declared_inside(body)
    notes: list[str] = []
    if header and meta and header != meta:
        notes.append(f"the server declares the encoding {header}, the page itself {meta}")
    utf8 = _decoded(body, "utf-8")
    for codec in (header, meta):
        if codec is None:
            continue
        if codec not in _MULTI_BYTE and utf8 is not None and not body.isascii():
            notes.append(f"declared as {codec}, but its bytes are UTF-8")
            return _done(utf8, body, "utf-8", tuple(notes))
        text = utf8 if codec == "utf-8" else _decoded(body, codec)
        if text is not None:
            return _done(text, body, codec, tuple(notes))
        notes.append(f"its bytes are not the declared {codec}")
    if utf8 is not None:
        return _done(utf8, body, "utf-8", tuple(notes))
    guessed = _guess(body)
    declared = header or meta
    if declared and (guessed is None or _losses(body, declared) <= max(2, len(body) // 2000)):
        return _replaced(body, declared, tuple(notes))  # a few broken bytes in an otherwise fitting encoding
    if guessed is None or _losses(body, "utf-8") <= max(1, len(body) // 5000):
        return _replaced(body, "utf-8", tuple(notes))
    return _replaced(body, guessed, (*notes, f"no usable encoding declared; read as {guessed}"))


def web_codec(label: str) -> str | None:
    """The Python codec for an encoding label of a page, or ``None`` for one that the web does not know."""
    label = label.strip().lower()
    if label in ("x-sjis", "windows-31j"):
        label = "cp932"
    elif label.startswith("x-") or not label.isascii():
        label = {"x-gbk": "gbk", "x-euc-jp": "euc_jp", "x-mac-cyrillic": "mac-cyrillic", "x-cp1251": "cp1251", "x-cp1252": "cp1252"}.get(
            label, ""
        )
    if not label:
        return None
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return _WEB_CODECS.get(name)


def _declared_inside(body: bytes) -> str | None:
    head = body[:_HEAD]
    if match := _XML_DECLARATION.match(head):
        return _inside(match[1])
    match = _META.search(_COMMENT.sub(b"", head))
    return _inside(match[1]) if match else None


def _inside(label: bytes) -> str | None:
    codec = web_codec(label.decode("ascii"))
    # whoever could read the declaration byte by byte is not reading UTF-16
    return "utf-8" if codec in ("utf-16-le", "utf-16-be") else codec


def _decoded(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _losses(body: bytes, codec: str) -> int:
    return body.decode(codec, "replace").count("\ufffd")


def _guess(body: bytes) -> str | None:
    from charset_normalizer import from_bytes

    # tags and scripts are ASCII and only dilute the evidence
    sample = re.sub(rb"<[^<>]{0,500}>", b" ", body)[:200_000]
    best = from_bytes(sample, threshold=0.3).best()
    return web_codec(best.encoding) if best else None


def _replaced(body: bytes, codec: str, notes: tuple[str, ...]) -> Decoded:
    return _done(body.decode(codec, "replace"), body, codec, notes)


def _done(text: str, body: bytes, codec: str, notes: tuple[str, ...]) -> Decoded:
    damaged = "\ufffd" in text and "\ufffd".encode(codec, "ignore") not in body if codec == "utf-8" else "\ufffd" in text
    if damaged:
        notes = (*notes, f"some bytes are not {codec} and were replaced")
    clean = codec == "utf-8" and len(body.translate(None, _CONTROLS)) == len(body)
    clean = clean and (b"\xef" not in body or not any(mark in body for mark in _NO_CHARACTERS))
    return Decoded(text if clean else without_controls(text), codec, damaged, notes)


def without_controls(text: str) -> str:
    """``text`` without characters that no page may hold: character references and JSON escapes can bring them back in."""
    return _UNFIT.sub("", text) if _UNFIT.search(text) else text
