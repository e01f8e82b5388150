"""How an archive is asked: through whatever fetches everything else."""

from __future__ import annotations

from typing import Protocol

from provenance.model import Unavailable
from provenance.sources.fetching.response import Response
from provenance.sources.fetching.transport import Headers


class Fetch(Protocol):
    """How an archive's addresses are asked for."""

    def __call__(self, url: str, headers: Headers = ()) -> Response | Unavailable:
        """Ask for an address, with further request headers."""
