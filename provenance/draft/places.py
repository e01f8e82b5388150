"""Text built out of a file, with an exact way back to line, column and page."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right

from provenance.errors import DraftError
from provenance.model import Draft, Place, Span

LINE_END = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line, after Unicode's newline guidelines (UAX 14, classes BK, CR, LF, NL), without the form feed: that ends a page."""

MAX_LINES = 2_000_000
MAX_PLACES = 1_200_000
MAX_RUNS = 600_000
_TOO_OFTEN = "its markup or line ends change too often to be followed; save it as plain text"
_ODD_END = re.compile(r"\r(?!\n)|[\x85\u2028\u2029\f]")
_STRIDE = 1 << 15  # characters between two places at most, so that finding one never counts through a whole file


class Lines:
    """The line starts of a file's text."""

    def __init__(self, raw: str) -> None:
        starts = array("I", [0])
        for count, end in enumerate(LINE_END.finditer(raw)):
            if count >= MAX_LINES:
                raise DraftError(f"it has more than {MAX_LINES:,} lines; split it into smaller files")
            starts.append(end.end())
        self.starts = starts
        self.pages = array("I", [match.start() for match in re.finditer("\f", raw)])

    def place(self, raw_offset: int, text_offset: int) -> Place:
        """Where the file's character ``raw_offset`` stands, for the character ``text_offset`` of the draft's text."""
        line = bisect_right(self.starts, raw_offset)
        page = bisect_right(self.pages, raw_offset) + 1 if self.pages else None
        return Place(text_offset, line, raw_offset - self.starts[line - 1] + 1, page)


class Weave:
    """Collects the draft's text piece by piece and remembers where each piece came from.

    Parameters:
        raw: the file's text; all offsets given to the methods count in it.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.length = 0
        self._parts: list[str] = []
        self._runs: list[tuple[int, int]] = []  # (offset in the text, offset in the file) from where both go in step
        self._next = -1  # the file's offset that would go on in step

    def take(self, start: int, end: int) -> None:
        """Append ``raw[start:end]`` as it is."""
        if end > start:
            self._join(start)
            self._parts.append(self.raw[start:end])
            self.length += end - start
            self._next = end

    def put(self, text: str, at: int) -> None:
        """Append ``text``, which the file has in another form at ``at``: an entity, a mark of ours, a line break."""
        if text:
            self._join(at)
            self._parts.append(text)
            self.length += len(text)
            # In step only where the file has the very same characters; otherwise the next piece sets a place of its own.
            self._next = at + len(text) if self.raw.startswith(text, at) else -1

    def tail(self, count: int) -> str:
        """The last ``count`` characters so far, or fewer."""
        found = ""
        for part in reversed(self._parts):
            found = part + found
            if len(found) >= count:
                break
        return found[-count:] if count else ""

    def _join(self, raw_offset: int) -> None:
        if raw_offset != self._next:
            if len(self._runs) >= MAX_RUNS:
                raise DraftError(_TOO_OFTEN)
            self._runs.append((self.length, raw_offset))

    def finish(self) -> tuple[str, tuple[Place, ...]]:
        """The text and its places.

        Raises:
            DraftError: the file has too many lines.
        """
        text = "".join(self._parts)
        lines = Lines(self.raw)
        places: list[Place] = []
        odd = bool(_ODD_END.search(self.raw))
        for index, (offset, raw_offset) in enumerate(self._runs):
            stop = self._runs[index + 1][0] if index + 1 < len(self._runs) else len(text)
            places.append(lines.place(raw_offset, offset))
            inner = set(range(offset + _STRIDE, stop, _STRIDE))
            if odd:
                inner.update(match.end() for match in _ODD_END.finditer(text, offset, stop) if match.end() < stop)
            places.extend(lines.place(raw_offset + at - offset, at) for at in sorted(inner))
            if len(places) > MAX_PLACES:
                raise DraftError(_TOO_OFTEN)
        return text, tuple(places)


def place(draft: Draft, span: Span) -> Span:
    """``span`` of the draft's text with line, column and page of its first character.

    Parameters:
        draft: the draft.
        span: any span of ``draft.text``.

    Returns:
        The span with ``line`` and ``column`` (both from 1; column in characters) and, where the format has pages, ``page``.
    """
    return draft.placed(span)
