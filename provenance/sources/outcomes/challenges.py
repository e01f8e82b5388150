"""Checks for robots that stand before a page, told by what the services that make them send.

They come with any status, also 200 and 404, so they are looked for before the status is believed: a page behind one is neither
missing nor empty. Many of these services put scripts into ordinary pages, too; what counts is only what their check itself has.
"""

from __future__ import annotations

import re

from provenance.sources.fetching.response import Response

_LOOKED_AT = 200_000  # bytes

#: Header, what its value has, statuses (none: any) and whose check it is.
_HEADERS: tuple[tuple[str, re.Pattern[str], frozenset[int], str], ...] = (
    ("cf-mitigated", re.compile("challenge", re.I), frozenset(), "Cloudflare"),
    ("x-datadome", re.compile("."), frozenset({401, 403, 405, 429, 503}), "DataDome"),
    ("x-amzn-waf-action", re.compile("challenge|captcha", re.I), frozenset(), "AWS"),
    ("x-vercel-mitigated", re.compile("challenge|deny", re.I), frozenset(), "Vercel"),
    ("x-kpsdk-ct", re.compile("."), frozenset({403, 429}), "Kasada"),
    ("x-sucuri-block", re.compile("."), frozenset(), "Sucuri"),
)

#: What stands in every page of the first mark: large pages are looked through for it at memory speed.
_CLOUDFLARE = (b"window._cf_chl_opt", b"challenge-")
#: Words in the page, the most bytes that it may have, statuses (none: any), and whose check it is.
_MARKS: tuple[tuple[re.Pattern[bytes], int, frozenset[int], str], ...] = (
    (re.compile(rb"window\._cf_chl_opt\b|id=[\"']challenge-(?:form|error-text)"), _LOOKED_AT, frozenset(), "Cloudflare"),
    (re.compile(rb"challenge-platform"), _LOOKED_AT, frozenset({403, 503}), "Cloudflare"),
    (re.compile(rb"(?:geo|ct)\.captcha-delivery\.com/"), 20_000, frozenset(), "DataDome"),
    (re.compile(rb"/_Incapsula_Resource\b"), 3_000, frozenset(), "Imperva"),
    (re.compile(rb"id=[\"']px-captcha|window\._pxAppId\b.{0,4000}captcha", re.S), 60_000, frozenset(), "HUMAN"),
    (re.compile(rb"awsWafCookieDomainList|window\.gokuProps"), 20_000, frozenset(), "AWS"),
    (re.compile(rb"<title>Making sure you(?:&#39;|'|\xe2\x80\x99)re not a bot!"), 60_000, frozenset(), "Anubis"),
    (re.compile(rb"The requested URL was rejected\. Please consult with your administrator"), 5_000, frozenset(), "F5"),
    (re.compile(rb"/__qrator/|__ddg_challenge|/\.well-known/ddos-guard/"), 20_000, frozenset(), "DDoS-Guard or Qrator"),
    (re.compile(rb"window\.KPSDK\b"), 5_000, frozenset(), "Kasada"),
)


def challenge(response: Response) -> str:
    """Why an answer is a check for robots and not the page; empty if it is none."""
    who = _by_headers(response) or _by_page(response)
    if not who:
        return ""
    return (
        f"a check for robots stands before the page ({who}, HTTP {response.status}); open it in a browser and give its text with --source"
    )


def _by_headers(response: Response) -> str:
    there = {name.lower() for name, _ in response.headers}
    for name, value, statuses, who in _HEADERS:
        if name in there and value.search(response.header(name)) and (not statuses or response.status in statuses):
            return who
    return ""


def _by_page(response: Response) -> str:
    if not response.body:
        return ""
    for mark, most, statuses, who in _MARKS:
        if len(response.body) > most or (statuses and response.status not in statuses):
            continue
        # looked for from the end: from the beginning, Python takes more than twice as long for words in a page of this size
        if (mark is not _MARKS[0][0] or any(response.body.rfind(words) >= 0 for words in _CLOUDFLARE)) and mark.search(response.body):
            return who
    return ""
