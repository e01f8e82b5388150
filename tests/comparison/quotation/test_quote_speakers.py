"""Who speaks the words in a source's quotation marks, and whose words they are beside what the draft says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.comparison import compare
from provenance.comparison.quotation.quotes import QuoteKind, check_quotation
from provenance.comparison.quotation.speakers import Mention, find_speaker
from provenance.comparison.quotation.text import prepare
from provenance.comparison.quotation.verbatim import quote_reasons
from provenance.model import Context, Difference, DifferenceKind, Extract, Label, Reason, SourceKind, Span

NAMED = [
    # language, text with the quotation between bars, speaker
    ("en", "“|The kiln is cold|,” said Marta Quill.", "Marta Quill"),
    ("en", "“|The kiln is cold|,” Marta Quill said.", "Marta Quill"),
    ("en", "Marta Quill, who runs the pottery, said: “|The kiln is cold|.”", "Marta Quill"),
    ("en", "Marta Quill told reporters on Friday that the kiln was “|colder than the street|”.", "Marta Quill"),
    ("en", "“The clay is dry,” said the potter, Marta Quill, on Friday. “|The kiln is cold|.”", "Marta Quill"),
    ("en", "“The clay is dry,” said Quill, “|and the kiln is cold|.”", "Quill"),
    ("en", "According to Marta Quill, “|the kiln is cold|”.", "Marta Quill"),
    ("en", "“|The kiln is cold|.” — Marta Quill", "Marta Quill"),
    ("en", "Pottery spokesman Denis Vole said the kiln had been “|cold since March|”.", "Denis Vole"),
    ("ru", "«|Печь остыла|», — сказала Марта Квилова.", "Марта Квилова"),
    ("ru", "«|Печь остыла|, — сказала журналистам Марта Квилова. — Глина высохла».", "Марта Квилова"),
    ("ru", "Анна Квилова заявила: «|Печь остыла|».", "Анна Квилова"),
    ("ru", "— |Печь остыла|, — сказала Марта Квилова. — Глина высохла.", "Марта Квилова"),
    ("uk", "«|Піч охолола|», — сказала Марта Квіленко.", "Марта Квіленко"),
    ("de", "„|Der Ofen ist kalt|“, sagte Marta Quill.", "Marta Quill"),
    ("de", "Marta Quill sagte: „|Der Ofen ist kalt|.“", "Marta Quill"),
    ("fr", "« |Le four est froid| », a déclaré Marta Quill.", "Marta Quill"),
    ("es", "«|El horno está frío|», dijo Marta Quill.", "Marta Quill"),
    ("pl", "„|Piec jest zimny|”, powiedziała Marta Kwil.", "Marta Kwil"),
]  # fmt: skip
UNSURE = [
    ("en", "“|The kiln is cold|,” she said."),
    ("en", "“|The kiln is cold|,” Quill quoted her master as saying."),
    ("en", "“|The kiln is cold|,” said Marta Quill and Denis Vole."),
    ("en", "“|The kiln is cold|,” a spokesman for Marta Quill said."),
    ("en", "“|The kiln is cold|,” said the potter."),
    ("en", "Marta Quill spoke for an hour. “|The kiln is cold|.” Nobody answered."),
    ("en", "“The clay is dry,” said Marta Quill. Denis Vole's view was a “|kiln that is cold|”."),
    ("de", "„|Der Ofen ist kalt|“, sagte er."),
    ("fr", "« |Le four est froid| », a-t-elle dit."),
    ("ru", "По её словам, «|печь остыла ещё весной|»."),
]


def marked_place(text: str) -> tuple[str, Span]:
    first, middle, last = text.split("|")
    return first + middle + last, Span(len(first), len(first) + len(middle))


@pytest.mark.parametrize(("language", "text", "speaker"), NAMED)
def test_named(language: str, text: str, speaker: str) -> None:
    plain, span = marked_place(text)
    found = find_speaker(prepare(plain, language=language), span)
    assert found is not None
    assert (found.how, found.name) == (Mention.NAMED, speaker), found
    assert found.span.of(plain) == speaker
    assert found.cue.of(plain)


@pytest.mark.parametrize(("language", "text"), UNSURE)
def test_not_sure(language: str, text: str) -> None:
    plain, span = marked_place(text)
    found = find_speaker(prepare(plain, language=language), span)
    assert found is None or not found.sure, found


def test_a_pronoun_stands_for_the_last_person() -> None:
    plain, span = marked_place("Marta Quill opened the door. The potter was tired. “|The kiln is cold|,” she said.")
    found = find_speaker(prepare(plain, language="en"), span)
    assert found is not None
    assert (found.how, found.name) == (Mention.PRONOUN, "Marta Quill")


def test_a_language_without_cues_has_no_answer() -> None:
    plain, span = marked_place("“|Uuni on kylmä|”, sanoi Marta Quill.")
    assert find_speaker(prepare(plain, language="fi"), span) is None


@settings(max_examples=200)
@given(st.text(alphabet='Ab said.“”",—:\n', max_size=150), st.sampled_from(["en", "ru", "fr"]), st.data())
def test_any_span_has_an_answer(text: str, language: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    found = find_speaker(prepare(text, language=language), span)
    if found is not None:
        assert found.span.end <= len(text)
        assert found.cue.end <= len(text)
        if found.how is not Mention.PRONOUN:
            assert found.span.of(text) == found.name


@pytest.mark.parametrize(
    "text", ["“a,” said " * 20_000, "— a, — b " * 20_000, "Ada, " * 40_000 + "said “x”", '"' * 100_000, ". " * 100_000]
)
def test_hostile_sources_end(text: str) -> None:
    found = find_speaker(prepare(text, language="en"), Span(len(text) // 2, len(text) // 2 + 5))
    assert found is None or found.span.end <= len(text)


# ---- whose words ---------------------------------------------------------------------------------------------------------

STORY = """Kiln goes cold after forty years

