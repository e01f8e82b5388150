"""What an HTML page says about itself and its parts: title, date, language, base address, and which containers are no article."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Date
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from provenance.draft.markup import MARKER, Marked

_CONTAINERS = frozenset(
    ("nav", "footer", "aside", "header", "figcaption", "figure", "blockquote", "article", "main", "table", "li", "form")
)
_ROLES = {
    "navigation": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "nav",
    "menu": "nav",
    "menubar": "nav",
    "toolbar": "nav",
    "main": "main",
    "article": "article",
}
_CLASSES = (
    (
        "related",
        re.compile(
            r"(?:^|[-_])(?:related|recommended|recommendations|readmore|read-more|more-?stories|more-?news|see-?also|also-?read|teasers?|promo)(?:$|[-_])"
        ),
    ),
    ("share", re.compile(r"(?:^|[-_])(?:share|sharing|social|socials|addthis|sharedaddy)(?:$|[-_])")),
    ("tags", re.compile(r"(?:^|[-_])(?:tags|taglist|tag-list|topics|keywords)(?:$|[-_])")),
    ("byline", re.compile(r"(?:^|[-_])(?:byline|authors?)(?:$|[-_])")),
    ("nav", re.compile(r"(?:^|[-_])(?:breadcrumbs?|menu|navbar|navigation|pagination|pager|skip-?link)(?:$|[-_])")),
    ("reply", re.compile(r"(?:^|\s)mail-reply$")),
    ("signature", re.compile(r"(?:^|\s)mail-signature$")),
    ("comments", re.compile(r"(?:^|[-_])(?:comments|disqus|respond)(?:$|[-_])")),
    (
        "aside",
        re.compile(
            r"(?:^|[-_])(?:sidebar|newsletter|subscribe|cookie|cookies|consent|gdpr|advert|advertisement|banner|popup|modal)(?:$|[-_])"
        ),
    ),
    ("figcaption", re.compile(r"(?:^|[-_])(?:caption|figcaption|wp-caption-text|credit|photo-credit|image-credit)(?:$|[-_])")),
)
_WHOLE = frozenset(("html", "body", "main", "article", "head"))
TOLD_APART = frozenset(("reply", "signature"))
"""Containers that a mail's reader has found to be no part of the draft, however much stands in them."""
FURNITURE = TOLD_APART | {"nav", "footer", "aside", "related", "share", "tags", "comments", "byline", "form"}
"""Containers whose text is not the article's; ``header`` is one only outside of an article."""

_SENTENCE = 40  # characters: a shorter text is a label
_HIDDEN_STYLE = re.compile(r"(?:display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}(?:hidden|collapse))", re.IGNORECASE)
SKIPPED = frozenset(
    (
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "select",
        "textarea",
        "button",
        "input",
        "map",
        "head",
        "datalist",
        "math",
    )
)
_DATE_META = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.created",
    "sailthru.date",
    "parsely-pub-date",
    "citation_publication_date",
)
_ISO = re.compile(r"\s{0,5}((?:19|20)\d\d)[-/.]?(0[1-9]|1[0-2])[-/.]?(0[1-9]|[12]\d|3[01])(?!\d{3})")


@dataclass(frozen=True, slots=True)
class About:
    """A page's word about itself."""

    title: str | None
    date: Date | None
    language: str | None
    base: str
    """Address that relative links count from; empty if the file does not say."""
    own: str | None
    """The page's own address, as canonical link or ``og:url``."""


def containers(tag: Any) -> tuple[str, ...]:
    """The names that an element adds to the context of what stands in it."""
    names: list[str] = []
    if tag.name in _CONTAINERS:
        names.append(tag.name)
    role = _ROLES.get(str(tag.get("role") or "").lower())
    if role and role not in names:
        names.append(role)
    if tag.name not in _WHOLE and tag.name not in ("a", "img", "time"):
        words = f"{' '.join(tag.get('class') or [])} {tag.get('id') or ''} {tag.get('data-component') or ''}".lower()[:500].split()
        names.extend(name for name, pattern in _CLASSES if name not in names and any(pattern.search(word) for word in words))
    return tuple(names)


def hidden(tag: Any) -> bool:
    """Whether a visitor does not see an element."""
    if tag.name in SKIPPED or tag.has_attr("hidden") or str(tag.get("aria-hidden") or "").lower() == "true":
        return True
    style = tag.get("style")
    return (bool(style) and bool(_HIDDEN_STYLE.search(str(style)[:2000]))) or (tag.name == "dialog" and not tag.has_attr("open"))


