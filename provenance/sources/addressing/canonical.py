"""When two spellings are one address, and what a source is called by.

The address as the draft wrote it is kept beside the normal one: normalising must never be the reason why a page cannot be
found again.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import parse_qsl

#: Query parameters that say where a reader came from, and nothing about the page.
_TRACKERS = re.compile(
    r"(?:utm_[a-z_]+|mtm_[a-z_]+|pk_[a-z_]+|hsa_[a-z_]+|fb_(?:action_ids|action_types|ref|source)|fbclid|gclid|gclsrc|gbraid|wbraid|dclid"
    r"|yclid|ymclid|ysclid|_openstat|msclkid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|mkt_tok|vero_id|oly_anon_id|oly_enc_id"
    r"|_hsenc|_hsmi|__hstc|__hssc|__hsfp|hsctatracking|wickedid|rb_clickid|s_cid|icid|ncid|cmpid|at_(?:medium|campaign|custom\d|link_[a-z_]+)"
    r"|ref_src|ref_url|spm|scm|srsltid|guccounter|guce_referrer(?:_sig)?|_ga|_gl|amp_js_v|usqp|smid|cmp)",
    re.I,
)
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/(\d{1,14})([a-z]{2}_)?/(.+)", re.S)
_REPLAYED = re.compile(r"https?://[^/?#\s]{1,200}/(?:[\w.-]{1,60}/){0,3}(\d{14})(?:[a-z]{2}_)?/(https?:/.+)", re.S)

#: Pages that only pass a reader on, and the parameters in which they keep the address: host and path -> parameters.
_PASSED_ON: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), names)
    for pattern, names in (
        (r"(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}/url", ("q", "url")),
        (r"(?:lm?|www|m)\.facebook\.com/(?:l|flx/warn)(?:\.php|/)?", ("u",)),
        (r"l\.instagram\.com/", ("u",)),
        (r"(?:www\.)?youtube\.com/redirect", ("q",)),
        (r"(?:[a-z0-9]+\.)?safelinks\.protection\.outlook\.com/", ("url",)),
        (r"(?:www\.)?linkedin\.com/(?:safety/go|redir/redirect)/?", ("url",)),
        (r"(?:m\.)?(?:away\.)?vk\.com/away(?:\.php)?", ("to",)),
        (r"(?:t\.umblr\.com|href\.li)/redirect", ("z",)),
        (r"(?:www\.)?bing\.com/news/apiclick\.aspx", ("url",)),
        (r"out\.reddit\.com/.{0,40}", ("url",)),
        (r"slack-redir\.net/link", ("url",)),
        (r"(?:www\.)?duckduckgo\.com/l/?", ("uddg",)),
        (r"t\.me/iv", ("url",)),
        (r"translate\.google\.(?:com?\.)?[a-z]{2,3}/translate", ("u",)),
        (r"(?:www\.)?steamcommunity\.com/linkfilter/?", ("u", "url")),
        (r"(?:exit|gate)\.sc/?", ("url",)),
        (r"go\.(?:skimresources|redirectingat)\.com/?", ("url",)),
        (r"disq\.us/url", ("url",)),
    )
)
_AMP_CACHE = re.compile(
    r"https?://(?:[a-z0-9-]{1,80}\.cdn\.ampproject\.org/[a-z](?:/wp)?|(?:www\.)?google\.[a-z.]{2,6}/amp)/(s/)?([^/?#]+\.[^/?#]+)(/.*|\?.*)?",
    re.I,
)


_TRANSLATED = re.compile(r"https?://([a-z0-9-]{1,200})\.translate\.goog(/[^?#]*)?(\?[^#]*)?", re.I)
_MAIL_FILTER = re.compile(r"https?://urldefense\.com/v3/__(https?://?[^*]+?)__;.*", re.I | re.S)
#: A DOI by any of its names (DOI Handbook, sections 2.2 and 3.8): as a scheme, a URN, or at the resolver's old addresses.
_DOI = re.compile(r"(?:doi:\s*|urn:doi:|info:doi/|https?://dx\.doi\.org/|http://doi\.org/)(10\.\d{4,9}/\S+)", re.I)


def unwrapped(url: str) -> str:
    """The address inside one that only passes a reader on (search results, mail filters, translators, AMP caches), and the
    resolver's address of a DOI; any other as it is.

    What is inside is as untrusted as what is around it: the guard has yet to see it.
    """
    for _ in range(3):
        inner = _inside(url.strip())
        if inner is None:
            break
        url = inner
    return url


def _inside(url: str) -> str | None:
    doi = _DOI.fullmatch(url)
    if doi is not None:
        return f"https://doi.org/{doi[1]}"
    translated = _TRANSLATED.fullmatch(url)
    if translated is not None:
        host = translated[1].replace("--", "\0").replace("-", ".").replace("\0", "-")
        kept = "&".join(part for part in (translated[3] or "")[1:].split("&") if part and not part.startswith("_x_tr_"))
        return f"https://{host}{translated[2] or '/'}{'?' + kept if kept else ''}"
    filtered = _MAIL_FILTER.fullmatch(url)
    if filtered is not None:
        return re.sub(r"^(https?:/)(?=[^/])", r"\1/", filtered[1])
    amp = _AMP_CACHE.fullmatch(url)
    if amp is not None:
        return f"http{'s' if amp[1] else ''}://{amp[2]}{amp[3] or '/'}"
    parts = re.fullmatch(r"https?://([^?#]{1,200})\?([^#]*)(?:#.*)?", url, re.I | re.S)
    if parts is None:
        return None
    names = next((names for pattern, names in _PASSED_ON if pattern.fullmatch(parts[1].lower())), ())
    values = dict(parse_qsl(parts[2], max_num_fields=50)) if names and parts[2].count("&") < 50 else {}
    return next((values[name] for name in names if values.get(name, "").lower().startswith(("http://", "https://"))), None)


@lru_cache(maxsize=4096)
def normal(url: str) -> str:
    """An address as the WHATWG standard spells it, without fragment; unchanged if it is none."""
    import can_ada

    try:
        return str(can_ada.parse(url.strip()).href).split("#", 1)[0]
    except ValueError:
        return url.strip()


@lru_cache(maxsize=4096)
def identity(url: str) -> str:
    """The key under which all spellings of one address fall together.

    Beyond :func:`normal`: no address around it that only passes on, no tracker parameters, no empty query, no dot at the end of the host, no password. The order of
    parameters and the scheme are left alone, since they may matter to the server, and so is everything inside an archive's
    address.
    """
    from provenance.sources.addressing.addresses import without_credentials

    text = without_credentials(normal(unwrapped(url)))
    if _WAYBACK.match(text):
        return text
    base, mark, query = text.partition("?")
    base = re.sub(r"^(https?://[^/?#:]*[^/?#:.])\.(?=[:/]|$)", r"\1", base)
    if not mark:
        return base
    kept = [part for part in query.split("&") if part and not _TRACKERS.fullmatch(part.split("=", 1)[0])]
    return f"{base}?{'&'.join(kept)}" if kept else base


def source_id(url: str) -> str:
    """The id of a source in reports: the same in every run for the same address."""
    return "s-" + hashlib.sha256(identity(url).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def unchanged_memento(url: str) -> str:
    """A Wayback Machine address without the archive's own toolbar and links; any other address as it is."""
    named = memento(url)
    return url if named is None else re.sub(r"(/web/\d{1,14})(?:[a-z]{2}_)?/", r"\1id_/", url.strip(), count=1)


def replayed(url: str) -> tuple[str, str] | None:
    """Time stamp and original address in the address of a copy in any archive that runs OpenWayback, pywb or the like."""
    match = _REPLAYED.fullmatch(url.strip())
    return (match[1], re.sub(r"^(https?:)/+", r"\1//", match[2])) if match else None


def memento(url: str) -> tuple[str, str] | None:
    """Time stamp and original address of a Wayback Machine address, or ``None`` for any other address."""
    match = _WAYBACK.match(url.strip())
    return (match.group(1), match.group(3)) if match else None