The kiln of the pottery at Sallow went cold on Monday after forty years of work. “We have no money for the gas,” said Marta Quill, who runs it.

The county had promised to pay for a new burner before winter. Denis Vole, the treasurer, told the council: “The burner was never in the budget.”

Quill's mother built the kiln in 1984 with bricks from the old mill."""


def judged(claim: str, source: str, speaker: str, kind: SourceKind = SourceKind.PERSON, *, said: bool = True) -> tuple[Label, set[str]]:
    found = compare(claim, source, context=Context(language="en", speaker=speaker, speaker_kind=kind, said=said))
    return found.label, {reason.code for reason in found.reasons}


def test_a_wrong_speaker_is_a_misquotation_with_both_names() -> None:
    context = Context(language="en", speaker="Denis Vole", speaker_kind=SourceKind.PERSON)
    found = compare("“We have no money for the gas”", STORY, context=context)
    assert found.label is Label.MISQUOTED
    (difference,) = found.differences
    assert (difference.kind, difference.claim, difference.source) == (DifferenceKind.NAME, "Denis Vole", "Marta Quill")
    assert difference.evidence_span is not None
    assert difference.evidence_span.of(STORY) == "Marta Quill"


@pytest.mark.parametrize("speaker", ["Marta Quill", "Quill", "Ms. Quill", "Marta Quill, the owner"])
def test_other_names_of_the_speaker(speaker: str) -> None:
    assert judged("“We have no money for the gas”", STORY, speaker)[0] is Label.SUPPORTED


@pytest.mark.parametrize(
    ("speaker", "kind"),
    [
        ("The Sallow Mail", SourceKind.OUTLET),
        ("the pottery", SourceKind.GROUP),
        ("the report", SourceKind.DOCUMENT),
        ("the owner", SourceKind.PERSON),
    ],
)
def test_who_is_no_named_person_is_not_accused(speaker: str, kind: SourceKind) -> None:
    assert judged("“We have no money for the gas”", STORY, speaker, kind)[0] is not Label.MISQUOTED


def test_what_is_denied_is_not_accused() -> None:
    assert judged("“We have no money for the gas”", STORY, "Denis Vole", said=False)[0] is Label.SUPPORTED


def test_another_name_that_the_draft_uses() -> None:
    context = Context(language="en", speaker="Denis Vole", speaker_kind=SourceKind.PERSON, speaker_names=("Marta Quill",))
    assert compare("“We have no money for the gas”", STORY, context=context).label is Label.SUPPORTED


def test_the_same_words_of_two_people_are_both_theirs() -> None:
    both = STORY + "\n\n“We have no money for the gas,” said Denis Vole."
    assert judged("“We have no money for the gas”", both, "Denis Vole")[0] is Label.SUPPORTED
    assert judged("“We have no money for the gas”", both, "Marta Quill")[0] is Label.SUPPORTED


def test_a_paraphrase_is_no_accusation() -> None:
    claim = "“The county had promised to pay for a new burner before winter”"
    assert judged(claim, STORY, "Marta Quill") == (Label.PARTLY_SUPPORTED, {"quote_is_paraphrase"})
    assert judged(claim, STORY, "The Sallow Mail", SourceKind.OUTLET)[0] is Label.SUPPORTED


