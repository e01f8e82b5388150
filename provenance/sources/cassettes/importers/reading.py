"""What the importers share: bounded files, values of unsure type, times, and bodies that are not what their headers say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from provenance.errors import CassetteError
from provenance.sources.cassettes.cleaning import LARGEST_BODY, Bytes
from provenance.sources.cassettes.interactions import Interaction
from provenance.sources.fetching.decoding import codings, decode
from provenance.sources.fetching.failures import Failure, failure_of
from provenance.sources.fetching.transport import Headers, header

NOT_WEB = "addresses that are not http or https"


def whole(path: Path, most: int) -> str:
    """A text file in UTF-8, if it is not larger than ``most`` bytes.

    Raises
    ------
    CassetteError
        If it is larger, is no UTF-8 or cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise CassetteError(f"{path}: cannot be read ({error.strerror}); name another file") from error
    if len(data) > most:
        raise CassetteError(f"{path}: is larger than {most >> 20} MiB; import it in parts")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CassetteError(f"{path}: is no text in UTF-8; save it as UTF-8, or name another file") from None


def is_web(url: str) -> bool:
    """Whether an address is one that can be replayed."""
    return url.lower().startswith(("http://", "https://"))


def pairs(given: Any) -> Headers:
    """Headers out of a mapping (of values or lists of values) or a list of ``{name, value}``."""
    if isinstance(given, dict):
        several = [(name, value if isinstance(value, list) else [value]) for name, value in given.items()]
    elif isinstance(given, list):
        several = [(entry.get("name"), [entry.get("value")]) for entry in given if isinstance(entry, dict)]
    else:
        several = []
    return tuple((text(name), text(value)) for name, values in several for value in values if _is_name(text(name)))


def _is_name(name: str) -> bool:
    # HTTP/2 has pseudo-headers such as ":status", which HTTP/1 has no place for
    return bool(name) and name.isascii() and name.isprintable() and ":" not in name and " " not in name


def text(value: Any) -> str:
    """A value as text: numbers and dates as they are written, bytes as UTF-8."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def number(value: Any) -> int:
    """A status, or 0."""
    return int(value) if isinstance(value, int | float | str) and str(value).isascii() and str(value).isdigit() else 0


def moment(*candidates: Any, path: Path) -> str:
    """The first that is a time (ISO 8601 or as in HTTP), in UTC; else when the file was written."""
    for candidate in candidates:
        said = text(candidate).strip()
        for parse in (datetime.fromisoformat, parsedate_to_datetime):
            try:
                found = parse(said)
            except (ValueError, TypeError, OverflowError, IndexError):
                continue
            try:
                found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
                return found.strftime("%Y-%m-%dT%H:%M:%SZ") if found.year >= 1970 else ""
            except (ValueError, OverflowError):
                continue
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def without(headers: Headers, names: Iterable[str]) -> Headers:
    """Headers without some."""
    left_out = frozenset(names)
    return tuple((name, value) for name, value in headers if name.lower() not in left_out)


def as_transferred(payload: bytes, headers: Headers) -> Headers:
    """The headers that fit the body: recorders may store it unpacked under the ``Content-Encoding`` that it came with.

    A body that its codings do not undo is taken for one that is unpacked already.
    """
    coding = header(headers, "Content-Encoding")
    if not codings(coding) or not payload:
        return headers
    try:
        decode(Bytes(payload), coding, LARGEST_BODY)
    except Failure as failure:
        if failure.status.value == "too_large":  # it is packed indeed
            return headers
    except Exception as error:
        failure_of(error)
    else:
        return headers
    return without(headers, ("content-encoding",))


def checked(path: Path, position: int, interaction: Interaction) -> Interaction:
    """The exchange, if it has what a cassette needs.

    Raises
    ------
    CassetteError
        If its status or method is none.
    """
    if interaction.failure is None and not 100 <= interaction.status <= 999:
        raise CassetteError(f"{path}: exchange {position} has no HTTP status; mend or remove it, and import again")
    if not (interaction.method.isascii() and interaction.method.isalpha() and len(interaction.method) <= 20):
        raise CassetteError(f"{path}: exchange {position} has no HTTP method; mend or remove it, and import again")
    return interaction
