"""Content codings: undone exactly, in bounded memory."""

from __future__ import annotations

import gzip
import io
import random
import subprocess
import sys
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Status
from provenance.sources.fetching.decoding import codings, decode
from provenance.sources.fetching.failures import Failure, failure_of


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


CODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": lambda data: zstandard.ZstdCompressor().compress(data),
}


def failed(data: bytes, coding: str) -> Status | None:
    """The failure of decoding, if it is one."""
    try:
        decode(io.BytesIO(data), coding, 1 << 20)
    except Exception as error:
        return failure_of(error).status
    return None


class Dribble:
    """A source that gives few bytes at a time, as networks do."""

    def __init__(self, data: bytes, most: int) -> None:
        self._stream = io.BytesIO(data)
        self._most = most

    def read(self, size: int, /) -> bytes:
        return self._stream.read(min(size, self._most))


@given(st.binary(max_size=5000), st.lists(st.sampled_from(sorted(CODERS)), max_size=3), st.integers(1, 300))
def test_what_was_encoded_comes_back(data: bytes, names: list[str], most: int) -> None:
    encoded = data
    for name in names:
        encoded = CODERS[name](encoded)
    assert decode(Dribble(encoded, most), ", ".join(names), 1 << 20) == data


@pytest.mark.parametrize("name", sorted(CODERS))
@pytest.mark.parametrize("quality", [1, 9])
def test_long_texts_come_back(name: str, quality: int) -> None:
    words = ["council", "town", "bridge", "river", "winter", "statement", "mayor", "opened", "officials", "bread", "window", "seven"]
    text = " ".join(random.Random(quality).choices(words, k=60_000)).encode()
    encoded = brotli.compress(text, quality=quality) if name == "br" else CODERS[name](text)
    for most in (1000, 1 << 20):
        assert decode(Dribble(encoded, most), name, 1 << 20) == text


def test_forms_that_servers_send() -> None:
    text = b"some text " * 50
    assert decode(io.BytesIO(raw_deflate(text)), "deflate", 1 << 20) == text
    assert decode(io.BytesIO(gzip.compress(text) + gzip.compress(text)), "X-GZIP", 1 << 20) == text * 2
    assert decode(io.BytesIO(gzip.compress(text) + b"trailing"), "gzip", 1 << 20) == text
    assert decode(io.BytesIO(text), "UTF-8, identity, none", 1 << 20) == text
    for name in CODERS:
        assert decode(io.BytesIO(b""), name, 10) == b""


@pytest.mark.parametrize("name", sorted(CODERS))
def test_a_body_that_is_cut_off_is_never_taken_for_whole(name: str) -> None:
    data = random.Random(7).randbytes(30_000)
    encoded = CODERS[name](data)
    for cut in (len(encoded) // 2, len(encoded) - 5):
        assert failed(encoded[:cut], name) in (Status.TEMPORARY, Status.DECODE_ERROR)


@pytest.mark.parametrize("name", sorted(CODERS))
def test_the_limit_is_exact(name: str) -> None:
    encoded = CODERS[name](b"a" * 1000)
    assert len(decode(io.BytesIO(encoded), name, 1000)) == 1000
    with pytest.raises(Failure) as caught:
        decode(io.BytesIO(encoded), name, 999)
    assert caught.value.status is Status.TOO_LARGE


def test_layers() -> None:
    assert codings("gzip, ,br") == ("gzip", "br")
    for header in ("gzip," * 6, "compress", "gzip, rot13"):
        with pytest.raises(Failure) as caught:
            decode(io.BytesIO(b"x"), header, 100)
        assert caught.value.status is Status.DECODE_ERROR


BOMB = """
import io, resource, sys, zlib
from provenance.sources.fetching.decoding import decode
from provenance.sources.fetching.failures import Failure
import brotli, zstandard
name = sys.argv[1]
size = 300 << 20
block = bytes(1 << 20)
def gz(chunks):
    packer = zlib.compressobj(1, wbits=31)
    return b"".join(map(packer.compress, chunks)) + packer.flush()
if name == "br":
    packer = brotli.Compressor(quality=1)
    data = b"".join(packer.process(block) for _ in range(300)) + packer.finish()
elif name == "zstd":
    packer = zstandard.ZstdCompressor().compressobj(size=size)
    data = b"".join(packer.compress(block) for _ in range(300)) + packer.flush()
else:
    data = gz([block] * 300)
    if name == "gzip, gzip":
        data = gz([data])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    decode(io.BytesIO(data), name, 16 << 20)
except Failure as failure:
    print(failure.status, len(data), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize("name", ["gzip", "br", "zstd", "gzip, gzip"])
def test_a_bomb_of_300_mib_takes_little_memory(name: str) -> None:
    done = subprocess.run([sys.executable, "-c", BOMB, name], capture_output=True, text=True, timeout=60, check=True)
    status, size, grown = done.stdout.split()
    assert status == "too_large"
    assert int(size) < 2_000_000
    assert int(grown) < 64, done.stdout
