"""XML as a source: documents (JATS, DocBook, TEI, …) paragraph by paragraph, and feeds (RSS, RDF, Atom) entry by entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from provenance.model import Extract, PageLink, Status
from provenance.sources.extraction.charset import Decoded
from provenance.sources.extraction.extract_kind import Unreadable
from provenance.sources.extraction.extract_text import language_of

_SPACE = re.compile(r"\s+")
_MARKUP = re.compile(r"</[a-z]|<(?:p|br|img|a|div)\b", re.I)
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_FEEDS = frozenset({"rss", "feed", "rdf"})
_ENTRIES = frozenset({"item", "entry"})
_WHOLE = frozenset({"encoded", "content"})
"""Elements of an entry that hold its whole text (``content:encoded``, Atom's ``content``), where ``description`` and ``summary`` may not."""
_SILENT = frozenset({"script", "style", "guid", "id", "generator", "docs", "ttl", "url"})
_MAX_LINKS = 2000
_DEEP = 200


def extract_xml(page: Decoded, cut: bool) -> Extract:
    """Read an XML document or feed; markup escaped inside an element is read as HTML.

    Entities are not expanded and nothing outside is fetched. A feed whose entries bring only summaries is ``truncated``: what it
    does not say, its articles may.

    Raises
    ------
    Unreadable
        ``parser_failed`` if nothing can be made of it.
    """
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    try:
        root = etree.fromstring(page.text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(Status.PARSER_FAILED, "the source is broken XML: give its text with --source") from error
    if root is None:
        raise Unreadable(Status.PARSER_FAILED, "the source is broken XML: give its text with --source")
    text = "\n\n".join(dict.fromkeys(part for part in _paragraphs(root) if part))
    notes = list(page.notes)
    damaged = page.damaged
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        damaged = True
        notes.append("the XML is broken; parts may be missing")
    teasers = _name(root) in _FEEDS and _only_summaries(root)
    if teasers:
        notes.append("the feed brings only the beginnings of its articles")
    declared = root.get(_LANGUAGE) or next((e.text for e in root.iter("{*}language") if e.text), "") or ""
    return Extract(
        text=text,
        title=_title(root),
        language=declared.strip()[:2].lower() or language_of(text),
        truncated=cut or damaged or teasers,
        links=tuple(_links(root))[:_MAX_LINKS],
        notes=tuple(notes),
    )


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _paragraphs(root: Any) -> Iterator[str]:
    """The text of every element that has words of its own, with all that is inside it; of the others element by element."""
    stack: list[tuple[Any, int]] = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        name = _name(element)
        if not name or name in _SILENT or (name == "link" and not len(element)):
            continue
        if len(element) and not _has_words(element) and depth < _DEEP:
            stack.extend((child, depth + 1) for child in reversed(element))
            continue
        words = "".join(_words(element)).strip()
        if _MARKUP.search(words):
            yield from _html(words)
        elif words:
            yield _SPACE.sub(" ", words)


def _has_words(element: Any) -> bool:
    """Whether words stand directly in an element, between or beside its children."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _words(element: Any) -> Iterator[str]:
    for part in element.iter():
        if isinstance(part.tag, str) and part.text:
            yield part.text
        if part is not element and part.tail:
            yield part.tail


def _html(words: str) -> Iterator[str]:
    from provenance.sources.extraction.visible import visible

    return (block.text for block in visible(f"<html><body>{words}</body></html>").blocks)


def _only_summaries(root: Any) -> bool:
    entries = [element for element in root.iter() if _name(element) in _ENTRIES]
    return bool(entries) and not any(_name(child) in _WHOLE for entry in entries for child in entry)


def _title(root: Any) -> str | None:
    for element in root.iter():
        if _name(element) in ("title", "article-title") and (words := _SPACE.sub(" ", "".join(_words(element))).strip()):
            return words[:500]
    return None


def _links(root: Any) -> Iterator[PageLink]:
    for element in root.iter():
        if _name(element) == "link":
            target = (element.get("href") or element.text or "").strip()
            if target.startswith(("http://", "https://")):
                yield PageLink(target, "")
