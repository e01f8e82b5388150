"""Text from drafts and pages, made harmless before it is shown.

A page may hold escape sequences, C1 controls or bidirectional overrides; on a terminal they move the cursor, set the title
or turn a line round (CVE-2021-42574). They are shown as visible stand-ins, one for one, so that offsets still count.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from provenance.model import Difference, Place, Reason, Span

Noun = TypeVar("Noun")

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_TAG_CHARACTERS = re.compile("[\U000e0000-\U000e007f]")


def visible(text: str) -> str:
    """``text`` with every control but line feed and tab shown as U+FFFD, character for character."""
    return _TAG_CHARACTERS.sub("\ufffd", _SURROGATES.sub("\ufffd", _CONTROLS.sub(_stand_in, text)))


def one_line(text: str) -> str:
    """``text`` on one line, blanks run together, controls shown as U+FFFD."""
    return " ".join(visible(text).split())


def encodable(text: str) -> str:
    """``text`` with lone surrogates shown as U+FFFD, so that it can be written as UTF-8."""
    return _SURROGATES.sub("\ufffd", text)


def quoted(text: str) -> str:
    """``text`` in quotation marks, unless it begins with one."""
    return text if text.lstrip("\u2068")[:1] in tuple("\"'“«„‘「") else f"“{text}”"


def safe_href(url: str | None) -> str | None:
    """``url`` if a reader may follow it from a report (http, https), else ``None``."""
    if url is None:
        return None
    return url if re.fullmatch(r"https?://[^\s\\]+", url, re.I) and not _CONTROLS.search(url) else None


def shorten(text: str, length: int) -> str:
    """``text`` on one line, cut at a word near ``length`` characters with an ellipsis."""
    flat = one_line(text)
    if len(flat) <= length:
        return flat
    cut = flat.rfind(" ", 0, length - 1)
    return flat[: cut if cut > length // 2 else length - 1].rstrip(" ,;:–—-") + "…"


# ---- secrets -------------------------------------------------------------------------------------------------------

_NAMED_SO = (
    r"token|secret|passw|passphrase|passcode|pwd|api[-_]?key|app[-_]?key|access[-_]?key|user[-_]?key|subscription[-_]?key|private[-_]?key"
    r"|license[-_]?key|session|sessid|auth|csrf|xsrf|credential|jwt|bearer|signature"
)
_SECRET = re.compile(
    rf"([?&;#]|&amp;)([\w.\[\]-]{{0,40}}(?:{_NAMED_SO})[\w.\[\]-]{{0,40}}|sid|sig|otp|pin[-_]?code|awsaccesskeyid)=([^&;#\s\"'<>\\]{{1,4096}})",
    re.I,
)
_MAYBE_SECRET = re.compile(r"([?&;#]|&amp;)(key|k|code|state)=((?=[^&;#]*[a-z])(?=[^&;#]*[0-9])[\w-]{20,4096})(?![^&;#\s\"'<>\\])", re.I)
_CREDENTIALS = re.compile(r"(?<=//)[^/?#@\s\"'<>]{1,512}:[^/?#@\s\"'<>]{0,512}(?=@)")
_HEADER = re.compile(r"\b((?:Bearer|Basic)\s{1,4})([A-Za-z0-9._~+/-]{16,8192}=*)")
# the same inside a text fragment or another address, where it is percent-encoded
_ENCODED = re.compile(
    rf"(%(?:3F|26|3B|23)(?:[\w.-]{{0,40}}(?:{_NAMED_SO})[\w.-]{{0,40}}|sid|sig|otp)%3D)((?:(?!%(?:26|3B|23|20|0A))[^\s&#\"'<>]){{1,4096}})(%23(?:(?!%20|%0A)[^\s&#\"'<>]){{1,4096}})?",
    re.I,
)
_FRAGMENT = re.compile(r"(=\*++[^\s#\"'<>]{0,4096}+#)(?!:~:)([^\s\"'<>]{1,4096})")


def masked(text: str) -> str:
    """``text`` with every secret in an address (keys, tokens, passwords) as asterisks, one for one, so that offsets still count.

    An address that holds a secret loses its fragment too, unless that only names a passage.
    """
    if "=" in text or "@" in text or "%3D" in text or "Bas" in text or "Bea" in text:
        for pattern in (_SECRET, _MAYBE_SECRET):
            text = pattern.sub(lambda m: f"{m[1]}{m[2]}={'*' * len(m[3])}", text)
        text = _CREDENTIALS.sub(lambda m: "*" * len(m[0]), text)
        text = _HEADER.sub(lambda m: m[1] + "*" * len(m[2]), text)
        if "%3D" in text or "%3d" in text:
            text = _ENCODED.sub(lambda m: m[1] + "*" * len(m[2]) + (f"{m[3][:3]}{'*' * (len(m[3]) - 3)}" if m[3] else ""), text)
        if "=*" in text:
            text = _FRAGMENT.sub(lambda m: m[1] + "*" * len(m[2]), text)
    return text


def without_secrets(noun: Noun) -> Noun:
    """The same noun with :func:`masked` texts, however deep they lie in it. What has none is given back as it is.

    What was secret in an address is masked in reasons and differences too, where it may stand as a word by itself.
    """
    found: set[str] = set()
    clean = _walked(noun, lambda text, _: _masked(text, found))
    words = [re.escape(word) for word in sorted(found, key=len, reverse=True) if len(word) >= _WORD]
    if not words:
        return clean
    known = re.compile("|".join(words))
    return _walked(clean, lambda text, of: known.sub(lambda m: "*" * len(m[0]), text) if of in (Reason, Difference) else text)


_WORD = 4
"""Characters from which a secret is looked for as a word by itself."""


def _masked(text: str, found: set[str]) -> str:
    clean = masked(text)
    if clean != text:
        for run in re.finditer(r"\*+", clean):
            if text[run.start() : run.end()] != run.group():
                found.add(text[run.start() : run.end()])
    return clean


def _walked(noun: Noun, change: Callable[[str, type], str], of: type = object) -> Noun:
    """``noun`` with every text in it changed; ``change`` is told in which noun the text stands."""
    changed: Any = noun
    if type(noun) is str:
        text = change(str(noun), of)
        changed = noun if text == noun else text
    elif isinstance(noun, tuple):
        items = [_walked(item, change, of) for item in noun]
        if any(new is not old for new, old in zip(items, noun, strict=True)):
            changed = tuple(items)
    elif is_dataclass(noun) and not isinstance(noun, type | Span | Place):
        values = {f.name: getattr(noun, f.name) for f in fields(noun)}
        news = {name: new for name, old in values.items() if (new := _walked(old, change, type(noun))) is not old}
        changed = replace(noun, **news) if news else noun
    return changed  # type: ignore[no-any-return]


# ---- where text meets a reader's machinery -------------------------------------------------------------------------

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_COMMAND = re.compile(r"##(?=[\w.-]{0,40}\[)")


def isolated(text: str) -> str:
    """``text`` in a bidirectional isolate of our own if it has right-to-left letters, so that it cannot turn its neighbours round.

    Method: Unicode Standard Annex 9, first strong isolate. What of such controls the text had has been taken out before.
    """
    return f"\u2068{text}\u2069" if _RIGHT_TO_LEFT.search(text) else text


def no_commands(line: str) -> str:
    """One line of a log that a build server does not take for an order (``::error``, ``##[error]``, ``##vso[…]``)."""
    head = len(line) - len(line.lstrip())
    if line.startswith("::", head):
        line = f"{line[:head]}∷{line[head + 2 :]}"
    return _COMMAND.sub("## ", line)


def _stand_in(match: re.Match[str]) -> str:
    return " " if match.group() in "\r\x0b\x0c\x85\u2028\u2029" else "\ufffd"
