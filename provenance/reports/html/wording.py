"""Languages and dates as the page shows them."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"))
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def language_tag(language: str | None) -> str | None:
    """``language`` if it may stand in a ``lang`` attribute, else ``None``."""
    return language if language and _TAG.fullmatch(language) else None


def direction(language: str | None) -> str:
    """The ``dir`` of a text: as its language is written, or ``auto`` where that is not known."""
    if language_tag(language) is None:
        return "auto"
    assert language is not None
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


@cache
def language_name(language: str | None) -> str:
    """The English name of a language, the code where CLDR has none; empty if it is not known."""
    if language is None:
        return ""
    if language_tag(language) is None:
        return language
    from babel import Locale

    return str(Locale("en").languages.get(language, language))


def day(moment: str | None) -> str:
    """The day of an ISO 8601 date or time in words; what cannot be read is given back as it is."""
    if not moment:
        return ""
    try:
        read = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return f"{read.day} {_MONTHS[read.month - 1]} {read.year}"


def instant(moment: str | None) -> str:
    """Day and time of an ISO 8601 time in words; what cannot be read is given back as it is."""
    if not moment:
        return ""
    try:
        read = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    zone = "" if read.tzinfo is None else " UTC" if not read.utcoffset() else f" {read:%z}"
    return f"{day(moment)}, {read:%H:%M}{zone}"
