"""What a source says about a claim: passages, quotations, details, entailment, decision.

``compare`` for one pair, ``compare_many`` for many (same results), ``combine`` for the sources of one claim together.
"""

from provenance.comparison.combining import combine
from provenance.comparison.comparing import compare, compare_many

__all__ = ["combine", "compare", "compare_many"]
