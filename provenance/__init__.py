"""provenance checks whether a text's sources really say what the text says they say.

The names below are the public ones; everything else may change. They are loaded when first used, so that importing the
package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.api import check, compare, compare_many, extract, find_claims
    from provenance.config import Config
    from provenance.errors import ProvenanceError
    from provenance.model import Claim, Comparison, DraftReport, Extract, Label

__all__ = [
    "Claim",
    "Comparison",
    "Config",
    "DraftReport",
    "Extract",
    "Label",
    "ProvenanceError",
    "check",
    "compare",
    "compare_many",
    "extract",
    "find_claims",
]

_HOMES = {
    "provenance.api": ("check", "compare", "compare_many", "extract", "find_claims"),
    "provenance.config": ("Config",),
    "provenance.errors": ("ProvenanceError",),
    "provenance.model": ("Claim", "Comparison", "DraftReport", "Extract", "Label"),
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
