"""Three answers to "does what the claim says follow from what the source says?", shared by numbers and dates."""

from __future__ import annotations

from enum import StrEnum


class Agreement(StrEnum):
    """Directional: the claim's detail is judged by the source's, never the other way round."""

    AGREE = "agree"
    """The claim's detail follows from the source's."""
    DIFFER = "differ"
    """Both speak of the same kind of thing and cannot both be true of one thing."""
    INCOMPARABLE = "incomparable"
    """Different kinds, or the source is less precise than the claim: neither follows nor contradicts."""
