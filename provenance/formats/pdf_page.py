"""A PDF page as the reader sees it: its words, with their places on it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

SPACE, LINE, NOTHING = 1, 2, 0


@dataclass(slots=True)
class Word:
    """Characters that stand together on one baseline in one size. Lengths are points, y grows upwards, as the reader holds the page."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    before: int
    """What PDFium saw between this and the word before it in the file: :data:`NOTHING`, a :data:`SPACE`, or another :data:`LINE`."""
    order: int
    edges: array[float] | None = None
    """Left and right edge of each character, on pages with links."""
    links: list[tuple[int, int, str]] | None = None
    """Runs of its characters that a link covers, with the link's address."""

    @property
    def top(self) -> float:
        """The height of its capitals."""
        return self.base + 0.72 * self.size

    @property
    def bottom(self) -> float:
        """The depth of its descenders."""
        return self.base - 0.22 * self.size


@dataclass(slots=True)
class Page:
    """A page's words in the order of the file."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    turned: int = 0
    """Characters left out because they do not stand upright: watermarks, stamps."""
    unknown: int = 0
    """Characters whose font does not say which letter they are."""
    pictures: bool = False
    unread: bool = False
