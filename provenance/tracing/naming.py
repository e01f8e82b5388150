"""What a source that a text credits is called, and what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance.model import Attribution, CueKind, DraftLink, Link, SourceKind

_WORD = re.compile(r"\w+")


def kind_of(one: Attribution) -> SourceKind:
    """What an attribution names; what "it says in" is a text, whatever its name looks like."""
    told_in = one.cue_kind is CueKind.DOCUMENT and one.speaker_or_outlet in (SourceKind.PERSON, SourceKind.UNNAMED)
    return SourceKind.DOCUMENT if told_in else one.speaker_or_outlet


def called(links: Iterable[Link | DraftLink], name: str, url: str) -> str:
    """What a text calls the source behind a link: the attribution's name, or the linked words where they do not hold it.

    Parameters
    ----------
    links:
        The links of the text.
    name:
        The attribution's name; empty if there is none.
    url:
        The address of the link.
    """
    linked = next((" ".join(link.text.split()) for link in links if link.url == url and link.text.strip()), "")
    if not linked or len(linked) > 80 or _words_in(name, linked) or _words_in(linked, name):
        return name or linked
    # a name that does not stand at the link was read from elsewhere in the sentence
    proper = any(word[:1].isupper() for word in _WORD.findall(linked))
    return linked if proper or not name else name


def _words_in(words: str, text: str) -> bool:
    """Whether a run of words stands in a text."""
    return len(words) > 2 and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def same_words(one: str, other: str) -> bool:
    """Whether the shorter of two texts is contained in the other, by its words."""
    first, second = ({word.casefold() for word in _WORD.findall(text)} for text in (one, other))
    shorter = min(len(first), len(second))
    return shorter > 0 and len(first & second) >= 0.8 * shorter
