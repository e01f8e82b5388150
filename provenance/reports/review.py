"""A reviewer's notes as the HTML report exports them: read, checked and bounded.

The file is JSON of the schema ``provenance.review/1``; see :func:`review_schema`. Notes are keyed by the stable id of their
claim, so that they find it again when the text around it has moved.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from provenance.errors import UsageError
from provenance.model import Label, Report, Review

SCHEMA = "provenance.review/1"
MAX_BYTES = 8 << 20
MAX_REVIEWS = 10_000
MAX_NOTE = 10_000
MAX_WORDS = 2_000
"""Characters of a claim's words or a draft's path."""

_ID = re.compile(r"[\x21-\x7e]{1,100}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z")


def review_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file of reviewer's notes."""
    words = {"type": "string", "maxLength": MAX_WORDS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A reviewer's notes on a provenance report",
        "type": "object",
        "properties": {
            "schema": {"const": SCHEMA},
            "exported": {"type": "string", "pattern": f"^{_MOMENT.pattern}$"},
            "reviews": {
                "type": "array",
                "maxItems": MAX_REVIEWS,
                "items": {
                    "type": "object",
                    "properties": {
                        "claim": {"type": "string", "pattern": f"^{_ID.pattern}$"},
                        "verdict": {"enum": [*(label.value for label in Label), None]},
                        "note": {"type": "string", "maxLength": MAX_NOTE},
                        "updated": {"type": "string", "pattern": f"^{_MOMENT.pattern}$"},
                        "text": words,
                        "draft": words,
                    },
                    "required": ["claim", "verdict", "note", "updated"],
                    "additionalProperties": False,
                },
            },
        },
        "required": ["schema", "reviews"],
        "additionalProperties": False,
    }


def read_reviews(path: Path) -> tuple[Review, ...]:
    """The notes in a file, in its order; of several on one claim the newest.

    Raises
    ------
    UsageError
        The file cannot be read, is too large, or is no file of notes; the message says which entry is wrong and how.
    """
    try:
        if not path.is_file():
            raise UsageError(f"no file of notes at {path}: check the name after --review")
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}; check the name after --review") from error
    if len(body) > MAX_BYTES:
        raise UsageError(f"{path} is larger than {MAX_BYTES >> 20} MiB: export the notes from the HTML report again")
    try:
        return parse_reviews(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8: export the notes from the HTML report again") from error
    except ValueError as error:
        raise UsageError(f"{path} is no file of reviewer's notes: {error}") from error


def parse_reviews(text: str) -> tuple[Review, ...]:
    """The notes in a JSON text; :class:`ValueError` with one line if it is not of the schema."""
    try:
        value = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"it is not JSON ({error})") from None
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise ValueError(f"its schema is not {SCHEMA!r}")
    if unknown := set(value) - {"schema", "exported", "reviews"}:
        raise ValueError(f"it has an unknown key {min(unknown)[:60]!r}")
    reviews = value.get("reviews")
    if not isinstance(reviews, list):
        raise ValueError("its reviews are no list")
    if len(reviews) > MAX_REVIEWS:
        raise ValueError(f"it has more than {MAX_REVIEWS} notes")
    newest: dict[str, Review] = {}
    for number, item in enumerate(reviews, 1):
        review = _review(number, item)
        known = newest.get(review.claim)
        if known is None or known.updated <= review.updated:
            newest[review.claim] = review
    return tuple(newest.values())


def orphans(report: Report) -> tuple[Review, ...]:
    """The notes of a report whose claim is not in it any more."""
    known = {checked.claim.id for draft in report.drafts for checked in draft.claims}
    return tuple(review for review in report.reviews if review.claim not in known)


def lost_line(lost: Iterable[Review]) -> str:
    """One line on notes that no claim is left for; empty if there are none."""
    ids = [review.claim for review in lost]
    if not ids:
        return ""
    named = ", ".join(ids[:3]) + (" …" if len(ids) > 3 else "")
    many = "1 note is for a claim" if len(ids) == 1 else f"{len(ids)} notes are for claims"
    return f"{many} that these drafts do not have any more ({named}): kept at the end of the HTML report"


def _review(number: int, item: object) -> Review:
    where = f"note {number}"
    if not isinstance(item, dict):
        raise ValueError(f"{where} is no object")
    if unknown := set(item) - {"claim", "verdict", "note", "updated", "text", "draft"}:
        raise ValueError(f"{where} has an unknown key {min(unknown)[:60]!r}")
    claim, verdict, updated = item.get("claim"), item.get("verdict"), item.get("updated")
    if not isinstance(claim, str) or not _ID.fullmatch(claim):
        raise ValueError(f"{where} names no claim")
    if "verdict" not in item or (verdict is not None and verdict not in [label.value for label in Label]):
        raise ValueError(f"{where} has a verdict that is none of {', '.join(Label)} and null")
    if not isinstance(updated, str) or not _MOMENT.fullmatch(updated):
        raise ValueError(f"{where} has no time in 'updated' such as 2026-05-01T09:30:00Z")
    return Review(
        claim=claim,
        verdict=None if verdict is None else Label(verdict),
        note=_string(item, "note", MAX_NOTE, where),
        updated=updated,
        text=_string(item, "text", MAX_WORDS, where, default=""),
        draft=_string(item, "draft", MAX_WORDS, where, default=""),
    )


def _string(item: dict[str, Any], name: str, most: int, where: str, default: str | None = None) -> str:
    value = item.get(name, default)
    if not isinstance(value, str):
        raise ValueError(f"{where} has no text in {name!r}")
    if len(value) > most:
        raise ValueError(f"{where} has more than {most} characters in {name!r}")
    return value
