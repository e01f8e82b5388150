"""Running text out of lines: divided words and addresses whole again, paragraphs joined over columns and pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from provenance.formats.pdf_blocks import Block, Measure, ended
from provenance.formats.pdf_lines import Line
from provenance.formats.pdf_words import HYPHEN

_HYPHENS = f"-\u2010\u00ad{HYPHEN}"
_WORD = re.compile(r"[^\W\d_]{2,40}(?:-[^\W\d_]{2,40}){0,3}")
_HEAD = re.compile(r"[^\W\d_]{1,40}\Z")
_TAIL = re.compile(r"[^\W\d_]{1,40}")
_CJK = re.compile(r"[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]{0,2000}\Z", re.IGNORECASE)
_REST = re.compile(r"[\w\-./?=&%#~+:;,@!$*()]{1,400}")
_FIRST_PARTS = frozenset(
    ["well", "self", "vice", "half", "cross", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
)
_LAST_PARTS = frozenset(["known", "based", "backed", "called", "term", "scale", "style", "minded", "elect"])
_MANY = 1 / 30  # line ends with a hyphen, from which on a file is hyphenated
_BETWEEN = 14  # blocks that may stand in the middle of a paragraph


@dataclass(slots=True)
class Text:
    """A block as running text. Offsets count in ``text``."""

    text: str
    lines: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Where each line begins: offset, page, line, and column in that line."""
    links: list[tuple[int, int, str]] = field(default_factory=list)
    marks: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known of a file's words."""

    words: frozenset[str]
    hyphenated: bool
    """Whether words are divided at line ends."""


def habits(found: list[Block]) -> Habits:
    """The words that a file uses, and whether it divides them."""
    words: set[str] = set()
    divided = lines = 0
    for block in found:
        for index, line in enumerate(block.lines):
            text = line.text
            whole = [match[0].lower() for match in _WORD.finditer(text)]
            if index + 1 < len(block.lines):
                lines += 1
                if text[-1:] in _HYPHENS and text[-2:-1].isalpha():
                    divided += 1
                    whole = whole[:-1]
            if index and block.lines[index - 1].text[-1:] in _HYPHENS:
                whole = whole[1:]
            words.update(whole)
    return Habits(frozenset(words), divided > 0 and divided >= lines * _MANY)


def text_of(block: Block, known: Habits) -> Text:
    """A block's lines put together."""
    out = Text("")
    parts: list[str] = []
    length = 0
    for index, line in enumerate(block.lines):
        body = line.text
        cut = 0
        if index:
            glue, drop = _seam(parts, block.lines[index - 1], line, known, block.kind)
            if drop:
                parts[-1] = parts[-1][:-drop]
                length -= drop
                _shorten(out, length)
            parts.append(glue)
            length += len(glue)
            cut = len(body) - len(body.lstrip())
            body = body[cut:]
        out.lines.append((length, line.page, line.number, cut + 1))
        out.links.extend((length + max(start - cut, 0), length + end - cut, url) for start, end, url in line.links if end > cut)
        out.marks.extend((length + start - cut, length + end - cut, key) for start, end, key in line.marks if start >= cut)
        parts.append(body)
        length += len(body)
    out.text = "".join(parts)
    tail = out.text.rstrip(HYPHEN)
    if len(tail) < len(out.text) or HYPHEN in tail:  # the mark has one character, and so has the hyphen
        out.text = out.text.replace(HYPHEN, "-")
    out.links = _merged(out)
    return out


def _shorten(out: Text, length: int) -> None:
    out.links = [(start, min(end, length), url) for start, end, url in out.links if start < length]


def _seam(parts: list[str], last: Line, line: Line, known: Habits, kind: str) -> tuple[str, int]:
    """What stands between two lines, and how many characters of the first are to go."""
    before, after = parts[-1], line.text.lstrip()
    if not before or not after:
        return "", 0
    if _in_address("".join(parts[-4:]), last, line, after):
        return "", 0
    if before[-1] in _HYPHENS and len(before) > 1 and not before[-2].isspace():
        stays = _stays("".join(parts[-3:]), after, known)
        if stays is not None:
            if before[-1] in ("\u00ad", HYPHEN) and stays:
                parts[-1] = before[:-1] + "-"
            return "", 0 if stays else 1
    if _CJK.match(before[-1]) and _CJK.match(after[0]):
        return "", 0
    if kind == "code":
        return "\n", 0
    return " ", 0


def _stays(before: str, after: str, known: Habits) -> bool | None:
    """Whether a hyphen at a line's end belongs to the word; ``None`` if it divides nothing."""
    head, tail = _HEAD.search(before[-41:-1]), _TAIL.match(after)
    if head is None or tail is None:
        return True if before[-2].isalnum() and after[0].isalnum() else None
    if before[-1] == "\u00ad":
        return False
    first, second = head[0], tail[0]
    if not second[0].islower():
        return True
    whole, parted = (first + second).lower(), f"{first}-{second}".lower()
    if whole in known.words:
        return False
    if parted in known.words:
        return True
    if not known.hyphenated:
        return True
    if first.lower() in _FIRST_PARTS or (second in _LAST_PARTS and len(first) > 3):
        return True  # "well-known" is parted at its own hyphen
    if before[: -1 - len(first)].endswith("-") or re.match(r"-[^\W\d_]", after[len(second) :]):
        return True  # "state-of-the-art"
    return first.lower() in known.words and second.lower() in known.words and min(len(first), len(second)) >= 4


