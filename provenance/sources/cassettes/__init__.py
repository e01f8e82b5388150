"""Cassettes: answers recorded once and replayed for ever, so that a check can be repeated without the network.

A cassette is a WARC file. Replaying goes the same way as fetching (guard, redirects, decoding, outcome); only the answers
come from the file. No socket is opened and no name is looked up.

:mod:`warc` writes such files, :mod:`recordings` reads them and :mod:`index` remembers where in them each answer stands;
:class:`Cassette` is one opened for a run, :mod:`transports` and :mod:`adapter` put it where a network would be.
"""

from __future__ import annotations

from provenance.sources.cassettes.cassette import Cassette
from provenance.sources.cassettes.transports import Recorder, Replay

__all__ = ["Cassette", "Recorder", "Replay"]
