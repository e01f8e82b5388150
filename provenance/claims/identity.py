"""Ids of claims: made of what is said and of whom, never of the place where it stands."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

_LENGTH = 12  # hexadecimal digits: 48 bits, ample for the claims of one archive of drafts
_NOT_WORD = re.compile(r"[\W_]+")


def claim_id(text: str, source: str) -> str:
    """The id of a claim with these words and this source's name.

    Letter case, quotation marks, dashes, line breaks and punctuation do not count; the words and their order do.

    Args:
        text: the claim's words as one runs them together.
        source: the source's name; empty for none.

    Returns:
        Twelve hexadecimal digits.
    """
    from provenance.language.folding import fold

    said, who = (_NOT_WORD.sub(" ", fold(part, case=True).text).strip() for part in (text, source))
    return hashlib.sha256(f"{said}\x1f{who}".encode()).hexdigest()[:_LENGTH]


def distinct(ids: Iterable[str]) -> list[str]:
    """The ids with ``-2``, ``-3`` … behind those that came before: the same words of the same source, said twice."""
    seen: dict[str, int] = {}
    out = []
    for name in ids:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return out
