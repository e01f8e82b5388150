"""Links that name who made something: the maker of a picture, the author of the draft, the place where it first appeared."""

from __future__ import annotations

import re

from provenance.claims.linkaddresses import role_words
from provenance.claims.outlets import host
from provenance.language.layout import is_credit
from provenance.model import Block, BlockKind, Draft, DraftLink, How

_BY_AUTHOR = re.compile(
    r"\W{0,4}(?:(?:written|words|text|story|reporting|reported|edited)\s)?(?:by|author|von|par|por|texte?|texto|autor(?:in)?|tekst|автор|текст):?\s{1,3}",
    re.IGNORECASE,
)
_BY_ANOTHER = re.compile(r"\b(?:written|edited|reported|reporting|research|produced|translated) by\s{1,3}$", re.IGNORECASE)
_BYLINE = re.compile(r"\W{0,4}(?:additional\s)?(?:written|edited|reported|reporting|research|produced|translated) by\s", re.IGNORECASE)
_REPUBLISHED = re.compile(
    r"\W{0,4}(?:this|dieser|cet|cette|este|esta|ten|эта|этот|ця|цей)\s(?:\w{1,20}\s)?(?:article|story|piece|text|post|essay|interview|artikel|beitrag|artículo|texto|artykuł|tekst|статья|текст|стаття)"
    r"\s[^.\n]{0,40}?(?:first|originally|zuerst|ursprünglich|initialement|originalmente|pierwotnie|впервые|вперше)\s[^.\n]{0,40}$",
    re.IGNORECASE,
)


def is_byline(draft: Draft, link: DraftLink, block: Block | None) -> bool:
    """Whether a link names one who worked on the draft: it is a name behind "By" at the head of a line, or behind "edited by" there."""
    before = draft.text[block.span.start if block else 0 : link.span.start][-200:]
    words = link.text.split()
    if not 0 < len(words) <= 5 or not all(word[:1].isupper() for word in words[:1] + words[-1:]):
        return False
    return bool(_BY_AUTHOR.fullmatch(before)) or bool(_BYLINE.match(before) and _BY_ANOTHER.search(before))


def credit(draft: Draft, link: DraftLink, block: Block | None, around: str) -> str:
    """Why a link only credits a picture, or the place where the article first appeared; empty if it does not.

    Parameters:
        draft: the draft.
        link: the link.
        block: the block that it stands in.
        around: that block as it stands in the text.
    """
    before = draft.text[max(0, link.span.start - 40) : link.span.start].rsplit("\n", 1)[-1]
    lead = re.search(r"([^\W\d_][^\W\d_ ]{1,20})(?:\s?:|\s(?:by|von|par|de|por))\s{0,2}$|©\s{0,2}$", before)
    if re.search(r"\bcourtesy of (?:the )?$", before, re.IGNORECASE):
        return "behind words that credit a picture"
    if block is not None and _REPUBLISHED.match(draft.text[block.span.start : link.span.start][:200]):
        return "where the article first appeared"
    if lead and (lead[1] is None or is_credit(f"{lead[1]}: X") or lead[1].split()[-1].lower() in role_words()["credit_words"]):
        return "behind words that credit a picture"
    if "figcaption" in link.context or (block is not None and block.kind is BlockKind.CAPTION):
        return "" if _in_sentence(draft, link, block) else "in a picture's caption"
    if link.text and len(link.text) > 3 and is_credit(link.text) and ":" in link.text:
        return "credits a picture"
    if is_credit(around[:200]) and len(around) <= 200 and _owns_credit(around, link):
        return "in a line that credits a picture"
    if host(link.url) in role_words()["picture_hosts"] and len(around) < 120:
        return "leads to a picture service"
    return ""


def _in_sentence(draft: Draft, link: DraftLink, block: Block | None) -> bool:
    """Whether a link in a caption stands among the words of a sentence, not in the credit at its end."""
    if block is None or link.how is not How.LINK or is_credit(link.text) or host(link.url) in role_words()["picture_hosts"]:
        return False
    start = max(block.span.start, link.span.start - 300)
    before = re.split(r"[.!?…]\s|[(\[|]", draft.text[start : link.span.start])[-1]
    after = re.split(r"[.!?…](?:\s|$)|[)\]|]|\n", draft.text[link.span.end : min(block.span.end, link.span.end + 300)] + "\n")[0]
    return len(re.findall(r"[^\W\d_]{2,}", before)) >= 2 and len(re.findall(r"[^\W\d_]{2,}", before + after)) >= 4


def _owns_credit(around: str, link: DraftLink) -> bool:
    """Whether a credit is more than the link's own words: "Reuters" alone may be a list entry."""
    return around.strip() != link.text.strip() or "©" in around
