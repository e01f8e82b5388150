"""How a word sounds, near enough to tell a transliteration from another word.

A word in Latin or Cyrillic letters becomes a set of readings: a reading keeps the vowels, its skeleton the consonants only. Letters
that languages read in several ways (French, German and Polish *ch*, German *z*, Ukrainian *г*) give several readings. Two spellings
of one name share a skeleton; whether they are one name, the vowels and the caller decide.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g|h", "ґ": "g", "д": "d", "е": "e", "ё": "e", "ж": "Z", "з": "z", "и": "i", "й": "i", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "C", "ш": "S", "щ": "S",
    "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia", "є": "ie", "і": "i", "ї": "i", "ў": "v", "ј": "i", "љ": "l", "њ": "n", "ћ": "C",
    "ђ": "J", "џ": "J", "ѕ": "dz", "'": "",
}  # fmt: skip
_CYRILLIC_PAIRS = {"дж": "J", "кс": "ks", "ый": "i", "ий": "i", "ій": "i", "ье": "e", "ьо": "o", "йо": "o", "ее": "ee", "ай": "ai|i"}
_LATIN = {
    "schtsch": "S", "shch": "S", "szcz": "S", "chtch": "S", "tsch": "C", "tch": "C", "cz": "C", "č": "C", "ć": "C", "ç": "s|C", "dzh": "J",
    "dsch": "J", "dż": "J", "dj": "J", "sch": "S|Z", "sh": "S|s", "sz": "S", "š": "S", "ş": "S", "ș": "S", "ś": "s|S", "zh": "Z", "ż": "Z",
    "ž": "Z", "ź": "z", "rz": "rz|Z|rc", "kh": "h", "ch": "C|S|h|k", "gh": "g", "ph": "f", "th": "t", "cki": "cki|ki",
    "cka": "cka|ka",
    "ck": "k",
    "ng": "ng",
    "eau": "o",
    "au": "au|o|u", "qu": "k", "q": "k", "w": "v",
    "x": "ks|h", "tz": "c", "ts": "c|t", "dz": "dz|d", "ł": "l", "ń": "n", "ñ": "n", "j": "i|J|Z|h", "ou": "u|ov", "oŭ": "ov", "ŭ": "v", "y": "i",
    "ii": "i", "iy": "i", "yy": "i", "ij": "i", "yj": "i", "ij ": "i", "gu": "gu|g", "ff": "v|f", "z": "z|c|dz", "ğ": "g|", "ı": "i", "ai": "ai|i",
    "ei": "ei|ai|i", "ey": "ei|i", "oe": "oe|e", "ee": "i|ee", "oo": "u|o", "ě": "e", "ř": "rZ|r", "đ": "J|d", "å": "o", "ø": "e", "ö": "e|o", "ü": "iu|i|u",
    "ä": "e|a", "ß": "s", "æ": "e", "œ": "e",
}  # fmt: skip
_LATIN_LETTERS = re.compile("|".join(sorted(map(re.escape, _LATIN), key=len, reverse=True)) + r"|c(?=[eiy])|c|.")
_CYRILLIC_LETTERS = re.compile("|".join(_CYRILLIC_PAIRS) + "|.")
_VOICED = "aeiouy"
_VOWELS = re.compile("[aeiou]+")
_DOUBLED = re.compile(r"([a-zA-Z])\1+")
_MAX_READINGS = 48


@lru_cache(maxsize=32768)
def readings(word: str) -> tuple[str, ...]:
    """The ways to read ``word`` (in lower case), likeliest first; at most 48."""
    cyrillic = any("\u0400" <= char <= "\u04ff" for char in word)
    parts: list[list[str]] = []
    for match in (_CYRILLIC_LETTERS if cyrillic else _LATIN_LETTERS).finditer(word):
        letters = match.group()
        if cyrillic:
            found = _CYRILLIC_PAIRS.get(letters) or _CYRILLIC.get(letters, letters)
        elif letters == "c":
            found = "c|s|C" if match.end() < len(word) and word[match.end()] in "eiyéèíý" else "k" if match.end() < len(word) else "k|c|C"
        else:
            found = _LATIN.get(letters) or _bare(letters)
        if letters == "s" and 0 < match.start() < len(word) - 1 and word[match.start() - 1] in _VOICED and word[match.end()] in _VOICED:
            found = "s|z"
        if letters == "e" and match.end() == len(word) > 4:
            found = "e|"  # silent in French and English
        if letters in ("z", "ng") and match.end() == len(word):
            found = "z|c|s" if letters == "z" else "ng|n"
        parts.append(found.split("|"))
    if not cyrillic and word[:1] == "s" and word[1:2] in tuple("aeiouyj") and parts:
        parts[0] = ["s", "z"]
    if not cyrillic and word[:1] == "h" and len(word) > 2:
        parts[0] = ["h", "g"]
    count = 1
    for place in range(len(parts) - 1, -1, -1):  # the letters in front keep their choices longest
        count *= len(parts[place])
        if count > _MAX_READINGS:
            count //= len(parts[place])
            parts[place] = parts[place][:1]
    return tuple(dict.fromkeys(_even("".join(choice)) for choice in product(*parts)))


def _bare(char: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFD", char)[0] if char.isalpha() else ""


def _even(reading: str) -> str:
    reading = _DOUBLED.sub(r"\1", reading)
    reading = re.sub(r"h(?=[bcdfgklmnprstvzCSZJ]|\Z)", "", reading) if len(reading) > 3 else reading
    reading = re.sub(r"\A[ij](?=e)", "", reading)
    reading = re.sub(r"(?<=[CSZ])o(?=v)", "e", reading)  # Gorbachev is said, and in some languages written, with an o
    reading = reading.replace("ia", "a").replace("iu", "u").replace("ie", "e").replace("io", "o") if len(reading) > 3 else reading
    return reading[:-1] if len(reading) > 4 and reading.endswith("ne") else reading


def skeleton(reading: str) -> str:
    """The consonants of a reading."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", reading))


def likeness(a: str, b: str) -> float:
    """How alike two words sound, in [0, 1]: 0 if no two of their readings share their consonants, else by the vowels.

    An *o* and an *a* are half a difference, as Belarusian and Russian spell one sound.
    """
    theirs: dict[str, list[str]] = {}
    for reading in readings(b):
        theirs.setdefault(skeleton(reading), []).append(reading)
    best = 0.0
    for reading in readings(a):
        for other in theirs.get(skeleton(reading), ()):
            best = max(best, _vowels_alike(reading, other))
            if best == 1.0:
                return best
    return best


def _vowels_alike(a: str, b: str) -> float:
    from rapidfuzz.distance import Levenshtein

    if a == b:
        return 1.0
    strict = Levenshtein.distance(a, b)
    loose = Levenshtein.distance(a.replace("o", "a"), b.replace("o", "a"))
    return max(0.0, 1.0 - (strict + loose) / 2 / max(len(a), len(b)))
