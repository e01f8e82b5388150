"""What is wrong with a cassette: digests, ends, secrets, doubles. One line each, and none of them shows a secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from provenance.errors import CassetteError
from provenance.sources import scrubbing
from provenance.sources.cassettes.cleaning import LARGEST_BODY, clean, secrets_of
from provenance.sources.cassettes.interactions import Interaction
from provenance.sources.cassettes.walking import Entry, http_headers, opened, walk
from provenance.sources.fetching.transport import Headers


def verify(path: str | Path) -> Iterator[str]:
    """Everything that is wrong with a file, as far as it can be read.

    Raises
    ------
    CassetteError
        If there is no such file, or it is no WARC at all.
    """
    place = Path(path)
    known = known_secrets(place)
    ids: dict[str, int] = {}
    found = 0
    with opened(place) as file:
        entries = walk(place, file, bodies=LARGEST_BODY)
        while True:
            try:
                entry = next(entries, None)
            except CassetteError as error:
                yield str(error).removeprefix(f"{place}: ").partition("; ")[0]
                return
            if entry is None:
                break
            found += entry.kind in ("response", "resource", "revisit") or (entry.kind == "metadata" and "status" in entry.fields())
            where = name_of(entry)
            yield from (f"{where}: the {wrong} does not fit" for wrong in entry.wrong)
            if entry.drained > LARGEST_BODY:
                yield f"{where}: is larger than {LARGEST_BODY >> 20} MiB, and was not looked through for secrets"
            yield from (f"{where}: secret: {place}" for place in secrets_in(entry, known))
            id_ = entry.header("WARC-Record-ID")  # ARC has none
            if id_ and ids.setdefault(id_, entry.number) != entry.number:
                yield f"{where}: stands there twice: has the same id as record {ids[id_]}"
    if not found:
        yield "no response can be read from this file"


def name_of(entry: Entry) -> str:
    """A record as messages call it; its address without secrets."""
    url = scrubbing.address(entry.header("WARC-Target-URI"))
    return f"record {entry.number} ({entry.kind}{' ' if url else ''}{url[:200]})"


def known_secrets(path: Path) -> frozenset[str]:
    """The values that any record of a file shows to be secret, as far as it can be read."""
    found: set[str] = set()
    with opened(path) as file:
        try:
            for entry in walk(path, file, bodies=LARGEST_BODY):
                found |= secrets_of(content(entry))
        except CassetteError:
            pass  # what stands behind cannot be read for other purposes either
    return frozenset(found)


def secrets_in(entry: Entry, known: frozenset[str]) -> tuple[str, ...]:
    """Where in a record a secret stands."""
    places = clean(content(entry), known)[1]
    line = request_line(entry)
    return places if places or scrubbing.address(line) == line else ("in the request line",)


def content(entry: Entry) -> Interaction:
    """One record alone, in the shape in which secrets are looked for."""
    url = entry.header("WARC-Target-URI")
    headers: Headers = () if entry.http is None else http_headers(entry.http)
    if entry.kind == "request":
        return Interaction(url, "", method="", request=headers, sent=entry.block)
    if entry.http is None:
        kind = entry.header("Content-Type")
        headers = (("Content-Type", "text/plain" if kind.startswith("application/warc-fields") else kind),)
    return Interaction(url, "", headers=headers, payload=dechunked(entry))


def request_line(entry: Entry) -> str:
    """Method and target of a request; empty for any other record."""
    return f"{entry.http.protocol} {entry.http.statusline}" if entry.kind == "request" and entry.http is not None else ""


def dechunked(entry: Entry) -> bytes:
    """The block of a record without chunked framing."""
    if entry.http is None or (entry.http.get_header("Transfer-Encoding") or "").strip().lower() != "chunked":
        return entry.block
    import io

    from warcio.bufferedreaders import ChunkedDataReader

    reader = ChunkedDataReader(io.BytesIO(entry.block))
    parts = []
    while part := reader.read(1 << 20):
        parts.append(part)
    return b"".join(parts)
