"""Structured data of a page: its JSON-LD objects, and which of them describes the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
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
_WRAPPING = re.compile(r"^(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>)$")


def json_ld(scripts: Iterable[str]) -> list[Mapping[str, Any]]:
    """Every object of the page's JSON-LD, outermost first.

    Parameters
    ----------
    scripts:
        The contents of its ``<script type="application/ld+json">`` elements.
    """
    objects: list[Mapping[str, Any]] = []
    for script in scripts:
        text = _WRAPPING.sub("", script[:_MAX_JSON].strip()).strip().rstrip(";")
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
