"""Who is said to have said what: every place of a draft where it leans on a source.

:func:`find_claims` reads a draft paragraph by paragraph, finds attributions (source, cue, content), names their sources and
binds the draft's references to them.
"""

from __future__ import annotations

from provenance.model import Claim, CueKind, Draft

__all__ = ["find_claims", "is_statement"]


def find_claims(draft: Draft, *, statements: bool = False) -> tuple[Claim, ...]:
    """Find every claim of a draft that leans on a source.

    Args:
        draft: a draft as a reader made it.
        statements: also return the plain declarative sentences of paragraphs and captions that name no source and bear no
            reference; their attribution is ``None``.

    Returns:
        The claims in the order in which they stand in the draft, their ids unique within it, references bound to them.
        All spans count in ``draft.text``, and say their line, column and page.
    """
    from provenance.claims.assemble import assemble
    from provenance.claims.placing import placed
    from provenance.claims.references import bind_references

    return tuple(placed(draft, claim) for claim in bind_references(draft, assemble(draft, statements=statements)))


def is_statement(claim: Claim) -> bool:
    """Whether a claim tells what its source says or shows, and not only what it holds, wishes, expects or is for.

    "X said that the bridge is safe" is one; "X wants the bridge closed", "X's support for the toll" and "the bridge is expected to
    close" are none: they tell a mind, which a text can hardly prove or disprove.

    Args:
        claim: a claim of :func:`find_claims`; one without an attribution is a statement of the draft itself.
    """
    return claim.attribution is None or claim.attribution.cue_kind not in (CueKind.THOUGHT, CueKind.STANCE)