def _in_address(before: str, last: Line, line: Line, after: str) -> bool:
    """Whether an address goes on in the next line."""
    begun = _ADDRESS.search(before[-2100:])
    rest = _REST.match(after)
    if begun is None or rest is None or begun[0].endswith((",", ";", ")", "]")):
        return False
    ends = [url for _, end, url in last.links if end >= len(last.text.rstrip())]
    starts = [url for start, _, url in line.links if start <= len(line.text) - len(after)]
    if ends and starts and ends[-1] == starts[0]:
        return True
    if ends and ends[-1].rstrip("/").endswith(begun[0].rstrip("/")) and not starts:
        return False  # the link says that it is whole
    token = rest[0]
    if last.x1 < line.right - 0.25 * (line.right - line.left) or re.match(r"https?:", token, re.IGNORECASE):
        return False
    if begun[0].endswith(("/", "-", "_", "=", "&", "?", "%", "+", "#", "~", HYPHEN)):
        return not begun[0].endswith("/") or bool(re.search(r"[\d/_=&%.-]", token.rstrip(".,;)"))) or (token.islower() and len(token) > 3)
    if begun[0].endswith("."):
        return token[0].islower() and bool(re.search(r"[/=&%]|^[a-z]{2,6}/", token))
    return bool(re.search(r"[/=&%]|\.s?html?$|\.pdf$|\d{4}|\w-\w+-", token)) and not re.fullmatch(r"\W{0,3}\d{1,4}\W{0,3}", token)


def _merged(out: Text) -> list[tuple[int, int, str]]:
    """The pieces of one link put together: they lead to one address, and only blanks or a bracket stand between them."""
    found: list[tuple[int, int, str]] = []
    for start, end, url in sorted(out.links):
        if found and found[-1][2] == url and start - found[-1][1] <= 2 and not any(map(str.isalnum, out.text[found[-1][1] : start])):
            found[-1] = (found[-1][0], max(end, found[-1][1]), url)
        elif end > start:
            found.append((start, end, url))
    trimmed = []
    for start, end, url in found:
        words = out.text[start:end]
        inner = words.strip()
        if inner:
            begin = start + len(words) - len(words.lstrip())
            trimmed.append((begin, begin + len(inner), url))
    return trimmed


def over_breaks(found: list[Block], measure: Measure) -> list[Block]:
    """Put together the paragraphs that a column's or page's end cuts. What stands between the halves comes after the whole."""
    joined: list[Block] = []
    waiting = list(found)
    index = 0
    gone: set[int] = set()
    indents = _indents(found, measure)
    while index < len(waiting):
        block = waiting[index]
        if index not in gone:
            joined.append(block)
            if block.kind in ("paragraph", "list_item", "footnote"):
                last = index
                while (after := _rest(waiting, last, gone, block, measure, indents)) is not None:
                    block.lines.extend(waiting[after].lines)
                    gone.add(after)
                    last = after
        index += 1
    return joined


def _rest(found: list[Block], index: int, gone: set[int], block: Block, measure: Measure, indents: bool) -> int | None:
    """The block that goes on with one's sentence."""
    for after in range(index + 1, min(index + 1 + _BETWEEN, len(found))):
        other = found[after]
        if after in gone:
            continue
        if other.kind in ("paragraph", "footnote"):
            if len(other.lines) == 1 and _ADDRESS.fullmatch(other.first.text.strip("<>()[] ")):
                continue  # a printer drops addresses where they stand in nobody's way
            if (block.kind == "footnote") != (other.kind == "footnote"):
                if other.kind == "footnote" or other.first.size < 0.95 * measure.size:
                    continue
                return None
            if abs(other.first.size - block.last.size) > 0.06 * block.last.size:
                continue
            apart = other.first.region != block.last.region
            return after if apart and other.label == "" and _goes_on(block, other, indents) else None
        if other.kind in ("heading", "list_item"):
            return None
    return None


def _goes_on(block: Block, other: Block, indents: bool) -> bool:
    last, first = block.last, other.first
    words, following = last.text, first.text.lstrip()
    bare = following.lstrip("\"'“”‘’«»„([ ")
    if not bare or words.endswith(":"):
        return False
    indented = first.x0 - min((line.x0 for line in other.lines[1:]), default=first.left) > 0.8 * first.size
    full = last.x1 > last.right - 0.15 * (last.right - last.left) or len(block.lines) == 1
    if words[-1] in _HYPHENS and words[-2:-1].isalpha() and bare[0].islower():
        return True
    if ended(words):
        # "… in the town." may end a line by chance: only where paragraphs are set in can one tell
        return (
            indents and full and not indented and not bare[0].islower() and last.x1 > last.right - 0.5 * last.size and len(block.lines) > 1
        )
    if indented:
        return False
    if bare[0].islower() or following[0] in ",;.)»”’":
        return True
    return full and (len(block.lines) > 1 or len(words) >= 40)


def _indents(found: list[Block], measure: Measure) -> bool:
    """Whether paragraphs are set in by their first lines."""
    longer = [block for block in found if block.kind == "paragraph" and len(block.lines) > 2]
    inside = sum(block.lines[0].x0 - block.lines[1].x0 > 0.8 * measure.size for block in longer)
    return len(longer) >= 3 and inside > 0.6 * len(longer)