def prose_mass(soup: Any, marked: Marked) -> dict[int, int]:
    """How many characters of running text stand in each element, by the element's ``id()``: text in links and hidden text is none."""
    mass: dict[int, int] = {}
    stack: list[tuple[Any, bool]] = [(soup, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            if node.parent is not None:
                mass[id(node.parent)] = mass.get(id(node.parent), 0) + mass.get(id(node), 0)
        elif node.name is None:
            found = sum(marked.ends[index] - marked.starts[index] for index in map(int, MARKER.findall(node)) if index < len(marked.starts))
            if found >= _SENTENCE:
                mass[id(node.parent)] = mass.get(id(node.parent), 0) + found
        elif node.name not in SKIPPED and node.name != "a":
            stack.append((node, True))
            stack.extend((child, False) for child in getattr(node, "contents", ()))
    return mass


def about(soup: Any, words: Callable[[Any], str], headline: str | None, address: str = "") -> About:
    """Read what the page states.

    Parameters:
        soup: the tree.
        words: gives back the real words of a text of the tree.
        headline: the article's own ``h1``, if there is just one.
        address: where the page comes from, if that is known: relative links count from there.
    """
    meta: dict[str, str] = {}
    for tag in soup.find_all("meta", limit=300):
        name = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        if name and tag.get("content"):
            meta.setdefault(name, words(tag["content"]))
    base_tag = soup.find("base", href=True)
    canonical = next(
        (
            link
            for link in soup.find_all("link", href=True, limit=300)
            if "canonical" in [str(rel).lower() for rel in link.get("rel") or []]
        ),
        None,
    )
    own = (words(canonical["href"]) if canonical else None) or meta.get("og:url")
    if own and not own.lower().startswith(("http://", "https://")):
        own = None
    base = words(base_tag["href"]) if base_tag else ""
    base = urljoin(address or own or "", base) if base else address or own or ""
    title_tag = soup.find("title")
    title = headline or meta.get("og:title") or (words(title_tag.get_text()) if title_tag else "") or None
    root = soup.find("html")
    language = (
        str((root.get("lang") or root.get("xml:lang") or "") if root else "")
        or meta.get("og:locale", "")
        or meta.get("content-language", "")
    )
    code = re.match(r"[A-Za-z]{2}(?=[-_]|$)", language)
    return About(title, _date(soup, meta), code[0].lower() if code else None, base, own)


def _date(soup: Any, meta: dict[str, str]) -> Date | None:
    for script in soup.find_all("script", type=re.compile("^application/ld\\+json", re.IGNORECASE), limit=20):
        if found := _day(_published(str(script.string or "")[:500_000])):
            return found
    for name in _DATE_META:
        if found := _day(meta.get(name)):
            return found
    times = soup.find_all("time", limit=50)
    for tag in sorted(
        times,
        key=lambda tag: (
            not (tag.has_attr("pubdate") or "published" in str(tag.get("class") or "") or "datePublished" in str(tag.get("itemprop") or ""))
        ),
    ):
        if not any(parent.name in ("aside", "nav", "footer") for parent in tag.parents) and (found := _day(str(tag.get("datetime") or ""))):
            return found
    return None


def _published(source: str) -> str | None:
    """``datePublished`` of the first thing in JSON-LD that has one."""
    try:
        data = json.loads(source)
    except (ValueError, RecursionError):
        return None
    queue: list[Any] = [data]
    for _ in range(2000):
        if not queue:
            return None
        item = queue.pop(0)
        if isinstance(item, dict):
            if isinstance(item.get("datePublished"), str):
                return str(item["datePublished"])
            queue.extend(item.values())
        elif isinstance(item, list):
            queue.extend(item)
    return None


def _day(words: str | None) -> Date | None:
    match = _ISO.match(words or "")
    if not match:
        return None
    try:
        return Date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def resolve(href: str, base: str) -> str | None:
    """The address that a link leads to; ``None`` for no web address. See :func:`unwrapped` for what may be inside of it.

    A link inside the page (``#note-1``) is returned as it is.
    """
    bare = href.strip(" \t\n\r\f")
    bare = re.sub(r"[\t\n\r]", "", bare)[:8000]
    if not bare:
        return None
    if bare.startswith("#"):
        return bare
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):", bare)
    if scheme and scheme[1].lower() not in ("http", "https", "ftp"):
        return None
    try:
        return bare if scheme or not base else urljoin(base, bare)
    except ValueError:
        return bare


def unwrapped(url: str) -> str:
    """The address inside a redirect of Google, Outlook, Facebook or VK that only counts clicks."""
    for _ in range(3):
        try:
            parts = urlsplit(url)
        except ValueError:
            return url
        host = (parts.hostname or "").removeprefix("www.")
        names: tuple[str, ...] = ()
        if re.fullmatch(r"google\.[a-z]{2,3}(?:\.[a-z]{2})?", host) and parts.path == "/url":
            names = ("q", "url")
        elif host.endswith("safelinks.protection.outlook.com"):
            names = ("url",)
        elif host in ("l.facebook.com", "lm.facebook.com", "l.instagram.com") and parts.path in ("/l.php", "/"):
            names = ("u",)
        elif host in ("vk.com", "m.vk.com") and parts.path == "/away.php":
            names = ("to",)
        query = parse_qs(parts.query) if names else {}
        inner = next((query[name][0] for name in names if query.get(name)), "")
        if not inner.lower().startswith(("http://", "https://")):
            return url
        url = inner
    return url
