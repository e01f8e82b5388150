"""The table of quotations: each faithful one is found faithful, each fault is found and named, each speaker is told from another."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from provenance.comparison import compare
from provenance.comparison.quotation.quotes import check_quotation
from provenance.comparison.quotation.text import PreparedText, prepare
from provenance.model import Context, Label, SourceKind

SOURCES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "quotations.toml").read_text("utf-8"))["source"]
READ: dict[str, PreparedText] = {source["language"]: prepare(source["text"], language=source["language"]) for source in SOURCES}
FAITHFUL = [(source["language"], quotation) for source in SOURCES for quotation in source["faithful"]]
FAULTY = [(source["language"], quotation, kind) for source in SOURCES for quotation, kind in source["faulty"]]
SPOKEN = [(source["language"], *row) for source in SOURCES for row in source["spoken"]]


def test_the_table_is_large() -> None:
    assert len(FAITHFUL) + len(FAULTY) + 2 * len(SPOKEN) >= 150
    assert {source["language"] for source in SOURCES} == {"en", "ru", "uk", "de", "fr", "es", "pl"}


@pytest.mark.parametrize(("language", "quotation"), FAITHFUL)
def test_faithful(language: str, quotation: str) -> None:
    found = check_quotation(quotation, READ[language], language=language)
    assert found.faithful, found


@pytest.mark.parametrize(("language", "quotation", "kind"), FAULTY)
def test_faulty(language: str, quotation: str, kind: str) -> None:
    found = check_quotation(quotation, READ[language], language=language)
    assert not found.faithful, found
    if kind:
        assert kind in {str(change.kind) for change in found.changes if not change.minor}, found


def about(language: str, speaker: str) -> Context:
    return Context(language=language, speaker=speaker, speaker_kind=SourceKind.PERSON)


@pytest.mark.parametrize(("language", "quotation", "speaker", "other", "label"), SPOKEN)
def test_speakers(language: str, quotation: str, speaker: str, other: str, label: str) -> None:
    text = READ[language].text
    for claim in (f"“{quotation}”", f"«{quotation}»"):
        if speaker:
            right = compare(claim, text, context=about(language, speaker))
            assert right.label is Label.SUPPORTED, right
        wrong = compare(claim, text, context=about(language, other))
        assert wrong.label is Label(label), wrong
        for difference in wrong.differences:
            if difference.evidence_span is not None:
                assert difference.evidence_span.of(text) == difference.source


@pytest.mark.parametrize(("language", "quotation", "speaker", "other", "label"), [row for row in SPOKEN if row[2]])
def test_an_outlet_may_quote_whatever_the_source_says(language: str, quotation: str, speaker: str, other: str, label: str) -> None:
    context = Context(language=language, speaker="The Hollin Courier", speaker_kind=SourceKind.OUTLET)
    assert compare(f"“{quotation}”", READ[language].text, context=context).label is Label.SUPPORTED


@pytest.mark.parametrize(("language", "quotation", "speaker", "other", "label"), SPOKEN)
def test_without_marks_in_the_source_nobody_is_accused(language: str, quotation: str, speaker: str, other: str, label: str) -> None:
    bare = READ[language].text.translate(dict.fromkeys(map(ord, '“”«»„"'))).replace("— ", "")
    found = compare(f"“{quotation}”", bare, context=about(language, other))
    assert found.label in (Label.SUPPORTED, Label.PARTLY_SUPPORTED), found
