"""Front matter: what an author states above a Markdown text, between ``---`` (YAML) or ``+++`` (TOML) lines.

Only flat ``key: value`` lines are read, by hand: nothing is ever constructed, expanded or executed.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime

_MAX_LINES = 400
_MAX_LENGTH = 65_536
_KEY = re.compile(r"([A-Za-z][\w-]{0,40})\s{0,8}:(?:\s{1,20}(.{0,2000}))?$")
_FENCE = re.compile(r"(?:\ufeff)?(---|\+\+\+)[ \t]{0,20}(?:\r\n|\n|\r)")
_TITLES = ("title", "headline", "titel", "titre", "заголовок")
_DATES = ("date", "published", "pubdate", "publishdate", "datepublished", "created")
_LANGUAGES = ("language", "lang", "locale")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter states; ``end`` is the offset behind it, 0 if there is none."""

    end: int = 0
    title: str | None = None
    date: Date | None = None
    language: str | None = None
    url: str | None = None


def front_matter(text: str) -> FrontMatter:
    """Read the front matter at the start of ``text``, if there is any."""
    fence = _FENCE.match(text)
    if not fence:
        return FrontMatter()
    head = text[fence.end() : fence.end() + _MAX_LENGTH]
    closing = re.search(
        rf"(?:^|(?<=[\n\r])){re.escape(fence[1])}[ \t]{{0,20}}(?=[\n\r]|$)"
        if fence[1] == "+++"
        else r"(?:^|(?<=[\n\r]))(?:---|\.\.\.)[ \t]{0,20}(?=[\n\r]|$)",
        head,
    )
    if not closing:
        return FrontMatter()
    body = head[: closing.start()]
    values = _toml(body) if fence[1] == "+++" else _yaml(body)
    if values is None:
        return FrontMatter()
    after = re.compile(r"\r\n|\n|\r").match(text, fence.end() + closing.end())
    language = re.match(r"[A-Za-z]{2}(?=[-_]|$)", _first(values, _LANGUAGES) or "")
    url = values.get("url") or values.get("canonical") or values.get("canonical_url") or values.get("link")
    return FrontMatter(
        end=after.end() if after else fence.end() + closing.end(),
        title=_first(values, _TITLES),
        date=day(_first(values, _DATES)),
        language=language[0].lower() if language else None,
        url=url if url and url.startswith(("http://", "https://")) else None,
    )


def _first(values: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((values[name] for name in names if values.get(name)), None)


def _toml(body: str) -> dict[str, str] | None:
    try:
        data = tomllib.loads(body.replace("\r\n", "\n").replace("\r", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    return {
        key.lower(): value.isoformat() if isinstance(value, Date | datetime) else str(value)
        for key, value in data.items()
        if isinstance(value, str | Date | int)
    }


def _yaml(body: str) -> dict[str, str] | None:
    """The flat keys of YAML front matter; ``None`` if the first lines are prose between two rules rather than keys."""
    values: dict[str, str] = {}
    lines = re.split(r"\r\n|\n|\r", body)[:_MAX_LINES]
    filled = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if filled and not _KEY.match(filled[0].rstrip()) and not filled[0].lstrip().startswith(("%", "!")):
        return None
    for line in filled:
        match = _KEY.match(line.rstrip())
        if match and match[2]:
            values.setdefault(match[1].lower(), _scalar(match[2]))
    return values


def _scalar(words: str) -> str:
    words = words.strip()
    for sign in "\"'":
        if words.startswith(sign):
            end = words.find(sign, 1)
            while end > 0 and sign == "'" and words[end : end + 2] == "''":
                end = words.find(sign, end + 2)
            while end > 0 and sign == '"' and words[end - 1] == "\\":
                end = words.find(sign, end + 1)
            inner = words[1:end] if end > 0 else words[1:]
            return inner.replace("''", "'") if sign == "'" else inner.replace('\\"', '"').replace("\\\\", "\\")
    return re.split(r"\s#", words, maxsplit=1)[0].strip() if not words.startswith(("!", "&", "*", "|", ">", "[", "{")) else ""


def day(words: str | None) -> Date | None:
    """The day that an ISO date or date and time names."""
    match = re.match(r"\s{0,5}(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", words or "")
    if not match:
        return None
    try:
        return Date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
