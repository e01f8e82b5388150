"""What a page says about itself: title, author, dates, publisher, language, canonical address, and whether it is free to read.

Read from structured data (JSON-LD), then from ``<meta>`` (OpenGraph, Dublin Core, HTML). What neither states is ``None`` here;
:func:`guess` asks the page's layout for it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from provenance.sources.extraction.charset import without_controls
from provenance.sources.extraction.head import Head
from provenance.sources.extraction.structured import article_of, json_ld

_MAX_JSON = 2_000_000

_SPACE = re.compile(r"\s+")
_JOINT = re.compile(r"\s+[-|–—:·]\s+$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page states about itself."""

    title: str | None = None
    author: str | None = None
    published: str | None = None
    """ISO 8601 date, with the time if the page gives one."""
    modified: str | None = None
    publisher: str | None = None
    language: str | None = None
    """ISO 639-1 code, as the page declares it."""
    canonical_url: str | None = None
    free: bool | None = None
    """schema.org ``isAccessibleForFree``; ``None`` if not stated."""
    body: str = ""
    """schema.org ``articleBody``; empty if there is none."""
    words: int | None = None
    """schema.org ``wordCount``."""
    description: str = ""
    refresh: str = ""
    """Target of a ``<meta http-equiv=refresh>``; empty if there is none."""
    password: bool = False
    """Whether the page asks for a password."""
    base: str | None = None
    """The address against which the page's relative addresses count."""


def read_metadata(html: str, url: str | None = None, head: Head | None = None) -> Metadata:
    """Read what an HTML page says about itself.

    Parameters
    ----------
    html:
        The decoded page.
    url:
        Its address, against which relative addresses count; relative ones are dropped if it is not known.
    head:
        Its telling elements, if the page has been read already.
    """
    if head is None:
        from provenance.sources.extraction.visible import visible

        head = visible(html).head
    base = absolute(head.base, url) or url
    meta = _meta(head.meta)
    data = json_ld(head.data)
    article = article_of(data, url)
    declared = head.language or meta.get("content-language", "")
    site = _site(meta.get("og:site_name"))
    published = _first_date(
        article.get("datePublished"),
        article.get("dateCreated"),
        *(meta.get(name) for name in _PUBLISHED),
        next((time.get("datetime") for time in head.times if time.get("itemprop") == "datePublished"), None),
        next((time.get("datetime") for time in head.times if "pubdate" in time), None),
    )
    free = _free(article)
    if free is None and meta.get("article:content_tier", "").lower() in ("locked", "metered"):
        free = False
    return Metadata(
        title=_title(article, meta, head, site),
        author=_names(article.get("author")) or _clean(meta.get("author") or meta.get("dc.creator") or meta.get("parsely-author")) or None,
        published=published,
        modified=_first_date(article.get("dateModified"), *(meta.get(name) for name in _MODIFIED)),
        publisher=_names(article.get("publisher")) or site or _site(meta.get("dc.publisher") or meta.get("application-name")),
        language=language_code(declared or _text_of(article.get("inLanguage")) or ""),
        canonical_url=absolute(head.canonical, base) or absolute(meta.get("og:url", ""), base),
        free=free,
        body=_body(article),
        words=_number(article.get("wordCount")),
        description=_clean(meta.get("og:description") or meta.get("description")) or "",
        refresh=_refresh(meta.get("refresh", ""), base),
        password=head.password,
        base=base,
    )


def _free(article: Mapping[str, Any]) -> bool | None:
    """Whether an article is free to read; not, if one of its parts is said not to be, as sections behind a paywall are marked."""
    parts = article.get("hasPart")
    listed = parts if isinstance(parts, list) else [parts]
    if any(isinstance(part, Mapping) and _boolean(part.get("isAccessibleForFree")) is False for part in listed[:100]):
        return False
    return _boolean(article.get("isAccessibleForFree"))


@dataclass(frozen=True, slots=True)
class Guess:
    """What the page's layout suggests where the page states nothing."""

    author: str | None = None
    published: str | None = None
    publisher: str | None = None


