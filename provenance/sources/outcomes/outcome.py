"""What an answer means: from status code, headers, redirects and the page itself to a :class:`provenance.model.Status`.

A page is called missing only where the server or the page says so. Blocked, walled, limited or broken is never missing: the
words of a claim may well stand behind it. What the page itself shows is read by :mod:`provenance.sources.outcomes.walls` during
extraction; here it is put together with what the server said.

The meaning of codes follows RFC 9110 and RFC 6585, and for the ones that servers make up (440, 449, 520 to 530, 999) what
Internet Archive's link checker has learnt of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from provenance.model import Extract, Status
from provenance.sources.addressing.canonical import identity
from provenance.sources.fetching.response import Response
from provenance.sources.outcomes.challenges import challenge

_CODES: dict[int, Status] = {
    204: Status.EMPTY,
    205: Status.EMPTY,
    401: Status.LOGIN_REQUIRED,
    402: Status.PAYWALLED,
    404: Status.NOT_FOUND,
    408: Status.TEMPORARY,
    410: Status.GONE,
    421: Status.TEMPORARY,
    425: Status.TEMPORARY,
    429: Status.RATE_LIMITED,
    451: Status.LEGAL_BLOCK,
    511: Status.LOGIN_REQUIRED,
}

_REASONS: dict[Status, str] = {
    Status.NOT_FOUND: "the server says that there is no such page; check the address, or cite an archived copy",
    Status.GONE: "the server says that the page was removed; cite an archived copy",
    Status.SOFT_404: "the address no longer leads to its page, though the server reports success; check the address, or cite an archived copy",
    Status.BLOCKED: "the server refuses automatic readers; open the page in a browser and give its text with --source",
    Status.RATE_LIMITED: "the server asks for fewer requests; run again later, or with --host-interval 5",
    Status.LOGIN_REQUIRED: "the page is behind a login; open it in a browser and give its text with --source",
    Status.PAYWALLED: "only the beginning of the page is free to read; give its full text with --source",
    Status.LEGAL_BLOCK: "the page is withheld for legal reasons; cite an archived copy or give its text with --source",
    Status.CONSENT_WALL: "the page shows only a request for consent; open it in a browser and give its text with --source",
    Status.JS_ONLY: "the page builds its text with scripts, which are not run; open it in a browser and give its text with --source",
    Status.TEMPORARY: "the server had a fault of its own; try again later",
    Status.EMPTY: "the page came back empty; open it in a browser, or give its text with --source",
    Status.REDIRECT_ERROR: "the address redirects to nowhere; find another link",
    Status.DECODE_ERROR: "the server's answer is not valid HTTP; open the page in a browser",
}

_MISSING_PATH = re.compile(
    r"/(?:404|(?:error[-_]?|http[-_]?)404|40[4x][-_]?(?:error|page)?|(?:page|file|article)?[-_]?not[-_]?found|error/?notfound|notfound\w{0,20})"
    r"(?:\.[a-z]{2,5})?/?$",
    re.I,
)
_LOGIN_PATH = re.compile(
    r"/(?:log[-_]?in|sign[-_]?in|signup|sign[-_]?up|sso|logon|wp-login|auth(?:enticate|orize|entication)?|oauth2?|saml2?|cas|anmelden|connexion|users/sign_in"
    r"|account/login|session/new|registration|register)(?:\.[a-z]{2,5})?(?:/|$)",
    re.I,
)
_LOGIN_HOST = re.compile(r"(?:login|signin|auth|sso|accounts?|idp|passport)\d?\.", re.I)
_CONSENT_HOST = re.compile(r"(?:consent|guce|privacy-?gate|cookie-?wall|myprivacy|choices)\.", re.I)
_FRONT_PAGE = re.compile(r"/?(?:index|default|home|main)?(?:\.[a-z]{2,5})?/?", re.I)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a source, and why if it was not read."""

    status: Status
    reason: str = ""


