"""Secrets never reach a cassette: they are taken out before a record is written, not afterwards.

What is secret is told by its name (``api_key``, ``Set-Cookie``, ``"access_token": …``), since its value looks like anything;
and a value that was secret in one place of an exchange is taken out of all the others too.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import html
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote

from provenance.sources.fetching.transport import Headers

REDACTED = "REDACTED"

_NAMES = (
    r"(?:x[-_])?(?:api[-_]?key|apikey|app[-_]?key|access[-_]?key(?:[-_]?id)?|access[-_]?token|auth[-_]?token|authorization|auth|token|id[-_]?token"
    r"|refresh[-_]?token|csrf[-_]?token|xsrf[-_]?token|_csrf|csrfmiddlewaretoken|authenticity[-_]?token|session[-_]?(?:id|token|key)|sessid|phpsessid"
    r"|jsessionid|sid|client[-_]?secret|secret(?:[-_]?key)?|private[-_]?(?:key|token)|password|passwd|passphrase|pwd|passcode|credentials?|jwt|bearer"
    r"|signature|sig|x-amz-(?:signature|credential|security-token)|x-goog-(?:signature|credential)|awsaccesskeyid|subscription[-_]?key|user[-_]?key"
    r"|otp|pin[-_]?code|license[-_]?key)"
)
_NAME = re.compile(_NAMES, re.I)
_HEADERS = re.compile(
    r"authorization|proxy-authorization|proxy-authenticate|cookie2?|set-cookie2?|authentication-info|x-(?:amz-security-token|csrf-?token|xsrf-token"
    r"|auth(?:-[a-z]+)*|vault-token|gitlab-token|access-token|session(?:-[a-z]+)*)|(?:[a-z]+-)*(?:api-?key|apikey|secret|password|auth-token|private-token)",
    re.I,
)
_ADDRESS_HEADERS = frozenset(
    {"location", "content-location", "referer", "refresh", "link", "origin", "x-original-url", "sourcemap", "report-to"}
)
#: ``key=`` is an API key only if the value looks like one; else it may be what names the page
_KEY_VALUE = re.compile(r"(?=[^a-z]*[a-z])(?=[^0-9]*[0-9])[A-Za-z0-9_-]{20,}", re.I)

#: A value that is no word, number or date: letters and digits mixed, long
_RANDOM = re.compile(r"(?=[^a-z]*[a-z])(?=[^0-9]*[0-9])[A-Za-z0-9._~+/=%:|-]{12,4096}", re.I)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_PARAMETER = re.compile(r"([?&;#]|&amp;)([A-Za-z0-9_.\[\]-]{1,60})=([^&;#\s\"'<>\\]{1,4096})")
_CREDENTIALS = re.compile(r"(?<=//)[^/?#@\s\"'<>]{1,512}:[^/?#@\s\"'<>]{0,512}@")

_JSON = re.compile(rb"(\\?[\"']" + _NAMES.encode() + rb"\\?[\"']\s{0,8}:\s{0,8}\\?[\"'])([^\"'\\\r\n]{1,8192})", re.I)
_FORM = re.compile(rb"((?:^|&)" + _NAMES.encode() + rb"=)([^&\s]{1,8192})", re.I)
_INPUT = re.compile(
    rb"(<input\b[^<>]{0,512}\bname\s{0,4}=\s{0,4}[\"']?"
    + _NAMES.encode()
    + rb"[\"']?[^<>]{0,512}?\bvalue\s{0,4}=\s{0,4}[\"'])([^\"'<>]{1,8192})",
    re.I,
)
_BODY_PARAMETER = re.compile(rb"((?:[?&;]|&amp;)" + _NAMES.encode() + rb"=)([^&;#\s\"'<>\\]{4,4096})", re.I)
_BEARER = re.compile(rb"\b((?:Bearer|Basic)\s{1,4})([A-Za-z0-9._~+/-]{16,8192}=*)")
_SCHEMES = (b"Bearer", b"Basic")
_BODY_CREDENTIALS = re.compile(rb"(://)[^/?#@\s\"'<>]{1,256}:[^/?#@\s\"'<>]{1,256}@")
_LONGEST_CREDENTIALS = 516
"""Bytes from the slashes to the at sign."""

# Where these patterns may match at all: a single byte is looked for at memory speed, by ``find`` where it is rare and by the engine where
# it is not, but for one of several, or for an alternative, every byte is stepped through. So a name is found from the colon or the equals sign behind it, and by its last letters.
_ENDINGS = ("al", "de", "ey", "er", "et", "id", "ig", "ls", "on", "en", "re", "rd", "rf", "se", "th", "tp", "wd", "wt")
"""The last two letters of every secret name."""
_ENDS = "|".join(f"[{e[0]}{e[0].upper()}][{e[1]}{e[1].upper()}]" for e in _ENDINGS).encode()
_LASTS = "".join(sorted({e[1] + e[1].upper() for e in _ENDINGS})).encode()
# what most colons and equals signs of a page fail at is asked first: the characters before a colon, a bare value behind an equals sign
_COLON = re.compile(rb":(?<=[" + _LASTS + rb"\\\"'\s][\"'\s]:)(?=\s{0,8}\\?[\"'])(?:(?<=(?:" + _ENDS + rb").:)|(?<=\\.:)|(?<=[\"'\s]\s:))")
_KEY = re.compile(rb"[\"']([A-Za-z0-9_-]{2,40})\\?[\"']\s{0,8}\Z")
_EQUALS = re.compile(rb"=(?=[^&;#\s\"'<>\\]{4})(?<=[" + _LASTS + rb"]=)(?<=(?:" + _ENDS + rb")=)")
_PARAMETER_NAME = re.compile(rb"(?:&amp;|[?&;])([A-Za-z0-9_-]{2,40})\Z")
_BEHIND = 56
"""Bytes that a name with its quotation marks and blanks takes at most."""


def _is_secret(name: str, value: str) -> bool:
    if _NAME.fullmatch(name):
        return True
    return name.lower() in ("key", "k", "code", "state") and _KEY_VALUE.fullmatch(value) is not None


def address(url: str) -> str:
    """An address without credentials, with the values of its secret parameters replaced."""
    text = _CREDENTIALS.sub("", url)

    def replaced(match: re.Match[str]) -> str:
        mark, name, value = match.groups()
        return f"{mark}{name}={REDACTED}" if _is_secret(name, value) else match.group(0)

    return _PARAMETER.sub(replaced, text)


def parameters(url: str) -> tuple[str, ...]:
    """What of an address :func:`address` would take out: names of parameters, and ``user and password``."""
    found = [match.group(2) for match in _PARAMETER.finditer(url) if match.group(3) != REDACTED and _is_secret(*match.group(2, 3))]
    return (*(("user and password",) if _CREDENTIALS.search(url) else ()), *dict.fromkeys(found))


def secrets_of(url: str, headers: Headers = ()) -> frozenset[str]:
    """Secret values that an address and headers hold, to be looked for elsewhere; very short ones are left out.

    A cookie's value counts if the cookie is named like a secret or the value looks like nothing else: a setting such as
    ``region=Belarus`` would take words out of the page.
    """
    found: set[str] = set()
    for match in _PARAMETER.finditer(url):
        if _is_secret(match.group(2), match.group(3)):
            found.add(match.group(3))
    for match in _CREDENTIALS.finditer(url):
        user, _, password = match.group(0).removesuffix("@").partition(":")
        found.update((_if_random(unquote(user)), unquote(password), base64.b64encode(unquote(f"{user}:{password}").encode()).decode()))
    for name, value in headers:
        if is_secret_header(name):
            found.update(_in_cookies(name, value) if "cookie" in name.lower() else _in_credentials(value))
        elif name.lower() in _ADDRESS_HEADERS:
            found |= secrets_of(value)
    return frozenset(secret for secret in found if len(secret) >= 6 and secret != REDACTED)


def is_secret_header(name: str) -> bool:
    """Whether a header is left out as a whole."""
    return _HEADERS.fullmatch(name) is not None


def _looks_random(value: str) -> bool:
    return _RANDOM.fullmatch(value) is not None and _DAY.match(value) is None


def _if_random(user: str) -> str:
    """A name that is no secret (``editor``) may stand in the page as a word."""
    return user if _looks_random(user) else ""


def _in_cookies(name: str, value: str) -> Iterator[str]:
    pairs = value.split(";")
    # behind the first pair of Set-Cookie stand its attributes: Domain, Path, Expires
    for pair in pairs[:1] if name.lower().startswith("set-") else pairs:
        key, _, secret = pair.strip().partition("=")
        secret = secret.strip('"')
        if _NAME.fullmatch(key) or _looks_random(secret):
            yield secret


def _in_credentials(value: str) -> Iterator[str]:
    scheme, _, rest = value.strip().partition(" ")
    if not rest:
        yield scheme
    elif scheme.lower() == "basic":
        yield rest.strip()
        with contextlib.suppress(ValueError):
            user, _, password = base64.b64decode(rest.strip(), validate=True).decode("utf-8", "replace").partition(":")
            yield from (_if_random(user), password)
    else:
        for part in re.split(r"[,\s]+", rest):
            secret = re.sub(r"^[A-Za-z_-]{1,30}=(?=.)", "", part).strip('"')
            if secret == rest.strip() or _looks_random(secret):
                yield secret


def headers(given: Headers, secrets: Iterable[str] = ()) -> Headers:
    """Headers without the secret ones; addresses in the others are scrubbed."""
    kept = []
    for name, value in given:
        if is_secret_header(name):
            continue
        text = address(value) if name.lower() in _ADDRESS_HEADERS else value
        for secret in _spellings(secrets):
            text = text.replace(secret, REDACTED)
        kept.append((name, text))
    return tuple(kept)


def body(data: bytes, content_type: str, secrets: Iterable[str] = ()) -> bytes:
    """A decompressed body with secrets replaced: values of secret names in JSON, forms and addresses, and known secrets.

    Returns
    -------
    bytes
        The same object if there was nothing to replace.
    """
    kind = content_type.split(";", 1)[0].strip().lower()
    if kind.startswith(("image/", "audio/", "video/", "font/")) or kind in (
        "application/pdf",
        "application/zip",
        "application/octet-stream",
    ):
        return data
    mark = REDACTED.encode()
    result = _marked(_JSON, data, _named(_COLON, _KEY, data))
    result = _INPUT.sub(lambda match: match.group(1) + mark, result)
    result = _marked(_BODY_PARAMETER, result, _named(_EQUALS, _PARAMETER_NAME, result))
    result = _marked(_BEARER, result, (at for at in _each(b"B", result) if result.startswith(_SCHEMES, at)))
    if kind == "application/x-www-form-urlencoded":
        result = _FORM.sub(lambda match: match.group(1) + mark, result)
    result = _without_credentials(result)
    for secret in _spellings(secrets):
        result = result.replace(secret.encode("utf-8", "surrogatepass"), mark)
    return data if result == data else result


def _marked(pattern: re.Pattern[bytes], data: bytes, starts: Iterable[int]) -> bytes:
    """``data`` with what ``pattern`` finds replaced behind its first group, as its ``sub`` would do it.

    ``starts`` are the places at which it may match, in order; it is tried nowhere else.
    """
    parts: list[bytes] = []
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(data, start)):
            parts += (data[end : match.end(1)], REDACTED.encode())
            end = match.end()
    return b"".join((*parts, data[end:])) if parts else data


def _named(sign: re.Pattern[bytes], name: re.Pattern[bytes], data: bytes) -> Iterator[int]:
    """Where a ``name`` begins that is a secret's and stands before a ``sign``."""
    for found in sign.finditer(data):
        at = found.start()
        named = name.search(data, max(0, at - _BEHIND), at)
        if named is not None and _names_secret(named[1]):
            yield named.start()


