"""Words that say what a line of a page is for: a credit, a caption, a pointer to another article, the heading of a source list."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

# The words before a colon, bar or arrow; at the end of a line too ("Related stories").
_LEAD = re.compile(r"[\W_]{0,6}(?P<words>[^\W\d_][^:|>»→\n]{2,40}?)\s{0,2}(?:[:|>»→]|[–—-]\s)")
_CREDIT_HEAD = re.compile(r"[\W_]{0,4}(?P<words>[^\W\d_][^:/©\n]{1,24}?)\s?(?:[:/©]|\bby\b)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_a-zа-яёіїєґ][\w&'’-]{0,24}(?:\.[\w-]{1,24}){0,3}|[^\W\d_]\.")  # a name's: with a capital, no stop behind it
_TAIL = re.compile(r"(?<=[.!?…\"”»)])\s+|\s+[–—-]\s+|\(")
_LONGEST_CAPTION = 600
_LONGEST_CREDIT = 200


@cache
def layout_words() -> dict[str, frozenset[str]]:
    """The word lists of ``data/layout.toml``, in lower case."""
    data = tomllib.loads((files("provenance.language") / "data" / "layout.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


def is_related_line(text: str) -> bool:
    """Whether a line points to another article ("Related article: …", «Читайте также»), in any of the known languages."""
    line = text.strip()
    leads = layout_words()["leads"]
    match = _LEAD.match(line[:80])
    return (match is not None and match["words"].strip().lower() in leads) or line[:80].strip(" .:|>»→*_#").lower() in leads


def is_credit(text: str) -> bool:
    """Whether a line says only who made or owns a picture: ``EPA / TASS``, "Photo: …", "© …"."""
    line = text.strip().strip("()[]*_ ")
    if not line or len(line) > _LONGEST_CREDIT:
        return False
    if line.startswith(("©", "(c)", "(C)", "&copy;", "Copyright ")):
        return True
    head = _CREDIT_HEAD.match(line)
    if head and head["words"].strip(" .").lower() in layout_words()["credits"]:
        # "Video: the minister said that …" goes on as a sentence; a credit is a name.
        rest = line[head.end() :].strip()
        return len(rest.split()) <= 10 and not re.search(r"[!?…]|\w{3,}\.\s+\w", rest)
    return is_agency_credit(line.rstrip("."))


def is_agency_credit(text: str) -> bool:
    """Whether the words are only names of agencies or picture services, with signs between: ``EPA / TASS``."""
    line = text.strip()
    parts = [part.split() for part in re.split(r"[/|,]", line)] if len(line) <= 80 else []
    names = [" ".join(part).lower() for part in parts]
    agencies = layout_words()["agencies"]
    if not any(name in agencies or name.removesuffix(" photo") in agencies for name in names):
        return False
    return all(
        name in agencies or (0 < len(part) <= 5 and all(_WORD.fullmatch(word) for word in part))
        for name, part in zip(names, parts, strict=True)
    )


def is_caption(text: str) -> bool:
    """Whether a short paragraph is a picture's caption: it ends in a credit or says that it is from the archive."""
    line = text.strip()
    if len(line) > _LONGEST_CAPTION:
        return False
    low = line.rstrip(" .").lower()
    if any(low.endswith((f"({end})", f"[{end}]")) for end in layout_words()["caption_ends"]):
        return True
    if is_credit(line):
        return True
    ends = [match.end() for match in _TAIL.finditer(line, max(0, len(line) - _LONGEST_CREDIT))]
    return any(is_credit(line[end:].strip(" .)(")) for end in ends)


def is_sources_heading(text: str) -> bool:
    """Whether a line is the heading of a source list."""
    return text.strip(" #*_:.=").lower() in layout_words()["sources"]
