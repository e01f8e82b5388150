"""A paragraph as one reads it aloud: its pieces joined, its line breaks gone, its divided words whole again.

Layout is not language: a line break is a space, a hyphen at a line's end mostly belongs to nothing, and a page's footer cuts a
sentence in two. ``flow`` undoes that and keeps an exact map back.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from provenance.model import Span

SOFT_HYPHENS = "\u00ad\u2010\ufffe"
"""Hyphens that a typesetter put in: the soft hyphen, the typographic one, and what PDF libraries give for one at a line's end."""

_INVISIBLE = "\u00ad\u200b\u2060\ufeff\ufffe"
_HYPHENS = f"-{SOFT_HYPHENS}"
_SEAM = re.compile(
    rf"(?P<hyphen>[{_HYPHENS}]?)(?P<gap>[{_INVISIBLE} ]*[^\S ][\s{_INVISIBLE}]*)"  # a line's end, a tab, an odd blank
    rf"|(?P<blanks> [ {_INVISIBLE}]+)|(?P<nothing>[{_INVISIBLE}]+)"
)
_LETTERS_BEFORE = re.compile(r"[^\W\d_]{1,40}\Z")
_LETTERS_AFTER = re.compile(r"[^\W\d_]{1,40}")


_NO_BLANK_BEFORE = frozenset(",.;:!?…)]}»”’")


@dataclass(frozen=True, slots=True)
class Flow:
    """Running text and where each of its characters stands in the text it was made of."""

    text: str
    origin: Sequence[int]
    """``origin[i]`` is the offset at which character ``i`` begins; one more entry holds the end of the last piece."""
    ends: Sequence[int]
    """``ends[i]`` is the offset just behind what became character ``i``."""
    seams: tuple[int, ...] = ()
    """Offsets in :attr:`text` at which a new piece begins."""

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The runs of the original that became ``text[start:end]``: one for each piece that it touches.

        Raises:
            IndexError: the run does not lie in the flow.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"{start}..{end} is not a run of a flow of {len(self.text)} characters")
        bounds = [start, *(seam for seam in self.seams if start < seam < end), end]
        found = []
        for first, last in itertools.pairwise(bounds):
            while last > first and self.text[last - 1] == " " and last < end:
                last -= 1
            if last > first:
                found.append(Span(self.origin[first], self.ends[last - 1]))
        return tuple(found)

    def span(self, start: int, end: int) -> Span:
        """From the first character of ``text[start:end]`` to its last in the original, whatever stands between.

        Raises:
            IndexError: the run does not lie in the flow.
        """
        spans = self.spans(start, end)
        if not spans:
            return Span(self.origin[start], self.origin[start])
        return Span(spans[0].start, spans[-1].end)


def flow(text: str, pieces: Sequence[Span]) -> Flow:
    """Run ``pieces`` of ``text`` together as one reads them.

    Parameters:
        text: any text.
        pieces: runs of it, in the order in which they are read, not overlapping.

    Returns:
        The pieces with one space for every run of blanks and line breaks, one between two pieces, none at either end, and
        words whole that a line's end or a piece's end divides. A plain hyphen at a line's end goes only where the undivided
        word stands elsewhere in the pieces or has an ordinary ending; otherwise it stays, as in "law-enforcement".
    """
    return _Joiner(text).join(pieces)


