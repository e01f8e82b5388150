"""When the author of a draft last looked at a source, where a note or list of sources says so: "accessed 3 May 2024"."""

from __future__ import annotations

import re
from datetime import date as Date

from provenance.model import Block, Draft, DraftLink

_WORDS = {
    "en": r"(?:last\s)?(?:accessed|retrieved|visited|viewed|checked|consulted)|access(?:ed)?\sdate",
    "de": r"abgerufen|aufgerufen|zugegriffen|zugriff|(?:zuletzt\s)?(?:eingesehen|besucht)",
    "fr": r"consulté(?:e)?|page\sconsultée|visitée?",
    "es": r"consultad[oa]|fecha\sde\s(?:consulta|acceso)",
    "it": r"consultat[oa]|visitat[oa]|ultimo\saccesso",
    "pt": r"acessado|acedido|acesso",
    "nl": r"geraadpleegd|bezocht",
    "sv": r"hämtad|läst",
    "pl": r"dostęp|data\sdostępu",
    "ru": r"(?:дата\s)?(?:обращения|доступа|просмотра)|проверено",
    "uk": r"дата\sзвернення|переглянуто",
}
_CUE = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<{code}>{words})" for code, words in _WORDS.items())
    + r")\b[\s:.,]{0,4}(?:(?:on|am|le|el|il|em|op|den|dnia|от)\s)?",
    re.I,
)
_AHEAD = 40
"""Characters behind the cue in which its date begins and ends."""


def accessed(draft: Draft) -> dict[str, Date]:
    """The day on which each source of a draft was last looked at, by its address as the draft wrote it.

    Parameters
    ----------
    draft
        Its links lead to the notes and list entries in which the days are looked for, between one link and the next.

    Returns
    -------
    dict
        Only addresses beside which a full date stands, one that can be read in one order only and is not after the draft's own.
    """
    found: dict[str, Date] = {}
    if not _CUE.search(draft.text):
        return found
    links = sorted((link for link in draft.links if link.url), key=lambda link: link.span)
    for number, link in enumerate(links):
        block = _block(draft, link)
        if block is None or link.url in found:
            continue
        following = (other.span.start for other in links[number + 1 :] if other.url != link.url)
        day = _day(draft, link.span.end, min(block.span.end, next(following, block.span.end)))
        if day is not None:
            found[link.url] = day
    return found


def _block(draft: Draft, link: DraftLink) -> Block | None:
    # a bare address is not read aloud, so that one at its block's edge stands outside of it, but on its line
    def beside(block: Block) -> bool:
        if block.span.start - link.span.end > 2 or link.span.start - block.span.end > 2:
            return False
        between = draft.text[link.span.end : block.span.start] + draft.text[block.span.end : link.span.start]
        return "\n" not in between

    return next((block for block in draft.blocks if beside(block)), None)


def _day(draft: Draft, start: int, end: int) -> Date | None:
    from provenance.language.dates import DateKind, dates

    cue = _CUE.search(draft.text, start, min(end, start + 400))
    if cue is None:
        return None
    for mention in dates(draft.text[cue.end() : min(cue.end() + _AHEAD, end)], cue.lastgroup, None):
        if mention.kind is not DateKind.DAY or mention.start is None or mention.start != mention.end or mention.swapped is not None:
            return None
        return None if draft.date is not None and mention.start > draft.date else mention.start
    return None
