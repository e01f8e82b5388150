"""Content codings (RFC 9110 section 8.4.1) undone in bounded steps: a page of 481 bytes can be 300 MiB of zeros.

Every stage gives out at most as many bytes as are asked of it, and pulls from the stage before only when it needs to; so
memory stays bounded whatever is chained, and each stage's output counts against the limit.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any, Protocol

from provenance.model import Status
from provenance.sources.fetching.failures import Failure

MOST_LAYERS = 5
_STEP = 1 << 16
_ZSTD_STEP = 128  # bytes: a block of four can stand for 128 KiB (RFC 8878)
_WINDOW = 8 << 20  # largest zstd window that RFC 9659 lets a server use

#: Values that servers send in ``Content-Encoding`` although they name no coding.
_NO_CODING = frozenset({"", "identity", "none", "utf-8", "utf8", "binary", "8bit", "iso-8859-1", "text/html"})


class Readable(Protocol):
    """Something that gives bytes, at most ``size`` at a time; none at its end."""

    def read(self, size: int, /) -> bytes: ...


class _Counted:
    """A stage whose output is counted."""

    def __init__(self, source: Readable, limit: int) -> None:
        self._source = source
        self._left = limit

    def read(self, size: int, /) -> bytes:
        data = self._source.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise _too_large()
        return data


def _too_large() -> Failure:
    return Failure(Status.TOO_LARGE, "the page is larger than the limit when decompressed; give its text with --source")


class _Zlib:
    """gzip (also of several members) and deflate (with or without the zlib wrapper, as servers send both)."""

    def __init__(self, source: Readable, *, gzip: bool) -> None:
        self._source = source
        self._gzip = gzip
        self._decoder: Any = None
        self._pending = b""
        self._done = False

    def read(self, size: int, /) -> bytes:
        while not self._done:
            if not self._pending:
                self._pending = self._source.read(_STEP)
            if not self._pending:
                if self._decoder is not None and not self._decoder.eof:
                    data: bytes = self._decoder.decompress(b"", size)
                    if data:
                        return data
                    raise Failure(Status.TEMPORARY, "the compressed page ends too early; try again later", retry=True)
                self._done = True
                break
            data = self._step(size)
            if data:
                return data
        return b""

    def _step(self, size: int) -> bytes:
        if self._decoder is None:
            self._decoder = zlib.decompressobj(self._window())
        data: bytes = self._decoder.decompress(self._pending, size)
        if self._decoder.eof:
            self._pending = self._decoder.unused_data
            if self._gzip and self._pending.startswith(b"\x1f\x8b"):
                self._decoder = None
            else:  # what stands behind the end is no part of the page
                self._done = True
        else:
            self._pending = self._decoder.unconsumed_tail
        return data

    def _window(self) -> int:
        if self._gzip:
            return zlib.MAX_WBITS | 16
        while len(self._pending) < 2:
            more = self._source.read(_STEP)
            if not more:
                break
            self._pending += more
        head = int.from_bytes(self._pending[:2], "big")
        wrapped = self._pending[:1] and self._pending[0] & 0x0F == 8 and head % 31 == 0
        return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS


class _Brotli:
    def __init__(self, source: Readable) -> None:
        import brotli

        self._source = source
        self._decoder = brotli.Decompressor()
        self._started = False

    def read(self, size: int, /) -> bytes:
        while not self._decoder.is_finished():
            feed = b""
            if self._decoder.can_accept_more_data():
                feed = self._source.read(_STEP)
                if not feed and not self._started:
                    return b""
                self._started = True
            data: bytes = self._decoder.process(feed, output_buffer_limit=size)
            if data:
                return data
            # at the end of the input the decoder may still hold output back, so it is asked once more before this is said
            if not feed and self._decoder.can_accept_more_data() and not self._decoder.is_finished():
                raise Failure(Status.TEMPORARY, "the compressed page ends too early; try again later", retry=True)
        return b""


class _Zstd:
    """zstd, also of several frames.

    The library's own stream reader does not tell a frame that was cut off from one that ended, and its other decoder has no
    bound on output; so it is fed so little at a time that no more than a few MiB can come of it.
    """

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._decoder: Any = None
        self._input = b""
        self._output = memoryview(b"")

    def read(self, size: int, /) -> bytes:
        while not self._output:
            if not self._input:
                self._input = self._source.read(_STEP)
            if not self._input:
                if self._decoder is not None:
                    raise Failure(Status.TEMPORARY, "the compressed page ends too early; try again later", retry=True)
                return b""
            self._step()
        data, self._output = bytes(self._output[:size]), self._output[size:]
        return data

    def _step(self) -> None:
        import zstandard

        if self._decoder is None:
            self._decoder = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        fed, self._input = self._input[:_ZSTD_STEP], self._input[_ZSTD_STEP:]
        self._output = memoryview(self._decoder.decompress(fed))
        if self._decoder.eof:
            self._input = self._decoder.unused_data + self._input
            self._decoder = None


_CODINGS: dict[str, Callable[[Readable], Readable]] = {
    "gzip": lambda source: _Zlib(source, gzip=True),
    "x-gzip": lambda source: _Zlib(source, gzip=True),
    "deflate": lambda source: _Zlib(source, gzip=False),
    "br": _Brotli,
    "zstd": _Zstd,
}

ACCEPTED = "gzip, deflate, br, zstd"
"""For ``Accept-Encoding``."""


def codings(header: str) -> tuple[str, ...]:
    """The codings that a ``Content-Encoding`` header names, in the order in which they were applied."""
    return tuple(name for part in header.split(",") if (name := part.strip().lower()) not in _NO_CODING)


def decode(source: Readable, header: str, limit: int) -> bytes:
    """Read a body to its end and undo its content codings.

    Parameters
    ----------
    source
        The body as transferred, without chunked framing; one that has ``whole()`` gives all of it at once.
    header
        The value of ``Content-Encoding``; empty if there is none.
    limit
        Most bytes that the body, or any stage between, may have.

    Raises
    ------
    Failure
        ``too_large`` beyond the limit, ``decode_error`` for an unknown coding or too many of them, ``temporary`` for a
        body that ends too early. Errors of the decoders themselves are raised as they are.
    """
    names = codings(header)
    if len(names) > MOST_LAYERS:
        raise Failure(Status.DECODE_ERROR, f"the page is compressed {len(names)} times over; more than {MOST_LAYERS} is not undone")
    whole = getattr(source, "whole", None)
    if whole is not None and not names:  # it lies in memory
        data: bytes = whole()
        if len(data) > limit:
            raise _too_large()
        return data
    wire = stage = _Counted(source, limit)
    for name in reversed(names):
        if name not in _CODINGS:
            raise Failure(Status.DECODE_ERROR, f"the page is compressed in an unknown way ({name[:30]}); read it in a browser")
        stage = _Counted(_CODINGS[name](stage), limit)
    parts: list[bytes] = []
    while part := stage.read(_STEP):
        parts.append(part)
    while wire.read(_STEP):  # what stands behind a compressed body's end is no part of it, but the body is read to its end
        pass
    return b"".join(parts)
