"""provenance checks whether a text's sources really say what the text says they say.

The names below are the public ones; everything else may change. They are loaded when first used, so that importing the
package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.api import check, compare, compare_many, extract, find_claims

__all__ = ["check", "compare", "compare_many", "extract", "find_claims"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from provenance import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
