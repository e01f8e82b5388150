"""What to do next about a verdict: one or two sentences an editor can act on."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.model import Comparison, Label, Source, Verdict

UNSURE = 0.6
"""Below this confidence the reader is asked to look for himself."""

_BY_LABEL = {
    Label.CONTRADICTED: "Correct the draft to what the source says, or cite a source that says what the draft does.",
    Label.MISQUOTED: "Restore the source's own words, or take the quotation marks away and say it in yours.",
    Label.NOT_FOUND: "See whether the link is the right one; else cite the source that says it, or take it out.",
    Label.PARTLY_SUPPORTED: "Cite a source for the part that this one does not have, or cut that part.",
    Label.NOT_CHECKABLE: "Read the source yourself, or give its text with --source URL=FILE and check again.",
}
_BY_CODE = {
    "no_reference": "Link the source of this, or give its text with --source FILE.",
    "interrupted": "The run was stopped before this was checked: run it again.",
    "too_vague": "Nothing in it can be checked: say when, where, who or how many.",
    "language": "Ask somebody who reads the source's language.",
    "truncated": "Only a part of the source could be read: open it, and look for the rest.",
    "speaker_differs": "Name the person who said it.",
    "speaker_unclear": "See in the source who is speaking.",
    "quote_is_paraphrase": "These are the author's words, not the speaker's: take the quotation marks away.",
    "quote_is_headline": "These words are the headline's: take the quotation marks away, or quote the text.",
    "source_disagrees": "The source says two different things: ask its authors, or say that it does.",
    "hedge_differs": "Say it as carefully as the source does.",
    "model_silent": "The chosen model gave no answer that counts: check again when it is reachable.",
}


def next_steps(outcome: Verdict | Comparison, source: Source | None) -> tuple[str, ...]:
    """What to do next, the most specific first; nothing where a claim is well supported.

    Parameters
    ----------
    outcome:
        A verdict, or what one source says.
    source:
        That source. One that could not be read says itself what to do, in its ``message``; that is not said again.
    """
    return tuple(dict.fromkeys(_steps(outcome, source)))


def _steps(outcome: Verdict | Comparison, source: Source | None) -> Iterator[str]:
    if source is not None and source.message:
        yield source.message[:1].upper() + source.message[1:] + ("" if source.message.endswith((".", "!", "?", "…")) else ".")
        return
    codes = {reason.code for reason in outcome.reasons}
    special = [step for code, step in _BY_CODE.items() if code in codes]
    yield from special
    if not special and outcome.label in _BY_LABEL:
        yield _BY_LABEL[outcome.label]
    if outcome.label is not Label.NOT_CHECKABLE and outcome.confidence < UNSURE:
        yield "The program is not sure here: read the passage before you act on it."
