"""Whether an address belongs to the outlet, body or person that a claim names."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

_AFFIXES = (
    "news",
    "online",
    "media",
    "agency",
    "newsagency",
    "tv",
    "radio",
    "press",
    "daily",
    "newspaper",
    "magazine",
    "group",
    "gov",
    "com",
    "org",
    "net",
    "24",
    "en",
    "ru",
    "de",
    "fr",
    "uk",
    "us",
    "int",
    "info",
    "portal",
    "official",
    "the",
)
_DROPPED = frozenset(
    (
        "the",
        "news",
        "agency",
        "newspaper",
        "magazine",
        "website",
        "site",
        "portal",
        "online",
        "agentur",
        "nachrichtenagentur",
        "agence",
        "agencia",
        "agencja",
        "agentstvo",
        "die",
        "der",
        "das",
        "le",
        "la",
        "les",
        "el",
        "los",
    )
)
_SHORTEST = 3
_TOKEN = re.compile(r"[^\W_][\w'’-]*")
_CAPITALS = re.compile(r"[^\W\d_a-zа-яёіїєґ][\w.'’-]{0,30}(?:\s[^\W\d_a-zа-яёіїєґ][\w.'’-]{0,30}){0,4}")


@lru_cache(maxsize=16384)
def host(url: str) -> str:
    """The host of an address in lower case, without ``www.``; empty if it has none."""
    try:
        name = urlsplit(url if "://" in url else f"https://{url}").hostname or ""
    except ValueError:
        return ""
    return name.removeprefix("www.").rstrip(".")


@cache
def _suffixes() -> Any:
    import tldextract

    # The list of public suffixes that the package brings along: no network, no files.
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=False)


@lru_cache(maxsize=4096)
def site(url: str) -> tuple[str, str]:
    """The name that a host was registered under and its registrable domain: ``("bbc", "bbc.co.uk")``."""
    name = host(url)
    found = _suffixes()(name)
    if not found.suffix and "." in name:  # a suffix that the list does not know
        return name.split(".")[-2], ".".join(name.split(".")[-2:])
    return found.domain.lower(), f"{found.domain}.{found.suffix}".lower().strip(".")


@lru_cache(maxsize=4096)
def squashed(name: str) -> str:
    """A name as a host would spell it: Latin letters and digits only, without "the" and "agency"."""
    from anyascii import anyascii

    words = re.findall(r"[a-z0-9]+", re.sub(r"['’.]", "", anyascii(name).lower()))
    kept = [word for word in words if word not in _DROPPED]
    return "".join(kept or words)


@lru_cache(maxsize=16384)
def owns(name: str, url: str) -> bool:
    """Whether the outlet or body called ``name`` is the one whose site ``url`` stands on.

    Parameters:
        name: a source's name as a text gives it, in any script.
        url: an address.

    Returns:
        True where the alias data know the host under that name, or where they know neither and the name is the host's own
        (``Interfax`` and ``www.interfax.ru``), its beginning before an ordinary ending (``tass`` and ``tassagency.com``), or its
        initials (``Committee to Protect Journalists`` and ``cpj.org``).
    """
    from provenance.language.names import aliases

    address = host(url)
    if not name.strip() or not address or "." not in address:
        return False
    known = {alias for alias in aliases(name) if "." in alias and " " not in alias and len(alias) > 3}
    if known - {name.strip().lower()}:
        return any(address == alias or address.endswith("." + alias) for alias in known)
    own, domain = site(url)
    spelled = squashed(name)
    if not own or len(spelled) < 2:
        return False
    whole = re.sub(r"[^a-z0-9]", "", own)
    if re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+", name.strip().lower()):  # the name is a host itself: Lenta.ru
        return host(name) in (address, domain)
    if spelled == whole or squashed(name.replace("ks", "x")) == whole:
        return True
    if len(spelled) > _SHORTEST and whole.startswith(spelled) and whole[len(spelled) :] in _AFFIXES:
        return True
    if len(spelled) > _SHORTEST and whole.endswith(spelled) and whole[: -len(spelled)] in _AFFIXES:
        return True
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper()).lower()
    return len(initials) >= _SHORTEST and len(name.split()) >= _SHORTEST and initials == whole


@lru_cache(maxsize=4096)
def outlet_names(url: str) -> tuple[str, ...]:
    """The names under which the alias data know the outlet that an address belongs to; none for an unknown one."""
    from provenance.language.names import aliases

    known = aliases(host(url))
    if len(known) < 2:
        known = aliases(site(url)[1])
    return tuple(sorted(name for name in known if "." not in name or " " in name)) if len(known) > 1 else ()


def named_in(words: str, url: str) -> bool:
    """Whether a run of words names the outlet whose site an address stands on, in any inflection.

    Parameters:
        words: some running text.
        url: an address.

    Returns:
        True where one of the outlet's known names stands in the text with a capital, or a run of capitals there is the host's own name.
    """
    said = _TOKEN.findall(words[:2000])
    names = outlet_names(url)
    for name in names:
        wanted = [token for token in _TOKEN.findall(name) if token.lower() not in _DROPPED] or _TOKEN.findall(name)
        size = len(wanted)
        for at in range(len(said) - size + 1):
            run = said[at : at + size]
            proper = any(token[:1].isupper() for token in run) and (at > 0 or size > 1 or len(run[0]) > 5)
            if proper and all(_inflected(token.lower(), other.lower()) for token, other in zip(run, wanted, strict=True)):
                return True
    if names:
        return False
    return any((len(run) > _SHORTEST or run.isupper()) and owns(run, url) for run in _CAPITALS.findall(words[:2000]))


def _inflected(word: str, other: str) -> bool:
    if word == other:
        return True
    shorter = min(len(word), len(other))
    return shorter >= 5 and abs(len(word) - len(other)) <= 2 and word[: max(4, shorter - 2)] == other[: max(4, shorter - 2)]


@lru_cache(maxsize=4096)
def slug_words(url: str) -> frozenset[str]:
    """The words of an address's path, as headlines leave them there."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return frozenset()
    return frozenset(_latin_words(path))


def headline_overlap(url: str, words: str) -> float:
    """How much of a headline's words stand in an address's path, in [0, 1]; 0 where there are too few to tell."""
    slug = slug_words(url)
    wanted = _headline_words(words[:500])
    if len(wanted) < 3 or len(slug) < 3:
        return 0.0
    return len(wanted & slug) / len(wanted)


@lru_cache(maxsize=4096)
def _headline_words(words: str) -> frozenset[str]:
    return frozenset(_latin_words(words))


def _latin_words(text: str) -> list[str]:
    from anyascii import anyascii

    plain = re.sub(r"['’`]", "", anyascii(text[:2000]).lower())
    return [word for word in re.findall(r"[a-z]{3,30}", plain) if word not in ("the", "and", "for", "html", "htm", "php", "www")]
