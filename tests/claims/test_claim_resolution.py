"""Sources resolved to whom they name, report dates, chains, quotations over paragraphs, plain statements."""

from __future__ import annotations

from datetime import date

import pytest

from provenance.claims import find_claims
from provenance.draft import read_text
from provenance.model import Claim, CueKind, SourceKind, Speech


def claims(text: str, *, language: str = "en", day: date | None = None, statements: bool = False) -> tuple[Claim, ...]:
    return find_claims(read_text(text, language=language, date=day), statements=statements)


def sources(text: str, language: str = "en") -> list[str]:
    return [claim.attribution.source for claim in claims(text, language=language) if claim.attribution is not None]


RESOLVED: list[tuple[str, list[str]]] = [
    ("Mayor Ann Poole opened the hall. Poole said it was full.", ["Ann Poole"]),
    ("Ann Poole said the hall was full. She added that it was warm.", ["Ann Poole", "Ann Poole"]),
    ("Hal Stone said the hall was full. He added that it was warm.", ["Hal Stone", "Hal Stone"]),
    ("The towns signed the agreement in May. It says each side pays half.", ["the agreement"]),
    ("The towns signed an agreement in May. But it is short and states that each side pays half.", ["the agreement"]),
    ("The Belarusian Interior Ministry met. The ministry said talks went well.", ["Belarusian Interior Ministry"]),
    ("Ann Poole, who chairs the council, said the hall was full.", ["Ann Poole"]),
    ("Critics said the hall was full. They argued that it was unsafe.", ["Critics", "Critics"]),
]


@pytest.mark.parametrize(("text", "expected"), RESOLVED)
def test_resolved(text: str, expected: list[str]) -> None:
    assert sources(text) == expected


DATED: list[tuple[str, date | None]] = [
    ("The hall is full, the Courier reported Friday.", date(2020, 12, 18)),
    ("On Aug. 27, Ann Poole announced that the hall would close.", date(2020, 8, 27)),
    ("Ann Poole said on Monday that the hall would close.", date(2020, 12, 14)),
    ("Ann Poole said the hall would close.", None),
    ("Ann Poole said the hall would close on Monday.", None),
    ("The letter is dated May 3 and states that the hall is closed.", None),
]


@pytest.mark.parametrize(("text", "expected"), DATED)
def test_date_of_the_report(text: str, expected: date | None) -> None:
    (claim,) = claims(text, day=date(2020, 12, 18))
    assert claim.attribution is not None
    assert claim.attribution.date == expected


def test_relayed() -> None:
    (claim,) = claims("Both towns will share one brigade, Reuters reported, citing the contract on the council's page.")
    assert claim.text == "Both towns will share one brigade"
    assert claim.attribution is not None
    assert claim.attribution.speaker_or_outlet is SourceKind.OUTLET
    assert claim.attribution.relayed_from is not None
    assert claim.attribution.relayed_from.source == "the contract on the council's page"
    assert claim.attribution.relayed_from.speaker_or_outlet is SourceKind.DOCUMENT


def test_quotation_over_paragraphs_without_a_closing_mark() -> None:
    text = "Ann Poole said: “We waited for a year.\n\n“Then the water came and took the bridge away.”\n\nThe river is calm again today.\n"
    (claim,) = claims(text)
    assert claim.attribution is not None
    assert claim.attribution.kind is Speech.DIRECT
    assert len(claim.attribution.content_spans) == 2
    assert [q.text for q in claim.quotations] == ["We waited for a year.", "Then the water came and took the bridge away."]


def test_a_second_paragraph_with_a_cue_of_its_own_is_a_claim_of_its_own() -> None:
    text = "Ann Poole said they would act if “vandals cross a line.\n\n“But we hope that it will not come to that,” Poole had said.\n"
    first, second = claims(text)
    assert first.attribution is not None
    assert second.attribution is not None
    assert first.attribution.source == second.attribution.source == "Ann Poole"
    assert second.attribution.cue == "had said"
    assert second.attribution.kind is Speech.DIRECT


def test_denials_keep_their_cue_in_the_claim() -> None:
    (denied,) = claims("Ann Poole denied that the hall was full.")
    assert denied.text == "Ann Poole denied that the hall was full"
    (unsaid,) = claims("Ann Poole did not say that the hall was full.")
    assert unsaid.text == "Ann Poole did not say that the hall was full"


CUES: list[tuple[str, CueKind, bool, str]] = [
    ("Ann Poole said the hall was full.", CueKind.SPEECH, False, ""),
    ("Ann Poole told Reuters that the hall was full.", CueKind.SPEECH, False, "Reuters"),
    ("Ann Poole told neighbors that the hall was full.", CueKind.SPEECH, False, ""),
    ("Ann Poole denied that the hall was full.", CueKind.SPEECH, True, ""),
    ("Ann Poole did not say that the hall was full.", CueKind.SPEECH, True, ""),
    ("Ann Poole believes that the hall was full.", CueKind.THOUGHT, False, ""),
    ("Ann Poole supported the new hall.", CueKind.STANCE, False, ""),
    ("The records demonstrate that the hall was full.", CueKind.DOCUMENT, False, ""),
]


@pytest.mark.parametrize(("text", "kind", "denied", "told"), CUES)
def test_kind_of_cue(text: str, kind: CueKind, denied: bool, told: str) -> None:
    (claim,) = claims(text)
    assert claim.attribution is not None
    assert (claim.attribution.cue_kind, claim.attribution.denied, claim.attribution.told) == (kind, denied, told)


def test_hedged_without_a_source() -> None:
    (claim,) = claims("The towns reportedly agreed that the hall would close.")
    assert claim.attribution is not None
    assert claim.attribution.hedged
    assert claim.attribution.source == ""
    assert claim.attribution.speaker_or_outlet is SourceKind.UNNAMED
    assert claim.text == "The towns agreed that the hall would close"


def test_plain_statements_only_on_request() -> None:
    text = "# ignored\n\nThe hall was built in 1931 by two brothers. Ann Poole said it was full. Is it warm in the hall today?\n"
    assert [c.text for c in claims(text)] == ["it was full"]
    plain = [c.text for c in claims(text, statements=True) if c.attribution is None]
    assert plain == ["The hall was built in 1931 by two brothers."]


def test_a_sentence_that_only_bears_a_link_is_a_claim() -> None:
    draft = read_text("The hall was [built in 1931](https://example.org/hall) by two brothers. It is warm in the hall.", format="markdown")
    (claim,) = find_claims(draft)
    assert claim.attribution is None
    assert claim.text == "The hall was built in 1931 by two brothers."
    assert [r.url for r in claim.references] == ["https://example.org/hall"]


def test_a_draft_without_prose() -> None:
    assert claims("... --- ...") == ()
