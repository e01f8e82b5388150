"""What an address by itself says about a link: share button, profile, advertisement, an author's or topic's page, a site's services."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from urllib.parse import SplitResult, parse_qsl, urlsplit

from provenance.claims.outlets import host, site

_NOTHING = urlsplit("")
_LABELS = 6  # of a host's name that are looked at


@cache
def role_words() -> dict[str, frozenset[str]]:
    """The word lists of ``data/roles.toml``, in lower case."""
    data = tomllib.loads((files("provenance.claims") / "data" / "roles.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


def page(url: str) -> str:
    """An address without what does not change the page: scheme, ``www.``, trailing slash, fragment, trackers."""
    parts = _split(url)
    if parts is _NOTHING:
        return url
    query = "&".join(part for part in parts.query.split("&") if part and not part.lower().startswith(("utm_", "fbclid", "gclid")))
    return f"{host(url)}{parts.path.rstrip('/')}?{query}"


def is_share_target(url: str) -> bool:
    """Whether what an address does is to share a page."""
    path = _split(url).path.lower() or "/"
    return any(path.startswith(beginning) for name in _parents(url) for beginning in _share_targets().get(name, ()))


@cache
def _share_targets() -> dict[str, tuple[str, ...]]:
    """The beginnings of the paths that share a page, by host."""
    found: dict[str, tuple[str, ...]] = {}
    for target in sorted(role_words()["share_targets"]):
        name, beginning = target.split(" ", 1)
        found[name] = (*found.get(name, ()), beginning)
    return found


def is_social(url: str) -> bool:
    """Whether an address is a social network's."""
    return not role_words()["social_hosts"].isdisjoint(_parents(url))


def is_profile(url: str) -> bool:
    """Whether an address is somebody's page on a social network, and no post of theirs."""
    parts = _segments(url)
    if len(parts) == 1 and parts[0].startswith("@"):
        return True  # as on Mastodon, YouTube and Threads, whatever the host
    if not is_social(url) or _split(url).query:
        return False
    if parts and parts[0] in role_words()["profile_segments"]:
        return len(parts) == 2
    return len(parts) == 1 and parts[0] not in role_words()["profile_segments"]


def is_advertising(url: str) -> bool:
    """Whether an address counts who came from here for an advertiser or pays the site for it."""
    words = role_words()
    if not words["advertising_hosts"].isdisjoint(_parents(url)):
        return True
    keys = {key.lower() for key, _ in parse_qsl(_split(url).query, max_num_fields=None)[:50]}
    if keys & words["affiliate_keys"]:
        return True
    return "tag" in keys and site(url)[0] == "amazon"


def is_authors(url: str) -> bool:
    """Whether an address is the page of one who writes for a site."""
    return _folder(url, role_words()["author_segments"])


def is_topics(url: str) -> bool:
    """Whether an address is a list of articles."""
    return _folder(url, role_words()["tag_segments"])


def is_service(url: str, own: frozenset[str]) -> bool:
    """Whether an address is a page that sells or runs a site: subscription, newsletter, imprint, its shop.

    Parameters:
        url: the address.
        own: the registrable domains of the draft's own addresses.
    """
    words = role_words()
    parts = _segments(url)
    if parts and parts[-1] in words["site_segments"]:
        return True
    shop = host(url).split(".")[0] in words["shop_segments"]
    if site(url)[1] in own:
        return shop or (bool(parts) and parts[0] in words["shop_segments"])
    return shop and not parts


def _folder(url: str, names: frozenset[str]) -> bool:
    parts = _segments(url)
    # The last segment of an article's address may well be its headline: only a folder before it, or a short path, tells.
    return any(part in names for part in parts[:3]) and len(parts) <= 4


def _segments(url: str) -> list[str]:
    return [re.sub(r"\.(?:html?|php|aspx?)$", "", part.lower()) for part in _split(url).path.split("/") if part]


def _parents(url: str) -> list[str]:
    """A host and the domains that it is under: ``m.news.example``, ``news.example``, ``example``."""
    labels = host(url).split(".")[-_LABELS:]
    return [".".join(labels[at:]) for at in range(len(labels))]


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return _NOTHING