def guess(html: str, url: str | None = None, said: Metadata | None = None) -> Guess:
    """Author, publication date and publisher as trafilatura and htmldate read them from bylines and time elements.

    Parameters
    ----------
    html:
        The page, or what :func:`provenance.sources.extraction.clues.page` makes of it, which is quicker.
    url:
        Its address.
    said:
        What the page states: only what it leaves out is looked for.

    htmldate's extensive search, which takes any number that looks like a date, is left off: no date is better than a wrong one.
    """
    from lxml import html as lxml_html

    said = said or Metadata()
    try:
        tree = lxml_html.document_fromstring(html, parser=lxml_html.HTMLParser(huge_tree=True))
        if said.publisher:
            return Guess(None if said.author else _byline(tree), None if said.published else _dateline(tree, url))
        return _everything(tree, url, said)
    except Exception:  # lxml's, dateutil's and dateparser's errors, each with a tree of its own
        return Guess()


def _dates(url: str | None) -> dict[str, Any]:
    return {"original_date": True, "extensive_search": False, "url": url, "max_date": "2100-01-01"}  # not today: no clock here


def _dateline(tree: Any, url: str | None) -> str | None:
    from htmldate import find_date

    found = find_date(tree, **_dates(url))
    return iso_date(found) if found else None


def _told(tree: Any) -> Any:
    """What trafilatura reads from the elements that state something."""
    from trafilatura.metadata import examine_meta, extract_meta_json

    told = examine_meta(tree)
    if told.author and " " not in told.author:
        told.author = None
    with contextlib.suppress(Exception):  # whatever its reader of JSON makes of what is none
        told = extract_meta_json(tree, told)
    return told


def _byline(tree: Any) -> str | None:
    from trafilatura.metadata import extract_author

    told = _told(tree)
    told.author = told.author or extract_author(tree)
    told.clean_and_trim()
    return _person(told.author)


def _everything(tree: Any, url: str | None, said: Metadata) -> Guess:
    """All three, step by step as ``trafilatura.extract_metadata`` does it; what nobody asks for (tags, license) is left out."""
    from htmldate import find_date
    from trafilatura.metadata import META_URL, extract_author, extract_sitename, extract_url

    told = _told(tree)
    if not said.author:
        told.author = told.author or extract_author(tree)
    told.url = told.url or extract_url(tree, url)
    if not said.published:
        told.date = find_date(tree, **_dates(told.url))
    told.sitename = told.sitename or extract_sitename(tree)
    if told.sitename:
        told.sitename = told.sitename.lstrip("@")
        if told.sitename and "." not in told.sitename and not told.sitename[0].isupper():
            told.sitename = told.sitename.title()
    elif told.url and (host := META_URL.match(told.url)):
        told.sitename = host[1]
    told.clean_and_trim()
    site, host_name = _site(told.sitename), (urlsplit(url).hostname or "") if url else ""
    known = site is not None and re.sub(r"\W", "", site.casefold()) in host_name.replace("-", "")
    return Guess(_person(told.author), iso_date(told.date) if told.date else None, site if known else None)


def _person(value: str | None) -> str | None:
    author = (_clean(value) or "").replace("; ", ", ")
    return author if 2 < len(author) <= 100 else None


def about_article(article: Mapping[str, Any]) -> Metadata:
    """What an article's structured data says about it, without the page around it."""
    return Metadata(
        title=_clean(_text_of(article.get("headline")) or _text_of(article.get("name"))),
        author=_names(article.get("author")),
        published=_first_date(article.get("datePublished"), article.get("dateCreated")),
        modified=_first_date(article.get("dateModified")),
        publisher=_names(article.get("publisher")),
        canonical_url=absolute(_text_of(article.get("url")), None),
    )


_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "citation_date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "date",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "last-modified",
)


def iso_date(value: str) -> str | None:
    """``value`` as an ISO 8601 date or date with time, or ``None`` if it is not a full date."""
    value = value.strip()[:64]
    if re.fullmatch(r"\d{8}", value):
        value = f"{value[:4]}-{value[4:6]}-{value[6:]}"
    if re.fullmatch(r"\d{4}[/.]\d{1,2}[/.]\d{1,2}", value):
        year, month, day = re.split(r"[/.]", value)
        value = f"{year}-{month:0>2}-{day:0>2}"
    candidate = re.sub(r"([+-]\d{2})(\d{2})$", r"\1:\2", value.replace(" UTC", "Z").replace(" GMT", "Z"))
    candidate = re.sub(r"\s+([+-]\d\d:\d\d|Z)$", r"\1", candidate)
    try:
        moment = datetime.fromisoformat(candidate)
    except ValueError:
        return _mail_date(value)
    if not 1400 <= moment.year <= 2200:
        return None
    if len(candidate) <= 10:
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds")