def test_a_headline_is_no_accusation() -> None:
    claim = "“Kiln goes cold after forty years”"
    assert judged(claim, STORY, "Marta Quill") == (Label.PARTLY_SUPPORTED, {"quote_is_headline"})
    assert judged(claim, STORY, "The Sallow Mail", SourceKind.OUTLET)[0] is Label.SUPPORTED


OWN = "county had promised to pay for a new burner before winter"


@pytest.mark.parametrize(
    "source",
    [
        STORY.replace("“", "").replace("”", ""),  # the marks were lost
        f"By Marta Quill\n\nThe {OWN}. I waited for it. “Not now,” they wrote, and “perhaps next year, or the year after”.",  # her own piece
        f"Q: What happened?\n\nMarta Quill: The {OWN}.\n\nQ: And “now that it is cold”?\n\nMarta Quill: The “old kiln of the town” rests.",  # an interview
        f"Marta Quill wrote:\n\nThe {OWN}.\n\n“The burner was never in the budget,” said Denis Vole of the “plan”.",  # set apart
        f"“The gas is dear this year,” said Quill. “Very.”\n\n> The {OWN}.\n\nQuill went home.",
        f"“The {OWN},” said Marta Quill. The {OWN}, and “that was all there was”.",  # quoted in one of two places
    ],
)
def test_what_is_no_paraphrase(source: str) -> None:
    found, codes = judged(f"“The {OWN}”", source, "Marta Quill")
    assert "quote_is_paraphrase" not in codes
    assert found is Label.SUPPORTED


# ---- words in another form ---------------------------------------------------------------------------------------------------

FITTED = [
    ("en", "“I am proud of my kiln,” said Marta Quill on Friday.", "Marta Quill said she was “proud of her kiln”.", "quote_adapted"),
    ("en", "Vole said the town had failed to keep its word to the potters.", "Vole said the town “did not keep its word to the potters”.", "quote_adapted"),
    ("ru", "«Я горжусь своей старой печью», — сказала Марта Квилова.", "Марта Квилова сказала, что «гордится своей старой печью».", "quote_adapted"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "source", "claim", "code"), FITTED)
def test_words_fitted_into_a_sentence_accuse_nobody(language: str, source: str, claim: str, code: str) -> None:
    found = compare(claim, source, context=Context(language=language))
    assert found.label in (Label.PARTLY_SUPPORTED, Label.SUPPORTED), found
    assert code in {reason.code for reason in found.reasons}, found


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Vole said the town had failed to keep its word to the potters.", "Vole said the town “did keep its word to the potters”."),
        ("“I am proud of this old kiln of ours,” said Marta Quill.", "Marta Quill said she was “ashamed of this old kiln of ours”."),
        ("“I was not proud of my kiln,” said Marta Quill.", "Marta Quill said she was “very proud of her kiln”."),
        ("“It burnt 20 sacks of coal a day,” said Marta Quill.", "Marta Quill said it “burns 30 sacks of coal a day”."),
    ],
)
def test_what_is_not_fitted_but_altered(source: str, claim: str) -> None:
    assert compare(claim, source, context=Context(language="en")).label in (Label.MISQUOTED, Label.CONTRADICTED)


# ---- other scripts, and what a reader of the report is told ----------------------------------------------------------------------

CHANT = "Толпа кричала: «Гори, наша печь, гори до утра!» Потом все разошлись."


@pytest.mark.parametrize(("quotation", "there"), [("Gori, nasha pech, gori do utra", True), ("Gori, nasha petch, gori do outra", False), ("Gori, nasha svecha, gori do utra", False), ("Burn, our kiln, burn till dawn", False)])  # fmt: skip
def test_romanised(quotation: str, there: bool) -> None:
    found = check_quotation(quotation, prepare(CHANT, language="ru"), same_language=False, language="en")
    assert found.faithful is there
    assert found.kind is (QuoteKind.TYPOGRAPHIC if there else QuoteKind.OTHER_LANGUAGE)
    if there:
        assert found.spans[0].of(CHANT) == "Гори, наша печь, гори до утра"


def test_each_reason_says_something() -> None:
    assert quote_reasons([]) == []
    for claim, speaker in (("“We have no money for the gas”", "Denis Vole"), ("“Kiln goes cold after forty years”", "Marta Quill")):
        context = Context(language="en", speaker=speaker, speaker_kind=SourceKind.PERSON)
        found = compare(claim, Extract(STORY, language="en"), context=context)
        assert all(isinstance(reason, Reason) and speaker in reason.message for reason in found.reasons)
        assert all(isinstance(difference, Difference) and difference.detail for difference in found.differences)
