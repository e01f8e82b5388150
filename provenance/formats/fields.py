"""Fields of a Word document: instructions such as ``HYPERLINK "http://…"``, and the result that a reader sees.

After ECMA-376 part 1, 17.16 and 22.6. No field is ever carried out; its last result stands in the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_TOKEN = re.compile(r'"((?:[^"\\]|\\.){0,4000})"|(\\[^\s"]{1,3})|([^\s"\\]\S{0,4000})|["\\]')
_WITH_VALUE = frozenset(("\\l", "\\o", "\\t"))
_MOST = 200_000  # characters of one instruction: a reference manager keeps a whole record there
_MOST_WORKS = 50
_CITATION = re.compile(r"\s{0,20}(?:ADDIN\s{1,20})?(?:ZOTERO_ITEM\s{1,20})?(?:CSL_CITATION|Mendeley Citation[^{]{0,80})\s{0,20}(?=\{)")


@dataclass(slots=True)
class Field:
    """A field that is open."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    shows: bool = False
    """Whether the result has begun: what comes now is what a reader sees."""
    urls: tuple[str, ...] = ()
    contents: bool = False
    """Whether it is a table of contents or an index."""

    def add(self, words: str) -> None:
        """More of the instruction."""
        if self.size < _MOST:
            self.parts.append(words)
            self.size += len(words)

    def show(self, sources: Mapping[str, str]) -> None:
        """The instruction is complete, the result begins.

        Parameters
        ----------
        sources:
            Addresses of the document's own sources by tag.
        """
        self.shows = True
        instruction = "".join(self.parts)
        self.urls = addresses(instruction, sources)
        self.contents = instruction.split(maxsplit=1)[:1] in (["TOC"], ["INDEX"], ["TOA"])


def addresses(instruction: str, sources: Mapping[str, str]) -> tuple[str, ...]:
    """The addresses that a field leads to.

    Parameters
    ----------
    instruction:
        Of a field ``HYPERLINK`` or ``CITATION``, or of a reference manager's citation.
    sources:
        Addresses of the document's own sources by tag, for ``CITATION``.

    Returns
    -------
    One of a hyperlink, one for each work that is cited; none if it leads only to a place in the document itself.
    """
    if match := _CITATION.match(instruction):
        return _cited(instruction[match.end() :])
    tokens = _TOKEN.finditer(instruction)
    name = (next(tokens, None) or [""])[0].upper()
    if name == "CITATION":
        return _listed(list(tokens), sources)
    if name != "HYPERLINK":
        return ()
    target = place = ""
    for token in tokens:
        if token[2]:
            if token[2] in _WITH_VALUE:
                value = next(tokens, None)
                if token[2] == "\\l" and value is not None:
                    place = _plain(value)
        elif not target:
            target = _plain(token)
    return (f"{target}#{place}" if place else target,) if target else ()


def _listed(tokens: list[re.Match[str]], sources: Mapping[str, str]) -> tuple[str, ...]:
    """The addresses of the works that ``CITATION`` names: its first argument, and each behind ``\\m``."""
    tags = [
        token for token, before in zip(tokens, [None, *tokens], strict=False) if not token[2] and (before is None or before[2] == "\\m")
    ]
    return tuple(dict.fromkeys(url for url in (sources.get(_plain(tag), "") for tag in tags[:_MOST_WORKS]) if url))


def _plain(token: re.Match[str]) -> str:
    return re.sub(r"\\(.)", r"\1", token[1]) if token[1] is not None else token[3] or ""


def _cited(words: str) -> tuple[str, ...]:
    """The addresses of the works in a citation of Zotero or Mendeley (CSL-JSON)."""
    try:
        found, _ = json.JSONDecoder().raw_decode(words)
        works = [item["itemData"] for item in found["citationItems"]][:_MOST_WORKS]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()
    return tuple(dict.fromkeys(url for url in map(_work, works) if url))


def _work(work: Any) -> str:
    if not isinstance(work, dict):
        return ""
    url, doi = work.get("URL"), work.get("DOI")
    if isinstance(url, str) and url.startswith(("http://", "https://")):
        return url
    return f"https://doi.org/{doi}" if isinstance(doi, str) and doi.startswith("10.") else ""