def _mail_date(value: str) -> str | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(value).isoformat(timespec="seconds")
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})", value)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat() if match else None
    except ValueError:
        return None


def language_code(value: str) -> str | None:
    """The ISO 639-1 code of a language tag (``ru-RU`` → ``ru``), or ``None``."""
    match = re.match(r"\s*([a-zA-Z]{2})(?:[-_][a-zA-Z0-9_-]{1,30})?\s*(?:,|$)", value[:80])
    return match[1].lower() if match else None


# ---- parts of the page ---------------------------------------------------------------------------------------------


def _meta(elements: Iterable[Mapping[str, str]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for attributes in elements:
        content = attributes["content"]
        if not content:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := attributes.get(key):
                found.setdefault(name.lower(), content)
    return found


def _title(article: Mapping[str, Any], meta: Mapping[str, str], head: Head, site: str | None) -> str | None:
    headings = [_clean(words) for words in head.headings]
    window = _clean(head.titles[0]) if head.titles else None
    given = [
        _clean(_text_of(article.get("headline"))),
        _clean(meta.get("og:title")),
        _clean(meta.get("dc.title") or meta.get("citation_title")),
    ]
    for title in given:
        if title and title != site:
            return _without_site(title, site)
    if window:
        for heading in headings:
            if heading and heading in window:
                return heading
        return window
    return next((heading for heading in headings if heading), None)


def _without_site(title: str, site: str | None) -> str:
    if not site or not title.lower().endswith(site.lower()):
        return title
    stem = title[: -len(site)]
    cut = _JOINT.search(stem)
    return stem[: cut.start()] or title if cut else title


def _site(value: str | None) -> str | None:
    """A site's name without the slogans that search engines are fed with."""
    name = re.split(r"\s+[|–—]\s+", _clean(value) or "")[0].strip(" @")
    return name or None


def _refresh(content: str, base: str | None) -> str:
    match = re.match(r"\s*\d{0,6}(?:\.\d{0,3})?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']{1,2000})", content, re.I)
    return (absolute(match[1].strip(), base) or "") if match else ""


# ---- values --------------------------------------------------------------------------------------------------------


def _clean(value: str | None) -> str | None:
    import html

    folded = _SPACE.sub(" ", without_controls(html.unescape(value[:5000]))).strip() if value else ""
    return folded or None


def _text_of(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _text_of(value.get("name") or value.get("@value") or value.get("alternateName"))
    if isinstance(value, list) and value:
        return _text_of(value[0])
    return None


def _names(value: Any) -> str | None:
    items = value if isinstance(value, list) else [value]
    names = [name for item in items[:20] if (name := _clean(_text_of(item))) and not name.startswith(("http://", "https://"))]
    return ", ".join(dict.fromkeys(names)) or None


def _first_date(*values: Any) -> str | None:
    for value in values:
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, str) and (found := iso_date(value)):
            return found
    return None


def _boolean(value: Any) -> bool | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower().rsplit("/", 1)[-1]
    return {"true": True, "false": False, "yes": True, "no": False}.get(text)


def _number(value: Any) -> int | None:
    try:
        return int(str(value)) if value is not None else None
    except ValueError:
        return None


def _body(article: Mapping[str, Any]) -> str:
    value = article.get("articleBody")
    body = value if isinstance(value, str) else " ".join(v for v in value if isinstance(v, str)) if isinstance(value, list) else ""
    return without_controls(body[:_MAX_JSON])


def absolute(href: str | None, base: str | None) -> str | None:
    """``href`` as an absolute http or https address, or ``None``."""
    if not href:
        return None
    try:
        target = urljoin(base or "", href.strip())
        parts = urlsplit(target)
    except ValueError:
        return None
    return target if parts.scheme in ("http", "https") and parts.netloc else None
