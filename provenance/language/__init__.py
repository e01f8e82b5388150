"""What words say in any language, with exact spans: sentences, words, language, names, numbers, dates, negation and hedges.

The ground floor: it knows nothing of drafts, claims or sources.
"""
