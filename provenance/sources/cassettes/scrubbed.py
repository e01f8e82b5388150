"""A cassette rewritten without its secrets.

Records that hold none are copied byte for byte; the others are written anew, with the same ids and dates and with digests of
what they hold now.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.errors import CassetteError
from provenance.sources import scrubbing
from provenance.sources.cassettes.cleaning import LARGEST_BODY, clean
from provenance.sources.cassettes.interactions import Interaction
from provenance.sources.cassettes.opening import Source
from provenance.sources.cassettes.verifying import content, known_secrets, name_of, request_line, secrets_in
from provenance.sources.cassettes.walking import Entry, is_gzip, opened, walk
from provenance.sources.cassettes.replacing import Replacement

_MADE_ANEW = frozenset({"warc-block-digest", "warc-payload-digest", "content-length"})


@dataclass(frozen=True, slots=True)
class Removed:
    """A secret that was taken out."""

    record: str
    """Number, kind and address of the record."""
    place: str
    """Where in it, for example ``header Set-Cookie``."""


def scrub(path: str | Path, output: str | Path | None = None, *, force: bool = False) -> tuple[Removed, ...]:
    """Rewrite a cassette without its secrets. A file without any is left as it is.

    Parameters
    ----------
    output
        Where to write instead of in its place; written even if there was nothing to take out.
    force
        Whether ``output`` may be replaced.

    Raises
    ------
    CassetteError
        If the file is damaged (a digest that does not fit must not be made to fit), is an ARC file, or cannot be written.
    """
    place = Path(path)
    target = place if output is None else Path(output)
    if output is not None and target.exists() and not force:
        raise CassetteError(f"{target}: is there already; name another file, or replace it with --force")
    known = known_secrets(place)
    removed: list[Removed] = []
    replacement: Replacement | None = None
    source = Source(place)
    try:
        with opened(place) as file:
            gzip = is_gzip(file)
            replacement = Replacement(target, keep=False)
            writer = _writer(replacement, gzip=gzip)
            for entry in walk(place, file, bodies=LARGEST_BODY):
                _check(place, entry)
                places = secrets_in(entry, known)
                if places:
                    writer.write_record(_rewritten(writer, entry, clean(content(entry), known)[0]))
                    removed += [Removed(name_of(entry), where) for where in places]
                else:
                    _copy(source, entry, replacement, gzip=gzip)
    except OSError as error:
        if replacement is not None:
            replacement.discard()
        raise CassetteError(f"{target}: cannot be written ({error.strerror}); make room, or name another file") from error
    except BaseException:
        if replacement is not None:
            replacement.discard()
        raise
    finally:
        source.close()
    if removed or output is not None:
        replacement.commit()
    else:
        replacement.discard()
    return tuple(removed)


def _writer(replacement: Replacement, *, gzip: bool) -> Any:
    from warcio.warcwriter import WARCWriter

    return WARCWriter(replacement.out, gzip=gzip, warc_version="1.1")


def _check(path: Path, entry: Entry) -> None:
    if entry.wrong:
        raise CassetteError(f"{path}: record {entry.number}: the {entry.wrong[0]} does not fit; record the cassette again")
    if entry.drained > LARGEST_BODY:
        raise CassetteError(f"{path}: record {entry.number} is larger than {LARGEST_BODY >> 20} MiB; record the cassette without it")
    if entry.number == 1 and not entry.header("WARC-Record-ID"):
        raise CassetteError(f"{path}: is no WARC file; make one of it with provenance cassette import")


def _copy(source: Source, entry: Entry, replacement: Replacement, *, gzip: bool) -> None:
    at, end = entry.offset, entry.offset + entry.length
    while at < end and (data := source.read(at, min(1 << 20, end - at))):
        replacement.out.write(data)
        at += len(data)
    if not gzip:  # the blank lines behind a record are not counted in its length
        replacement.out.write(b"\r\n\r\n")


def _rewritten(writer: Any, entry: Entry, cleaned: Interaction) -> Any:
    from warcio.statusandheaders import StatusAndHeaders

    given = [
        (name, scrubbing.address(value) if name.lower().endswith("-uri") else value)
        for name, value in entry.headers.headers
        if name.lower() not in _MADE_ANEW or (entry.kind == "revisit" and name.lower() == "warc-payload-digest")
    ]
    headers = StatusAndHeaders("", given, protocol=entry.headers.protocol)
    payload = (cleaned.sent or b"") if entry.kind == "request" else cleaned.payload
    http = None
    if entry.http is not None:
        pairs = list(cleaned.request if entry.kind == "request" else cleaned.headers)
        if payload != entry.block:
            pairs = [(name, value) for name, value in pairs if name.lower() not in ("content-length", "transfer-encoding")]
            pairs.append(("Content-Length", str(len(payload))))
        line = scrubbing.address(request_line(entry)) or entry.http.statusline
        http = StatusAndHeaders(line, pairs, protocol=entry.http.protocol, is_http_request=entry.kind == "request")
    return writer.create_warc_record(
        None,
        entry.kind,
        payload=io.BytesIO(payload),
        length=len(payload),
        warc_content_type=entry.header("Content-Type"),
        warc_headers=headers,
        http_headers=http,
    )
