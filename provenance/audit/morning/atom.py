"""The morning's report as an Atom feed (RFC 4287): one entry for each article and each source with news."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from provenance.audit.morning.nouns import ArticleNews, Morning, SourceNews
from provenance.audit.morning.text import worded
from provenance.audit.morning.words import KINDS, grounds, headline, turn
from provenance.reports.clean import masked, one_line, safe_href, visible

_ATOM = "http://www.w3.org/2005/Atom"


def render(morning: Morning) -> str:
    """The feed of one run. Ids are stable: a reader that saw an entry does not show it again."""
    feed = Element("feed", xmlns=_ATOM)
    updated = morning.run.ended or morning.run.started
    _text(feed, "id", f"urn:provenance:audit:{_slug(morning.audit)}")
    _text(feed, "title", f"Sources of {morning.audit}")
    _text(feed, "subtitle", headline(morning))
    _text(feed, "updated", updated)
    _text(SubElement(feed, "author"), "name", f"provenance {morning.run.tool}")
    for article in morning.articles:
        key = f"urn:provenance:audit:{_slug(morning.audit)}:run:{morning.run.id}:article:{article.id}"
        _entry(feed, key, updated, article.title or article.place, article.place, "\n".join(_lines(article)))
    for source in morning.sources:
        key = f"urn:provenance:audit:{_slug(morning.audit)}:run:{morning.run.id}:source:{source.id}:{source.kind.value}"
        _entry(feed, key, updated, f"{KINDS[source.kind]}: {source.url}", source.url, _told(source))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def _entry(feed: Element, key: str, updated: str, title: str, place: str, content: str) -> None:
    entry = SubElement(feed, "entry")
    _text(entry, "id", key)
    _text(entry, "title", one_line(title)[:300])
    _text(entry, "updated", updated)
    href = safe_href(masked(place))
    if href is not None:
        SubElement(entry, "link", rel="alternate", href=href)
    _text(entry, "content", content)


def _lines(article: ArticleNews) -> Iterator[str]:
    if article.message:
        yield article.message
    for claim in article.claims:
        yield f"{KINDS[claim.kind]}: {turn(claim)}"
        yield one_line(claim.text)
        yield one_line(claim.because)
        if why := grounds(claim):
            yield why
        if claim.pieces:
            yield one_line(worded(claim))


def _told(source: SourceNews) -> str:
    return "\n".join([source.message, *(f"cited by {place}" for place in source.cited_by[:20])])


def _text(parent: Element, name: str, text: str) -> None:
    """An element of plain text: what XML does not allow is shown as U+FFFD, so that no page can break the feed."""
    SubElement(parent, name).text = visible(masked(text))


def _slug(name: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else f"-{ord(letter):x}-" for letter in name)
