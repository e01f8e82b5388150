"""A folder of files: each body unpacked in a file of its own, and ``index.json``, which says what each of them is.

Names are made of number, host and the end of the path, of letters and digits only: no address leads out of the folder.
"""

from __future__ import annotations

import json
import mimetypes
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from provenance.errors import CassetteError
from provenance.sources.cassettes.exporters.bodies import content_type, unpacked
from provenance.sources.cassettes.interactions import Interaction

INDEX = "index.json"
FORMAT = "provenance.cassette-folder/1"
_ENDINGS = {"text/html": ".html", "text/plain": ".txt", "application/json": ".json", "application/xml": ".xml", "text/xml": ".xml"}


def write(entries: Iterable[Interaction], target: Path, *, date: str, force: bool) -> int:
    """See :class:`provenance.sources.cassettes.exporters.Exporter`."""
    if target.exists() and not _is_ours(target):
        raise CassetteError(f"{target}: is no folder that an export has made, and is not replaced; name another")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part"))
    except OSError as error:
        raise CassetteError(f"{target}: cannot be written ({error.strerror}); name one in a folder that can") from error
    try:
        listed = [_write(made, number, entry) for number, entry in enumerate(entries, 1)]
        held = {"format": FORMAT, "written": date, "responses": listed}
        (made / INDEX).write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", errors="replace")
        _place(made, target)
    except OSError as error:
        raise CassetteError(f"{target}: cannot be written ({error.strerror}); make room, or name another") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return len(listed)


def _is_ours(folder: Path) -> bool:
    try:
        held = json.loads((folder / INDEX).read_text("utf-8"))
    except (OSError, ValueError):
        return folder.is_dir() and not any(folder.iterdir())
    return isinstance(held, dict) and held.get("format") == FORMAT


def _place(made: Path, target: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    made.chmod(0o777 & ~mask)
    if not target.exists():
        made.rename(target)
        return
    # a folder cannot be replaced in one step: the old one steps aside, and comes back if the new one cannot take its place
    aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".old"))
    target.rename(aside / "old")
    try:
        made.rename(target)
    except OSError:
        (aside / "old").rename(target)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write(folder: Path, number: int, entry: Interaction) -> dict[str, Any]:
    said: dict[str, Any] = {"url": entry.url, "method": entry.method, "date": entry.date}
    if entry.failure is not None:
        return {**said, "failure": {"status": entry.failure[0], "reason": entry.failure[1]}}
    name = name_of(number, entry)
    (folder / name).write_bytes(unpacked(entry))
    said |= {"status": entry.status, "file": name, "headers": [list(pair) for pair in entry.headers]}
    return said | {key: value for key, value in (("note", entry.note), ("truncated", entry.truncated)) if value}


def name_of(number: int, entry: Interaction) -> str:
    """The name of a body's file."""
    try:
        split = urlsplit(entry.url)
        host, path = split.hostname or "", unquote(split.path)
    except ValueError:
        host = path = ""
    words = [re.sub(r"[^\w-]+", "-", part).strip("-_")[:40] for part in (host, path.rstrip("/").rpartition("/")[2])]
    kind = content_type(entry)
    ending = _ENDINGS.get(kind) or mimetypes.guess_extension(kind) or ".bin"
    stem = words[1].removesuffix("-" + ending[1:])
    return "-".join(part for part in (f"{number:04}", words[0], stem) if part) + ending
