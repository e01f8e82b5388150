"""Little words that make less of a "not" near them, by kind and language; they stand in ``data/innocent.toml``."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

_RAW = re.compile(r"[\\(]")
"""What shows that an entry is an expression and no word."""


@functools.cache
def hint(kind: str, language: str | None) -> re.Pattern[str]:
    """What finds any of the words of a kind, whole ones only; where a language has none, what finds nothing."""
    known = _table().get(kind, {}).get(language or "")
    if known is None:
        return re.compile(r"(?!)")
    return re.compile("|".join(_one(entry) for entry in known.split("|")) if "(" not in known else _spelt(known), re.IGNORECASE)


def _spelt(known: str) -> str:
    """Entries of which one has alternatives of its own, and bars inside its brackets."""
    entries, depth, start = [], 0, 0
    for place, sign in enumerate(known + "|"):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            entries.append(known[start:place])
            start = place + 1
    return "|".join(_one(entry) for entry in entries)


def _one(entry: str) -> str:
    if _RAW.search(entry):
        return rf"{entry}(?!\w)" if entry.startswith("(?:") else rf"(?<!\w){entry}(?!\w)"
    word = re.escape(entry.removesuffix("*")).replace("'", "['’]")
    ends = r"\w*" if entry.endswith("*") else "" if entry.endswith("'") else r"(?!\w)"
    return rf"(?<!\w){word}{ends}"


@functools.cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads((resources.files("provenance.comparison") / "data" / "innocent.toml").read_text("utf-8"))
