"""Whether the person who is quoted spoke another language than the text that quotes him."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from importlib import resources

from provenance.model import Context, Span

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_REACH = 5
"""Words between a speaker's name and the word that tells his country."""
_BEFORE = 1500
"""Characters before the quoted words in which the source names the speaker."""


@functools.cache
def _languages_of() -> dict[str, frozenset[str]]:
    """Languages spoken in a country, by the country's English name or adjective, in lower case."""
    table = tomllib.loads((resources.files("provenance.comparison") / "data" / "demonyms.toml").read_text("utf-8"))
    found: dict[str, set[str]] = {}
    for language, words in table["spoken"].items():
        for word in words.split(","):
            found.setdefault(word.strip().lower(), set()).add(language)
    return {word: frozenset(languages) for word, languages in found.items()}


def speaks_another_language(claim: str, source: str, spans: Sequence[Span], language: str | None, context: Context) -> bool:
    """Whether the speaker of the words at ``spans`` (in ``source``) is a foreigner to ``language``.

    The rule: the speaker's surname (from ``context.speaker``; without one, the nearest name before the quoted words that has a
    country beside it) stands in the draft or the source within five words of a country or its adjective ("Russian President
    Vladimir Putin", "Angela Merkel of Germany"), and ``language`` is none of that country's. No such word: no.
    """
    if language is None:
        return False
    texts = [context.surrounding, claim]
    texts += [source[max(0, span.start - _BEFORE) : span.start] for span in spans] or [source[:6000]]
    if context.speaker:
        surname = _WORD.findall(context.speaker)[-1:]
        return bool(surname) and any(_foreign(text, surname[0], language) for text in [context.speaker, *texts, source[:20_000]])
    return False


def _foreign(text: str, surname: str, language: str) -> bool:
    known = _languages_of()
    words = [w.lower().removesuffix("'s").removesuffix("’s").rstrip("'’") for w in _WORD.findall(text)]
    name = surname.lower()
    for place, word in enumerate(words):
        if word != name:
            continue
        for other in words[max(0, place - _REACH) : place + _REACH + 1]:
            spoken = known.get(other)
            if spoken is not None and language not in spoken:
                return True
    return False
