"""On which side of a date something lies: before, by, until, since, after, or not before it.

The words stand in ``data/limits.toml``.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from provenance.language.polarity import negations
from provenance.model import Span

__all__ = ["clash", "limits"]

_EARLY = frozenset({"before", "by", "until", "not_after"})
_TOGETHER = frozenset({("until", "not_before"), ("not_before", "until")})
"""What is closed until Monday is not open before."""
_STRICT = frozenset({"before", "after"})
_FILLER = r"(?:\s+(?:the|at least|at most|dem|den|der|le|la|el|about|around|early|late|mid|le mois de|month of))?"
_QUALIFIES = re.compile(
    r"(?:['’]s|[ -](?!(?:and|or|at|in|on|to|for|with|by|from|of|as|if|but|the|a|an|its|their|after|before|because|when|while|which|until|since|next|last|this|said|is|was|will|would|has|had|have|unless|under|without|through|over|about|than|that|who|where|during|between|due|despite|although)\b)[a-z]+)"
)
"""What stands behind an English date that belongs to a noun."""
_REACH = 40
"""Letters before a date in which such words stand."""
_TURNS = 60
"""Letters before "before" in which a "not" turns it."""


@cache
def _patterns(language: str) -> tuple[tuple[tuple[str, re.Pattern[str]], ...], tuple[tuple[str, re.Pattern[str]], ...]]:
    table = tomllib.loads((files("provenance.language") / "data" / "limits.toml").read_text(encoding="utf-8"))
    behind = table.pop("behind")
    return tuple(
        (kind, _pattern(str(given[language]), r"(?<!\w)(?:{})" + _FILLER + r"\s*\Z")) for kind, given in table.items() if language in given
    ), tuple((kind, _pattern(str(given[language]), r"\s*,?\s*(?:{})(?!\w)")) for kind, given in behind.items() if language in given)


def _pattern(words: str, frame: str) -> re.Pattern[str]:
    forms = sorted((w.strip() for w in words.split(",") if "…" not in w), key=lambda w: (-len(w), w))
    return re.compile(frame.format("|".join(re.escape(w).replace(r"\ ", r"\s+") for w in forms)), re.IGNORECASE)


@lru_cache(maxsize=8192)
def limits(text: str, language: str, span: Span) -> frozenset[str]:
    """What the words around a date make of it; more than one where a word has several senses, none where it stands alone.

    Parameters:
        text: the sentence.
        language: ISO 639-1 code; nothing is found in a language that the data do not have.
        span: of the date.
    """
    if language == "en" and _QUALIFIES.match(text, span.end):
        return frozenset()  # "after the October 1 referendum"
    before, behind = _patterns(language)
    head = text[max(0, span.start - _REACH) : span.start].replace("’", "'")
    tail = text[span.end : span.end + _REACH]
    found = [(kind, m.start()) for kind, pattern in before if (m := pattern.search(head)) is not None]
    kinds = {kind for kind, pattern in behind if pattern.match(tail)}
    if found:
        first = min(start for _, start in found)
        kinds |= {kind for kind, start in found if start == first}  # "not before" holds a "before"
    if kinds & {"not_before", "not_after"}:
        return frozenset(kinds & {"not_before", "not_after"})
    if "before" in kinds and any(
        0 <= span.start - m.span.end <= _TURNS and not m.implicit for m in negations(text[: span.start], language)
    ):
        return frozenset({"not_before"}) if kinds == {"before"} else frozenset({"not_before", "until"})
    return frozenset(kinds)


def clash(claim: frozenset[str], source: frozenset[str]) -> bool:
    """Whether a claim puts something on another side of a date than its source."""
    if not claim:
        return source == {"not_before"}
    if not source:
        return claim <= _STRICT
    return all((one in _EARLY) is not (other in _EARLY) and (one, other) not in _TOGETHER for one in claim for other in source)
