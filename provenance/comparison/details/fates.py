"""What becomes of those whom a number counts: killed or injured, hired or dismissed; words that exclude each other of the same people."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources


@functools.cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((resources.files("provenance.comparison") / "data" / "fates.toml").read_text("utf-8"))


@functools.cache
def _lexicon(language: str) -> tuple[dict[str, tuple[str, str]], tuple[tuple[str, tuple[str, str]], ...]]:
    whole: dict[str, tuple[str, str]] = {}
    stems: list[tuple[str, tuple[str, str]]] = []
    for kind, fates in _table().items():
        for fate, given in fates.items():
            for word in filter(None, (part.strip() for part in given.get(language, "").split(","))):
                if word.endswith("*"):
                    stems.append((word[:-1], (kind, fate)))
                else:
                    whole[word] = (kind, fate)
    return whole, tuple(sorted(stems, key=lambda entry: -len(entry[0])))


@functools.lru_cache(maxsize=65536)
def fate_of(word: str, language: str | None) -> tuple[str, str] | None:
    """The kind and the fate that a word tells; ``None`` if it tells none.

    Parameters:
        word: as it stands.
        language: ISO 639-1 code.
    """
    whole, stems = _lexicon(language or "")
    low = word.lower().replace("ё", "е")
    return whole.get(low) or next((fate for stem, fate in stems if low.startswith(stem)), None)