def _each(byte: bytes, data: bytes) -> Iterator[int]:
    """Where a byte is."""
    at = data.find(byte)
    while at >= 0:
        yield at
        at = data.find(byte, at + 1)


def _without_credentials(data: bytes) -> bytes:
    """``data`` with :data:`_BODY_CREDENTIALS` taken out: what it finds ends at an at sign, and has no slash but those at its beginning."""
    parts: list[bytes] = []
    end = 0
    for at in _each(b"@", data):
        start = data.rfind(b"://", max(end, at - _LONGEST_CREDENTIALS), at)
        if start >= 0 and (match := _BODY_CREDENTIALS.match(data, start)):
            parts.append(data[end : match.end(1)])
            end = match.end()
    return b"".join((*parts, data[end:])) if parts else data


@functools.lru_cache(maxsize=4096)
def _names_secret(name: bytes) -> bool:
    return _NAME.fullmatch(name.decode("ascii")) is not None


def _spellings(secrets: Iterable[str]) -> list[str]:
    """Secrets as they stand in addresses, HTML and JSON too; the longest first."""
    found: set[str] = set()
    for secret in secrets:
        found.update((secret, quote(secret, safe="", errors="replace"), html.escape(secret), secret.replace("/", "\\/")))
    return sorted(found, key=lambda text: (-len(text), text))
