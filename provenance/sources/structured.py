"""Structured data of a page: the parts of the page that hold it, its JSON-LD objects, and which of them describes the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

_MAX_JSON = 2_000_000
_MAX_NODES = 5000

_ARTICLE_TYPES = frozenset(
    [
        "Article",
        "NewsArticle",
        "AnalysisNewsArticle",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "OpinionNewsArticle",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
        "Report",
        "BlogPosting",
        "LiveBlogPosting",
        "SocialMediaPosting",
        "DiscussionForumPosting",
        "ScholarlyArticle",
        "MedicalScholarlyArticle",
        "TechArticle",
        "SatiricalArticle",
        "AdvertiserContentArticle",
        "PressRelease",
        "Legislation",
        "Review",
        "CreativeWork",
        "Dataset",
        "Book",
        "WebPage",
        "ItemPage",
        "AboutPage",
    ]
)
_WEAK_TYPES = frozenset({"WebPage", "ItemPage", "AboutPage", "CreativeWork", "Book", "Dataset", "Review"})
_TELLING = re.compile(
    r"<(?:(?P<comment>!--)|(?P<pair>script|style|title|h1)(?=[\s>/])|(?P<single>meta|link|base|time|input)(?=[\s>/]))", re.I
)
_LONGEST_TAG = 20_000
_MAX_PARTS = 3000


def telling_parts(html: str) -> str:
    """The elements that metadata stands in, cut out of the page, so that only they are parsed a second time. Linear."""
    parts: list[str] = []
    position = 0
    while len(parts) < _MAX_PARTS and (match := _TELLING.search(html, position)):
        start, pair = match.start(), (match["pair"] or "").lower()
        if match["comment"]:
            end = html.find("-->", start)
            if end < 0:
                break  # as in a browser, the rest of the page is comment
            position = end + 3
            continue
        close = html.find(">", match.end(), match.end() + _LONGEST_TAG)
        if close < 0:
            position = match.end()
            continue
        position = close + 1
        if not pair:
            parts.append(html[start:position])
        elif html[close - 1] != "/" or pair in ("script", "style"):
            limit = position + (len(html) if pair in ("script", "style") else 5000)
            end = _end_tag(html, pair, position, limit)
            if end < 0:
                if pair in ("script", "style"):
                    break  # as in a browser, the rest of the page is script
                continue
            if pair in ("title", "h1") or (pair == "script" and "ld+json" in html[start:position].lower()):
                parts.append(f"{html[start:end]}</{pair}>")
            position = end
    return f"<html><body>{''.join(parts)}</body></html>"


def _end_tag(html: str, name: str, start: int, limit: int) -> int:
    match = re.compile(rf"</{name}(?=[\s>/])", re.I).search(html, start, limit)
    return match.start() if match else -1


def json_ld(soup: Any) -> list[Mapping[str, Any]]:
    """Every object of the page's JSON-LD, outermost first."""
    objects: list[Mapping[str, Any]] = []
    for script in soup.find_all("script"):
        if "ld+json" not in str(script.get("type") or "").lower():
            continue
        text = script.get_text()[:_MAX_JSON].strip()
        text = (
            re.sub(r"^(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>)$", "", text)
            .strip()
            .rstrip(";")
        )
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        objects.extend(objects_of(data))
        if len(objects) > _MAX_NODES:
            break
    return objects[:_MAX_NODES]


def objects_of(data: Any) -> list[Mapping[str, Any]]:
    """The objects of one JSON-LD document, outermost first."""
    return list(islice(_objects(data), _MAX_NODES))


def _objects(data: Any) -> Iterator[Mapping[str, Any]]:
    queue: list[Any] = [data]
    for item in queue:
        if len(queue) > _MAX_NODES:
            return
        if isinstance(item, dict):
            yield item
            queue.extend(
                value for key, value in item.items() if key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement")
            )
        elif isinstance(item, list):
            queue.extend(item)


def article_of(objects: list[Mapping[str, Any]], url: str | None) -> Mapping[str, Any]:
    """The object that describes this page: an article type before a mere page, one with a headline before one without."""
    path = urlsplit(url).path.rstrip("/") if url else ""

    def rank(item: Mapping[str, Any]) -> int:
        kinds = _types(item)
        if not kinds & _ARTICLE_TYPES:
            return -1
        own = str(item.get("url") or item.get("@id") or "")
        here = bool(path) and path in own
        return 4 * bool(kinds - _WEAK_TYPES) + 2 * here + ("headline" in item or "articleBody" in item) + 0

    ranked = [(rank(item), -i) for i, item in enumerate(objects)]
    best = max(ranked, default=(-1, 0))
    return objects[-best[1]] if best[0] >= 0 else {}


def _types(item: Mapping[str, Any]) -> frozenset[str]:
    kind = item.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return frozenset(str(k).rsplit("/", 1)[-1].removeprefix("schema:") for k in kinds if k)
