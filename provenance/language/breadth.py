"""How widely a statement is meant: "all", "most", "only", superlatives; on what it depends; whether it tells a cause or a mere link.

The words stand in ``data/breadth.toml``, one table per meaning and in it one entry per language.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from provenance.model import Span


@cache
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    table = tomllib.loads((files("provenance.language") / "data" / "breadth.toml").read_text(encoding="utf-8"))
    return {kind: {code: _pattern(str(words)) for code, words in entry.items()} for kind, entry in table.items()}


def _pattern(words: str) -> re.Pattern[str]:
    forms = sorted((w.strip() for w in words.split(",") if w.strip()), key=lambda w: (-len(w), w))
    return re.compile(
        r"(?<![\w-])(?:" + "|".join(re.escape(w).replace(r"\*", r"\w{0,30}?").replace(r"\ ", r"\s+") for w in forms) + r")(?![\w-])"
    )


def first(kind: str, text: str, language: str) -> Span | None:
    """The first word of a kind in ``text``; ``None`` if it has none, or the data do not have its language.

    Parameters:
        kind: a table of the data: ``all``, ``most``, ``only``, ``superlative``, ``cause``, ``link``, ``condition`` …
    """
    pattern = _patterns()[kind].get(language)
    found = pattern.search(text.lower().replace("ё", "е").replace("’", "'")) if pattern is not None else None
    return Span(*found.span()) if found is not None else None


def knows(kind: str, language: str | None) -> bool:
    """Whether the data have words of a kind in a language."""
    return language in _patterns()[kind]
