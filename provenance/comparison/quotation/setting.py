"""What stands around quoted words in their source: quotation marks, or a headline."""

from __future__ import annotations

from provenance.comparison.quotation.text import PreparedText
from provenance.comparison.quotation.turns import spoken
from provenance.model import Span

_HEADLINE_TOKENS = 25


def in_source_quotes(source: PreparedText, span: Span) -> bool:
    """Whether these words are somebody's in the source: in quotation marks, or behind the dash of a dialogue.

    Reads the paragraph that the words stand in. An opening mark that its paragraph never closes reaches to the paragraph's end.
    """
    return spoken(source.text, span) is not None


def in_headline(source: PreparedText, span: Span) -> bool:
    """Whether these words stand in the source's first line, and that line reads as a headline: short, and without a full stop."""
    head = source.text.lstrip()
    offset = len(source.text) - len(head)
    line = head.split("\n", 1)[0].rstrip()
    if not offset <= span.start < span.end <= offset + len(line) or len(line) == len(head.rstrip()):
        return False
    return not line.endswith((".", "!", "…")) and len(line.split()) <= _HEADLINE_TOKENS