def of_response(response: Response) -> Outcome:
    """What an answer means before its page is read; ``ok`` or ``moved`` where only the page can tell more."""
    checked = challenge(response)
    if checked:
        return Outcome(Status.BLOCKED, checked)
    status = of_code(response.status)
    if status is not Status.OK:
        return Outcome(status, f"{_REASONS[status]} (HTTP {response.status})")
    if response.redirects:
        led = _led_astray(response.url, response.final_url)
        if led is not None:
            return led
    if not response.body and not response.spared:
        return failed(Status.EMPTY)
    if response.redirects and not _same_place(response.url, response.final_url):
        return Outcome(Status.MOVED)
    return Outcome(Status.OK)


def of_page(outcome: Outcome, extract: Extract) -> Outcome:
    """What an answer means once its page has been read."""
    if extract.restricted is None or not outcome.status.was_read:
        return outcome
    return failed(extract.restricted)


def failed(status: Status) -> Outcome:
    """An outcome with the sentence that belongs to it."""
    return Outcome(status, _REASONS.get(status, "the page could not be read; give its text with --source"))


def of_code(code: int) -> Status:
    """What a status code says by itself."""
    if code in _CODES:
        return _CODES[code]
    if 200 <= code < 300:
        return Status.OK
    if 300 <= code < 400:
        return Status.REDIRECT_ERROR
    if 400 <= code < 500 or code == 999:
        return Status.BLOCKED
    if 500 <= code < 600:
        return Status.TEMPORARY
    return Status.DECODE_ERROR


def _led_astray(asked: str, final: str) -> Outcome | None:
    """Where a redirect leads away from the page: to a login, a consent page, an error page or the front page."""
    before, after = urlsplit(identity(asked)), urlsplit(final)
    old_host, new_host = (before.hostname or "").lower(), (after.hostname or "").lower()
    if old_host != new_host and _CONSENT_HOST.match(new_host):
        return failed(Status.CONSENT_WALL)
    if (_LOGIN_PATH.search(after.path) and not _LOGIN_PATH.search(before.path)) or (
        old_host != new_host and _LOGIN_HOST.match(new_host) and not _LOGIN_HOST.match(old_host)
    ):
        return failed(Status.LOGIN_REQUIRED)
    if _MISSING_PATH.search(after.path) and not _MISSING_PATH.search(before.path):
        return failed(Status.SOFT_404)
    if _is_front(after.path, after.query) and not _is_front(before.path, before.query):
        related = _related(old_host, new_host)
        # a short address of another host may be a shortener's, which may well stand for a front page
        if related or before.path.count("/") > 1 or len(before.path) > 16:
            return Outcome(Status.SOFT_404, "the address redirects to a front page; check the address, or cite an archived copy")
    if _related(old_host, new_host) and _is_section_of(before.path, after.path) and not after.query:
        return Outcome(
            Status.SOFT_404, "the address redirects to the section that its page was in; check the address, or cite an archived copy"
        )
    return None


def _is_front(path: str, query: str) -> bool:
    return not query and _FRONT_PAGE.fullmatch(path) is not None


def _is_section_of(path: str, section: str) -> bool:
    """Whether ``section`` is a folder that ``path`` lay in, and what is left out would name a page (not ``amp``, ``print``, ``2``)."""
    folder = section.rstrip("/") + "/"
    return path.startswith(folder) and any(len(part) >= 12 or re.search(r"\d{4}", part) for part in path[len(folder) :].split("/"))


def _related(one: str, other: str) -> bool:
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith("." + other) or other.endswith("." + one)


def _same_place(asked: str, final: str) -> bool:
    """Whether a redirect only changed what no reader minds: https, ``www.``, a slash at the end."""

    def place(url: str) -> tuple[str, str, str]:
        parts = urlsplit(identity(url))
        return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query

    return place(asked) == place(final)