class _Joiner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.origin = array("I")
        self.ends = array("I")
        self.seams: list[int] = []
        self.vocabulary: frozenset[str] | None = None
        self.pieces: Sequence[Span] = ()
        self.last = 0

    def join(self, pieces: Sequence[Span]) -> Flow:
        self.pieces = pieces
        for piece in pieces:
            start, end = _trimmed(self.text, piece)
            if start == end:
                continue
            if self.origin:
                self._between(start)
                self.seams.append(len(self.origin))
            self._piece(start, end)
            self.last = end
        self.origin.append(self.last)
        return Flow("".join(self.out), self.origin, self.ends, tuple(self.seams))

    def _copy(self, start: int, end: int) -> None:
        if start < end:
            self.out.append(self.text[start:end])
            self.origin.extend(range(start, end))
            self.ends.extend(range(start + 1, end + 1))

    def _put(self, char: str, start: int, end: int) -> None:
        self.out.append(char)
        self.origin.append(start)
        self.ends.append(end)

    def _piece(self, start: int, end: int) -> None:
        here = start
        for match in _SEAM.finditer(self.text, start, end):
            seam, after = match.span()
            if match["nothing"]:
                self._copy(here, seam)
            elif match["blanks"]:
                self._copy(here, seam)
                self._put(" ", seam, after)
            else:
                broken = match["hyphen"] and ("\n" in match["gap"] or "\r" in match["gap"])
                keep = self._kept(seam, after, end) if broken else None
                stays = match["hyphen"] in ("-", "\u2010") if keep is None else keep
                self._copy(here, seam + 1 if match["hyphen"] and stays else seam)
                if keep is None:
                    self._put(" ", match.start("gap"), after)
            here = after
        self._copy(here, end)

    def _between(self, start: int) -> None:
        """What stands between the pieces so far and the one that begins at ``start``: a space, or nothing in a divided word."""
        end = self.last
        keep = self._kept(end - 1, start, len(self.text)) if self.text[end - 1] in _HYPHENS else None
        if keep is None:
            # a footnote mark was left out of "open[^1], and": nothing but the mark stood there
            glued = self.text[start] in _NO_BLANK_BEFORE and not any(char.isspace() for char in self.text[end:start])
            if not glued:
                self._put(" ", end, end)
        elif not keep and self.ends[-1] == end:  # the hyphen was copied with its piece
            self.out[-1] = self.out[-1][:-1]
            self.origin.pop()
            self.ends.pop()

    def _kept(self, hyphen: int, after: int, limit: int) -> bool | None:
        """Whether the hyphen before a line's end stays in the word; ``None`` if nothing is divided there."""
        before = _LETTERS_BEFORE.search(self.text, max(0, hyphen - 40), hyphen)
        follows = _LETTERS_AFTER.match(self.text, after, limit)
        if before is None or follows is None:
            solid = hyphen > 0 and not self.text[hyphen - 1].isspace() and after < limit and self.text[after].isalnum()
            return True if solid and self.text[hyphen] not in "\u00ad\ufffe" else None
        head, tail = before.group(), follows.group()
        if self.text[hyphen] in SOFT_HYPHENS:
            return not tail[0].islower() and not head.isupper()
        if not tail[0].islower():
            return None if head[0].islower() and tail[0].isupper() and len(head) == 1 else True
        joined = (head + tail).lower()
        known = self._known()
        if f"{head}-{tail}".lower() in known:
            return True
        return not (joined in known or tail.lower() in _endings())

    def _known(self) -> frozenset[str]:
        if self.vocabulary is None:
            found: set[str] = set()
            for piece in self.pieces:
                found.update(word.lower() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+){0,3}", piece.of(self.text)))
            self.vocabulary = frozenset(found)
        return self.vocabulary


def _trimmed(text: str, piece: Span) -> tuple[int, int]:
    """A piece without the blanks and invisible characters around it, but with a soft hyphen that ends it in a word."""
    start, end = piece.start, min(piece.end, len(text))
    while start < end and (text[start].isspace() or text[start] in _INVISIBLE):
        start += 1
    while end > start and (
        text[end - 1].isspace() or (text[end - 1] in _INVISIBLE and not (text[end - 1] in SOFT_HYPHENS and text[end - 2].isalnum()))
    ):
        end -= 1
    return start, end


@cache
def _endings() -> frozenset[str]:
    listed = tomllib.loads((resources.files("provenance.language") / "data" / "wordparts.toml").read_text("utf-8"))
    return frozenset(str(listed["endings"]).split())


def whole(text: str) -> Flow:
    """``text`` as one flow."""
    return flow(text, (Span(0, len(text)),))
