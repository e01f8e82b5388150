"""Who a claim without a draft says has said it: "“…,” Renshaw told analysts" is to be the words of Renshaw."""

from __future__ import annotations

from dataclasses import replace

from provenance.errors import ProvenanceError
from provenance.model import Context, CueKind, SourceKind, Speech

_LONGEST = 600
"""Letters of a claim that is read: a longer one is a text."""


def spoken(claim: str, about: Context) -> Context:
    """``about`` with the person to whom the claim itself gives its quotation; as it is where there is none, or more than one.

    Parameters
    ----------
    claim:
        The claim's words, lead-in and all.
    about:
        What is known of it; a speaker who is known stays.
    """
    from provenance import claims
    from provenance.draft import read_text

    if about.speaker is not None or len(claim) > _LONGEST or not any(mark in claim for mark in '"“”„«»‟'):
        return about
    try:
        found = claims.find_claims(read_text(claim, format="text", language=about.language))
    except ProvenanceError:
        return about
    if len(found) != 1 or found[0].attribution is None or not found[0].quotations:
        return about
    named = found[0].attribution
    plain = (
        named.kind in (Speech.DIRECT, Speech.MIXED) and named.cue_kind is CueKind.SPEECH and not named.denied and named.relayed_from is None
    )
    if not plain or named.speaker_or_outlet is not SourceKind.PERSON or not named.source or not named.source[:1].isupper():
        return about
    return replace(about, speaker=named.source, speaker_kind=named.speaker_or_outlet, said=True)
