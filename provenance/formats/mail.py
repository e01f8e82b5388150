"""Mail (RFC 5322, MIME) and web archives (MHTML, RFC 2557): the texts in a message, with what its headers say.

To be run in a confined process. The structure is read with the standard library's older header rules: those of
``policy.default`` took 16 s for a mail of 100,000 parts, the older 1.2 s. Only the few headers that are shown are read by the
newer ones, which know more encodings, and only so much of each as a header may have.
"""

from __future__ import annotations

import base64
import re
from dataclasses import asdict, dataclass, field
from email import policy
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from typing import Any

from provenance.formats.outcomes import Refused

MAX_PARTS = 2_000
MAX_NESTED = 5
"""How deep messages in messages are read."""
_MAX_HEADER = 4_000
_MAX_TOLD = 20
_RICH = 0.6
"""An HTML part with less of the text than this share of the plain one is a stub."""
_TAGS = re.compile(rb"<[^<>]{0,4000}>|&[#\w]{1,12};|\s{2,}")
_TEXTS = {"text/plain": "plain", "text/html": "html", "text/markdown": "markdown"}


@dataclass(slots=True)
class _Text:
    """A text part: ``body`` are its bytes with the transfer encoding undone, in base64."""

    kind: str
    charset: str | None
    body: str
    flowed: bool = False


@dataclass(slots=True)
class _Mail:
    """One message: the outermost, or one that it carries."""

    subject: str
    date: str | None
    language: str | None
    depth: int
    texts: list[_Text] = field(default_factory=list)


@dataclass(slots=True)
class _Walk:
    """What a walk through the parts has found."""

    mails: list[_Mail] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    parts: int = 0
    encrypted: bool = False


def texts(body: bytes) -> dict[str, Any]:
    """The texts of a mail.

    Parameters
    ----------
    body:
        The file.

    Returns
    -------
    ``mails``: the message and those that it carries, in order, each with ``subject``, ``date`` (ISO 8601 day or ``None``),
    ``language``, ``depth`` and ``texts`` (``kind`` ``plain``, ``html`` or ``markdown``, ``charset``, ``body`` in base64, ``flowed``
    after RFC 3676); ``left``: what was passed over, by name; ``parts``: how many there are; ``encrypted``.

    Raises
    ------
    Refused
        It is no mail, or nests too deeply.
    """
    message = _parsed(body)
    walk = _Walk()
    _message(message, 0, walk)
    return {"mails": [asdict(mail) for mail in walk.mails], "left": walk.left, "parts": walk.parts, "encrypted": walk.encrypted}


def page(body: bytes) -> dict[str, Any]:
    """The page in a web archive: ``text`` as for :func:`texts`, ``url`` (empty if it does not say) and ``subject``.

    Raises
    ------
    Refused
        There is no page in it.
    """
    message = _parsed(body)
    url = _header(message, "Snapshot-Content-Location") or _header(message, "Content-Location")
    for count, part in enumerate(message.walk()):
        if count > MAX_PARTS:
            break
        if _kind(part) == "text/html":
            found = asdict(_text(part, "html"))
            own = url or _header(part, "Content-Location")
            return {"text": found, "url": own if own.lower().startswith(("http://", "https://")) else "", "subject": _subject(message)}
    raise Refused("is no web archive with a page in it")


def _parsed(body: bytes) -> Message:
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(body.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t "))
    except RecursionError:
        raise Refused("nests its parts too deeply") from None
    if not message.keys():
        raise Refused("has no headers, and so is no mail")
    return message


def _message(message: Message, depth: int, walk: _Walk) -> None:
    mail = _Mail(_subject(message), _day(message), _header(message, "Content-Language")[:40] or None, depth)
    walk.mails.append(mail)
    mail.texts = _gather(message, depth, walk)


def _gather(part: Message, depth: int, walk: _Walk) -> list[_Text]:
    """The texts in a part, in order; messages that it carries go to the walk."""
    walk.parts += 1
    if walk.parts > MAX_PARTS:
        return []
    for name in ("Content-Type", "Content-Disposition"):
        value = part.get(name)
        if value is not None and len(str(value)) > _MAX_HEADER:  # parameters are parted in quadratic time
            part.replace_header(name, str(value)[:_MAX_HEADER])
    kind = _kind(part)
    inner = part.get_payload() if part.is_multipart() else None
    if isinstance(inner, list):
        children = [child for child in inner if isinstance(child, Message)]
        if kind == "message/rfc822":
            if depth < MAX_NESTED and children:
                _message(children[0], depth + 1, walk)
            else:
                _leave(part, kind, walk)
            return []
        if kind == "multipart/alternative":
            return _richest([_gather(child, depth, walk) for child in children[:50]])
        if kind in ("multipart/related", "multipart/signed"):
            children = children[:1] if kind == "multipart/signed" else _root(children)
        elif kind == "multipart/encrypted":
            walk.encrypted = True
            return []
        elif kind in ("multipart/report", "message/delivery-status"):
            children = children[:1]
        return [text for child in children for text in _gather(child, depth, walk)]
    if kind in _TEXTS and part.get_content_disposition() != "attachment":
        found = _text(part, _TEXTS[kind])
        return [found] if found.body else []
    walk.encrypted |= kind in ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
    _leave(part, kind, walk)
    return []


def _root(children: list[Message]) -> list[Message]:
    """Of a page with its pictures the page: RFC 2387's first part, or the first that is a text or holds one."""
    return next(([child] for child in children if _kind(child).startswith(("text/", "multipart/"))), [])


def _richest(choices: list[list[_Text]]) -> list[_Text]:
    """Of several forms of one text the HTML, which has the links, unless it is a stub."""
    filled = [choice for choice in choices if choice]
    plain = max((_length(choice) for choice in filled if not _has_html(choice)), default=0)
    for choice in reversed(filled):
        if _has_html(choice) and _length(choice) >= _RICH * plain:
            return choice
    return next((choice for choice in filled if not _has_html(choice)), filled[0] if filled else [])


def _has_html(choice: list[_Text]) -> bool:
    return any(text.kind == "html" for text in choice)


def _length(choice: list[_Text]) -> int:
    bodies = [(text.kind, base64.b64decode(text.body)) for text in choice]
    return sum(len(_TAGS.sub(b" ", body)) if kind == "html" else len(body) for kind, body in bodies)


def _text(part: Message, kind: str) -> _Text:
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    if kind == "plain" and not body.strip():
        body = b""
    flowed = str(part.get_param("format") or "").lower() == "flowed"
    return _Text(kind, part.get_content_charset(), base64.b64encode(body).decode("ascii"), flowed)


def _leave(part: Message, kind: str, walk: _Walk) -> None:
    name = _clean(str(part.get_filename() or ""))[:100]
    if len(walk.left) < _MAX_TOLD and (name or part.get_content_disposition() == "attachment" or not kind.startswith(("image/", "text/"))):
        walk.left.append(f"{name} ({kind})" if name else kind)


def _kind(part: Message) -> str:
    return _clean(part.get_content_type())[:80]


def _subject(message: Message) -> str:
    return _header(message, "Subject")


def _day(message: Message) -> str | None:
    try:
        return parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _header(message: Message, name: str) -> str:
    """A header's words on one line; encoded words (RFC 2047) and raw UTF-8 (RFC 6532) are read."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")[:_MAX_HEADER]
    raw = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        words = str(policy.default.header_factory(name if name == "Subject" else "X-Text", raw.replace("\r", " ").replace("\n", " ")))
    except Exception:  # its parser breaks on some headers in ways of its own
        words = raw
    return _clean(words)


def _clean(words: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())
