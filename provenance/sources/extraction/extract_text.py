"""Plain text, Markdown and JSON as sources."""

from __future__ import annotations

import json
import re
from typing import Any

from provenance.model import Extract, PageLink
from provenance.sources.extraction.charset import Decoded
from provenance.sources.extraction.structured import article_of, objects_of
from provenance.sources.extraction.visible import visible

_MARKUP = re.compile(r"<(?:p|br|div|a|b|i|em|strong|span|h[1-6]|ul|li|img|blockquote)\b[^>]{0,500}>", re.I)
_MAX_LINKS = 2000


def extract_text(page: Decoded, cut: bool) -> Extract:
    """Plain text, left as it is but for its line ends."""
    text = re.sub(r"\r\n?|\f", "\n", page.text).strip("\n")
    return Extract(text=text, language=language_of(text), truncated=cut or page.damaged, notes=page.notes)


def extract_markdown(page: Decoded, cut: bool) -> Extract:
    """A Markdown text as its reader sees it: an address in the middle of a sentence would break every quotation across it."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    source = page.text
    try:
        html = MarkdownIt("commonmark", {"html": True}).enable("table").use(front_matter_plugin).use(footnote_plugin).render(source)
    except RecursionError:
        return extract_text(page, cut)
    seen = visible(f"<html><body>{html}</body></html>")
    text = "\n\n".join(block.text for block in seen.blocks)
    if not text:
        return extract_text(page, cut)
    title = next((block.text for block in seen.blocks if block.tag == "h1"), None)
    return Extract(
        text=text,
        title=title,
        language=language_of(text),
        truncated=cut or page.damaged or seen.truncated,
        links=tuple(PageLink(href, words) for href, words in seen.links if href.startswith(("http://", "https://")))[:_MAX_LINKS],
        notes=page.notes,
    )


def extract_json(page: Decoded, cut: bool, url: str | None = None) -> Extract:
    """The strings of a JSON document that read like text, in order; its numbers and short strings follow, each with its key.

    Where it is structured data of an article (schema.org), the article's own body is the main text.
    """
    try:
        data = json.loads(page.text)
    except (ValueError, RecursionError):
        return extract_text(page, cut)
    prose, facts = _values(data)
    article = article_of(objects_of(data), url)
    told = article.get("articleBody") or article.get("text")
    if isinstance(told, str) and len(told.split()) >= 20:
        from provenance.sources.extraction.metadata import about_article

        body = _unfold(told)
        rest = "\n\n".join(part for part in dict.fromkeys((*prose, *facts)) if part not in body)
        said = about_article(article)
        return Extract(
            text=body,
            rest=rest,
            title=said.title,
            author=said.author,
            published=said.published,
            modified=said.modified,
            publisher=said.publisher,
            canonical_url=said.canonical_url,
            language=language_of(body),
            truncated=cut or page.damaged,
            notes=page.notes,
        )
    text = "\n\n".join(prose)
    return Extract(text=text, rest="\n\n".join(facts), language=language_of(text), truncated=cut or page.damaged, notes=page.notes)


def _values(data: Any) -> tuple[list[str], list[str]]:
    """Strings that read like text, and ``key: value`` of the others; each once, in the order of the document."""
    prose: dict[str, None] = {}
    facts: dict[str, None] = {}
    stack: list[tuple[str, Any]] = [("", data)]
    while stack:
        key, item = stack.pop()
        if isinstance(item, dict):
            stack.extend((str(name), value) for name, value in reversed(list(item.items())))
        elif isinstance(item, list):
            stack.extend((key, value) for value in reversed(item))
        elif isinstance(item, str):
            words = _sound(item).strip()
            if words.startswith(("http://", "https://")) or not words:
                continue
            if " " in words:
                prose.update(dict.fromkeys(part for part in _unfold(words).split("\n\n") if part))
            else:
                facts[f"{_sound(key)}: {words}"] = None
        elif item is not None:
            facts[f"{_sound(key)}: {json.dumps(item)}"] = None
    return list(prose), list(facts)


def _sound(text: str) -> str:
    """Without lone surrogates, which JSON can escape and UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _unfold(words: str) -> str:
    """HTML inside a string as paragraphs."""
    if _MARKUP.search(words):
        return "\n\n".join(block.text for block in visible(f"<html><body>{words}</body></html>").blocks)
    return _sound(words)


def language_of(text: str) -> str | None:
    """The language of a text of some length."""
    from provenance.language.identify import identify

    return identify(text[:2000]).language if len(text) >= 20 else None
